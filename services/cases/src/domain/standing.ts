import { dayAt, zonedTime } from '#calendar'
import { type Envelope, type MessageOf, partnerPenalties, type Restraint, type Sanction } from '#contracts'
import type { Policy } from '#policy'
import type { Context, Decision, Emit, ProcessDefinition, Wake } from '#process'
import { askedOf } from './case-told.ts'

/** What one case does to a partner, until it is taken back or its time is over. */
interface Penalty {
  readonly case: string
  readonly at: number
  readonly points: number
  readonly sanctions: readonly Sanction[]
  /** Two people decided it. */
  readonly two?: true
  /** Charging was stopped first, before a verdict. */
  readonly freeze?: { readonly serviceId?: string }
}

/** How one partner stands: what cases took from it, and what it is kept from (docs/rules.md, "Partners"). */
export interface StandingState {
  readonly partnerId: string
  readonly penalties: readonly Penalty[]
  readonly version: number
  /** What was told last: only what changed is told again. */
  readonly told?: Told
  /** The case that took the last points by one person’s word, once people were asked about it. */
  readonly asked?: string
}

export interface StandingRefs {
  readonly policy: Pick<Policy, 'cases' | 'timeZone'>
}

interface Told {
  readonly points: number
  readonly restraints: readonly Held[]
  readonly bannedUntil?: number
}

interface Held {
  readonly what: Restraint
  readonly serviceId?: string
  readonly app?: string
  readonly case: string
}

/** Penalties that one state keeps: of more the oldest without effect go, and none that still has one. */
const KEPT = 200
const YEAR = 365.25 * 86_400_000

type Input = MessageOf<typeof partnerPenalties>

function decide(
  state: StandingState | undefined,
  message: Envelope | Wake,
  { now, key, refs }: Context<StandingRefs>,
): Decision<StandingState> {
  const known: StandingState = state ?? { partnerId: key, penalties: [], version: 0 }
  if (message.type === 'wake') return state ? tell(known, now, refs) : { state }
  const input = message as Input
  if (input.data.partnerId !== key) return { state, deadLetter: 'its key is not that of its partner' }
  return tell({ ...known, penalties: bounded(changed(known.penalties, input, now), now, refs) }, now, refs)
}

/** A case has one penalty: its verdict takes the place of its freeze, and what is said again is not said twice. */
function changed(penalties: readonly Penalty[], input: Input, at: number): readonly Penalty[] {
  const number = input.data.case
  const before = penalties.find((each) => each.case === number)
  const others = penalties.filter((each) => each.case !== number)
  switch (input.type) {
    case 'penalty.given': {
      const { points, sanctions, two } = input.data
      return [...others, { case: number, at, points, sanctions, ...(two ? { two } : {}) }]
    }
    case 'freeze.set': {
      const { serviceId } = input.data
      // Decided already: what is frozen late is not frozen any more.
      if (before && !before.freeze) return penalties
      return [...others, { case: number, at, points: 0, sanctions: [], freeze: serviceId ? { serviceId } : {} }]
    }
    case 'freeze.lifted':
      return before?.freeze ? others : penalties
    case 'penalty.undone':
      return others
  }
}

/** What takes points of this year, freezes, holds back or bans stays, however many came after it. */
function bounded(penalties: readonly Penalty[], now: number, refs: StandingRefs): readonly Penalty[] {
  const spare = new Set(
    penalties.filter((each) => !hasEffect(each, now, refs)).slice(0, Math.max(0, penalties.length - KEPT)),
  )
  return spare.size > 0 ? penalties.filter((each) => !spare.has(each)) : penalties
}

/** Points tell as long as a ban that they came to may last: it is worked out from all of its year. */
const hasEffect = ({ at, points, sanctions, freeze }: Penalty, now: number, { policy }: StandingRefs): boolean =>
  freeze !== undefined ||
  (points > 0 && nextYear(at, policy.timeZone) + policy.cases.banYears * YEAR > now) ||
  sanctions.some(({ what, until }) =>
    what === 'terminate' ? at + policy.cases.banYears * YEAR > now : what !== 'warning' && (until ?? Infinity) > now,
  )

/** Points that are left this year: 100 at its start, and never below none. */
export function pointsOf(state: Pick<StandingState, 'penalties'>, now: number, { policy }: StandingRefs): number {
  const year = yearOf(now, policy.timeZone)
  const lost = state.penalties
    .filter((each) => yearOf(each.at, policy.timeZone) === year)
    .reduce((sum, { points }) => sum + points, 0)
  return Math.max(0, policy.cases.startPoints - lost)
}

/**
 * What the partner is kept from now. At no points it is out, by the case that took the last, where two people decided that;
 * else, as when two verdicts of one person each met, it gets no new orders until two say so.
 */
export function restraintsOf(
  state: Pick<StandingState, 'penalties'>,
  now: number,
  refs: StandingRefs,
): readonly Held[] {
  const held = state.penalties.flatMap((penalty): Held[] => {
    const { case: number, freeze } = penalty
    // Nor is it paid for what is suspected before somebody has looked: who takes much in the last days of a month is gone by then.
    const frozen = freeze
      ? (['charges', 'orders', 'settlement'] as const).map((what): Held => ({ what, case: number, ...freeze }))
      : []
    const ended: Held[] =
      banOf(penalty, refs) > now && isOut(state, penalty, refs) ? [{ what: 'ended', case: number }, ...all(number)] : []
    const spent: Held[] = isSpent(state, penalty, now, refs) ? [{ what: 'orders', case: number }] : []
    const sanctioned = penalty.sanctions
      .filter((each) => (each.until ?? Infinity) > now)
      .flatMap((each) => heldBy(each, number))
    return [...frozen, ...sanctioned, ...spent, ...ended]
  })
  const names = new Set<string>()
  return held.filter(({ what, serviceId = '', app = '' }) => {
    const name = `${what}|${serviceId}|${app}`
    return names.has(name) ? false : names.add(name)
  })
}

/** As the partner itself reads it: of a case that nobody has decided yet not even its number. */
export const ownRestraintsOf = (
  state: Pick<StandingState, 'penalties'>,
  now: number,
  refs: StandingRefs,
): readonly (Omit<Held, 'case'> & Partial<Pick<Held, 'case'>>)[] =>
  restraintsOf(state, now, refs).map(({ case: number, ...each }) => {
    const isDecided = state.penalties.some((penalty) => penalty.case === number && !penalty.freeze)
    return isDecided ? { ...each, case: number } : each
  })

const all = (number: string): Held[] =>
  (['orders', 'charges', 'settlement'] as const).map((what) => ({ what, case: number }))

function heldBy({ what, serviceId, app }: Sanction, number: string): Held[] {
  const of = serviceId ? { serviceId } : {}
  switch (what) {
    case 'warning':
    case 'terminate':
      return []
    case 'bar-app':
      return app ? [{ what: 'app', case: number, app }] : []
    case 'freeze-orders':
      return [{ what: 'orders', case: number, ...of }]
    case 'freeze-settlement':
      return [{ what: 'settlement', case: number, ...of }]
    case 'suspend':
      return [
        { what: 'orders', case: number, ...of },
        { what: 'charges', case: number, ...of },
      ]
  }
}

/** Whether it took the last of the points that are gone now, by one person’s word. */
const isSpent = (state: Pick<StandingState, 'penalties'>, penalty: Penalty, now: number, refs: StandingRefs): boolean =>
  !penalty.two && penalty.points > 0 && pointsOf(state, now, refs) === 0 && tookLast(state, penalty, refs)

/** Whether a penalty puts the partner out: it says so, or two people took the last of the year’s points. */
function isOut({ penalties }: Pick<StandingState, 'penalties'>, penalty: Penalty, refs: StandingRefs): boolean {
  if (penalty.sanctions.some(({ what }) => what === 'terminate')) return true
  return penalty.two === true && penalty.points > 0 && tookLast({ penalties }, penalty, refs)
}

function tookLast({ penalties }: Pick<StandingState, 'penalties'>, penalty: Penalty, refs: StandingRefs): boolean {
  const until = penalties.slice(0, penalties.indexOf(penalty) + 1)
  return pointsOf({ penalties: until }, penalty.at, refs) === 0
}

const banOf = ({ at }: Penalty, { policy }: StandingRefs): number => at + policy.cases.banYears * YEAR

/** Until when the partner, and whoever it is under another name, is banned. */
export function bannedUntil(state: Pick<StandingState, 'penalties'>, refs: StandingRefs): number | undefined {
  const bans = state.penalties.filter((each) => isOut(state, each, refs)).map((each) => banOf(each, refs))
  return bans.length > 0 ? Math.max(...bans) : undefined
}

/** Tells what changed to everybody who decides about the partner, and comes again when a sanction ends or a year begins. */
function tell(state: StandingState, now: number, refs: StandingRefs): Decision<StandingState> {
  const restraints = restraintsOf(state, now, refs)
  const points = pointsOf(state, now, refs)
  const until = bannedUntil(state, refs)
  const told: Told = { points, restraints, ...(until === undefined ? {} : { bannedUntil: until }) }
  const wakeAt = nextChange(state, now, refs)
  const spent = state.penalties.find((each) => isSpent(state, each, now, refs))?.case
  if (spent !== undefined && spent !== state.asked) {
    const { emit = [], ...rest } = tell({ ...state, asked: spent }, now, refs)
    return { ...rest, emit: [...emit, twoWanted(state.partnerId, spent, now)] }
  }
  if (isSame(told, state.told)) return { state, ...(wakeAt ? { wakeAt } : {}) }
  const version = state.version + 1
  const { partnerId } = state
  const emit: Emit[] = [
    { topic: 'partner.standings', key: partnerId, type: 'standing.changed', data: { partnerId, ...told, version } },
  ]
  if (!isSame(restraints, state.told?.restraints ?? []))
    emit.push({
      topic: 'catalogue',
      key: `restraint-${partnerId}-${version}`,
      type: 'partner.restrained',
      data: { partnerId, restraints, version },
    })
  return { state: { ...state, version, told }, emit, ...(wakeAt ? { wakeAt } : {}) }
}

/** Whether a partner without points is put out is for two people to say, and for somebody to ask them. */
const twoWanted = (partnerId: string, number: string, at: number): Emit => ({
  topic: 'case.subjects',
  key: partnerId,
  type: 'case.wanted',
  data: askedOf(
    partnerId,
    'points',
    number,
    `信用分已由案件 ${number} 扣完，该裁定由一人作出：是否终止合作，请两人裁定。 Case ${number} took the last points by one person’s verdict: two people decide whether the partner is out.`,
    at,
  ),
})

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

function nextChange({ penalties }: StandingState, now: number, refs: StandingRefs): number | undefined {
  const times = penalties.flatMap((each) => [
    ...each.sanctions.flatMap(({ until }) => until ?? []),
    banOf(each, refs),
    nextYear(each.at, refs.policy.timeZone),
  ])
  const coming = times.filter((at) => at > now)
  return coming.length > 0 ? Math.min(...coming) : undefined
}

const ends = new Map<string, number>()

/** When the year of a moment is over, in the operator’s zone. */
function nextYear(at: number, zone: string): number {
  const name = `${yearOf(at, zone)} ${zone}`
  const known = ends.get(name)
  if (known !== undefined) return known
  const end = zonedTime(at, zone).with({ month: 1, day: 1 }).add({ years: 1 }).startOfDay().epochMilliseconds
  ends.set(name, end)
  return end
}

const yearOf = (at: number, zone: string): number => dayAt(at, zone).year

export const standings: ProcessDefinition<StandingState, Envelope, StandingRefs> = {
  name: 'partner-standings',
  inputs: [partnerPenalties],
  decide,
  index: () => ({ all: '' }),
  sort: ({ partnerId }) => partnerId,
}
