import type { Kind } from './kind.ts'
import { kinds } from './kinds.ts'
import { type Line, Partner } from './partner.ts'
import { People } from './people.ts'
import { Random } from './random.ts'
import { home, type World } from './world.ts'

export interface PopulationOptions {
  readonly seed: number
  readonly partners: number
  readonly days: number
  /** Of the malicious: how much they do of it. */
  readonly intensity?: number
  /** Share of partners that are malicious; 0: honest ones alone. */
  readonly malicious?: number
  /** With the kinds that nothing was tuned on. */
  readonly heldOut?: boolean
  /** Of the malicious, only these kinds. */
  readonly only?: readonly string[]
  /** Kinds of another house, and what is usual there; absent: those that thresholds were chosen by. */
  readonly from?: readonly Kind[]
  readonly world?: World
}

export interface Label {
  readonly partner: string
  readonly kind: string
  readonly malicious: boolean
  readonly loud: boolean
  readonly soon: boolean
  /** When it began, ms. */
  readonly from: number
}

/** 00:00 of the first of July 2026 in Shanghai. */
const START = Date.parse('2026-07-01T00:00:00+08:00')

/** Partners over some days: all that the services would publish of them, in order of arrival. The same seed gives the same. */
export class Population {
  readonly #partners: readonly Partner[]
  readonly #days: number

  constructor({
    seed,
    partners,
    days,
    intensity = 1,
    malicious = 0.2,
    heldOut = false,
    only,
    ...more
  }: PopulationOptions) {
    const { from: house = kinds, world = home } = more
    const random = new Random(seed)
    const people = new People(Math.max(20_000, partners * 300), seed)
    const own = house.filter((each) => heldOut || !each.heldOut)
    const honest = own.filter((each) => !each.malicious)
    const bad = own.filter((each) => each.malicious && (only?.includes(each.name) ?? true))
    this.#days = days
    let [kindOf, left]: [Kind | undefined, number] = [undefined, 0]
    this.#partners = Array.from({ length: partners }, (_, index) => {
      // Owners have several: a kind goes on for three partners in a row.
      if (left === 0) {
        kindOf = random.is(malicious) ? random.pick(bad) : random.is(0.5) ? honest[0] : random.pick(honest)
        left = kindOf?.name === 'owner sharing victims' && index % 3 === 0 ? 3 : 1
        if (kindOf?.name === 'owner sharing victims' && index % 3 !== 0) kindOf = honest[0]
      }
      left--
      const kind = kindOf as Kind
      const from = kind.malicious ? (kind.name === 'good turned bad' ? 45 : random.below(Math.ceil(days / 3))) : 0
      return new Partner(index, kind, {
        random: new Random(seed * 100_003 + index),
        people,
        world,
        start: START,
        intensity,
        from,
      })
    })
  }

  /** Who is of what kind; when they began is known when the days are told. */
  get labels(): readonly Label[] {
    return this.#partners.map(({ id, kind, began }) => ({
      partner: id,
      kind: kind.name,
      malicious: kind.malicious,
      loud: kind.loud !== undefined,
      soon: kind.soon === true,
      from: began,
    }))
  }

  /** The log, a day at a time. */
  *days(): Generator<readonly Line[]> {
    yield this.#partners.flatMap((each) => each.catalogue())
    for (let day = 0; day < this.#days; day++)
      yield this.#partners.flatMap((each) => each.day(day)).sort((a, b) => a.message.at - b.message.at)
  }
}
