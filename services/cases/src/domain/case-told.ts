import type { Emit } from '#process'
import { type CaseState, isRedressed } from './case-state.ts'

export const penaltyOf = (type: string, partnerId: string, data: object): Emit => ({
  topic: 'partner.penalties',
  key: partnerId,
  type,
  data: { partnerId, ...data },
})

export const frozen = ({ number, subject: { partnerId, serviceId } }: CaseState): Emit[] =>
  partnerId === undefined
    ? []
    : [penaltyOf('freeze.set', partnerId, { case: number, ...(serviceId ? { serviceId } : {}) })]

export const lifted = ({ number, subject: { partnerId }, frozen }: CaseState): Emit[] =>
  partnerId === undefined || !frozen ? [] : [penaltyOf('freeze.lifted', partnerId, { case: number })]

/** To who keeps the notices, which words it and counts its versions. */
export function noticeOf({ number, subject, decided, appeal, redress }: CaseState): Emit {
  const { reasonZh = '', reasonEn = '', points = 0, sanctions = [] } = decided?.verdict ?? {}
  const data = {
    number,
    subject,
    reasonZh,
    reasonEn,
    points,
    sanctions,
    ...(redress
      ? { refunds: { subscribers: redress.subscribers, fen: redress.refundFen, done: isRedressed(redress) } }
      : {}),
    withdrawn: appeal?.decided?.granted === true,
  }
  return { topic: 'notice.commands', key: number, type: 'notice.wanted', data }
}

type Change =
  | 'opened'
  | 'linked'
  | 'taken'
  | 'escalated'
  | 'due-soon'
  | 'overdue'
  | 'decided'
  | 'appealed'
  | 'appeal-decided'
  | 'refunded'
  | 'closed'

export const changed = ({ number, subject, pattern, decided }: CaseState, change: Change): Emit => ({
  topic: 'case.events',
  key: number,
  type: 'case.changed',
  data: {
    number,
    subject,
    pattern,
    change,
    ...(decided ? { outcome: decided.verdict.outcome, points: decided.verdict.points } : {}),
  },
})
