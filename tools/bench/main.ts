import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { Command } from 'commander'
import { blockHolds } from './acting.ts'
import { baselineWalk } from './baseline.ts'
import { blockCheck } from './block-check.ts'
import { blockFiles } from './block-files.ts'
import { honestJoined } from './campaigns/honest.ts'
import { campaignQuality, campaignSpeed } from './campaigns/measure.ts'
import { rebuild } from './campaigns/rebuild.ts'
import { chargeChecks, chargesByHttp } from './charges.ts'
import { consoleBeside } from './console.ts'
import { endToEnd } from './end-to-end.ts'
import { longList } from './lists.ts'
import { machine } from './machine.ts'
import { monitorOverPopulations } from './monitor.ts'
import { networkBlocks } from './network-blocks.ts'
import { portRateHolds } from './port-rate.ts'
import { markdown } from './print.ts'
import { refunds } from './refunds.ts'
import { replayOfFile } from './replay.ts'
import { takeReports } from './reports.ts'
import { growth, runtimeAlone } from './runtime.ts'
import { stations } from './stations.ts'
import { surges } from './surges.ts'
import { takeOvers } from './takeover.ts'

const program = new Command('bench')
  .description(
    'Measures the gateway on this machine: medians with the least and the most, beside the goals. Distributed only with KAFKA_BROKERS and MONGODB_URL.',
  )
  .option(
    '--only <part>',
    'embedded, distributed, runtime, growth, takeover, console, lists, reports, charges, refunds, checks, blocks, rate, block-files, stations, surges, monitor, replay (of a file of 4 GB) and baseline (an upgrade), both only when they are named, campaigns or rebuild',
  )
  .option('--runs <n>', 'runs of each load', Number, 3)
  .option('--seconds <n>', 'length of each load', Number, 8)
  .option('--subscribers <n>', 'subscribers with a subscription', Number, 100_000)
  .option(
    '--rows <n>',
    'rows of the billing file, of the file of blocks, of the list of complaints, of a lane that is taken over, and of an upgrade',
    Number,
    1_000_000,
  )
  .option('--load <n>', 'messages a second, over all processes, beside the blocks that are placed', Number, 1000)
  .option('--minutes <n>', 'how long a port’s rate is asked for over its processes', Number, 3)
  .option('--victims <n>', 'victims of the pattern that a verdict refunds', Number, 1_000_000)
  .option('--partners <n>', 'partners that the monitor watches', Number, 1000)
  .option('--days <n>', 'days that it watches them', Number, 90)
  .option(
    '--texts <n>',
    'texts in the index of campaigns: only that is measured, a million, three and five on the way to more; texts that it is rebuilt from',
    Number,
  )
  .option('--honest <file>', 'honest texts, one a line: with --only campaigns only how many of them are joined')
  .option('--markdown <file>', 'writes the table to a file')
  .parse()
const {
  only,
  runs,
  seconds,
  subscribers,
  rows,
  load,
  minutes,
  victims,
  partners,
  days,
  texts,
  honest,
  markdown: file,
} = program.opts<{
  only?: string
  runs: number
  seconds: number
  subscribers: number
  rows: number
  load: number
  minutes: number
  victims: number
  partners: number
  days: number
  texts?: number
  honest?: string
  markdown?: string
}>()
const wants = (part: string) => only === undefined || only === part
const hasServers = Boolean(process.env['KAFKA_BROKERS'] && process.env['MONGODB_URL'])

console.log(
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}, load and simulator on the same machine\n`,
)
await machine()
if (wants('embedded')) await endToEnd({ mode: 'embedded', subscribers, runs, seconds })
if (wants('distributed')) {
  // Distributed, a process runs all services, or only those that a 0000 passes through.
  if (hasServers)
    for (const services of ['', 'sms-gateway,subscriptions,catalogue'])
      await endToEnd({ mode: 'distributed', services, subscribers, runs, seconds })
  else console.log('distributed: left out; `npm run servers` prints the addresses to set')
}
if (wants('runtime')) await runtimeAlone(hasServers, runs)
if (wants('growth')) await growth(hasServers, runs)
if (wants('takeover')) {
  await takeOvers('embedded', rows)
  if (hasServers) await takeOvers('distributed', rows)
}
if (wants('console')) await consoleBeside({ runs, seconds })
if (wants('lists')) {
  await longList('embedded', rows)
  if (hasServers) await longList('distributed', rows)
}
if (wants('reports')) {
  await takeReports({ mode: 'embedded', runs, seconds })
  if (hasServers) await takeReports({ mode: 'distributed', runs, seconds })
}
if (wants('charges')) {
  await chargesByHttp('embedded', { rows, runs, subscribers })
  if (hasServers) await chargesByHttp('distributed', { rows, runs, subscribers })
}
if (wants('refunds')) {
  await refunds('embedded', victims)
  if (hasServers) await refunds('distributed', victims)
}
if (wants('checks')) {
  blockCheck(runs)
  chargeChecks(runs)
}
if (wants('monitor')) monitorOverPopulations({ partners, days })
if (only === 'replay') await replayOfFile({ partners, days })
if (only === 'baseline') {
  const options = { rows, runs, seconds, toTheEnd: rows <= 1_000_000 }
  await baselineWalk({ mode: 'embedded', ...options })
  if (hasServers) await baselineWalk({ mode: 'distributed', ...options })
}
if (wants('stations')) stations()
if (wants('surges')) surges()
if (wants('block-files')) await blockFiles(rows)
if (wants('blocks')) {
  networkBlocks(runs)
  await blockHolds('embedded', load)
  if (hasServers) await blockHolds('distributed', load)
}
// Over minutes, whatever the length of other loads: a rate is one of a minute.
if (wants('rate')) {
  await portRateHolds('embedded', minutes * 60)
  if (hasServers) await portRateHolds('distributed', minutes * 60)
}
if (honest && wants('campaigns')) honestJoined(honest)
else if (wants('campaigns')) {
  if (!texts) campaignQuality()
  const most = texts ?? 1_000_000
  const before = [1_000_000, 3_000_000, 5_000_000]
    .filter((size) => size < most)
    .map((size) => ({ texts: size, goal: '' }))
  campaignSpeed([...before, { texts: most, goal: most > 1_000_000 ? '≥ 3,000' : '≥ 5,000' }], runs)
}
if (wants('rebuild')) await rebuild(texts ?? 1_000_000)
if (file) writeFileSync(file, markdown())
process.exit(0)
