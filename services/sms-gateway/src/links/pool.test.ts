import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { parseLinks } from '#config'
import { status } from '#smpp'
import { makeLogger } from '#telemetry'
import { until } from '../../../../test/until.ts'
import { type Faults, type Mt, noFaults, Simulator } from '../../../../tools/sim/smsc.ts'
import { Link, type LinkOptions } from './link.ts'
import { type Job, LinkPool, type Sent, Unsent } from './pool.ts'
import { Pulse } from './pulse.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** SMSCs, and a pool bound to all of them. */
async function bound(count: number, options = 'window=10', times: LinkOptions = {}, pulse = () => new Pulse()) {
  const smscs = await Promise.all(
    Array.from({ length: count }, async () => {
      const simulator = new Simulator()
      await simulator.listen(0)
      closers.push(() => simulator.close())
      return simulator
    }),
  )
  const links = parseLinks(smscs.map((each, i) => `smpp://a:b@127.0.0.1:${each.port}?name=l${i}&${options}`).join(','))
  const pool = new LinkPool(
    links.map((each) => new Link(each, makeLogger('silent', 'test'), times)),
    pulse,
  )
  closers.push(() => pool.stop())
  pool.start()
  await until('all links are bound', () => pool.links.every((each) => each.bound))
  const arrived: Mt[] = []
  for (const each of smscs) each.on('mt', (mt) => arrived.push(mt))
  return { smscs, pool, arrived }
}

const job = (text: string, priority: Job['priority'] = 'answer'): Job => ({
  fields: { source_addr: '10086', destination_addr: '8613800138000', short_message: Buffer.from(text) },
  tlvs: {},
  priority,
})
const never = new AbortController().signal

describe('several links', () => {
  it('share what is to be sent', async () => {
    const { pool, smscs } = await bound(2)
    const taken = smscs.map(() => 0)
    for (const [i, each] of smscs.entries())
      each.on('mt', () => {
        taken[i]!++
      })
    await Promise.all(Array.from({ length: 40 }, (_, i) => pool.send(job(`m${i}`), never)))
    expect(taken[0]! + taken[1]!).toBe(40)
    for (const each of taken) expect(each).toBeGreaterThan(10)
  })

  it('stand in for one another: what was on a link that broke goes over the next, and the broken one comes back', async () => {
    const { pool, smscs, arrived } = await bound(2)
    for (const each of smscs) each.faults = { ...noFaults, delayMs: 300 }
    const sending = Promise.all(Array.from({ length: 10 }, (_, i) => pool.send(job(`m${i}`), never)))
    await until('some are under way', () => pool.links.every((each) => each.room < 10))
    smscs[0]!.disconnect()
    const sent = await sending
    expect(sent.every((each) => each.answer.command_status === 0)).toBe(true)
    expect(new Set(arrived.map((each) => each.text)).size).toBe(10)
    await until('the first is bound again', () => pool.links[0]!.bound)
  })

  it('say when none can send', async () => {
    const { pool } = await bound(1, 'bind=receiver')
    expect(pool.trouble()).toBe('no SMSC link is bound that can send')
  })
})

describe('an SMSC that cannot keep up', () => {
  it('is given time when it throttles; nothing is lost, nothing is sent twice', async () => {
    const { pool, smscs, arrived } = await bound(1)
    smscs[0]!.faults = { ...noFaults, throttlePerSecond: 20 }
    const sent = await Promise.all(Array.from({ length: 50 }, (_, i) => pool.send(job(`m${i}`), never)))
    expect(sent.every((each) => each.answer.command_status === 0)).toBe(true)
    expect(new Set(arrived.map((each) => each.text)).size).toBe(50)
    expect(arrived).toHaveLength(50)
  })

  it('gets the answers before the bulk', async () => {
    const { pool, smscs, arrived } = await bound(1, 'window=1')
    smscs[0]!.faults = { ...noFaults, delayMs: 10 }
    const bulk = Array.from({ length: 10 }, (_, i) => pool.send(job(`bulk${i}`, 'bulk'), never))
    await until('the bulk has begun', () => arrived.length > 0)
    await pool.send(job('answer'), never)
    expect(arrived.findIndex((each) => each.text === 'answer')).toBeLessThan(4)
    await Promise.all(bulk)
  })

  it('tells its reason when it refuses', async () => {
    const { pool, smscs } = await bound(1)
    smscs[0]!.faults = { ...noFaults, refuseWith: status.ESME_RINVDSTADR }
    expect((await pool.send(job('x'), never)).answer.command_status).toBe(status.ESME_RINVDSTADR)
  })

  it('is waited for when its bind is refused', async () => {
    const { pool, smscs } = await bound(1)
    smscs[0]!.faults = { ...noFaults, closed: true }
    smscs[0]!.disconnect()
    const waiting = pool.send(job('patient'), never)
    await until('the link is down', () => !pool.links[0]!.bound)
    smscs[0]!.faults = noFaults
    expect((await waiting).answer.command_status).toBe(0)
  })
})

describe('a lane that is told to stop', () => {
  /** One is on the wire, one waits behind it; then the lane is told to stop. */
  const stopped = async (options: string, faults: Partial<Faults>, count = 1) => {
    const on = await bound(count, options)
    for (const each of on.smscs) each.faults = { ...noFaults, ...faults }
    const stop = new AbortController()
    const sending = ['first', 'second'].map((text) => on.pool.send(job(text), stop.signal))
    const ended = Promise.allSettled(sending)
    await until('the first is on the wire', () => on.pool.links.some((each) => each.room < each.config.window))
    stop.abort()
    return { ...on, ended, stop }
  }
  const fates = (ended: PromiseSettledResult<Sent>[]) =>
    ended.map((each) => (each.status === 'fulfilled' ? each.value.answer.command_status : each.reason.code))

  it('finishes what is on the wire, and nothing more of it is put on a link', async () => {
    const { ended, arrived, pool, stop } = await stopped('window=1', { delayMs: 50 })
    expect(fates(await ended)).toEqual([0, 'sms.unsent'])
    await expect(pool.send(job('third'), stop.signal)).rejects.toMatchObject({ code: 'sms.unsent' })
    await pool.send(job('of another lane'), never)
    expect(arrived.map((each) => each.text)).toEqual(['first', 'of another lane'])
  })

  it('hears of what was on a link that broke that nobody knows; it is not sent again over another', async () => {
    const { ended, arrived, smscs, pool } = await stopped('window=1', { delayMs: 500 }, 2)
    for (const each of smscs) each.disconnect()
    expect(fates(await ended)).toEqual(['sms.unanswered', 'sms.unanswered'])
    await until('the links are bound again', () => pool.links.every((each) => each.bound))
    await pool.send(job('of another lane'), never)
    await until('all that was sent is there', () => arrived.length >= 3)
    expect(arrived.map((each) => each.text)).toEqual(['first', 'second', 'of another lane'])
  })

  it('gets back what the SMSC throttled', async () => {
    const { ended, arrived } = await stopped('window=10', { delayMs: 50, refuseWith: status.ESME_RTHROTTLED })
    expect(fates(await ended)).toEqual(['sms.unsent', 'sms.unsent'])
    expect(arrived).toEqual([])
  })

  it('is given back at once what no link can send', async () => {
    const { pool, smscs } = await bound(1)
    smscs[0]!.faults = { ...noFaults, closed: true }
    smscs[0]!.disconnect()
    await until('the link is down', () => !pool.links[0]!.bound)
    const stop = new AbortController()
    const waiting = pool.send(job('x'), stop.signal)
    stop.abort()
    await expect(waiting).rejects.toThrow('stopped before it was sent')
  })
})

describe('an SMSC that takes messages and never answers', () => {
  it('gets one at a time, and what it lost three times is given back; when it answers again it gets its window', async () => {
    const { pool, smscs } = await bound(1, 'window=10', { responseTimeoutMs: 400, longestPauseMs: 100 })
    smscs[0]!.faults = { ...noFaults, mute: true }
    await expect(pool.send(job('lost'), never)).rejects.toMatchObject({ code: 'sms.unanswered' })
    await until('it is bound again', () => pool.links[0]!.bound)
    expect(pool.links[0]!.room).toBe(1)
    const waiting = Promise.all(Array.from({ length: 12 }, (_, i) => pool.send(job(`m${i}`), never)))
    await until('it is bound, and known', () => pool.trouble() === 'the SMSC takes messages and does not answer them')
    smscs[0]!.faults = noFaults
    expect((await waiting).every((each) => each.answer.command_status === 0)).toBe(true)
    expect([pool.trouble(), pool.links[0]!.room]).toEqual([undefined, 10])
  })

  it('is not waited for where another answers', async () => {
    const { pool, smscs } = await bound(2, 'window=10', { responseTimeoutMs: 1000, longestPauseMs: 100 })
    smscs[0]!.faults = { ...noFaults, mute: true }
    const sent = await Promise.all(Array.from({ length: 40 }, (_, i) => pool.send(job(`m${i}`), never)))
    expect(sent.map((each) => each.link)).not.toContain('l0')
    expect(pool.trouble()).toBeUndefined()
  })

  it('nor one that takes the connection and never answers the bind', async () => {
    let open = 0
    const silent = createServer((socket) => {
      open++
      socket.resume().on('close', () => open--)
    })
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done))
    closers.push(() => new Promise((done) => silent.close(done)))
    const { port } = silent.address() as { port: number }
    const [config] = parseLinks(`smpp://a:b@127.0.0.1:${port}?name=silent`)
    const pool = new LinkPool([new Link(config!, makeLogger('silent', 'test'), { responseTimeoutMs: 60_000 })])
    pool.start()
    await until('it is connected', () => open === 1)
    expect(pool.trouble()).toBe('no SMSC link is bound that can send')
    await pool.stop()
    await until('nothing is left', () => open === 0)
  })
})

describe('a process that stood still', () => {
  it('puts nothing more on a link before it can have heard that its lanes are others’ now', async () => {
    // given messages that wait for one that is on the link
    let stood = 0
    const { pool, smscs, arrived } = await bound(1, 'window=1', {}, () => new Pulse(() => performance.now() + stood))
    smscs[0]!.faults = { ...noFaults, delayMs: 100 }
    const lane = new AbortController()
    const sending = Array.from({ length: 5 }, (_, i) => pool.send(job(`m${i}`), lane.signal))
    const ended = Promise.allSettled(sending)
    await until('one is on the link', () => pool.links[0]!.room === 0)
    // when the process is stopped for 20 s, and goes on with its answer
    stood = 20_000
    await sending[0]
    await new Promise(setImmediate)
    // then the others wait, and are given back when the lane is told to stop
    lane.abort()
    const unsent = (await ended).filter((each) => each.status === 'rejected' && each.reason instanceof Unsent)
    expect([unsent.length, arrived.length]).toEqual([4, 1])
    // and some seconds later it sends again
    stood = 30_000
    const next = pool.send(job('next'), never)
    stood = 33_900
    await until('the rest is over', () => {
      stood += 100
      return arrived.length === 2
    })
    await next
  })
})
