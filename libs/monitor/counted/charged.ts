import { hash32 } from '../observed/hash.ts'
import type { Observation } from '../observed/observe.ts'
import { Alike } from './alike.ts'
import { Buyers } from './buyers.ts'
import { type Counter, ofRule } from './counters.ts'
import { Mishaps } from './mishaps.ts'

/** Of so few users a few are most. */
const MANY_USERS = 60

/** Charges that broke a rule, the latest, that are told apart from the same told again. */
const REMEMBERED = 32
const MOST_LENGTH = 64

/** Who is charged, and on which days wrongly. */
export class Charged {
  readonly #mishaps = new Mishaps()
  readonly #buyers = new Buyers()
  readonly #alike = new Alike()
  /** What broke a rule lately, by its id and when it was made. */
  #wrong: string[] = []

  /** Of what broke a rule, whether it is not one of the latest told again: few of them stop a partner. */
  isNew({ what, id, since }: Observation): boolean {
    if (what === undefined || !ofRule[what] || id === undefined || id.length > MOST_LENGTH) return true
    const name = `${id} ${since ?? ''}`
    if (this.#wrong.includes(name)) return false
    this.#wrong = [name, ...this.#wrong.slice(0, REMEMBERED - 1)]
    return true
  }

  /** @param wrong the days on which it was made wrongly, and told; undefined: it was right */
  charge(
    sub: number,
    wrong: { readonly made: number; readonly told: number } | undefined,
    { users, isOnce }: { readonly users: number; readonly isOnce: boolean },
    add: (counter: Counter) => void,
  ): void {
    if (wrong && this.#mishaps.add(wrong.made, wrong.told)) add('relapsed')
    const of = this.#buyers.add(sub)
    if (isOnce) add('dozensOf')
    if (isOnce && of.dozens) add('dozens')
    if (users < MANY_USERS) return
    add('fewOf')
    if (of.few) add('few')
  }

  /** Somebody agrees to buy what is bought once. */
  bought({ sub, cell = 0, address = 0, block }: Observation, hour: number, add: (counter: Counter) => void): void {
    add('alikeOf')
    if (this.#alike.add(sub, { cell, address, block }, hour)) add('alike')
  }

  /** Who pays most is fixed until the next look. @param dayOver the last hour of the day, where that is over */
  look(users: number, dayOver: number | undefined): void {
    this.#buyers.look(users)
    if (dayOver !== undefined) this.#alike.look(dayOver)
  }

  /** Nothing is known of this one any more. */
  forget(sub: number, charges: ReadonlySet<number>): void {
    this.#buyers.forget(sub)
    this.#alike.forget(sub)
    if (charges.size > 0) this.#wrong = this.#wrong.filter((name) => !charges.has(hash32(name.split(' ')[0] ?? '')))
  }

  save() {
    return { mishaps: this.#mishaps.save(), buyers: this.#buyers.save(), wrong: this.#wrong, alike: this.#alike.save() }
  }
  load({ mishaps, buyers, wrong, alike }: ReturnType<Charged['save']>): void {
    this.#mishaps.load(mishaps)
    this.#buyers.load(buyers)
    this.#wrong = wrong
    this.#alike.load(alike)
  }

  get bytes(): number {
    const told = this.#wrong.length * (MOST_LENGTH + 40)
    return this.#mishaps.bytes + this.#buyers.bytes + this.#alike.bytes + told
  }
}
