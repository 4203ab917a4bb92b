import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { Bus } from '#bus'
import { EmbeddedBus, EmbeddedDatabase, EmbeddedLog } from '#bus/embedded'
import { partitionOf, topic } from '#contracts'
import { DecideWork, Member, type ProcessDefinition, systemClock } from '#process'
import type { Store } from '#store'
import { EmbeddedStore } from '#store/embedded'
import { report, spread } from './print.ts'

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
const KEYS = 20_000
const MESSAGES = 60_000

/** Messages a second through one process that adds to a state of 300 octets and emits one message. */
export async function runtimeAlone(hasServers: boolean, runs: number): Promise<void> {
  const embedded = Array.from({ length: runs }, () => async () => {
    const folder = mkdtempSync(join(tmpdir(), 'quadzero-bench-'))
    const database = EmbeddedDatabase.open(folder)
    const log = new EmbeddedLog(database, 6)
    const rate = await through(new EmbeddedBus(database, log), new EmbeddedStore(database, log), 1)
    database.close()
    rmSync(folder, { recursive: true })
    return rate
  })
  report('embedded: runtime alone, messages/s through one process', spread(await inTurn(embedded)))
  if (!hasServers) return
  const { KafkaBus } = await import('#bus/kafka')
  const { MongoStore } = await import('#store/mongo')
  const distributed = Array.from({ length: runs }, (_, run) => async () => {
    const name = `bench${run}${Date.now().toString(36)}`
    const bus = await KafkaBus.open({
      brokers: (process.env['KAFKA_BROKERS'] as string).split(','),
      prefix: `${name}.`,
      partitions: 6,
      replication: 1,
      fsyncEach: false,
      log: () => {},
    })
    const store = await MongoStore.open((process.env['MONGODB_URL'] as string).replace(/\/[^/?]*(\?|$)/, `/${name}$1`))
    const rate = await through(bus, store, 1)
    await bus.close()
    await store.close()
    return rate
  })
  report('Kafka + MongoDB: runtime alone, messages/s through one process', spread(await inTurn(distributed)))
}

async function inTurn(acts: (() => Promise<number>)[]): Promise<number[]> {
  const results: number[] = []
  for (const act of acts) results.push(await act())
  return results
}

async function through(bus: Bus, store: Store, members: number): Promise<number> {
  await bus.ensureTopics([added, summed])
  const process: ProcessDefinition<{ sum: number; filler: string }> = {
    name: 'adder',
    inputs: [added],
    decide: (state = { sum: 0, filler: 'x'.repeat(250) }, message, { key }) => {
      if (message.type === 'wake') return { state }
      const sum = state.sum + (message as { data: { n: number } }).data.n
      return { state: { ...state, sum }, emit: [{ topic: 'summed', key, type: 'summed', data: { sum } }] }
    },
  }
  for (let i = 0; i < MESSAGES; i += 500)
    await bus.publish(
      Array.from({ length: 500 }, (_, j) => {
        const key = `key-${(i + j) % KEYS}`
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
            partitions: bus.partitions,
            now: Date.now,
          }),
      },
    ],
    {
      bus,
      store,
      clock: systemClock,
      session: `s${members}`,
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
