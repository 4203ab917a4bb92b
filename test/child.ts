import { ClientSession } from 'mongodb'
import { EmbeddedBus } from '#bus/embedded'
import { readConfig } from '#config'
import { laneName } from '#store'
import { makeLogger } from '#telemetry'
import { startGateway } from '../services/gateway.ts'
import { readSecrets } from '../services/secrets.ts'

/* A gateway in a process of its own, which kills itself at the n-th time of a moment, such as `committed:7`, or of one process
 alone, `committed:7:victim-walk`: by `CRASH_AT`, or from when it is told. By `decided:7:victim-walk:held` that lane goes no
 further, and all others do, until somebody kills it. */
const config = readConfig(process.env)
let moment: string | undefined
let left = 0
let of = ''
let isHeld = false
const crashAt = (when: string) => {
  const [name, count, process = '', held] = when.split(':')
  moment = name
  left = Number(count ?? 0)
  of = process
  isHeld = held === 'held'
}
// One process goes on where it was as soon as its lanes are taken over; all of them write much by which nobody is served yet.
const doom = process.env['CRASH_AT'] ?? ''
const isOfOne = doom.split(':').length > 2
if (isOfOne) crashAt(doom)
process.on('message', (when: string) => {
  crashAt(when)
  process.send?.('armed')
})
const die = () => {
  if (moment === 'in-transaction' && --left === 0) process.kill(process.pid, 'SIGKILL')
}
const commitTransaction = ClientSession.prototype.commitTransaction
ClientSession.prototype.commitTransaction = function killed() {
  die()
  return commitTransaction.call(this)
}
const gateway = await startGateway(config, readSecrets(config), makeLogger(config.LOG_LEVEL, 'child'), {
  at: (at, lane) => {
    if (at !== moment || laneName(lane).startsWith('dead') || !laneName(lane).startsWith(of) || --left !== 0) return
    if (isHeld) return new Promise<void>(() => {})
    process.kill(process.pid, 'SIGKILL')
  },
})
while (gateway.unready().length > 0) await new Promise((resolve) => setTimeout(resolve, 20))
// From now on: what it writes while it starts is no moment that people text in.
const { bus } = gateway.deps
if (bus instanceof EmbeddedBus) {
  // Everything of the transaction is written, and it is not committed.
  const { hooks } = bus.database
  bus.database.hooks = {
    ...hooks,
    beforeCommit() {
      hooks.beforeCommit()
      die()
    },
  }
}
process.on('SIGTERM', () => void gateway.stop().then(() => process.exit(0)))
if (!isOfOne) crashAt(doom)
process.stdout.write(`ready ${gateway.url}\n`)
