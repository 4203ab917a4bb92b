import type { Usual } from './gamma.ts'
import { signalNames } from './signals.ts'

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
  /** Of how many of them anything is known, signal by signal. */
  readonly #known = new Uint32Array(signalNames.length)

  add(figures: Figures): void {
    const { by, n } = figures
    const owner = (by === undefined ? undefined : this.#owners.get(by)) ?? this.#count++
    if (by !== undefined) this.#owners.set(by, owner)
    this.#members.push(figures)
    this.#by.push(owner)
    for (let signal = 0; signal < n.length; signal++) if ((n[signal] as number) > 0) (this.#known[signal] as number)++
  }

  get size(): number {
    return this.#members.length
  }

  /** What is known of a signal; undefined: of fewer than so many anything is. */
  known(signal: number, least: number): Known | undefined {
    const size = this.#known[signal] as number
    if (size < least) return undefined
    const [x, n, before] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)]
    const by = new Int32Array(size)
    let place = 0
    for (let each = 0; place < size; each++) {
      const figures = this.#members[each] as Figures
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
  const well: number[] = []
  let without = 0
  for (let place = 0; place < n.length; place++) {
    if ((n[place] as number) < least) continue
    well.push(place)
    if (x[place] === 0) without++
  }
  const quarter = Math.ceil(well.length / 4)
  if (without >= quarter) return NOTHING
  const rates = x.map((cases, place) => cases / (n[place] as number))
  well.sort((a, b) => (rates[a] as number) - (rates[b] as number))
  const of = (values: Float64Array, places: readonly number[]) =>
    Float64Array.from(places, (place) => values[place] as number)
  const first = well.slice(0, quarter)
  return { least: sumOf(of(x, first)) / sumOf(of(n, first)), usual: middleRate(of(x, well), of(n, well)) }
}

/** What is common to one partner’s services is common to nobody else’s: each owner’s as one. */
function byOwner({ x, n, by, owners }: Known): { readonly x: Float64Array; readonly n: Float64Array } {
  const places = new Int32Array(owners).fill(-1)
  const own = { x: new Float64Array(owners), n: new Float64Array(owners) }
  let size = 0
  for (let each = 0; each < by.length; each++) {
    const owner = by[each] as number
    if ((places[owner] as number) < 0) places[owner] = size++
    const place = places[owner] as number
    own.x[place] = (own.x[place] as number) + (x[each] as number)
    own.n[place] = (own.n[place] as number) + (n[each] as number)
  }
  return { x: own.x.subarray(0, size), n: own.n.subarray(0, size) }
}

/** The middle rate of those that are known well. */
export function middleRate(x: Float64Array, n: Float64Array): number {
  if (x.every((cases) => cases === 0)) return 0
  const least = middle(n) / 2
  const rates = new Float64Array(n.length)
  let size = 0
  for (let place = 0; place < n.length; place++)
    if ((n[place] as number) >= least) rates[size++] = (x[place] as number) / (n[place] as number)
  return middleIn(rates.subarray(0, size))
}

const middle = (values: Float64Array): number => middleIn(values.slice())

/** The middle one of these, which are put in another order (Hoare’s selection). */
function middleIn(values: Float64Array): number {
  const middle = values.length >> 1
  let [from, to] = [0, values.length - 1]
  while (from < to) {
    const pivot = values[middle] as number
    let [low, high] = [from, to]
    while (low <= high) {
      while ((values[low] as number) < pivot) low++
      while ((values[high] as number) > pivot) high--
      if (low > high) break
      const held = values[low] as number
      values[low++] = values[high] as number
      values[high--] = held
    }
    if (high < middle) from = low
    if (low > middle) to = high
  }
  return values[middle] ?? 0
}

/** Mean and Gamma shape of rates, by moments, each peer with its part; no one counts for more than five in the middle. */
export function moments({ x, n: of }: Known, parts: Float64Array, prior: number): Usual {
  const most = 5 * middle(of)
  const weights = new Float64Array(of.length)
  let [n, cases, squares] = [0, 0, 0]
  for (let place = 0; place < of.length; place++) {
    const weight = Math.min(of[place] as number, most) * (parts[place] as number)
    weights[place] = weight
    n += weight
    cases += weight * ((x[place] as number) / (of[place] as number))
    squares += weight ** 2
  }
  const mean = n > 0 ? cases / n : 0
  if (!(mean > 0)) return { rate: FEW / (n + FEW / prior), shape: 1 }
  const rate = (mean * n + FEW) / (n + FEW / prior)
  let spread = 0
  for (let place = 0; place < of.length; place++)
    spread += (weights[place] as number) * ((x[place] as number) / (of[place] as number) - rate) ** 2
  const scale = n - squares / n
  const between = scale > 0 ? Math.max(0, (spread - (sumOf(parts) - 1) * rate) / scale) : 0
  return { rate, shape: between > 0 ? Math.min(200, Math.max(0.2, rate ** 2 / between)) : 200 }
}

export function sumOf(values: Float64Array): number {
  let sum = 0
  for (let place = 0; place < values.length; place++) sum += values[place] as number
  return sum
}
