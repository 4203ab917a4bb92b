import type { MonitorPolicy } from '#policy'
import type { Counter } from './counters.ts'
import type { Moment } from './moment.ts'
import type { Observation } from './observe.ts'
import { Reporters } from './reporters.ts'

/** What is counted of a unit. */
interface Counted {
  add(counter: Counter, step: number, n?: number): void
  addTo(counter: Counter, hour: number, policy: MonitorPolicy, n?: number): void
}

/** What people say of a unit: that it sends spam, and what they complain of. Each counts once a month, until it is taken back. */
export class Voices {
  readonly #reporters = new Reporters()
  readonly #complainers = new Reporters()
  /** Whose complaints were found unfounded: each counts once a month, and is never taken back. */
  readonly #dismissed = new Reporters()

  spam(seen: Observation, { step, hour }: Moment, policy: MonitorPolicy, counted: Counted): void {
    const { sub, amount = 1, yes } = seen
    if (yes === false) return void takeBack('spam', this.#reporters, sub, policy, counted)
    counted.add('spam', step, this.#reporters.report(sub, hour, amount))
  }

  /** @param isUser only complaints of its users count; `isCustomer`: who never paid nor came is wrong about it, and says nothing of it */
  complaint(
    seen: Observation,
    moment: Moment,
    policy: MonitorPolicy,
    counted: Counted,
    { isUser, isCustomer }: { readonly isUser: boolean; readonly isCustomer: boolean },
  ): void {
    const { step, hour } = moment
    if (seen.what === 'opened') this.#complained(seen, moment, counted, isUser)
    else if (seen.what === 'closed') {
      counted.add('rated', step)
      if (seen.yes !== false) return
      if (takeBack('complaints', this.#complainers, seen.sub, policy, counted) && isCustomer)
        counted.add('dismissed', step, this.#dismissed.report(seen.sub, hour, 1))
    } else if (seen.what === 'reopened' || seen.what === 'overdue') {
      counted.add('unsolved', step)
      // What was found unfounded, and taken back, is said again.
      if (seen.what === 'reopened' && !this.#complainers.knows(seen.sub))
        this.#complained(seen, moment, counted, isUser)
    }
  }

  #complained({ sub }: Observation, { step, hour }: Moment, counted: Counted, isUser: boolean): void {
    if (isUser) counted.add('complaints', step, this.#complainers.report(sub, hour, 1))
  }

  save() {
    return {
      reporters: this.#reporters.save(),
      complainers: this.#complainers.save(),
      dismissed: this.#dismissed.save(),
    }
  }
  load({ reporters, complainers, dismissed }: ReturnType<Voices['save']>): void {
    this.#reporters.load(reporters)
    this.#complainers.load(complainers)
    this.#dismissed.load(dismissed)
  }

  /** Nothing is known of this one any more. */
  forget(sub: number): void {
    this.#reporters.forget(sub)
    this.#complainers.forget(sub)
    this.#dismissed.forget(sub)
  }

  get bytes(): number {
    return this.#reporters.bytes + this.#complainers.bytes + this.#dismissed.bytes
  }
}

function takeBack(counter: Counter, told: Reporters, sub: number, policy: MonitorPolicy, counted: Counted): boolean {
  const back = told.takeBack(sub)
  if (back) counted.addTo(counter, back.hour, policy, -back.weight)
  return back !== undefined
}
