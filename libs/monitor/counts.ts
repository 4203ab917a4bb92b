import type { MonitorPolicy } from '#policy'
import { at, COUNTERS, type Counter } from './counters.ts'
import { insteadOn } from './instead.ts'
import { Lately } from './lately.ts'

/** Days that counts are kept for. */
export const DAYS = 64

/** Counts of one unit: by step while it is open, then by day. */
export class Counts {
  #open = new Map<number, Float32Array>()
  /** The step that was counted in last. */
  #last: { readonly step: number; readonly counts: Float32Array } | undefined
  #days = new Map<number, Float32Array>()
  /** The same, each at its day modulo how many are kept: they are asked for again and again. */
  readonly #ring: (Float32Array | undefined)[] = Array.from({ length: DAYS }, () => undefined)
  readonly #dayOf = new Int32Array(DAYS)
  /** How often each of them has changed. */
  readonly #changes = new Uint32Array(DAYS)
  readonly #lately = new Lately()
  /** Of all days that are kept. */
  #total = new Float64Array(COUNTERS)

  add(counter: Counter, step: number, n = 1): void {
    if (this.#last?.step !== step) this.#last = { step, counts: this.#countsOf(step) }
    const { counts } = this.#last
    const place = at[counter]
    counts[place] = (counts[place] as number) + n
  }

  #countsOf(step: number): Float32Array {
    const known = this.#open.get(step)
    if (known) return known
    const counts = new Float32Array(COUNTERS)
    this.#open.set(step, counts)
    return counts
  }

  /** Counts for those who came at that hour: what became of them, whenever it did. */
  addTo(counter: Counter, hour: number, { stepHours }: MonitorPolicy, n = 1): void {
    const step = Math.floor(hour / stepHours)
    if (this.#open.has(step)) return this.add(counter, step, n)
    const day = Math.floor(hour / 24)
    const counts = this.#days.get(day)
    if (!counts) return
    this.#join(counts, at[counter], n)
    this.#changed(day)
  }

  #changed(day: number): void {
    const place = day % DAYS
    this.#changes[place] = (this.#changes[place] as number) + 1
  }

  #keep(day: number, counts: Float32Array): void {
    this.#days.set(day, counts)
    this.#ring[day % DAYS] = counts
    this.#dayOf[day % DAYS] = day
  }

  #join(counts: Float32Array, place: number, n: number): void {
    const before = counts[place] as number
    counts[place] = before + n
    // As it was rounded.
    this.#total[place] = (this.#total[place] as number) + ((counts[place] as number) - before)
  }

  /** The step is over: what it counted is part of its day from now on. */
  close(step: number, { stepHours }: MonitorPolicy): void {
    const day = Math.floor((step * stepHours) / 24)
    const walked = ((step + 1) * stepHours) % 24 === 0 ? insteadOn(this, day, step) : 0
    if (walked > 0) this.add('instead', step, walked)
    const counts = this.#open.get(step)
    this.#open.delete(step)
    this.#last = undefined
    this.#lately.close(step, 24 / stepHours, counts)
    if (counts) {
      const before = this.#days.get(day)
      if (before) for (let i = 0; i < COUNTERS; i++) this.#join(before, i, counts[i] as number)
      else {
        this.#keep(day, counts)
        for (let i = 0; i < COUNTERS; i++) this.#total[i] = (this.#total[i] as number) + (counts[i] as number)
      }
      this.#changed(day)
    }
    const past = this.#days.get(day - DAYS)
    if (!past) return
    this.#days.delete(day - DAYS)
    if (this.#dayOf[day % DAYS] === day - DAYS) this.#ring[day % DAYS] = undefined
    for (let i = 0; i < COUNTERS; i++) this.#total[i] = (this.#total[i] as number) - (past[i] as number)
  }

  /** Of a day until that step, which is about to be closed. */
  until(counter: Counter, day: number, step: number): number {
    const place = at[counter]
    return (this.#days.get(day)?.[place] ?? 0) + (this.#open.get(step)?.[place] ?? 0)
  }

  /** Of a closed day; undefined: nothing happened. */
  day(day: number): Float32Array | undefined {
    return this.#dayOf[day % DAYS] === day ? this.#ring[day % DAYS] : undefined
  }
  /** Is another number whenever the counts of that day, or of another one at its place, have changed. */
  changesOf(day: number): number {
    return this.#changes[day % DAYS] as number
  }

  lately(): Float32Array | undefined {
    return this.#lately.sum()
  }

  /** Of all days that are kept. */
  total(): Float64Array {
    return this.#total
  }

  /** Whether anything is kept that could still be told of. */
  get isEmpty(): boolean {
    return this.#days.size === 0 && this.#open.size === 0
  }

  save() {
    return { open: this.#open, days: this.#days, total: this.#total, lately: this.#lately.save() }
  }
  load({ open, days, total, lately }: ReturnType<Counts['save']>): void {
    ;[this.#open, this.#days, this.#total, this.#last] = [open, new Map(), total, undefined]
    for (const [day, counts] of days) this.#keep(day, counts)
    this.#lately.load(lately)
  }

  get bytes(): number {
    return (this.#days.size + this.#open.size) * (COUNTERS * 4 + 120) + COUNTERS * 8
  }
}
