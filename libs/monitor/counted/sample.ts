const FIELDS = 4
/** Filled beyond this share, it grows, or lets half of what it may hold go. */
const FULL = 0.75
/** Who did nothing for so many hours is let go first. */
const STALE = 100 * 24

/**
 * `used`: since the charge before; `paid`: a charge that was right, for this subscription; `again`: it had left one shortly
 * before; `using`: it was ever used; `known`: whether it was is counted; `fast`: it was agreed to faster than anybody reads;
 * `packaged`: it is part of a package, which is somebody else’s offer; `brought`: they did not ask for it themselves.
 */
export const mark = {
  cancelled: 1,
  regretted: 2,
  used: 4,
  brought: 1 << 12,
  paid: 1 << 15,
  again: 1 << 16,
  using: 1 << 17,
  known: 1 << 18,
  paidAgain: 1 << 19,
  fast: 1 << 20,
  packaged: 1 << 21,
} as const
/** What is told of one subscription, and not of the next. */
export const OF_ONE =
  mark.cancelled |
  mark.regretted |
  mark.brought |
  mark.paid |
  mark.using |
  mark.known |
  mark.paidAgain |
  mark.fast |
  mark.packaged
const APP_SHIFT = 3
/** Weeks are told apart by their last bits; what is below them but the charges of a week is kept. */
const WEEK_SHIFT = 22
const WEEKS = 0x3ff
const KEPT = 0x3ff0ff
/** Charges of a week are counted up to so many. */
const MOST_CHARGES = 0xf

/** More hours than anything is told of (until 2209); times a hash, still a whole number. */
export const HOURS = 2 ** 21

/**
 * The subscribers of a unit whose hashes are smallest, as many as fit, and each with all that happened to it: so that shares
 * of subscribers are right however many there are. The same ones are in every unit’s, so that overlaps are seen.
 */
export class Sample {
  /** Hash; week, marks, charges in it, marks; since; last (hours since 1970). */
  #cells: Uint32Array
  #slots: number
  #size = 0
  #limit = 0xffffffff
  readonly #most: number
  /** How many cells are active, and between which hours that is so; undefined: they have changed. */
  #active: { readonly count: number; readonly from: number; readonly until: number } | undefined

  /** @param most a power of two */
  constructor(most: number) {
    this.#most = most
    this.#slots = Math.min(16, most)
    this.#cells = new Uint32Array(this.#slots * FIELDS)
  }

  /** The share of all subscribers that is held. */
  get share(): number {
    return this.#limit / 0xffffffff
  }
  get size(): number {
    return this.#size
  }
  get bytes(): number {
    return this.#cells.byteLength
  }
  get limit(): number {
    return this.#limit
  }

  /** Where a subscriber stands; −1: not there. */
  find(sub: number): number {
    if (sub === 0 || sub > this.#limit) return -1
    for (let slot = sub & (this.#slots - 1); ; slot = (slot + 1) & (this.#slots - 1)) {
      const held = this.#cells[slot * FIELDS]
      if (held === sub) return slot * FIELDS
      if (held === 0) return -1
    }
  }

  /** Whether a subscriber paid or came, or might have: of whom is not followed it is not known. */
  mayHold(sub: number): boolean {
    return sub > this.#limit || this.find(sub) >= 0
  }

  /** Where a subscriber stands, made if need be; −1: not of the sample. */
  place(sub: number, hour: number): number {
    for (;;) {
      const found = this.find(sub)
      if (found >= 0 || sub === 0 || sub > this.#limit) return found
      if (this.#size < this.#slots * FULL) break
      this.#makeRoom(hour)
    }
    let slot = sub & (this.#slots - 1)
    while (this.#cells[slot * FIELDS] !== 0) slot = (slot + 1) & (this.#slots - 1)
    this.#cells[slot * FIELDS] = sub
    this.#size++
    return slot * FIELDS
  }

  /** Somebody is heard of, nothing more. */
  meet(sub: number, hour: number): void {
    const cell = this.place(sub, hour)
    if (cell >= 0) this.setLast(cell, hour)
  }

  /** Each that is held. */
  forEach(visit: (cell: number) => void): void {
    for (let cell = 0; cell < this.#cells.length; cell += FIELDS) if (this.#cells[cell] !== 0) visit(cell)
  }

  has(cell: number, bit: number): boolean {
    return (this.#word(cell) & bit) !== 0
  }
  set(cell: number, bit: number, on = true): void {
    if ((bit & mark.cancelled) !== 0) this.#active = undefined
    this.#cells[cell + 1] = on ? this.#word(cell) | bit : this.#word(cell) & ~bit
  }
  /** Which app it came by: 1 to 31 of its unit’s; 0: none. */
  app(cell: number): number {
    return (this.#word(cell) >>> APP_SHIFT) & 31
  }
  setApp(cell: number, app: number): void {
    this.#cells[cell + 1] = (this.#word(cell) & ~(31 << APP_SHIFT)) | (app << APP_SHIFT)
  }
  /** One charge more; how many it is in its week. */
  charge(cell: number, hour: number): number {
    const word = this.#word(cell)
    const week = Math.floor(hour / 168) & WEEKS
    const count = word >>> WEEK_SHIFT === week ? Math.min(MOST_CHARGES, ((word >>> 8) & MOST_CHARGES) + 1) : 1
    this.#cells[cell + 1] = ((week << WEEK_SHIFT) | (count << 8) | (word & KEPT)) >>> 0
    return count
  }
  since(cell: number): number {
    return this.#cells[cell + 2] as number
  }
  setSince(cell: number, hour: number): void {
    this.#cells[cell + 2] = hour
  }
  last(cell: number): number {
    return this.#cells[cell + 3] as number
  }
  setLast(cell: number, hour: number): void {
    if (hour <= this.last(cell)) return
    this.#cells[cell + 3] = hour
    this.#active = undefined
  }

  /**
   * Somebody leaves: for how many who had paid that stands. Who comes and goes without paying costs nobody anything; who was
   * there before anything was told of them, or came with a book that was moved, had paid.
   */
  payersLeft(sub: number): number {
    if (sub > this.#limit) return 0
    const cell = this.find(sub)
    if (cell >= 0 && !this.has(cell, mark.paid | mark.paidAgain)) return 0
    if (cell >= 0) this.set(cell, mark.paid | mark.paidAgain, false)
    return Math.round(1 / this.share)
  }

  /** How many of all subscribers are active: not cancelled, and came or paid since that hour. */
  active(hour: number): number {
    if (!this.#active || hour < this.#active.from || hour > this.#active.until) this.#active = this.#countActive(hour)
    return this.#active.count / this.share
  }
  #countActive(hour: number): { readonly count: number; readonly from: number; readonly until: number } {
    let [count, until] = [0, Number.POSITIVE_INFINITY]
    for (let cell = 0; cell < this.#cells.length; cell += FIELDS)
      if (this.#cells[cell] !== 0 && this.isActive(cell, hour)) {
        count++
        until = Math.min(until, this.last(cell))
      }
    return { count, from: hour, until }
  }
  isActive(cell: number, hour: number): boolean {
    return cell >= 0 && !this.has(cell, mark.cancelled) && this.last(cell) >= hour
  }

  save() {
    return { cells: this.#cells, slots: this.#slots, size: this.#size, limit: this.#limit }
  }
  load({ cells, slots, size, limit }: ReturnType<Sample['save']>): void {
    ;[this.#cells, this.#slots, this.#size, this.#limit] = [cells, slots, size, limit]
    this.#active = undefined
  }

  /** Nothing is known of this one any more. */
  forget(sub: number): void {
    if (this.find(sub) < 0) return
    const kept: Uint32Array[] = []
    for (let cell = 0; cell < this.#cells.length; cell += FIELDS)
      if (this.#cells[cell] !== 0 && this.#cells[cell] !== sub) kept.push(this.#cells.slice(cell, cell + FIELDS))
    this.#fill(kept)
  }

  /** Writes the hashes, up to this one, of those who came to it by no package, from that place on; returns where they end. */
  subsInto(values: Float64Array, place: number, limit: number): number {
    let next = place
    for (let cell = 0; cell < this.#cells.length; cell += FIELDS) {
      const sub = this.#cells[cell] as number
      if (sub !== 0 && sub <= limit && !this.has(cell, mark.packaged)) values[next++] = sub
    }
    return next
  }

  /** The same, of those whom it brought, and when each came: the hash times `HOURS`, and the hour. */
  broughtInto(values: Float64Array, place: number, limit: number): number {
    let next = place
    for (let cell = 0; cell < this.#cells.length; cell += FIELDS) {
      const sub = this.#cells[cell] as number
      if (sub !== 0 && sub <= limit && this.has(cell, mark.brought) && !this.has(cell, mark.packaged))
        values[next++] = sub * HOURS + this.since(cell)
    }
    return next
  }

  #word(cell: number): number {
    return this.#cells[cell + 1] as number
  }

  /** Grows; at its largest lets the stale go, and if that is not much, the upper half of the hashes. */
  #makeRoom(hour: number): void {
    const grows = this.#slots < this.#most
    const kept: Uint32Array[] = []
    for (let cell = 0; cell < this.#cells.length; cell += FIELDS)
      if (this.#cells[cell] !== 0 && (grows || this.last(cell) + STALE >= hour))
        kept.push(this.#cells.slice(cell, cell + FIELDS))
    if (grows) this.#slots = Math.min(this.#most, this.#slots * 2)
    else if (kept.length > this.#slots * FULL * 0.8) this.#limit = Math.floor(this.#limit / 2)
    this.#fill(kept)
  }

  #fill(kept: readonly Uint32Array[]): void {
    this.#cells = new Uint32Array(this.#slots * FIELDS)
    this.#size = 0
    this.#active = undefined
    for (const each of kept) {
      const sub = each[0] as number
      if (sub > this.#limit) continue
      let slot = sub & (this.#slots - 1)
      while (this.#cells[slot * FIELDS] !== 0) slot = (slot + 1) & (this.#slots - 1)
      this.#cells.set(each, slot * FIELDS)
      this.#size++
    }
  }
}
