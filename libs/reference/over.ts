import type { MessageOf, recordsOver } from '#contracts'

interface Known {
  readonly until: number
  readonly tenure?: number | undefined
}

/** So many are remembered; of those beyond it, the oldest are not. */
const MOST = 1_000_000

/** What the log says of rows that nobody may believe any more, fed from its topic. */
export class Over {
  readonly #rows = new Map<string, Known>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  apply({ type, data }: MessageOf<typeof recordsOver>): void {
    const name = nameOf(data.process, data.key)
    if (type === 'record.right') {
      this.#rows.delete(name)
      return
    }
    const { until, tenure } = data
    const known = this.#rows.get(name)
    this.#rows.delete(name)
    if (until > this.#now())
      this.#rows.set(name, { until, tenure: tenure === undefined ? undefined : Math.max(tenure, known?.tenure ?? 1) })
    for (const [oldest, { until: end }] of this.#rows) {
      if (end > this.#now() && this.#rows.size <= MOST) break
      this.#rows.delete(oldest)
    }
  }

  /** That a row which says this, or that there is none, is not what its lane left last. */
  isOver(process: string, key: string, body: unknown): boolean {
    const known = this.#rows.get(nameOf(process, key))
    if (!known || known.until <= this.#now()) return false
    return known.tenure === undefined || ((body as { tenure?: number } | undefined)?.tenure ?? 1) < known.tenure
  }
}

const nameOf = (process: string, key: string): string => `${process} ${key}`
