import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createServer as createTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeText, readShortMessage } from '#sms'
import { until } from '../../test/until.ts'
import { esmClass } from './constants.ts'
import type { Pdu } from './pdu.ts'
import { type Bound, listen } from './server.ts'

const BEARERBOX = '/usr/sbin/bearerbox'
const SMSBOX = ['/usr/sbin/smsbox', '/usr/lib/kannel/smsbox'].find((path) => existsSync(path))

/** Below the ports that the kernel gives to who asks for any: those may take a free one before Kannel does. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 15_000 + Math.floor(Math.random() * 17_000)
    const probe = createTcp().listen(port, '127.0.0.1')
    const isFree = await once(probe, 'listening').then(
      () => true,
      () => false,
    )
    await new Promise((closed) => probe.close(closed))
    if (isFree) return port
  }
}

/* Kannel, the gateway that operators know, bound as an ESME to our server: what it sends we read, what we send it reads. */
describe.runIf(existsSync(BEARERBOX) && SMSBOX)('Kannel as a peer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quadzero-kannel-'))
  const processes: ChildProcess[] = []
  const submitted: Pdu[] = []
  const received: URL[] = []
  let bound: Bound
  let smpp: Awaited<ReturnType<typeof listen>>
  let web: Server
  let sendsms = 0

  beforeAll(async () => {
    const met = Promise.withResolvers<Bound>()
    smpp = await listen('127.0.0.1', 0, {
      systemId: 'ours',
      authenticate: ({ system_id, password }) => (system_id === 'kannel' && password === 'secret' ? 0 : 0x0e),
      onBound: (found) => {
        found.session.on('request', (pdu) => {
          submitted.push(pdu)
          found.session.respond(pdu, 0, { message_id: `m${submitted.length}` })
        })
        met.resolve(found)
      },
    })
    web = createServer((request, response) => {
      received.push(new URL(request.url ?? '', 'http://kannel'))
      response.end()
    })
    await new Promise<void>((done) => web.listen(0, '127.0.0.1', done))
    const [admin, box] = [await freePort(), await freePort()]
    sendsms = await freePort()
    const url = `http://127.0.0.1:${(web.address() as { port: number }).port}`
    writeFileSync(
      join(folder, 'kannel.conf'),
      `group = core
admin-port = ${admin}
admin-password = bar
smsbox-port = ${box}
box-allow-ip = "127.0.0.1"
log-level = 4

group = smsc
smsc = smpp
host = 127.0.0.1
port = ${smpp.port}
transceiver-mode = true
smsc-username = kannel
smsc-password = secret
system-type = ""
alt-charset = "UTF-8"

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = ${sendsms}
log-level = 4

group = sendsms-user
username = tester
password = foobar
max-messages = 5
concatenation = true

group = sms-service
keyword = default
catch-all = yes
max-messages = 0
omit-empty = true
concatenation = true
get-url = "${url}/mo?from=%p&to=%P&text=%b&coding=%c"
`,
    )
    for (const program of [BEARERBOX, SMSBOX as string]) {
      processes.push(spawn(program, [join(folder, 'kannel.conf')], { stdio: 'ignore' }))
      if (program === BEARERBOX) await met.promise
    }
    bound = await met.promise
    const answers = () =>
      fetch(`http://127.0.0.1:${sendsms}/`).then(
        () => true,
        () => false,
      )
    await until('smsbox answers', answers)
  })
  afterAll(async () => {
    for (const child of processes) child.kill('SIGKILL')
    await smpp?.close()
    web?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('binds as a transceiver', () => {
    expect([bound.kind, bound.systemId]).toEqual(['transceiver', 'kannel'])
  })

  it('submits, short and long, and our codec reads it', async () => {
    const send = (text: string) =>
      fetch(
        `http://127.0.0.1:${sendsms}/cgi-bin/sendsms?${new URLSearchParams({ username: 'tester', password: 'foobar', from: '10086', to: '8613800138000', coding: '2', charset: 'UTF-8', text })}`,
      )
    expect((await send('您共有5项收费业务')).status).toBe(202)
    await expect.poll(() => submitted.length).toBe(1)
    const long = '已为您退订气象短信。'.repeat(15)
    await send(long)
    await expect.poll(() => submitted.length).toBe(4)
    const read = submitted.map((pdu) =>
      readShortMessage({
        esm_class: Number(pdu.fields['esm_class']),
        data_coding: Number(pdu.fields['data_coding']),
        short_message: pdu.fields['short_message'] as Buffer,
      }),
    )
    expect(read[0]).toEqual({ text: '您共有5项收费业务' })
    expect(read.slice(1).map((each) => [each.concatenation?.total, each.concatenation?.part])).toEqual([
      [3, 1],
      [3, 2],
      [3, 3],
    ])
    expect(
      read
        .slice(1)
        .map((each) => each.text)
        .join(''),
    ).toBe(long)
  })

  it('takes our deliver_sm, and answers', async () => {
    const { dataCoding, segments } = encodeText('0000', 1)
    const answer = await bound.session.request('deliver_sm', {
      source_addr: '8613800138000',
      destination_addr: '10086',
      data_coding: dataCoding,
      short_message: segments[0] as Buffer,
    })
    expect(answer.command_status).toBe(0)
    await expect.poll(() => received.length).toBe(1)
    expect(Object.fromEntries(received[0]?.searchParams ?? [])).toMatchObject({
      from: '8613800138000',
      to: '10086',
      text: '0000',
    })
  })

  it('puts our long messages together again', async () => {
    const { dataCoding, segments } = encodeText('x'.repeat(300), 7)
    for (const short_message of segments)
      await bound.session.request('deliver_sm', {
        source_addr: '8613800138000',
        destination_addr: '10086',
        esm_class: esmClass.udhi,
        data_coding: dataCoding,
        short_message,
      })
    await expect.poll(() => received.length).toBeGreaterThanOrEqual(2)
    expect(
      received
        .slice(1)
        .map((url) => url.searchParams.get('text'))
        .join(''),
    ).toBe('x'.repeat(300))
  })

  it('keeps the link alive by our enquire_link', async () => {
    expect((await bound.session.request('enquire_link')).command).toBe('enquire_link_resp')
  })
})
