/** Hundreds of numbers that are remembered, the latest. */
const NEAR = 128
/** Places of neighbours that are remembered, the latest: a company, a school or a factory has not so many. */
const PLACES = 48
/** Fewer of these say nothing of how many places there are. */
const TELLING = 24
/** In a walk somebody of the same hundred was one of so many who were asked before. */
const LATELY = 16
/**
 * Or hundreds take turns: as many were asked since as before one of the two who came before, give or take a quarter. Of so
 * many, so many are.
 */
const TURNS = 16
const BY_TURNS = 9
/** Of who was asked in a walk and may still agree, as many are remembered; and for how long they may, hours. */
const ASKED = 4096
const OPEN = 72
/** Whoever wants what was ordered for them has mostly agreed after so many hours that are none of the night. */
const MOVED = 6
/** Of who came of a hundred, bits by hash. */
const BITS = 256
const WORDS = BITS / 32

export interface Arrival {
  /** Another one of the same hundred came lately. */
  readonly near: boolean
  /** Nobody with this hash came of that hundred, as long as it is remembered. */
  readonly fresh: boolean
  /** At least two others did: more than a pair that was bought together. */
  readonly several: boolean
  /** A few were asked since the last of them, or hundreds take turns: numbers are gone through. */
  readonly lately: boolean
}

/** How many bits of a word of 32 are set (side by side, in pairs, fours and octets). */
const ones = (word: number): number => {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** Whose number is of the same hundred as one that came lately. It hangs on the order of arrival, and on no hash’s value. */
export class Neighbours {
  /** Where each hundred stands, that of which somebody came last at the end. */
  #slots = new Map<number, number>()
  #free: number[] = []
  /** Who came last of each, and bits of who came. */
  #last = new Uint32Array(NEAR)
  /** How many had been asked before the last one of each. */
  #when = new Uint32Array(NEAR)
  #asked = 0
  /** How many were asked since the one before of the same hundred, of the last two; bits of who was in turn. */
  #gaps: readonly [number, number] = [0, 0]
  #turns = 0
  #bits = new Uint32Array(NEAR * WORDS)

  /**
   * @param isAsked else they agree, or are told of otherwise
   * @returns undefined where nothing is known of the number, or the same subscriber came again
   */
  add(block: number, sub: number, isAsked = true): Arrival | undefined {
    if (block === 0 || sub === 0) return undefined
    const known = this.#slots.get(block)
    if (known !== undefined && this.#last[known] === sub) return undefined
    const slot = known ?? this.#take()
    this.#slots.delete(block)
    this.#slots.set(block, slot)
    this.#last[slot] = sub
    const near = known !== undefined
    const gap = near ? this.#asked - (this.#when[slot] as number) : 0
    if (near && isAsked) this.#turn(gap)
    if (!near || isAsked) this.#when[slot] = this.#asked
    if (isAsked) this.#asked++
    const fresh = this.#isFresh(slot, sub % BITS)
    const lately = near && (gap < LATELY || ones(this.#turns) >= BY_TURNS)
    return { near, fresh, several: this.#came(slot) > 2, lately }
  }

  #turn(gap: number): void {
    const isTurn = this.#gaps.some((before) => Math.abs(gap - before) <= gap / 4)
    this.#gaps = [gap, this.#gaps[0]]
    this.#turns = ((this.#turns << 1) | Number(isTurn)) & ((1 << TURNS) - 1)
  }

  /** Whether others of that hundred came lately. */
  isNear(block: number): boolean {
    const slot = this.#slots.get(block)
    return slot !== undefined && this.#came(slot) > 1
  }

  #came(slot: number): number {
    let count = 0
    for (let word = slot * WORDS; word < (slot + 1) * WORDS; word++) count += ones(this.#bits[word] as number)
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
    return { slots, free, last, when, bits, asked: this.#asked, gaps: this.#gaps, turns: this.#turns }
  }
  load({ slots, free, last, when, bits, asked, gaps, turns }: ReturnType<Neighbours['save']>): void {
    ;[this.#slots, this.#free, this.#last, this.#when, this.#bits] = [slots, free, last, when, bits]
    ;[this.#asked, this.#gaps, this.#turns] = [asked, gaps, turns]
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

interface Looked {
  readonly moved: number
  readonly unmoved: number
  /** With those who were asked in no walk. */
  readonly all: number
}
const NONE: Looked = { moved: 0, unmoved: 0, all: 0 }

/** Takes what was counted of hours until this one. */
function takeUntil(counts: Map<number, number>, until: number): number {
  let sum = 0
  for (const [hour, count] of counts)
    if (hour <= until) {
      sum += count
      counts.delete(hour)
    }
  return sum
}

/** Who was asked in a walk and has not agreed, as long as they may. */
export class Unanswered {
  /** At which hour. */
  #asked = new Map<number, number>()
  /** Who agreed, and who was asked in no walk, by the hour at which they were asked, until that is looked at. */
  #agreed = new Map<number, number>()
  #others = new Map<number, number>()
  /** Those who were asked before this hour were looked at. */
  #looked = 0

  /** @returns whether it is remembered. Of more than are, it would not be known that they agreed: they cannot be counted. */
  ask(sub: number, hour: number): boolean {
    for (const [oldest, asked] of this.#asked) {
      if (hour - asked < OPEN) break
      this.#asked.delete(oldest)
    }
    if (this.#asked.size >= ASKED || this.#asked.has(sub)) return false
    this.#asked.set(sub, hour)
    return true
  }

  /** Somebody was asked who is in no walk. */
  askOther(hour: number): void {
    this.#others.set(hour, (this.#others.get(hour) ?? 0) + 1)
  }

  /** Whether it was one of them; it is none any more. */
  agree(sub: number): boolean {
    const asked = this.#asked.get(sub)
    if (asked === undefined) return false
    this.#agreed.set(asked, (this.#agreed.get(asked) ?? 0) + 1)
    return this.#asked.delete(sub)
  }

  /** The same of one of whom nothing is to be known any more. */
  forget(sub: number): void {
    this.#asked.delete(sub)
  }

  /** The hour is over: of those who have had time enough since this was asked last, who agreed, who did not, and how many there are. */
  look(hour: number, isNight: (hour: number) => boolean): Looked {
    if (this.#asked.size + this.#agreed.size + this.#others.size === 0) return NONE
    let until = hour
    for (let waking = 0; waking < MOVED; until--) if (!isNight(until)) waking++
    const moved = takeUntil(this.#agreed, until)
    let unmoved = 0
    for (const asked of this.#asked.values()) {
      if (asked > until) break
      if (asked >= this.#looked) unmoved++
    }
    this.#looked = Math.max(this.#looked, until + 1)
    return { moved, unmoved, all: moved + unmoved + takeUntil(this.#others, until) }
  }

  save() {
    return { asked: this.#asked, agreed: this.#agreed, others: this.#others, looked: this.#looked }
  }
  load({ asked, agreed, others, looked }: ReturnType<Unanswered['save']>): void {
    ;[this.#asked, this.#agreed, this.#others, this.#looked] = [asked, agreed, others, looked]
  }

  get bytes(): number {
    return this.#asked.size * 40
  }
}
