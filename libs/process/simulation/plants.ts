import type { LaneHandler, LaneReader, Range } from '#bus'
import { MemoryBus, type MemoryCluster } from '#bus/memory'
import type { Commit, LaneDocument, LaneId, Marks } from '#store'
import { type LaneRow, type MemoryDatabase, MemoryStore } from '#store/memory'
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

/** The position is saved in a step of its own, after the states. */
class PositionOutside extends MemoryStore {
  protected override async apply(commit: Commit, row: LaneRow): Promise<void> {
    const before = row.positions
    await super.apply(commit, row)
    row.positions = before
    await this.step('states saved, position not yet')
    row.positions = commit.positions
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
  Object.keys(marks).flatMap((name) => ['entries', 'outcomes'].map((topic) => `${topic}<${name.split('<')[1]}`))

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
    identity: () => reader.identity(),
    seek: (positions) => reader.seek(positions),
    poll: (max, waitMs) => reader.poll(max, waitMs),
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

const withStore = (make: new (database: MemoryDatabase, member: string) => MemoryStore): Plant => ({
  store: (database, member) => new make(database, member),
})

/** Broken variants of the protocol, each of which the simulation must catch. */
export const plants: Readonly<Record<string, Plant>> = {
  'no fence': withStore(Unfenced),
  'outbox deleted before it is published': withStore(OutboxGone),
  'marks by the wrong order': withStore(MarksOfAllTopics),
  'a timer fired before the backlog': {
    bus: (cluster: MemoryCluster, member: string) => new NoBacklog(cluster, member),
  },
  'the position outside the transaction': withStore(PositionOutside),
}
