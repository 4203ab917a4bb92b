import { type Envelope, type MessageOf, type Place, stationSightings } from '#contracts'
import type { Policy } from '#policy'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'

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

interface Rule {
  /** Two sightings further apart belong to two passes. */
  readonly stationMinutes: number
  /** So many people, at least. */
  readonly stationReporters: number
}

const MINUTE = 60_000
const DAY = 86_400_000

/**
 * Suspected fake base stations at one place: runs of sightings none of which is further from the next than the rule says, by
 * enough different people (docs/rules.md, "Carried messages").
 */
export function clustersOf(sightings: readonly Sighting[], { stationMinutes, stationReporters }: Rule): Cluster[] {
  const runs: Sighting[][] = []
  for (const each of [...sightings].sort((a, b) => a.receivedAt - b.receivedAt)) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run && last && each.receivedAt - last.receivedAt <= stationMinutes * MINUTE) run.push(each)
    else runs.push([each])
  }
  return runs.flatMap((run) => {
    const reporters = new Set(run.map((each) => each.reporter)).size
    if (reporters < stationReporters) return []
    return [
      {
        from: run[0]?.receivedAt ?? 0,
        until: run.at(-1)?.receivedAt ?? 0,
        reports: run.map((each) => each.number),
        reporters,
        senders: byFrequency(run.flatMap(({ sender }) => sender ?? [])),
      },
    ]
  })
}

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
  const clusters = clustersOf(sightings, refs.policy.enforcement)
  return { state: { place, sightings, clusters, changedAt: now }, wakeAt: now + stationDays * DAY }
}

export const stations: ProcessDefinition<StationState, Envelope, StationRefs> = {
  name: 'stations',
  inputs: [stationSightings],
  decide,
  index: ({ clusters }): Record<string, string> => (clusters.length > 0 ? { stations: 'suspected' } : {}),
  sort: ({ changedAt }) => new Date(changedAt).toISOString(),
}
