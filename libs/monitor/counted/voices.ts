import type { MonitorPolicy } from '#policy'
import type { Observation } from '../observed/observe.ts'
import type { Counter } from './counters.ts'
import type { Moment } from './moment.ts'
import { Reporters } from './reporters.ts'

/** What is counted of a unit. */
interface Counted {
  add(counter: Counter, step: number, n?: number): void
  addTo(counter: Counter, hour: number, policy: MonitorPolicy, n?: number): void
}

/** Who complains. */
interface Complainer {
  /** Only complaints of its users count. */
  readonly isUser: boolean
  /** Who never paid nor came is wrong about it, and says nothing of it where that is found. */
  readonly isCustomer: boolean
  /** Who neither paid, nor came, nor was asked counts when they turn out to be right, or to have paid; undefined: of them it is not known. */
  readonly isNear: boolean | undefined
}

/** Who complained before so many hours counts half. */
const PART = 16 * 24

/** What people say of a unit: that it sends spam, and what they complain of. Each counts once a month, until it is taken back. */
export class Voices {
  readonly #reporters = new Reporters()
  readonly #complainers = new Reporters()
  /** Whose complaints were found unfounded: each counts once a month, and is never taken back. */
  readonly #dismissed = new Reporters()
  /** Who complained and has nothing to do with it, as far as is told: not counted yet. */
  readonly #strangers = new Reporters()
  /** Of those who complained lately and can be told apart. */
  #lately = { part: 0, near: 0, strange: 0 }

  spam(seen: Observation, { step, hour }: Moment, policy: MonitorPolicy, counted: Counted): void {
    const { sub, amount = 1, yes } = seen
    if (yes === false) return void takeBack('spam', this.#reporters, sub, policy, counted)
    counted.add('spam', step, this.#reporters.report(sub, hour, amount))
  }

  complaint(seen: Observation, moment: Moment, policy: MonitorPolicy, counted: Counted, who: Complainer): void {
    const { step, hour } = moment
    if (seen.what === 'opened') this.#complained(seen, moment, counted, who)
    else if (seen.what === 'closed') {
      counted.add('rated', step)
      if (seen.yes !== false) return seen.yes ? this.came(seen.sub, policy, counted) : undefined
      this.#strangers.takeBack(seen.sub)
      const back = takeBack('complaints', this.#complainers, seen.sub, policy, counted)
      // More is known by now of how many of them are strangers.
      const weight = Math.min(back, this.#weightOf(who, hour))
      if (weight > 0 && who.isCustomer) counted.add('dismissed', step, this.#dismissed.report(seen.sub, hour, weight))
    } else if (seen.what === 'reopened' || seen.what === 'overdue') {
      counted.add('unsolved', step)
      // What was found unfounded, and taken back, is said again.
      if (seen.what === 'reopened' && !this.#complainers.knows(seen.sub)) this.#complained(seen, moment, counted, who)
    }
  }

  #complained({ sub }: Observation, { step, hour }: Moment, counted: Counted, who: Complainer): void {
    if (!who.isUser) return
    const weight = this.#weightOf(who, hour)
    if (weight === 0) {
      this.#lately.strange += this.#strangers.report(sub, hour, 1)
      return
    }
    const counts = this.#complainers.report(sub, hour, weight)
    if (who.isNear) this.#lately.near += counts
    counted.add('complaints', step, counts)
  }

  /** Whom nobody follows is a stranger as often as those are who are followed. */
  #weightOf({ isNear }: Complainer, hour: number): number {
    const part = Math.floor(hour / PART)
    if (part > this.#lately.part)
      this.#lately = { part, near: this.#lately.near / 2, strange: this.#lately.strange / 2 }
    const { near, strange } = this.#lately
    return isNear === undefined ? (1 + near) / (1 + near + strange) : Number(isNear)
  }

  /** A stranger turns out to be none, or to be right: what they said counts as of when they said it. */
  came(sub: number, policy: MonitorPolicy, counted: Counted): void {
    let said: { readonly hour: number } | undefined
    while (this.#strangers.knows(sub)) said = this.#strangers.takeBack(sub)
    if (said) counted.addTo('complaints', said.hour, policy, this.#complainers.report(sub, said.hour, 1))
  }

  save() {
    return {
      reporters: this.#reporters.save(),
      complainers: this.#complainers.save(),
      dismissed: this.#dismissed.save(),
      strangers: this.#strangers.save(),
      lately: this.#lately,
    }
  }
  load({ reporters, complainers, dismissed, strangers, lately }: ReturnType<Voices['save']>): void {
    this.#reporters.load(reporters)
    this.#complainers.load(complainers)
    this.#dismissed.load(dismissed)
    this.#strangers.load(strangers)
    this.#lately = lately
  }

  /** Nothing is known of this one any more. */
  forget(sub: number): void {
    for (const each of [this.#reporters, this.#complainers, this.#dismissed, this.#strangers]) each.forget(sub)
  }

  get bytes(): number {
    const all = [this.#reporters, this.#complainers, this.#dismissed, this.#strangers]
    return all.reduce((sum, each) => sum + each.bytes, 0)
  }
}

function takeBack(counter: Counter, told: Reporters, sub: number, policy: MonitorPolicy, counted: Counted): number {
  const back = told.takeBack(sub)
  if (back) counted.addTo(counter, back.hour, policy, -back.weight)
  return back?.weight ?? 0
}
