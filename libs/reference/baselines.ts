import type { Begun, evidenceBaselines, MessageOf } from '#contracts'

/** What the owner of a lane has yet to take as it stands. */
export interface DueBaseline {
  readonly number: number
  /** `seal`, `stamp`, `lists …`, `catch-up …` */
  readonly takes: ReadonlySet<string>
  /** People ordered it: also what was signed otherwise is taken. */
  readonly isOrdered: boolean
}

/** From when on states are held against what their lanes left, by the log. */
export class Baselines {
  readonly #begun = new Map<string, Begun[]>()
  readonly #made = new Map<string, number>()

  apply({ type, data }: MessageOf<typeof evidenceBaselines>): void {
    if (type === 'baseline.made') {
      const name = `${data.process} ${data.lane}`
      this.#made.set(name, Math.max(data.number, this.#made.get(name) ?? 0))
      return
    }
    const others = this.of(data.process).filter(({ number }) => number !== data.number)
    this.#begun.set(
      data.process,
      [...others, data].toSorted((a, b) => a.number - b.number),
    )
  }

  get isEmpty(): boolean {
    return this.#begun.size === 0
  }

  /** All of a kind, in their order. */
  of(process: string): readonly Begun[] {
    return this.#begun.get(process) ?? []
  }

  /** So many lanes have yet to do something. */
  lanesDue(partitions: number): number {
    const lanes = Array.from({ length: partitions }, (_, lane) => lane)
    const dueOf = (process: string) => lanes.filter((lane) => this.due(process, lane)).length
    return [...this.#begun.keys()].reduce((sum, process) => sum + dueOf(process), 0)
  }

  /** What one lane has yet to do. */
  due(process: string, lane: number): DueBaseline | undefined {
    const made = this.#made.get(`${process} ${lane}`) ?? 0
    const due = this.of(process).filter(({ number, nothing }) => number > made && !nothing)
    const last = due.at(-1)
    if (!last) return undefined
    return {
      number: last.number,
      takes: new Set(due.flatMap(({ takes }) => takes)),
      isOrdered: due.some(({ by }) => by !== undefined),
    }
  }
}
