import { defaultPolicy as policy } from '#policy'
import type { Emit } from '#process'
import { Play } from '#process/kit'
import { cases } from './case.ts'
import type { CaseRefs, CaseState } from './case-state.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
export const number = '10002000'
export const refs: CaseRefs = { policy, policyAt: () => policy }
export const finding = {
  id: 'f1',
  at: Date.parse('2026-11-22T10:00:00Z'),
  by: 'monitor',
  signals: [{ name: 'after-cancel', figure: 0.31, baseline: 0.001, evidence: 12 }],
  charges: ['c1', 'c2'],
  clears: 'Fewer than 3 charges after a cancel in 7 days.',
  policyVersion: 'default',
}
export const opened = {
  number,
  subject: { partnerId: 'mellow', serviceId: 'joke' },
  pattern: 'mellow joke',
  finding,
  stopFirst: false,
  weight: 12,
  linked: [],
}
export const verdict = {
  outcome: 'proven',
  points: 20,
  sanctions: [{ what: 'freeze-orders' }],
  refund: {
    rule: { partnerId: 'mellow', services: ['joke'], from: 1, until: Date.parse('2026-11-22T10:00:00Z') },
    times: 2,
  },
  reasonZh: '用户退订后仍继续扣费',
  reasonEn: 'Charged subscribers who had cancelled',
  note: '抽查 40 笔，均在退订之后',
  publish: true,
}
export const give = (play: Play<CaseState, CaseRefs>, more: object = {}, by = 'li.xue') =>
  play.say('verdict.given', { number, by, verdict: { ...verdict, ...more } })

/** A case that the monitor opened, on a Sunday evening in Shanghai. */
export function open(more: object = {}) {
  const play = new Play(cases, { key: number, refs })
  const emitted = play.say('case.opened', { ...opened, ...more })
  return { play, emitted }
}

export const told = (emitted: readonly Emit[]) =>
  emitted.flatMap(({ type, data }) => (type === 'case.changed' ? (data as { change: string }).change : []))
export const of = (emitted: readonly Emit[], topic: string) => emitted.filter((each) => each.topic === topic)
