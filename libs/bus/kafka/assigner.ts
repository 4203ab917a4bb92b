import kafkajs from 'kafkajs'

const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol

/** Lanes by process. */
export type LanesOf = Readonly<Record<string, readonly number[]>>

/** What a member tells the group. */
export interface MemberNews {
  /** How many lanes each process has. */
  readonly lanes: number
  /** The processes that it runs, with the topics they read (as the broker knows them). */
  readonly processes: Readonly<Record<string, readonly string[]>>
  /** The lanes that it has not let go of. */
  readonly held: LanesOf
}

export const PROTOCOL = 'QuadzeroLanes'
const VERSION = 0

export function encodeNews(news: MemberNews): Buffer {
  const topics = [...new Set(Object.values(news.processes).flat())].sort()
  return MemberMetadata.encode({ version: VERSION, topics, userData: Buffer.from(JSON.stringify(news)) })
}

export const decodeNews = (metadata: Buffer): MemberNews =>
  JSON.parse((MemberMetadata.decode(metadata)?.userData ?? Buffer.alloc(0)).toString()) as MemberNews

/** Partitions by topic are there for who looks at the group with Kafka's tools; a member goes by the lanes. */
export function encodeLanes(lanes: LanesOf, processes: MemberNews['processes']): Buffer {
  const partitions = new Map<string, Set<number>>()
  for (const [process, numbers] of Object.entries(lanes))
    for (const topic of processes[process] ?? [])
      partitions.set(topic, new Set([...(partitions.get(topic) ?? []), ...numbers]))
  const assignment = Object.fromEntries([...partitions].map(([topic, numbers]) => [topic, [...numbers]]))
  return MemberAssignment.encode({ version: VERSION, assignment, userData: Buffer.from(JSON.stringify(lanes)) })
}

export function decodeLanes(assignment: Buffer): LanesOf {
  const text = assignment.length > 0 ? MemberAssignment.decode(assignment)?.userData?.toString() : ''
  return text ? (JSON.parse(text) as LanesOf) : {}
}

interface Runner {
  readonly id: string
  /** Lanes given to it so far, of all processes. */
  load: number
}

/**
 * Gives each lane of each process to one of the members that run it: as evenly as can be, over all processes together, and
 * with as few moves as that allows. A lane that another member still holds is given to nobody: its owner lets go, asks
 * anew, and only then it is free.
 */
export function assignLanes(members: ReadonlyMap<string, MemberNews>): Map<string, Record<string, number[]>> {
  const given = new Map<string, Record<string, number[]>>()
  const runners: Runner[] = [...members.keys()].sort().map((id) => ({ id, load: 0 }))
  for (const { id } of runners) given.set(id, {})
  const lanes = Math.max(0, ...[...members.values()].map((each) => each.lanes))
  const processes = new Set([...members.values()].flatMap((each) => Object.keys(each.processes)))
  for (const process of [...processes].sort()) {
    const able = runners.filter(({ id }) => members.get(id)?.processes[process])
    const holders = new Map<number, string[]>()
    for (const { id } of runners)
      for (const lane of members.get(id)?.held[process] ?? []) holders.set(lane, [...(holders.get(lane) ?? []), id])
    for (const [lane, owner] of share(able, lanes, holders)) {
      owner.load++
      const holding = holders.get(lane) ?? []
      if (holding.some((id) => id !== owner.id)) continue
      const own = given.get(owner.id) as Record<string, number[]>
      own[process] = [...(own[process] ?? []), lane].sort((a, b) => a - b)
    }
  }
  return given
}

/** Who is to have each lane in the end. Who has least of other processes has one more, where they do not come out even. */
function share(
  able: readonly Runner[],
  lanes: number,
  holders: ReadonlyMap<number, readonly string[]>,
): Map<number, Runner> {
  const least = Math.floor(lanes / able.length)
  const has = ({ id }: Runner) => [...holders.values()].filter((each) => each[0] === id).length
  const ranked = able
    .map((runner) => ({ runner, has: has(runner) }))
    .sort((a, b) => a.runner.load - b.runner.load || b.has - a.has || (a.runner.id < b.runner.id ? -1 : 1))
    .map(({ runner }) => runner)
  const room = new Map(ranked.map((runner, place) => [runner, least + (place < lanes % able.length ? 1 : 0)]))
  const owners = new Map<number, Runner>()
  const give = (lane: number, runner: Runner | undefined) => {
    const left = runner && (room.get(runner) ?? 0)
    if (!runner || !left) return
    room.set(runner, left - 1)
    owners.set(lane, runner)
  }
  for (let lane = 0; lane < lanes; lane++)
    give(
      lane,
      able.find(({ id }) => id === holders.get(lane)?.[0]),
    )
  for (let lane = 0; lane < lanes; lane++)
    if (!owners.has(lane))
      give(
        lane,
        ranked.find((each) => (room.get(each) ?? 0) > 0),
      )
  return owners
}
