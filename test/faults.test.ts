import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { ftruncateSync, openSync, statfsSync, writeFileSync, writeSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { status } from '#smpp'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { OwnServers, persist } from './own-servers.ts'
import { canStartServers, openEmbedded, removeFolder, temporaryFolder } from './servers.ts'
import { until } from './until.ts'

const main = new URL('../services/main.ts', import.meta.url).pathname

/** Runs the gateway until it ends by itself or says ready. */
function run(
  environment: Record<string, string>,
): Promise<{ code: number | null; err: string; url: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main], {
    env: {
      PATH: process.env['PATH'],
      // What others compiled is not compiled again.
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      HTTP_PORT: '0',
      SIM_PORT: '0',
      LOG_LEVEL: 'error',
      ...environment,
    } as NodeJS.ProcessEnv,
  })
  let err = ''
  child.stderr.on('data', (chunk) => {
    err += chunk
  })
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const stop = async () => {
    child.kill('SIGTERM')
    await exited
  }
  return new Promise((resolve) => {
    void exited.then((code) => resolve({ code, err, url: '', stop }))
    child.stdout.on('data', (chunk) => {
      const url = /^ready (\S+)$/m.exec(String(chunk))?.[1]
      if (url !== undefined) resolve({ code: null, err, url, stop })
    })
  })
}

it('phones that anybody can text from are shown in earnest only where they were asked for by name', async () => {
  for (const [asked, status, home] of [
    [{}, 404, '/account'],
    [{ HANDSET: 'on' }, 200, '/handset'],
  ] as const) {
    const data = temporaryFolder()
    const { url, stop } = await run({ DATA_DIR: data, DEMO: 'off', ...asked })
    const page = await fetch(`${url}/handset`)
    const text = await fetch(`${url}/handset/api/mo`, { method: 'POST' })
    const first = await fetch(url, { redirect: 'manual' })
    expect([page.status, text.status === 404, first.headers.get('location')]).toEqual([status, status === 404, home])
    await stop()
    removeFolder(data)
  }
})

describe('a start that cannot be', () => {
  const folders: string[] = []
  afterEach(() => folders.splice(0).forEach(removeFolder))
  const folder = () => {
    folders.push(temporaryFolder())
    return folders.at(-1) as string
  }

  it('on a folder that is in use says whose it is and harms nothing', async () => {
    const data = folder()
    const first = await run({ DATA_DIR: data })
    const second = await run({ DATA_DIR: data })
    expect(second.code).toBe(3)
    expect(second.err).toMatch(
      /^Quadzero cannot start: .* is in use by another Quadzero \(process \d+ on .+, since .+\)\. Stop that one, or name another folder with DATA_DIR\.\n$/,
    )
    await first.stop()
    const third = await run({ DATA_DIR: data })
    expect(third.code).toBeNull()
    await third.stop()
  })

  it('on a taken port names it and what to set', async () => {
    const squatter = createServer()
    await new Promise<void>((done) => squatter.listen(0, '127.0.0.1', done))
    const { port } = squatter.address() as { port: number }
    const http = await run({ DATA_DIR: folder(), HTTP_PORT: String(port) })
    expect([http.code, http.err]).toEqual([
      2,
      `Quadzero cannot start: Port ${port} on 127.0.0.1 is taken by another program. Stop that one, or set HTTP_PORT to another.\n`,
    ])
    const smpp = await run({ DATA_DIR: folder(), SIM_PORT: String(port) })
    expect([smpp.code, smpp.err]).toEqual([2, expect.stringContaining('set SIM_PORT to another')])
    squatter.close()
  })

  it('on a folder that cannot be made, a file that is no database, or other partitions, says what to do', async () => {
    expect(await run({ DATA_DIR: '/dev/null/data' })).toMatchObject({
      code: 3,
      err: expect.stringContaining('cannot be'),
    })
    const broken = folder()
    writeFileSync(join(broken, 'quadzero.sqlite'), 'this is no database, but it is long enough to look at'.repeat(100))
    expect(await run({ DATA_DIR: broken })).toMatchObject({
      code: 3,
      err: expect.stringContaining('Move it away, or name another DATA_DIR'),
    })
    const made = folder()
    openEmbedded(made, 3).database.close()
    expect(await run({ DATA_DIR: made })).toMatchObject({ code: 3, err: expect.stringContaining('Restore it from') })
    expect(await run({ DATA_DIR: made, NUMBER_KEY: 'kept-elsewhere-0123456789' })).toMatchObject({
      code: 3,
      err: expect.stringContaining('Set PARTITIONS=3'),
    })
  })

  it.each([
    [{ HTTP_PORT: 'eighty' }, 'HTTP_PORT'],
    [{ SMSC_LINKS: 'smpp://nowhere' }, 'host or port is missing'],
    [{ KAFKA_BROKERS: 'k:1' }, 'KAFKA_BROKERS and MONGODB_URL go together'],
    [{ SERVICES: 'subscriptions,unicorns' }, 'SERVICES names unicorns'],
    [{ ADMIN_KEY: 'short' }, 'ADMIN_KEY: must have 20'],
  ])('with %j says which variable is wrong', async (environment, words) => {
    expect(await run({ DATA_DIR: folder(), ...environment })).toMatchObject({
      code: 2,
      err: expect.stringContaining(words),
    })
  })
})

describe('a full disk', () => {
  let on: TestGateway
  beforeAll(async () => {
    on = await startTestGateway('embedded')
  })
  afterAll(() => on.stop())

  it('is told to the SMSC, which tries again; nothing acknowledged is lost, nothing is done twice', async () => {
    const { sqlite } = (
      on.gateway.deps.bus as unknown as {
        database: { sqlite: { exec(sql: string): void; prepare(sql: string): { get(): Record<string, number> } } }
      }
    ).database
    const lin = on.phone('8613800138000')
    await lin.ask('10086', '0000')
    // SQLite itself says SQLITE_FULL when the file may not grow.
    const pages = sqlite.prepare('PRAGMA page_count').get()['page_count'] as number
    sqlite.exec(`PRAGMA max_page_count = ${pages}`)
    let refused = 0
    for (let i = 0; i < 5000 && refused === 0; i++) {
      const { status: answer } = await on.simulator.sendMo({
        from: `86150${String(10_000_000 + i)}`,
        to: '10086',
        text: `天气${'好'.repeat(60)}`,
      })
      if (answer === status.ESME_RX_T_APPN) refused++
    }
    expect(refused).toBe(1)
    // A short one may still fit into what a long one left of the last page.
    let code: unknown
    for (let i = 0; i < 200 && code === undefined; i++)
      code = (await on.call('POST', '/v1/mo', { from: '13800138000', to: '10086', text: '0000' })).body?.code
    expect(code).toBe('store.unavailable')
    sqlite.exec('PRAGMA max_page_count = 4294967294')
    await until('the lanes are well again', async () => (await on.call('GET', '/readyz')).status === 200)
    await until('an MO is taken', async () => (await lin.send('10086', '1')).status === 0)
    await until('it is answered', () => lin.inbox.some((mt) => mt.text.startsWith('已为您退订1项')))
  })
})

/* Kafka and MongoDB of their own, because they are killed. */
describe.runIf(canStartServers)('Kafka and MongoDB', () => {
  const folder = temporaryFolder()
  const own = new OwnServers(join(folder, 'servers'))
  beforeAll(() => own.start())
  afterEach(() => own.stopGateways())
  afterAll(() => {
    own.stop()
    removeFolder(folder)
  })
  const people = Array.from({ length: 20 }, (_, i) => `86151${10_000_000 + i}`)

  it.each(['kafka', 'mongo'])(
    '%s, killed while people text and back after some seconds: all are answered',
    async (server) => {
      const on = await own.gateway()
      const phones = people.map((number) => on.phone(number))
      const first = phones.map((phone) => persist(on, phone.number, '0000'))
      await own.inBackground(`kill-${server}`)
      const second = phones.map((phone) => persist(on, phone.number, 'LANG EN'))
      await until('it says so', async () => (await on.call('GET', '/readyz')).status === 503)
      await own.inBackground(`start-${server}`)
      await Promise.all([...first, ...second])
      const whole = (texts: readonly string[]) =>
        texts.some((text) => /没有订购|You pay for no/.test(text)) &&
        texts.some((text) => text.includes('Language set to English'))
      await until(
        'everybody has both answers',
        () => phones.every((phone) => whole(phone.inbox.map((mt) => mt.text))),
        60_000,
      )
      await until('ready again', async () => (await on.call('GET', '/readyz')).status === 200)
    },
  )

  it('a log that cannot be heard lets nobody in by a key that may have been revoked meanwhile', async () => {
    const on = await own.gateway()
    const wish = { name: 'huayu', kind: 'partner', purposes: ['subscribe', 'read'], partnerId: 'sp-huayu' }
    const { key } = (await on.call('POST', '/v1/keys', wish)).body
    const used = async () => (await on.call('GET', '/v1/webhooks', undefined, { key })).status
    await until('the key opens', async () => (await used()) === 200)
    own.signal('kafka', 'SIGSTOP')
    await until('it opens nothing', async () => (await used()) === 503)
    // Of the key of the environment the log says nothing.
    expect((await on.call('GET', '/v1/keys')).status).toBe(200)
    own.signal('kafka', 'SIGCONT')
    await until('it opens again', async () => (await used()) === 200)
  })

  it('down at the start are waited for', async () => {
    await own.inBackground('kill-kafka')
    await own.inBackground('kill-mongo')
    // Who listens in their places hears that they are looked for, and says nothing.
    const knocked = Promise.withResolvers<void>()
    let knocks = 0
    const inPlaceOf = async (address = ''): Promise<Server> => {
      const server = createServer((socket) => {
        socket.destroy()
        if (++knocks === 3) knocked.resolve()
      })
      // Who was killed gives its place up when it is gone.
      await until('the place is free', async () => {
        server.listen(Number(/:(\d+)/.exec(address)?.[1]), '127.0.0.1')
        return once(server, 'listening').then(
          () => true,
          () => false,
        )
      })
      return server
    }
    const listening = [await inPlaceOf(own.addresses['KAFKA_BROKERS']), await inPlaceOf(own.addresses['MONGODB_URL'])]
    const starting = own.gateway()
    await knocked.promise
    await Promise.all(listening.map((each) => once(each.close(), 'close')))
    await own.inBackground('start-mongo')
    await own.inBackground('start-kafka')
    const on = await starting
    expect(await on.phone('8615200000001').ask('10086', '0000')).toContain('没有订购')
  })
})

/* A file system of a fixed size, which a test can fill: needs to be allowed to mount one. */
const canMount = canStartServers && process.getuid?.() === 0 && process.platform === 'linux'
describe.runIf(canMount)('a full disk under Kafka and MongoDB', () => {
  const folder = temporaryFolder()
  const own = new OwnServers(join(folder, 'servers'))
  beforeAll(() => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1500m', 'tmpfs', folder])
    own.start()
  })
  afterAll(async () => {
    await own.stopGateways()
    own.stop()
    execFileSync('umount', ['-l', folder])
    removeFolder(folder)
  })

  it('is told to the SMSC; with room again, all that was acknowledged is answered', async () => {
    const on = await own.gateway()
    const phones = Array.from({ length: 20 }, (_, i) => on.phone(`86153${10_000_000 + i}`))
    for (const phone of phones) expect(await phone.ask('10086', '0000')).toContain('没有订购')
    const { bavail, bsize } = statfsSync(folder)
    const filler = openSync(join(folder, 'filler'), 'w')
    const block = Buffer.alloc(bsize)
    for (let i = 0; i < bavail; i++) if (!writeSomething(filler, block)) break
    let refused = 0
    const tell = () => refused++
    const strangers = async (line: number) => {
      for (let i = 0; refused === 0; i++)
        await persist(on, `86154${10_000_000 + line * 100_000 + i}`, `天气${'好'.repeat(60)}`, { refused: tell })
    }
    const flood = Array.from({ length: 20 }, (_, line) => strangers(line))
    await until('the SMSC is told', () => refused > 0, 120_000)
    const texting = [...flood, ...phones.map((phone) => persist(on, phone.number, 'LANG EN', { refused: tell }))]
    await until('each of them is told', () => refused >= 40)
    ftruncateSync(filler, 0)
    for (const server of ['kafka', 'mongo']) if (!own.lives(server)) await own.inBackground(`start-${server}`)
    await Promise.all(texting)
    const english = (phone: (typeof phones)[number]) => phone.inbox.filter((mt) => mt.text.includes('set to English'))
    await until('everybody is answered', () => phones.every((phone) => english(phone).length > 0), 120_000)
    await until('ready again', async () => (await on.call('GET', '/readyz')).status === 200)
  })
})

function writeSomething(file: number, block: Buffer): boolean {
  try {
    return writeSync(file, block) > 0
  } catch {
    return false
  }
}
