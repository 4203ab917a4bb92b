import { answered } from './answered.ts'
import type { StateRow } from './rows.ts'

type Find = (process: string, keys: string[]) => Promise<readonly StateRow[]>

interface Group {
  readonly keys: Set<string>
  readonly rows: Promise<ReadonlyMap<string, StateRow>>
}

/**
 * States of one process that are asked for within one turn of the event loop are one command: lanes that were woken by the
 * same fetch ask together, and a command costs both sides more than the rows that it gives.
 */
export class Reads {
  readonly #find: Find
  readonly #groups = new Map<string, Group>()

  constructor(find: Find) {
    this.#find = find
  }

  /** Rows of these keys as they stand after this call. */
  async read(process: string, keys: readonly string[]): Promise<StateRow[]> {
    const group = this.#groups.get(process) ?? this.#begin(process)
    for (const key of keys) group.keys.add(key)
    const rows = await group.rows
    return keys.flatMap((key) => rows.get(key) ?? [])
  }

  #begin(process: string): Group {
    const keys = new Set<string>()
    const rows = new Promise<void>((resolve) => setImmediate(resolve)).then(async () => {
      this.#groups.delete(process)
      const found = await answered(this.#find(process, [...keys]))
      return new Map(found.map((each) => [each._id, each]))
    })
    const group = { keys, rows }
    this.#groups.set(process, group)
    return group
  }
}
