import type { MonitorPolicy } from '#policy'
import { at, COUNTERS, type Counter } from './counters.ts'
import { DAYS, DayCounts, type DayReader } from './day-counts.ts'
import { insteadOn } from './instead.ts'
import { Lately } from './lately.ts'

/** Used again for each day that is past. */
const past = new Float32Array(COUNTERS)
/** Those of steps that are over, to be used again. */
const free: Float32Array[] = []

/** Counts of one unit: by step while it is open, then by day. */
export class Counts {
  #open = new Map<number, Float32Array>()
  /** The step that was counted in last. */
  #last: { readonly step: number; readonly counts: Float32Array } | undefined
  readonly #days = new DayCounts()
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
    const counts = free.pop() ?? new Float32Array(COUNTERS)
    this.#open.set(step, counts)
    return counts
  }

  /** Counts for those who came at that hour: what became of them, whenever it did. */
  addTo(counter: Counter, hour: number, { stepHours }: MonitorPolicy, n = 1): void {
    const step = Math.floor(hour / stepHours)
    if (this.#open.has(step)) return this.add(counter, step, n)
    const day = Math.floor(hour / 24)
    if (!this.#days.has(day)) return
    this.#join(day, at[counter], n)
    this.#changed(day)
  }

  #changed(day: number): void {
    const place = day % DAYS
    this.#changes[place] = (this.#changes[place] as number) + 1
  }

  #join(day: number, place: number, n: number): void {
    this.#total[place] = (this.#total[place] as number) + this.#days.add(day, place, n)
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
    const held = this.#days.heldAt(day)
    if (held !== undefined && held !== day && (counts || held < day)) this.#drop(held)
    if (!counts) return
    if (held !== day) this.#days.begin(day)
    for (let place = 0; place < COUNTERS; place++) {
      const count = counts[place] as number
      if (count !== 0) this.#join(day, place, count)
    }
    this.#changed(day)
    free.push(counts.fill(0))
  }

  #drop(day: number): void {
    const counts = this.#days.read(day, past)
    for (let i = 0; i < COUNTERS; i++) this.#total[i] = (this.#total[i] as number) - (counts?.[i] ?? 0)
    this.#days.drop(day)
  }

  /** Of a day until that step, which is about to be closed. */
  until(counter: Counter, day: number, step: number): number {
    const place = at[counter]
    return this.#days.of(day, place) + (this.#open.get(step)?.[place] ?? 0)
  }

  /** Of a closed day, written into `counts`; undefined: nothing happened. */
  day(day: number, counts: Float32Array = new Float32Array(COUNTERS)): Float32Array | undefined {
    return this.#days.read(day, counts)
  }
  /** The last so many days until `today`, to be read before anything is counted. */
  readInto(days: DayReader, today: number, last: number): void {
    this.#days.readInto(days, today, last)
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
    const days = new Map(this.#days.days.map((day) => [day, this.day(day) as Float32Array]))
    return { open: this.#open, days, total: this.#total, lately: this.#lately.save() }
  }
  load({ open, days, total, lately }: ReturnType<Counts['save']>): void {
    ;[this.#open, this.#total, this.#last] = [open, total, undefined]
    for (const [day, counts] of days) {
      this.#days.begin(day)
      for (const [place, count] of counts.entries()) this.#days.add(day, place, count)
    }
    this.#lately.load(lately)
  }

  get bytes(): number {
    return this.#days.bytes + this.#open.size * (COUNTERS * 4 + 120) + COUNTERS * 8
  }
}
