import { quietUntil } from '#calendar'
import {
  type CaseOutcome,
  caseOutcomes,
  chargingCommands,
  chargingEvents,
  complaintCommands,
  type Envelope,
  type Language,
  type MessageOf,
  subscriberTenures,
} from '#contracts'
import type { Policy } from '#policy'
import type { Context, Decision, Emit, ProcessDefinition, Wake } from '#process'
import { type CatalogueView, type Complained, complainedOf, type Named, packageOf } from '#reference'
import { caseTextsIn } from '#texts'

/** What one subscriber said against partners, by complaint or dispute, and hears of. */
export interface HearerState {
  readonly msisdn: string
  readonly language: Language
  readonly said: readonly Said[]
  /** What they were told of cases: its number, and another once it was withdrawn. */
  readonly told: readonly string[]
  /** Texts that wait for the morning. */
  readonly held: readonly { readonly text: string; readonly dueAt: number }[]
  /** When the last of it was said. */
  readonly lastAt: number
  /** When they were told something last: an appeal may still take it back. */
  readonly toldAt?: number
  /** When the number came to who has it: what was said before is the former owner’s, whenever it is heard. */
  readonly tenureSince?: number
}

/** A partner, one of its services, or software: what was complained about. */
interface Said extends Complained {
  readonly at: number
}

export interface HearerRefs {
  readonly policy: Pick<Policy, 'cases' | 'quietHours' | 'timeZone' | 'shortCodes'>
  readonly catalogue: Named & Pick<CatalogueView, 'partner'>
}

const KEPT = { said: 20, told: 40 } as const
const DAY = 86_400_000

type Input =
  | MessageOf<typeof complaintCommands>
  | MessageOf<typeof chargingCommands>
  | MessageOf<typeof chargingEvents>
  | MessageOf<typeof subscriberTenures>
  | MessageOf<typeof caseOutcomes>
  | Wake

const tagOf = ({ partnerId, app = '' }: Complained): string => `of ${partnerId ?? `app ${packageOf(app)}`}`

/** Finds those who said something against a partner, or software. */
export const hearerTag = (of: Complained): string => `${tagOf(of)}=`

/**
 * Whoever complained about a partner, or disputed a charge of it, hears what became of its case (docs/rules.md, "Partners"):
 * once, by day, in words they understand; never who has their number now.
 */
function decide(
  state: HearerState | undefined,
  message: Envelope | Wake,
  { now, key, refs }: Context<HearerRefs>,
): Decision<HearerState> {
  const input = message as Input
  const isFormers = now < (state?.tenureSince ?? 0)
  switch (input.type) {
    case 'wake':
      return state ? kept(tellHeld(state, now, key, refs), now, refs) : { state }
    case 'complaint.made': {
      const { msisdn, language } = input.data
      const named = complainedOf(refs.catalogue, input.data, now)
      if (named.length === 0 || isFormers) return kept({ state }, now, refs)
      const own = { ...known(state, now), msisdn, language }
      return kept(heard(own, ...named.map((each) => ({ ...each, at: now }))), now, refs)
    }
    case 'dispute.requested': {
      const { msisdn, language } = input.data
      if (isFormers) return kept({ state }, now, refs)
      return kept({ state: { ...known(state, now), msisdn, language, lastAt: now } }, now, refs)
    }
    case 'dispute.opened': {
      const { partnerId, serviceId } = input.data
      // Who disputed it is known by what they asked for; a dispute that staff or a lost phone opened has nobody who asked.
      const isAsked = state && state.msisdn !== '' && !isFormers
      return kept(isAsked ? heard(state, { partnerId, serviceId, at: now }) : { state }, now, refs)
    }
    case 'tenure.ended':
      return kept({ state: passedOn(state, now) }, now, refs)
    case 'outcome.due':
      return state ? kept(tell(state, input.data, now, key, refs), now, refs) : { state }
    default:
      return state ? kept({ state }, now, refs) : { state }
  }
}

const known = (state: HearerState | undefined, now: number): HearerState =>
  state ?? { msisdn: '', language: 'zh-CN', said: [], told: [], held: [], lastAt: now }

/** Nothing of the former owner stays; what the next one has said already does. */
function passedOn(state: HearerState | undefined, at: number): HearerState {
  const next = state && state.lastAt > at ? state : known(undefined, at)
  return { ...next, said: next.said.filter((each) => each.at > at), told: [], held: [], tenureSince: at }
}

const heard = (state: HearerState, ...said: readonly Said[]): Turn => ({
  state: { ...state, said: [...state.said, ...said].slice(-KEPT.said), lastAt: said[0]?.at ?? state.lastAt },
})

/** Who named the partner alone hears of each of its services; who named software, of what was found of that. */
const isAbout = ({ partnerId, serviceId, app }: Said, { subject }: CaseOutcome): boolean =>
  partnerId === undefined
    ? subject.app !== undefined && packageOf(subject.app) === app
    : partnerId === subject.partnerId &&
      (subject.serviceId === undefined || serviceId === undefined || serviceId === subject.serviceId)

interface Turn {
  readonly state: HearerState | undefined
  readonly emit?: readonly Emit[]
}

function tell(state: HearerState, outcome: CaseOutcome, now: number, key: string, refs: HearerRefs): Turn {
  const { number, decidedAt, withdrawn } = outcome
  const since = decidedAt - refs.policy.cases.toldDays * DAY
  const of = state.said.findLast((each) => isAbout(each, outcome) && each.at >= since && each.at <= decidedAt)
  const name = withdrawn ? `${number} withdrawn` : number
  if (!of || state.told.includes(name) || (withdrawn && !state.told.includes(number))) return { state }
  const next = { ...state, told: [...state.told, name].slice(-KEPT.told), toldAt: now }
  const text = wordedFor(next, of, outcome, now, refs)
  const { quietHours, timeZone } = refs.policy
  const quiet = quietUntil(now, quietHours, timeZone)
  if (quiet !== undefined) return { state: { ...next, held: [...next.held, { text, dueAt: quiet }] } }
  return { state: next, emit: [sms(next, text, key, refs)] }
}

function wordedFor(
  { language }: HearerState,
  { partnerId = '', serviceId, app }: Said,
  outcome: CaseOutcome,
  now: number,
  { catalogue }: HearerRefs,
): string {
  const partner = catalogue.partner(partnerId, now)
  const service = serviceId === undefined ? undefined : catalogue.service(serviceId, now)
  const isEnglish = language === 'en'
  return caseTextsIn(language).told({
    ...outcome,
    partner: (isEnglish ? partner?.nameEn : partner?.nameZh) ?? (partnerId || (app ?? '')),
    service: (isEnglish ? service?.nameEn : service?.nameZh) ?? serviceId,
    serviceId,
    reason: isEnglish ? outcome.reasonEn : outcome.reasonZh,
  })
}

function tellHeld(state: HearerState, now: number, key: string, refs: HearerRefs): Turn {
  const due = state.held.filter(({ dueAt }) => dueAt <= now)
  return {
    state: { ...state, held: state.held.filter((each) => !due.includes(each)) },
    emit: due.map(({ text }) => sms(state, text, key, refs)),
  }
}

const sms = ({ msisdn, language }: HearerState, text: string, key: string, { policy }: HearerRefs): Emit => ({
  topic: 'sms.outbound',
  key,
  type: 'mt.queued',
  data: { to: msisdn, from: policy.shortCodes.query[0], text, class: 'notice', language },
})

/** As long as a verdict may still be told of it, or that it was taken back. */
function kept({ state, emit }: Turn, now: number, { policy }: HearerRefs): Decision<HearerState> {
  const told = emit ? { emit: [...emit] } : {}
  if (!state) return { state, ...told }
  const until = Math.max(state.lastAt, state.toldAt ?? 0) + policy.cases.toldDays * DAY
  const wakeAt = Math.min(until, ...state.held.map(({ dueAt }) => dueAt))
  return until <= now && state.held.length === 0 ? { state: undefined, ...told } : { state, wakeAt, ...told }
}

export const hearers: ProcessDefinition<HearerState, Envelope, HearerRefs> = {
  name: 'case-hearers',
  inputs: [complaintCommands, chargingCommands, chargingEvents, subscriberTenures, caseOutcomes],
  decide,
  index: ({ said }) => Object.fromEntries(said.map((each) => [tagOf(each), ''])),
}
