import { connect, createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { bindSession } from './client.ts'
import { status } from './constants.ts'
import { Framer } from './framer.ts'
import { decodePdu, encodePdu, type Pdu } from './pdu.ts'
import { type Bound, listen } from './server.ts'
import { Session } from './session.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** An SMSC of ours and an ESME bound to it. */
async function bound(options: { window?: number; responseTimeoutMs?: number; enquireLinkMs?: number } = {}) {
  const met = Promise.withResolvers<Bound>()
  const server = await listen('127.0.0.1', 0, {
    systemId: 'smsc',
    authenticate: ({ password }) => (password === 'right' ? 0 : status.ESME_RINVPASWD),
    onBound: met.resolve,
  })
  closers.push(() => server.close())
  const esme = await bindSession(
    { host: '127.0.0.1', port: server.port, bind: 'transceiver', system_id: 'esme', password: 'right', ...options },
    () => {},
  )
  closers.push(() => esme.destroy())
  return { server, esme, smsc: (await met.promise).session }
}

describe('binding', () => {
  it('is refused with the SMSC’s command_status', async () => {
    const { server } = await bound()
    const attempt = bindSession(
      { host: '127.0.0.1', port: server.port, bind: 'receiver', system_id: 'esme', password: 'wrong' },
      () => {},
    )
    await expect(attempt).rejects.toMatchObject({ code: 'smpp.bind-refused', command_status: status.ESME_RINVPASWD })
  })

  it('is required before anything else', async () => {
    const { server } = await bound()
    const socket = connect(server.port, '127.0.0.1')
    closers.push(() => socket.destroy())
    const session = new Session(socket)
    const answer = await session.request('submit_sm', {})
    expect(answer.command_status).toBe(status.ESME_RINVBNDSTS)
  })
})

describe('a session', () => {
  it('keeps no more requests under way than its window', async () => {
    const { esme, smsc } = await bound({ window: 3 })
    const held: Pdu[] = []
    smsc.on('request', (pdu) => held.push(pdu))
    const answers = Array.from({ length: 10 }, () => esme.request('submit_sm', { destination_addr: '1' }))
    await expect.poll(() => held.length).toBe(3)
    expect([esme.inFlight, esme.queued]).toEqual([3, 7])
    for (let answered = 0; answered < 10; answered++) {
      await expect.poll(() => held.length).toBeGreaterThan(answered)
      smsc.respond(held[answered] as Pdu, 0, { message_id: String(answered) })
    }
    expect((await Promise.all(answers)).map((each) => each.fields['message_id'])).toEqual([...'0123456789'])
  })

  it('gives up on an answer that never comes, and goes on', async () => {
    const { esme, smsc } = await bound({ responseTimeoutMs: 1000 })
    smsc.on('request', (pdu) => {
      if (pdu.fields['destination_addr'] === '2') smsc.respond(pdu, 0, { message_id: 'x' })
    })
    await expect(esme.request('submit_sm', { destination_addr: '1' })).rejects.toMatchObject({ code: 'smpp.timeout' })
    expect((await esme.request('submit_sm', { destination_addr: '2' })).command_status).toBe(0)
  })

  it.each([
    ['a generic_nack without a fault', (smsc: Session, pdu: Pdu) => smsc.nack(status.ESME_ROK, pdu.sequence_number)],
    ['an answer to something else', (smsc: Session, pdu: Pdu) => smsc.respond({ ...pdu, command: 'enquire_link' }, 0)],
  ])('takes %s for none: what became of it is not known', async (_what, answer) => {
    const { esme, smsc } = await bound()
    smsc.on('request', (pdu) => answer(smsc, pdu))
    await expect(esme.request('submit_sm', {})).rejects.toMatchObject({ code: 'smpp.timeout' })
  })

  it('tells those who wait when the connection is cut, also those outside the window', async () => {
    const { esme, smsc } = await bound({ window: 1 })
    const answers = [1, 2, 3].map(() => esme.request('submit_sm', {}))
    smsc.destroy()
    for (const answer of answers) await expect(answer).rejects.toMatchObject({ code: 'smpp.closed' })
  })

  it('asks a silent peer for a sign, and ends when none comes', async () => {
    const silent = createServer(() => {})
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done))
    closers.push(() => silent.close())
    const socket = connect((silent.address() as { port: number }).port, '127.0.0.1')
    const session = new Session(socket, { enquireLinkMs: 100, responseTimeoutMs: 100 })
    const reason = await new Promise((resolve) => session.once('close', resolve))
    expect(reason).toBe('silent')
  })

  it('unbinds politely', async () => {
    const { esme, smsc } = await bound()
    const reason = new Promise((resolve) => smsc.once('close', resolve))
    await esme.unbind()
    expect(await reason).toBe('unbound by the peer')
  })
})

describe('a peer that misbehaves', () => {
  const raw = async (port: number): Promise<{ socket: Socket; heard: Buffer[] }> => {
    const socket = connect(port, '127.0.0.1')
    const heard: Buffer[] = []
    socket.on('data', (chunk) => heard.push(chunk as Buffer))
    socket.on('error', () => {})
    closers.push(() => socket.destroy())
    await new Promise((done) => socket.once('connect', done))
    return { socket, heard }
  }

  it('costs its own connection at most, never another', async () => {
    const { server, esme, smsc } = await bound()
    smsc.on('request', (pdu) => smsc.respond(pdu, 0, { message_id: 'fine' }))
    const { socket } = await raw(server.port)
    const closed = new Promise((done) => socket.once('close', done))
    socket.write(Buffer.from('GET / HTTP/1.1\r\nHost: smsc\r\n\r\n'))
    await closed
    expect((await esme.request('submit_sm', {})).fields['message_id']).toBe('fine')
  })

  it('is answered with generic_nack for a malformed PDU, and may go on', async () => {
    const { esme, smsc } = await bound()
    const answered = new Promise<Pdu>((resolve) => smsc.on('request', resolve))
    const broken = encodePdu({ command: 'submit_sm', sequence_number: 77 }).subarray(0, 20)
    broken.writeUInt32BE(20, 0)
    const { socket, heard } = await raw((await bound()).server.port)
    socket.write(
      encodePdu({ command: 'bind_transceiver', sequence_number: 1, fields: { system_id: 'x', password: 'right' } }),
    )
    socket.write(broken)
    socket.write(encodePdu({ command: 'enquire_link', sequence_number: 78 }))
    const pdus = () => [...new Framer().push(Buffer.concat(heard))].map((bytes) => decodePdu(bytes))
    await expect
      .poll(() => pdus().map((each) => [each.command, each.sequence_number]))
      .toEqual([
        ['bind_transceiver_resp', 1],
        ['generic_nack', 77],
        ['enquire_link_resp', 78],
      ])
    void esme.request('submit_sm', {}).catch(() => {})
    expect((await answered).command).toBe('submit_sm')
  })

  it('may cut its PDUs into single octets', () => {
    const stream = Buffer.concat(
      [1, 2, 3].map((sequence_number) =>
        encodePdu({ command: 'submit_sm', sequence_number, fields: { short_message: Buffer.alloc(140, 65) } }),
      ),
    )
    const framer = new Framer()
    const found = [...stream].flatMap((octet) =>
      [...framer.push(Buffer.from([octet]))].map((bytes) => decodePdu(bytes).sequence_number),
    )
    expect(found).toEqual([1, 2, 3])
    expect(framer.buffered).toBe(0)
  })

  it('by the thousand, with random and mutated streams, leaves the server as it was', async () => {
    const { server, esme, smsc } = await bound()
    smsc.on('request', (pdu) => smsc.respond(pdu, 0, { message_id: 'fine' }))
    const bind = encodePdu({
      command: 'bind_transceiver',
      sequence_number: 1,
      fields: { system_id: 'x', password: 'right' },
    })
    const submit = encodePdu({
      command: 'submit_sm',
      sequence_number: 2,
      fields: { destination_addr: '10086', short_message: Buffer.alloc(100, 48) },
    })
    let seed = 7
    const random = (below: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
      return seed % below
    }
    const attack = async () => {
      const { socket } = await raw(server.port)
      const stream = Buffer.concat([bind, ...Array.from({ length: 20 }, () => Buffer.from(submit))])
      for (let flips = random(30); flips > 0; flips--)
        stream[bind.length + random(stream.length - bind.length)] = random(256)
      socket.write(random(3) === 0 ? stream.subarray(0, random(stream.length)) : stream)
      socket.end()
      await new Promise((done) => socket.once('close', done))
    }
    const before = process.memoryUsage().rss
    for (let round = 0; round < 100; round++) await Promise.all(Array.from({ length: 20 }, attack))
    expect((await esme.request('submit_sm', {})).fields['message_id']).toBe('fine')
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024)
  })
})
