import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { hasDocker, type Servers, startContainers } from './containers.ts'

/*
 * `npm test`: all tests that this machine can run, and a word about those that it cannot. Kafka and MongoDB come from
 * KAFKA_BROKERS and MONGODB_URL, else from containers where Docker is there. Arguments go to vitest.
 */
const addressed = Boolean(process.env['KAFKA_BROKERS'] && process.env['MONGODB_URL'])
const chromium = [
  process.env['CHROMIUM'],
  // The same engine without a desktop's window: a fifth less to do.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path && existsSync(path))
const kannel = existsSync('/usr/sbin/bearerbox')

let containers: Servers | undefined
if (!addressed && process.env['QUADZERO_NO_DOCKER'] === undefined && hasDocker()) {
  console.log('Starting Kafka and MongoDB in containers ...')
  containers = await startContainers().catch((error: Error) => {
    console.log(`They could not be started: ${error.message}`)
    return undefined
  })
}

const leftOut = [
  ...(addressed || containers
    ? []
    : [
        'Kafka and MongoDB (contract suites, end to end, kill tests): have Docker running, or start them without it by `npm run servers` (Java 17, Maven, Python) and set the two variables that it prints',
      ]),
  ...(chromium
    ? []
    : [
        'the pages in a browser: install Chromium (Debian: apt-get install chromium-headless-shell fonts-noto-cjk), or name one with CHROMIUM',
      ]),
  ...(kannel ? [] : ['Kannel as a peer: install it (Debian: apt-get install kannel)']),
]

const run = spawnSync(
  process.execPath,
  ['--disable-warning=ExperimentalWarning', 'node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      QUADZERO_SERVERS_FOR: 'tests',
      ...containers?.environment,
      ...(chromium ? { CHROMIUM: chromium } : {}),
    },
  },
)
await containers?.stop()

if (leftOut.length > 0) console.log(`Left out on this machine:\n${leftOut.map((each) => `  - ${each}`).join('\n')}`)
else console.log('Nothing was left out: real Kafka, MongoDB, Kannel and Chromium were used.')
process.exit(run.status ?? 1)
