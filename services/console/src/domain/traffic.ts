import {
  type Envelope,
  type MessageOf,
  type TrafficFigure,
  type TrafficStep,
  traffic,
  trafficFigures,
  trafficSteps,
} from '#contracts'
import type { Policy } from '#policy'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'

/** The figures of one hour by minute, or of one day by hour (UTC): a few kilobytes, however much happened. */
export interface Traffic {
  readonly step: TrafficStep
  /** Where it begins, ms. */
  readonly from: number
  /** By figure, one number a bucket; a figure of which nothing happened is not there. */
  readonly counts: Readonly<Partial<Record<TrafficFigure, readonly number[]>>>
}

interface Refs {
  readonly policy: Pick<Policy, 'traffic'>
}

const DAY = 86_400_000

const endOf = ({ step, from }: Pick<Traffic, 'step' | 'from'>, { policy }: Refs): number => {
  const { minuteDays, hourDays } = policy.traffic
  return from + trafficSteps[step].spanMs + (step === 'minute' ? minuteDays : hourDays) * DAY
}

/** Adds up what all processes counted. */
export const trafficProcess: ProcessDefinition<Traffic, Envelope, Refs> = {
  name: 'traffic',
  inputs: [traffic],
  decide: (state, message: Envelope | Wake, { refs }: Context<Refs>): Decision<Traffic> => {
    if (message.type === 'wake') return { state: undefined }
    const { step, countedAt, counts } = (message as MessageOf<typeof traffic>).data
    const { ms, spanMs } = trafficSteps[step]
    const from = countedAt - (countedAt % spanMs)
    const bucket = Math.floor((countedAt - from) / ms)
    return {
      state: { step, from, counts: added(state?.counts ?? {}, counts, bucket, spanMs / ms) },
      wakeAt: endOf({ step, from }, refs),
    }
  },
  wakes: endOf,
}

function added(
  before: Traffic['counts'],
  more: Readonly<Partial<Record<TrafficFigure, number>>>,
  bucket: number,
  buckets: number,
): Traffic['counts'] {
  const after: Partial<Record<TrafficFigure, number[]>> = {}
  for (const figure of trafficFigures) {
    const [had, count] = [before[figure], more[figure] ?? 0]
    if (!had && count === 0) continue
    const figures = had ? [...had] : Array.from({ length: buckets }, () => 0)
    figures[bucket] = (figures[bucket] ?? 0) + count
    after[figure] = figures
  }
  return after
}

/** One line of a chart: a number a point from the first on. */
export type Series = Record<TrafficFigure, number[]>

/**
 * The figures of the buckets from `from` until before `until`, both at the edge of a bucket, out of the states that hold them;
 * so many buckets are one point of the line.
 */
export function seriesOf(states: readonly Traffic[], step: TrafficStep, from: number, until: number, per = 1): Series {
  const { ms } = trafficSteps[step]
  const byStart = new Map(states.map((each) => [each.from, each]))
  const { spanMs } = trafficSteps[step]
  const line = (figure: TrafficFigure): number[] => {
    const sums = Array.from({ length: Math.max(0, Math.ceil((until - from) / ms / per)) }, () => 0)
    for (let start = from - (from % spanMs); start < until; start += spanMs)
      for (const [bucket, count] of byStart.get(start)?.counts[figure]?.entries() ?? []) {
        const at = start + bucket * ms
        const point = Math.floor((at - from) / ms / per)
        if (at >= from && at < until) sums[point] = (sums[point] ?? 0) + count
      }
    return sums
  }
  return Object.fromEntries(trafficFigures.map((each) => [each, line(each)] as const)) as Series
}
