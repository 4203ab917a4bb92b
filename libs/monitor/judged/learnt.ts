import type { MonitorPolicy } from '#policy'
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

/** Whose figures are put together: narrow circles first. */
export interface Peer {
  readonly circles: readonly string[]
  readonly figures: Figures
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

/** What policy says of a signal. */
export type Prior = Usual & { readonly most: number; readonly down: number }

/** Of a signal among those of a circle what is usual, and how often nearly all do it. */
interface Fit {
  readonly usual: Usual
  readonly common: Common
}

/**
 * What was learnt of all at one time. Of a hundred figures that might be asked for ten are: each is worked out when it is, of
 * what was known then.
 */
export class Learnt {
  readonly #circles = new Map<string, Circle>()
  /** Of each circle those around it, the narrowest first. */
  readonly #chains = new Map<string, readonly string[]>()
  readonly #widest: ReadonlySet<string>
  readonly #policy: MonitorPolicy
  readonly #priorOf: (signal: number) => Prior
  readonly #fits = new Map<string, (Fit | null)[]>()
  /** What the figures that it is worked out from take of memory, about. */
  readonly bytes: number

  constructor(peers: readonly Peer[], policy: MonitorPolicy, priorOf: (signal: number) => Prior) {
    this.#policy = policy
    this.#priorOf = priorOf
    this.bytes = peers.length * signalNames.length * 3 * Float64Array.BYTES_PER_ELEMENT
    // Of a house of few partners all there is to be learnt is in its widest circle. (Of apps that is the only one: most of few may
    // be one maker’s.)
    this.#widest = new Set(peers.flatMap(({ circles }) => (circles.length > 1 ? (circles.at(-1) as string) : [])))
    for (const { circles, figures } of peers)
      for (const [place, name] of circles.entries()) {
        const held = this.#circles.get(name) ?? new Circle()
        this.#circles.set(name, held)
        held.add(figures)
        const wider = circles.slice(place + 1)
        this.#chains.set(name, this.#chains.get(name)?.filter((each) => wider.includes(each)) ?? wider)
      }
  }

  /** What is usual for a signal among those of a circle; undefined: too few are known. */
  usual(circle: string, signal: number): Usual | undefined {
    return this.#fit(circle, signal)?.usual
  }

  /** All there is, circle by circle. */
  save(): Map<string, (Usual | undefined)[]> {
    const large = [...this.#circles].filter(([name, { size }]) => size >= this.#leastOf(name))
    return new Map(large.map(([name]) => [name, signalNames.map((_, signal) => this.usual(name, signal))]))
  }

  #leastOf(name: string): number {
    return this.#widest.has(name) ? Math.min(FEWEST, this.#policy.peersLeast) : this.#policy.peersLeast
  }

  #fit(name: string, signal: number): Fit | null {
    const known = this.#fits.get(name)
    const held: (Fit | null)[] = known ?? []
    if (!known) this.#fits.set(name, held)
    const fit = held[signal] ?? (held[signal] === null ? null : this.#fitOf(name, signal))
    held[signal] = fit
    return fit
  }

  #fitOf(name: string, signal: number): Fit | null {
    const [circle, least] = [this.#circles.get(name), this.#leastOf(name)]
    if (!circle || circle.size < least) return null
    const known = circle.known(signal, least)
    if (!known) return null
    const common = commonOf(known)
    return { common, usual: this.#usualOf(signal, known, common, this.#around(name, circle, signal)) }
  }

  /**
   * What is usual in the next circle around it: where nearly all of that do it more than policy says, so do those of a narrow
   * one of whom little is known. Where only some do, a house half of which cheats would tell each narrow circle that it is usual.
   */
  #around(name: string, { size }: Circle, signal: number): Usual | undefined {
    for (const each of this.#chains.get(name) ?? []) {
      // As many others are in it at least: else its own would be counted twice.
      if ((this.#circles.get(each)?.size ?? 0) < 2 * size) continue
      const fit = this.#fit(each, signal)
      if (fit) return beyond(fit.common, this.#priorOf(signal).rate) > 0 ? fit.usual : undefined
    }
    return undefined
  }

  #usualOf(signal: number, known: Known, common: Common, wider: Usual | undefined): Usual {
    const prior = this.#priorOf(signal)
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

export function priorOf(name: SignalName, { signals: figuresOf }: MonitorPolicy): Prior {
  const figures = figuresOf[name]
  return {
    expected: (signals[name] as SignalDefinition).expected === true,
    rate: figures?.healthy ?? 1,
    shape: figures?.shape ?? 1,
    most: figures?.peersMost ?? 1,
    down: figures?.peersDown ?? 1,
  }
}
