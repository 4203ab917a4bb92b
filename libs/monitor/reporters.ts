/** Reporters of a port that are remembered, the latest. */
const MOST = 256
/** Whoever reports a port again within so many hours is one reporter of that month. */
const MONTH = 30 * 24

interface Told {
  readonly hour: number
  readonly weight: number
  /** Reports of theirs that were not taken back. */
  count: number
}

/** Who reported a port: each reporter counts once a month, however many texts they forward (docs/rules.md, "Spam reports"). */
export class Reporters {
  #told = new Map<number, Told>()

  /** @returns how much it counts: nothing where the same reporter was counted */
  report(sub: number, hour: number, weight: number): number {
    const known = this.#told.get(sub)
    if (known && hour - known.hour < MONTH) {
      known.count++
      return 0
    }
    this.#told.delete(sub)
    if (this.#told.size >= MOST) this.#told.delete(this.#told.keys().next().value as number)
    this.#told.set(sub, { hour, weight, count: 1 })
    return weight
  }

  /** One of theirs was of somebody else. @returns what is to be taken back, of which hour; undefined: nothing */
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
    return this.#told
  }
  load(told: ReturnType<Reporters['save']>): void {
    this.#told = told
  }

  get bytes(): number {
    return this.#told.size * 96
  }
}
