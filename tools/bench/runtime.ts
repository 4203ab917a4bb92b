import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { Bus } from '#bus'
import { EmbeddedBus, EmbeddedDatabase, EmbeddedLog } from '#bus/embedded'
import { partitionOf, topic } from '#contracts'
import { Stamps } from '#evidence'
import { DecideWork, Member, type ProcessDefinition, systemClock } from '#process'
import type { Store } from '#store'
import { EmbeddedStore } from '#store/embedded'
import { median, report, spread } from './print.ts'

const added = topic({
  name: 'added',
  key: 'message',
  owner: 'bench',
  summary: 'bench',
  keep: 1,
  messages: { added: z.object({ n: z.number() }) },
})
const summed = topic({
  name: 'summed',
  key: 'message',
  owner: 'bench',
  summary: 'bench',
  keep: 1,
  messages: { summed: z.object({ sum: z.number() }) },
})
const MESSAGES = 60_000

interface Load {
  /** Keys that the messages fall on, at random. */
  readonly keys: number
  /** Their states are there before, each of so many octets: a subscriber with a history. */
  readonly octets: number
  readonly seeded: boolean
}

const small: Load = { keys: 20_000, octets: 250, seeded: false }

/** Messages a second through one process that adds to a state of 250 octets and emits one message. */
export async function runtimeAlone(hasServers: boolean, runs: number): Promise<void> {
  for (const [name, on] of adapters(hasServers))
    report(`${name}: runtime alone, messages/s through one process`, spread(await repeat(runs, () => on(small))))
}

/** What a message costs more when a million subscribers have a history than when ten thousand have. */
export async function growth(hasServers: boolean, runs: number): Promise<void> {
  for (const [name, on] of adapters(hasServers)) {
    const few = await repeat(runs, () => on({ keys: 10_000, octets: 1500, seeded: true }))
    const many = await repeat(1, () => on({ keys: 1_000_000, octets: 1500, seeded: true }))
    report(`${name}: messages/s, states of 1,500 octets, 10 thousand`, spread(few))
    report(`${name}: messages/s, states of 1,500 octets, 1 million`, spread(many))
    report(`${name}: cost a message, 1 million to 10 thousand`, (median(few) / median(many)).toFixed(2), '≤ 1.2')
  }
}

type On = (load: Load) => Promise<number>

const adapters = (hasServers: boolean): [string, On][] =>
  hasServers
    ? [
        ['embedded', onEmbedded],
        ['Kafka + MongoDB', onDistributed],
      ]
    : [['embedded', onEmbedded]]

const stamps = new Stamps(['a secret of benchmarks'], 'lanes')

async function onEmbedded(load: Load): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'quadzero-bench-'))
  const database = EmbeddedDatabase.open(folder)
  const log = new EmbeddedLog(database, 6)
  try {
    return await through(new EmbeddedBus(database, log), new EmbeddedStore(database, log, stamps), load)
  } finally {
    database.close()
    rmSync(folder, { recursive: true })
  }
}

async function onDistributed(load: Load): Promise<number> {
  const { KafkaBus } = await import('#bus/kafka')
  const { MongoStore } = await import('#store/mongo')
  const name = `bench${Date.now().toString(36)}`
  const bus = await KafkaBus.open({
    brokers: (process.env['KAFKA_BROKERS'] as string).split(','),
    prefix: `${name}.`,
    partitions: 6,
    replication: 1,
    fsyncEach: false,
    log: () => {},
    alarm: () => {},
    stallMs: 30_000,
  })
  const store = await MongoStore.open(
    (process.env['MONGODB_URL'] as string).replace(/\/[^/?]*(\?|$)/, `/${name}$1`),
    stamps,
  )
  try {
    return await through(bus, store, load)
  } finally {
    await bus.close()
    await store.close()
  }
}

async function repeat(runs: number, act: () => Promise<number>): Promise<number[]> {
  const results: number[] = []
  for (let run = 0; run < runs; run++) results.push(await act())
  return results
}

/** States that were there before, put in as a lane puts them. */
async function seed(bus: Bus, store: Store, { keys, octets }: Load): Promise<void> {
  const filler = 'x'.repeat(octets)
  for (let lane = 0; lane < bus.partitions; lane++) {
    const id = { process: 'adder', lane }
    const { epoch } = await store.takeOver(id, 'seed')
    const mine = Array.from({ length: keys }, (_, i) => `key-${i}`).filter(
      (key) => partitionOf(key, bus.partitions) === lane,
    )
    for (let i = 0, seq = 1; i < mine.length; i += 1000, seq++) {
      const states = mine
        .slice(i, i + 1000)
        .map((key) => ({ key, body: { sum: 0, filler }, wakeAt: undefined, tags: undefined, sort: '', fresh: true }))
      await store.commit({ id, epoch, seq, log: {}, positions: {}, marks: {}, states, emit: [], published: 0 })
    }
  }
}

/** A place of a message that looks random and is the same in each run. */
const placeOf = (i: number, keys: number): number => (Math.imul(i, 2_654_435_761) >>> 0) % keys

async function through(bus: Bus, store: Store, load: Load): Promise<number> {
  await bus.ensureTopics([added, summed])
  const process: ProcessDefinition<{ sum: number; filler: string }> = {
    name: 'adder',
    inputs: [added],
    decide: (state = { sum: 0, filler: 'x'.repeat(load.octets) }, message, { key }) => {
      if (message.type === 'wake') return { state }
      const sum = state.sum + (message as { data: { n: number } }).data.n
      return { state: { ...state, sum }, emit: [{ topic: 'summed', key, type: 'summed', data: { sum } }] }
    },
  }
  if (load.seeded) await seed(bus, store, load)
  for (let i = 0; i < MESSAGES; i += 500)
    await bus.publish(
      Array.from({ length: 500 }, (_, j) => {
        const key = `key-${placeOf(i + j, load.keys)}`
        return {
          topic: 'added',
          partition: partitionOf(key, bus.partitions),
          key,
          message: { id: `${i + j}`, type: 'added', v: 1, at: Date.now(), corr: '', data: { n: 1 } },
        }
      }),
    )
  let done = 0
  const finished = Promise.withResolvers<void>()
  const member = new Member(
    [
      {
        name: 'adder',
        inputs: ['added'],
        work: (lane) =>
          new DecideWork(process as ProcessDefinition, lane, store, {
            refs: () => undefined,
            cacheSize: 10_000,
            partitions: bus.partitions,
            largest: bus.largest,
            now: Date.now,
          }),
      },
    ],
    {
      bus,
      store,
      clock: systemClock,
      session: 's',
      log: { info() {}, warn() {}, error() {} },
      onTurn: (_lane, messages) => {
        done += messages
        if (done >= MESSAGES) finished.resolve()
      },
    },
  )
  const began = performance.now()
  await member.start()
  await finished.promise
  const seconds = (performance.now() - began) / 1000
  await member.stop()
  return MESSAGES / seconds
}
