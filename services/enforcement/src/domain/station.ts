import { type Envelope, type MessageOf, type Place, stationSightings } from '#contracts'
import type { Policy } from '#policy'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'
import { poissonTail } from './chance.ts'

type Sighting = Omit<MessageOf<typeof stationSightings>['data'], 'place'>

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
  Policy['enforcement'],
  'stationMinutes' | 'stationReporters' | 'stationDays' | 'falseAlarmsPerMonth' | 'districts'
>

const MINUTE = 60_000
const DAY = 86_400_000
const MONTH = 30 * DAY
/** What a place usually has is known after so long; until then what came is taken for what comes in that time. */
const LEARN = 7 * DAY
/** What chance makes so rarely at one place, times a month, is not counted as usual there. */
const ODD = 0.05

/**
 * Suspected fake base stations at one place: runs of sightings none of which is further from the next than the rule says, by
 * enough different people, and by more of them in a short time than chance brings together at a place that usually has as
 * many as this one. The false ones a month that policy allows are shared out over all places (docs/rules.md, "Carried
 * messages").
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
  const falseOnes = (run: readonly Sighting[], odd: readonly (readonly Sighting[])[]) => {
    const besides = runs.filter((each) => each !== run && !odd.includes(each)).flat()
    return falseOnesLike(run, usualRate(besides, now), rule)
  }
  // What comes by each evening makes nothing usual.
  const allowed = rule.falseAlarmsPerMonth / rule.districts
  const odd = dense.filter((run) => falseOnes(run, []) <= Math.max(ODD, allowed))
  return odd
    .filter((run) => falseOnes(run, odd) <= allowed)
    .map((run) => ({
      from: run[0]?.receivedAt ?? 0,
      until: run.at(-1)?.receivedAt ?? 0,
      reports: run.map((each) => each.number),
      reporters: peopleOf(run),
      senders: byFrequency(run.flatMap(({ sender }) => sender ?? [])),
    }))
}

const peopleOf = (run: readonly Sighting[]): number => new Set(run.map((each) => each.reporter)).size

/** Sightings a millisecond that a place has besides; one more than were seen, for what is still unseen. */
const usualRate = (others: readonly Sighting[], now: number): number =>
  (others.length + 1) / Math.max(LEARN, now - (others[0]?.receivedAt ?? now))

/**
 * How many times a month this place would have, by chance, as many people in as short a time as the densest part of the run:
 * each of its sightings may be the first of such a part, and the others follow it as they come (Poisson).
 */
function falseOnesLike(run: readonly Sighting[], usual: number, { stationMinutes, stationReporters }: Rule): number {
  const longest = 2 * stationMinutes * MINUTE
  let rarest = 1
  for (let i = 0; i < run.length; i++) {
    const from = run[i]?.receivedAt ?? 0
    const people = new Set<string>()
    for (let j = i; j < run.length; j++) {
      const { receivedAt, reporter } = run[j] as Sighting
      const span = receivedAt - from
      if (span > longest) break
      people.add(reporter)
      if (people.size < stationReporters) continue
      rarest = Math.min(
        rarest,
        shareOf(people.size - stationReporters) * poissonTail(people.size - 1, usual * Math.max(span, MINUTE)),
      )
    }
  }
  return usual * MONTH * rarest
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
}

export interface StationRefs {
  readonly policy: Pick<Policy, 'enforcement'>
}

/** A place with more than this has its oldest left out. */
const MOST_SIGHTINGS = 500

function decide(
  state: StationState | undefined,
  message: Envelope | Wake,
  { now, refs }: Context<StationRefs>,
): Decision<StationState> {
  const { stationDays } = refs.policy.enforcement
  if (message.type === 'wake') return { state: undefined }
  const { place, ...sighting } = (message as MessageOf<typeof stationSightings>).data
  const known = (state?.sightings ?? []).filter(
    ({ number, reporter, receivedAt }) =>
      (number !== sighting.number || reporter !== sighting.reporter) && now - receivedAt < stationDays * DAY,
  )
  const sightings = [...known, sighting].sort((a, b) => a.receivedAt - b.receivedAt).slice(-MOST_SIGHTINGS)
  const clusters = clustersOf(sightings, refs.policy.enforcement, now)
  return { state: { place, sightings, clusters, changedAt: now }, wakeAt: now + stationDays * DAY }
}

export const stations: ProcessDefinition<StationState, Envelope, StationRefs> = {
  name: 'stations',
  inputs: [stationSightings],
  decide,
  index: ({ clusters }): Record<string, string> => (clusters.length > 0 ? { stations: 'suspected' } : {}),
  sort: ({ changedAt }) => new Date(changedAt).toISOString(),
}
