import type { MonitorPolicy } from '#policy'
import { at, COUNTERS, type Counter } from './counters.ts'
import { Lately } from './lately.ts'

/** Days that counts are kept for. */
export const DAYS = 64

/** Counts of one unit: by step while it is open, then by day. */
export class Counts {
  #open = new Map<number, Float32Array>()
  #days = new Map<number, Float32Array>()
  readonly #lately = new Lately()

  add(counter: Counter, step: number, n = 1): void {
    let counts = this.#open.get(step)
    if (!counts) {
      counts = new Float32Array(COUNTERS)
      this.#open.set(step, counts)
    }
    counts[at[counter]] = (counts[at[counter]] as number) + n
  }

  /** Counts for those who came at that hour: what became of them, whenever it did. */
  addTo(counter: Counter, hour: number, { stepHours }: MonitorPolicy, n = 1): void {
    const step = Math.floor(hour / stepHours)
    if (this.#open.has(step)) return this.add(counter, step, n)
    const counts = this.#days.get(Math.floor(hour / 24))
    if (counts) counts[at[counter]] = (counts[at[counter]] as number) + n
  }

  /** The step is over: what it counted is part of its day from now on. */
  close(step: number, { stepHours }: MonitorPolicy): void {
    const day = Math.floor((step * stepHours) / 24)
    const counts = this.#open.get(step)
    this.#open.delete(step)
    this.#lately.close(step, 24 / stepHours, counts)
    if (counts) {
      const before = this.#days.get(day)
      if (before) for (let i = 0; i < COUNTERS; i++) before[i] = (before[i] as number) + (counts[i] as number)
      else this.#days.set(day, counts)
    }
    this.#days.delete(day - DAYS)
  }

  /** Of a closed day; undefined: nothing happened. */
  day(day: number): Float32Array | undefined {
    return this.#days.get(day)
  }

  lately(): Float32Array | undefined {
    return this.#lately.sum()
  }

  /** Whether anything is kept that could still be told of. */
  get isEmpty(): boolean {
    return this.#days.size === 0 && this.#open.size === 0
  }

  save() {
    return { open: this.#open, days: this.#days, lately: this.#lately.save() }
  }
  load({ open, days, lately }: ReturnType<Counts['save']>): void {
    ;[this.#open, this.#days] = [open, days]
    this.#lately.load(lately)
  }

  get bytes(): number {
    return (this.#days.size + this.#open.size) * (COUNTERS * 4 + 120)
  }
}
