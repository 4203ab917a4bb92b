import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { KafkaBus } from '#bus/kafka'
import { makeCluster } from '../libs/bus/kafka/cluster.ts'
import { fetch } from '../libs/bus/kafka/fetch-wire.ts'
import { makeClient } from '../libs/bus/kafka/kafkajs.ts'
import type { TestGateway } from './gateway.ts'
import { OwnServers, persist } from './own-servers.ts'
import { canStartServers, removeFolder, temporaryFolder } from './servers.ts'
import { until } from './until.ts'

const BROKERS = ['kafka', 'kafka2', 'kafka3']
const A_SECOND = 200
const NOT_LEADER = 6
/** An SMS may go twice only where it was on the link while its lane was taken away; measured: none in 50,690. */
const MOST_DOUBLED = 60

/**
 * Three brokers, three copies, two of which must have a message before it is acknowledged: what happens to brokers happens
 * while people text, which an SMSC repeats until it is taken.
 */
describe.runIf(canStartServers)('a cluster of three brokers', { timeout: 400_000 }, () => {
  const folder = temporaryFolder()
  const own = new OwnServers(join(folder, 'servers'))
  beforeAll(() => own.start('cluster'))
  afterAll(async () => {
    await own.stopGateways()
    own.stop()
    removeFolder(folder)
  })

  /**
   * After each restart, move and standstill what is texted is acknowledged again. Of a standstill: the controller misses the broker
   * after its session (3 s here, 9 by default), what is in flight to it is given up after 11 s, and it may be asked once more for 3.
   */
  const GOES_ON_MS = 30_000
  const adminOf = ({ gateway }: TestGateway) => (gateway.deps.bus as KafkaBus).admin

  /** Every copy of every topic is as far as its leader. */
  const inSync = async (on: TestGateway, copies = BROKERS.length): Promise<boolean> => {
    const { topics } = await adminOf(on).fetchTopicMetadata()
    return topics.every(({ partitions }) => partitions.every(({ isr }) => isr.length === copies))
  }

  /**
   * Runs `trouble` under load; it calls `goesOn` whenever what is texted now must soon be acknowledged. Nobody who was
   * acknowledged goes without an answer, and few get it twice.
   */
  async function underLoad(
    on: TestGateway,
    trouble: (goesOn: (after: string) => Promise<void>) => Promise<void>,
  ): Promise<void> {
    const answers = new Map<string, number>()
    const count = ({ to }: { to: string }) => void answers.set(to, (answers.get(to) ?? 0) + 1)
    on.simulator.on('mt', count)
    const acknowledged = new Set<string>()
    const waiting = new Set<Promise<void>>()
    /** Somebody texts what must not be done twice; each is a subscriber of their own, so that the partitions share them. */
    const text = (): Promise<void> => {
      const number = `86151${10_000_000 + people++}`
      const texting = persist(on, number, 'LANG EN').then(() => {
        acknowledged.add(number)
        waiting.delete(texting)
      })
      waiting.add(texting)
      return texting
    }
    const goesOn = async (after: string) => {
      const probes = Array.from({ length: 12 }, text)
      let taken = 0
      for (const each of probes) void each.then(() => taken++)
      await until(`what is texted after ${after} is acknowledged`, () => taken === probes.length, GOES_ON_MS)
    }
    let due = performance.now()
    const load = setInterval(() => {
      for (const now = performance.now(); due < now; due += 1000 / A_SECOND) void text()
    }, 5)
    try {
      await trouble(goesOn)
    } finally {
      clearInterval(load)
    }
    await until('all is acknowledged', () => waiting.size === 0)
    const lost = () => [...acknowledged].filter((number) => !answers.has(number))
    await until('all who were acknowledged are answered', () => lost().length === 0).catch(() => undefined)
    const doubled = [...answers.values()].filter((times) => times > 1).length
    expect(lost()).toEqual([])
    expect(doubled).toBeLessThanOrEqual(MOST_DOUBLED)
    on.simulator.off('mt', count)
    await until('ready again', async () => (await on.call('GET', '/readyz')).status === 200)
  }
  let people = 0

  it('is read from those who lead, never from a copy that may lag', async () => {
    const on = await own.gateway({ REPLICATION: '3' })
    await until('all copies are there', () => inSync(on))
    const admin = adminOf(on)
    const [topic] = (await admin.listTopics()).filter((each) => each.endsWith('.sms.mo')) as [string]
    const brokers = (own.addresses['KAFKA_BROKERS'] as string).split(',')
    const cluster = makeCluster(makeClient({ brokers, clientId: 'test', log: () => {} }))
    cluster.targetTopics = new Set([topic])
    await cluster.connect()
    await cluster.refreshMetadata()
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
    for (const { partitionId: partition, leader, replicas } of topics[0]?.partitions ?? [])
      for (const node of replicas) {
        const broker = await cluster.findBroker({ nodeId: String(node) })
        const asks = [{ topic, partition, offset: 0 }]
        const { answers } = await fetch(broker, { session: 0, epoch: 0, asks, forget: [], waitMs: 0 })
        expect([node, answers[0]?.error]).toEqual([node, node === leader ? 0 : NOT_LEADER])
      }
    await cluster.disconnect()
    await own.stopGateways()
  })

  it('restarted one after the other, under load: nothing acknowledged is lost, and soon it goes on', async () => {
    const on = await own.gateway({ REPLICATION: '3' })
    await until('all copies are there', () => inSync(on))
    await underLoad(on, async (goesOn) => {
      for (let restart = 0; restart < 6; restart++) {
        const broker = BROKERS[restart % 3] as string
        await own.inBackground(`${restart % 2 === 0 ? 'term' : 'kill'}-${broker}`)
        const back = own.inBackground(`start-${broker}`)
        await goesOn(`restart ${restart}`)
        await back
        await until('all copies are there again', () => inSync(on).catch(() => false), 120_000)
      }
    })
    await own.stopGateways()
  })

  it('whose leaders move, and of which one stands still, under load: nothing acknowledged is lost', async () => {
    const on = await own.gateway({ REPLICATION: '3' })
    await until('all copies are there', () => inSync(on))
    const admin = adminOf(on)
    /** Each partition, also those of the group's own topic, loses the copy that leads it, or gets all three again. */
    const move = async (copies: 2 | 3) => {
      const { topics } = await admin.fetchTopicMetadata()
      const reassigned = topics.map(({ name, partitions }) => ({
        topic: name,
        partitionAssignment: partitions.map(({ partitionId, leader }) => ({
          partition: partitionId,
          replicas: [...[1, 2, 3].filter((each) => each !== leader), ...(copies === 3 ? [leader] : [])],
        })),
      }))
      await admin.alterPartitionReassignments({ topics: reassigned })
      await until('the copies have moved', () => inSync(on, copies).catch(() => false))
    }
    await underLoad(on, async (goesOn) => {
      for (const round of [1, 2]) {
        await move(2)
        await goesOn(`move ${round}`)
        await move(3)
      }
      // Of which the others hear nothing either, and at which nobody may begin who connects anew.
      const still = own.controllerOf(BROKERS)
      own.signal(still, 'SIGSTOP')
      try {
        await goesOn('a broker stood still')
        await until('the others do without it', () => inSync(on, 2).catch(() => false), 120_000)
        await goesOn('the others did without it')
      } finally {
        own.signal(still, 'SIGCONT')
      }
      await goesOn('it goes on')
      await until('all copies are there again', () => inSync(on).catch(() => false), 120_000)
    })
  })
})
