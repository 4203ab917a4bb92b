import type { LaneDocument, LaneId, StateWrite } from './port.ts'
import { laneName } from './port.ts'
import { markIn, stampIn } from './stamping.ts'
import { minus, NOTHING, plus, type Sum, same, type Total } from './sum.ts'

/** What stands for a row; undefined for none. */
export type Entry = number | undefined
export interface Change {
  readonly key: string
  readonly former: Entry
  readonly now: Entry
}

/** Rows that are there and were not left, less those that are missed; undefined where nobody can say. */
export interface Off {
  readonly rows: number | undefined
  readonly sum: number
}

/** So many rows are known as they were left last, without asking for them before they are written over. */
const MOST_KNOWN = 2000

/**
 * How many rows one lane has, and the sum of what stands for each, as its owner left them: what is kept of a lane whose rows are
 * too many to know each. What a commit writes over is subtracted, as it was left or else found.
 */
export class Counting {
  readonly id: LaneId
  readonly epoch: number
  readonly #sum: Sum
  /** Undefined until all rows were found, of a lane that earlier builds did not count. */
  #now: Total | undefined
  /** As the lane says that it stood, which nobody can read. */
  readonly #unread: string | undefined
  #mark: string | undefined
  /** Rows as they were left or found last, the stamp of those of which it was not asked what stands for them. */
  readonly #known = new Map<string, number | string>()
  /** What the commit under way changes. */
  pending: readonly Change[] = []
  /** How often a commit began or ended: what was read meanwhile may be of before. */
  #commits = 0
  /** It was counted, and no commit says so yet: whoever has it next would count anew what stands there then. */
  isUnsaid = false
  /** What a walk through all rows came by; undefined while none does that was there from its beginning. */
  found: Total | undefined

  constructor(id: LaneId, sum: Sum, { epoch, seq, roll }: Pick<LaneDocument, 'epoch' | 'seq' | 'roll'>) {
    this.id = id
    this.epoch = epoch
    this.#sum = sum
    this.#mark = roll
    this.#now = roll === undefined ? (seq === 0 ? NOTHING : undefined) : sum.read(roll)
    this.#unread = roll !== undefined && !this.#now ? roll : undefined
  }

  entryOf(key: string, body: unknown): Entry {
    return this.#sum.quickly(key, markIn(body))
  }

  /** The same, by what a row ends with. */
  endOf(key: string, tail: string): Entry {
    return this.#sum.quickly(key, stampIn(tail))
  }

  /** Reads rows by it, and knows them from then on unless something is written meanwhile. */
  async learn<Rows extends ReadonlyMap<string, { readonly body: unknown }>>(read: () => Promise<Rows>): Promise<Rows> {
    const before = this.#commits
    const rows = await read()
    if (this.#commits === before)
      for (const [key, { body }] of rows) if (!this.#known.has(key)) this.#know(key, markIn(body))
    return rows
  }

  #know(key: string, entry: Entry | string): void {
    this.#known.delete(key)
    if (entry === undefined) return
    this.#known.set(key, entry)
    if (this.#known.size > MOST_KNOWN) this.#known.delete(this.#known.keys().next().value as string)
  }

  /** Those that must be read before they are written over. */
  unknown(states: readonly StateWrite[]): string[] {
    return states.filter(({ key, fresh }) => !fresh && !this.#known.has(key)).map(({ key }) => key)
  }

  /** A commit begins. @returns what the lane says of its rows when it is made */
  begin(seq: number, states: readonly StateWrite[], found: ReadonlyMap<string, { readonly body: unknown }>) {
    this.#commits++
    this.pending = states.map(({ key, body, fresh }) => {
      const known = this.#known.get(key) ?? (found.has(key) ? markIn(found.get(key)?.body) : undefined)
      const former = fresh ? undefined : typeof known === 'string' ? this.#sum.quickly(key, known) : known
      return { key, former, now: body === undefined ? undefined : this.entryOf(key, body) }
    })
    if (this.#unread !== undefined || !this.#now || (states.length === 0 && this.#mark !== undefined)) return this.#mark
    this.#mark = this.#sum.write(`${this.epoch}.${seq}`, this.pending.reduce(changed, this.#now))
    return this.#mark
  }

  /** It was made. @param isPassed the walk was there already */
  done(isPassed: (key: string) => boolean): void {
    this.#commits++
    for (const change of this.pending) {
      if (this.#now) this.#now = changed(this.#now, change)
      if (this.found && isPassed(change.key)) this.found = changed(this.found, change)
      this.#know(change.key, change.now)
    }
    this.pending = []
    this.isUnsaid &&= this.#mark === undefined
  }

  /** All rows were come by. @returns by what they are others than were left; what was never counted is from then on. */
  end(): Off | undefined {
    const { found } = this
    this.found = undefined
    if (this.#unread !== undefined) return { rows: undefined, sum: 0 }
    if (!found) return undefined
    this.isUnsaid ||= this.#now === undefined
    this.#now ??= found
    if (same(found, this.#now)) return undefined
    const { count: rows, sum } = minus(found, this.#now)
    return { rows, sum }
  }

  get name(): string {
    return laneName(this.id)
  }
}

const changed = (total: Total, { former, now }: Change): Total => plus(total, now, former)
