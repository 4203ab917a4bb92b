/** Who is charged most is looked for among so many, and these so many of them are. */
const WATCHED = 24
const FEW = 6
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

  /** Somebody is charged. @returns whether they are one of the few */
  add(sub: number): boolean {
    const known = this.#counts.get(sub)
    this.#sum++
    if (known !== undefined || this.#counts.size < WATCHED) this.#counts.set(sub, (known ?? 0) + 1)
    else {
      let [least, count] = [0, Number.POSITIVE_INFINITY]
      for (const [each, n] of this.#counts) if (n < count) [least, count] = [each, n]
      this.#counts.delete(least)
      this.#counts.set(sub, count + 1)
    }
    return this.#few.has(sub)
  }

  /** Who they are is fixed until the next look. */
  look(): void {
    // Whoever took the place of another one has at most what is above an even share.
    const even = this.#sum / WATCHED
    const most = [...this.#counts]
      .filter(([, count]) => count - even >= LEAST)
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    this.#few = new Set(most.slice(0, FEW).map(([sub]) => sub))
    if (this.#sum <= MOST) return
    this.#sum /= 2
    for (const [sub, count] of this.#counts) this.#counts.set(sub, count / 2)
  }

  forget(sub: number): void {
    this.#counts.delete(sub)
    this.#few.delete(sub)
  }

  save() {
    return { counts: this.#counts, sum: this.#sum, few: this.#few }
  }
  load({ counts, sum, few }: ReturnType<Buyers['save']>): void {
    ;[this.#counts, this.#sum, this.#few] = [counts, sum, few]
  }

  get bytes(): number {
    return this.#counts.size * 40 + this.#few.size * 24
  }
}
