import type { MonitorPolicy } from '#policy'
import type { Counter } from './counters.ts'
import { isNight } from './moment.ts'
import { Season } from './small.ts'

/** What came hour by hour, until its step is over: what of it was beyond the season, and what was answered in a rush. */
export class Hours {
  #timed = new Map<number, number>()
  #hasty = new Map<number, number>()
  readonly #season = new Season()

  /** Somebody was asked, or agreed. */
  timed(hour: number): void {
    this.#timed.set(hour, (this.#timed.get(hour) ?? 0) + 1)
  }
  /** Somebody answered sooner than most read. */
  hasty(hour: number): void {
    this.#hasty.set(hour, (this.#hasty.get(hour) ?? 0) + 1)
  }

  /** The step is over. */
  close(step: number, policy: MonitorPolicy, add: (counter: Counter, n: number) => void): void {
    for (let hour = step * policy.stepHours; hour < (step + 1) * policy.stepHours; hour++) {
      const count = this.#timed.get(hour) ?? 0
      const hasty = this.#hasty.get(hour) ?? 0
      this.#timed.delete(hour)
      this.#hasty.delete(hour)
      const excess = this.#season.excess(hour, count)
      if (excess > 0) add('burst', excess)
      const rushed = isNight(hour, policy) ? hasty : hasty * Math.min(1, excess / Math.max(1, count))
      if (rushed > 0) add('rushed', rushed)
    }
  }

  save() {
    return { timed: this.#timed, hasty: this.#hasty, season: this.#season.save() }
  }
  load({ timed, hasty, season }: ReturnType<Hours['save']>): void {
    ;[this.#timed, this.#hasty] = [timed, hasty]
    this.#season.load(season)
  }

  get bytes(): number {
    return this.#season.bytes + (this.#timed.size + this.#hasty.size) * 40
  }
}
