import { createRequire } from 'node:module'
import { connect, type Socket } from 'node:net'
import kafkajs from 'kafkajs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { hasServers, kafkaBrokers, openKafka, uniqueName } from '../../../test/servers.ts'
import { until } from '../../../test/until.ts'
import type { LaneReader, Membership } from '../port.ts'
import { KafkaBus } from './bus.ts'
import { makeCluster } from './cluster.ts'
import { makeClient } from './kafkajs.ts'

/** kafkajs's, which all members ask through. */
const Broker = createRequire(import.meta.url)('kafkajs/src/broker')
const LANES = 6
const all = [0, 1, 2, 3, 4, 5]
const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** What happened in a group, over all members, in order. */
const events: string[] = []

class TestMember {
  readonly name: string
  readonly bus: KafkaBus
  readonly readers = new Map<string, LaneReader>()
  readonly memberships: Membership[] = []
  /** What letting go of a lane waits for. */
  lettingGo: Promise<void> = Promise.resolve()

  constructor(name: string, bus: KafkaBus) {
    this.name = name
    this.bus = bus
  }

  async run(...processes: string[]): Promise<void> {
    for (const process of processes)
      this.memberships.push(
        await this.bus.join(process, ['letters'], {
          granted: (lane, reader) => {
            events.push(`${this.name}+${process}/${lane}`)
            this.readers.set(`${process}/${lane}`, reader)
          },
          revoked: async (lane) => {
            await this.lettingGo
            events.push(`${this.name}-${process}/${lane}`)
            this.readers.delete(`${process}/${lane}`)
          },
        }),
      )
  }

  lanes(process: string): number[] {
    return [...this.readers.keys()]
      .filter((name) => name.startsWith(`${process}/`))
      .map((name) => Number(name.split('/')[1]))
      .sort()
  }

  async leave(): Promise<void> {
    await Promise.all(this.memberships.splice(0).map((each) => each.leave()))
  }
}

async function member(prefix: string, name: string, bus?: KafkaBus): Promise<TestMember> {
  const made = new TestMember(name, bus ?? (await openKafka(prefix, LANES)))
  await made.bus.ensureTopics([{ name: 'letters', keep: 1 }])
  closers.push(async () => {
    await made.leave()
    await made.bus.close()
  })
  return made
}

/** A bus that can be cut off from Kafka. */
async function cuttable(prefix: string, instance?: string) {
  const sockets = new Set<Socket>()
  let isCut = false
  const bus = await KafkaBus.open({
    brokers: (kafkaBrokers as string).split(','),
    prefix: `${prefix}.`,
    partitions: LANES,
    replication: 1,
    fsyncEach: false,
    log: () => {},
    alarm: () => {},
    stallMs: 30_000,
    ...(instance === undefined ? {} : { instance }),
    socketFactory: ({ host, port, onConnect }) => {
      const socket = connect({ host, port: isCut ? 1 : port }, onConnect)
      sockets.add(socket)
      return socket
    },
  })
  const cut = (now: boolean) => {
    isCut = now
    if (now) for (const socket of sockets) socket.destroy()
  }
  return { bus, cut }
}

/** True when no lane was granted while somebody else held it. */
function handedOver(): boolean {
  const holder = new Map<string, string>()
  for (const event of events) {
    const [, who, what, lane] = /^(\w+)([+-])(.+)$/.exec(event) as unknown as [string, string, string, string]
    if (what === '-') holder.delete(lane)
    else if (holder.has(lane)) return false
    else holder.set(lane, who)
  }
  return true
}

describe.runIf(hasServers)('the group of all members', () => {
  it('gives lanes to members that run different services, and moves only what must', async () => {
    events.length = 0
    const prefix = uniqueName()
    const [a, b, c] = [await member(prefix, 'a'), await member(prefix, 'b'), await member(prefix, 'c')]
    await a.run('subscriber', 'account')
    await until('a has all', () => a.lanes('subscriber').length === LANES && a.lanes('account').length === LANES)
    expect(events.map((each) => each.split('/')[0])).toEqual([
      ...Array(LANES).fill('a+subscriber'),
      ...Array(LANES).fill('a+account'),
    ])
    await Promise.all([b.run('subscriber'), c.run('account')])
    await until(
      'all have their share',
      () =>
        [a, b].every((each) => each.lanes('subscriber').length === 3) &&
        [a, c].every((each) => each.lanes('account').length === 3),
    )
    expect([...a.lanes('subscriber'), ...b.lanes('subscriber')].sort()).toEqual(all)
    expect([b.lanes('account'), c.lanes('subscriber')]).toEqual([[], []])
    const moved = events.filter((each) => each.includes('-'))
    expect(moved.toSorted()).toEqual(
      [
        ...b.lanes('subscriber').map((lane) => `a-subscriber/${lane}`),
        ...c.lanes('account').map((lane) => `a-account/${lane}`),
      ].toSorted(),
    )
    await a.leave()
    await until(
      'the others have all',
      () => b.lanes('subscriber').length === LANES && c.lanes('account').length === LANES,
    )
    expect(handedOver()).toBe(true)
  })

  it('hands a lane over only after its owner has let go, and lets the others work on meanwhile', async () => {
    events.length = 0
    const prefix = uniqueName()
    const [old, young] = [await member(prefix, 'old'), await member(prefix, 'young')]
    await old.run('subscriber')
    await until('it has all', () => old.lanes('subscriber').length === LANES)
    const held = Promise.withResolvers<void>()
    old.lettingGo = held.promise
    await young.run('subscriber', 'other')
    await until('the newcomer has what is free', () => young.lanes('other').length === LANES)
    await until('it is in', () => young.memberships.every((each) => each.joined()))
    // Some heartbeats cannot hurry it.
    const beats = vi.spyOn(Broker.prototype, 'heartbeat')
    await until('both gave signs again and again', () => beats.mock.calls.length >= 8)
    beats.mockRestore()
    expect([young.lanes('subscriber'), old.lanes('subscriber')]).toEqual([[], all])
    held.resolve()
    await until(
      'it has its share',
      () => young.lanes('subscriber').length === 3 && old.lanes('subscriber').length === 3,
    )
    expect(handedOver()).toBe(true)
    expect(events.filter((each) => each.startsWith('old+')).length).toBe(LANES)
  })

  it('gives a process that rejoins its lanes anew, and leaves the other processes alone', async () => {
    events.length = 0
    const a = await member(uniqueName(), 'a')
    await a.run('subscriber', 'account')
    await until('it has all', () => a.readers.size === 2 * LANES)
    await a.memberships[0]?.rejoin()
    expect(a.lanes('subscriber')).toEqual([])
    await until('it has them again', () => a.lanes('subscriber').length === LANES)
    expect(events.filter((each) => each.includes('account')).length).toBe(LANES)
    expect(a.memberships.map((each) => each.trouble())).toEqual([undefined, undefined])
  })

  it('takes lanes from who is cut off, who has let go of them by itself by then', async () => {
    events.length = 0
    const prefix = uniqueName()
    const { bus: isolated, cut } = await cuttable(prefix)
    const [a, b] = [await member(prefix, 'a', isolated), await member(prefix, 'b')]
    await Promise.all([a.run('subscriber'), b.run('subscriber')])
    await until('both have lanes', () => a.lanes('subscriber').length === 3 && b.lanes('subscriber').length === 3)
    cut(true)
    await until('the other has all', () => b.lanes('subscriber').length === LANES)
    await until('it has let go', () => a.readers.size === 0)
    cut(false)
    await until('it is back', () => a.lanes('subscriber').length === 3 && b.lanes('subscriber').length === 3)
  })

  it('is come back to by who was put out, who has let go of all lanes first', async () => {
    events.length = 0
    const prefix = uniqueName()
    const a = await member(prefix, 'a')
    await a.run('subscriber')
    await until('it has all', () => a.lanes('subscriber').length === LANES)
    const groupId = `${prefix}.lanes`
    const [group] = (await a.bus.admin.describeGroups([groupId])).groups
    const memberId = group?.members[0]?.memberId as string
    const kafka = makeClient({ brokers: (kafkaBrokers as string).split(','), clientId: 'test', log: () => {} })
    const cluster = makeCluster(kafka)
    closers.push(() => cluster.disconnect())
    await cluster.connect()
    await (await cluster.findGroupCoordinator({ groupId })).leaveGroup({ groupId, memberId })
    await until('it has them again', () => events.length === 3 * LANES)
    const lanes = all.map((lane) => `subscriber/${lane}`)
    const once = (sign: string) => lanes.map((lane) => `a${sign}${lane}`)
    expect(events.slice(0, LANES).toSorted()).toEqual(once('+'))
    expect(events.slice(LANES, 2 * LANES).toSorted()).toEqual(once('-'))
    expect(events.slice(2 * LANES).toSorted()).toEqual(once('+'))
  })

  it('gives the lanes of one that was killed at once to who comes again in its seat', async () => {
    events.length = 0
    const prefix = uniqueName()
    const killed = await cuttable(prefix, `${prefix}-seat`)
    const [a, b] = [await member(prefix, 'a', killed.bus), await member(prefix, 'b')]
    await Promise.all([a.run('subscriber'), b.run('subscriber')])
    await until('both have lanes', () => a.lanes('subscriber').length === 3 && b.lanes('subscriber').length === 3)
    const lanes = a.lanes('subscriber')
    killed.cut(true)
    const again = await member(prefix, 'again', (await cuttable(prefix, `${prefix}-seat`)).bus)
    await again.run('subscriber')
    await until('it has them', () => again.lanes('subscriber').length === 3)
    // Had it waited for the session to end, even who cannot know that it is dead would have let go by itself.
    expect(a.lanes('subscriber')).toEqual(lanes)
    expect([again.lanes('subscriber'), b.lanes('subscriber').length]).toEqual([lanes, 3])
    killed.cut(false)
    await until(
      'who was not dead after all is a member of its own',
      () => a.lanes('subscriber').length === 2 && again.lanes('subscriber').length === 2,
    )
    await Promise.all([a.leave(), again.leave()])
    await until('who stays has all', () => b.lanes('subscriber').length === LANES)
  })
})

describe.runIf(hasServers)('a topic that two processes read', () => {
  const put = (bus: KafkaBus, from: number, to: number) =>
    bus.publish(
      Array.from({ length: to - from }, (_, i) => ({
        topic: 'letters',
        partition: 0,
        key: 'k',
        message: { id: String(from + i), type: 'noted', v: 1, at: 1, corr: '', data: {} },
      })),
    )
  const read = async (reader: LaneReader, count: number): Promise<number[]> => {
    const offsets: number[] = []
    while (offsets.length < count)
      for (const { records } of await reader.poll(500, 1000)) {
        offsets.push(...records.map((each) => each.offset))
        reader.advance({ letters: (records.at(-1)?.offset ?? -1) + 1 })
      }
    return offsets
  }
  const upTo = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)

  it('is read by each from its own place, whoever seeks, lags or is full', async () => {
    const a = await member(uniqueName(), 'a')
    await a.run('quick', 'late', 'idle')
    await until('it has all', () => a.readers.size === 3 * LANES)
    const [quick, late, idle] = ['quick/0', 'late/0', 'idle/0'].map((name) => a.readers.get(name) as LaneReader) as [
      LaneReader,
      LaneReader,
      LaneReader,
    ]
    for (let i = 0; i < 10; i++) await put(a.bus, i * 500, (i + 1) * 500)
    idle.seek({ letters: 0 })
    quick.seek({ letters: 4990 })
    expect(await read(quick, 10)).toEqual(upTo(4990, 5000))
    late.seek({ letters: 0 })
    await put(a.bus, 5000, 5001)
    expect(await read(quick, 1)).toEqual([5000])
    expect(await read(late, 5001)).toEqual(upTo(0, 5001))
    quick.seek({ letters: 100 })
    expect(await read(quick, 4901)).toEqual(upTo(100, 5001))
    await put(a.bus, 5001, 5003)
    expect(await read(quick, 2)).toEqual([5001, 5002])
    expect(await read(late, 2)).toEqual([5001, 5002])
    expect(await read(idle, 5003)).toEqual(upTo(0, 5003))
  })

  it('may be written compressed and in transactions: what was given up is not read, markers are no gap and no backlog', async () => {
    const prefix = uniqueName()
    const a = await member(prefix, 'a')
    await a.run('reader')
    await until('it has all', () => a.readers.size === LANES)
    const reader = a.readers.get('reader/0') as LaneReader
    const client = new kafkajs.Kafka({
      brokers: (kafkaBrokers as string).split(','),
      logLevel: kafkajs.logLevel.NOTHING,
    })
    const producer = client.producer({ transactionalId: prefix, maxInFlightRequests: 1, idempotent: true })
    await producer.connect()
    closers.push(() => producer.disconnect())
    const send = async (ids: string[], end: 'commit' | 'abort') => {
      const transaction = await producer.transaction()
      const messages = ids.map((id) => ({ key: 'k', value: JSON.stringify({ id }), partition: 0 }))
      await transaction.send({ topic: `${prefix}.letters`, messages, compression: kafkajs.CompressionTypes.GZIP })
      await transaction[end]()
    }
    reader.seek({ letters: 0 })
    await send(['a', 'b'], 'commit')
    await send(['never'], 'abort')
    await send(['c'], 'commit')
    await send(['never'], 'abort')
    const ids: unknown[] = []
    let position = 0
    while (ids.length < 3)
      for (const { records } of await reader.poll(10, 1000)) {
        ids.push(...records.map((each) => (each.message as { id: string }).id))
        position = (records.at(-1)?.offset ?? position - 1) + 1
        reader.advance({ letters: position })
      }
    expect(ids).toEqual(['a', 'b', 'c'])
    await until('it stands at the end', async () => (await reader.ranges())['letters']?.end === position)
    await until('nothing more is to come', async () => (await reader.poll(10, 10)).every((each) => !each.more))
  })
})
