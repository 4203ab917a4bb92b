/** Hundreds of numbers that are remembered, the latest. */
const NEAR = 128
/** Places of neighbours that are remembered, the latest: a company, a school or a factory has not so many. */
const PLACES = 48
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
}

/** Whose number is of the same hundred as one that came lately. It hangs on the order of arrival, and on no hash’s value. */
export class Neighbours {
  /** Where each hundred stands, that of which somebody came last at the end. */
  #slots = new Map<number, number>()
  #free: number[] = []
  /** Who came last of each, and bits of who came. */
  #last = new Uint32Array(NEAR)
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
    const fresh = this.#isFresh(slot, sub % BITS)
    return { near: known !== undefined, fresh, several: this.#came(slot) > 2 }
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
    return { slots: this.#slots, free: this.#free, last: this.#last, bits: this.#bits }
  }
  load({ slots, free, last, bits }: ReturnType<Neighbours['save']>): void {
    ;[this.#slots, this.#free, this.#last, this.#bits] = [slots, free, last, bits]
  }

  get bytes(): number {
    return this.#slots.size * 48 + this.#last.byteLength + this.#bits.byteLength
  }
}

/** Where neighbours are, the latest of these places. */
export class Places {
  #known = new Set<number>()

  /** Whether it is one more than somebody’s own site has. */
  isBeyond(place: number): boolean {
    const isKnown = this.#known.delete(place)
    this.#known.add(place)
    if (isKnown || this.#known.size <= PLACES) return false
    this.#known.delete(this.#known.values().next().value as number)
    return true
  }

  save() {
    return this.#known
  }
  load(known: ReturnType<Places['save']>): void {
    this.#known = known
  }

  get bytes(): number {
    return this.#known.size * 32
  }
}
