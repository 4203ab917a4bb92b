/** Who is charged most is looked for among so many, and these so many of them are. */
const WATCHED = 96
const FEW = 6
/** The first of so many may be people who want it more than others; those after them are as many who do, or a dozen SIMs. */
const FANS = 3
const DOZENS = 24
/** Of the even share of so many the few are beyond. */
const EVEN_OF_FEW = 24
/** From so many charges on somebody is one of them. */
const LEAST = 10
/** So many charges are remembered, half of them when they are more. */
const MOST = 2000

/**
 * The few who are charged most (space saving: who is charged often is among those who are watched). Who they are is fixed
 * from what came before, so that what comes after counts against nobody by chance.
 */
export class Buyers {
  #counts = new Map<number, number>()
  #sum = 0
  #few = new Set<number>()
  #dozens = new Set<number>()
  /** How many bought when it was looked for last; undefined: another charge came since, or fewer are remembered. */
  #looked: number | undefined

  /** Somebody is charged: whether they are one of the few, and one of the dozens after the first. */
  add(sub: number): { readonly few: boolean; readonly dozens: boolean } {
    const known = this.#counts.get(sub)
    this.#sum++
    this.#looked = undefined
    if (known !== undefined || this.#counts.size < WATCHED) this.#counts.set(sub, (known ?? 0) + 1)
    else {
      let [least, count] = [0, Number.POSITIVE_INFINITY]
      for (const [each, n] of this.#counts) if (n < count) [least, count] = [each, n]
      this.#counts.delete(least)
      this.#counts.set(sub, count + 1)
    }
    return { few: this.#few.has(sub), dozens: this.#dozens.has(sub) }
  }

  /** Who they are is fixed until the next look. @param users how many buy: who buys as much as each of few is none */
  look(users: number): void {
    if (this.#looked === users) return
    this.#looked = users
    const most = [...this.#counts].filter(([, count]) => count >= LEAST).sort((a, b) => b[1] - a[1] || a[0] - b[0])
    // Whoever took the place of another one has at most what is above an even share.
    const beyond = (of: number, from: number, to: number) =>
      new Set(most.slice(from, to).flatMap(([sub, count]) => (count - this.#sum / of >= LEAST ? [sub] : [])))
    this.#few = beyond(EVEN_OF_FEW, 0, FEW)
    this.#dozens = beyond(Math.max(1, Math.min(WATCHED, users)), FANS, DOZENS)
    if (this.#sum <= MOST) return
    this.#looked = undefined
    this.#sum /= 2
    for (const [sub, count] of this.#counts) this.#counts.set(sub, count / 2)
  }

  forget(sub: number): void {
    this.#looked = undefined
    this.#counts.delete(sub)
    this.#few.delete(sub)
    this.#dozens.delete(sub)
  }

  save() {
    return { counts: this.#counts, sum: this.#sum, few: this.#few, dozens: this.#dozens }
  }
  load({ counts, sum, few, dozens }: ReturnType<Buyers['save']>): void {
    ;[this.#counts, this.#sum, this.#few, this.#dozens] = [counts, sum, few, dozens]
  }

  get bytes(): number {
    return this.#counts.size * 40 + (this.#few.size + this.#dozens.size) * 24
  }
}
