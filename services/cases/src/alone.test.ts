import { expect, it } from 'vitest'
import { Problem } from '#http'
import { defaultPolicy } from '#policy'
import { type refundedAlone, tooLargeAlone, whyTwo } from './alone.ts'
import type { CaseState } from './domain/case-state.ts'

const DAY = 86_400_000
const now = Date.parse('2026-11-02T10:00+08:00')
const staff = { get: (id: string) => (id === 'li.xue.2' ? { human: 'li.xue' } : {}) }
const catalogue = { asOne: (id: string) => (id.startsWith('sp-huayu') ? ['sp-huayu', 'sp-huayu-2'] : [id]) }

/** A case that was decided, with what its verdict was foreseen to refund and what went back so far. */
const decided = (number: string, days: number, more: object = {}, foreseen = 400, so = 0) => ({
  ...{ number, subject: { partnerId: 'sp-huayu' }, redress: { subscribers: so, refundFen: so * 500 } },
  decided: {
    ...{ at: now - days * DAY, month: '', by: 'wu.tao', verdict: { refund: {} } },
    foreseen: { subscribers: foreseen, fen: foreseen * 500 },
    ...more,
  },
})
const world = (...cases: object[]) =>
  ({
    ...{ policy: { policy: defaultPolicy }, staff, catalogue },
    store: {
      find: async (_: string, { tag }: { tag: string }) =>
        tag === 'month=2026-11' ? cases.map((body) => ({ body })) : [],
    },
  }) as unknown as Parameters<typeof refundedAlone>[0]
const state = { number: '10009999', subject: { partnerId: 'sp-huayu-2' } } as CaseState
const refund = (subscribers: number, fen = subscribers * 500) => ({ subscribers, fen })
const why = (own: object, by: string, ...cases: object[]) =>
  tooLargeAlone(world(...cases), state, by, own as { subscribers: number; fen: number }, now)

it('a refund of more subscribers, or of more, than one person may decide takes two', async () => {
  expect(await why(refund(1000), 'li.xue')).toBeUndefined()
  expect(await why(refund(1001), 'li.xue')).toBe('refund')
  expect(await why(refund(3, 1_000_001), 'li.xue')).toBe('refund')
})

it('one refund that is cut into many is as large as it was: of a partner by whatever name, whoever gave them', async () => {
  const one = decided('10000001', 3)
  expect(await why(refund(600), 'li.xue', one)).toBeUndefined()
  expect(await why(refund(601), 'li.xue', one)).toBe('refunds')
  expect(await why(refund(1), 'li.xue', one, decided('10000002', 20, {}, 600))).toBe('refunds')
  // What went back since, beyond what was foreseen, counts.
  expect(await why(refund(200), 'li.xue', decided('10000001', 3, {}, 400, 900))).toBe('refunds')
  // Two people decided it; it is long ago; it refunds nobody; of what goes back no more there is nothing to count.
  const others = [{ proposal: 'pr-1' }, { at: now - 31 * DAY }, { verdict: {} }]
  expect(await why(refund(601), 'li.xue', ...others.map((more) => decided('10000001', 3, more)))).toBeUndefined()
  expect(await why(refund(0), 'li.xue', decided('10000001', 3, {}, 5000))).toBeUndefined()
})

it('nor by one person over many partners within a day, with whichever of their accounts', async () => {
  const elsewhere = (number: string, more: object) => ({
    ...decided(number, 0.5, more, 900),
    subject: { partnerId: 'sp-x' },
  })
  expect(await why(refund(101), 'li.xue', elsewhere('10000001', { by: 'li.xue.2' }))).toBe('refunds')
  expect(await why(refund(101), 'li.xue', elsewhere('10000001', { by: 'wu.tao' }))).toBeUndefined()
  expect(await why(refund(101), 'li.xue', elsewhere('10000001', { by: 'li.xue', at: now - 2 * DAY }))).toBeUndefined()
})

it('where a case of these days cannot be believed two people give a refund, which nobody is kept from; no more is named of one', async () => {
  const changed = { find: async () => [{ body: decided('10000001', 3), changed: true }] }
  const own: Parameters<typeof whyTwo> = [{ ...world(), store: changed } as never, state, 'li.xue', refund(3), now]
  expect(await whyTwo(...own)).toBe('unknown')
  await expect(tooLargeAlone(...own)).rejects.toMatchObject({ code: 'record.changed' })
  const gone = { find: () => Promise.reject(new Problem('not-ready')) }
  await expect(whyTwo({ ...world(), store: gone } as never, state, 'li.xue', refund(3), now)).rejects.toThrow(Problem)
})
