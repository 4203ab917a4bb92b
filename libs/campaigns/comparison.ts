import { eachGram, someGrams } from './grams.ts'
import { type Rarity, weightOf } from './rarity.ts'

/** How much of two texts is the same, by the rarity of what they share. */
export interface Overlap {
  /** Weight of the grams that both have: one of three sounds, or of five letters, that no other campaign has, weighs 1. */
  readonly shared: number
  /** The share of this in the text of which less is the other's. */
  readonly mine: number
  readonly theirs: number
  /** The longest run of tokens of either that the other has nothing of, and how many tokens that text has. */
  readonly gap: number
  readonly theirGap: number
}

const SLOTS = 32_768
const TOKENS = 8192
/** What weighs less is looked up only where hardly anything weighs more. */
const COMMON = 0.2
const FEW = 48
/** Grams of two kinds of four that two texts have at least, when they have enough of all. */
const SOME = 3
/** Less than half of all grams are smaller. */
const LARGE = 0.45 * 2 ** 32

/** Compares one text with many: its grams stand in a table, and the others' are looked up there. */
export class Comparison {
  readonly #rarity: Rarity
  readonly #grams = new Uint32Array(SLOTS)
  readonly #weights = new Float64Array(SLOTS)
  readonly #counts = new Uint8Array(SLOTS)
  readonly #plain = new Uint8Array(SLOTS)
  readonly #from = new Uint16Array(SLOTS)
  readonly #to = new Uint16Array(SLOTS)
  readonly #hit = new Uint32Array(SLOTS)
  readonly #others = new Uint32Array(SLOTS)
  readonly #slots: number[] = []
  readonly #mine = new Uint8Array(TOKENS)
  readonly #theirs = new Uint8Array(TOKENS)
  #count = 0
  #total = 0
  #turn = 0

  constructor(rarity: Rarity) {
    this.#rarity = rarity
  }

  /**
   * Calls with the grams by which others are found. Exemplars are kept under their rarest grams, of those alike rare under the
   * smallest: in a text of many, the large ones and the commonest are hardly met.
   */
  eachFinding(call: (gram: number) => void): void {
    let likely = 0
    for (const slot of this.#slots) if (this.#isLikely(slot)) likely++
    for (const slot of this.#slots) if (likely < FEW || this.#isLikely(slot)) call(this.#grams[slot]!)
  }

  /** Calls with each gram of the text once, how many campaigns had it when it was begun, and whether nothing stands between its sounds. */
  each(call: (gram: number, count: number, plain: boolean) => void): void {
    for (const slot of this.#slots) call(this.#grams[slot]!, this.#counts[slot]!, this.#plain[slot] === 1)
  }

  #isLikely(slot: number): boolean {
    return this.#weights[slot]! >= COMMON && this.#grams[slot]! < LARGE
  }

  /** The weight of all of them. */
  get total(): number {
    return this.#total
  }

  /** Which tokens of either text were in what both have, after the last comparison. */
  get covered(): { here: Uint8Array; there: Uint8Array } {
    return { here: this.#mine, there: this.#theirs }
  }

  /** After a comparison: calls with the grams that stand in pieces of so many tokens or more that the other has nothing of. */
  eachNew(piece: number, call: (gram: number) => void): void {
    let first = 0
    for (let i = 0; i <= this.#count; i++) {
      if (i < this.#count && this.#mine[i] === 0) continue
      this.#mine.fill(i - first >= piece ? 0 : 1, first, i)
      first = i + 1
    }
    for (const slot of this.#slots)
      if (this.#mine[this.#from[slot]!] === 0 && this.#mine[this.#to[slot]!] === 0) call(this.#grams[slot]!)
  }

  /** Takes the text that others are compared with. */
  begin(sounds: Uint16Array, letters: Uint16Array): void {
    for (const slot of this.#slots) this.#grams[slot] = 0
    this.#slots.length = 0
    this.#total = 0
    this.#count = sounds.length + letters.length
    eachGram(sounds, letters, (gram, from, to, plain) => {
      let slot = gram & (SLOTS - 1)
      for (; this.#grams[slot] !== 0; slot = (slot + 1) & (SLOTS - 1)) if (this.#grams[slot] === gram) return
      this.#grams[slot] = gram
      this.#from[slot] = from
      this.#to[slot] = to
      const count = this.#rarity.count(gram)
      const weight = weightOf(count)
      this.#counts[slot] = count
      this.#plain[slot] = plain ? 1 : 0
      this.#weights[slot] = weight
      this.#hit[slot] = 0
      this.#total += weight
      this.#slots.push(slot)
    })
    this.#turn = 0
  }

  readonly #isThere = (gram: number): boolean => {
    let slot = gram & (SLOTS - 1)
    while (this.#grams[slot] !== 0 && this.#grams[slot] !== gram) slot = (slot + 1) & (SLOTS - 1)
    return this.#grams[slot] === gram
  }

  /** Undefined when they have less in common than `least`: then nothing more is looked at. */
  with(sounds: Uint16Array, letters: Uint16Array, least = 0): Overlap | undefined {
    if (least > 0 && letters.length < sounds.length && someGrams(sounds, this.#isThere, SOME) < SOME) return undefined
    const turn = ++this.#turn
    const count = sounds.length + letters.length
    this.#mine.fill(0, 0, this.#count)
    this.#theirs.fill(0, 0, count)
    let shared = 0
    let total = 0
    let others = 0
    eachGram(sounds, letters, (gram, from, to) => {
      let slot = gram & (SLOTS - 1)
      for (; this.#grams[slot] !== 0 && this.#grams[slot] !== gram; slot = (slot + 1) & (SLOTS - 1));
      if (this.#grams[slot] === 0) {
        this.#others[others++] = gram
        return
      }
      const weight = this.#weights[slot]!
      total += weight
      if (this.#hit[slot] !== turn) shared += weight
      this.#hit[slot] = turn
      this.#mine.fill(1, this.#from[slot]!, this.#to[slot]! + 1)
      this.#theirs.fill(1, from, to + 1)
    })
    if (shared < least) return undefined
    for (let i = 0; i < others; i++) total += this.#rarity.weight(this.#others[i]!)
    return {
      shared,
      mine: this.#total > 0 ? Math.min(1, shared / this.#total) : 0,
      theirs: total > 0 ? Math.min(1, shared / total) : 0,
      gap: longestGap(this.#mine, this.#count),
      theirGap: longestGap(this.#theirs, count),
    }
  }
}

function longestGap(covered: Uint8Array, count: number): number {
  let longest = 0
  let gap = 0
  for (let i = 0; i < count; i++) {
    gap = covered[i] === 1 ? 0 : gap + 1
    if (gap > longest) longest = gap
  }
  return longest
}
