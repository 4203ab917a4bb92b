/** Those that are remembered one by one, the latest; of others only that they counted. */
const MOST = 256
/** Whoever reports a port again within so many hours is one reporter of that month. */
const MONTH = 30 * 24

interface Told {
  readonly hour: number
  readonly weight: number
  /** Reports of theirs that were not taken back. */
  count: number
}

/** Who reported a port, or complained: each counts once a month, however often they say it (docs/rules.md, "Spam reports"). */
export class Reporters {
  #told = new Map<number, Told>()
  #faded: Faded | undefined

  /** @returns how much it counts: nothing where the same reporter was counted */
  report(sub: number, hour: number, weight: number): number {
    const known = this.#told.get(sub)
    if (known && hour - known.hour < MONTH) {
      known.count++
      return 0
    }
    if (!known && this.#faded?.has(sub, hour)) return 0
    this.#told.delete(sub)
    if (this.#told.size >= MOST) this.#fade()
    this.#told.set(sub, { hour, weight, count: 1 })
    return weight
  }

  /** The first makes room. Who counted is still known for the month: else so many who take turns would count without end. */
  #fade(): void {
    const [sub, { hour, weight }] = this.#told.entries().next().value as [number, Told]
    this.#told.delete(sub)
    if (weight <= 0) return
    this.#faded ??= new Faded()
    this.#faded.add(sub, hour)
  }

  /** Something of theirs counts. */
  knows(sub: number): boolean {
    return this.#told.has(sub)
  }

  /** One of theirs was of somebody else, or of nothing. @returns what is to be taken back, of which hour; undefined: nothing */
  takeBack(sub: number): { readonly hour: number; readonly weight: number } | undefined {
    const known = this.#told.get(sub)
    if (!known || --known.count > 0) return undefined
    this.#told.delete(sub)
    return known
  }

  /** Nothing is known of this one any more. */
  forget(sub: number): void {
    this.#told.delete(sub)
  }

  save() {
    return { told: this.#told, faded: this.#faded?.hours }
  }
  load({ told, faded }: ReturnType<Reporters['save']>): void {
    this.#told = told
    this.#faded = faded && new Faded(faded)
  }

  get bytes(): number {
    return this.#told.size * 96 + (this.#faded?.hours.byteLength ?? 0)
  }
}

const CELL_BITS = 13
const PROBES = 4

/**
 * Many of whom only the hour is known, in a fixed place: a Bloom filter whose cells have the latest hour, so that each is known
 * for a month. Of thousands in a month some who are new are taken for known; nobody known is taken for new.
 */
class Faded {
  /** The latest hour of each cell, from 1; 0: none. */
  readonly hours: Uint32Array<ArrayBuffer>

  constructor(hours: Uint32Array<ArrayBuffer> = new Uint32Array(1 << CELL_BITS)) {
    this.hours = hours
  }

  add(sub: number, hour: number): void {
    for (const cell of cellsOf(sub)) this.hours[cell] = Math.max(this.hours[cell] as number, hour + 1)
  }

  has(sub: number, hour: number): boolean {
    return cellsOf(sub).every((cell) => {
      const latest = this.hours[cell] as number
      return latest > 0 && hour - (latest - 1) < MONTH
    })
  }
}

const cellsOf = (sub: number): number[] => {
  const first = Math.imul(sub, 0x85ebca6b)
  const step = Math.imul(sub ^ (sub >>> 16), 0xc2b2ae35) | 1
  return Array.from(
    { length: PROBES },
    (_, n) => Math.imul(first + Math.imul(n, step), 0x9e3779b1) >>> (32 - CELL_BITS),
  )
}
