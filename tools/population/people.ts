import type { Behaviour } from './behaviour.ts'
import type { Random } from './random.ts'

export interface Person {
  readonly msisdn: string
  readonly key: string
}

/** Subscribers of the whole operator: numbers spread over its prefixes, and who shares whom. */
export class People {
  readonly #count: number
  readonly #seed: number
  /** How many of its range a partner took. */
  readonly #ranged = new Map<number, number>()
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
  /** Whom a partner asks. */
  who(
    { from, fromShare, gap }: Pick<Behaviour, 'from' | 'fromShare' | 'gap'>,
    partner: number,
    random: Random,
  ): Person {
    if (from === 'anybody' || !random.is(fromShare)) return this.any(random)
    if (from === 'range') {
      const next = this.#ranged.get(partner) ?? 0
      this.#ranged.set(partner, next + 1)
      return this.range(partner, next * gap)
    }
    if (from === 'own') return this.range(partner, random.below(40) * 3)
    if (from === 'shared') return this.number(500_000 + Math.floor(partner / 3) * 1000 + random.below(400))
    return this.any(random)
  }
  /** One of few who are charged again and again, and say nothing. */
  elderly(partner: number, random: Random): Person {
    return this.number(900_000 + partner * 500 + random.below(300))
  }
  /** Takes the next of a range of numbers. */
  range(base: number, index: number): Person {
    return person(`86137${String((base * 10_007 + index) % 100_000_000).padStart(8, '0')}`)
  }
}
const person = (msisdn: string): Person => ({ msisdn, key: `k${(Number(msisdn.slice(2)) * 7919).toString(36)}` })
