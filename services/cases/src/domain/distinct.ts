const LEAST = 1024
const FIGURES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const VALUE = new Map([...FIGURES].map((each, value) => [each.charCodeAt(0), value]))
/** Characters of a key that are looked at: 54 bits, of which a number holds 53. */
const LOOKED = 9

/**
 * Counts different keys in 16 octets each: a million victims are 16 MB, not a hundred. Keys are HMACs, so that two of a
 * million are taken for one in one count of twenty thousand.
 */
export class Distinct {
  #table = new Float64Array(LEAST)
  #size = 0

  get size(): number {
    return this.#size
  }

  add(key: string): void {
    let mark = 0
    for (let at = 0; at < LOOKED; at++) mark = mark * 64 + (VALUE.get(key.charCodeAt(at)) ?? 0)
    // None of them is 0, which is an empty place; half of 2^54 is what a number tells apart.
    if (!this.#put(this.#table, Math.floor(mark / 2) + 1)) return
    if (++this.#size * 2 <= this.#table.length) return
    const larger = new Float64Array(this.#table.length * 2)
    for (const each of this.#table) if (each !== 0) this.#put(larger, each)
    this.#table = larger
  }

  #put(table: Float64Array, mark: number): boolean {
    let place = mark % table.length
    for (; table[place] !== 0; place = (place + 1) % table.length) if (table[place] === mark) return false
    table[place] = mark
    return true
  }
}
