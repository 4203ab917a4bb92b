import { z } from 'zod'
import { dayOf } from '#calendar'
import { caseFile, caseFinding, caseSubject, letterWay, MOST_VOIDED, restraint, unheard, verdict } from '#contracts'
import type { Deps } from '#service'
import { letterOf } from './domain/case-letter.ts'
import {
  appealUntil,
  type CaseState,
  isRedressed,
  lettersOf,
  signalsOf,
  statusOf,
  type WhichLetter,
} from './domain/case-state.ts'
import { approvalOf } from './took-part.ts'
import { waitingOf, waits } from './waits.ts'

export const caseStatus = z.enum(['open', 'appealed', 'refunding', 'decided', 'closed'])
/** Lists that a case stands in beside that of how it stands. */
export const caseQueues = z.enum(['waiting', 'settled', 'all', 'frozen', 'escalated', 'overdue', ...caseStatus.options])

/** A case in lists. */
export const listedCase = z.object({
  number: z.string().describe('Number of the case'),
  subject: caseSubject,
  partner_zh: z.string(),
  partner_en: z.string(),
  service_zh: z.string().optional(),
  service_en: z.string().optional(),
  pattern: z.string().describe('What it is suspected of'),
  status: caseStatus,
  opened_at: z.iso.datetime(),
  due_at: z.iso.datetime(),
  overdue: z.boolean(),
  stop_first: z.boolean().describe('Charging was stopped before anybody looked'),
  frozen: z.boolean().describe('It is stopped now'),
  weight: z.number().describe('Evidence, in log units'),
  signals: z.array(z.string()).describe('What speaks against it, the strongest first'),
  owner: z.string().optional(),
  owner_name: z.string().optional(),
  escalated: z.boolean().describe('It went up a step: an administrator takes it over'),
  snoozed_until: z.iso.datetime().optional(),
  points: z.number().optional().describe('Points that the verdict took'),
  withdrawn: z.boolean().describe('An appeal was granted: points and sanctions do not hold any more'),
})

const redress = z.object({
  named: z.number().describe('Charges of the pattern that were named so far'),
  answered: z.number().describe('Of which were looked at'),
  done: z.boolean(),
  subscribers: z.number().describe('Subscribers who got money back, by it or before it'),
  refund_fen: z.number().describe('What went back by it, fen'),
  before_fen: z.number().describe('What had gone back before, fen'),
  former: z.number().describe('Charges of former owners of a number: by export, and nobody is told'),
  gone: z.number().describe('Charges that are not kept any more: somebody must look'),
  held: z.boolean().describe('The rest is beyond what one person may decide: it waits for two'),
})

const borne = z.object({
  named: z.number().describe('Charges of the pattern that were looked at once more'),
  answered: z.number().describe('Of which were answered'),
  done: z.boolean(),
  fen: z.number().describe('What the operator bears of what went back, fen'),
  gone: z.number().describe('Charges that are not kept any more: somebody must look'),
})

/** Of what a letter tells. */
export const ofLetter = z.enum(['verdict', 'appeal', 'voided'])
/** Of appeals that were taken out, which. */
export const nthVoided = z.coerce.number().int().min(1).max(MOST_VOIDED).default(1)

export const sentLetter = z.object({
  at: z.iso.datetime().describe('When that was said'),
  by: z.string(),
  by_name: z.string(),
  on: z.iso.date().describe('The day on which it was sent').meta({ example: '2026-11-27' }),
  way: letterWay.describe('How it was sent'),
})

const shownLetter = z.object({
  heard: unheard.optional().describe('Why its partner heard nothing of it, or not why, but by letter'),
  due: z.boolean().describe('People are to send it'),
  sent: z.array(sentLetter).describe('When and how it was sent, each time'),
})

const shownFile = caseFile.extend({ at: z.iso.datetime(), by: z.string(), by_name: z.string() })

const voidedAppeal = z.object({
  nth: z.number().describe('Counted from 1'),
  at: z.iso.datetime(),
  appealed_at: z.iso.datetime(),
  reason: z.string(),
})

export const wholeCase = listedCase.extend({
  linked: z.array(z.string()).describe('Other cases of the same partner'),
  findings: z.array(caseFinding.extend({ by_name: z.string() })).describe('As they were then'),
  notes: z.array(z.object({ at: z.iso.datetime(), by: z.string(), by_name: z.string(), text: z.string() })),
  escalation: z
    .object({ at: z.iso.datetime(), by: z.string(), by_name: z.string(), reason: z.string() })
    .optional()
    .describe('When it went up a step, by whom and why; by `0000`: nobody decided it in time'),
  verdict: verdict.optional(),
  decided_at: z.iso.datetime().optional(),
  decided_by: z.string().optional(),
  decided_by_name: z.string().optional(),
  proposal: z.string().optional().describe('By which it was decided: GET /v1/proposals/{id} says who approved it'),
  approved_by: z.string().optional().describe('The second person; absent once the proposal is not kept any more'),
  approved_by_name: z.string().optional().describe('Name of the second person'),
  waits: waits.optional().describe('What waits for a second person'),
  appeal_until: z.iso.datetime().optional(),
  appeal: z
    .object({
      at: z.iso.datetime(),
      text: z.string(),
      granted: z.boolean().optional(),
      reason: z.string().optional(),
      decided_at: z.iso.datetime().optional(),
      decided_by: z.string().optional(),
      decided_by_name: z.string().optional(),
      by: z.string().optional().describe('It came in writing, and was entered by them'),
      by_name: z.string().optional(),
      paper: caseFile.shape.name.optional().describe('The file of its paper'),
      letter: shownLetter.optional().describe('The letter that tells what became of it, as far as people send it'),
      own: z
        .object({ at: z.iso.datetime(), text: z.string() })
        .optional()
        .describe('What the partner said itself, beside what was entered for it'),
    })
    .optional(),
  appeals_voided: z
    .array(
      voidedAppeal.extend({
        letter: shownLetter.optional().describe('The letter that says so, as far as people send it'),
      }),
    )
    .describe('Appeals on paper that were entered for the partner and taken out: the notes say what they said'),
  letter: shownLetter.optional().describe('Its penalty letter as far as people send it'),
  redress: redress.optional(),
  borne: borne
    .optional()
    .describe('Since an appeal was granted: what went back by the verdict alone stays, and the operator bears it'),
  files: z
    .array(shownFile)
    .describe(
      'Penalty letters and what was attached: `GET /v1/cases/{number}/files/{name}`; their digests are evidence',
    ),
  digest: z.string().describe('Of the case as it stands; chained, and signed every few minutes'),
})

/** What a partner sees of a case about itself: what was decided and why, nothing of how it was found. */
export const ownCase = z.object({
  number: z.string().describe('Number of the case'),
  status: caseStatus,
  outcome: verdict.shape.outcome,
  points: verdict.shape.points,
  sanctions: verdict.shape.sanctions,
  reasonZh: verdict.shape.reasonZh.optional(),
  reasonEn: verdict.shape.reasonEn.optional(),
  decided_at: z.iso.datetime(),
  appeal_until: z.iso.datetime().optional(),
  appealed_at: z.iso.datetime().optional(),
  appeal_written: z
    .string()
    .optional()
    .describe('What was entered for you as your appeal, as it came in writing: you may add to it while you wait'),
  appeal_paper: z
    .boolean()
    .describe(
      'By a paper that you can read: `GET /v1/own-cases/{number}/letter?of=paper`; one that is not yours, say so',
    ),
  appeals_voided: z
    .array(voidedAppeal)
    .describe(
      'Papers that were entered as your appeal, and taken out since they are not yours, or are none: `GET /v1/own-cases/{number}/letter?of=voided&nth=…`. You may appeal as if there had been none; one that was yours, say so at once',
    ),
  appeal_granted: z.boolean().optional(),
  appeal_reason: z.string().optional(),
  letter: z.boolean().describe('The penalty letter is there: `GET /v1/own-cases/{number}/letter`'),
  appeal_letter: z.boolean().describe('So is the answer to your appeal: `GET /v1/own-cases/{number}/letter?of=appeal`'),
  attached: z.array(caseFile).describe('What you attached'),
})

export const standing = z.object({
  partner: z.string(),
  partner_zh: z.string(),
  partner_en: z.string(),
  points: z.number().describe('Credit points that are left this year, of 100'),
  restraints: z
    .array(z.object({ what: restraint, service: z.string().optional(), app: z.string().optional(), case: z.string() }))
    .describe('What it is kept from'),
  banned_until: z.iso.datetime().optional(),
})

/** As the partner itself reads it. */
export const ownStanding = standing.extend({
  restraints: z
    .array(standing.shape.restraints.element.partial({ case: true }))
    .describe('What it is kept from, and by which case, once that is decided'),
})

/** With the penalties that came to it, the latest first: for staff. */
export const listedStanding = standing.extend({
  penalties: z.array(
    z.object({
      case: z.string(),
      at: z.iso.datetime(),
      points: z.number(),
      sanctions: verdict.shape.sanctions,
      frozen: z.boolean().describe('Charging is stopped by it, before a verdict'),
    }),
  ),
})

export const iso = (at: number): string => new Date(at).toISOString()

export const partnerNames = ({ catalogue, clock }: Pick<Deps, 'catalogue' | 'clock'>, partnerId = '') => {
  const partner = catalogue.partner(partnerId, clock.now())
  return { partner_zh: partner?.nameZh ?? '', partner_en: partner?.nameEn ?? '' }
}

type Shows = Pick<Deps, 'catalogue' | 'clock' | 'staff'>

export function showCase(deps: Shows, state: CaseState): z.infer<typeof listedCase> {
  const { subject, owner, decided, snoozedUntil, escalated, appeal } = state
  const now = deps.clock.now()
  const service = subject.serviceId === undefined ? undefined : deps.catalogue.service(subject.serviceId, now)
  return {
    number: state.number,
    subject,
    ...partnerNames(deps, subject.partnerId),
    ...(service ? { service_zh: service.nameZh, service_en: service.nameEn } : {}),
    pattern: state.pattern,
    status: statusOf(state),
    opened_at: iso(state.openedAt),
    due_at: iso(state.dueAt),
    overdue: !decided && state.dueAt <= now,
    stop_first: state.stopFirst,
    frozen: state.frozen,
    weight: Math.round(state.weight * 1000) / 1000,
    signals: signalsOf(state).slice(0, 5),
    ...(owner ? { owner, owner_name: nameOf(deps, owner) } : {}),
    escalated: escalated !== undefined,
    ...(snoozedUntil === undefined ? {} : { snoozed_until: iso(snoozedUntil) }),
    ...(decided ? { points: decided.verdict.points } : {}),
    withdrawn: appeal?.decided?.granted === true,
  }
}

export const nameOf = ({ staff }: Pick<Deps, 'staff'>, id: string): string => staff.get(id)?.name ?? id

export async function showWhole(
  deps: Shows & Pick<Deps, 'policy' | 'store'>,
  state: CaseState,
): Promise<z.infer<typeof wholeCase>> {
  const { decided, appeal, redress, borne, escalated } = state
  const second = (await approvalOf(deps.store, decided?.proposal))?.by
  const until = appealUntil(state, { policy: deps.policy.policy })
  const waiting = await waitingOf(deps, state)
  return {
    ...showCase(deps, state),
    linked: [...state.linked],
    findings: state.findings.map((each) => ({ ...each, by_name: nameOf(deps, each.by) })),
    notes: state.notes.map((each) => ({ ...each, by_name: nameOf(deps, each.by), at: iso(each.at) })),
    ...(escalated ? { escalation: { ...escalated, by_name: nameOf(deps, escalated.by), at: iso(escalated.at) } } : {}),
    ...(decided
      ? {
          verdict: decided.verdict,
          decided_at: iso(decided.at),
          decided_by: decided.by,
          decided_by_name: nameOf(deps, decided.by),
          ...(decided.proposal ? { proposal: decided.proposal } : {}),
          ...(second ? { approved_by: second, approved_by_name: nameOf(deps, second) } : {}),
        }
      : {}),
    ...(waiting ? { waits: waiting } : {}),
    ...(until === undefined ? {} : { appeal_until: iso(until) }),
    ...(appeal ? { appeal: showAppeal(deps, appeal) } : {}),
    appeals_voided: (state.voided ?? []).map(({ nth, at, appealedAt, reason }) => ({
      ...{ nth, at: iso(at), appealed_at: iso(appealedAt), reason },
      ...lettersShown(deps, state, { of: 'voided', nth }),
    })),
    ...lettersShown(deps, state, { of: 'verdict' }),
    ...(redress
      ? {
          redress: {
            named: redress.named,
            answered: redress.answered,
            done: isRedressed(redress),
            subscribers: redress.subscribers,
            refund_fen: redress.refundFen,
            before_fen: redress.beforeFen,
            former: redress.former,
            gone: redress.gone,
            held: redress.held === true,
          },
        }
      : {}),
    ...(borne ? { borne: { ...borne, done: isRedressed(borne) } } : {}),
    files: (state.files ?? []).map((each) => ({ ...each, at: iso(each.at), by_name: nameOf(deps, each.by) })),
    digest: state.version?.digest ?? '',
  }
}

export const showLetter = (
  deps: Pick<Deps, 'staff' | 'policy'>,
  { heard, sent = [] }: NonNullable<CaseState['letter']>,
) => ({
  ...(heard ? { heard } : {}),
  sent: sent.map(({ at, by, on, way }) => ({
    ...{ at: iso(at), by, by_name: nameOf(deps, by), on: dayOf(on, deps.policy.policy.timeZone), way },
  })),
})

const lettersShown = (
  deps: Pick<Deps, 'staff' | 'policy'>,
  state: Pick<CaseState, 'letter' | 'appeal' | 'voided'>,
  which: WhichLetter,
) => {
  const letter = letterOf(state, which)
  if (!letter?.heard && !letter?.sent) return {}
  const due = lettersOf(state, 'due').some(({ of, nth }) => of === which.of && nth === which.nth)
  return { letter: { ...showLetter(deps, letter), due } }
}

const showAppeal = (deps: Shows & Pick<Deps, 'policy'>, appeal: NonNullable<CaseState['appeal']>) => {
  const { at, text, by, paper, own, decided } = appeal
  return {
    at: iso(at),
    text,
    ...(by ? { by, by_name: nameOf(deps, by) } : {}),
    ...(paper ? { paper } : {}),
    ...lettersShown(deps, { appeal }, { of: 'appeal' }),
    ...(own ? { own: { at: iso(own.at), text: own.text } } : {}),
    ...(decided
      ? {
          granted: decided.granted,
          reason: decided.reason,
          decided_at: iso(decided.at),
          decided_by: decided.by,
          decided_by_name: nameOf(deps, decided.by),
        }
      : {}),
  }
}

/** @returns undefined while nothing was decided: what is only suspected is not told */
export function showOwn(deps: Pick<Deps, 'policy'>, state: CaseState): z.infer<typeof ownCase> | undefined {
  const { decided, appeal, voided = [], number } = state
  if (!decided) return undefined
  const { outcome, points, sanctions, reasonZh, reasonEn } = decided.verdict
  const until = appealUntil(state, { policy: deps.policy.policy })
  return {
    number,
    status: statusOf(state),
    outcome,
    points,
    sanctions,
    // Why somebody is cleared stays with who decided it.
    ...(outcome === 'cleared' ? {} : { reasonZh, reasonEn }),
    decided_at: iso(decided.at),
    ...(until === undefined ? {} : { appeal_until: iso(until) }),
    ...(appeal ? { appealed_at: iso(appeal.at), ...(appeal.by ? { appeal_written: appeal.text } : {}) } : {}),
    ...(appeal?.decided ? { appeal_granted: appeal.decided.granted, appeal_reason: appeal.decided.reason } : {}),
    appeal_paper: appeal?.paper !== undefined,
    appeals_voided: voided.map(({ nth, at, appealedAt, reason }) => ({
      ...{ nth, at: iso(at), appealed_at: iso(appealedAt), reason },
    })),
    letter: (state.files ?? []).some(({ name }) => name.startsWith('letter-')),
    appeal_letter: (state.files ?? []).some(({ name }) => name.startsWith('answer-')),
    attached: (state.files ?? [])
      .filter(({ by }) => by === state.subject.partnerId)
      .map(({ name, type, bytes, sha256 }) => ({ name, type, bytes, sha256 })),
  }
}
