import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { numberKeys } from '#sms'
import { ADMIN_KEY, environmentOf, Phone } from './gateway.ts'
import { spellingsOf, spied } from './spied.ts'
import { until } from './until.ts'

/** Of a subscriber who reports, complains, is asked and charged; of a person whose number sends spam; and their text. */
const NUMBER = '8613712345679'
const SENDER = '8613687654321'
const TEXT = '金丝雀中奖啦 canary-prize-4712'
const canaries = [...new Set([...spellingsOf(NUMBER, TEXT), ...spellingsOf(SENDER, TEXT)])]
const numbers = canaries.filter((each) => /^[0-9a-f]+$/.test(each))
/** Of whom all of this is about: nobody else is told it, also not as their own. */
const own = [NUMBER, NUMBER.slice(2), Buffer.from(NUMBER).toString('hex')]
const keyOf = numberKeys(environmentOf('embedded', '')['NUMBER_KEY'] as string)
const keys = [keyOf(NUMBER), keyOf(SENDER)]

const leaks = (text: string, of: readonly string[]): string[] =>
  of.flatMap((each) => {
    const at = text.indexOf(each)
    return at < 0 ? [] : [`${each}: …${text.slice(Math.max(0, at - 160), at + 60)}…`]
  })

/** Every route of the table of rights, `METHOD path`. */
const routes = [
  ...readFileSync(new URL('../docs/rights.md', import.meta.url), 'utf8').matchAll(
    /^\| `(GET|POST|PUT|DELETE) (\S+)` \|/gm,
  ),
].map(([, method, path]) => ({ method: method as string, path: path as string }))

/* Reports, campaigns, blocks, cases, the monitor, notices: what of a person gets where it must not. */
describe('personal data of spam, blocks, cases and the monitor', () => {
  let on: Awaited<ReturnType<typeof spied>>
  const heard: string[] = []
  const partnerEnd = createServer((request, response) => {
    let body = JSON.stringify(request.headers)
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      heard.push(`${request.url} ${body}`)
      response.end()
    })
  })
  beforeAll(async () => {
    await new Promise<void>((done) => partnerEnd.listen(0, '127.0.0.1', done))
    on = await spied({ WEBHOOK_INSIDE: 'allow' })
  })
  afterAll(async () => {
    partnerEnd.close()
    await on?.close()
  })

  interface Answer {
    readonly status: number
    readonly text: string
    // biome-ignore lint/suspicious/noExplicitAny: the JSON of any route
    readonly body: any
  }
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    { key = ADMIN_KEY as string | null, type = 'application/json', headers = {} as Record<string, string> } = {},
  ): Promise<Answer> => {
    const response = await fetch(on.url + path, {
      method,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': type }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      redirect: 'manual',
    })
    const text = await response.text()
    let parsed: unknown
    try {
      parsed = JSON.parse(text)
    } catch {
      parsed = undefined
    }
    return { status: response.status, text, body: parsed }
  }
  const post = (path: string, body: unknown, more = {}) => call('POST', path, body, more)
  const get = (path: string, more = {}) => call('GET', path, undefined, more)

  it('is nowhere but where it belongs: no log, metric, trace, error, topic key, id, public page, audit, nor with a partner', async () => {
    const phone = new Phone(on.simulator, NUMBER)
    const others: string[] = []
    on.simulator.on('mt', ({ to, text }) => {
      if (to !== NUMBER) others.push(`to ${to}: ${text}`)
    })
    const hooks = `http://127.0.0.1:${(partnerEnd.address() as AddressInfo).port}`
    const purposes = ['subscribe', 'read', 'send', 'check', 'answer']
    const partner = (await post('/v1/keys', { name: 'huayu', kind: 'partner', purposes, partnerId: 'sp-huayu' })).body
      .key
    expect((await post('/v1/webhooks', { url: `${hooks}/of-partner` }, { key: partner })).status).toBe(201)
    expect((await post('/v1/webhooks', { url: `${hooks}/of-operator`, partner: 'operator' })).status).toBe(201)

    // A campaign that a person's number sends, reported by SMS and by HTTP, and a block of that number.
    await phone.ask('10086999', `${SENDER}*${TEXT} http://canary.example/win`)
    const reporters = Array.from({ length: 6 }, (_, n) => `861371234570${n}`)
    const report = async (reporter: string, sender: string, text: string) => {
      const taken = await post('/v1/reports', { reporter, sender, text, channel: 'web' })
      expect(taken.status).toBe(202)
      if (reporter !== NUMBER) others.push(`to ${reporter}: ${taken.text}`)
      return taken.body.number as string
    }
    const reported: string[] = []
    for (const reporter of [NUMBER, ...reporters])
      reported.push(await report(reporter, SENDER, `${TEXT} http://canary.example/win`))
    for (const reporter of reporters) reported.push(await report(reporter, '10661234', `${TEXT} 回复 1 领取`))
    const campaigns = async () => (await get('/v1/campaigns?state=all')).body?.items ?? []
    await until('a campaign', async () => (await campaigns()).length > 0)
    for (const each of await campaigns()) await get(`/v1/campaigns/${each.id}`)
    const blocked = { kind: 'number', value: SENDER, scope: 'all', reason: 'fraud', note: '冒充中奖' }
    expect((await post('/v1/blocks', blocked)).status).toBe(202)
    const blocks = async () => (await get('/v1/blocks')).body.items as { id: string }[]
    await until('the block', async () => (await blocks()).length > 0)

    const once = { headers: { 'idempotency-key': `of ${NUMBER}` } }
    await post('/v1/reports', { reporter: NUMBER, sender: SENDER, text: `${TEXT} 再来` }, once)

    // What a partner asks and sends, is refused, and is told.
    const told = [
      await post('/v1/mt/check', { items: [{ from: '10661234', to: NUMBER, class: 'marketing' }] }, { key: partner }),
      await post('/v1/mt', { from: '10661234', to: NUMBER, text: TEXT, class: 'marketing' }, { key: partner }),
      await post('/v1/mt', { from: '10661234', to: `${NUMBER}9x`, text: TEXT, class: 'service' }, { key: partner }),
      await post('/v1/subscription-requests', { subscriber: NUMBER, service: 'joke-daily' }, { key: partner }),
    ]
    await phone.ask('10086901', '是')
    await phone.ask('10086', `投诉 ${TEXT}`)
    const charged_at = new Date(Date.now() - 3_600_000).toISOString()
    const charge = { subscriber: NUMBER, amount_fen: 800, charged_at }
    await post('/v1/charges', { items: [{ ...charge, id: 'canary-1', service: 'star-news' }] })
    await until('the partner heard', () => heard.some((each) => each.includes('confirmed')))
    // Whoever reported it, the others hear as well, by SMS and by the number of their report.
    for (const number of reported) others.push((await get(`/v1/reports/${number}`)).text)
    const another = new Phone(on.simulator, reporters[0] as string)
    await another.ask('10086999', `${SENDER}*${TEXT} http://canary.example/win`)
    await until('the others heard', () => others.some((each) => each.startsWith(`to ${another.number}: `)))

    // A case with the charges of it, which a verdict refunds; its notice; what the partner sees of it.
    const opened = await post('/v1/cases', { partner: 'sp-huayu', pattern: 'canary', text: '抽查 40 笔。' })
    const { number } = opened.body
    const sentence = { outcome: 'proven', points: 5, sanctions: [{ what: 'warning' }], publish: true }
    const refused = await post(`/v1/cases/${number}/verdict`, {
      ...sentence,
      reason_zh: `${NUMBER} 未确认`,
      reason_en: `For ${SENDER}`,
    })
    expect(refused.body.code).toBe('verdict.invalid')
    const reasons = { reason_zh: '用户未确认即扣费', reason_en: 'Charged without consent' }
    expect((await post(`/v1/cases/${number}/verdict`, { ...sentence, ...reasons })).status).toBe(200)
    await until('the notice', async () => (await get('/public/notices', { key: null })).text.includes('未确认即扣费'))
    for (const path of [
      ...[
        '/v1/own-cases',
        `/v1/own-cases/${number}`,
        '/v1/standings/sp-huayu',
        '/v1/webhook-deliveries',
        '/v1/services',
      ],
      ...['/v1/webhooks', '/v1/settlements', `/v1/subscription-requests/${told[3]?.body?.id}`],
    ])
      told.push(await get(path, { key: partner }))
    const open: Answer[] = []
    for (const path of ['notices', 'en/notices', 'notices.json', 'notices.rss', 'check?q=10661234'])
      open.push(await get(`/public/${path}`, { key: null }))
    for (const path of ['/metrics', '/readyz', '/healthz']) open.push(await get(path, { key: null }))

    // All that staff are shown without a reason: people are masked.
    for (const { method, path } of routes) {
      if (method !== 'GET' || /:|live|handset|docs|healthz|readyz|metrics/.test(path)) continue
      const list = await get(path)
      if (list.status < 400) others.push(`${path}: ${list.text}`)
      const one = routes.find((each) => each.method === 'GET' && each.path.replace(/:\w+$/, '') === `${path}/`)
      for (const { id, number } of list.body?.items?.slice?.(0, 3) ?? [])
        if (one && (id ?? number)) others.push(`${one.path}: ${(await get(`${path}/${id ?? number}`)).text}`)
    }

    // Every route with numbers and texts where something else belongs.
    const junk = {
      ...{
        subscriber: `${NUMBER}x`,
        number: `${NUMBER}x`,
        msisdn: `${NUMBER}x`,
        reporter: `${NUMBER}x`,
        value: `${SENDER}x`,
      },
      ...{
        sender: TEXT,
        kind: TEXT,
        service: TEXT,
        partner: TEXT,
        id: TEXT,
        from: NUMBER,
        to: TEXT,
        items: [{ to: NUMBER, id: TEXT }],
      },
      ...{
        login: NUMBER,
        password: TEXT,
        token: TEXT,
        code: TEXT,
        link: TEXT,
        url: `https://${NUMBER}@x/`,
        proposal: NUMBER,
      },
      ...{
        reason: [TEXT],
        text: [TEXT],
        note: [TEXT],
        targets: [SENDER],
        outcome: TEXT,
        received_at: TEXT,
        scope: SENDER,
      },
    }
    const failed: string[] = []
    for (const { method, path } of routes) {
      if (/live|handset|docs/.test(path)) continue
      const at = path.replaceAll(/:\w+/g, NUMBER)
      for (const key of [ADMIN_KEY, partner, null]) {
        const answers =
          method === 'GET'
            ? [
                await get(`${at}?after=${encodeURIComponent(TEXT)}`, { key }),
                await get(`${at}?q=${SENDER}&subscriber=${NUMBER}`, { key }),
              ]
            : [await call(method, at, junk, { key }), await call(method, at, `{"${NUMBER}":"${TEXT}`, { key })]
        if (key === ADMIN_KEY && method === 'POST')
          answers.push(await call(method, at, `msisdn,text\n${NUMBER},${TEXT}\n`, { key, type: 'text/csv' }))
        for (const { status, text } of answers) if (status >= 400) failed.push(`${method} ${path}: ${text}`)
      }
    }
    const metrics = await get('/metrics', { key: null })
    await on.stop()

    expect(failed.length).toBeGreaterThan(500)
    expect(others.length).toBeGreaterThan(40)
    const places: Record<string, [text: string, never: readonly string[]]> = {
      logs: [on.logs(), canaries],
      traces: [on.traces.join('\n'), canaries],
      'errors of every route': [failed.join('\n'), canaries],
      metrics: [metrics.text, [...canaries, ...keys]],
      'what the partner is answered': [told.map(({ text }) => text).join('\n'), [...canaries, ...keys]],
      'what webhooks tell': [heard.join('\n'), [...canaries, ...keys]],
      'what others are told': [others.join('\n'), own],
      'public pages': [open.map(({ text }) => text).join('\n'), [...canaries, ...keys]],
    }
    const file = new DatabaseSync(join(on.folder, 'quadzero.sqlite'), { readOnly: true })
    const column = (sql: string) =>
      file
        .prepare(sql)
        .all()
        .map((row) => Object.values(row).join(' '))
        .join('\n')
    // Ids as they are inside are the same for all partners: what leaves is sealed for each.
    const inner = column(
      `SELECT DISTINCT json_extract(value, '$.data.requestId') FROM log WHERE json_valid(value)
       UNION SELECT DISTINCT json_extract(value, '$.data.receiptId') FROM log WHERE json_valid(value)`,
    )
      .split('\n')
      .filter((each) => each.length > 8)
    expect(inner.length).toBeGreaterThan(1)
    for (const where of ['what the partner is answered', 'what webhooks tell'])
      places[where] = [places[where]?.[0] ?? '', [...canaries, ...keys, ...inner]]
    places['topic keys'] = [column('SELECT DISTINCT key FROM log'), canaries]
    places['ids of messages'] = [
      column(
        `SELECT DISTINCT json_extract(value, '$.id'), json_extract(value, '$.corr') FROM log WHERE json_valid(value)`,
      ),
      canaries,
    ]
    places['audit'] = [column("SELECT body FROM states WHERE process = 'audit-records'"), canaries]
    places['keys of states'] = [column('SELECT process, key FROM states'), canaries]
    places['keys of lists'] = [column('SELECT tag, sort, key FROM lists'), canaries]
    places['what is remembered'] = [column('SELECT id FROM remembered'), canaries]
    file.close()
    const found = Object.entries(places).flatMap(([where, [text, never]]) => {
      expect([where, text.length > 20]).toEqual([where, true])
      return leaks(text, never).map((each) => `${where}: ${each}`)
    })
    expect(found).toEqual([])
    expect(heard.length).toBeGreaterThan(0)
    expect(numbers.length).toBe(6)
  })
})
