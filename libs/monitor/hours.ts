import type { MonitorPolicy } from '#policy'
import type { Counter } from './counters.ts'
import { isNight } from './moment.ts'
import { Season } from './small.ts'

/** Of how many of its answers by day it is known how many are hasty, before its own count; and how many are remembered. */
const PRIOR = { answers: 10, hasty: 1 } as const
const MOST = 1000

/** What came hour by hour, until its step is over: what of it was beyond the season, and what was answered in a rush. */
export class Hours {
  #timed = new Map<number, number>()
  #answers = new Map<number, number>()
  #hasty = new Map<number, number>()
  /** In hours like others. */
  #usual = { answers: 0, hasty: 0 }
  readonly #season = new Season()

  /** Somebody was asked, or agreed. */
  timed(hour: number): void {
    this.#timed.set(hour, (this.#timed.get(hour) ?? 0) + 1)
  }
  /** Somebody answered, or sooner than most read. */
  answered(hour: number, isHasty: boolean): void {
    this.#answers.set(hour, (this.#answers.get(hour) ?? 0) + 1)
    if (isHasty) this.#hasty.set(hour, (this.#hasty.get(hour) ?? 0) + 1)
  }

  /** The step is over. */
  close(step: number, policy: MonitorPolicy, add: (counter: Counter, n: number) => void): void {
    for (let hour = step * policy.stepHours; hour < (step + 1) * policy.stepHours; hour++) {
      const [count, answers, hasty] = [take(this.#timed, hour), take(this.#answers, hour), take(this.#hasty, hour)]
      const excess = this.#season.excess(hour, count)
      if (excess > 0) add('burst', excess)
      const odd = isNight(hour, policy) ? 1 : Math.min(1, excess / Math.max(1, count))
      // As many of them are hasty as of its people at other hours: that says nothing.
      const rushed = odd * (hasty - answers * this.#usualShare())
      if (rushed > 0) add('rushed', rushed)
      if (odd === 0) this.#learn(answers, hasty)
    }
  }

  #usualShare(): number {
    return (this.#usual.hasty + PRIOR.hasty) / (this.#usual.answers + PRIOR.answers)
  }

  #learn(answers: number, hasty: number): void {
    const { answers: before, hasty: hastyBefore } = this.#usual
    const part = before > MOST ? 0.5 : 1
    this.#usual = { answers: before * part + answers, hasty: hastyBefore * part + hasty }
  }

  save() {
    const [timed, answers, hasty, usual] = [this.#timed, this.#answers, this.#hasty, this.#usual]
    return { timed, answers, hasty, usual, season: this.#season.save() }
  }
  load({ timed, answers, hasty, usual, season }: ReturnType<Hours['save']>): void {
    ;[this.#timed, this.#answers, this.#hasty, this.#usual] = [timed, answers, hasty, usual]
    this.#season.load(season)
  }

  get bytes(): number {
    return this.#season.bytes + (this.#timed.size + this.#answers.size + this.#hasty.size) * 40
  }
}

function take(counts: Map<number, number>, hour: number): number {
  const count = counts.get(hour) ?? 0
  counts.delete(hour)
  return count
}
