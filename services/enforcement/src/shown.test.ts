import { expect, it } from 'vitest'
import type { Caller } from '#http'
import type { Deps } from '#service'
import { showTarget } from './shown.ts'

const deps = { ids: { seal: () => 'id' } } as unknown as Deps
const shown = (value: string) => showTarget(deps, {} as Caller, `domain ${value}`, { kind: 'domain', value })

it('a domain that is not in plain letters is shown as it is compared, and as it is written', () => {
  expect(shown('xn--pple-43d.com')).toEqual({
    id: 'id',
    kind: 'domain',
    value: 'xn--pple-43d.com',
    written: '\u0430pple.com',
  })
  expect(shown('apple.com')).toEqual({ id: 'id', kind: 'domain', value: 'apple.com' })
})
