import { hash32 } from '../observed/hash.ts'
import type { Counter } from './counters.ts'

/** Ids that are kept of each kind, the latest. */
const MOST = 10
const MOST_LENGTH = 64

/** Which charges show best what is wrong, kind by kind: the latest of each. */
export class Shown {
  #ids: Map<Counter, string[]> = new Map()

  add(counter: Counter, id: string | undefined): void {
    if (id === undefined || id.length > MOST_LENGTH) return
    const held = this.#ids.get(counter)
    if (!held) this.#ids.set(counter, [id])
    else if (!held.includes(id)) {
      held.unshift(id)
      held.length = Math.min(held.length, MOST)
    }
  }

  /** Those of these kinds, a few of each, at most ten in all. */
  of(counters: readonly Counter[]): readonly string[] {
    const lists = counters.flatMap((each) => this.#ids.get(each) ?? [])
    if (counters.length < 2) return lists
    const found = new Set<string>()
    for (let place = 0; place < MOST && found.size < MOST; place++)
      for (const each of counters) {
        const id = this.#ids.get(each)?.[place]
        if (id !== undefined && found.size < MOST) found.add(id)
      }
    return [...found]
  }

  /** Whoever was erased is not named by a charge of theirs. */
  forget(_sub: number, charges: ReadonlySet<number>): void {
    if (charges.size === 0) return
    for (const [counter, ids] of this.#ids)
      this.#ids.set(
        counter,
        ids.filter((id) => !charges.has(hash32(id))),
      )
  }

  save() {
    return this.#ids
  }
  load(ids: ReturnType<Shown['save']>): void {
    this.#ids = ids
  }

  get bytes(): number {
    return [...this.#ids.values()].reduce((sum, ids) => sum + ids.length * (MOST_LENGTH + 24), this.#ids.size * 80)
  }
}
