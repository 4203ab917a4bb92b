/** Seeded: the same seed gives the same population, on every machine. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = (seed ^ 0x9e3779b9) >>> 0
    for (let i = 0; i < 8; i++) this.next()
  }

  /** [0, 1), mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  below(n: number): number {
    return Math.floor(this.next() * n)
  }
  is(share: number): boolean {
    return this.next() < share
  }
  pick<T>(of: readonly T[]): T {
    return of[this.below(of.length)] as T
  }
  between(from: number, to: number): number {
    return from + this.next() * (to - from)
  }
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next())
  }
  /** Its median, and how wide (of its logarithm). */
  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal())
  }
  poisson(mean: number): number {
    if (mean <= 0) return 0
    if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()))
    const limit = Math.exp(-mean)
    let [count, product] = [0, this.next()]
    while (product > limit) {
      count++
      product *= this.next()
    }
    return count
  }
  /** Which of these, each as likely as its weight. */
  weighted(weights: readonly number[]): number {
    const sum = weights.reduce((all, each) => all + each, 0)
    return this.among(weights.map((each) => each / sum))
  }
  /** Which of these, each as likely as its share; −1: none. */
  among(shares: readonly number[]): number {
    const at = this.next()
    let sum = 0
    return shares.findIndex((each) => {
      sum += each
      return at < sum
    })
  }
}
