import { Grams, MOST_GRAMS, MOST_LETTERS, MOST_SOUNDS, someGrams } from './grams.ts'
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
  /** How many times as long those are as such runs of their text on the average; infinite where it has few. */
  readonly oneGap: number
  readonly theirOneGap: number
  /** Whether either text has whole pieces that the other has nothing of, beside whole pieces that both have. */
  readonly own: boolean
  readonly theirOwn: boolean
  /** Whether they are one text from end to end, but for letters, words and names. */
  readonly throughout: boolean
}

const FEWEST_SLOTS = 1024
const MOST_SLOTS = 65_536
const TOKENS = MOST_SOUNDS + MOST_LETTERS
/** What weighs less is looked up only where hardly anything weighs more. */
const COMMON = 0.2
const FEW = 48
/** Grams of two kinds of four that two texts have at least, when they have enough of all. */
const SOME = 3
/** Less than half of all grams are smaller. */
const LARGE = 0.45 * 2 ** 32

/** Compares one text with many: its grams stand one after another, each once, and a table tells where. */
export class Comparison {
  readonly #rarity: Rarity
  readonly #all = new Grams()
  readonly #theirs = new Grams()
  /** Which of the grams stands in a slot, counted from 1; the table is as wide as the text is long. */
  readonly #slots = new Uint16Array(MOST_SLOTS)
  #mask = FEWEST_SLOTS - 1
  /** Each gram once, how many campaigns had it, whether nothing stands between, and the turn in which it was met. */
  readonly #grams = new Uint32Array(MOST_GRAMS)
  readonly #counts = new Uint8Array(MOST_GRAMS)
  readonly #weights = new Float64Array(MOST_GRAMS)
  readonly #plain = new Uint8Array(MOST_GRAMS)
  readonly #from = new Uint16Array(MOST_GRAMS)
  readonly #to = new Uint16Array(MOST_GRAMS)
  readonly #hit = new Uint32Array(MOST_GRAMS)
  #distinct = 0
  readonly #finding = new Uint32Array(MOST_GRAMS)
  readonly #others = new Uint32Array(MOST_GRAMS)
  readonly #covered = new Uint8Array(TOKENS)
  readonly #coveredThere = new Uint8Array(TOKENS)
  #count = 0
  #sounds = 0
  #again: readonly [number, number] = NOT_AGAIN
  #total = 0
  #turn = 0

  constructor(rarity: Rarity) {
    this.#rarity = rarity
  }

  /**
   * The grams by which others are found. Exemplars are kept under their rarest grams, of those alike rare under the
   * smallest: in a text of many, the large ones and the commonest are hardly met.
   */
  finding(): Uint32Array {
    let count = 0
    for (let i = 0; i < this.#distinct; i++)
      if (this.#weights[i]! >= COMMON && this.#grams[i]! < LARGE) this.#finding[count++] = this.#grams[i]!
    return count < FEW ? this.grams : this.#finding.subarray(0, count)
  }

  /** Each gram of the text once; how many campaigns had it when it was begun; 1 where nothing stands between its sounds. */
  get grams(): Uint32Array {
    return this.#grams.subarray(0, this.#distinct)
  }
  get counts(): Uint8Array {
    return this.#counts
  }
  get plain(): Uint8Array {
    return this.#plain
  }

  /** Which tokens of either text were in what both have, after the last comparison. */
  get covered(): { here: Uint8Array; there: Uint8Array } {
    return { here: this.#covered, there: this.#coveredThere }
  }

  /** After a comparison: calls with the grams that stand in pieces of so many tokens or more that the other has nothing of. */
  eachNew(piece: number, call: (gram: number) => void): void {
    let first = 0
    for (let i = 0; i <= this.#count; i++) {
      if (i < this.#count && this.#covered[i] === 0) continue
      this.#covered.fill(i - first >= piece ? 0 : 1, first, i)
      first = i + 1
    }
    for (let i = 0; i < this.#distinct; i++)
      if (this.#covered[this.#from[i]!] === 0 && this.#covered[this.#to[i]!] === 0) call(this.#grams[i]!)
  }

  /** Takes the text that others are compared with; so many of its sounds and letters, the last ones, stand there once more in another order. */
  begin(sounds: Uint16Array, letters: Uint16Array, again: readonly [number, number] = NOT_AGAIN): void {
    const { gram, from, to, plain, count } = this.#all.of(sounds, letters)
    let slots = FEWEST_SLOTS
    while (slots < 2 * count) slots *= 2
    this.#slots.fill(0, 0, slots)
    this.#mask = slots - 1
    this.#count = sounds.length + letters.length
    this.#sounds = sounds.length
    this.#again = again
    let distinct = 0
    for (let i = 0; i < count; i++) {
      const each = gram[i]!
      let slot = each & this.#mask
      let known = this.#slots[slot]!
      while (known !== 0 && this.#grams[known - 1] !== each) {
        slot = (slot + 1) & this.#mask
        known = this.#slots[slot]!
      }
      if (known !== 0) continue
      this.#slots[slot] = distinct + 1
      this.#grams[distinct] = each
      this.#from[distinct] = from[i]!
      this.#to[distinct] = to[i]!
      this.#plain[distinct] = plain[i]!
      this.#hit[distinct] = 0
      distinct++
    }
    this.#distinct = distinct
    this.#turn = 0
    this.#rarity.counts(this.#grams, distinct, this.#counts)
    this.#total = 0
    for (let i = 0; i < distinct; i++) this.#total += this.#weights[i] = weightOf(this.#counts[i]!)
  }

  /** Where a gram of the text stands, counted from 1; 0 where it has none such. */
  #placeOf(gram: number): number {
    let slot = gram & this.#mask
    let known = this.#slots[slot]!
    while (known !== 0 && this.#grams[known - 1] !== gram) {
      slot = (slot + 1) & this.#mask
      known = this.#slots[slot]!
    }
    return known
  }
  readonly #isThere = (gram: number): boolean => this.#placeOf(gram) !== 0

  /** Undefined when they have less in common than `least`: then nothing more is looked at. */
  with(sounds: Uint16Array, letters: Uint16Array, least = 0): Overlap | undefined {
    if (least > 0 && letters.length < sounds.length && someGrams(sounds, this.#isThere, SOME) < SOME) return undefined
    const turn = ++this.#turn
    const tokens = sounds.length + letters.length
    this.#covered.fill(0, 0, this.#count)
    this.#coveredThere.fill(0, 0, tokens)
    let shared = 0
    let total = 0
    let others = 0
    const { gram, from, to, count } = this.#theirs.of(sounds, letters)
    for (let i = 0; i < count; i++) {
      const known = this.#placeOf(gram[i]!)
      if (known === 0) {
        this.#others[others++] = gram[i]!
        continue
      }
      const at = known - 1
      const weight = this.#weights[at]!
      total += weight
      if (this.#hit[at] !== turn) shared += weight
      this.#hit[at] = turn
      for (let token = this.#from[at]!; token <= this.#to[at]!; token++) this.#covered[token] = 1
      for (let token = from[i]!; token <= to[i]!; token++) this.#coveredThere[token] = 1
    }
    if (shared < least) return undefined
    total += this.#rarity.weigh(this.#others, others)
    const here = runsIn(this.#covered.subarray(0, this.#count), this.#sounds, this.#again)
    const there = runsIn(this.#coveredThere.subarray(0, tokens), sounds.length)
    return {
      shared,
      mine: this.#total > 0 ? Math.min(1, shared / this.#total) : 0,
      theirs: total > 0 ? Math.min(1, shared / total) : 0,
      gap: here.longest,
      theirGap: there.longest,
      oneGap: here.one,
      theirOneGap: there.one,
      own: here.own,
      theirOwn: there.own,
      throughout: here.throughout && there.throughout && !here.own && !there.own,
    }
  }
}

/** Fewer runs than these tell nothing of how long they are on the average. */
const SOME_GAPS = 4
/** A word or two are so many letters as they are sounds. */
const LETTERS_OF_A_SOUND = 2
/** Tokens of a piece that no name, word or sum takes the place of; of all such pieces together; and of what both have. */
const OWN_PIECE = 6
const LONG_PIECE = 7
const OWN_PIECES = 12
const SHARED_PIECE = 8
/** The longest run that is new in a text that is changed, but not added to, and its share of all. */
const CHANGED = 10
const CHANGED_SHARE = 0.25
const NEW_SHARE = 0.4

interface Runs {
  readonly longest: number
  readonly one: number
  readonly own: boolean
  readonly throughout: boolean
}

/** Of a text in two orders, that in which more is found. */
function runsIn(covered: Uint8Array, sounds: number, [soundsAgain, lettersAgain] = NOT_AGAIN): Runs {
  if (soundsAgain + lettersAgain === 0) return inOneOrder(covered, sounds)
  const middle = sounds - soundsAgain
  const end = covered.length - lettersAgain
  const one = inOneOrder(joined(covered.subarray(0, middle), covered.subarray(sounds, end)), middle)
  const other = inOneOrder(joined(covered.subarray(middle, sounds), covered.subarray(end)), soundsAgain)
  return one.longest <= other.longest ? one : other
}
const NOT_AGAIN: readonly [number, number] = [0, 0]
const joined = (a: Uint8Array, b: Uint8Array): Uint8Array => Uint8Array.of(...a, ...b)

/** What is new and what is not: throughout, and in pieces of that of sounds and letters of which there is more. */
function inOneOrder(covered: Uint8Array, sounds: number): Runs {
  const letters = covered.length - sounds
  const all = gapsIn(covered, 1)
  const most =
    letters > sounds
      ? gapsIn(covered.subarray(sounds), LETTERS_OF_A_SOUND)
      : letters > 0
        ? gapsIn(covered.subarray(0, sounds), 1)
        : all
  return { longest: all.longest, one: all.one, own: most.own, throughout: most.throughout }
}

function gapsIn(covered: Uint8Array, scale: number): Runs {
  const count = covered.length
  let longest = 0
  let gap = 0
  let gaps = 0
  let all = 0
  let inPieces = 0
  let shared = 0
  for (let i = 0; i <= count; i++) {
    if (i < count && covered[i] === 0) {
      if (++gap === 1) gaps++
      all++
      if (gap > longest) longest = gap
      continue
    }
    if (gap >= OWN_PIECE * scale) inPieces += gap
    gap = 0
    if (i < count && (i === 0 || covered[i - 1] === 0)) shared++
  }
  const one = gaps < SOME_GAPS ? Number.POSITIVE_INFINITY : (longest * gaps) / all
  return {
    longest,
    one,
    own:
      longest >= LONG_PIECE * scale &&
      inPieces >= OWN_PIECES * scale &&
      (count - all) / Math.max(1, shared) >= SHARED_PIECE * scale,
    throughout:
      longest <= Math.min(CHANGED * scale, count * CHANGED_SHARE) &&
      inPieces <= count * CHANGED_SHARE &&
      all <= count * NEW_SHARE,
  }
}
