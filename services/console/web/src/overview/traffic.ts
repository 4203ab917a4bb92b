import type { TrafficFigure } from '#contracts'
import { call } from '../shell/api.ts'

export type Figure = TrafficFigure
type Counts = Readonly<Record<Figure, readonly number[]>>

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const WEEK = 7 * 24 * HOUR

/** How long back, in which steps they are asked for, and how many of them are one point of a line. */
export const ranges = {
  hour: { ms: HOUR, step: 'minute', stepMs: MINUTE, gather: 1 },
  day: { ms: 24 * HOUR, step: 'minute', stepMs: MINUTE, gather: 15 },
  week: { ms: WEEK, step: 'hour', stepMs: HOUR, gather: 1 },
} as const
export type RangeName = keyof typeof ranges

export interface Traffic {
  /** The moment of each point, ms. */
  readonly at: readonly number[]
  readonly counts: Counts
  readonly before: Counts
}

export const total = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0)

/** Where one looks further into a figure: by link, by message, by partner, by case. */
export const nearTo: Readonly<Record<Figure, { readonly to: string; readonly says: Near }>> = {
  mo: { to: '/console/system', says: 'links' },
  mt: { to: '/console/decisions', says: 'decisions' },
  prompts: { to: '/console/risk/partners', says: 'partners' },
  yes: { to: '/console/risk/partners', says: 'partners' },
  no: { to: '/console/risk/partners', says: 'partners' },
  silence: { to: '/console/risk/partners', says: 'partners' },
  unsubscribes: { to: '/console/risk/partners', says: 'partners' },
  complaints: { to: '/console/complaints', says: 'complaints' },
  charges: { to: '/console/settlements', says: 'settlements' },
  wrong: { to: '/console/settlements', says: 'settlements' },
  refunds: { to: '/console/settlements', says: 'settlements' },
}
type Near = 'links' | 'decisions' | 'partners' | 'complaints' | 'settlements'

/** The steps that are over, until now, and the same ones a week before. What is not over would look like a fall. */
export async function loadTraffic(name: RangeName): Promise<Traffic> {
  const { ms, step, stepMs, gather } = ranges[name]
  const until = Math.floor(Date.now() / stepMs) * stepMs
  const from = until - ms
  const ask = async (back: number): Promise<Counts> => {
    const query = new URLSearchParams({
      step,
      from: new Date(from - back).toISOString(),
      until: new Date(until - back).toISOString(),
      per: String(gather),
    })
    return (await call<{ counts: Counts }>('GET', `/console/api/traffic?${query}`)).counts
  }
  const [counts, before] = await Promise.all([ask(0), ask(WEEK)])
  return { at: counts.mo.map((_, n) => from + n * gather * stepMs), counts, before }
}
