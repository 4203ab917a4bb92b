const SLOTS = 16_384
/** Beyond so many of one text more are not told apart: they are all chance. */
const MOST = SLOTS / 2

/** Counts how often each exemplar was met, in one table that is emptied at once. */
export class Hits {
  readonly #ids = new Uint32Array(SLOTS)
  readonly #counts = new Uint16Array(SLOTS)
  readonly #slots = new Uint16Array(MOST)
  #used = 0
  #most = 0

  clear(): void {
    for (let i = 0; i < this.#used; i++) this.#counts[this.#slots[i]!] = 0
    this.#used = 0
    this.#most = 0
  }

  add(id: number, hits = 1): void {
    let slot = (Math.imul(id, 0x9e3779b1) >>> 0) & (SLOTS - 1)
    while (this.#counts[slot] !== 0 && this.#ids[slot] !== id) slot = (slot + 1) & (SLOTS - 1)
    if (this.#counts[slot] === 0) {
      if (this.#used === MOST) return
      this.#ids[slot] = id
      this.#slots[this.#used++] = slot
    }
    this.#counts[slot] = this.#counts[slot]! + hits
    if (this.#counts[slot]! > this.#most) this.#most = this.#counts[slot]!
  }

  /** Exemplars in the order of their hits: those with a quarter of the most, at most so many; and of one hit each only a few. */
  most(limit: number, ofOneHit: number): number[] {
    const least = Math.max(this.#most > 1 ? 2 : 1, this.#most / 4)
    const slots: number[] = []
    for (let i = 0; i < this.#used; i++) if (this.#counts[this.#slots[i]!]! >= least) slots.push(this.#slots[i]!)
    return slots
      .sort((a, b) => this.#counts[b]! - this.#counts[a]! || this.#ids[a]! - this.#ids[b]!)
      .slice(0, this.#most > 1 ? limit : ofOneHit)
      .map((slot) => this.#ids[slot]!)
  }
}
