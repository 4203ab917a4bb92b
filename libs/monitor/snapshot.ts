import { deserialize, serialize } from 'node:v8'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { counterNames } from './counted/counters.ts'
import type { Unit } from './counted/unit.ts'
import { signalNames } from './judged/signals.ts'
import { hash32 } from './observed/hash.ts'

/** What was packed by another build is not unpacked. Count it up when what is kept, or what it means, changes. */
const MEANING = 24
export const FORMAT = `${MEANING}.${hash32([...counterNames, ...signalNames].join()).toString(36)}`
/** Octets of a part of the head, before it is compressed; and units of another part. */
const HEAD_PART = 500_000
const UNITS_PART = 16

/**
 * All that a monitor knew at one moment, in parts: first what is not one unit’s, then some units in each. Little is done at
 * that moment; a unit is packed when its part is asked for, or before it changes.
 */
export class Snapshot {
  /** Parts that the head takes. */
  readonly heads: number
  readonly #head: Buffer
  readonly #units: readonly Unit[]
  readonly #save: (unit: Unit) => unknown
  readonly #left: Set<Unit>
  readonly #packed = new Map<Unit, Buffer>()

  constructor(head: unknown, units: readonly Unit[], save: (unit: Unit) => unknown) {
    this.#head = serialize(head)
    this.heads = Math.ceil(this.#head.length / HEAD_PART)
    this.#units = units
    this.#left = new Set(units)
    this.#save = save
  }

  get parts(): number {
    return this.heads + Math.ceil(this.#units.length / UNITS_PART)
  }

  /** One part, compressed; each is asked for once. */
  part(index: number): Buffer {
    if (index < this.heads) return zstdCompressSync(this.#head.subarray(index * HEAD_PART, (index + 1) * HEAD_PART))
    const from = (index - this.heads) * UNITS_PART
    const units = this.#units.slice(from, from + UNITS_PART)
    for (const each of units) this.before(each)
    const part = zstdCompressSync(serialize(units.map((each) => this.#packed.get(each))))
    for (const each of units) this.#packed.delete(each)
    return part
  }

  /** It is about to change. */
  before(unit: Unit): void {
    if (this.#left.delete(unit)) this.#packed.set(unit, serialize(this.#save(unit)))
  }

  /** All are about to change. */
  finish(): void {
    for (const unit of this.#left) this.before(unit)
  }
}

/** A snapshot as it is read again. */
export class Packed {
  readonly #heads: number
  readonly #parts: readonly Uint8Array[]
  /** Units of the part that was opened last. */
  #opened: { readonly part: number; readonly units: readonly Uint8Array[] } | undefined

  constructor(parts: readonly Uint8Array[], heads: number) {
    this.#parts = parts
    this.#heads = heads
  }

  head(): unknown {
    return deserialize(Buffer.concat(this.#parts.slice(0, this.#heads).map((each) => zstdDecompressSync(each))))
  }

  unit(place: number): unknown {
    const part = this.#heads + Math.floor(place / UNITS_PART)
    if (this.#opened?.part !== part)
      this.#opened = { part, units: deserialize(zstdDecompressSync(this.#parts[part] as Uint8Array)) as Uint8Array[] }
    return deserialize(Buffer.from(this.#opened.units[place % UNITS_PART] as Uint8Array))
  }
}
