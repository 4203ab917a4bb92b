import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { Distinct } from './distinct.ts'

const keyOf = (n: number): string => createHash('sha256').update(String(n)).digest('base64url').slice(0, 22)

it('counts twenty thousand subscribers once each, in any order, however often each comes', () => {
  const distinct = new Distinct()
  for (let n = 0; n < 60_000; n++) distinct.add(keyOf((n * 7919) % 20_000))
  expect(distinct.size).toBe(20_000)
})

it('tells keys apart by any of the characters that it looks at, the last of them but for half a bit', () => {
  const distinct = new Distinct()
  for (const key of ['AAAAAAAAAAAA', 'BAAAAAAAAAAA', 'AAAAAAAABAAA', 'AAAAAAAACAAA', 'AAAAAAAA', 'AAAAAAAAAAAA'])
    distinct.add(key)
  // The first, the second, and the one of `C`; `B` differs by the bit that is dropped.
  expect(distinct.size).toBe(3)
})
