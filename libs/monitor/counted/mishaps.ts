/** So many wrong charges made on one day are a mishap, and none of chance. */
const MANY = 5
/** A mishap and what is put right of it lie within so many days; what is made later is another one. */
const DAYS_APART = 7
/** For how long it is remembered, days. */
const REMEMBERED = 63
/** Days of which it is counted, the latest. */
const COUNTED = 40

/**
 * A mishap is one: of wrong charges that are made many on a day, those of another such time days later come back. What is found
 * in one batch of many days’ charges is one, too: it was told at once, and nothing since.
 */
export class Mishaps {
  /** Wrong charges by the day they were made on, until one is a mishap. */
  #counts = new Map<number, number>()
  #first: number | undefined
  /** The day on which that was told. */
  #told = 0

  /** A wrong charge was made on that day, and told on another. @returns whether it comes days after a mishap */
  add(day: number, told = day): boolean {
    if (this.#first !== undefined && day - this.#first > REMEMBERED) this.#first = undefined
    if (this.#first !== undefined) return day - this.#first >= DAYS_APART && told - this.#told >= DAYS_APART
    const count = (this.#counts.get(day) ?? 0) + 1
    this.#counts.set(day, count)
    if (this.#counts.size > COUNTED) this.#counts.delete(this.#counts.keys().next().value as number)
    if (count < MANY) return false
    ;[this.#first, this.#told] = [day, told]
    this.#counts.clear()
    return false
  }

  save() {
    return { counts: this.#counts, first: this.#first, told: this.#told }
  }
  load({ counts, first, told }: ReturnType<Mishaps['save']>): void {
    ;[this.#counts, this.#first, this.#told] = [counts, first, told]
  }

  get bytes(): number {
    return this.#counts.size * 40
  }
}
