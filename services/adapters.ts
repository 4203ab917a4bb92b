import type { Bus } from '#bus'
import type { KafkaBus, Seat, Security } from '#bus/kafka'
import { type Config, readTls, type Secrets } from '#config'
import { Stamps } from '#evidence'
import { numberKeys } from '#sms'
import type { LaneStamps, Store } from '#store'

export interface Adapters {
  readonly bus: Bus
  readonly store: Store
  /** Deletes what retention allows; embedded only, Kafka does it by itself. */
  clean?(): void
  /** The latest stamp of the log when it was opened, ms; embedded only. */
  newest?(): number
  close(): Promise<void>
}

interface AdapterLog {
  warn(fields: object, text: string): void
  /** Somebody must act. */
  error(fields: object, text: string): void
}

/** The adapters that the environment asks for. Those of the other mode are not even loaded. */
export async function openAdapters(
  config: Config,
  { numberKey }: Pick<Secrets, 'numberKey'>,
  log: AdapterLog,
  { restoring }: { readonly restoring: boolean } = { restoring: false },
): Promise<Adapters> {
  // Under the secret that stays for good: no lane stops when another is rotated.
  const stamps = new Stamps([numberKeys(numberKey)('states')], 'lanes')
  return config.mode === 'embedded'
    ? openEmbedded(config, stamps, log, restoring)
    : openDistributed(config, stamps, log)
}

async function openEmbedded(
  config: Config,
  stamps: LaneStamps,
  alarms: AdapterLog,
  restoring: boolean,
): Promise<Adapters> {
  const { EmbeddedBus, EmbeddedDatabase, EmbeddedLog } = await import('#bus/embedded')
  const { EmbeddedStore } = await import('#store/embedded')
  const database = EmbeddedDatabase.open(config.DATA_DIR)
  try {
    if (!restoring) database.refuseBackup()
    const log = new EmbeddedLog(database, config.PARTITIONS)
    const store = new EmbeddedStore(database, log, stamps)
    return {
      bus: new EmbeddedBus(database, log),
      store,
      newest: () => log.newest(),
      clean() {
        try {
          log.clean(Date.now(), (topic, n) => store.floor(topic, n))
          store.forget(Date.now())
        } catch (error) {
          // Somebody else has the file open, or the disk is full: it comes round again.
          alarms.warn({ error: (error as Error).message }, 'what is over could not be deleted; it is tried again')
        }
      },
      close: async () => database.close(),
    }
  } catch (error) {
    database.close()
    throw error
  }
}

/** Kafka as the environment describes it. */
export async function openKafka(config: Config, log: AdapterLog, instance?: string): Promise<KafkaBus> {
  const { KafkaBus } = await import('#bus/kafka')
  return KafkaBus.open({
    brokers: config.brokers,
    prefix: config.TOPIC_PREFIX,
    partitions: config.PARTITIONS,
    replication: config.REPLICATION,
    fsyncEach: config.KAFKA_FSYNC === 'each',
    stallMs: config.STALL_SECONDS * 1000,
    log: (fields, text) => log.warn(fields, text),
    alarm: (fields, text) => log.error(fields, text),
    security: securityOf(config),
    ...(instance === undefined ? {} : { instance }),
  })
}

function securityOf(config: Config): Security {
  const { KAFKA_SASL: mechanism, KAFKA_USER: username, KAFKA_PASSWORD: password } = config
  return {
    ...(config.KAFKA_TLS === 'on' ? { tls: readTls(config, 'KAFKA') } : {}),
    ...(mechanism === 'off' ? {} : { sasl: { mechanism, username, password } as Security['sasl'] & object }),
  }
}

async function openDistributed(config: Config, stamps: LaneStamps, log: AdapterLog): Promise<Adapters> {
  const { MongoStore } = await import('#store/mongo')
  const store = await MongoStore.open(config.MONGODB_URL, stamps, readTls(config, 'MONGODB'))
  const seat = await seatIn(config.DATA_DIR, log)
  const bus = await openKafka(config, log, seat?.name)
  return {
    bus,
    store,
    close: async () => {
      await bus.close()
      await store.close()
      seat?.leave()
    },
  }
}

/** Without a folder of its own a member that was killed is missed only when its session ends. */
async function seatIn(folder: string, log: AdapterLog): Promise<Seat | undefined> {
  const { takeSeat } = await import('#bus/kafka')
  try {
    return takeSeat(folder)
  } catch (error) {
    log.warn({ error: (error as Error).message }, 'no seat in the data folder; after a crash, its lanes wait for 6 s')
    return undefined
  }
}
