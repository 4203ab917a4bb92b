import { onTestFinished } from 'vitest'
import { z } from 'zod'
import type { Bus } from '#bus'
import { MemoryBus, MemoryCluster } from '#bus/memory'
import { partitionOf, topic } from '#contracts'
import type { Store } from '#store'
import { MemoryDatabase, MemoryStore } from '#store/memory'
import { hasServers, openKafka, openMongo, uniqueName } from '../../test/servers.ts'
import { DecideWork, type Emit, Member, type MemberOptions, type ProcessDefinition, systemClock } from './index.ts'

export const noted = topic({
  name: 'noted',
  key: 'message',
  owner: 'test',
  summary: 'test',
  keep: 1,
  messages: { noted: z.object({ n: z.number() }) },
})
export const heard = topic({
  name: 'heard',
  key: 'message',
  owner: 'test',
  summary: 'test',
  keep: 1,
  messages: { noted: z.object({ n: z.number() }) },
})

/** Counts each key’s messages; says more about -1 than a log takes, and 99 about -2. */
const counter: ProcessDefinition<{ seen: number[] }> = {
  name: 'counter',
  inputs: [noted, heard],
  decide: (state = { seen: [] }, message) =>
    message.type === 'wake'
      ? { state }
      : { state: { seen: [...state.seen, numberOf(message)] }, emit: said[numberOf(message)] ?? [] },
}

const numberOf = (message: unknown): number => (message as { data: { n: number } }).data.n
const said: Readonly<Record<number, readonly Emit[]>> = {
  [-1]: [{ topic: 'heard', key: 'k', type: 'noted', data: { text: '费'.repeat(400_000) } }],
  [-2]: [{ topic: 'heard', key: 'k', type: 'noted', data: { n: 99 } }],
}

export const publish = (bus: Bus, to: typeof noted, n: number, key = 'k') =>
  bus.publish([
    {
      topic: to.name,
      partition: partitionOf(key, bus.partitions),
      key,
      message: { id: `${to.name}${n}`, type: 'noted', v: 1, at: Date.now(), corr: '', data: { n } },
    },
  ])

export const seen = async (store: Store): Promise<number[]> =>
  ((await store.load('counter', ['k'])).get('k')?.body as { seen: number[] } | undefined)?.seen ?? []

/** A member that counts, until the test is over. */
export async function member(
  bus: Bus,
  store: Store,
  more: Partial<MemberOptions> = {},
  session = 's',
  wrap = (work: DecideWork) => work,
): Promise<Member> {
  const made = new Member(
    [
      {
        name: 'counter',
        inputs: [noted.name, heard.name],
        work: (lane) =>
          wrap(
            new DecideWork(counter as ProcessDefinition, lane, store, {
              refs: () => undefined,
              cacheSize: 1000,
              partitions: bus.partitions,
              largest: bus.largest,
              now: Date.now,
            }),
          ),
      },
    ],
    { bus, store, clock: systemClock, session, log: { info() {}, warn() {}, error() {} }, ...more },
  )
  await made.start()
  onTestFinished(() => made.stop())
  return made
}

/** A log and a store, each with three lanes and until the test is over. */
type Pair = () => Promise<{ bus: Bus; store: Store }>
export const pairs: [string, Pair][] = [
  [
    'memory',
    async () => {
      const cluster = new MemoryCluster(3)
      return { bus: new MemoryBus(cluster), store: new MemoryStore(new MemoryDatabase()) }
    },
  ],
]
if (hasServers)
  pairs.push([
    'Kafka + MongoDB',
    async () => {
      const name = uniqueName()
      const [bus, store] = [await openKafka(name, 3), await openMongo(name)]
      onTestFinished(async () => {
        await bus.close()
        await store.close()
      })
      return { bus, store }
    },
  ])
