const FIRST_BITS = 18
const LAST_BITS = 22

/**
 * How many campaigns hold a gram, counted in a fixed room: what most of them hold weighs little. Counts are halved as they fill the room, so that it is the rarity of late.
 */
export class Rarity {
  #bits = FIRST_BITS
  #counts = new Uint8Array(1 << FIRST_BITS)
  #added = 0

  /** How many campaigns had each of the grams of late, from 1 to 255. */
  counts(grams: Uint32Array, count: number, into: Uint8Array): void {
    const shift = 32 - this.#bits
    for (let i = 0; i < count; i++) into[i] = Math.max(1, this.#counts[grams[i]! >>> shift]!)
  }

  /** What grams weigh together: each from 1 for what was seen once or never, down to a tenth. */
  weigh(grams: Uint32Array, count: number): number {
    const shift = 32 - this.#bits
    let weight = 0
    for (let i = 0; i < count; i++) weight += weightOf(this.#counts[grams[i]! >>> shift]!)
    return weight
  }

  /** One more has it, or as good as so many more. */
  add(gram: number, times = 1): void {
    const at = gram >>> (32 - this.#bits)
    this.#counts[at] = Math.min(255, this.#counts[at]! + times)
    if (++this.#added >= this.#counts.length) this.#makeRoom()
  }

  get bytes(): number {
    return this.#counts.byteLength
  }

  #makeRoom(): void {
    this.#added = this.#counts.length >> 1
    if (this.#bits === LAST_BITS) {
      for (let i = 0; i < this.#counts.length; i++) this.#counts[i] = this.#counts[i]! >> 1
      return
    }
    const wider = new Uint8Array(this.#counts.length * 2)
    for (let i = 0; i < this.#counts.length; i++) wider[2 * i] = wider[2 * i + 1] = this.#counts[i]!
    this.#counts = wider
    this.#bits++
  }
}

const WEIGHTS = Float64Array.from({ length: 256 }, (_, count) => 1 / (1 + Math.log2(Math.max(1, count))))

/** The weight of a gram that so many campaigns had of late. */
export const weightOf = (count: number): number => WEIGHTS[count]!
