import type { Random } from './random.ts'

export interface Person {
  readonly msisdn: string
  readonly key: string
}

/** Subscribers of the whole operator: numbers spread over its prefixes, and who shares whom. */
export class People {
  readonly #count: number
  readonly #seed: number
  constructor(count: number, seed: number) {
    this.#count = count
    this.#seed = seed
  }
  number(index: number): Person {
    const spread = (Math.imul(index + 1 + this.#seed * 7, 0x9e3779b1) >>> 0) % 900_000_000
    return person(
      `8613${String(800_000_000 + spread)
        .padStart(9, '0')
        .slice(-9)}`,
    )
  }
  any(random: Random): Person {
    return this.number(random.below(this.#count))
  }
  /** Takes the next of a range of numbers. */
  range(base: number, index: number): Person {
    return person(`86137${String((base * 10_007 + index) % 100_000_000).padStart(8, '0')}`)
  }
}
const person = (msisdn: string): Person => ({ msisdn, key: `k${(Number(msisdn.slice(2)) * 7919).toString(36)}` })
