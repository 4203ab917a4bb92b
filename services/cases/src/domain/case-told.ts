import type { Emit } from '#process'
import { breachesOf } from './breaches.ts'
import { appealUntil, type CaseRefs, type CaseState, ITSELF, isRedressed, subjectKey } from './case-state.ts'

export const penaltyOf = (type: string, partnerId: string, data: object): Emit => ({
  topic: 'partner.penalties',
  key: partnerId,
  type,
  data: { partnerId, ...data },
})

const freeze = (type: string, { number, subject: { partnerId, serviceId } }: CaseState): Emit[] =>
  partnerId === undefined ? [] : [penaltyOf(type, partnerId, { case: number, ...(serviceId ? { serviceId } : {}) })]

export const frozen = (state: CaseState): Emit[] => freeze('freeze.set', state)

export const lifted = (state: CaseState): Emit[] => (state.frozen ? freeze('freeze.lifted', state) : [])

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
      ? {
          // Whoever had it back before is refunded too.
          refunds: {
            subscribers: redress.subscribers,
            fen: redress.refundFen + redress.beforeFen,
            done: isRedressed(redress),
          },
        }
      : {}),
    withdrawn: appeal?.decided?.granted === true,
  }
  return { topic: 'notice.commands', key: number, type: 'notice.wanted', data }
}

/** To who writes the penalty letter. */
export function letterWanted(state: CaseState, refs: CaseRefs): Emit[] {
  const { number, subject, decided, findings } = state
  const until = appealUntil(state, refs)
  if (!decided || until === undefined) return []
  const { points, sanctions, refund, reasonZh, reasonEn } = decided.verdict
  const breaches = breachesOf(findings.flatMap(({ signals }) => signals.map(({ name }) => name)))
  const given = { points, sanctions, ...(refund ? { refund } : {}), reasonZh, reasonEn, breaches }
  const data = { number, subject, decidedAt: decided.at, appealUntil: until, ...given }
  return [{ topic: 'case.letters', key: number, type: 'letter.wanted', data }]
}

/** To who writes the letter that tells a partner what became of its appeal. */
export function answerWanted({ number, subject, decided, appeal }: CaseState): Emit[] {
  if (!decided || !appeal?.decided || subject.partnerId === undefined) return []
  const { points, sanctions, publish: published, refund } = decided.verdict
  const { at: answeredAt, granted, reason } = appeal.decided
  const given = { decidedAt: decided.at, points, sanctions, published, refunds: refund !== undefined }
  const data = { number, subject, ...given, appealedAt: appeal.at, answeredAt, granted, reason }
  return [{ topic: 'case.letters', key: number, type: 'answer.wanted', data }]
}

/** To who writes the letter that tells a partner that an appeal on paper was taken out, and what it may do. */
export function voidedWanted(state: CaseState, refs: CaseRefs): Emit[] {
  const { number, subject, decided, appeal, voided = [], letter } = state
  const last = voided.at(-1)
  const until = appealUntil(state, refs)
  if (!decided || !last || until === undefined || subject.partnerId === undefined) return []
  const { nth, at: voidedAt, appealedAt, reason } = last
  const given = { decidedAt: decided.at, nth, appealedAt, voidedAt, reason, appealUntil: until }
  // Whoever hears by letter alone, which waits still, has its time from when that goes.
  const isUnsent = letter?.heard !== undefined && letter.told === undefined && !letter.sent
  const unsent = isUnsent ? { unsent: true } : {}
  const data = { number, subject, ...given, own: appeal !== undefined, ...unsent }
  return [{ topic: 'case.letters', key: number, type: 'voided.wanted', data }]
}

/** To whoever keeps one case of a partner and pattern open at a time. */
export const toSubjects = (subject: CaseState['subject'], type: string, data: object): Emit => ({
  topic: 'case.subjects',
  key: subjectKey(subject),
  type,
  data,
})

/** A case that asks two people about what another came to by one person’s word. */
export const askedOf = (partnerId: string, about: 'points' | 'refunds', number: string, text: string, at: number) => ({
  subject: { partnerId },
  pattern: `${partnerId} ${about}`,
  finding: {
    ...{ id: `${about} ${number}`, at, by: ITSELF, signals: [], charges: [], clears: '', text, policyVersion: '' },
  },
  stopFirst: false,
})

/** To everybody who complained, a page of them at a time: also of an app of no partner. */
export function outcomeTold({ number, subject, decided }: CaseState, withdrawn: boolean): Emit[] {
  if (!decided) return []
  const { outcome, points, sanctions, reasonZh, reasonEn, refund } = decided.verdict
  const refunds = outcome === 'proven' && refund !== undefined
  const told = { number, subject, outcome, points, sanctions, reasonZh, reasonEn, refunds, withdrawn }
  return [{ topic: 'victim.walks', key: number, type: 'tell.page', data: { ...told, decidedAt: decided.at, page: 0 } }]
}

/** The charges of the verdict’s rule are named, from the first on. */
export function walkOf({ number, decided }: CaseState, round: number): Emit[] {
  const refund = decided?.verdict.refund
  if (!refund) return []
  const { rule, times } = refund
  return [{ topic: 'victim.walks', key: number, type: 'walk.page', data: { number, rule, times, round, page: 0 } }]
}

/** The same charges are put to their accounts once more, for an appeal was granted. */
export function acquittal({ number, decided }: CaseState): Emit[] {
  const rule = decided?.verdict.refund?.rule
  if (!rule) return []
  return [{ topic: 'victim.walks', key: number, type: 'acquit.page', data: { number, rule, page: 0 } }]
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
  | 'appeal-voided'
  | 'refunded'
  | 'closed'

export const changed = (
  { number, subject, pattern, decided, appeal, voided = [] }: CaseState,
  change: Change,
): Emit => ({
  topic: 'case.events',
  key: number,
  type: 'case.changed',
  data: {
    number,
    subject,
    pattern,
    change,
    ...(decided ? { outcome: decided.verdict.outcome, points: decided.verdict.points } : {}),
    ...(change === 'appealed' && appeal?.by ? { written: true } : {}),
    ...(change === 'appeal-decided' && appeal?.decided ? { granted: appeal.decided.granted } : {}),
    ...(change === 'appeal-voided' && voided.length > 0 ? { voided: voided.length } : {}),
  },
})
