import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/* `npm test`: all tests that this machine can run, and a word about those that it cannot. Arguments go to vitest. */
const has = (...names: string[]) => names.every((name) => Boolean(process.env[name]))
const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
)
const kannel = existsSync('/usr/sbin/bearerbox')

const leftOut = [
  has('KAFKA_BROKERS', 'MONGODB_URL')
    ? undefined
    : 'Kafka and MongoDB (contract suites, end to end, kill tests): start them with `npm run servers` (Java 17, Maven, Python; no Docker), then set the two variables it prints',
  (process.env['CHROMIUM'] ?? chromium)
    ? undefined
    : 'the pages in a browser: install Chromium (Debian: apt-get install chromium fonts-noto-cjk), or name one with CHROMIUM',
  kannel ? undefined : 'Kannel as a peer: install it (Debian: apt-get install kannel)',
].filter((each) => each !== undefined)

const environment = { ...process.env, ...(chromium && !process.env['CHROMIUM'] ? { CHROMIUM: chromium } : {}) }
const vitest = 'node_modules/vitest/vitest.mjs'
const run = spawnSync(
  process.execPath,
  ['--disable-warning=ExperimentalWarning', vitest, 'run', ...process.argv.slice(2)],
  { stdio: 'inherit', env: environment },
)

if (leftOut.length > 0) console.log(`Left out on this machine:\n${leftOut.map((each) => `  - ${each}`).join('\n')}`)
else console.log('Nothing was left out: real Kafka, MongoDB, Kannel and Chromium were used.')
process.exit(run.status ?? 1)
