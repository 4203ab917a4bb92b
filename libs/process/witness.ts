import type { Bus, OutRecord } from '#bus'
import { laneProgress, parseMessage, partitionOf } from '#contracts'
import { type LaneDocument, type LaneId, laneName } from '#store'
import { PositionError } from './errors.ts'
import type { Clock } from './types.ts'

/** How old what the log knows may be: so soon no backup is restored, and hardly anybody puts a lane’s document back. */
const EVERY_MS = 5000
/** It is told again later; nobody waits for it. */
const PATIENCE_MS = 5000

/** How far a lane has committed, in which life of the store. */
export interface Progress {
  readonly incarnation: string
  readonly seq: number
}

interface Lane {
  progress(): Progress | undefined
}

/**
 * Keeps in the log how far each lane has committed. The log outlives a store that is restored from a backup, so a lane whose
 * store is behind it does not start: what it would tell next, readers would take for what they know already.
 */
export class Witness {
  readonly #bus: Bus
  readonly #clock: Clock
  readonly #seen = new Map<string, Progress>()
  /** Of lanes that ended in this process, which the log may not have been told yet. */
  readonly #ended = new Map<string, Progress>()
  #stop = async (): Promise<void> => {}
  #toldAt = 0

  private constructor(bus: Bus, clock: Clock) {
    this.#bus = bus
    this.#clock = clock
  }

  /** Resolves when it has read what the log knows. */
  static async open(bus: Bus, clock: Clock): Promise<Witness> {
    const witness = new Witness(bus, clock)
    witness.#stop = await bus.follow(laneProgress.name, ({ key, message }) =>
      witness.#seen.set(key, parseMessage(laneProgress, message).data),
    )
    return witness
  }

  /** @throws PositionError `store.restored` */
  check(id: LaneId, { incarnation, seq, former }: LaneDocument): void {
    const name = laneName(id)
    const behind = [this.#seen.get(name), this.#ended.get(name)].find(
      (each) => each && !former.includes(each.incarnation) && !(each.incarnation === incarnation && each.seq <= seq),
    )
    if (!behind) return
    throw new PositionError(
      'store.restored',
      `${behind.seq} commits of lane ${name} are known of the store’s life ${behind.incarnation}, and the store knows of ${seq} in its life ${incarnation}: it was restored from a backup, or somebody put the lane back. Stop all processes, restore that backup again if any has run on it since, run quadzero restore, and start.`,
    )
  }

  /** It may be taken over by this process again, before the log is told how far it came. */
  ended(name: string, lane: Lane): void {
    const progress = lane.progress()
    if (progress) this.#ended.set(name, progress)
  }

  /** Lives of the store that the log tells of. */
  incarnations(): string[] {
    return [...new Set([...this.#seen.values()].map((each) => each.incarnation))]
  }

  /** Tells what has changed, at most every five seconds, or at once when it is the last time. Never throws. */
  async tell(lanes: ReadonlyMap<string, Lane>, last = false): Promise<void> {
    const now = this.#clock.now()
    if (!last && now - this.#toldAt < EVERY_MS) return
    this.#toldAt = now
    const records = [...lanes].flatMap(([name, lane]): OutRecord[] => {
      const data = lane.progress()
      const seen = this.#seen.get(name)
      if (!data || (seen?.incarnation === data.incarnation && seen.seq >= data.seq)) return []
      const message = { id: `${name}@${data.seq}`, type: 'lane.advanced', v: 1, at: now, corr: name, data }
      return [{ topic: laneProgress.name, partition: partitionOf(name, this.#bus.partitions), key: name, message }]
    })
    if (records.length === 0) return
    await this.#bus.publish(records, { withinMs: PATIENCE_MS }).catch(() => undefined)
  }

  close(): Promise<void> {
    return this.#stop()
  }
}
