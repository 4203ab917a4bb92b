import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { parseLinks } from '#config'
import { type BlockTarget, smsOutbound } from '#contracts'
import { defaultPolicy } from '#policy'
import { NetworkBlocks } from '#reference'
import { exampleCatalogue } from '#reference/example'
import type { Deps } from '#service'
import { status } from '#smpp'
import { Metrics, makeLogger } from '#telemetry'
import { until } from '../../../test/until.ts'
import { type Faults, noFaults, Simulator } from '../../../tools/sim/smsc.ts'
import { Link } from './links/link.ts'
import { LinkPool } from './links/pool.ts'
import { sender } from './outbound.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const catalogue = exampleCatalogue()
const deps = {
  policy: { version: 'test', policy: defaultPolicy },
  bus: { partitions: 3 },
  clock: { now: () => 1_800_000_000_000 },
  metrics: new Metrics(),
  catalogue,
  network: new NetworkBlocks([], (sender, at) => catalogue.portOf(sender, at)),
} as unknown as Deps

/** An effect that sends over one link to an SMSC with these faults; only one that never answers is not waited for. */
async function sending(faults: Partial<Faults>, window = 100) {
  const smsc = new Simulator()
  await smsc.listen(0)
  closers.push(() => smsc.close())
  const [config] = parseLinks(`smpp://a:b@127.0.0.1:${smsc.port}?window=${window}`)
  const pool = new LinkPool([
    new Link(config!, makeLogger('silent', 'test'), {
      responseTimeoutMs: faults.mute ? 100 : 60_000,
      longestPauseMs: 100,
    }),
  ])
  closers.push(() => pool.stop())
  pool.start()
  await until('it is bound', () => pool.links[0]!.bound)
  smsc.faults = { ...noFaults, ...faults }
  return { pool, smsc, effect: sender('send-answers', smsOutbound, pool, deps) }
}

let count = 0
const mt = (text: string, more: object = {}) => ({
  key: 'key-of-lin',
  topic: 'sms.outbound',
  message: {
    id: `m${++count}`,
    type: 'mt.queued',
    v: 1,
    at: 0,
    corr: 'c',
    data: { to: '8613800138000', from: '10086', text, class: 'answer', ...more },
  },
})
const told = (records: readonly { topic: string; message: unknown }[]) =>
  records.map(({ topic, message }) => [topic, (message as { data: { status?: number } }).data.status])
const LONG = '您好'.repeat(100)
const never = new AbortController().signal

describe('a message of several segments', () => {
  it('that an SMSC takes and never answers waits in the store: the process goes on, the lane too', async () => {
    const { effect } = await sending({ mute: true })
    expect(told(await effect.carryOut(mt(LONG), never))).toEqual([['sms.retry', status.ESME_RDELIVERYFAILURE]])
  })

  it('of a lane that is told to stop is given back, each of its segments, with nothing left behind', async () => {
    const { effect, smsc, pool } = await sending({ closed: true })
    smsc.disconnect()
    await until('the link is down', () => !pool.links[0]!.bound)
    const stop = new AbortController()
    const carried = effect.carryOut(mt(LONG), stop.signal)
    stop.abort()
    await expect(carried).rejects.toMatchObject({ code: 'sms.unsent' })
  })

  it('of which some were sent when its lane was told to stop waits in the store: what arrived is not known', async () => {
    const { effect, pool } = await sending({ delayMs: 50 }, 1)
    const stop = new AbortController()
    const carried = effect.carryOut(mt(LONG), stop.signal)
    await until('the first is on the wire', () => pool.links[0]!.room === 0)
    stop.abort()
    expect(told(await carried)).toEqual([['sms.retry', status.ESME_RDELIVERYFAILURE]])
  })

  it('is refused for good when a field of it does not fit', async () => {
    const { effect } = await sending({})
    const records = await effect.carryOut(mt('x', { from: '1'.repeat(30) }), never)
    expect(records.map((each) => each.topic)).toEqual(['dead-letters'])
  })
})

it('an SMSC that answers no bind leaves the lane waiting, with its reason', async () => {
  const silent = createServer((socket) => socket.resume())
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done))
  closers.push(() => new Promise((done) => silent.close(done)))
  const [config] = parseLinks(`smpp://a:b@127.0.0.1:${(silent.address() as { port: number }).port}`)
  const pool = new LinkPool([new Link(config!, makeLogger('silent', 'test'))])
  pool.start()
  const effect = sender('send-answers', smsOutbound, pool, deps)
  const stop = new AbortController()
  const carried = effect.carryOut(mt(LONG), stop.signal)
  expect(effect.excuse?.()).toBe('no SMSC link is bound that can send')
  stop.abort()
  await expect(carried).rejects.toMatchObject({ code: 'sms.unsent' })
  await pool.stop()
})

it('what a port sends is stopped at the last step once it is blocked for everybody; what we answer from it is not', async () => {
  const { effect, smsc } = await sending({})
  const arrived: string[] = []
  smsc.on('mt', ({ text }) => arrived.push(text))
  const block = (target: BlockTarget) =>
    deps.network.apply({
      ...{ id: 'b', type: 'block.set', v: 1, at: 1, corr: '' },
      data: { target, version: 1, scope: 'all', from: 1 },
    })
  block({ kind: 'port', value: '10661234' })
  block({ kind: 'domain', value: 'icbc-vip.com' })
  const [decided] = await effect.carryOut(mt('验证码 482913', { from: '10661234', class: 'otp' }), never)
  expect(decided).toMatchObject({
    topic: 'mt.decisions',
    key: 'c',
    message: { data: { allow: false, rule: 'network.all' } },
  })
  const [ofPort] = await effect.carryOut(mt('验证码 482913', { from: '1066123401', class: 'otp' }), never)
  expect(ofPort).toMatchObject({ message: { data: { port: '10661234', allow: false, rule: 'network.all' } } })
  const [link] = await effect.carryOut(mt('账单 icbc-vip.com/a', { from: '10665678', class: 'service' }), never)
  expect(link).toMatchObject({ message: { data: { allow: false, rule: 'network.domain' } } })
  await effect.carryOut(mt('您在本端口没有业务', { from: '10661234' }), never)
  await until('the answer is there', () => arrived.length > 0)
  expect(arrived).toEqual(['您在本端口没有业务'])
})
