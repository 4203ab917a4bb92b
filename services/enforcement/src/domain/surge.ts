import { type Envelope, type MessageOf, type SurgeKind, type SurgePlace, surgeCounts } from '#contracts'
import { CALM, type WholePolicy } from '#policy'
import type { Context, Decision, Emit, ProcessDefinition, Wake } from '#process'
import { chanceOf, spreadOf } from './chance.ts'

type Counted = MessageOf<typeof surgeCounts>['data']

const HOUR = 3_600_000
const HOURS = 168
/** Weeks that an hour is compared with. */
export const WEEKS = 8
/** Weeks until a pattern is known. */
const LEARN = 3

/** What happened of one thing at one place, hour by hour, this week and those before. */
export interface SurgeState {
  readonly what: SurgeKind
  readonly where: SurgePlace
  /** Counts by hour of the week; the week is that since 1970, UTC. */
  readonly weeks: readonly { readonly week: number; readonly counts: readonly number[] }[]
  readonly since: number
  /** An alarm that goes on: the last that was told of it. */
  readonly alarm?: Alarm
  readonly changedAt: number
}

export interface Alarm {
  readonly hour: number
  readonly count: number
  readonly usual: number
  readonly against: readonly number[]
  readonly chance: number
  /** Version of the policy by which it was raised. */
  readonly policy?: string
  readonly endedAt?: number
}

export interface SurgeRefs {
  readonly policy: Pick<WholePolicy, 'enforcement'>
  readonly policyVersion: string
  /** Series that there may be at most: of each thing everywhere, at each port, partner and district. */
  readonly series: () => number
}

const weekOf = (hour: number): number => Math.floor(hour / HOUR / HOURS)
const slotOf = (hour: number): number => Math.floor(hour / HOUR) % HOURS

/**
 * Does this hour rise out of its daily and weekly pattern? The number of false alarms a month that all series together may
 * make is the one figure; it is shared out evenly over what is looked at (docs/rules.md, "Surges").
 */
export function judgeHour(
  { weeks, since }: Pick<SurgeState, 'weeks' | 'since'>,
  hour: number,
): Omit<Alarm, 'endedAt' | 'policy'> | undefined {
  const week = weekOf(hour)
  const slot = slotOf(hour)
  const known = Math.min(WEEKS, week - Math.max(weekOf(since) + 1, 0))
  if (known < LEARN) return undefined
  const past = Array.from({ length: known }, (_, n) => weeks.find((each) => each.week === week - 1 - n)?.counts ?? [])
  const against = past.map((counts) => counts[slot] ?? 0)
  const count = weeks.find((each) => each.week === week)?.counts[slot] ?? 0
  const sum = against.reduce((all, each) => all + each, 0)
  const usual = [...against].sort((a, b) => a - b)[Math.floor(known / 2)] ?? 0
  // Below what is usual nothing needs to be worked out.
  if (count <= sum / known) return { hour, count, usual, against, chance: 1 }
  const filled = past.map((counts) => Array.from({ length: HOURS }, (_, at) => counts[at] ?? 0))
  return { hour, count, usual, against, chance: chanceOf(count, sum, known, spreadOf(filled, sum / known)) }
}

/** How rarely an honest hour may look so. */
export const limitOf = ({ policy, series }: Pick<SurgeRefs, 'policy' | 'series'>): number =>
  policy.enforcement.falseAlarmsPerMonth / (30 * 24 * Math.max(1, series()))

function decide(
  state: SurgeState | undefined,
  message: Envelope | Wake,
  { now, key, refs }: Context<SurgeRefs>,
): Decision<SurgeState> {
  if (message.type === 'wake') return state ? look(state, now, key) : { state }
  const counted = (message as MessageOf<typeof surgeCounts>).data
  // An hour to come would take the place of all that came before it, which nothing would be compared with any more.
  if (counted.hour > now + HOUR) return { state, deadLetter: 'hour: it has not begun yet' }
  // What is older than all that an hour is compared with is not the beginning of a series either.
  if (weekOf(counted.hour) < weekOf(now) - WEEKS - 1) return { state, ...(state ? wakeOf(state, now) : {}) }
  // Of a week that is not known, or not any more, there is nothing that could be taken back.
  if (counted.count < 0 && !state?.weeks.some((each) => each.week === weekOf(counted.hour)))
    return { state, ...(state ? wakeOf(state, now) : {}) }
  const next = added(state, counted, now)
  // What was taken back raises nothing; an alarm that was raised by it is over when an hour is like others.
  if (counted.count < 0) return { state: next, ...wakeOf(next, now) }
  const rare = judgeHour(next, counted.hour)
  if (!rare || rare.chance > limitOf(refs)) return { state: next, ...wakeOf(next, now) }
  const judged: Alarm = { ...rare, policy: refs.policyVersion }
  const isNew = next.alarm === undefined || next.alarm.endedAt !== undefined
  const alarmed: SurgeState = { ...next, alarm: judged, changedAt: now }
  const { what, where } = next
  const emit: Emit[] = isNew
    ? [{ topic: 'surge.alarms', key, type: 'surge.raised', data: { what, where, ...judged } }]
    : []
  return { state: alarmed, ...wakeOf(alarmed, now), emit }
}

function added(state: SurgeState | undefined, { what, where, hour, count }: Counted, now: number): SurgeState {
  const week = weekOf(hour)
  const before = state ?? { what, where, weeks: [], since: hour, changedAt: now }
  const own = before.weeks.find((each) => each.week === week) ?? { week, counts: [] }
  const counts = Array.from({ length: Math.max(own.counts.length, slotOf(hour) + 1) }, (_, at) => own.counts[at] ?? 0)
  counts[slotOf(hour)] = Math.max(0, (counts[slotOf(hour)] ?? 0) + count)
  const weeks = [...before.weeks.filter((each) => each.week !== week), { week, counts }]
  const newest = Math.max(...weeks.map((each) => each.week))
  return { ...before, weeks: weeks.filter((each) => each.week >= newest - WEEKS).sort((a, b) => b.week - a.week) }
}

/** At the end of an hour: an alarm whose hour is like others again is over. */
function look(state: SurgeState, now: number, key: string): Decision<SurgeState> {
  const { alarm, what, where } = state
  if (!alarm || alarm.endedAt !== undefined)
    return isStale(state, now) ? { state: undefined } : { state, ...wakeOf(state, now) }
  const hour = now - (now % HOUR) - HOUR
  const judged = judgeHour(state, hour)
  if (judged && judged.chance <= CALM) {
    const next = { ...state, alarm: judged.chance < alarm.chance ? { ...alarm, ...judged } : alarm }
    return { state: next, ...wakeOf(next, now) }
  }
  const ended: SurgeState = { ...state, alarm: { ...alarm, endedAt: now }, changedAt: now }
  const data = { what, where, hour, count: judged?.count ?? 0 }
  return { state: ended, ...wakeOf(ended, now), emit: [{ topic: 'surge.alarms', key, type: 'surge.ended', data }] }
}

const lastWeek = ({ weeks }: SurgeState): number => Math.max(0, ...weeks.map((each) => each.week))
const isStale = (state: SurgeState, now: number): boolean => weekOf(now) > lastWeek(state) + WEEKS

const isOn = ({ alarm }: Pick<SurgeState, 'alarm'>): boolean => alarm !== undefined && alarm.endedAt === undefined

/** At the latest: an alarm is over a day after the last that was counted, and what nothing is compared with is forgotten. */
function endOf(state: SurgeState): number {
  const week = lastWeek(state)
  if (!isOn(state)) return (week + WEEKS + 2) * HOURS * HOUR
  const counts = state.weeks.find((each) => each.week === week)?.counts ?? []
  return (week * HOURS + counts.length + 23) * HOUR
}

function wakeOf(state: SurgeState, now: number): { wakeAt: number } {
  const nextHour = now - (now % HOUR) + HOUR
  return { wakeAt: isOn(state) ? Math.min(nextHour, endOf(state)) : endOf(state) }
}

/** Weeks that are looked at again: of those before them less is kept than an hour is compared with. */
export const AGAIN_WEEKS = 4

/** The hours of the last weeks that rose, each with how often an honest one looks so, oldest first; by what is kept of it. */
export function risenHours(
  state: SurgeState,
  now: number,
): readonly { readonly hour: number; readonly chance: number }[] {
  const kept = state.weeks.map((each) => each.week)
  const newest = Math.max(...kept)
  // A series that began before what is kept did is known for all of that.
  const oldest = Math.min(...kept)
  const since = Math.max(state.since, (oldest - 1) * HOURS * HOUR)
  return Array.from({ length: AGAIN_WEEKS * HOURS }, (_, n) => ((newest - AGAIN_WEEKS + 1) * HOURS + n) * HOUR)
    .filter((hour) => hour <= now)
    .flatMap((hour) => {
      const judged = judgeHour({ weeks: state.weeks, since }, hour)
      return judged ? [{ hour, chance: judged.chance }] : []
    })
}

/** Alarms that these hours are: one goes on until an hour is like others. */
export function alarmsIn(hours: ReturnType<typeof risenHours>, limit: number): readonly number[] {
  const begun: number[] = []
  let on = false
  for (const { hour, chance } of hours) {
    if (!on && chance <= limit) begun.push(hour)
    on = on ? chance <= CALM : chance <= limit
  }
  return begun
}

export const surges: ProcessDefinition<SurgeState, Envelope, SurgeRefs> = {
  name: 'surges',
  inputs: [surgeCounts],
  decide,
  wakes: endOf,
  index: ({ alarm }): Record<string, string> => (alarm ? { alarms: alarm.endedAt === undefined ? 'now' : 'over' } : {}),
  sort: ({ changedAt }) => new Date(changedAt).toISOString(),
}
