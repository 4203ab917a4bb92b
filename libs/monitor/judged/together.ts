import { COUNTERS } from '../counted/counters.ts'
import { DAYS, DayCounts, type DayReader } from '../counted/day-counts.ts'
import type { Counted } from './judge.ts'

/** What has counts by day, and knows whether they have changed. */
export interface Changing extends Counted {
  changesOf(day: number): number
}

const nothing = new Float32Array(COUNTERS)
/** Used again for each unit. */
const used = new Float32Array(COUNTERS)

/** All of a partner together: what each service keeps too small to be seen. A day is added up anew when one of them changed. */
export class Together implements Counted {
  readonly #units: readonly Changing[]
  readonly #sums = new DayCounts()
  /** The day at each place that was added up, and how often its counts had changed until then. */
  readonly #dayOf = new Int32Array(DAYS)
  readonly #changes = new Float64Array(DAYS)

  constructor(units: readonly Changing[]) {
    this.#units = units
  }

  /** Whether it is of these. */
  isOf(units: readonly Changing[]): boolean {
    return units.length === this.#units.length && units.every((unit, place) => unit === this.#units[place])
  }

  day(day: number, counts: Float32Array = new Float32Array(COUNTERS)): Float32Array | undefined {
    this.#renew(day)
    return this.#sums.read(day, counts)
  }
  readInto(days: DayReader, today: number, last: number): void {
    for (let day = today; day > today - last; day--) this.#renew(day)
    this.#sums.readInto(days, today, last)
  }

  #renew(day: number): void {
    const place = day % DAYS
    let changes = 0
    for (const unit of this.#units) changes += unit.changesOf(day)
    if (this.#dayOf[place] !== day || this.#changes[place] !== changes) this.#addUp(day)
    this.#dayOf[place] = day
    this.#changes[place] = changes
  }

  #addUp(day: number): void {
    this.#sums.drop(day)
    for (const unit of this.#units) {
      const counts = unit.day(day, used)
      if (!counts) continue
      if (!this.#sums.has(day)) this.#sums.begin(day)
      for (let i = 0; i < COUNTERS; i++) this.#sums.add(day, i, counts[i] as number)
    }
  }

  lately(): Float32Array | undefined {
    return this.#sum((unit) => unit.lately())
  }

  total(): ArrayLike<number> {
    return this.#sum((unit) => unit.total()) ?? nothing
  }

  #sum(each: (unit: Counted) => ArrayLike<number> | undefined): Float32Array | undefined {
    let all: Float32Array | undefined
    for (const unit of this.#units) {
      const counts = each(unit)
      if (!counts) continue
      all ??= new Float32Array(COUNTERS)
      for (let i = 0; i < COUNTERS; i++) all[i] = (all[i] as number) + (counts[i] as number)
    }
    return all
  }

  /** What it takes of memory, about. */
  get bytes(): number {
    return this.#sums.bytes + DAYS * 12
  }
}
