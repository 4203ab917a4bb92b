import { expect, it, onTestFinished } from 'vitest'
import { MemoryBus, MemoryCluster } from '#bus/memory'
import { allTopics, partitionOf } from '#contracts'
import { MemoryDatabase, MemoryStore } from '#store/memory'
import { until } from '../../test/until.ts'
import { systemClock } from './clock.ts'
import { DecideWork } from './decide-work.ts'
import { Member } from './member.ts'
import { heard, noted } from './member-fixtures.ts'
import { stillNews } from './news.ts'
import type { ProcessDefinition } from './types.ts'

const DAY = 86_400_000
const outside = ['sms.outbound', 'sms.bulk', 'webhook.deliveries']

/** Tells everybody of each message, and of it once more a minute later. */
const teller: ProcessDefinition<{ told: string[] }> = {
  name: 'teller',
  inputs: [noted],
  decide: (state = { told: [] }, message, { now, cause }) => ({
    state: { told: [...state.told, cause] },
    ...(message.type === 'wake' ? {} : { wakeAt: now + 60_000 }),
    emit: [...outside, heard.name].map((topic) => ({ topic, key: 'k', type: 'noted', data: { n: 1 } })),
  }),
}

it('a process that begins at the log’s start learns all of it, and tells nobody what was long ago; what is news it tells once', async () => {
  const [cluster, database] = [new MemoryCluster(1), new MemoryDatabase()]
  const store = new MemoryStore(database)
  const bus = new MemoryBus(cluster)
  await bus.ensureTopics([noted.name, heard.name, ...outside].map((name) => ({ name, keep: 400 })))
  const now = Date.now()
  const ages = { 'a year': 365 * DAY, 'eight days': 8 * DAY, 'six days': 6 * DAY, 'an hour': 3_600_000 }
  const publish = (id: string, at: number) =>
    bus.publish([
      {
        topic: noted.name,
        partition: partitionOf('k', 1),
        key: 'k',
        message: { id, type: 'noted', v: 1, at, corr: '', data: { n: 1 } },
      },
    ])
  for (const [id, age] of Object.entries(ages)) await publish(id, now - age)
  // What a lane publishes once more when it is taken over is the same message, and no reader takes it twice.
  const toldIn = (topic: string) =>
    [...new Set(cluster.log.partition(topic, 0).map((each) => (each.message as { id: string }).id))].map(
      (id) => /^[^/@]+/.exec(id)?.[0],
    )
  const stateOf = async () => ((await store.load('teller', ['k'])).get('k')?.body as { told: string[] })?.told ?? []
  let old = 0
  const begin = async (session: string) => {
    const work = (lane: number) =>
      new DecideWork(teller as ProcessDefinition, lane, store, {
        ...{ refs: () => undefined, cacheSize: 10, partitions: 1, largest: bus.largest, now: Date.now },
      })
    const member = new Member([{ name: 'teller', inputs: [noted.name], work }], {
      ...{ bus, store, clock: systemClock, session, log: { info() {}, warn() {}, error() {} } },
      onOld: (_, messages) => (old += messages),
    })
    await member.start()
    onTestFinished(() => member.stop())
    return member
  }
  const first = await begin('first')
  await until('all is known', async () => (await stateOf()).length === 8)
  await first.stop()
  await begin('second')
  await publish('now', now)
  await until('what came since is known', async () => (await stateOf()).includes('now'))
  for (const topic of outside) expect(toldIn(topic)).toEqual(['six days', 'teller', 'an hour', 'teller', 'now'])
  expect(toldIn(heard.name)).toHaveLength(9)
  expect(old).toBe(4 * outside.length)
})

it('who is outside is told by the topics that say how long that is news, and by no others', () => {
  expect(allTopics.flatMap((each) => ('newsDays' in each ? [each.name] : []))).toEqual(outside)
  const record = (topic: string, at: number) => ({
    topic,
    partition: 0,
    key: 'k',
    message: { id: '', type: '', v: 1, at, corr: '', data: {} },
  })
  const both = [record('sms.outbound', 0), record('sms.mo', 0)]
  expect(stillNews(both, 8 * DAY)).toEqual([both[1]])
  expect(stillNews(both, 7 * DAY)).toBe(both)
})
