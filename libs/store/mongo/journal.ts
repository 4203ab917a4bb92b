import { type Collection, type MongoClient, MongoError, MongoServerError } from 'mongodb'
import { Changed, type Commit, Fenced, laneName } from '../port.ts'
import { answered } from './answered.ts'
import type { Applier } from './applier.ts'
import type { HeldLane } from './held.ts'
import { type JournalRow, type LaneRow, placeName, placeOf } from './rows.ts'
import type { RowStamps } from './stamps.ts'

interface Waiting {
  readonly commit: Commit
  readonly lane: HeldLane
  readonly row: ReturnType<HeldLane['rowOf']>
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

const TRIES = 6
/** Characters of one row of the journal: far below MongoDB’s 16 MiB, however many octets each takes. */
const MOST_CHARACTERS = 4_000_000
/** Commits wait while more states than this are to be carried over. */
const MOST_BEHIND = 10_000
/** Places that former owners may not take are kept as long as the log keeps what they could have read. */
const KEEP_MS = 8 * 86_400_000

/**
 * The commits of all lanes, each one row that is only ever inserted: the cheapest thing that MongoDB makes durable. Each
 * place of a lane is taken once, by whoever comes first, and that is the fence: who takes a lane over takes the place that
 * its former owner would take next.
 */
export class Journal {
  readonly #rows: Collection<JournalRow>
  readonly #applier: Applier
  readonly #stamps: RowStamps
  readonly #answerMs: number | undefined
  readonly #lanes = new Map<string, HeldLane>()
  #waiting: Waiting[] = []
  #running = false

  /** @param answerMs other than that of `answered` in tests only */
  constructor(client: MongoClient, applier: Applier, stamps: RowStamps, answerMs?: number) {
    this.#rows = client.db().collection<JournalRow>('journal')
    this.#applier = applier
    this.#stamps = stamps
    this.#answerMs = answerMs
  }

  /** @throws Fenced; any other error means that it is not known or did not happen */
  async commit(commit: Commit): Promise<void> {
    const lane = this.#lanes.get(laneName(commit.id))
    if (!lane || lane.fenced || lane.epoch !== commit.epoch) throw new Fenced(commit.id)
    if (lane.head.seq === commit.seq) return
    if (lane.head.seq !== commit.seq - 1) throw new Fenced(commit.id)
    if (this.#applier.size > MOST_BEHIND) await this.#applier.settle()
    const row = lane.rowOf(commit)
    if (charactersOf(row) > MOST_CHARACTERS) {
      await this.#applier.settle((each) => each === lane)
      lane.made(row, commit, commit.emit)
      return this.#applier.alone(lane, lane.placeTaken(row))
    }
    return new Promise((done, failed) => {
      this.#waiting.push({ commit, lane, row, done, failed })
      if (this.#running) return
      this.#running = true
      // Lanes that were woken by the same fetch ask within the same turn of the event loop.
      setImmediate(() => void this.#run())
    })
  }

  /** The lanes of a process that this member owns. */
  held(process: string): HeldLane[] {
    return [...this.#lanes.values()].filter((each) => each.id.process === process)
  }

  /** States of a process are committed, by whomever, that nobody has carried over. */
  async has(process: string): Promise<boolean> {
    const states = { _id: { $gt: `${process}/`, $lt: `${process}0` }, 's.0': { $exists: true } }
    return (await this.#rows.findOne(states, { projection: { _id: 1 } })) !== null
  }

  /**
   * Takes the next place of a lane, so that no former owner commits any more, and gives what they committed and nobody has
   * carried over yet. Who took the lane over since is found out by `lane.epoch` afterwards. @throws Changed
   */
  async claim(
    life: string,
    { _id: lane, epoch, place = 0 }: Pick<LaneRow, '_id' | 'epoch' | 'place'>,
  ): Promise<JournalRow[]> {
    for (;;) {
      const rows = await this.#rows
        .find({ _id: { $gt: placeName(lane, place), $lt: `${lane}#~` } })
        .sort({ _id: 1 })
        .toArray()
      if (!this.#stamps.follow(life, place, rows)) throw new Changed(`the journal of lane ${lane}`)
      const last = rows.at(-1)
      const row = { _id: placeName(lane, (last ? placeOf(last._id) : place) + 1), e: epoch, until: forgottenAt() }
      const fence = this.#stamps.row(life, row)
      try {
        await this.#rows.insertOne(fence)
        return [...rows, fence]
      } catch (error) {
        // A former owner’s commit came first, and may not be on a majority yet.
        if (!(error instanceof MongoServerError) || error.code !== 11000) throw error
        await pause(2)
      }
    }
  }

  /** From now on this member commits for the lane. */
  hold(lane: HeldLane): void {
    this.#lanes.get(lane.name)?.drop()
    this.#lanes.set(lane.name, lane)
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting
      this.#waiting = []
      await this.#write(group)
    }
    this.#running = false
  }

  async #write(group: readonly Waiting[]): Promise<void> {
    let left = group
    for (let attempt = 1; left.length > 0; attempt++) {
      let failure: unknown
      try {
        const rows = left.map((each) => each.row)
        await answered(this.#rows.insertMany(rows, { ordered: false }), this.#answerMs)
        for (const each of left) this.#made(each)
        return
      } catch (error) {
        failure = error
      }
      try {
        left = await this.#sort(left)
      } catch {
        // Nobody can be asked: whether it was made is not known.
        return failAll(left, failure)
      }
      if (attempt >= TRIES || !canRepeat(failure)) return failAll(left, failure)
      await pause(5 * attempt)
    }
  }

  /** Who has the places: us, or somebody else. @returns those whose place nobody has, as far as a majority knows */
  async #sort(group: readonly Waiting[]): Promise<readonly Waiting[]> {
    const ids = group.map((each) => each.row._id)
    const asked = this.#rows.find({ _id: { $in: ids } }, { projection: { e: 1, stamp: 1, until: 1 } }).toArray()
    const found = await answered(asked, this.#answerMs)
    const owners = new Map(found.map((each) => [each._id, each]))
    return group.flatMap((each) => {
      const { lane, row, commit } = each
      const owner = owners.get(row._id)
      if (owner === undefined) return [each]
      if (owner.until && owner.e < lane.epoch) {
        lane.passOver(row._id)
        return [{ ...each, row: lane.rowOf(commit) }]
      }
      if (owner.stamp === row.stamp) this.#made(each)
      else if (owner.e === lane.epoch) each.failed(new Changed(`the journal of lane ${lane.name}`))
      else each.failed(new Fenced(commit.id))
      return []
    })
  }

  #made({ lane, row, commit, done, failed }: Waiting): void {
    // Taken over by this very member meanwhile: the journal tells its new holder.
    if (lane.fenced) return failed(new Fenced(commit.id))
    lane.made(row, commit, commit.emit)
    this.#applier.add(lane)
    done()
  }
}

const failAll = (group: readonly Waiting[], failure: unknown): void => {
  for (const each of group) each.failed(failure)
}

function charactersOf({ h = '', o = '', s }: ReturnType<HeldLane['rowOf']>): number {
  return s.reduce((sum, { k, r }) => sum + k.length + 100 + (r?.b.length ?? 0), h.length + o.length)
}

/** The place is another’s; or what a member that steps down, or a connection that breaks, leaves open. */
const canRepeat = (error: unknown): boolean =>
  error instanceof MongoError &&
  (error.code === 11000 ||
    error.hasErrorLabel('RetryableWriteError') ||
    error.hasErrorLabel('TransientTransactionError'))

/** When a place that a former owner may not take need not be kept any longer. */
export const forgottenAt = (): Date => new Date(Date.now() + KEEP_MS)

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
