/** Texts that are kept together, and forgotten together. */
const ROOM = 8192
const TOKENS = 65_536
/** These stand with the step. */
const LIKED = 32
const LOOSE = 64
const PERSONAL = 128

interface Room {
  tokens: Uint16Array
  used: number
  readonly from: Uint32Array
  readonly sounds: Uint16Array
  readonly letters: Uint16Array
  readonly keys: Uint8Array
  readonly campaign: Uint32Array
  readonly step: Uint8Array
  day: number
}

export interface Kept {
  readonly sounds: Uint16Array
  readonly letters: Uint16Array
}

/** How a text stands in its campaign: `step` is 0 for the first, and for what may be the whole of it. */
export interface Standing {
  readonly step: number
  /** It was joined, or others were, by half of it: until another is like it throughout nothing else is joined by it. */
  readonly loose: boolean
  /** Whether another text, varied, is like it throughout. */
  readonly liked: boolean
}

/** What is known of a text: `day` is any that does not fall. */
export interface Known extends Standing {
  readonly campaign: number
  /** Whether it looks like one person's to another. */
  readonly personal: boolean
  readonly day: number
}

/** The tokens of the texts that others are compared with, two octets a token, and what is known of each: in the order in which they came. */
export class Exemplars {
  readonly #rooms: (Room | undefined)[] = []
  #first = 0
  #count = 0
  #bytes = 0

  /** The number that the next one gets. */
  get count(): number {
    return this.#count
  }
  get bytes(): number {
    return this.#bytes
  }

  /** Keeps a text and the keys of its evidence; the number that it has from now on. */
  add(
    { sounds, letters }: Kept,
    evidence: readonly number[],
    { campaign, step, loose, liked, personal, day }: Known,
  ): number {
    const keys = evidence.slice(0, 255)
    const id = this.#count++
    const at = id % ROOM
    if (at === 0) this.#rooms.push(this.#open())
    const room = this.#rooms.at(-1)!
    const length = sounds.length + letters.length + 2 * keys.length
    if (room.used + length > room.tokens.length) {
      const wider = new Uint16Array(Math.max(room.used + length, Math.ceil(room.tokens.length * 1.25)))
      wider.set(room.tokens)
      this.#bytes += wider.byteLength - room.tokens.byteLength
      room.tokens = wider
    }
    room.tokens.set(sounds, room.used)
    room.tokens.set(letters, room.used + sounds.length)
    for (const [index, key] of keys.entries()) {
      const place = room.used + sounds.length + letters.length + 2 * index
      room.tokens[place] = key & 0xffff
      room.tokens[place + 1] = key >>> 16
    }
    room.from[at] = room.used
    room.used += length
    room.keys[at] = keys.length
    room.sounds[at] = sounds.length
    room.letters[at] = letters.length
    room.campaign[at] = campaign
    room.step[at] = step + (liked ? LIKED : 0) + (loose ? LOOSE : 0) + (personal ? PERSONAL : 0)
    room.day = day
    return id
  }

  #open(): Room {
    // The room that is full keeps no more than it holds.
    const full = this.#rooms.at(-1)
    if (full) {
      this.#bytes -= full.tokens.byteLength
      full.tokens = full.tokens.slice(0, full.used)
      this.#bytes += full.tokens.byteLength
    }
    this.#bytes += ROOM * 14 + TOKENS * 2
    return {
      tokens: new Uint16Array(TOKENS),
      used: 0,
      from: new Uint32Array(ROOM),
      sounds: new Uint16Array(ROOM),
      letters: new Uint16Array(ROOM),
      keys: new Uint8Array(ROOM),
      campaign: new Uint32Array(ROOM),
      step: new Uint8Array(ROOM),
      day: 0,
    }
  }

  campaign(id: number): number {
    return this.#of(id).campaign[id % ROOM]!
  }
  step(id: number): number {
    return this.#of(id).step[id % ROOM]! & 1
  }
  /** Whether another text, varied, is like it throughout. */
  isLiked(id: number): boolean {
    return (this.#of(id).step[id % ROOM]! & LIKED) !== 0
  }
  like(id: number): void {
    this.#of(id).step[id % ROOM]! |= LIKED
  }
  isLoose(id: number): boolean {
    return (this.#of(id).step[id % ROOM]! & LOOSE) !== 0 && !this.isLiked(id)
  }
  loosen(id: number): void {
    this.#of(id).step[id % ROOM]! |= LOOSE
  }
  isPersonal(id: number): boolean {
    return this.#of(id).step[id % ROOM]! >= PERSONAL
  }
  tokens(id: number): Kept {
    const room = this.#of(id)
    const at = id % ROOM
    const middle = room.from[at]! + room.sounds[at]!
    return {
      sounds: room.tokens.subarray(room.from[at]!, middle),
      letters: room.tokens.subarray(middle, middle + room.letters[at]!),
    }
  }

  /** The keys of its evidence. */
  evidence(id: number): number[] {
    const room = this.#of(id)
    const at = id % ROOM
    const from = room.from[at]! + room.sounds[at]! + room.letters[at]!
    return Array.from(
      { length: room.keys[at]! },
      (_, index) => (room.tokens[from + 2 * index]! | (room.tokens[from + 2 * index + 1]! << 16)) >>> 0,
    )
  }

  /** Those of the oldest room if all in it are of before that day: `call` hears of each, then they are gone. True when there may be more. */
  forget(before: number, call: (id: number) => void): boolean {
    const room = this.#rooms[this.#first]
    if (!room || room.day >= before || (this.#first + 1) * ROOM > this.#count) return false
    for (let id = this.#first * ROOM; id < (this.#first + 1) * ROOM; id++) call(id)
    this.#bytes -= ROOM * 14 + room.tokens.byteLength
    this.#rooms[this.#first++] = undefined
    return true
  }

  #of(id: number): Room {
    return this.#rooms[Math.floor(id / ROOM)]!
  }
}
