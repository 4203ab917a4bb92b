import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { backUp } from '#bus/embedded'
import { readConfig } from '#config'
import { allTopics, evidenceSeals, partitionOf } from '#contracts'
import { type ChainHead, makeSealer, type Restoration } from '#evidence'
import { beginAnew } from '#process'
import type { Store } from '#store'
import { makeLogger } from '#telemetry'
import { openAdapters } from '../../services/adapters.ts'
import { restorationKey, type ShardState } from '../../services/confirmations/src/domain/seals.ts'
import { readSecrets } from '../../services/secrets.ts'
import { CliError } from './client.ts'

type Environment = Record<string, string | undefined>

/** Copies an embedded gateway’s data into a new folder, while it runs or not. @throws CliError when it is distributed */
export function backUpData(environment: Environment, to: string): void {
  const config = readConfig(environment)
  if (config.mode === 'distributed')
    throw new CliError(2, 'MongoDB and Kafka have their own tools for this: docs/operations.md, “Backup and restore”.')
  backUp(config.DATA_DIR, to)
}

export interface RestoreOptions {
  /** Who did it, and from what: it is signed, and auditors read it. */
  readonly by: string
  readonly from: string
  /** The log was lost: lanes read what there is, from its start. */
  readonly logLost: boolean
  /** What lanes say in the database is believed, although somebody has changed it; signed too. */
  readonly asItStands: boolean
}

/**
 * Begins a new life of a store that was restored, while no gateway runs, and signs that this was done. Repeating it does no
 * harm. @throws BusError `data.locked` when an embedded gateway runs; Changed when somebody wrote the database; CliError
 * where there is no data
 */
export async function restoreStore(
  environment: Environment,
  { by, from, logLost, asItStands }: RestoreOptions,
): Promise<Restoration> {
  const config = readConfig(environment)
  // A folder that is named by mistake would be made, and be called restored.
  if (config.mode === 'embedded' && !existsSync(join(config.DATA_DIR, 'quadzero.sqlite')))
    throw new CliError(2, `${config.DATA_DIR} holds no data. Name the folder that was restored with DATA_DIR.`)
  const secrets = readSecrets(config)
  const log = makeLogger('warn', 'restore')
  const { bus, store, close } = await openAdapters(config, secrets, log, { restoring: true })
  try {
    await bus.ensureTopics(allTopics)
    const topics = allTopics.map((each) => each.name)
    const incarnation = await beginAnew(bus, store, topics, { logLost, asItStands })
    const sealer = makeSealer(secrets.sealKeys[0] as string)
    const at = Date.now()
    const heads = await headsOf(store)
    const made = sealer.restored({ at, by, from, incarnation, heads, ...(asItStands ? { asItStands } : {}) })
    const key = restorationKey(at)
    const message = { id: key, type: 'store.restored', v: 1, at, corr: key, data: made }
    const partition = partitionOf(key, bus.partitions)
    await bus.publish([{ topic: evidenceSeals.name, partition, key, message }])
    return made
  } finally {
    await close()
  }
}

/** Where the chains of seals stand. */
async function headsOf(store: Store): Promise<ChainHead[]> {
  const heads: ChainHead[] = []
  for (let after = ''; ; ) {
    const found = await store.find('seals', { after, limit: 500 })
    for (const { key, body } of found) {
      const { number, digest } = body as ShardState
      if (number > 0) heads.push({ chain: key, number, digest })
    }
    const last = found.at(-1)
    if (!last) return heads
    after = last.key
  }
}
