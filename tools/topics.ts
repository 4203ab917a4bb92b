import { Command } from 'commander'
import { readConfig } from '#config'
import { allTopics } from '#contracts'
import { openKafka } from '../services/adapters.ts'

/* `npm run topics`: creates what is missing on Kafka and checks the partitions of what is there. */
new Command('topics')
  .description(
    'Creates the topics of libs/contracts on Kafka and checks those that exist (KAFKA_BROKERS, MONGODB_URL, PARTITIONS, REPLICATION, TOPIC_PREFIX).',
  )
  .parse()
const config = readConfig(process.env)
if (config.mode === 'embedded') {
  console.error('Set KAFKA_BROKERS (and MONGODB_URL): an embedded gateway makes its topics by itself.')
  process.exit(2)
}
const say = (_fields: object, text: string) => console.error(text)
const bus = await openKafka(config, { warn: say, error: say })
try {
  await bus.ensureTopics(allTopics)
  for (const { name, keep, owner } of allTopics)
    console.log(
      `ok  ${config.TOPIC_PREFIX}${name}  ${config.PARTITIONS} partitions, ${keep === 'compact' ? 'compacted' : `${keep} days`}, owner ${owner}`,
    )
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
await bus.close()
