import type { OutRecord } from '#bus'
import { type Envelope, partitionOf } from '#contracts'
import type { Beside, LaneId, Store } from '#store'
import { listingOf } from './listing.ts'
import type { Decision, ProcessDefinition } from './types.ts'

/** What a lane has yet to take as it stands, by the log. */
export interface LaneBaseline {
  readonly due: (lane: number) =>
    | {
        readonly number: number
        readonly takes: ReadonlySet<string>
        readonly isOrdered: boolean
      }
    | undefined
  /** That all states of a lane were looked at, for the log. */
  readonly made: (lane: number, number: number, taken: number) => OutRecord
}

interface Now {
  readonly now: () => number
  readonly refs: (at: number) => unknown
}
type Cause = Pick<Envelope, 'id' | 'at' | 'corr'>

interface Walk {
  readonly number: number
  readonly after: string | undefined
  readonly taken: number
}

/** How a baseline names that what was left undone is done. */
export const catchUpSign = ({ nth }: { readonly nth: number }): string => `catch-up ${nth}`

/**
 * Goes through the states of one lane, once for each baseline, and finds those that were left by a build that did not sign, stamp
 * or list them as this one does, or did not do all that follows from them. Whoever was stopped begins anew: what was taken already is as it should be.
 */
export class BaselineWalk {
  readonly #definition: ProcessDefinition
  readonly #id: LaneId
  readonly #store: Store
  readonly #baseline: LaneBaseline
  readonly #own: { readonly lane: number; readonly has: (key: string) => boolean }
  #walk: Walk | undefined
  /** Made, which the log may not have told yet. */
  #made = 0
  /** As of the last turn. */
  #due: ReturnType<LaneBaseline['due']>

  constructor(definition: ProcessDefinition, id: LaneId, partitions: number, store: Store, baseline: LaneBaseline) {
    this.#definition = definition
    this.#id = id
    this.#store = store
    this.#baseline = baseline
    this.#own = { lane: id.lane, has: (key) => partitionOf(key, partitions) === id.lane }
  }

  isDue(): boolean {
    const due = this.#baseline.due(this.#id.lane)
    this.#due = due && due.number > this.#made ? due : undefined
    return this.#due !== undefined
  }

  /**
   * Of the next states those that must be written anew, and with the last of them that it is made; undefined when nothing is due.
   * @param size so many are looked at
   */
  async page(
    context: Now,
    size: number,
  ): Promise<{ readonly looked: number; readonly keys: readonly string[]; readonly made?: OutRecord } | undefined> {
    if (!this.isDue() || !this.#due) return undefined
    const { number } = this.#due
    const { process, lane } = this.#id
    const { after, taken } = this.#walk?.number === number ? this.#walk : { after: undefined, taken: 0 }
    const { rows, next } = await this.#store.beside(process, { after, limit: size, own: this.#own })
    const others = rows.filter((row) => this.#isOther(row, context)).map(({ key }) => key)
    const found = await this.#store.load(process, others)
    // What is other than its stamp says was changed: it stays named.
    const keys = others.filter((key) => {
      const { body, changed, unbelieved } = found.get(key) ?? {}
      return body !== undefined && !changed && !unbelieved
    })
    this.#walk = { number, after: next ?? after, taken: taken + keys.length }
    const looked = rows.length
    if (next !== undefined && next !== after) return { looked, keys }
    this.#made = number
    return { looked, keys, made: this.#baseline.made(lane, number, this.#walk.taken) }
  }

  #isOther(row: Beside, now: Now): boolean {
    if (row.body === undefined) return false
    try {
      const isListed = this.#isListed(row)
      return row.changed || !isListed || this.signed(row.key, row.body, now) !== undefined
    } catch {
      // No state at all: it stays named.
      return false
    }
  }

  #isListed({ body, entries }: Beside): boolean {
    const { tags = [], sort = '' } = listingOf(this.#definition, body) ?? {}
    return entries.length === new Set(tags).size && entries.every(([tag, at]) => tags.includes(tag) && at === sort)
  }

  /** A state that is to be signed as it stands, or in which an earlier build left something undone; and why. */
  signed(key: string, state: unknown, now: Now): (Decision<unknown> & { readonly cause: Cause }) | undefined {
    if (state === undefined || !this.#due) return undefined
    const { takes, number, isOrdered } = this.#due
    const { baseline, catchUp } = this.#definition
    const id = `${this.#id.process}@${key}@baseline.${number}`
    const context = { now: now.now(), refs: now.refs(now.now()), key, cause: id }
    const decision =
      (takes.has('seal') ? baseline?.(state, context, isOrdered) : undefined) ??
      (catchUp && takes.has(catchUpSign(catchUp)) ? catchUp.decide(state, context) : undefined)
    return decision && { ...decision, cause: { id, at: now.now(), corr: id } }
  }
}
