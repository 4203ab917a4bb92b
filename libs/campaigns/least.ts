/** The least of many numbers, in their order: far cheaper than to sort all of them. */
export class Least {
  readonly #kept: Float64Array
  #count = 0

  constructor(most: number) {
    this.#kept = new Float64Array(most)
  }

  clear(): void {
    this.#count = 0
  }

  offer(value: number): void {
    const kept = this.#kept
    let at = this.#count
    if (at === kept.length) {
      if (value >= kept[at - 1]!) return
      at--
    } else this.#count++
    for (; at > 0 && kept[at - 1]! > value; at--) kept[at] = kept[at - 1]!
    kept[at] = value
  }

  get sorted(): Float64Array {
    return this.#kept.subarray(0, this.#count)
  }
}
