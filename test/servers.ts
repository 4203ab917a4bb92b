import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { EmbeddedBus, EmbeddedDatabase, EmbeddedLog } from '#bus/embedded'
import { KafkaBus } from '#bus/kafka'
import { Stamps } from '#evidence'
import { EmbeddedStore } from '#store/embedded'
import { MongoStore } from '#store/mongo'
import { makeClient } from '../libs/bus/kafka/kafkajs.ts'

/** Addresses of real servers, by environment (`npm run servers` starts them); undefined where there are none. */
export const kafkaBrokers = process.env['KAFKA_BROKERS']
export const mongodbUrl = process.env['MONGODB_URL']
export const hasServers = Boolean(kafkaBrokers && mongodbUrl)
/** Tests that kill the servers start their own by `.ci/servers`, which needs Java, Maven and Python. */
export const canStartServers =
  hasServers &&
  ['java', 'mvn', 'python3', 'openssl'].every((name) => spawnSync('which', [name], { stdio: 'ignore' }).status === 0)

/** A name that no other test uses: each has its own topics and database on the shared servers. */
export const uniqueName = (): string => `t${randomBytes(5).toString('hex')}`

export const databaseUrl = (name: string): string => (mongodbUrl as string).replace(/\/[^/?]*(\?|$)/, `/${name}$1`)

/**
 * What a name has on the shared servers goes when its test is over: a thousand topics of nobody keep a broker busy. What a busy
 * one does not let go of stays; no test is about that.
 */
export async function removeName(name: string): Promise<void> {
  await Promise.allSettled([dropDatabase(name), deleteTopics(name)])
}

async function dropDatabase(name: string): Promise<void> {
  const mongo = await MongoClient.connect(databaseUrl(name))
  // Somebody who was killed may still hold something of it.
  await mongo
    .db()
    .command({ dropDatabase: 1, maxTimeMS: 5000 })
    .finally(() => mongo.close())
}

async function deleteTopics(name: string): Promise<void> {
  const brokers = (kafkaBrokers as string).split(',')
  const admin = makeClient({ brokers, clientId: 'test', log: () => {} }).admin()
  try {
    await admin.connect()
    const topics = (await admin.listTopics()).filter((each) => each.startsWith(`${name}.`))
    await admin.deleteTopics({ topics })
  } finally {
    await admin.disconnect()
  }
}

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'quadzero-test-'))
export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true })

const stamps = new Stamps(['a secret of tests'], 'lanes')

export function openEmbedded(folder: string, partitions: number) {
  const database = EmbeddedDatabase.open(folder)
  const log = new EmbeddedLog(database, partitions)
  return { database, log, bus: new EmbeddedBus(database, log), store: new EmbeddedStore(database, log, stamps) }
}

export const openKafka = (prefix: string, partitions: number): Promise<KafkaBus> =>
  KafkaBus.open({
    brokers: (kafkaBrokers as string).split(','),
    prefix: `${prefix}.`,
    partitions,
    replication: 1,
    fsyncEach: false,
    log: () => {},
    alarm: () => {},
    stallMs: 30_000,
  })

export const openMongo = (name: string, answerMs?: number): Promise<MongoStore> =>
  MongoStore.open(databaseUrl(name), stamps, {}, answerMs)
