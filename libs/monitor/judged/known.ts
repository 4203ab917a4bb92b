import type { Usual } from './gamma.ts'

/** So many cases of all peers say as much of their rate as the policy does. */
const FEW = 4
/** Of fewer peers the widest circle is none, either. */
export const FEWEST = 5

/** Cases of a signal and what they are of, over some days, as one unit has them. */
export interface Figures {
  readonly x: Float64Array
  readonly n: Float64Array
  /** Cases before any are taken away, of signals that take some away. */
  readonly before?: Float64Array
  /** Whose they are. */
  readonly by?: string
}

/** A signal as those of a circle have it of whom anything is known, one after the other. */
export interface Known {
  readonly x: Float64Array
  readonly n: Float64Array
  /** Cases before any are taken away. */
  readonly before: Float64Array
  /** Whose they are, by a number below that of all owners. */
  readonly by: Int32Array
  readonly owners: number
}

/** Those whose figures are put together. */
export class Circle {
  readonly #members: Figures[] = []
  readonly #by: number[] = []
  readonly #owners = new Map<string, number>()
  #count = 0

  add(figures: Figures): void {
    const { by } = figures
    const owner = (by === undefined ? undefined : this.#owners.get(by)) ?? this.#count++
    if (by !== undefined) this.#owners.set(by, owner)
    this.#members.push(figures)
    this.#by.push(owner)
  }

  get size(): number {
    return this.#members.length
  }

  /** What is known of a signal; undefined: of fewer than so many anything is. */
  known(signal: number, least: number): Known | undefined {
    let size = 0
    for (const { n } of this.#members) if ((n[signal] as number) > 0) size++
    if (size < least) return undefined
    const [x, n, before] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)]
    const by = new Int32Array(size)
    let place = 0
    for (const [each, figures] of this.#members.entries()) {
      const of = figures.n[signal] as number
      if (!(of > 0)) continue
      x[place] = Math.max(0, Math.min(figures.x[signal] as number, 1e9))
      n[place] = of
      before[place] = figures.before?.[signal] ?? 0
      by[place++] = this.#by[each] as number
    }
    return { x, n, before, by, owners: this.#count }
  }
}

/** How often those do it of whom a quarter does it less, together; and how often the middle one does. */
export interface Common {
  readonly least: number
  readonly usual: number
}
const NOTHING: Common = { least: 0, usual: 0 }

/**
 * What nearly all do more often than peers can make usual is no sign against one of them: it is how this house is, or how it is
 * told of. So it is taken for that where even the quarter that does it least is beyond; else nothing is.
 */
export const beyond = ({ least, usual }: Common, rate: number): number => (least > rate ? usual : 0)

export function commonOf(known: Known): Common {
  if (known.x.every((cases) => cases === 0)) return NOTHING
  const { x, n } = byOwner(known)
  if (x.length < FEWEST) return NOTHING
  const least = middle(n) / 2
  const well = n.flatMap((of, place) => (of >= least ? [place] : []))
  const quarter = Math.ceil(well.length / 4)
  if (well.filter((place) => x[place] === 0).length >= quarter) return NOTHING
  const rates = x.map((cases, place) => cases / (n[place] as number))
  well.sort((a, b) => (rates[a] as number) - (rates[b] as number))
  const of = (values: readonly number[], places: readonly number[]) => places.map((place) => values[place] as number)
  const first = well.slice(0, quarter)
  return { least: sumOf(of(x, first)) / sumOf(of(n, first)), usual: middleRate(of(x, well), of(n, well)) }
}

/** What is common to one partner’s services is common to nobody else’s: each owner’s as one. */
function byOwner({ x, n, by, owners }: Known): { readonly x: number[]; readonly n: number[] } {
  const places = new Int32Array(owners).fill(-1)
  const own = { x: [] as number[], n: [] as number[] }
  for (const [each, owner] of by.entries()) {
    let place = places[owner] as number
    if (place < 0) {
      place = own.x.push(0) - 1
      own.n.push(0)
      places[owner] = place
    }
    own.x[place] = (own.x[place] as number) + (x[each] as number)
    own.n[place] = (own.n[place] as number) + (n[each] as number)
  }
  return own
}

type Values = readonly number[] | Float64Array

/** The middle rate of those that are known well. */
export function middleRate(x: Values, n: Values): number {
  if (x.every((cases) => cases === 0)) return 0
  const least = middle(n) / 2
  const rates: number[] = []
  for (let place = 0; place < n.length; place++)
    if ((n[place] as number) >= least) rates.push((x[place] as number) / (n[place] as number))
  return middle(rates)
}

const middle = (values: Values): number => new Float64Array(values).sort()[values.length >> 1] ?? 0

/** Mean and Gamma shape of rates, by moments, each peer with its part; no one counts for more than five in the middle. */
export function moments({ x, n: of }: Known, parts: Float64Array, prior: number): Usual {
  const most = 5 * middle(of)
  const weights = of.map((each, place) => Math.min(each, most) * (parts[place] as number))
  const rates = x.map((cases, place) => cases / (of[place] as number))
  const n = sumOf(weights)
  const mean = n > 0 ? sumOf(weights.map((weight, place) => weight * (rates[place] as number))) / n : 0
  if (!(mean > 0)) return { rate: FEW / (n + FEW / prior), shape: 1 }
  const rate = (mean * n + FEW) / (n + FEW / prior)
  const spread = sumOf(weights.map((weight, place) => weight * ((rates[place] as number) - rate) ** 2))
  const scale = n - sumOf(weights.map((weight) => weight ** 2)) / n
  const between = scale > 0 ? Math.max(0, (spread - (sumOf(parts) - 1) * rate) / scale) : 0
  return { rate, shape: between > 0 ? Math.min(200, Math.max(0.2, rate ** 2 / between)) : 200 }
}

export function sumOf(values: Values): number {
  let sum = 0
  for (let place = 0; place < values.length; place++) sum += values[place] as number
  return sum
}
