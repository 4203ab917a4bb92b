import type { MonitorPolicy } from '#policy'
import { at } from '../counted/counters.ts'
import { lasts, logRatio, type Usual } from './gamma.ts'
import {
  beyond,
  Circle,
  type Common,
  commonOf,
  FEWEST,
  type Figures,
  type Known,
  middleRate,
  moments,
  sumOf,
} from './known.ts'
import { type SignalDefinition, type SignalName, signalNames, signals } from './signals.ts'
import { ALL, type ByDay, type Days } from './spans.ts'

/** Whose figures are put together: narrow circles first. */
export interface Peer {
  readonly circles: readonly string[]
  readonly figures: Figures
}

const cases: readonly (readonly number[])[] = signalNames.map((name) => signals[name].cases.map((each) => at[each]))
const unlesses: readonly (readonly number[])[] = signalNames.map((name) =>
  ((signals[name] as SignalDefinition).unless ?? []).map((each) => at[each]),
)
const ofs: readonly (readonly number[])[] = signalNames.map((name) =>
  (signals[name] as SignalDefinition).of.map((each) => at[each]),
)

/**
 * What a signal counts in these counters; less than nothing where more is taken away.
 * @param columns where each counter stands, from `from` on
 */
export function casesIn(signal: number, counts: ArrayLike<number>, columns: Uint8Array = ALL, from = 0): number {
  const places = cases[signal] as readonly number[]
  let sum = 0
  for (const place of places) sum += counts[from + (columns[place] as number)] as number
  for (const place of unlesses[signal] as readonly number[])
    sum -= 2 * (counts[from + (columns[place] as number)] as number)
  return sum
}
/** What a signal counts of these days before any cases are taken away; undefined: it takes none away. */
export function beforeIn(signal: number, days: Days): number | undefined {
  const unless = unlesses[signal] as readonly number[]
  if (unless.length === 0) return undefined
  let sum = 0
  for (let each = 0; each < days.size; each++) {
    sum += casesIn(signal, days.values[each] as Float32Array, days.columns[each], days.from[each])
    for (const place of unless) sum += 2 * days.of(each, place)
  }
  return sum
}
export function ofIn(signal: number, counts: ArrayLike<number>, columns: Uint8Array = ALL, from = 0): number {
  const places = ofs[signal] as readonly number[]
  let most = counts[from + (columns[places[0] as number] as number)] as number
  for (let each = 1; each < places.length; each++)
    most = Math.max(most, counts[from + (columns[places[each] as number] as number)] as number)
  return most
}

/** Of signals that are one counter of another, which most are, these two. */
const ofOne = signalNames.map((_, signal) => {
  const [own, others] = [cases[signal] as readonly number[], ofs[signal] as readonly number[]]
  const isOne = own.length === 1 && others.length === 1 && unlesses[signal]?.length === 0
  return isOne ? { x: own[0] as number, n: others[0] as number } : undefined
})

/** A signal day by day. */
export function fillByDay(signal: number, days: Days, byDay: ByDay): void {
  byDay.clear()
  const one = ofOne[signal]
  for (let each = 0; each < days.size; each++) {
    const [values, columns] = [days.values[each] as Float32Array, days.columns[each] as Uint8Array]
    const from = days.from[each] as number
    if (one)
      byDay.add(
        values[from + (columns[one.x] as number)] as number,
        values[from + (columns[one.n] as number)] as number,
      )
    else byDay.add(casesIn(signal, values, columns, from), ofIn(signal, values, columns, from))
  }
}

/** A signal’s cases on all these days, and what they are of; `byDay` is used for it. */
export function sumsOf(signal: number, days: Days, byDay: ByDay): { readonly cases: number; readonly of: number } {
  const one = ofOne[signal]
  if (one) return { cases: days.sum(one.x), of: days.sum(one.n) }
  fillByDay(signal, days, byDay)
  return byDay
}

/** The odds that a peer of whom nothing is known is one of those that are looked for. */
const SOUGHT = 0.25
/** Beyond so many log units a peer has no part. */
const LARGE = 50
/** Nobody is taken to be more alike than with a spread of a third of what is usual. */
const ALIKE = 9
/** Beside what is expected of each one’s own, with one of an eighth. */
const ALIKE_BY_THEMSELVES = 60
/** So many peers say as much of their shape as the policy does. */
const PRIOR_PEERS = 15

type Prior = Usual & { readonly most: number; readonly down: number }
const NOTHING_ASKED = { circles: [], fits: [] }

/** What is usual for a signal among peers of a kind and size: the policy’s figure, or theirs where they have more. */
export class Peers {
  #policy: MonitorPolicy
  #fits = new Map<string, (Usual | undefined)[]>()
  /** Who was asked for last, with what was learnt of their circles: of each one's signals it is asked one after the other. */
  #asked: { readonly circles: readonly string[]; readonly fits: readonly (readonly (Usual | undefined)[])[] } =
    NOTHING_ASKED
  /** What policy says of each signal. */
  #priors: Prior[] = []

  constructor(policy: MonitorPolicy) {
    this.#policy = policy
  }

  /** Other figures hold; what was learnt stands until it is learnt anew. */
  adopt(policy: MonitorPolicy): void {
    this.#policy = policy
    this.#priors = []
  }

  save() {
    return this.#fits
  }
  load(fits: ReturnType<Peers['save']>): void {
    this.#fits = fits
    this.#asked = NOTHING_ASKED
  }

  /** The usual of the narrowest circle that is large enough. */
  usual(signal: number, circles: readonly string[]): Usual {
    if (circles !== this.#asked.circles)
      this.#asked = { circles, fits: circles.flatMap((each) => [this.#fits.get(each) ?? []]) }
    for (const fits of this.#asked.fits) {
      const fit = fits[signal]
      if (fit) return fit
    }
    return this.#prior(signal)
  }

  /** Learns from what is known until now; it holds for what comes from now on. */
  fit(peers: readonly Peer[]): void {
    const circles = new Map<string, Circle>()
    for (const { circles: names, figures } of peers)
      for (const name of names) {
        const held = circles.get(name) ?? new Circle()
        circles.set(name, held)
        held.add(figures)
      }
    const fits = new Map<string, (Usual | undefined)[]>()
    // Of a house of few partners all there is to be learnt is in its widest circle. (Of apps that is the only one: most of few may
    // be one maker’s.)
    const widest = new Set(peers.flatMap(({ circles: names }) => (names.length > 1 ? (names.at(-1) as string) : [])))
    // The widest first: where nearly all of it do it more than policy says, so do those of a narrow circle of whom little is
    // known. Where only some do, a house half of which cheats would tell each narrow circle that it is usual.
    const chains = new Map<string, readonly string[]>()
    for (const { circles: names } of peers)
      for (const [place, name] of names.entries()) {
        const wider = names.slice(place + 1)
        chains.set(name, chains.get(name)?.filter((each) => wider.includes(each)) ?? wider)
      }
    const commons = new Map<string, (Common | undefined)[]>()
    const isCommon = (name: string, signal: number): boolean => {
      const common = commons.get(name)?.[signal]
      return common !== undefined && beyond(common, this.#prior(signal).rate) > 0
    }
    const chainOf = (name: string) => chains.get(name) ?? []
    for (const [name, circle] of [...circles].sort(([a], [b]) => chainOf(a).length - chainOf(b).length)) {
      const least = widest.has(name) ? Math.min(FEWEST, this.#policy.peersLeast) : this.#policy.peersLeast
      if (circle.size < least) continue
      // As many others are in it at least: else its own would be counted twice.
      const wider = chainOf(name).filter((each) => (circles.get(each)?.size ?? 0) >= 2 * circle.size)
      const near = (signal: number) => {
        const each = wider.find((one) => fits.get(one)?.[signal])
        return each !== undefined && isCommon(each, signal) ? fits.get(each)?.[signal] : undefined
      }
      const known = signalNames.map((_, signal) => circle.known(signal, least))
      const common = known.map((each) => each && commonOf(each))
      commons.set(name, common)
      fits.set(
        name,
        known.map((each, signal) => each && this.#fitOne(signal, each, common[signal] as Common, near(signal))),
      )
    }
    this.#fits = fits
    this.#asked = NOTHING_ASKED
  }

  #prior(signal: number): Prior {
    this.#priors[signal] ??= lasts(priorOf(signalNames[signal] as SignalName, this.#policy))
    return this.#priors[signal]
  }

  #fitOne(signal: number, known: Known, common: Common, wider?: Usual): Usual {
    const prior = this.#prior(signal)
    const { x, n, before } = known
    // The middle one is honest as long as most are; who is above it tells what is usual as far as it is likely to be honest.
    const start = { rate: Math.max(prior.rate, middleRate(x, n)), shape: prior.shape }
    const parts = x.map((cases, place) => {
      const of = n[place] as number
      return cases / of <= start.rate ? 1 : 1 / (1 + SOUGHT * Math.exp(Math.min(LARGE, logRatio(cases, of, start))))
    })
    const found = moments(known, parts, Math.max(prior.rate, wider?.rate ?? 0))
    // Not less than a part of what is healthy: where all have less, they are as much alike around that as around their mean.
    const most = Math.max(prior.rate * prior.most, beyond(common, prior.rate * prior.most), wider?.rate ?? 0)
    const rate = Math.max(prior.rate * prior.down, Math.min(found.rate, most))
    const spread = found.rate / Math.sqrt(found.shape)
    const shape = Math.min((rate / spread) ** 2, prior.expected ? ALIKE_BY_THEMSELVES : ALIKE)
    const telling = sumOf(parts)
    const weight = telling / (telling + PRIOR_PEERS)
    const blended = Math.exp(Math.log(shape) * weight + Math.log(prior.shape) * (1 - weight))
    // As alike as policy says where it happens as often as policy says; where it happens more, they may differ as much more.
    const various = prior.shape * Math.min(1, prior.rate / found.rate)
    return lasts({
      expected: prior.expected === true,
      taken: sumOf(before) === 0 ? 0 : middleRate(before, n),
      rate: Math.min(rate, 1e6),
      shape: Math.max(various, Math.min(blended, prior.shape * 6)),
    })
  }
}

function priorOf(name: SignalName, { signals: figuresOf }: MonitorPolicy): Prior {
  const figures = figuresOf[name]
  return {
    expected: (signals[name] as SignalDefinition).expected === true,
    rate: figures?.healthy ?? 1,
    shape: figures?.shape ?? 1,
    most: figures?.peersMost ?? 1,
    down: figures?.peersDown ?? 1,
  }
}
