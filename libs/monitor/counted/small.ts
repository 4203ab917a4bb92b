import type { MonitorPolicy } from '#policy'
import type { Counter } from './counters.ts'
import { Narrow } from './narrow.ts'

/** Values that are counted, the most of them. */
const PLACES = 8

/** Few places for many values: which value comes most (space saving, then fixed until the next look). */
export class Top {
  /** Side by side, the one that has been there longest first. */
  #values: number[] = []
  #counts: number[] = []
  #top = 0

  /** The value that came most so far, as it was known when it was last looked at; 0: none yet. */
  get top(): number {
    return this.#top
  }

  add(value: number): void {
    const known = this.#values.indexOf(value)
    if (known >= 0) this.#counts[known] = (this.#counts[known] as number) + 1
    else this.#push(value, this.#values.length < PLACES ? 1 : this.#dropLeast() + 1)
  }

  #push(value: number, count: number): void {
    this.#values.push(value)
    this.#counts.push(count)
  }

  /** How often the one came that goes. */
  #dropLeast(): number {
    const counts = this.#counts
    let least = 0
    for (let place = 1; place < counts.length; place++)
      if ((counts[place] as number) < (counts[least] as number)) least = place
    const count = counts[least] as number
    this.#values.copyWithin(least, least + 1).pop()
    counts.copyWithin(least, least + 1).pop()
    return count
  }

  save() {
    return { values: this.#values, counts: this.#counts, top: this.#top }
  }
  load({ values, counts, top }: ReturnType<Top['save']>): void {
    ;[this.#values, this.#counts, this.#top] = [[...values], [...counts], top]
  }

  /** Fixes the top from what came until now; what came long ago fades. */
  look(): void {
    let most = 0
    for (let place = 0; place < this.#counts.length; place++) {
      if ((this.#counts[place] as number) <= most) continue
      most = this.#counts[place] as number
      this.#top = this.#values[place] as number
    }
    if (most > 1000) this.#counts = this.#counts.map((count) => count / 2)
  }
}

const BUCKETS = 128
/** So many times are remembered, half of them when they are more: a machine that begins is soon most of them. */
const REMEMBERED = 800

/** Times in log buckets, a fifth wide, and which three neighbours hold most of what came before. */
export class Latencies {
  #buckets = new Uint32Array(BUCKETS)
  #mode = -1
  #count = 0
  /** Something came since it was looked for, or fewer are remembered. */
  #isOther = true
  readonly #narrow = new Narrow()

  /** Somebody answered after so long: what that counts in. */
  answered(
    ms: number,
    sub: number,
    { fastSeconds, hastySeconds }: MonitorPolicy,
    add: (counter: Counter, n?: number) => void,
  ): void {
    add('answers')
    if (ms < fastSeconds * 1000) add('fast')
    if (ms < hastySeconds * 1000) add('hasty')
    const inMode = this.add(ms)
    if (inMode !== undefined) add('modeOf')
    // Sooner than most read is told by itself: there the span is as narrow as people's.
    if (inMode && ms >= hastySeconds * 1000) add('inMode')
    const narrow = this.#narrow.add(ms, sub)
    if (!narrow) return
    add('narrowOf', narrow.expected)
    if (narrow.isIn) add('narrow')
  }

  /** Whether it falls where most fell before; undefined while that is not known. */
  add(ms: number): boolean | undefined {
    const bucket = Math.min(BUCKETS - 1, Math.floor(Math.log2(ms + 1) * 4))
    this.#buckets[bucket] = (this.#buckets[bucket] as number) + 1
    this.#count++
    this.#isOther = true
    return this.#mode < 0 ? undefined : Math.abs(bucket - this.#mode) <= 1
  }

  save() {
    return { buckets: this.#buckets, mode: this.#mode, count: this.#count, narrow: this.#narrow.save() }
  }
  load({ buckets, mode, count, narrow }: ReturnType<Latencies['save']>): void {
    ;[this.#buckets, this.#mode, this.#count] = [buckets, mode, count]
    this.#narrow.load(narrow)
  }

  get bytes(): number {
    return this.#buckets.byteLength + this.#narrow.bytes
  }

  look(): void {
    this.#narrow.look()
    if (!this.#isOther || this.#count < 10) return
    this.#isOther = false
    let most = 0
    for (let i = 0; i < BUCKETS; i++) {
      const n = (this.#buckets[i - 1] ?? 0) + (this.#buckets[i] as number) + (this.#buckets[i + 1] ?? 0)
      if (n > most) {
        most = n
        this.#mode = i
      }
    }
    if (this.#count > REMEMBERED) {
      this.#isOther = true
      for (let i = 0; i < BUCKETS; i++) this.#buckets[i] = (this.#buckets[i] as number) >>> 1
      this.#count >>>= 1
    }
  }
}

const WEEKS = 5
const HOURS = 168

/** What each hour of the week brought in the weeks before: by median and MAD it is known what is a burst. */
export class Season {
  #counts = new Uint16Array(WEEKS * HOURS)
  #first = -1

  /**
   * How many of this hour’s are beyond what its weeks before, or, of one that is new, its days before, make likely.
   * @param hour hours since 1970, of the wall clock
   */
  excess(hour: number, count: number): number {
    const known = count === 0 ? undefined : this.#before(hour)
    this.#counts[(Math.floor(hour / HOURS) % WEEKS) * HOURS + (hour % HOURS)] = Math.min(65535, count)
    if (this.#first < 0) this.#first = hour
    if (known === undefined) return 0
    const [median, mad] = known
    return Math.max(0, count - (median + 6 * 1.4826 * mad + 4 * Math.sqrt(median) + 6))
  }

  save() {
    return { counts: this.#counts, first: this.#first }
  }
  load({ counts, first }: ReturnType<Season['save']>): void {
    ;[this.#counts, this.#first] = [counts, first]
  }

  get bytes(): number {
    return this.#counts.byteLength
  }

  #before(hour: number): [median: number, mad: number] | undefined {
    if (this.#first < 0 || hour - this.#first < HOURS) return undefined
    const values: number[] = []
    for (let back = HOURS; back <= (WEEKS - 1) * HOURS && hour - back >= this.#first; back += HOURS) {
      // The most of the hours beside it: people are not on time.
      let most = 0
      for (const each of [hour - back - 1, hour - back, hour - back + 1])
        most = Math.max(most, this.#counts[(Math.floor(each / HOURS) % WEEKS) * HOURS + (each % HOURS)] as number)
      values.push(most)
    }
    const median = middleOf(values)
    return [median, middleOf(values.map((each) => Math.abs(each - median)))]
  }
}

export const middleOf = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0
