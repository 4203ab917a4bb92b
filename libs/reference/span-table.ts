/** From when until when, in seconds since 1970; `until` 0: without end. */
export interface Span {
  readonly all: boolean
  readonly from: number
  readonly until: number
}

/** Octets a place: key (kind, length, digits; the scope beside it), from, until. */
const WORDS = 4
const LEAST = 1024
/** More is full: what is looked for in vain would be looked for too long. */
const FULL = 0.8
/** The scope stands in a bit that is no part of the key. */
const ALL = 1 << 24
const KEY = ALL - 1
/** The same digits of another kind stand beside, where the processor has just looked. */
const ANY_KIND = (1 << 22) - 1
const TWO_32 = 2 ** 32

/** More digits than this do not fit into a key. */
export const MOST_DIGITS = 15

/**
 * Spans by digits: 16 octets a place, at most 40 octets an entry, exact (no two keys are one). Entries are changed and never
 * taken out: what is over has its end.
 */
export class SpanTable {
  #words = new Uint32Array(LEAST * WORDS)
  #places = LEAST
  #size = 0

  get size(): number {
    return this.#size
  }

  /** @param value the number that `length` digits make; leading zeros count by the length */
  set(kind: number, length: number, value: number, { all, from, until }: Span): void {
    if (this.#size + 1 > this.#places * FULL) this.#grow()
    const high = highOf(kind, length, value)
    const low = value >>> 0
    const at = this.#find(high, low)
    if (this.#words[at] === 0) this.#size++
    this.#words[at] = high | (all ? ALL : 0)
    this.#words[at + 1] = low
    this.#words[at + 2] = from
    this.#words[at + 3] = until
  }

  /** Where it stands; below 0 when nowhere. */
  place(kind: number, length: number, value: number): number {
    const at = this.#find(highOf(kind, length, value), value >>> 0)
    return this.#words[at] === 0 ? -1 : at
  }

  holds(place: number, second: number): boolean {
    const until = this.#words[place + 3] as number
    return (this.#words[place + 2] as number) <= second && (until === 0 || second < until)
  }

  /** When it ends, in seconds; 0: never. */
  ends(place: number): number {
    return this.#words[place + 3] as number
  }

  isAll(place: number): boolean {
    return ((this.#words[place] as number) & ALL) !== 0
  }

  #find(high: number, low: number): number {
    const mask = this.#places - 1
    for (let place = mixed(high & ANY_KIND, low) & mask; ; place = (place + 1) & mask) {
      const at = place * WORDS
      const found = this.#words[at] as number
      if (found === 0 || ((found & KEY) === high && this.#words[at + 1] === low)) return at
    }
  }

  #grow(): void {
    const old = this.#words
    this.#places *= 2
    this.#words = new Uint32Array(this.#places * WORDS)
    for (let from = 0; from < old.length; from += WORDS)
      if (old[from] !== 0)
        this.#words.set(
          old.subarray(from, from + WORDS),
          this.#find((old[from] as number) & KEY, old[from + 1] as number),
        )
  }
}

/** Never 0: a length is at least 1. */
const highOf = (kind: number, length: number, value: number): number =>
  Math.floor(value / TWO_32) | (length << 18) | (kind << 22)

function mixed(high: number, low: number): number {
  let hash = Math.imul(high ^ (low >>> 15), 0x85ebca6b) ^ Math.imul(low, 0xc2b2ae35)
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0x27d4eb2f)
  return (hash ^ (hash >>> 16)) >>> 0
}
