import { afterAll, expect, it } from 'vitest'
import { z } from 'zod'
import type { InRecord } from '#bus'
import { readConfig } from '#config'
import { allTopics, type Topic } from '#contracts'
import { type Assignment, EffectWork, type LaneWork, type Turn } from '#process'
import { exampleCatalogue } from '#reference/example'
import { makeLogger } from '#telemetry'
import { environmentOf } from '../test/gateway.ts'
import { removeFolder, temporaryFolder } from '../test/servers.ts'
import { madeOf, numbersOf } from './absurd-fixtures.ts'
import { openAdapters } from './adapters.ts'
import { assignmentsOf, makeDeps } from './gateway.ts'
import { readSecrets } from './secrets.ts'

/*
 * Times that no clock shows, in every field of every message that any lane reads: the message is refused, or counts for
 * nothing; the lane goes on, and so do its timers.
 */

const NOW = Date.parse('2026-11-28T04:00:00Z')
const HOUR = 3_600_000
const DAY = 24 * HOUR
const HONEST = [NOW, NOW - HOUR, NOW - DAY, 1, 2, 100]
const YEAR_1 = -62_135_596_800_000
const YEAR_9999 = 253_402_300_799_999
const ABSURD = [
  YEAR_1,
  -1,
  0,
  1,
  YEAR_9999,
  YEAR_9999 + 1,
  8.64e15 + 1,
  Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER,
]
/** They send what they read to a link that there is none of here, or run a replay. */
const OUTSIDE = ['send-answers', 'send-bulk', 'webhook-calls', 'policy-replaying']
/** What only lanes and two people write, and where anything else is to stop them: figures of another build, a body, a tally. */
const WRITTEN = ['policy.set', 'delivery.tried', 'members.moved']
const MESSAGES = 240

const topics: readonly Topic[] = allTopics
const folder = temporaryFolder()
const adapters = await open()
afterAll(async () => {
  await adapters.close()
  removeFolder(folder)
})

async function open() {
  const environment = { ...environmentOf('embedded', folder), PARTITIONS: '1', DEMO: 'off' }
  const config = readConfig(environment)
  const secrets = readSecrets(config)
  const log = makeLogger('silent', 'test')
  const found = await openAdapters(config, secrets, log)
  await found.bus.ensureTopics(topics)
  const deps = await makeDeps(config, secrets, log, found, { docs: false })
  return { deps: { ...deps, catalogue: exampleCatalogue() as typeof deps.catalogue }, close: () => found.close() }
}

/** Messages of all that a lane reads, the first of them honest. */
function* messagesOf(inputs: readonly string[], random: () => number): Generator<InRecord> {
  const kinds = inputs.flatMap((name) => {
    const topic = topics.find((each) => each.name === name) as Topic
    return Object.entries(topic.messages).map(([type, contract]) => ({
      ...{ name, type },
      schema: z.toJSONSchema(contract, { io: 'input', unrepresentable: 'any' }) as Readonly<Record<string, unknown>>,
    }))
  })
  const any = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  for (let n = 0; n < MESSAGES; n++) {
    const { name, type, schema } = any(kinds)
    if (WRITTEN.includes(type)) continue
    const isAbsurd = n > MESSAGES / 3 && random() < 0.5
    const data = madeOf(schema, random, () => (isAbsurd && random() < 0.4 ? ABSURD : HONEST))
    const at = isAbsurd && random() < 0.4 ? any(ABSURD) : NOW - 1000 * (MESSAGES - n)
    const message = { id: `m${n}`, type, v: 1, at, corr: 'c', data }
    const raw = () => JSON.stringify(message)
    yield { topic: name, partition: 0, offset: n, key: any(['a', 'b', 'huayu']), message, trusted: false, raw }
  }
}

/** Lets a lane read and store all of it, then be called whenever it asks to be, for years. @returns how many it refused */
async function play({ name, inputs, work }: Assignment, random: () => number): Promise<number> {
  const { store } = adapters.deps
  const id = { process: name, lane: 0 }
  const lane: LaneWork = work(0)
  const { epoch, seq: first } = await store.takeOver(id, 'session')
  let seq = first
  const commit = async ({ states, failure }: Turn) => {
    if (failure !== undefined) throw failure
    const head = { id, epoch, seq: ++seq, log: {}, positions: {}, marks: {}, emit: [], published: 0 }
    await store.commit({ ...head, states })
    lane.committed()
    await lane.settleWake?.()
  }
  await lane.start?.()
  let refused = 0
  for (const record of messagesOf(inputs, random)) {
    const batch = { records: [record], readUpTo: [Number.NEGATIVE_INFINITY] }
    const turn = await lane.records(batch, new AbortController().signal)
    if (turn.emit.some(({ topic }) => topic === 'dead-letters')) refused++
    await commit(turn)
  }
  for (let n = 0; lane.wake && n < 30; n++) await commit(await lane.wake(NOW + n * 50 * DAY))
  return refused
}

const assignments = assignmentsOf(adapters.deps).filter(({ name }) => !OUTSIDE.includes(name))

it.each(assignments.map((each) => [each.name, each] as const))('stops no lane of %s', async (name, assignment) => {
  const refused = await play(assignment, numbersOf([...name].reduce((sum, each) => sum * 31 + each.charCodeAt(0), 7)))
  if (!(assignment.work(0) instanceof EffectWork)) expect(refused).toBeGreaterThan(0)
})
