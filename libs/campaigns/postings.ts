import { MOST_GRAMS } from './grams.ts'
import type { Hits } from './hits.ts'

/** Entries of one key beyond this are not kept: what so many have finds nothing. */
const MOST_OF_A_KEY = 48
const FULL = 0.84
const GROWTH = 1.1
/** Places behind the last home, so that no run goes round. */
const TAIL = 1024

/** Strews keys, which are chosen by how small they are, over all numbers; no two become one. */
const strewn = (key: number): number => Math.imul(key, 0x9e3779b1) >>> 0

/**
 * Which exemplars have a key (a gram, or a piece of evidence): eight octets an entry, in one table without pointers. Entries
 * stand in the order of their strewn keys, with gaps: one that is not there is known after a look or two, in one piece of memory.
 */
export class Postings {
  /** In turn a strewn key and an exemplar, counted from 1; 0 is a gap. */
  #table: Uint32Array
  #homes: number
  #used = 0
  readonly #first = new Uint32Array(MOST_GRAMS)
  readonly #met = new Uint32Array(MOST_OF_A_KEY)

  constructor(homes = 1024) {
    this.#homes = homes
    this.#table = new Uint32Array(2 * (homes + TAIL))
  }

  get bytes(): number {
    return this.#table.byteLength
  }

  /** Adds an exemplar (a number from 0) to a key; false when the key has all that it may have. */
  add(key: number, id: number): boolean {
    if (this.#used >= this.#homes * FULL) this.#grow()
    const hash = strewn(key)
    const table = this.#table
    let at = this.#home(hash)
    let same = 0
    for (; table[at + 1] !== 0 && table[at]! <= hash; at += 2)
      if (table[at] === hash && ++same === MOST_OF_A_KEY) return false
    let gap = at
    while (gap < table.length && table[gap + 1] !== 0) gap += 2
    if (gap >= table.length) {
      this.#grow()
      return this.add(key, id)
    }
    for (; gap > at; gap -= 2) {
      table[gap] = table[gap - 2]!
      table[gap + 1] = table[gap - 1]!
    }
    table[at] = hash
    table[at + 1] = id + 1
    this.#used++
    return true
  }

  /** The exemplars of a key: so many stand in `met`, until it is asked again. */
  find(key: number): number {
    const hash = strewn(key)
    const table = this.#table
    let at = this.#home(hash)
    while (table[at + 1] !== 0 && table[at]! < hash) at += 2
    let count = 0
    for (; table[at + 1] !== 0 && table[at] === hash; at += 2) this.#met[count++] = table[at + 1]! - 1
    return count
  }
  get met(): Uint32Array {
    return this.#met
  }

  /** Counts the exemplars of each of many keys. All are looked at before any is followed: memory answers many looks at once. */
  hit(keys: Uint32Array, hits: Hits): void {
    const count = keys.length
    for (let i = 0; i < count; i++) this.#first[i] = this.#table[this.#home(strewn(keys[i]!)) + 1]!
    for (let i = 0; i < count; i++) {
      if (this.#first[i] === 0) continue
      const found = this.find(keys[i]!)
      for (let each = 0; each < found; each++) hits.add(this.#met[each]!)
    }
  }

  /** Takes an exemplar off a key. */
  remove(key: number, id: number): void {
    const hash = strewn(key)
    const table = this.#table
    let at = this.#home(hash)
    while (table[at + 1] !== 0 && table[at]! < hash) at += 2
    while (table[at + 1] !== 0 && table[at] === hash && table[at + 1] !== id + 1) at += 2
    if (table[at + 1] !== id + 1 || table[at] !== hash) return
    // What stands behind moves up, as far as to its home.
    let next = at + 2
    while (next < table.length && table[next + 1] !== 0 && this.#home(table[next]!) < next) next += 2
    table.copyWithin(at, at + 2, next)
    table[next - 2] = table[next - 1] = 0
    this.#used--
  }

  #home(hash: number): number {
    return 2 * Math.floor((hash * this.#homes) / 4_294_967_296)
  }

  #grow(): void {
    const old = this.#table
    this.#homes = Math.ceil(this.#homes * GROWTH)
    this.#table = new Uint32Array(2 * (this.#homes + TAIL))
    let free = 0
    for (let from = 0; from < old.length; from += 2) {
      if (old[from + 1] === 0) continue
      const at = Math.max(free, this.#home(old[from]!))
      this.#table[at] = old[from]!
      this.#table[at + 1] = old[from + 1]!
      free = at + 2
    }
  }
}
