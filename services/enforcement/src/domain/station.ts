import { type Envelope, type MessageOf, type Place, stationSightings } from '#contracts'
import { MOST_SIGHTINGS, type WholePolicy } from '#policy'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'
import { poissonTail } from './chance.ts'

type Heard = MessageOf<typeof stationSightings>
type Sighting = Omit<Extract<Heard, { type: 'station.sighted' }>['data'], 'place'>

/** Reports close together in time at one place, of messages that no network carried. */
export interface Cluster {
  readonly from: number
  readonly until: number
  readonly reports: readonly string[]
  readonly reporters: number
  /** What the messages said that they came from, most often first. */
  readonly senders: readonly string[]
}

/** What makes a cluster of sightings (policy `enforcement`). */
type Rule = Pick<
  WholePolicy['enforcement'],
  'stationMinutes' | 'stationReporters' | 'stationDays' | 'stationTextPercent' | 'falseAlarmsPerMonth' | 'districts'
>

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const MONTH = 30 * DAY
/** What a place usually has is known after so long; until then what came is taken for what comes in that time. */
const LEARN = 7 * DAY
/** What chance makes so rarely at one place, times a month, is not counted as usual there. */
const ODD = 0.05
/** A place has hours of its own: what comes within so much of a time of day, either way, says how busy that time is. */
const NEAR = 2.5 * HOUR
/** So many sightings weigh as much as that all hours are alike. */
const ALIKE = 24
/** Looked at twice: how many came at all has two thirds of what is allowed, how many of one text the rest. */
const [OF_ALL, OF_TEXT] = [3 / 2, 3]

/**
 * Suspected fake base stations at one place: runs of sightings none of which is further from the next than the rule says, by
 * enough different people, and by more of them in a short time than chance brings together at a place that usually has as
 * many as this one at that time of day: of whatever texts, or of one. A station sends everybody the same, while what else seems
 * not to be carried is of many texts. The false ones a month that policy allows are shared out over all places
 * (docs/rules.md, "Carried messages").
 */
export function clustersOf(sightings: readonly Sighting[], rule: Rule, now: number): Cluster[] {
  const runs: Sighting[][] = []
  const all = [...sightings].sort((a, b) => a.receivedAt - b.receivedAt)
  for (const each of all) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run && last && each.receivedAt - last.receivedAt <= rule.stationMinutes * MINUTE) run.push(each)
    else runs.push([each])
  }
  const dense = runs.filter((run) => peopleOf(run) >= rule.stationReporters)
  const oddIn = (run: readonly Sighting[], odd: readonly (readonly Sighting[])[], limit: number) => {
    const besides = runs.filter((each) => each !== run && !odd.includes(each)).flat()
    return oddPart(run, besides, rule, limit, now)
  }
  // What comes by each evening makes nothing usual.
  const allowed = rule.falseAlarmsPerMonth / rule.districts
  const odd = dense.filter((run) => oddIn(run, [], Math.max(ODD, allowed)) !== undefined)
  return odd.flatMap((run) => {
    const part = oddIn(run, odd, allowed)
    return part ? [clusterOf(part)] : []
  })
}

const clusterOf = (part: readonly Sighting[]): Cluster => ({
  from: part[0]?.receivedAt ?? 0,
  until: part.at(-1)?.receivedAt ?? 0,
  reports: part.map((each) => each.number),
  reporters: peopleOf(part),
  senders: byFrequency(part.flatMap(({ sender }) => sender ?? [])),
})

const peopleOf = (run: readonly Sighting[]): number => new Set(run.map((each) => each.reporter)).size

/** What of a run chance makes no more often than that: all of it, or its sightings of one text. */
function oddPart(
  run: readonly Sighting[],
  besides: readonly Sighting[],
  rule: Rule,
  limit: number,
  now: number,
): readonly Sighting[] | undefined {
  const usual = usualRate(besides, run[0]?.receivedAt ?? 0, now)
  const isOdd = (part: readonly Sighting[], share: number, tries: number) =>
    tries * usual * MONTH * rarest(part, usual * share, rule) <= limit
  if (isOdd(run, 1, OF_ALL)) return run
  return [...Map.groupBy(run, ({ text }) => text)]
    .filter(([, part]) => peopleOf(part) >= rule.stationReporters)
    .find(([text, part]) => isOdd(part, usualShare(text, besides, rule), OF_TEXT))?.[1]
}

/** Sightings a millisecond that a place has besides at that time of day; one more than were seen, for what is still unseen. */
function usualRate(others: readonly Sighting[], at: number, now: number): number {
  const whole = (others.length + 1) / Math.max(LEARN, now - (others[0]?.receivedAt ?? now))
  const near = others.filter(({ receivedAt }) => {
    const apart = Math.abs(receivedAt - at) % DAY
    return Math.min(apart, DAY - apart) <= NEAR
  }).length
  const evenly = (2 * NEAR) / DAY
  return (whole * (near + ALIKE * evenly)) / ((others.length + ALIKE) * evenly)
}

/** How much of what comes besides is of one text: as was seen, and no less than what a campaign at its height may be. */
const usualShare = (text: string, others: readonly Sighting[], { stationTextPercent }: Rule): number =>
  Math.max(stationTextPercent / 100, (others.filter((each) => each.text === text).length + 1) / (others.length + 1))

/**
 * How rarely chance brings as many people in as short a time as the densest part of these together: each may be the first
 * of such a part, and the others follow as they usually come (Poisson).
 */
function rarest(part: readonly Sighting[], usual: number, { stationMinutes, stationReporters }: Rule): number {
  const longest = 2 * stationMinutes * MINUTE
  let found = 1
  for (let i = 0; i < part.length; i++) {
    const from = part[i]?.receivedAt ?? 0
    const people = new Set<string>()
    for (let j = i; j < part.length; j++) {
      const { receivedAt, reporter } = part[j] as Sighting
      const span = receivedAt - from
      if (span > longest) break
      people.add(reporter)
      if (people.size < stationReporters) continue
      found = Math.min(
        found,
        shareOf(people.size - stationReporters) * poissonTail(people.size - 1, usual * Math.max(span, MINUTE)),
      )
    }
  }
  return found
}

/** Each size is a try of its own: the first three have a quarter each of what is allowed, larger ones the last quarter. */
const shareOf = (above: number): number => 4 * 2 ** Math.max(0, above - 2)

function byFrequency(all: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const each of all) counts.set(each, (counts.get(each) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name)
}

export interface StationState {
  readonly place: Place
  readonly sightings: readonly Sighting[]
  readonly clusters: readonly Cluster[]
  readonly changedAt: number
  /** Version of the policy by which they were told apart; absent of what was before versions were named. */
  readonly policy?: string
}

export interface StationRefs {
  readonly policyVersion: string
  readonly policy: Pick<WholePolicy, 'enforcement'>
}

const endOf = ({ changedAt }: Pick<StationState, 'changedAt'>, { policy }: Pick<StationRefs, 'policy'>): number =>
  changedAt + policy.enforcement.stationDays * DAY

function decide(
  state: StationState | undefined,
  message: Envelope | Wake,
  { now, refs }: Context<StationRefs>,
): Decision<StationState> {
  const { stationDays } = refs.policy.enforcement
  if (message.type === 'wake') return { state: undefined }
  const { type, data } = message as Heard
  if (!state && type === 'station.left') return { state }
  const known = (state?.sightings ?? []).filter(
    ({ number, reporter, receivedAt }) =>
      (number !== data.number || reporter !== data.reporter) && now - receivedAt < stationDays * DAY,
  )
  const { place } = data
  const came = type === 'station.sighted' ? [sightingIn(data)] : []
  const sightings = [...known, ...came].sort((a, b) => a.receivedAt - b.receivedAt).slice(-MOST_SIGHTINGS)
  const clusters = clustersOf(sightings, refs.policy.enforcement, now)
  const next = { place, sightings, clusters, changedAt: now, policy: refs.policyVersion }
  return { state: next, wakeAt: endOf(next, refs) }
}

const sightingIn = ({ place: _, ...sighting }: Sighting & { place: Place }): Sighting => sighting

export const stations: ProcessDefinition<StationState, Envelope, StationRefs> = {
  name: 'stations',
  inputs: [stationSightings],
  decide,
  wakes: endOf,
  index: ({ clusters }): Record<string, string> => (clusters.length > 0 ? { stations: 'suspected' } : {}),
  sort: ({ changedAt }) => new Date(changedAt).toISOString(),
}
