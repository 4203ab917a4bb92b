import dns from 'node:dns'
import type { ISocketFactory } from 'kafkajs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { hasServers, kafkaBrokers, uniqueName } from '../../../test/servers.ts'
import { until } from '../../../test/until.ts'
import { KafkaBus } from './bus.ts'
import { connections } from './secure.ts'

const NAME = 'kafka.test'
/** Of this machine, and nobody listens there. */
const NOBODY = '127.0.0.77'

describe.runIf(hasServers)('brokers that are known by name', () => {
  const ports = (kafkaBrokers as string)?.split(',').map((each) => each.slice(each.lastIndexOf(':') + 1))
  const buses: KafkaBus[] = []
  afterEach(async () => {
    await Promise.all(buses.splice(0).map((each) => each.close()))
    vi.restoreAllMocks()
  })

  async function open(name: string, socketFactory?: ISocketFactory): Promise<KafkaBus> {
    const bus = await KafkaBus.open({
      brokers: ports.map((port) => `${name}:${port}`),
      prefix: `${uniqueName()}.`,
      partitions: 1,
      replication: 1,
      fsyncEach: false,
      log: () => {},
      alarm: () => {},
      stallMs: 30_000,
      ...(socketFactory ? { socketFactory } : {}),
    })
    buses.push(bus)
    await bus.ensureTopics([{ name: 'letters', keep: 1 }])
    return bus
  }

  /** The name has these addresses, by turns as asked for; who asks for one gets the first. */
  function resolve(...addresses: string[]): void {
    const real = dns.lookup
    vi.spyOn(dns, 'lookup').mockImplementation(((host: string, options: { all?: boolean }, done: Told) => {
      if (host !== NAME) return (real as unknown as (...args: unknown[]) => void)(host, options, done)
      const found = addresses.map((address) => ({ address, family: 4 }))
      process.nextTick(() => (options.all ? done(null, found) : done(null, addresses[0] as string, 4)))
    }) as unknown as typeof dns.lookup)
  }
  type Told = (error: Error | null, address: string | { address: string; family: number }[], family?: number) => void

  /** As if the brokers called themselves by that name too: every connection is made by it. */
  const byName: ISocketFactory = ({ host: _, ...rest }) => connections(undefined, () => {})({ host: NAME, ...rest })

  async function passes(bus: KafkaBus): Promise<void> {
    const message = { id: 'one', type: 'noted', v: 1 as const, at: 1, corr: 'one', data: {} }
    await bus.publish([{ topic: 'letters', partition: 0, key: 'k', message }])
    const found: unknown[] = []
    await bus.follow('letters', (each) => found.push(each.message))
    await until('it is read', () => found.length > 0)
    expect(found).toEqual([message])
  }

  it('localhost', async () => passes(await open('localhost')))

  it.each([
    ['one that is theirs', ['127.0.0.1']],
    ['several, at the first of which nobody listens', [NOBODY, '127.0.0.1']],
  ])('a name with addresses: %s', async (_, addresses) => {
    resolve(...addresses)
    await passes(await open(NAME, byName))
    expect(dns.lookup).toHaveBeenCalledWith(NAME, expect.anything(), expect.anything())
  })

  it('a name that stands for another address from now on', async () => {
    resolve(NOBODY)
    const opening = open(NAME, byName)
    await until('it was looked for', () => vi.mocked(dns.lookup).mock.calls.length > 0)
    vi.restoreAllMocks()
    resolve('127.0.0.1')
    await passes(await opening)
  })
})
