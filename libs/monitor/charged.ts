import { Buyers } from './buyers.ts'
import type { Counter } from './counters.ts'
import { Mishaps } from './mishaps.ts'

/** Of so few users a few are most. */
const MANY_USERS = 60

/** Who is charged, and on which days wrongly. */
export class Charged {
  readonly #mishaps = new Mishaps()
  readonly #buyers = new Buyers()

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

  /** Who pays most is fixed until the next look. */
  look(users: number): void {
    this.#buyers.look(users)
  }

  /** Nothing is known of this one any more. */
  forget(sub: number): void {
    this.#buyers.forget(sub)
  }

  save() {
    return { mishaps: this.#mishaps.save(), buyers: this.#buyers.save() }
  }
  load({ mishaps, buyers }: ReturnType<Charged['save']>): void {
    this.#mishaps.load(mishaps)
    this.#buyers.load(buyers)
  }

  get bytes(): number {
    return this.#mishaps.bytes + this.#buyers.bytes
  }
}
