import { Problem } from '#http'
import { type Archived, type Block, type HeldFigures, packed, unpacked, without } from '#monitor'
import type { StateWrite, Store } from '#store'

/** One row: some messages, and what is said of them without opening it. */
export interface ArchiveRow {
  readonly messages: number
  readonly events: number
  readonly from: number
  readonly until: number
  readonly data: string
  /** Observations of subscribers who were erased: a replay of these times is not what was live any more. */
  readonly erased?: number
}

/** A subscriber who is to be erased from every row; `after` is the last row that was looked at. */
export interface Erasing {
  readonly sub: number
  readonly at: number
  readonly after: string
  readonly rows: number
  readonly events: number
  readonly done: boolean
  /** Ids of their charges that stood there, hashed; until all is looked through. */
  readonly charges?: readonly number[]
}

/** What timers did: rows, and of whom all is out of the archive now, with their charges. */
export interface Done {
  readonly writes: readonly StateWrite[]
  readonly erased: readonly { readonly sub: number; readonly charges: ReadonlySet<number> }[]
}

/** A row is closed when it has so many messages; until then what a commit brought stands by itself, so many of them at most. */
const CLOSED = 4096
const PIECES = 64
const DAY = 86_400_000
/** Rows that one commit of an erasure looks at. */
const SLICE = 4
/** Behind all rows, which are named by digits; and before what else the lane keeps (keeping.ts). */
const ERASING = 'erasing'
const BEHIND = `${ERASING}/`

export const rowKey = (number: number): string => String(number).padStart(15, '0')
const isRow = (key: string): boolean => key < ERASING
/** It is not added to any more. */
export const isClosed = ({ messages }: Pick<ArchiveRow, 'messages'>): boolean => messages >= CLOSED

interface Placed {
  readonly key: string
  readonly row: ArchiveRow
}

/**
 * The row that stood between two that follow each other, where one is missing that had not been kept for its days; undefined
 * where none is. Rows go one by one, each when its own time is over: those that followed it are about as old.
 * @param oldest what came before is not kept any more, ms
 */
export function missingBetween(before: Placed, { key, row }: Placed, oldest: number): string | undefined {
  if (!isRow(before.key) || !isRow(key)) return undefined
  const next = rowKey(Number(before.key) + before.row.messages)
  return next < key && row.from > oldest + DAY ? next : undefined
}

/** Rows as they stand, in the order of arrival, from after one of them on. */
async function* stored(
  store: Pick<Store, 'find'>,
  after: string,
): AsyncGenerator<Placed & { readonly isChanged: boolean }> {
  for (let from = after; ; ) {
    const found = await store.find('monitor', { after: from, limit: 20, asStored: true })
    for (const { key, body, changed = false } of found) {
      if (!isRow(key)) return
      yield { key, row: body as ArchiveRow, isChanged: changed }
    }
    const last = found.at(-1)
    if (!last || found.length < 20) return
    from = last.cursor
  }
}

/** Rows of the archive in the order of arrival, from after one of them on. One that somebody edited is left out. */
export async function* rowsOf(store: Pick<Store, 'find'>, after = ''): AsyncGenerator<Placed> {
  for await (const { isChanged, ...placed } of stored(store, after)) if (!isChanged) yield placed
}

/**
 * The same for whoever judges by all of it, or takes it out.
 * @throws Problem `record.changed` at a row that somebody edited; Finding while nobody knows yet which are
 */
export async function* allRowsOf(store: Pick<Store, 'find'>, after = ''): AsyncGenerator<Placed> {
  for await (const { isChanged, ...placed } of stored(store, after)) {
    if (isChanged) throw new Problem('record.changed')
    yield placed
  }
}

/**
 * What was observed, in the order of arrival, as states of the monitor’s own lane: each commit of what it read keeps that
 * too, so that the archive ends exactly where the monitor stands. Rows are compressed and kept for their days.
 */
export class Archive {
  readonly #store: Pick<Store, 'find' | 'load'>
  readonly #keepMs: number
  /** Messages that were ever archived. */
  #next = 0
  /** Of the row that is not closed: its first, its messages, the rows that stand for it now. */
  #first = 0
  #open: Archived[] = []
  #held: HeldFigures | undefined
  #pieces: string[] = []
  /** Observations of the open row whose subscriber was erased. */
  #erased = 0

  constructor(store: Pick<Store, 'find' | 'load'>, keepDays: number) {
    this.#store = store
    this.#keepMs = keepDays * DAY
  }

  /** Messages that were ever archived. */
  get next(): number {
    return this.#next
  }

  /**
   * Reads all of it, or what follows the first `known` messages; whoever takes the lane over begins so.
   * @returns false where it does not have what follows them
   */
  async read(known: number, each: (block: Block) => Promise<void>): Promise<boolean> {
    let reaches = known === 0
    for await (const { key, row } of rowsOf(this.#store, known === 0 ? '' : await this.#before(known))) {
      const first = Number(key)
      if (first <= known) reaches = true
      const block = unpacked(row.data)
      const messages = block.messages.slice(Math.max(0, known - first))
      if (messages.length > 0) await each(first >= known ? block : { messages })
      this.#next = first + row.messages
      if (isClosed(row)) this.#begin()
      else {
        if (this.#pieces.length === 0) [this.#first, this.#held] = [Number(key), block.held]
        this.#open.push(...block.messages)
        this.#pieces.push(key)
        this.#erased += row.erased ?? 0
      }
    }
    return reaches && this.#next >= known
  }

  /** Where to begin, so that a closed row and whatever of the next is not closed is read whole. */
  async #before(known: number): Promise<string> {
    const query = { after: rowKey(known), descending: true, limit: PIECES + 2 }
    const found = await this.#store.find('monitor', query)
    const [, closed] = found.filter(({ body }) => isClosed(body as ArchiveRow))
    return closed?.key ?? ''
  }

  /** Keeps messages. @param held the figures that held before the first of them */
  add(messages: readonly Archived[], held: HeldFigures): readonly StateWrite[] {
    if (messages.length === 0) return []
    if (this.#pieces.length === 0) [this.#first, this.#held, this.#open] = [this.#next, held, []]
    const key = rowKey(this.#next)
    this.#open.push(...messages)
    this.#next += messages.length
    if (this.#open.length < CLOSED && this.#pieces.length < PIECES) {
      const isFirst = this.#pieces.length === 0
      this.#pieces.push(key)
      return [this.#write(key, { ...(isFirst ? { held } : {}), messages }, true)]
    }
    const [first = key, ...others] = this.#pieces
    const block = { held: this.#held, messages: this.#open }
    const whole = this.#write(rowKey(this.#first), block, first === key, this.#erased)
    const gone = others.map((each) => removed(each))
    this.#pieces = [first]
    if (this.#open.length >= CLOSED) this.#begin()
    return [whole, ...gone]
  }

  /** Timers: rows whose days are over go; erasures that were begun go on. */
  async due(keys: readonly string[], now: number): Promise<Done> {
    const gone = keys.filter(isRow)
    // Nothing came for all those days: what is not closed begins anew.
    if (this.#pieces.some((each) => gone.includes(each))) this.#begin()
    const writes: StateWrite[] = gone.map(removed)
    const isErasing = keys.filter((key) => !isRow(key))
    const erased: { sub: number; charges: ReadonlySet<number> }[] = []
    for (const [key, { body }] of await this.#store.load('monitor', isErasing)) {
      const { writes: rows, charges } = await this.#erase(key, body as Erasing, now)
      writes.push(...rows)
      if (charges) erased.push({ sub: (body as Erasing).sub, charges: new Set(charges) })
    }
    return { writes, erased }
  }

  /** Begins to erase a subscriber from all that stands now. */
  erasing(sub: number, at: number, id: string): StateWrite {
    return erasing(`${ERASING}.${id}`.slice(0, 200), { sub, at, after: '', rows: 0, events: 0, done: false }, at, true)
  }

  /** Some rows more. @returns with the last of them the charges of whoever is erased */
  async #erase(
    key: string,
    state: Erasing,
    now: number,
  ): Promise<{ readonly writes: readonly StateWrite[]; readonly charges?: readonly number[] }> {
    if (state.done) return { writes: [removed(key)] }
    // What is not closed is held here as well, and would be written again as it was.
    const open = without({ messages: this.#open }, state.sub)
    this.#open = [...open.block.messages]
    this.#erased += open.erased
    const writes: StateWrite[] = []
    let { after, rows, events } = state
    const charges = new Set([...(state.charges ?? []), ...open.charges])
    let looked = 0
    for await (const { key: at, row } of rowsOf(this.#store, after)) {
      after = at
      const { block, erased, charges: found } = without(unpacked(row.data), state.sub)
      for (const each of found) charges.add(each)
      if (erased > 0) {
        rows++
        events += erased
        writes.push(this.#write(at, block, false, (row.erased ?? 0) + erased))
      }
      if (++looked === SLICE) break
    }
    const isDone = looked < SLICE
    const wakeAt = isDone ? now + this.#keepMs : now
    const { charges: _, ...rest } = state
    const next = { ...rest, after, rows, events, done: isDone, ...(isDone ? {} : { charges: [...charges] }) }
    writes.push(erasing(key, next, wakeAt, false))
    return { writes, ...(isDone ? { charges: [...charges] } : {}) }
  }

  #begin(): void {
    this.#first = this.#next
    this.#open = []
    this.#held = undefined
    this.#pieces = []
    this.#erased = 0
  }

  #write(key: string, block: Block, fresh: boolean, erased = 0): StateWrite {
    const { messages } = block
    const times = messages.map((each) => each.at)
    const row: ArchiveRow = {
      messages: messages.length,
      events: messages.reduce((sum, each) => sum + each.seen.length, 0),
      from: times.reduce((least, at) => Math.min(least, at)),
      until: times.reduce((most, at) => Math.max(most, at)),
      data: packed(block),
      ...(erased > 0 ? { erased } : {}),
    }
    return { key, body: row, wakeAt: row.until + this.#keepMs, tags: undefined, sort: '', fresh }
  }
}

const removed = (key: string): StateWrite => ({
  key,
  body: undefined,
  wakeAt: undefined,
  tags: undefined,
  sort: '',
  fresh: false,
})
const erasing = (key: string, body: Erasing, wakeAt: number, fresh: boolean): StateWrite => ({
  key,
  body,
  wakeAt,
  tags: undefined,
  sort: '',
  fresh,
})

/** How far erasures are, the latest last. */
export async function erasuresOf(store: Pick<Store, 'find'>): Promise<readonly Erasing[]> {
  const found = await store.find('monitor', { after: ERASING, limit: 200 })
  return found.flatMap(({ key, body }) => (key < BEHIND ? [body as Erasing] : []))
}

/** The last row; undefined where nothing was archived. */
export async function lastRow(
  store: Pick<Store, 'find'>,
): Promise<{ readonly key: string; readonly row: ArchiveRow } | undefined> {
  const [last] = await store.find('monitor', { after: ERASING, descending: true, limit: 1 })
  return last && { key: last.key, row: last.body as ArchiveRow }
}
