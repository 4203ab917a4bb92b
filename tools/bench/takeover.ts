import { setTimeout as pause } from 'node:timers/promises'
import { readConfig } from '#config'
import { numberKeys } from '#sms'
import { laneName } from '#store'
import { openAdapters } from '../../services/adapters.ts'
import { believed } from '../../services/believed.ts'
import { readSecrets } from '../../services/secrets.ts'
import { report } from './print.ts'
import { type Mode, workplace } from './workplace.ts'

const BATCH = 5000
/** What a subscriber’s state is like, octets. */
const STATE = 500

/**
 * A lane with many rows is taken over by another process: how long until it works, and until all its rows were found. One of
 * a kind that is not waited for, and one of a kind of which nothing is believed before.
 */
export async function takeOvers(mode: Mode, rows: number): Promise<void> {
  const { environment, clear } = workplace(mode, { PARTITIONS: '1' })
  const config = readConfig(environment)
  const keyOf = numberKeys(readSecrets(config).numberKey)
  const silent = { warn() {}, error() {} }
  const opened = async () => {
    const { store: plain, close } = await openAdapters(config, readSecrets(config), silent)
    return { store: believed(plain, keyOf, config.PARTITIONS, silent), close }
  }
  const kinds = [
    ['confirmation', 'not waited for'],
    ['account', 'waited for'],
  ] as const
  try {
    const seeding = await opened()
    const filler = 'x'.repeat(STATE)
    for (const [process] of kinds) {
      const id = { process, lane: 0 }
      const { epoch } = await seeding.store.takeOver(id, 'bench')
      for (let from = 0, seq = 1; from < rows; from += BATCH, seq++) {
        const states = Array.from({ length: Math.min(BATCH, rows - from) }, (_, n) => ({
          ...{ key: keyOf(String(8_613_500_000_000 + from + n)), body: { tenure: 1, filler, n: from + n } },
          ...{ wakeAt: undefined, tags: undefined, sort: '', fresh: true },
        }))
        const at = { id, epoch, seq, log: {}, positions: {}, marks: {} }
        await seeding.store.commit({ ...at, states, emit: [], published: 0 })
      }
    }
    await seeding.close()
    for (const [process, how] of kinds) {
      const { store, close } = await opened()
      const id = { process, lane: 0 }
      const began = performance.now()
      const seconds = () => ((performance.now() - began) / 1000).toFixed(1)
      await store.takeOver(id, 'bench')
      const works = seconds()
      while (store.isFinding(id)) await pause(20)
      store.checkRows(id)
      report(
        `${mode}: ${laneName(id)} with ${rows} rows, ${how}: s until it works / until all rows were found`,
        `${works} / ${seconds()}`,
      )
      await close()
    }
  } finally {
    clear()
  }
}
