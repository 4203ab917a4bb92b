import type { MonitorPolicy } from '#policy'
import { at } from './counters.ts'
import { logRatio, type Usual } from './gamma.ts'
import { type SignalDefinition, type SignalName, signalNames, signals } from './signals.ts'
import type { ByDay, Days } from './spans.ts'

/** Cases of a signal and what they are of, over some days, as one unit has them. */
export interface Figures {
  readonly x: Float64Array
  readonly n: Float64Array
  /** Cases before any are taken away, of signals that take some away. */
  readonly before?: Float64Array
  /** Whose they are. */
  readonly by?: string
}

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

/** What a signal counts in these counters; less than nothing where more is taken away. */
export const casesIn = (signal: number, counts: ArrayLike<number>): number => {
  const places = cases[signal] as readonly number[]
  let sum = counts[places[0] as number] as number
  for (let each = 1; each < places.length; each++) sum += counts[places[each] as number] as number
  for (const place of unlesses[signal] as readonly number[]) sum -= 2 * (counts[place] as number)
  return sum
}
/** What a signal counts before any cases are taken away; undefined: it takes none away. */
export const beforeIn = (signal: number, counts: ArrayLike<number>): number | undefined => {
  const unless = unlesses[signal] as readonly number[]
  if (unless.length === 0) return undefined
  return unless.reduce((sum, place) => sum + 2 * (counts[place] as number), casesIn(signal, counts))
}
export const ofIn = (signal: number, counts: ArrayLike<number>): number => {
  const places = ofs[signal] as readonly number[]
  let most = counts[places[0] as number] as number
  for (let each = 1; each < places.length; each++) most = Math.max(most, counts[places[each] as number] as number)
  return most
}

/** A signal day by day; what is usual is one counter each, which is all that is looked at then. */
export function fillByDay(signal: number, { counts, size }: Days, byDay: ByDay): void {
  byDay.clear()
  const [own, others] = [cases[signal] as readonly number[], ofs[signal] as readonly number[]]
  const [x, n] = [own[0] as number, others[0] as number]
  const isOne = own.length === 1 && others.length === 1 && unlesses[signal]?.length === 0
  for (let each = 0; each < size; each++) {
    const day = counts[each] as Float32Array
    if (isOne) byDay.add(day[x] as number, day[n] as number)
    else byDay.add(casesIn(signal, day), ofIn(signal, day))
  }
}

/** The odds that a peer of whom nothing is known is one of those that are looked for. */
const SOUGHT = 0.25
/** Beyond so many log units a peer has no part. */
const LARGE = 50
/** Nobody is taken to be more alike than with a spread of a third of what is usual. */
const ALIKE = 9
/** Beside what is expected of each one’s own, with one of an eighth. */
const ALIKE_BY_THEMSELVES = 60
/** So many cases of all peers say as much of their rate as the policy does. */
const FEW = 4
/** Of fewer peers the widest circle is none, either. */
const FEWEST = 5
/** So many peers say as much of their shape as the policy does. */
const PRIOR_PEERS = 15

/** What is usual for a signal among peers of a kind and size: the policy’s figure, or theirs where they have more. */
export class Peers {
  #policy: MonitorPolicy
  #fits = new Map<string, (Usual | undefined)[]>()

  constructor(policy: MonitorPolicy) {
    this.#policy = policy
  }

  /** Other figures hold; what was learnt stands until it is learnt anew. */
  adopt(policy: MonitorPolicy): void {
    this.#policy = policy
  }

  save() {
    return this.#fits
  }
  load(fits: ReturnType<Peers['save']>): void {
    this.#fits = fits
  }

  /** The usual of the narrowest circle that is large enough. */
  usual(signal: number, circles: readonly string[]): Usual {
    for (const circle of circles) {
      const fit = this.#fits.get(circle)?.[signal]
      if (fit) return fit
    }
    return this.#prior(signal)
  }

  /** Learns from what is known until now; it holds for what comes from now on. */
  fit(peers: readonly Peer[]): void {
    const circles = new Map<string, Figures[]>()
    for (const { circles: names, figures } of peers)
      for (const name of names) {
        const held = circles.get(name)
        if (held) held.push(figures)
        else circles.set(name, [figures])
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
    const common = new Map<string, boolean>()
    const isCommon = (name: string, signal: number): boolean => {
      const key = `${signal} ${name}`
      const known = common.get(key) ?? commonTo(knownOf(circles.get(name) ?? [], signal), this.#prior(signal).rate) > 0
      common.set(key, known)
      return known
    }
    const chainOf = (name: string) => chains.get(name) ?? []
    for (const [name, members] of [...circles].sort(([a], [b]) => chainOf(a).length - chainOf(b).length)) {
      const least = widest.has(name) ? Math.min(FEWEST, this.#policy.peersLeast) : this.#policy.peersLeast
      if (members.length < least) continue
      // As many others are in it at least: else its own would be counted twice.
      const wider = chainOf(name).filter((each) => (circles.get(each)?.length ?? 0) >= 2 * members.length)
      const near = (signal: number) => {
        const each = wider.find((one) => fits.get(one)?.[signal])
        return each !== undefined && isCommon(each, signal) ? fits.get(each)?.[signal] : undefined
      }
      fits.set(
        name,
        signalNames.map((_, signal) => this.#fitOne(signal, members, least, near(signal))),
      )
    }
    this.#fits = fits
  }

  #prior(signal: number): Usual & { readonly most: number; readonly down: number } {
    const name = signalNames[signal] as SignalName
    const figures = this.#policy.signals[name]
    return {
      expected: isExpected(name),
      rate: figures?.healthy ?? 1,
      shape: figures?.shape ?? 1,
      most: figures?.peersMost ?? 1,
      down: figures?.peersDown ?? 1,
    }
  }

  #fitOne(signal: number, members: readonly Figures[], least: number, wider?: Usual): Usual | undefined {
    const prior = this.#prior(signal)
    const known = knownOf(members, signal)
    if (known.length < least) return undefined
    // The middle one is honest as long as most are; who is above it tells what is usual as far as it is likely to be honest.
    const start = { rate: Math.max(prior.rate, middleRate(known)), shape: prior.shape }
    const parts = known.map(({ x, n }) =>
      x / n <= start.rate ? 1 : 1 / (1 + SOUGHT * Math.exp(Math.min(LARGE, logRatio(x, n, start)))),
    )
    const found = moments(known, parts, Math.max(prior.rate, wider?.rate ?? 0))
    // Not less than a part of what is healthy: where all have less, they are as much alike around that as around their mean.
    const most = Math.max(prior.rate * prior.most, commonTo(known, prior.rate * prior.most), wider?.rate ?? 0)
    const rate = Math.max(prior.rate * prior.down, Math.min(found.rate, most))
    const spread = found.rate / Math.sqrt(found.shape)
    const shape = Math.min((rate / spread) ** 2, prior.expected ? ALIKE_BY_THEMSELVES : ALIKE)
    const telling = sumOf(parts)
    const weight = telling / (telling + PRIOR_PEERS)
    const blended = Math.exp(Math.log(shape) * weight + Math.log(prior.shape) * (1 - weight))
    // As alike as policy says where it happens as often as policy says; where it happens more, they may differ as much more.
    const various = prior.shape * Math.min(1, prior.rate / found.rate)
    return {
      expected: prior.expected,
      taken:
        sumOf(known.map((each) => each.before)) === 0
          ? 0
          : middleRate(known.map((each) => ({ ...each, x: each.before }))),
      rate: Math.min(rate, 1e6),
      shape: Math.max(various, Math.min(blended, prior.shape * 6)),
    }
  }
}

const knownOf = (members: readonly Figures[], signal: number) =>
  members.flatMap(({ x, n, before, by }) => {
    const of = n[signal] as number
    const cases = Math.max(0, Math.min(x[signal] as number, 1e9))
    return of > 0 ? [{ x: cases, n: of, before: before?.[signal] ?? 0, by }] : []
  })

const isExpected = (name: SignalName): boolean => (signals[name] as SignalDefinition).expected === true

/** The middle rate of those that are known well. */
function middleRate(peers: readonly { x: number; n: number }[]): number {
  if (peers.every(({ x }) => x === 0)) return 0
  const least = middle(peers.map((each) => each.n)) / 2
  return middle(peers.flatMap(({ x, n }) => (n >= least ? [x / n] : [])))
}

/**
 * What nearly all do more often than peers can make usual is no sign against one of them: it is how this house is, or how it is
 * told of. So it is taken for that where even the quarter that does it least is beyond; else nothing is.
 */
function commonTo(units: readonly { x: number; n: number; by?: string | undefined }[], beyond: number): number {
  // What is common to one partner's services is common to nobody else's.
  const owners = [...Map.groupBy(units, (each) => each.by ?? each).values()]
  const peers = owners.map((own) => ({ x: sumOf(own.map(({ x }) => x)), n: sumOf(own.map(({ n }) => n)) }))
  if (peers.length < FEWEST) return 0
  const least = middle(peers.map((each) => each.n)) / 2
  const well = peers.filter(({ n }) => n >= least).sort((a, b) => a.x / a.n - b.x / b.n)
  const quarter = well.slice(0, Math.ceil(well.length / 4))
  const rate = sumOf(quarter.map(({ x }) => x)) / sumOf(quarter.map(({ n }) => n))
  return rate > beyond ? middleRate(well) : 0
}

const middle = (values: readonly number[]): number => Float64Array.from(values).sort()[values.length >> 1] ?? 0

/** Mean and Gamma shape of rates, by moments, each peer with its part; no one counts for more than five in the middle. */
function moments(peers: readonly { x: number; n: number }[], parts: readonly number[], prior: number): Usual {
  const most = 5 * middle(peers.map((each) => each.n))
  const weights = peers.map((each, place) => Math.min(each.n, most) * (parts[place] as number))
  const rates = peers.map(({ x, n }) => x / n)
  const n = sumOf(weights)
  const mean = n > 0 ? sumOf(weights.map((weight, place) => weight * (rates[place] as number))) / n : 0
  if (!(mean > 0)) return { rate: FEW / (n + FEW / prior), shape: 1 }
  const rate = (mean * n + FEW) / (n + FEW / prior)
  const spread = sumOf(weights.map((weight, place) => weight * ((rates[place] as number) - rate) ** 2))
  const scale = n - sumOf(weights.map((weight) => weight ** 2)) / n
  const between = scale > 0 ? Math.max(0, (spread - (sumOf(parts) - 1) * rate) / scale) : 0
  return { rate, shape: between > 0 ? Math.min(200, Math.max(0.2, rate ** 2 / between)) : 200 }
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0)
