import { minuteOfDay } from '#calendar'
import { caseCharges, chargingEvents, type Envelope, type MessageOf, type VictimRule } from '#contracts'
import type { Policy } from '#policy'
import type { Context, Decision, Emit, ProcessDefinition, Wake } from '#process'

type Input = MessageOf<typeof caseCharges>

/** A charge as the rule of a verdict sees it. */
export interface KnownCharge extends Readonly<Extract<Input, { type: 'charge.known' }>['data']> {
  /** Cases that named it. */
  readonly cases?: readonly string[]
}

/**
 * Whether a charge is of the pattern that a verdict names (docs/rules.md, "Partners": one proven case refunds all victims of
 * the same pattern). Nothing else decides it: preview and refund ask the same.
 */
export function isOfPattern(rule: VictimRule, charge: KnownCharge, zone: string): boolean {
  const { partnerId, services, from, until, kind, minFen, hours, judged } = rule
  return (
    charge.partnerId === partnerId &&
    (services === undefined || services.includes(charge.serviceId)) &&
    charge.chargedAt >= from &&
    charge.chargedAt < until &&
    (kind === undefined || charge.kind === kind) &&
    (minFen === undefined || charge.amountFen >= minFen) &&
    (judged === undefined || (charge.rule !== undefined && judged.includes(charge.rule))) &&
    (hours === undefined || isInHours(Math.floor(minuteOfDay(charge.chargedAt, zone) / 60), hours))
  )
}

/** What goes back of a charge by a verdict, beyond what has: of one that was disputed, as much as a proven dispute gives. */
export function backBy(
  { amountFen, refundFen, rule }: KnownCharge,
  times: number,
  { charging }: Pick<Policy, 'charging'>,
): number {
  // Judged right, and yet something went back.
  const isDisputed = rule === undefined && refundFen > 0
  return Math.max(0, amountFen * (isDisputed ? Math.max(times, charging.refundTimes) : times) - refundFen)
}

const isInHours = (hour: number, { from, until }: { from: number; until: number }): boolean =>
  from <= until ? hour >= from && hour <= until : hour >= from || hour <= until

/** Charges, as they are judged and disputed, go to where they are kept by themselves. */
export const chargeSorter: ProcessDefinition<undefined, Envelope> = {
  name: 'case-charge-sorter',
  inputs: [chargingEvents],
  decide: (state, message) => {
    const input = message as MessageOf<typeof chargingEvents> | Wake
    const returned = (id: string, proven: boolean): Decision<undefined> => ({
      state,
      emit: [{ topic: caseCharges.name, key: id, type: 'charge.returned', data: { chargeId: id, proven } }],
    })
    if (input.type === 'dispute.opened' && input.data.instant) return returned(input.data.chargeId, false)
    if (input.type === 'dispute.decided' && input.data.proven) return returned(input.data.chargeId, true)
    if (input.type !== 'charge.judged') return { state }
    const { chargeId, subscriber, partnerId, serviceId, amountFen, chargedAt, kind, rule, refundFen, tenure } =
      input.data
    const data = {
      chargeId,
      subscriber,
      partnerId,
      serviceId,
      amountFen,
      chargedAt,
      refundFen,
      ...(kind ? { kind } : {}),
      ...(rule ? { rule } : {}),
      ...(tenure === undefined ? {} : { tenure }),
    }
    return { state, emit: [{ topic: caseCharges.name, key: chargeId, type: 'charge.known', data }] }
  },
}

const DAY = 86_400_000

/** Each charge by itself, found by its partner and service in the order of their times, for as long as charges are kept. */
export const chargeIndex: ProcessDefinition<KnownCharge, Envelope, { readonly policy: Pick<Policy, 'charging'> }> = {
  name: 'case-charges',
  inputs: [caseCharges],
  decide: (state, message: Envelope | Wake, { refs }: Context<{ readonly policy: Pick<Policy, 'charging'> }>) => {
    if (message.type === 'wake') return { state: undefined }
    const next = known(state, message as Input, refs.policy)
    if (!next) return { state }
    const wakeAt = next.chargedAt + refs.policy.charging.keepMonths * 31 * DAY
    return { state: next, wakeAt: Math.max(wakeAt, (state?.chargedAt ?? 0) + DAY) }
  },
  index: ({ partnerId, serviceId, rule }) => ({
    partner: partnerId,
    service: `${partnerId}|${serviceId}`,
    ...(rule ? { wrong: partnerId, 'wrong-of': `${partnerId}|${serviceId}` } : {}),
  }),
  sort: ({ chargedAt }) => sortOf(chargedAt),
}

/** Judged anew, it is still named by the cases that named it; what a dispute gave back counts. */
function known(
  state: KnownCharge | undefined,
  input: Input,
  { charging }: Pick<Policy, 'charging'>,
): KnownCharge | undefined {
  if (input.type === 'charge.known') return { ...input.data, ...(state?.cases ? { cases: state.cases } : {}) }
  if (!state) return undefined
  if (input.type === 'charge.named') return { ...state, cases: [...new Set([...(state.cases ?? []), input.data.case])] }
  const { proven } = input.data
  const refundFen = Math.max(state.refundFen, state.amountFen * (proven ? charging.refundTimes : 1))
  return { ...state, refundFen, ...(proven ? { rule: state.rule ?? 'disputed' } : {}) }
}

/** Where a moment stands in the order of charges. */
export const sortOf = (at: number): string => new Date(at).toISOString()

/** What one subscriber got back of charges that verdicts name, by case: what went back before they were given as well. */
export interface RedressedState {
  readonly cases: Readonly<Record<string, number>>
}

/** Cases that one subscriber was a victim of, whose first charge is still told from the next. */
const KEPT = 200

/**
 * What a verdict did to each charge, told to its case: which subscriber it is the first of is known here, where all of one
 * subscriber’s come.
 */
export const redressed: ProcessDefinition<RedressedState, Envelope> = {
  name: 'case-victims',
  inputs: [chargingEvents],
  decide: (state, message): Decision<RedressedState> => {
    const input = message as MessageOf<typeof chargingEvents> | Wake
    if (input.type === 'charge.borne') {
      const { case: number, fen, gone } = input.data
      const data = { number, fen, gone }
      return { state, emit: [{ topic: 'case.commands', key: number, type: 'victim.borne', data }] }
    }
    if (input.type !== 'charge.redressed') return { state }
    const { case: number, refundFen, beforeFen, former, gone } = input.data
    const known = state?.cases ?? {}
    const backFen = refundFen + beforeFen
    const first = backFen > 0 && known[number] === undefined
    const cases = backFen > 0 ? { ...known, [number]: (known[number] ?? 0) + backFen } : known
    const kept = Object.fromEntries(Object.entries(cases).slice(-KEPT))
    const emit: Emit[] = [
      {
        topic: 'case.commands',
        key: number,
        type: 'victim.redressed',
        data: { number, refundFen, beforeFen, first, former, gone },
      },
    ]
    return { state: Object.keys(kept).length > 0 ? { cases: kept } : undefined, emit }
  },
}
