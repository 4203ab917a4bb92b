import { type LaneId, laneName, type Store } from './port.ts'
import type { Roll } from './roll.ts'

interface Told {
  laneOver?(id: LaneId): void
  laneRight?(id: LaneId): void
  isLaneOver?(id: LaneId): boolean
}

/** Lanes of this process that stand since their rows are other ones than they say: others hear of them each minute. */
export class Standing {
  readonly #store: Pick<Store, 'owns'>
  readonly #watch: Told
  readonly #againMs: number
  readonly #tellRow: (id: LaneId, key: string) => void
  /** Of lanes that are being taken over or stand: the last roll that was whole. */
  readonly #lastWhole = new Map<string, Roll>()
  /** Which of their rows differ; none where nobody can say. */
  readonly #lanes = new Map<string, { readonly id: LaneId; readonly roll: Roll; readonly keys: readonly string[] }>()
  /** Lanes that were told as a whole, and when. */
  readonly #told = new Map<string, number>()

  /** @param tellRow tells of one row, if it is time */
  constructor(store: Pick<Store, 'owns'>, watch: Told, againMs: number, tellRow: (id: LaneId, key: string) => void) {
    this.#store = store
    this.#watch = watch
    this.#againMs = againMs
    this.#tellRow = tellRow
  }

  wasWhole(id: LaneId, roll: Roll): void {
    this.#lastWhole.set(laneName(id), roll)
  }

  /** It is whole again. */
  isOver(id: LaneId): void {
    const name = laneName(id)
    this.#lastWhole.delete(name)
    this.#lanes.delete(name)
    const wasToldHere = this.#told.delete(name)
    if (wasToldHere || this.#watch.isLaneOver?.(id)) this.#watch.laneRight?.(id)
  }

  begins(id: LaneId, roll: Roll): void {
    const last = this.#lastWhole.get(laneName(id))
    this.#lanes.set(laneName(id), { id, roll, keys: last ? roll.differing(last) : [] })
    this.#tell(laneName(id))
  }

  /** What differs, or all of the lane where nobody can say, again each minute. */
  #tell(name: string): void {
    const lane = this.#lanes.get(name)
    if (!lane) return
    for (const key of lane.keys) this.#tellRow(lane.id, key)
    const now = performance.now()
    if (lane.keys.length > 0 || now - (this.#told.get(name) ?? Number.NEGATIVE_INFINITY) < this.#againMs) return
    this.#told.set(name, now)
    this.#watch.laneOver?.(lane.id)
  }

  /** Tells of all again, as long as nobody else has them. */
  async again(rollOf: (id: LaneId) => Roll | undefined): Promise<void> {
    for (const [name, { id, roll }] of [...this.#lanes]) {
      const now = rollOf(id)
      // It is being taken over again: that will say.
      if (now?.state === 'building') continue
      if (now === roll && (await this.#store.owns(id, roll.epoch))) this.#tell(name)
      else {
        this.#lanes.delete(name)
        this.#told.delete(name)
      }
    }
  }
}
