import kafkajs from 'kafkajs'
import { afterEach, expect, it } from 'vitest'
import { readConfig } from '#config'
import { makeLogger } from '#telemetry'
import { startGateway } from '../services/gateway.ts'
import { readSecrets } from '../services/secrets.ts'
import { restoreStore } from '../tools/cli/restore.ts'
import { Simulator } from '../tools/sim/smsc.ts'
import { ADMIN_KEY, environmentOf, Phone } from './gateway.ts'
import { hasServers, kafkaBrokers, removeFolder, temporaryFolder, uniqueName } from './servers.ts'
import { until } from './until.ts'

const name = uniqueName()
const folder = temporaryFolder()
const environment = { ...environmentOf('distributed', folder, name), PARTITIONS: '2' }
const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
  removeFolder(folder)
})

async function start(demo: 'on' | 'off') {
  const simulator = new Simulator()
  const port = await simulator.listen(0)
  const config = readConfig({ ...environment, DEMO: demo, SMSC_LINKS: `smpp://t:t@127.0.0.1:${port}?name=a` })
  const gateway = await startGateway(config, readSecrets(config), makeLogger(config.LOG_LEVEL, 'test'))
  const stop = async () => {
    await gateway.stop()
    await simulator.close()
  }
  closers.push(stop)
  const call = async (path: string, csv?: string) => {
    const headers = { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'text/csv' }
    const made = csv === undefined ? { headers } : { headers, method: 'POST', body: csv }
    return (await fetch(gateway.url + path, made)).text()
  }
  const ready = () => until('it is ready', () => gateway.unready().length === 0)
  return { gateway, stop, ready, call, phone: (number: string) => new Phone(simulator, number) }
}

/* The procedure of docs/operations.md, “Kafka lost, MongoDB kept”, on real servers. */
it.runIf(hasServers)('Kafka is lost: states go on with a new log once that is said', async () => {
  const lin = '8613800138000'
  const before = await start('on')
  await before.ready()
  const phone = before.phone(lin)
  expect(await phone.ask('10086', '0000')).toContain('您共有5项')
  expect(await phone.ask('10086', '1')).toContain('已为您退订1项')
  expect(await phone.ask('10661234', '00000')).toContain('已屏蔽')
  const [partners, services] = [await before.call('/v1/export/partners'), await before.call('/v1/export/services')]
  await before.stop()

  const admin = new kafkajs.Kafka({
    brokers: (kafkaBrokers as string).split(','),
    logLevel: kafkajs.logLevel.NOTHING,
  }).admin()
  await admin.connect()
  closers.push(() => admin.disconnect())
  const topics = async () => (await admin.listTopics()).filter((each) => each.startsWith(`${name}.`))
  await admin.deleteTopics({ topics: await topics() })
  await until('the log is gone', async () => (await topics()).length === 0)

  const stopped = await start('off')
  await until('lanes stop', () => stopped.gateway.unready().some((each) => each.includes('--log-lost')))
  await stopped.stop()

  const made = await restoreStore(environment, {
    by: 'Mei, night shift',
    from: 'Kafka lost',
    logLost: true,
    asItStands: false,
  })
  expect(made).toMatchObject({ by: 'Mei, night shift' })
  const after = await start('off')
  await after.ready()
  expect(await after.call('/v1/import/partners', partners)).not.toContain('error')
  expect(await after.call('/v1/import/services', services)).not.toContain('error')
  // What was true still is, and goes on.
  const again = after.phone(lin)
  const list = await again.ask('10086', '0000')
  expect(list).toMatch(/您共有[34]项/)
  expect(await again.ask('10661234', '11111')).toMatch(/已(解除|恢复|取消)/)
  expect(await again.ask('10086', '1')).toContain('已为您退订1项')
  await after.stop()

  // It is said once: who starts again goes on as ever.
  const later = await start('off')
  await later.ready()
  expect(await later.phone(lin).ask('10086', '0000')).not.toBe(list)
})
