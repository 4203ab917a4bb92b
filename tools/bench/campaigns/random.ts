/** A seeded source of chance: the same seed, the same variants. */
export class Chance {
  #state: number
  constructor(seed: number) {
    this.#state = seed >>> 0
  }
  /** From 0 to 1, without 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }
  of<T>(list: ArrayLike<T>): T {
    return list[this.below(list.length)]!
  }
  yes(share: number): boolean {
    return this.next() < share
  }
  shuffled<T>(list: readonly T[]): T[] {
    const rest = [...list]
    for (let i = rest.length - 1; i > 0; i--) {
      const j = this.below(i + 1)
      ;[rest[i], rest[j]] = [rest[j]!, rest[i]!]
    }
    return rest
  }
}
