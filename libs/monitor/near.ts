/** Hundreds of numbers that are remembered, the latest. */
const NEAR = 128
/** Places of neighbours that are remembered, the latest: a company, a school or a factory has not so many. */
const PLACES = 48
/** Fewer of these say nothing of how many places there are. */
const TELLING = 24
/** Of a walk somebody came of the same hundred within so many arrivals. */
const LATELY = 16
/** Of who was asked in a walk, the latest who have not agreed. */
const ASKED = 256
/** Of who came of a hundred, bits by hash. */
const BITS = 64
const WORDS = BITS / 32

export interface Arrival {
  /** Another one of the same hundred came lately. */
  readonly near: boolean
  /** Nobody with this hash came of that hundred, as long as it is remembered. */
  readonly fresh: boolean
  /** At least two others did: more than a pair that was bought together. */
  readonly several: boolean
  /** The last of them came a few arrivals ago: one hundred is gone through, and then the next. */
  readonly lately: boolean
}

/** Whose number is of the same hundred as one that came lately. It hangs on the order of arrival, and on no hash’s value. */
export class Neighbours {
  /** Where each hundred stands, that of which somebody came last at the end. */
  #slots = new Map<number, number>()
  #free: number[] = []
  /** Who came last of each, and bits of who came. */
  #last = new Uint32Array(NEAR)
  /** Which arrival that was. */
  #when = new Uint32Array(NEAR)
  #arrivals = 0
  #bits = new Uint32Array(NEAR * WORDS)

  /** @returns undefined where nothing is known of the number, or the same subscriber came again */
  add(block: number, sub: number): Arrival | undefined {
    if (block === 0 || sub === 0) return undefined
    const known = this.#slots.get(block)
    if (known !== undefined && this.#last[known] === sub) return undefined
    const slot = known ?? this.#take()
    this.#slots.delete(block)
    this.#slots.set(block, slot)
    this.#last[slot] = sub
    const lately = known !== undefined && this.#arrivals - (this.#when[known] as number) < LATELY
    this.#when[slot] = this.#arrivals++
    const fresh = this.#isFresh(slot, sub % BITS)
    return { near: known !== undefined, fresh, several: this.#came(slot) > 2, lately }
  }

  /** Whether others of that hundred came lately. */
  isNear(block: number): boolean {
    const slot = this.#slots.get(block)
    return slot !== undefined && this.#came(slot) > 1
  }

  #came(slot: number): number {
    let count = 0
    for (let word = slot * WORDS; word < (slot + 1) * WORDS; word++)
      for (let left = this.#bits[word] as number; left !== 0; left &= left - 1) count++
    return count
  }

  #isFresh(slot: number, bit: number): boolean {
    const word = slot * WORDS + (bit >>> 5)
    const before = this.#bits[word] as number
    this.#bits[word] = before | (1 << (bit & 31))
    return this.#bits[word] !== before
  }

  /** A place for one more, of that of which nobody came for longest if need be. */
  #take(): number {
    let slot = this.#free.pop() ?? this.#slots.size
    if (this.#slots.size >= NEAR) {
      const [[block, oldest] = [0, 0]] = this.#slots
      this.#slots.delete(block)
      slot = oldest
    }
    this.#bits.fill(0, slot * WORDS, (slot + 1) * WORDS)
    return slot
  }

  /** Nothing is known of this one any more. */
  forget(sub: number): void {
    for (const [block, slot] of this.#slots) {
      if (this.#last[slot] !== sub) continue
      this.#slots.delete(block)
      this.#free.push(slot)
    }
  }

  save() {
    const [slots, free, last, when, bits] = [this.#slots, this.#free, this.#last, this.#when, this.#bits]
    return { slots, free, last, when, bits, arrivals: this.#arrivals }
  }
  load({ slots, free, last, when, bits, arrivals }: ReturnType<Neighbours['save']>): void {
    ;[this.#slots, this.#free, this.#last, this.#when, this.#bits] = [slots, free, last, when, bits]
    this.#arrivals = arrivals
  }

  get bytes(): number {
    return this.#slots.size * 48 + this.#last.byteLength * 2 + this.#bits.byteLength
  }
}

/** Where neighbours are, the latest of these places. */
export class Places {
  #known = new Set<number>()
  /** Neighbours until so many places are known, and those of them who were where one was before. */
  #count = 0
  #again = 0

  /**
   * Whether it is one more than somebody’s own site has. At the beginning that is told by how seldom two are at one place: of
   * a site with as many places as are remembered, three times as many would be.
   */
  isBeyond(place: number): boolean {
    const isKnown = this.#known.delete(place)
    this.#known.add(place)
    if (this.#known.size > PLACES) {
      this.#known.delete(this.#known.values().next().value as number)
      return true
    }
    if (this.#known.size < PLACES) {
      this.#count++
      if (isKnown) this.#again++
    }
    if (isKnown || this.#count < TELLING || this.#known.size === PLACES) return false
    const expected = this.#count - PLACES * (1 - (1 - 1 / PLACES) ** this.#count)
    return this.#again <= expected / 3
  }

  save() {
    return { known: this.#known, count: this.#count, again: this.#again }
  }
  load({ known, count, again }: ReturnType<Places['save']>): void {
    ;[this.#known, this.#count, this.#again] = [known, count, again]
  }

  get bytes(): number {
    return this.#known.size * 32
  }
}

/** Who was asked in a walk and has not agreed, the latest. */
export class Unanswered {
  #subs = new Uint32Array(0)
  #next = 0

  ask(sub: number): void {
    if (this.#subs.length === 0) this.#subs = new Uint32Array(ASKED)
    this.#subs[this.#next] = sub
    this.#next = (this.#next + 1) % ASKED
  }

  /** Whether it was one of them; it is none any more. */
  agree(sub: number): boolean {
    const place = sub === 0 ? -1 : this.#subs.indexOf(sub)
    if (place >= 0) this.#subs[place] = 0
    return place >= 0
  }

  save() {
    return { subs: this.#subs, next: this.#next }
  }
  load({ subs, next }: ReturnType<Unanswered['save']>): void {
    ;[this.#subs, this.#next] = [subs, next]
  }

  get bytes(): number {
    return this.#subs.byteLength
  }
}
