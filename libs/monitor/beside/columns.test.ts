import { expect, it } from 'vitest'
import type { Observation } from '../observed/observe.ts'
import { ColumnsIn, ColumnsOut } from './columns.ts'

const AT = Date.parse('2026-07-01T08:00:00+08:00')
const charge: Observation = {
  ...{ kind: 'charge', at: AT, service: 'comics', partner: 'huayu', sub: 4_294_967_295, block: 0 },
  ...{ id: 'c1', amount: 0, since: AT - 1 },
}
const complaint: Observation = {
  ...{ kind: 'complaint', at: AT + 1, service: undefined, partner: 'huayu', port: '10661', sub: 7, block: 12 },
  ...{ app: 'cn.torch#ab', what: 'opened', yes: false },
}
const consent: Observation = {
  ...{ kind: 'consent', at: AT + 2, service: 'comics', sub: 7, block: 12, address: 0, cell: 1, page: 2 ** 32 - 1 },
  ...{ period: 'month', tariff: 8.5, partnerKind: 'content', yes: true },
}

/** As it comes out in another thread. */
const moved = (out: ColumnsOut, into: ColumnsIn, seen: readonly Observation[]) => into.of(structuredClone(out.of(seen)))

it('observations come out of columns as they were, whatever they have and have not', () => {
  const [out, into] = [new ColumnsOut(), new ColumnsIn()]
  for (const seen of [[charge, complaint, consent], [], [consent, consent], [complaint]])
    expect(moved(out, into, seen)).toEqual(seen)
})

it('names without end are not remembered without end, and are right all the same', () => {
  const [out, into] = [new ColumnsOut(), new ColumnsIn()]
  let words = 0
  for (let n = 0; n < 20; n++) {
    const seen = Array.from({ length: 4000 }, (_, i) => ({ ...complaint, app: `app ${n} ${i}` }))
    const columns = out.of(seen)
    words = columns.anew ? columns.newWords.length : words + columns.newWords.length
    expect(words).toBeLessThan(70_000)
    expect(into.of(columns).map(({ app }) => app)).toEqual(seen.map(({ app }) => app))
  }
})
