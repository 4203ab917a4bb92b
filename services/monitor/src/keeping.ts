import { FORMAT, type HeldFigures, type Monitor, Packed, type Snapshot } from '#monitor'
import type { StateWrite, Store } from '#store'

/** The first row of a slot, written last: with it the slot is whole. */
interface Head {
  /** Messages that were archived until then: it is of the moment after the last of them. */
  readonly known: number
  /** When the last of them came. */
  readonly at: number
  readonly format: string
  readonly held: HeldFigures
  readonly zone: string
  readonly parts: number
  readonly heads: number
}
interface Part {
  readonly known: number
  readonly data: string
}

/** Rows that one commit writes. */
const PARTS = 3
const slots = ['a', 'b'] as const
type Slot = (typeof slots)[number]

const PREFIX = 'snapshot'
/** Behind all of them. */
const BEHIND = `${PREFIX}/`
const headKey = (slot: Slot): string => `${PREFIX}.${slot}.head`
const partKey = (slot: Slot, index: number): string => `${PREFIX}.${slot}.${String(index).padStart(6, '0')}`

interface UnderWay {
  readonly snapshot: Snapshot
  readonly of: Pick<Head, 'known' | 'at' | 'held' | 'zone'>
  readonly slot: Slot
  done: number
}

/**
 * What the monitor knows, among its lane’s own states: written some rows a commit, in two slots that take turns, so that one
 * of them is whole whatever happens. Whoever takes the lane over goes on from it, and reads of the archive what came since.
 */
export class Keeping {
  readonly #store: Pick<Store, 'find' | 'load'>
  /** Rows that are there. */
  readonly #rows = new Set<string>()
  #next: Slot = 'a'
  #underWay: UnderWay | undefined

  constructor(store: Pick<Store, 'find' | 'load'>) {
    this.#store = store
  }

  /** The newest that is whole, of this build and this zone; undefined: there is none, and all of the archive must be read. */
  async newest(zone: string): Promise<(Pick<Head, 'known' | 'at' | 'held'> & { readonly packed: Packed }) | undefined> {
    await this.#learn()
    const heads = await this.#store.load('monitor', slots.map(headKey))
    const known = slots.flatMap((slot) => {
      const head = heads.get(headKey(slot))?.body as Head | undefined
      return head?.format === FORMAT && head.zone === zone ? [{ slot, head }] : []
    })
    for (const { slot, head } of known.sort((a, b) => b.head.known - a.head.known)) {
      const parts = await this.#parts(slot, head)
      if (!parts) continue
      this.#next = slot === 'a' ? 'b' : 'a'
      return { ...head, packed: new Packed(parts, head.heads) }
    }
    return undefined
  }

  /** Begins one of what the monitor knows now; one that is not whole yet is given up. */
  begin(monitor: Monitor, of: UnderWay['of']): void {
    this.#underWay = { snapshot: monitor.snapshot(), of, slot: this.#next, done: 0 }
  }

  /** What is to be written with the next commit. */
  write(): readonly StateWrite[] {
    const now = this.#underWay
    if (!now) return []
    const { snapshot, of, slot } = now
    const writes: StateWrite[] = []
    for (let left = PARTS; left > 0 && now.done < snapshot.parts; left--, now.done++) {
      const part: Part = { known: of.known, data: snapshot.part(now.done).toString('base64') }
      writes.push(this.#put(partKey(slot, now.done), part))
    }
    if (now.done < snapshot.parts) return writes
    const head: Head = { ...of, format: FORMAT, parts: snapshot.parts, heads: snapshot.heads }
    this.#underWay = undefined
    this.#next = slot === 'a' ? 'b' : 'a'
    // A part of the one before, which had more of them.
    const beyond = [...this.#rows].filter((key) => key >= partKey(slot, snapshot.parts) && key < headKey(slot))
    return [...writes, ...beyond.map((key) => this.#remove(key)), this.#put(headKey(slot), head)]
  }

  /** What is kept is not to be gone on from: somebody was erased. */
  discard(): readonly StateWrite[] {
    this.#underWay = undefined
    return [...this.#rows].map((key) => this.#remove(key))
  }

  async #learn(): Promise<void> {
    this.#rows.clear()
    for (let after = PREFIX; ; ) {
      const found = await this.#store.find('monitor', { after, limit: 20, asStored: true })
      for (const { key, cursor } of found) {
        if (key >= BEHIND) return
        this.#rows.add(key)
        after = cursor
      }
      if (found.length < 20) return
    }
  }

  async #parts(slot: Slot, { known, parts: count }: Head): Promise<readonly Uint8Array[] | undefined> {
    const parts: Uint8Array[] = []
    for (let from = 0; from < count; from += PARTS) {
      const keys = Array.from({ length: Math.min(PARTS, count - from) }, (_, index) => partKey(slot, from + index))
      const rows = await this.#store.load('monitor', keys)
      for (const key of keys) {
        const part = rows.get(key)?.body as Part | undefined
        if (part?.known !== known) return undefined
        parts.push(Buffer.from(part.data, 'base64'))
      }
    }
    return parts
  }

  #put(key: string, body: Head | Part): StateWrite {
    const fresh = !this.#rows.has(key)
    this.#rows.add(key)
    return { key, body, wakeAt: undefined, tags: undefined, sort: '', fresh }
  }

  #remove(key: string): StateWrite {
    this.#rows.delete(key)
    return { key, body: undefined, wakeAt: undefined, tags: undefined, sort: '', fresh: false }
  }
}
