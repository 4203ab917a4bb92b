import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Client } from '../tools/cli/client.ts'
import { publicKeyOf } from '../tools/cli/seals.ts'
import { verifyReceipts } from '../tools/cli/verify.ts'
import { ADMIN_KEY, startTestGateway, type TestGateway } from './gateway.ts'
import { removeFolder, temporaryFolder } from './servers.ts'
import { until } from './until.ts'

const huayu = { name: 'huayu', kind: 'partner', purposes: ['subscribe', 'read'], partnerId: 'sp-huayu' }

/** All that could be read out of an answer: as it is, and what looks like base64url decoded. */
const readable = (text: string): string =>
  [text, ...(text.match(/[\w-]{12,}/g) ?? []).map((each) => Buffer.from(each, 'base64url').toString('latin1'))].join(
    '\n',
  )

describe('what a partner sees', () => {
  let on: TestGateway
  beforeAll(async () => {
    on = await startTestGateway('embedded', { WEBHOOK_INSIDE: 'allow' })
  })
  afterAll(() => on?.stop())

  it('holds no key of a subscriber: in requests, receipts, links, events, deliveries and errors', async () => {
    const { key } = (await on.call('POST', '/v1/keys', huayu)).body
    const seen: string[] = []
    const see = async (method: string, path: string, body?: unknown) => {
      const answer = await on.call(method, path, body, { key })
      seen.push(answer.text)
      return answer.body
    }
    await see('POST', '/v1/webhooks', { url: 'http://127.0.0.1:9/hook' })
    const phone = on.phone('8613500135801')
    const { id } = await see('POST', '/v1/subscription-requests', { subscriber: phone.number, service: 'joke-daily' })
    await phone.next()
    await phone.ask('10086901', '是')
    await expect.poll(() => see('GET', `/v1/subscription-requests/${id}`)).toMatchObject({ id, status: 'confirmed' })
    // One that runs out is told by the subscriber's own timer, one that the subscriber began by their own message.
    await on.phone('8613500135802').send('10661234', 'BG')
    await expect.poll(async () => (await see('GET', '/v1/webhook-deliveries')).items.length).toBeGreaterThan(2)
    await see('GET', `/v1/subscription-requests/${on.gateway.deps.keyOf(phone.number)}`)
    const text = readable(seen.slice(0, -1).join('\n'))
    for (const number of ['8613500135801', '8613500135802'])
      expect(text).not.toContain(on.gateway.deps.keyOf(number).slice(0, 12))
    expect(text).toContain('"receipt"')
  })

  it('of a file that is imported is where it is wrong, never what stands there: an id may be a number', async () => {
    const number = '13800138000'
    const headers = {
      partners: 'partner_id,name_zh,name_en,kind',
      services: 'service_id,partner_id,port,name_zh,name_en,tariff_fen,period,window,code',
      ports: 'port,partner_id,category,classes,hours,per_minute,from',
      subscriptions: 'msisdn,service_id,package,since',
      numbers: 'msisdn,change',
      charges: 'charge_id,msisdn,service_id,amount_fen,currency,charged_at,kind',
    }
    for (const [kind, header] of Object.entries(headers)) {
      const columns = header.split(',')
      // In each column, alone and beside something else.
      const rows = [number, `${number} x`].flatMap((bad) => [
        columns.map(() => bad),
        ...columns.map((_, at) => columns.map((_, n) => (n === at ? bad : 'a'))),
      ])
      const file = [header, ...rows].join('\n')
      const answer = await on.call('POST', `/v1/import/${kind}`, file, { headers: { 'content-type': 'text/csv' } })
      expect([kind, answer.status, answer.text.includes('"error"')]).toEqual([kind, 200, true])
      expect(answer.text, kind).not.toContain('138001380')
    }
  })
})

it('no code that opens something, and no secret of a webhook, is written to the log or the store', async () => {
  const folder = temporaryFolder()
  const on = await startTestGateway('embedded', { DATA_DIR: folder, WEBHOOK_INSIDE: 'allow' })
  const phone = on.phone('8613500135804')
  const { body } = await on.call('POST', '/v1/webhooks', { url: 'http://127.0.0.1:9/hook', partner: 'sp-huayu' })
  await on.call('POST', '/account/api/code', { subscriber: phone.number }, { key: null })
  const { text } = await phone.next()
  expect([text, body.secret]).toEqual([expect.stringMatching(/\d{6}/), expect.stringMatching(/^whsec_/)])
  await phone.ask('10086', '0000')
  await on.stop()
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)))
  const isWritten = (each: string) => files.some((file) => file.includes(Buffer.from(each)))
  expect([isWritten(text), isWritten(body.secret), isWritten('您目前没有订购任何收费业务')]).toEqual([
    false,
    false,
    true,
  ])
  removeFolder(folder)
})

describe('secrets that are rotated', () => {
  it('let what was made before hold as long as the former stands behind the new one, and not longer', async () => {
    const folder = temporaryFolder()
    const with_ = (name: string) => ({
      DATA_DIR: folder,
      ...Object.fromEntries(['SESSION_KEY', 'ID_KEY', 'SEAL_KEY'].map((each) => [each, name])),
    })
    const [old, young] = ['the-former-secret-0001', 'the-present-secret-0002']
    let on = await startTestGateway('embedded', with_(old))
    const { key } = (await on.call('POST', '/v1/keys', huayu)).body
    const phone = on.phone('8613500135803')
    const ask = { subscriber: phone.number, service: 'joke-daily' }
    const { id, confirm_url } = (await on.call('POST', '/v1/subscription-requests', ask, { key })).body
    await phone.next()
    await phone.ask('10086901', '是')
    const signIn = await on.call('POST', '/account/api/code', { subscriber: phone.number }, { key: null })
    const code = /(\d{6})/.exec((await phone.next()).text)?.[1]
    const opened = await on.call('POST', '/account/api/session', { token: signIn.body.token, code }, { key: null })
    const cookie = opened.headers.get('set-cookie')?.split(';')[0] as string
    const seals = async () => {
      const client = new Client({ QUADZERO_URL: on.gateway.url, ADMIN_KEY })
      return verifyReceipts(client, { publicKey: (await publicKeyOf(client, undefined)).key })
    }
    await until('a seal', async () => (await seals()).seals > 0)
    const holds = async () => ({
      session: (await on.call('GET', '/account/api/session', undefined, { key: null, headers: { cookie } })).status,
      request: (await on.call('GET', `/v1/subscription-requests/${id}`, undefined, { key })).status,
      link: (await on.call('POST', '/account/api/confirm', { link: confirm_url.split('#')[1] }, { key: null })).status,
      flaws: (await seals()).flaws.map((each) => each.flaw),
    })
    const all = { session: 200, request: 200, link: 200, flaws: [] }
    expect(await holds()).toEqual(all)
    for (const [given, expected] of [
      // Every process learns to believe the new one, then makes with it, then forgets the former.
      [`${old},${young}`, all],
      [`${young},${old}`, all],
      [young, { session: 401, request: 404, link: 410, flaws: expect.arrayContaining(['key']) }],
    ] as const) {
      await on.stop()
      on = await startTestGateway('embedded', with_(given))
      expect([given, await holds()]).toEqual([given, expected])
    }
    await on.stop()
    removeFolder(folder)
  })
})
