import type { MessageOf, recordsOver } from '#contracts'

interface Known {
  readonly until: number
  readonly tenure?: number | undefined
}

/** So many are remembered; of those beyond it, the oldest are not. */
const MOST = 1_000_000

/** What the log says of rows that nobody may believe any more, fed from its topic. */
export class Over {
  /** Over for good: ended, or of a former owner. */
  readonly #rows = new Map<string, Known>()
  /** Found changed, until they are right again. */
  readonly #found = new Map<string, Known>()
  /** Lanes of which nobody can say which row was changed, until when. */
  readonly #lanes = new Map<string, number>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  apply({ type, data }: MessageOf<typeof recordsOver>): void {
    if (type === 'lane.over') {
      this.#lanes.set(nameOf(data.process, `${data.lane}`), data.until)
      return
    }
    if (type === 'lane.right') {
      this.#lanes.delete(nameOf(data.process, `${data.lane}`))
      return
    }
    const name = nameOf(data.process, data.key)
    if (type === 'record.right') {
      this.#found.delete(name)
      return
    }
    const { until, tenure, found } = data
    const rows = found ? this.#found : this.#rows
    const known = rows.get(name)
    rows.delete(name)
    if (until > this.#now())
      rows.set(name, { until, tenure: tenure === undefined ? undefined : Math.max(tenure, known?.tenure ?? 1) })
    for (const [oldest, { until: end }] of rows) {
      if (end > this.#now() && rows.size <= MOST) break
      rows.delete(oldest)
    }
  }

  /** That nobody can say which rows of a lane were changed. */
  isLaneOver(process: string, lane: number | undefined): boolean {
    return (this.#lanes.get(nameOf(process, `${lane}`)) ?? 0) > this.#now()
  }

  /** Rows of a process that are not as their lane left them, and lanes of which nobody can say which row it is. */
  found(process: string): { readonly keys: string[]; readonly lanes: number[] } {
    const named = (known: ReadonlyMap<string, number | Known>) =>
      [...known].flatMap(([name, each]) => {
        const isNow = (typeof each === 'number' ? each : each.until) > this.#now()
        return isNow && name.startsWith(`${process} `) ? [name.slice(process.length + 1)] : []
      })
    return { keys: named(this.#found), lanes: named(this.#lanes).map(Number) }
  }

  /** That a row which says this, or that there is none, is not what its lane left last. */
  isOver(process: string, key: string, body: unknown, lane?: number): boolean {
    if (this.isLaneOver(process, lane)) return true
    const name = nameOf(process, key)
    return [this.#rows.get(name), this.#found.get(name)].some(
      (known) =>
        known !== undefined &&
        known.until > this.#now() &&
        (known.tenure === undefined || ((body as { tenure?: number } | undefined)?.tenure ?? 1) < known.tenure),
    )
  }
}

const nameOf = (process: string, key: string): string => `${process} ${key}`
