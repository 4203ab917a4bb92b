const FIRST_BITS = 18
const LAST_BITS = 22

/**
 * How many campaigns hold a gram, counted in a fixed room: what most of them hold weighs little. Counts are halved as they fill the room, so that it is the rarity of late.
 */
export class Rarity {
  #bits = FIRST_BITS
  #counts = new Uint8Array(1 << FIRST_BITS)
  #added = 0

  /** From 1 for what was seen once or never, down to a tenth. */
  weight(gram: number): number {
    return weightOf(this.#counts[gram >>> (32 - this.#bits)]!)
  }

  /** How many campaigns had it of late, from 1 to 255. */
  count(gram: number): number {
    return Math.max(1, this.#counts[gram >>> (32 - this.#bits)]!)
  }

  add(gram: number): void {
    const at = gram >>> (32 - this.#bits)
    const count = this.#counts[at]!
    if (count < 255) this.#counts[at] = count + 1
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
