import { connect, createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { until } from '../../test/until.ts'
import { bindSession } from './client.ts'
import { status } from './constants.ts'
import { Framer } from './framer.ts'
import { encodePdu, type Pdu } from './pdu.ts'
import { type Bound, listen } from './server.ts'
import { Session, type SessionOptions } from './session.ts'

/* Peers that flood, never read, never finish, never answer. What a session holds is counted in its own octets and PDUs. */

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const pdu = (command: Pdu['command'], fields: object = {}, sequence_number = 1) =>
  encodePdu({ command, sequence_number, fields: fields as Pdu['fields'] })
const bind = pdu('bind_transceiver', { system_id: 'x', password: 'y' })
const many = (bytes: Buffer, octets: number) => Buffer.concat(Array(Math.ceil(octets / bytes.length)).fill(bytes))
const enquiries = many(pdu('enquire_link'), 64 * 1024)

/** A real session, and the raw socket of the peer on its other side. */
async function against(options: SessionOptions = {}) {
  const met = Promise.withResolvers<Session>()
  const server = createServer((socket) => met.resolve(new Session(socket, options)))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  closers.push(() => new Promise((done) => server.close(done)))
  const peer = await raw((server.address() as { port: number }).port)
  const session = await met.promise
  closers.push(() => session.destroy())
  const ended = new Promise<string>((resolve) => session.once('close', resolve))
  return { peer, session, ended }
}

async function raw(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  closers.push(() => socket.destroy())
  await new Promise((done) => socket.once('connect', done))
  return socket
}

/** Writes the same for ever, as fast as the other side takes it, and reads nothing. Tells when nothing moves any more. */
function flood(peer: Socket, bytes: Buffer): { stuck(): boolean } {
  peer.pause()
  let rounds = 0
  const pump = () => {
    rounds++
    while (!peer.destroyed && peer.write(bytes));
  }
  peer.on('drain', pump)
  pump()
  let seen = 0
  let looks = 0
  const stuck = () => {
    looks = seen === rounds ? looks + 1 : 0
    seen = rounds
    return looks >= 25
  }
  return { stuck }
}

/** The most that a session held until it closed, or until the condition came true. */
async function mostHeld(session: Session, done: () => boolean): Promise<number> {
  let most = 0
  await until('the flood is over', () => {
    most = Math.max(most, session.buffered)
    return done()
  })
  return most
}

describe('a peer that floods and never reads', () => {
  it('is not read any more while it does not read, and is closed when it goes on so', async () => {
    const { peer, session, ended } = await against({ responseTimeoutMs: 1500 })
    flood(peer, enquiries)
    expect(await mostHeld(session, () => session.closed)).toBeLessThan(1024 * 1024)
    expect(await ended).toBe('it does not read')
    await until('its socket is gone', () => peer.destroyed)
  })

  it('is served again when it reads after all', async () => {
    const { peer, session } = await against({ responseTimeoutMs: 20_000 })
    const flooding = flood(peer, enquiries)
    await until('it is stuck', () => flooding.stuck())
    peer.removeAllListeners('drain')
    const framer = new Framer()
    let answered = 0
    peer.on('data', (chunk) => {
      answered += [...framer.push(chunk as Buffer)].length
    })
    peer.resume()
    await until('all is answered', () => peer.writableLength === 0 && session.buffered === 0)
    expect(answered).toBeGreaterThan(10_000)
    expect(session.closed).toBe(false)
  })

  it('gets no more of our requests than its socket takes; the rest waits, up to a bound, and is refused', async () => {
    const { peer, session } = await against({ window: 100_000, responseTimeoutMs: 20_000 })
    peer.pause()
    const fields = { short_message: Buffer.alloc(200) }
    let refused = 0
    const send = () =>
      session.request('submit_sm', fields).catch(({ code }) => (refused += code === 'smpp.full' ? 1 : 0))
    await until('it is full', async () => {
      for (let i = 0; i < 5000; i++) void send()
      await new Promise((done) => setImmediate(done))
      return session.queued > 10_000
    })
    expect(session.buffered).toBeLessThan(1024 * 1024)
    const { peer: slow, session: small } = await against({ window: 1, responseTimeoutMs: 20_000 })
    slow.pause()
    for (let i = 0; i < 1002; i++)
      void small.request('submit_sm', {}).catch(({ code }) => (refused += code === 'smpp.full' ? 1 : 0))
    await until('what is too much is refused', () => refused > 0)
    expect([small.inFlight, small.queued]).toEqual([1, 1000])
  })
})

describe('a peer with more requests open than we can answer', () => {
  it('is not read any more until some are answered, and loses none', async () => {
    const { peer, session } = await against({ requestsAtOnce: 50 })
    const held: Pdu[] = []
    session.on('request', (request) => held.push(request))
    const one = pdu('deliver_sm', { short_message: Buffer.alloc(100) })
    const each = Math.floor((64 * 1024) / one.length)
    const all = 20_000
    peer.write(many(one, all * one.length))
    peer.on('data', () => {})
    await until('it is stuck', () => held.length >= 50)
    await new Promise((done) => setImmediate(done))
    expect(held.length).toBeLessThanOrEqual(50 + 2 * each)
    for (let answered = 0; answered < all; answered++) {
      await until('the next came', () => held.length > answered)
      session.respond(held[answered] as Pdu, 0, { message_id: '' })
    }
    expect(held).toHaveLength(all)
  })

  it('cannot fill the memory with large ones either', async () => {
    const { peer, session } = await against()
    session.on('request', () => {})
    const large = encodePdu({
      command: 'data_sm',
      sequence_number: 1,
      fields: {},
      tlvs: { message_payload: Buffer.alloc(60_000) },
    })
    const flooding = flood(peer, large)
    expect(await mostHeld(session, () => flooding.stuck())).toBeLessThan(5 * 1024 * 1024)
  })
})

describe('a stream that leads nowhere', () => {
  it('a PDU that is never finished ends the connection, however slowly it comes', async () => {
    const { peer, session, ended } = await against({ responseTimeoutMs: 400 })
    const half = pdu('submit_sm', { short_message: Buffer.alloc(200) })
    let sent = 0
    const drip = setInterval(() => peer.write(half.subarray(sent, ++sent)), 20)
    closers.push(() => clearInterval(drip))
    expect(await ended).toBe('it does not finish a PDU')
    expect(session.buffered).toBeLessThan(200)
  })

  it.each([0xffffffff, 70_001, 15, 0])('a command_length of %i ends it at once', async (length) => {
    const { peer, ended } = await against()
    peer.resume()
    const bytes = Buffer.alloc(64)
    bytes.writeUInt32BE(length, 0)
    peer.write(bytes)
    expect(await ended).toMatch(/^broken stream/)
    await until('its socket is gone', () => peer.destroyed)
  })

  it('PDUs that nobody can read are refused, and a hundred in a row end it', async () => {
    const { peer, ended } = await against()
    peer.resume()
    const unknown = Buffer.alloc(16)
    unknown.writeUInt32BE(16, 0)
    unknown.writeUInt32BE(0x77, 4)
    peer.write(many(unknown, 16 * 200))
    expect(await ended).toBe('nothing that it sends can be read')
  })

  it('a peer that closes its half, or never closes its own after we did, leaves no socket behind', async () => {
    const { peer, session, ended } = await against()
    peer.pause()
    peer.write(many(pdu('deliver_sm'), 10_000))
    peer.end()
    expect(await ended).toBe('closed by the peer')
    const open = connectionsOf()
    const other = await open.peer
    other.write(Buffer.alloc(64))
    await until('we closed', () => open.session()?.closed === true)
    await until('no connection is left', async () => (await open.count()) === 0)
    expect(session.closed).toBe(true)
  })

  /** A server whose peers keep their half open. */
  function connectionsOf() {
    let made: Session | undefined
    const server = createServer((socket) => {
      made = new Session(socket)
    })
    closers.push(() => new Promise((done) => server.close(done)))
    const peer = new Promise<Socket>((resolve) =>
      server.listen(0, '127.0.0.1', () => {
        const socket = connect({
          port: (server.address() as { port: number }).port,
          host: '127.0.0.1',
          allowHalfOpen: true,
        })
        socket.on('error', () => {})
        closers.push(() => socket.destroy())
        socket.once('connect', () => resolve(socket))
      }),
    )
    const count = () => new Promise<number>((resolve) => server.getConnections((_error, n) => resolve(n)))
    return { peer, session: () => made, count }
  }
})

describe('a listening side', () => {
  const serve = async (bindTimeoutMs = 5000) => {
    const bound: Bound[] = []
    const server = await listen('127.0.0.1', 0, {
      systemId: 'smsc',
      authenticate: () => status.ESME_ROK,
      onBound: (each) => bound.push(each),
      bindTimeoutMs,
    })
    closers.push(() => server.close())
    const count = () => new Promise<number>((resolve) => server.server.getConnections((_error, n) => resolve(n)))
    return { ...server, bound, count }
  }

  it('closes who floods without a bind', async () => {
    const { port, count } = await serve(700)
    const peers = await Promise.all(Array.from({ length: 10 }, () => raw(port)))
    for (const peer of peers) flood(peer, enquiries)
    await until('all are gone', async () => (await count()) === 0)
  })

  it('serves who binds while five hundred connections lie there without a bind', async () => {
    const { port, count, bound } = await serve(20_000)
    await Promise.all(Array.from({ length: 500 }, () => raw(port)))
    const peer = await raw(port)
    peer.write(bind)
    await until('it is bound', () => bound.length === 1)
    await until('the others are few', async () => (await count()) <= 101)
  })
})

it('a server that takes the connection and never answers the bind costs one connection at a time', async () => {
  let sockets = 0
  const silent = createServer((socket) => {
    sockets++
    socket.resume()
  })
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done))
  closers.push(() => new Promise((done) => silent.close(done)))
  const { port } = silent.address() as { port: number }
  const target = { host: '127.0.0.1', port, bind: 'transceiver', system_id: 'a', password: 'b' } as const
  for (let i = 0; i < 3; i++)
    await expect(bindSession({ ...target, responseTimeoutMs: 50 }, () => {})).rejects.toMatchObject({
      code: 'smpp.timeout',
    })
  expect(sockets).toBe(3)
  const left = () => new Promise<number>((resolve) => silent.getConnections((_error, n) => resolve(n)))
  await until('none is left', async () => (await left()) === 0)
})
