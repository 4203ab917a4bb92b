import { readConfig } from '#config'
import { campaignExemplars } from '#contracts'
import { edgeRecord } from '#service'
import { openAdapters } from '../../../services/adapters.ts'
import { LiveIndex } from '../../../services/reports/src/campaigns/live-index.ts'
import { readSecrets } from '../../../services/secrets.ts'
import { report } from '../print.ts'
import { workplace } from '../workplace.ts'
import { Chance } from './random.ts'
import { anyText } from './texts.ts'

const BATCH = 2000

/** How long a process that starts alone reads the texts of the last days out of the store, before it takes work. */
export async function rebuild(texts: number): Promise<void> {
  const { environment, clear } = workplace('embedded')
  const config = readConfig(environment)
  const opened = async () => {
    const { bus, close } = await openAdapters(config, readSecrets(config), { warn() {}, error() {} })
    await bus.ensureTopics([campaignExemplars])
    return { bus, close }
  }
  try {
    const filling = await opened()
    const chance = new Chance(texts)
    const at = Date.now()
    for (let from = 0; from < texts; from += BATCH) {
      const records = Array.from({ length: Math.min(BATCH, texts - from) }, (_, n) => {
        const number = String(100_000_000 + from + n)
        const campaign = `c${number}abcde`
        const data = { campaign, report: number, text: anyText(chance), first: true }
        const clues = { links: [], phones: [], accounts: [], amounts: [] }
        const message = { id: number, at, corr: number, type: 'exemplar.kept', data: { ...data, ...clues } }
        return edgeRecord(campaignExemplars, filling.bus, campaign, message)
      })
      await filling.bus.publish(records)
    }
    await filling.close()
    const { bus, close } = await opened()
    const index = new LiveIndex(bus)
    const [began, cpu] = [performance.now(), process.cpuUsage()]
    await index.start()
    const { user, system } = process.cpuUsage(cpu)
    report(
      `campaigns, embedded: ${texts.toLocaleString('en')} texts read out of the store, s / s of a core`,
      `${((performance.now() - began) / 1000).toFixed(1)} / ${((user + system) / 1e6).toFixed(1)}; ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB resident, ${(index.bytes / texts).toFixed(0)} octets a text`,
    )
    await index.stop()
    await close()
  } finally {
    clear()
  }
}
