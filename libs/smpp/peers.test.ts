import { createRequire } from 'node:module'
import { afterEach, expect, it } from 'vitest'
import { bindSession } from './client.ts'
import type { Pdu } from './pdu.ts'
import { listen } from './server.ts'

/* The npm package `smpp` as an independent peer: another codec, another mind. */
interface PeerPdu {
  command: string
  command_status: number
  short_message: { message: string }
  destination_addr: string
  response(options: object): PeerPdu
}
interface PeerSession {
  on(event: string, listener: (pdu: PeerPdu) => void): void
  send(pdu: PeerPdu): void
  deliver_sm(options: object, done: (pdu: PeerPdu) => void): void
  submit_sm(options: object, done: (pdu: PeerPdu) => void): void
  bind_transceiver(options: object, done: (pdu: PeerPdu) => void): void
  close(): void
}
interface Peer {
  createServer(handler: (session: PeerSession) => void): {
    listen(port: number, host: string, done: () => void): void
    address(): { port: number }
    close(): void
  }
  connect(options: object): PeerSession
}
const peer = createRequire(import.meta.url)('smpp') as Peer

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

it('binds to a server of npm smpp, submits to it and takes its deliver_sm', async () => {
  const submitted: string[] = []
  const answers: number[] = []
  const server = peer.createServer((session) => {
    session.on('error', () => {})
    session.on('bind_transceiver', (pdu) => {
      session.send(pdu.response({ system_id: 'peer' }))
      session.deliver_sm({ source_addr: '8613800138000', destination_addr: '10086', short_message: '短信' }, (answer) =>
        answers.push(answer.command_status),
      )
    })
    session.on('submit_sm', (pdu) => {
      submitted.push(pdu.short_message.message)
      session.send(pdu.response({ message_id: 'm-1' }))
    })
    session.on('unbind', (pdu) => session.send(pdu.response({})))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  closers.push(() => server.close())
  const heard: Pdu[] = []
  const esme = await bindSession(
    { host: '127.0.0.1', port: server.address().port, bind: 'transceiver', system_id: 'a', password: 'b' },
    (session) =>
      session.on('request', (pdu) => {
        heard.push(pdu)
        session.respond(pdu, 0, { message_id: '' })
      }),
  )
  const answer = await esme.request('submit_sm', {
    source_addr: '10086',
    destination_addr: '8613800138000',
    data_coding: 8,
    short_message: Buffer.from('您好', 'utf16le').swap16(),
  })
  expect(answer.fields['message_id']).toBe('m-1')
  expect(submitted).toEqual(['您好'])
  await expect.poll(() => answers).toEqual([0])
  expect(heard[0]?.fields).toMatchObject({ source_addr: '8613800138000', destination_addr: '10086', data_coding: 8 })
  await esme.unbind()
})

it('serves a client of npm smpp', async () => {
  const taken: Pdu[] = []
  const server = await listen('127.0.0.1', 0, {
    systemId: 'ours',
    authenticate: () => 0,
    onBound: ({ session }) =>
      session.on('request', (pdu) => {
        taken.push(pdu)
        session.respond(pdu, 0, { message_id: '42' })
      }),
  })
  closers.push(() => server.close())
  const client = peer.connect({ url: `smpp://127.0.0.1:${server.port}` })
  client.on('error', () => {})
  closers.push(() => client.close())
  const call = <T>(act: (done: (value: T) => void) => void): Promise<T> => new Promise(act)
  const bound = await call<PeerPdu>((done) => client.bind_transceiver({ system_id: 'c', password: 'd' }, done))
  expect(bound.command_status).toBe(0)
  const answer = await call<PeerPdu & { message_id: string }>((done) =>
    client.submit_sm({ destination_addr: '10086', short_message: 'hello' }, done as never),
  )
  expect(answer.message_id).toBe('42')
  expect(String(taken[0]?.fields['short_message'])).toBe('hello')
})
