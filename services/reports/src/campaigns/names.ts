import { Buffer } from 'node:buffer'

/** Names that are kept together, and forgotten together. */
const ROOM = 8192

interface Room {
  octets: Buffer
  used: number
  /** Where each begins; it ends where the next begins, the last at `used`. */
  readonly from: Uint32Array
  /** Of each, to find it again without reading all. */
  readonly hash: Uint32Array
  count: number
  left: number
}

/**
 * Names by number from 0, in the order in which they came, in octets outside of the heap: a string of its own for each of ten
 * million texts would be some eighty octets, and fill the heap. A room whose names are all forgotten is gone.
 */
export class Names {
  readonly #rooms: (Room | undefined)[] = []
  #count = 0
  #bytes = 0

  get bytes(): number {
    return this.#bytes
  }

  /** Keeps a name (ASCII): the number that it has from now on. */
  add(name: string): number {
    const id = this.#count++
    if (id % ROOM === 0) this.#open()
    const room = this.#rooms.at(-1)!
    if (room.used + name.length > room.octets.length)
      this.#resize(room, Math.ceil(room.octets.length * 1.5) + name.length)
    room.from[room.count] = room.used
    room.hash[room.count] = hashOf(name)
    room.used += room.octets.write(name, room.used, 'latin1')
    room.count++
    room.left++
    return id
  }

  at(id: number): string | undefined {
    const room = this.#rooms[Math.floor(id / ROOM)]
    const at = id % ROOM
    if (!room || at >= room.count) return undefined
    return room.octets.toString('latin1', room.from[at], at + 1 < room.count ? room.from[at + 1] : room.used)
  }

  /** The last that has this name, or -1: every name’s hash is looked at, some ms for ten million. */
  lastOf(name: string): number {
    const hash = hashOf(name)
    for (let of = this.#rooms.length - 1; of >= 0; of--) {
      const room = this.#rooms[of]
      for (let at = (room?.count ?? 0) - 1; at >= 0; at--)
        if (room!.hash[at] === hash && this.at(of * ROOM + at) === name) return of * ROOM + at
    }
    return -1
  }

  /** One that is asked for no more, once each; its octets go with its room. */
  forget(id: number): void {
    const of = Math.floor(id / ROOM)
    const room = this.#rooms[of]!
    if (--room.left > 0 || room.count < ROOM) return
    this.#bytes -= room.octets.length + 8 * ROOM
    this.#rooms[of] = undefined
  }

  #open(): void {
    const full = this.#rooms.at(-1)
    if (full) this.#resize(full, full.used)
    this.#bytes += 8 * ROOM
    const room: Room = {
      octets: Buffer.alloc(0),
      used: 0,
      from: new Uint32Array(ROOM),
      hash: new Uint32Array(ROOM),
      count: 0,
      left: 0,
    }
    this.#rooms.push(room)
    this.#resize(room, 4096)
  }

  #resize(room: Room, length: number): void {
    const octets = Buffer.alloc(length)
    room.octets.copy(octets, 0, 0, room.used)
    this.#bytes += length - room.octets.length
    room.octets = octets
  }
}

export function hashOf(name: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
  return (hash ^ (hash >>> 15)) >>> 0
}
