import { Above } from './above.ts'
import type { Commit, Found, LaneId, Loading, Query, StateRecord, Store } from './port.ts'

/**
 * Of some processes nothing is kept: they count, or carry something out, and tell it. No row of theirs is read, woken or written,
 * so what somebody puts into the database under their names is nothing to anybody, but to auditors (`beside`).
 */
export class Unkept extends Above implements Store {
  readonly #processes: ReadonlySet<string>

  constructor(store: Store, processes: readonly string[]) {
    super(store)
    this.#processes = new Set(processes)
  }

  override async load(process: string, keys: readonly string[], how?: Loading): Promise<Map<string, StateRecord>> {
    return this.#processes.has(process) ? new Map() : this.under.load(process, keys, how)
  }

  override async find(process: string, query: Query): Promise<readonly Found[]> {
    return this.#processes.has(process) ? [] : this.under.find(process, query)
  }

  override async count(process: string, query: Parameters<Store['count']>[1]): Promise<number> {
    return this.#processes.has(process) ? 0 : this.under.count(process, query)
  }

  override async due(id: LaneId, until: number, limit: number): ReturnType<Store['due']> {
    return this.#processes.has(id.process) ? [] : this.under.due(id, until, limit)
  }

  override async nextWake(id: LaneId): Promise<number | undefined> {
    return this.#processes.has(id.process) ? undefined : this.under.nextWake(id)
  }

  override async commit(commit: Commit): Promise<void> {
    const { process } = commit.id
    if (commit.states.length > 0 && this.#processes.has(process)) throw new Error(`${process} keeps nothing`)
    return this.under.commit(commit)
  }
}
