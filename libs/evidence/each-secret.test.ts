import { expect, it } from 'vitest'
import { OpaqueIds } from './opaque.ts'
import { Stamps } from './stamp.ts'
import { Tokens } from './token.ts'

it('what is made with a secret follows its list: made with the newest, believed of all, and over with the last', () => {
  const secrets = ['the former']
  const [stamps, tokens, ids] = [new Stamps(secrets, 'use'), new Tokens(secrets, 'use'), new OpaqueIds(secrets)]
  const make = () => ({ stamp: stamps.of('a'), token: tokens.sign({ a: 1 }), id: ids.seal('kind', 'whom', 'a') })
  const holds = ({ stamp, token, id }: ReturnType<typeof make>) => [
    stamps.holds('a', stamp),
    tokens.read(token) !== undefined,
    ids.open('kind', id) !== undefined,
  ]
  const [yes, no] = [Array(3).fill(true), Array(3).fill(false)]
  const former = make()
  secrets.unshift('the new one')
  const present = make()
  for (const name of ['stamp', 'token', 'id'] as const) expect(present[name]).not.toBe(former[name])
  expect([holds(former), holds(present)]).toEqual([yes, yes])
  secrets.pop()
  expect([holds(former), holds(present), make()]).toEqual([no, yes, present])
  secrets[0] = 'another'
  expect([holds(present), make().stamp === present.stamp]).toEqual([no, false])
})
