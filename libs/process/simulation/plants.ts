import type { LaneHandler, LaneReader, OutRecord, Range } from '#bus'
import { MemoryBus, type MemoryCluster } from '#bus/memory'
import type { Commit, LaneDocument, LaneId, Marks, StateWrite } from '#store'
import { JournaledStore, type JournalRow, type LaneRow, type MemoryDatabase, MemoryStore } from '#store/memory'
import { Ahead } from '../ahead.ts'
import type { DecideWork } from '../decide-work.ts'
import type { Clock } from '../types.ts'
import type { LaneWork, Turn } from '../work.ts'
import type { Plant } from './run.ts'

/** No fence: whoever commits is believed, whatever its epoch and seq. */
class Unfenced extends MemoryStore {
  protected override check(): void {}
}

/** The outbox is emptied by the commit that filled it, before anything was published. */
class OutboxGone extends MemoryStore {
  protected override async apply(commit: Commit, row: LaneRow): Promise<void> {
    await super.apply(commit, row)
    row.outbox = []
  }
}

/** Positions and marks are saved in a step of their own, after the states. */
class PositionOutside extends MemoryStore {
  protected override async apply(commit: Commit, row: LaneRow): Promise<void> {
    const { positions, marks } = row
    await super.apply(commit, row)
    Object.assign(row, { positions, marks })
    await this.step('states saved, position not yet')
    Object.assign(row, { positions: commit.positions, marks: commit.marks })
  }
}

/** A commit is acknowledged a moment before its row stands in the journal. */
class RowLost extends JournaledStore {
  protected override async insert(row: JournalRow): Promise<JournalRow> {
    void this.step('acknowledged, not written').then(() => super.insert(row))
    return row
  }
}

/** Who takes over carries all rows over that are still there, also those that are in the states. */
class RowsTwice extends JournaledStore {
  protected override rowsBehind(name: string): JournalRow[] {
    return super.rowsBehind(name, 0)
  }
}

/** The states of several rows are those of the first. */
class RowsOutOfOrder extends JournaledStore {
  protected override adopted(rows: readonly JournalRow[]): readonly JournalRow[] {
    return [...rows.slice(0, -1).reverse(), ...rows.slice(-1)]
  }
}

/** A former owner goes on carrying over what it committed, though another has committed since. */
class OlderRow extends JournaledStore {
  protected override isOver(): boolean {
    return false
  }
}

/** Who takes over believes the lane document, and does not look at what its former owner committed behind it. */
class JournalUnread extends JournaledStore {
  protected override adopted(rows: readonly JournalRow[]): readonly JournalRow[] {
    return rows.slice(-1)
  }
}

/** What a former owner emitted and had not carried over is forgotten: its states are not. */
class EmittedForgotten extends JournaledStore {
  protected override adopted(rows: readonly JournalRow[]): readonly JournalRow[] {
    return rows.map(({ o: _, ...row }) => row)
  }
}

/** States are read as they are, whatever has been committed since. */
class StatesBehind extends JournaledStore {
  protected override async settled(): Promise<void> {}
  protected override committed() {
    return new Map()
  }
}

/** One mark per source over all topics, as if a source's messages came in one order whatever the topic. */
class MarksOfAllTopics extends MemoryStore {
  override async takeOver(id: LaneId): Promise<LaneDocument> {
    const document = await super.takeOver(id)
    return { ...document, marks: highest(document.marks) }
  }
}

function highest(marks: Marks): Marks {
  const best = new Map<string, Marks[string]>()
  for (const [name, mark] of Object.entries(marks)) {
    const source = name.split('<')[1] as string
    const known = best.get(source)
    if (!known || mark[1] > known[1] || (mark[1] === known[1] && mark[2] > known[2])) best.set(source, mark)
  }
  return Object.fromEntries(
    Object.keys(marks)
      .concat(both(marks))
      .map((name) => [name, best.get(name.split('<')[1] as string) as Marks[string]]),
  )
}

const both = (marks: Marks): string[] =>
  Object.keys(marks).flatMap((name) => ['entries', 'outcomes', 'sent'].map((topic) => `${topic}<${name.split('<')[1]}`))

/** The lane believes that nothing waits in its inputs, so timers overtake the backlog. */
class NoBacklog extends MemoryBus {
  override join(group: string, topics: readonly string[], handler: LaneHandler) {
    return super.join(group, topics, {
      ...handler,
      granted: (lane, reader) => handler.granted(lane, blind(reader)),
      revoked: (lane) => handler.revoked(lane),
    })
  }
}

function blind(reader: LaneReader): LaneReader {
  let asked = 0
  return {
    identity: () => {
      asked = 0
      return reader.identity()
    },
    seek: (positions) => reader.seek(positions),
    poll: (max, waitMs) => reader.poll(max, waitMs),
    wake: () => reader.wake(),
    advance: (positions) => reader.advance(positions),
    // The first question is the start's check of its position; the later ones are the timers'.
    ranges: async () => {
      const ranges = await reader.ranges()
      return asked++ === 0
        ? ranges
        : Object.fromEntries(Object.keys(ranges).map((topic): [string, Range] => [topic, { start: 0, end: 0 }]))
    },
  }
}

/** Stores each commit with where the work stands when the store is asked, not with where it stood. */
class NextPositions extends Ahead {
  constructor(clock: Pick<Clock, 'sleep'>, store: ConstructorParameters<typeof Ahead>[1], most?: number) {
    const late: typeof store = async (turn, positions, marks) => {
      await clock.sleep(1)
      await store(turn, { ...(this.positions ?? positions) }, marks)
    }
    super(clock, late, most)
  }
}

/** Stores of what was done meanwhile only what the last of it emitted. */
class DroppedEmits extends Ahead {
  constructor(clock: Pick<Clock, 'sleep'>, store: ConstructorParameters<typeof Ahead>[1], most?: number) {
    super(clock, (turn, positions, marks) => store({ ...turn, emit: turn.emit.slice(-1) }, positions, marks), most)
  }
}

/** Takes a state that was removed for one that is stored. */
function remembersRemoved(work: DecideWork): LaneWork {
  const stored = new Set<string>()
  const write = (each: StateWrite): StateWrite => {
    const fresh = each.fresh && !stored.has(each.key)
    stored.add(each.key)
    return { ...each, fresh }
  }
  const changed = <T extends Turn>(turn: T): T => ({ ...turn, states: turn.states.map(write) })
  return Object.create(work, {
    records: { value: async (batch: Parameters<DecideWork['records']>[0]) => changed(await work.records(batch)) },
    wake: { value: async (until: number) => changed(await work.wake(until)) },
    start: { value: () => work.start() },
    nextWake: { value: () => work.nextWake() },
    committed: { value: () => work.committed() },
    settleWake: { value: () => work.settleWake() },
  }) as LaneWork
}

/** The group gives a lane away as soon as it has told its owner. */
class Impatient extends MemoryBus {
  override join(group: string, topics: readonly string[], handler: LaneHandler) {
    return super.join(group, topics, {
      granted: (lane, reader) => handler.granted(lane, reader),
      revoked: async (lane) => void handler.revoked(lane),
    })
  }
}

/** A call to several brokers of which one has answered counts as written. */
class HalfSent extends MemoryBus {
  protected override acknowledged(call: readonly (readonly OutRecord[])[]) {
    return call
  }
}

/** What an edge publishes cannot be told from its copy. */
class Unnamed extends MemoryBus {
  protected override named(record: OutRecord): OutRecord {
    return record
  }
}

const withBus = (make: new (cluster: MemoryCluster, member: string) => MemoryBus): Plant => ({
  bus: (cluster, member) => new make(cluster, member),
})

const withStore = (make: new (database: MemoryDatabase, member: string) => MemoryStore): Plant => ({
  store: (database, member) => new make(database, member),
})

/** Broken variants of the protocol, each of which the simulation must catch. */
export const plants: Readonly<Record<string, Plant>> = {
  'no fence': withStore(Unfenced),
  'outbox deleted before it is published': withStore(OutboxGone),
  'marks by the wrong order': withStore(MarksOfAllTopics),
  'a timer fired before the backlog': withBus(NoBacklog),
  'the position outside the transaction': withStore(PositionOutside),
  'a commit acknowledged before its row stands': withStore(RowLost),
  'rows of the journal carried over twice': withStore(RowsTwice),
  'rows of the journal out of order': withStore(RowsOutOfOrder),
  'an older row over a newer state': withStore(OlderRow),
  'a lane taken over before its journal is read': withStore(JournalUnread),
  'what a row emitted forgotten by who takes over': withStore(EmittedForgotten),
  'states read before the journal is carried over': withStore(StatesBehind),
  'storing behind with the next batch’s positions': { member: { ahead: NextPositions } },
  'storing behind that drops what was emitted': { member: { ahead: DroppedEmits } },
  'a removed state taken for a stored one': { work: remembersRemoved },
  'a lane taken away and not waited for': withBus(Impatient),
  'no grace': { member: { timerGraceMs: 0 } },
  'a dead watchdog': { member: { stallMs: 1e9 } },
  'a half-sent batch that is reported as sent': withBus(HalfSent),
  'an edge record without a source': withBus(Unnamed),
}
