import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CloudEvent } from 'cloudevents'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { callWebhook, isInside } from '../services/partner-api/src/call.ts'
import { startTestGateway, type TestGateway } from './gateway.ts'

interface Heard {
  readonly headers: Record<string, string>
  readonly body: string
}

/** A partner's endpoint that behaves as it is told. */
async function endpoint(behave: (response: ServerResponse, count: number) => void) {
  const heard: Heard[] = []
  const server = createServer((request: IncomingMessage, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      heard.push({ headers: request.headers as Record<string, string>, body })
      behave(response, heard.length)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const close = () =>
    new Promise<void>((done) => {
      server.closeAllConnections()
      server.close(() => done())
    })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, heard, close }
}

type Endpoint = Awaited<ReturnType<typeof endpoint>>
const open: Endpoint[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})
const opened = async (behave: (response: ServerResponse, count: number) => void) => {
  open.push(await endpoint(behave))
  return open.at(-1) as Endpoint
}

describe('a call', () => {
  const call = (url: string, { allowInside = true, timeoutMs = 60_000 } = {}) =>
    callWebhook(url, '{}', {}, { timeoutMs, allowInside })

  it('is heard with any 2xx, and with nothing else', async () => {
    const ok = await opened((response) => response.writeHead(204).end())
    const bad = await opened((response) => response.writeHead(500).end('sorry'))
    expect([await call(ok.url), await call(bad.url)]).toEqual([
      { ok: true, result: '204' },
      { ok: false, result: '500' },
    ])
  })

  it('does not follow redirects', async () => {
    const target = await opened((response) => response.end())
    const lure = await opened((response) => response.writeHead(302, { location: target.url }).end())
    expect(await call(lure.url)).toEqual({ ok: false, result: '302' })
    expect(target.heard).toEqual([])
  })

  it('does not wait for one that hangs, nor read what has no end', async () => {
    const hanging = await opened(() => {})
    expect(await call(hanging.url, { timeoutMs: 500 })).toEqual({ ok: false, result: 'no answer in time' })
    const endless = await opened((response) => {
      response.writeHead(200)
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(1 << 20)));
      }
      response.on('drain', pour)
      pour()
    })
    expect(await call(endless.url)).toEqual({ ok: true, result: '200' })
  })

  it('says so when nobody listens or the name does not exist', async () => {
    expect(await call('http://127.0.0.1:9/')).toMatchObject({ ok: false, result: 'ECONNREFUSED' })
    expect((await call('http://no-such-name.invalid/', { timeoutMs: 500 })).ok).toBe(false)
  })

  it('never goes inside, by address or by name, unless it is allowed', async () => {
    const inside = await opened((response) => response.end())
    expect(await call(inside.url, { allowInside: false })).toEqual({ ok: false, result: 'address inside' })
    expect(await call(inside.url.replace('127.0.0.1', 'localhost'), { allowInside: false })).toEqual({
      ok: false,
      result: 'address inside',
    })
    expect(inside.heard).toEqual([])
    for (const each of [
      '10.1.2.3',
      '172.31.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '::1',
      'fd00::1',
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '::127.0.0.1',
      '::ffff:0:7f00:1',
      '::ffff:0:10.1.2.3',
      '64:ff9b::7f00:1',
      '64:ff9b::8.8.8.8',
      '2002:7f00:1::',
      '2001:0:1::1',
      'fec0::1',
      'fe80::1%eth0',
      '0.0.0.0',
    ])
      expect([each, isInside(each)]).toEqual([each, true])
    for (const each of ['8.8.8.8', '172.32.0.1', '2001:4860:4860::8888'])
      expect([each, isInside(each)]).toEqual([each, false])
  })
})

describe('webhooks of a partner', () => {
  let on: TestGateway
  let key: string
  beforeAll(async () => {
    on = await startTestGateway('embedded', { WEBHOOK_INSIDE: 'allow' })
    const body = { name: 'huayu', kind: 'partner', purposes: ['subscribe', 'read'], partnerId: 'sp-huayu' }
    key = (await on.call('POST', '/v1/keys', body)).body.key
  })
  afterAll(() => on.stop())

  const subscribeTo = async (url: string): Promise<{ id: string; secret: string }> =>
    (await on.call('POST', '/v1/webhooks', { url }, { key })).body
  const ask = async (subscriber: string) =>
    (await on.call('POST', '/v1/subscription-requests', { subscriber, service: 'joke-daily' }, { key })).body
      .id as string
  const events = ({ heard }: Endpoint) =>
    heard.map(({ body }) => (JSON.parse(body) as { type: string }).type.split('.').at(-1))

  it('hear each outcome as a signed CloudEvent that names no subscriber', async () => {
    const partner = await opened((response) => response.end())
    const { id, secret } = await subscribeTo(partner.url)
    const phone = on.phone('8613500135101')
    const request = await ask(phone.number)
    await phone.next()
    await phone.ask('10086901', '是')
    await expect.poll(() => events(partner)).toEqual(['asked', 'confirmed'])
    for (const { headers, body } of partner.heard) {
      expect(new Webhook(secret).verify(body, headers)).toMatchObject({ data: { request, service: 'joke-daily' } })
      expect(new CloudEvent(JSON.parse(body), true).subject).toBe(request)
      expect(body).not.toContain('3500135101')
    }
    expect(() => new Webhook(secret).verify('{}', (partner.heard[0] as Heard).headers)).toThrow()
    await on.call('DELETE', `/v1/webhooks/${id}`, undefined, { key })
  })

  it('are tried again, and what was never heard is seen as failed and can be replayed', async () => {
    let well = false
    const partner = await opened((response, count) => response.writeHead(well || count === 2 ? 200 : 500).end())
    const { id } = await subscribeTo(partner.url)
    await ask('8613500135102')
    // Heard at the second attempt.
    await expect.poll(() => events(partner)).toEqual(['asked', 'asked'])
    await on.phone('8613500135102').send('10086901', '否')
    const failed = async () => (await on.call('GET', '/v1/webhook-deliveries', undefined, { key })).body.items
    await expect.poll(failed).toMatchObject([{ webhook: id, status: 'failed', attempts: 3, result: '500' }])
    well = true
    const [{ id: delivery }] = await failed()
    expect(
      (await on.call('POST', `/v1/webhook-deliveries/${encodeURIComponent(delivery)}/replay`, undefined, { key }))
        .status,
    ).toBe(202)
    await expect.poll(failed).toEqual([])
    expect(events(partner).at(-1)).toBe('refused')
    await on.call('DELETE', `/v1/webhooks/${id}`, undefined, { key })
  })

  it('cannot be seen, removed or replayed by another partner', async () => {
    const { id } = await subscribeTo('http://127.0.0.1:9/hook')
    const body = { name: 'mellow', kind: 'partner', purposes: ['subscribe', 'read'], partnerId: 'sp-mellow' }
    const other = (await on.call('POST', '/v1/keys', body)).body.key
    expect((await on.call('GET', '/v1/webhooks', undefined, { key: other })).body.items).toEqual([])
    expect((await on.call('DELETE', `/v1/webhooks/${id}`, undefined, { key: other })).status).toBe(404)
    await on.call('DELETE', `/v1/webhooks/${id}`, undefined, { key })
  })
})

it('outside a trial, an address inside or without TLS is refused when it is given', async () => {
  const on = await startTestGateway('embedded')
  const refused = async (url: string) => (await on.call('POST', '/v1/webhooks', { url, partner: 'sp-huayu' })).body.code
  for (const url of [
    'http://example.com/hook',
    'https://127.0.0.1/',
    'https://localhost/',
    'https://[::1]/',
    'https://10.0.0.8/x',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::127.0.0.1]/',
    'https://[::ffff:0:127.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://foo.localhost/',
    'https://localhost./',
    'https://vault.internal/',
    'https://router/',
    'https://example.com:22/',
    'https://example.com:8080/',
    'https://user:secret@example.com/hook',
  ])
    expect([url, await refused(url)]).toEqual([url, 'webhook.url'])
  for (const url of ['https://example.com/hook', 'https://example.com:8443/hook', 'https://example.com:443/hook'])
    expect([url, await refused(url)]).toEqual([url, undefined])
  for (let i = 3; i < 10; i++) expect(await refused('https://example.com/hook')).toBeUndefined()
  expect(await refused('https://example.com/hook')).toBe('webhook.too-many')
  expect(await refused('not a url')).toBe('request.invalid')
  await on.stop()
})
