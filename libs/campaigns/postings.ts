/** Entries of one key beyond this are not kept: what so many have finds nothing. */
const MOST_OF_A_KEY = 48
const FULL = 0.75
const GROWTH = 1.5

/** Which exemplars have a key (a gram, or a piece of evidence): eight octets an entry, in one table without pointers. */
export class Postings {
  #keys: Uint32Array
  #ids: Uint32Array
  #used = 0

  constructor(room = 1024) {
    this.#keys = new Uint32Array(room)
    this.#ids = new Uint32Array(room)
  }

  get bytes(): number {
    return this.#keys.byteLength + this.#ids.byteLength
  }

  /** Adds an exemplar (a number from 0) to a key other than 0; false when the key has all that it may have. */
  add(key: number, id: number): boolean {
    if (this.#used >= this.#keys.length * FULL) this.#grow()
    const keys = this.#keys
    let same = 0
    let at = this.#home(key)
    for (; this.#ids[at] !== 0; at = at + 1 === keys.length ? 0 : at + 1)
      if (keys[at] === key && ++same === MOST_OF_A_KEY) return false
    keys[at] = key
    this.#ids[at] = id + 1
    this.#used++
    return true
  }

  each(key: number, call: (id: number) => void): void {
    const keys = this.#keys
    const ids = this.#ids
    for (let at = this.#home(key); ids[at] !== 0; at = at + 1 === keys.length ? 0 : at + 1)
      if (keys[at] === key) call(ids[at]! - 1)
  }

  /** Takes an exemplar off a key. */
  remove(key: number, id: number): void {
    for (let at = this.#home(key); this.#ids[at] !== 0; at = this.#after(at))
      if (this.#keys[at] === key && this.#ids[at] === id + 1) {
        this.#close(at)
        this.#used--
        return
      }
  }

  /** Moves up what would no longer be found past a gap. */
  #close(gap: number): void {
    const room = this.#keys.length
    for (let at = this.#after(gap); this.#ids[at] !== 0; at = this.#after(at)) {
      const home = this.#home(this.#keys[at]!)
      if ((at - home + room) % room < (at - gap + room) % room) continue
      this.#keys[gap] = this.#keys[at]!
      this.#ids[gap] = this.#ids[at]!
      gap = at
    }
    this.#ids[gap] = 0
  }

  #after(at: number): number {
    return at + 1 === this.#keys.length ? 0 : at + 1
  }

  /** Keys are chosen by how small they are: they are strewn anew. */
  #home(key: number): number {
    return Math.floor(((Math.imul(key, 0x9e3779b1) >>> 0) * this.#keys.length) / 4_294_967_296)
  }

  #grow(): void {
    const keys = this.#keys
    const ids = this.#ids
    const room = Math.ceil(keys.length * GROWTH)
    this.#keys = new Uint32Array(room)
    this.#ids = new Uint32Array(room)
    for (let from = 0; from < keys.length; from++) {
      if (ids[from] === 0) continue
      let at = this.#home(keys[from]!)
      while (this.#ids[at] !== 0) at = this.#after(at)
      this.#keys[at] = keys[from]!
      this.#ids[at] = ids[from]!
    }
  }
}
