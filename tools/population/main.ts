import { writeFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import { houses } from './houses.ts'
import { Population } from './population.ts'

/* `npm run population`: a population to test the monitor on, as NDJSON of messages in order of arrival. */
const { seed, partners, days, intensity, malicious, heldOut, house, labels } = new Command('population')
  .description('Writes what the services would publish of many partners over some days, for `quadzero replay`.')
  .option('--seed <n>', 'the same seed gives the same population', Number, 1)
  .option('--partners <n>', 'partners', Number, 1000)
  .option('--days <n>', 'days', Number, 90)
  .option('--intensity <n>', 'how much the malicious do of it', Number, 1)
  .option('--malicious <share>', 'share of partners that are malicious; 0: honest ones alone', Number, 0.2)
  .option('--held-out', 'with the kinds that nothing was tuned on')
  .addOption(
    new Option('--house <name>', 'whose kinds and habits: what thresholds were chosen by, or what nothing was tuned on')
      .choices(Object.keys(houses))
      .default('home'),
  )
  .option('--labels <file>', 'who is of what kind, as JSON')
  .parse()
  .opts<{
    seed: number
    partners: number
    days: number
    intensity: number
    malicious: number
    heldOut?: boolean
    house: keyof typeof houses
    labels?: string
  }>()
const population = new Population({
  seed,
  partners,
  days,
  intensity,
  malicious,
  heldOut: heldOut === true,
  ...houses[house],
})
process.stdout.on('error', () => process.exit(0))
for (const lines of population.days()) {
  let text = ''
  for (const line of lines) text += `${JSON.stringify(line)}\n`
  if (!process.stdout.write(text)) await new Promise((done) => process.stdout.once('drain', done))
}
// When they began is known when all is told.
if (labels) writeFileSync(labels, `${JSON.stringify(population.labels, null, 1)}\n`)
