import { spawn } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Client } from '../tools/cli/client.ts'
import { publicKeyOf } from '../tools/cli/seals.ts'
import { closeMonth, exportMonth, monthNamed, settlementCsv } from '../tools/cli/settlements.ts'
import { verifyLedger } from '../tools/cli/verify.ts'
import { ADMIN_KEY, modes, startTestGateway, type TestGateway } from './gateway.ts'
import { removeFolder, temporaryFolder } from './servers.ts'

const HOUR = 3_600_000

describe.each(modes)('charges, %s', (mode) => {
  let on: TestGateway
  const folder = temporaryFolder()
  beforeAll(async () => {
    on = await startTestGateway(mode)
  })
  afterAll(async () => {
    await on.stop()
    removeFolder(folder)
  })

  const authorize = async (...items: object[]) =>
    (await on.call('POST', '/v1/charges/authorize', { items })).body.items as {
      allow: boolean
      rule?: string
      grant?: string
    }[]
  const record = (...items: object[]) => on.call('POST', '/v1/charges', { items })
  /** What the demo’s subscriber 138 0013 8000 pays for since March: past its free period, not charged this month. */
  const joke = (id: string, more: object = {}) => ({
    id,
    subscriber: '138 0013 8000',
    service: 'joke-daily',
    amount_fen: 500,
    kind: 'month',
    ...more,
  })
  const ago = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString()
  const settlement = async (partner: string) => {
    const { items } = (await on.call('GET', '/v1/settlements')).body
    return items.filter((each: { partner: string }) => each.partner === partner)
  }

  it('are allowed with a signed grant where there is a consent, and denied with the rule where there is none', async () => {
    await expect.poll(async () => (await authorize(joke('a1')))[0]).toMatchObject({ allow: true })
    expect(
      await authorize(
        joke('a1'),
        joke('a2', { amount_fen: 501 }),
        joke('a3', { service: 'star-news' }),
        joke('a4', { subscriber: '13500135555' }),
        joke('a5', { service: 'ring-one', kind: 'once', amount_fen: 200 }),
      ),
    ).toMatchObject([
      { id: 'a1', allow: true, grant: expect.stringContaining('.') },
      { id: 'a2', allow: false, rule: 'above.tariff' },
      { id: 'a3', allow: false, rule: 'no.consent', why: expect.stringContaining('Do not charge') },
      { id: 'a4', allow: false, rule: 'no.consent' },
      { id: 'a5', allow: false, rule: 'no.consent' },
    ])
    expect(await authorize(joke('b1', { subscriber: '12' }), joke('b2'))).toMatchObject([
      { id: 'b1', allow: false, rule: 'number.invalid' },
      // Another charge, while the grant of the first is valid.
      { id: 'b2', allow: false, rule: 'too.often' },
    ])
  })

  it('that are wrong go back twice, and the subscriber is told', async () => {
    const phone = on.phone('8613700137000')
    const { status, body } = await record({
      id: 'w1',
      subscriber: phone.number,
      service: 'star-news',
      amount_fen: 800,
      charged_at: ago(1),
    })
    expect([status, body]).toEqual([202, { taken: 1, refused: [] }])
    await expect
      .poll(() => settlement('sp-huayu'))
      .toMatchObject([{ owed_fen: -800, lines: [{ amount_fen: 800 }, { amount_fen: -800 }, { amount_fen: -800 }] }])
    await expect
      .poll(async () => (await on.call('GET', '/metrics')).text)
      .toContain('quadzero_charges_total{rule="no.consent"} 1')
  })

  it('that billing writes into its topic are judged as well, wherever it puts them', async () => {
    const data = { id: 't1', msisdn: '8613700137001', serviceId: 'star-news', amountFen: 800, currency: 'CNY' }
    const message = { id: 'x', type: 'charge.recorded', v: 1, at: Date.now(), corr: '' }
    const write = (partition: number, more: object) => {
      const charge = { ...data, at: Date.now() - HOUR, kind: 'month', ...more }
      const record = {
        topic: 'billing.charges',
        partition,
        key: `billing-${partition}`,
        message: { ...message, data: charge },
      }
      return on.gateway.deps.bus.publish([record])
    }
    const at = Date.now() - HOUR
    for (const partition of [0, 1, 2]) await write(partition, { at })
    await expect
      .poll(async () => (await on.call('GET', '/metrics')).text)
      .toContain('quadzero_charges_total{rule="no.consent"} 2')
    await write(0, { id: 't2', serviceId: 'nothing' })
    await expect
      .poll(async () => (await on.call('GET', '/v1/dead-letters')).body.items)
      .toMatchObject([{ process: 'charge', reason: 'there is no such service' }])
  })

  it('are judged once however often they come; the same id with other content is an alarm', async () => {
    const [answer] = await authorize(joke('a1'))
    const charge = joke('a1', { grant: answer?.grant, charged_at: new Date().toISOString() })
    for (let i = 0; i < 3; i++) await record(charge)
    await record({ ...charge, amount_fen: 400 })
    const counted = async (rule: string) =>
      new RegExp(`quadzero_charges_total\\{rule="${rule}"\\} (\\d+)`).exec((await on.call('GET', '/metrics')).text)?.[1]
    await expect.poll(() => counted('conflict')).toBe('1')
    await expect.poll(() => counted('right')).toBe('1')
    expect((await authorize(joke('second')))[0]).toMatchObject({ allow: false, rule: 'too.often' })
  })

  it.each([
    [{ amount_fen: -500 }, 'more than nothing'],
    [{ amount_fen: 0 }, 'more than nothing'],
    [{ amount_fen: 5.5 }, 'whole number of fen'],
    [{ amount_fen: 99_999_999 }, 'more than 10,000 yuan'],
    [{ currency: 'USD' }, 'only CNY'],
    [{ charged_at: ago(-24) }, 'in the future'],
    [{ charged_at: ago(24 * 300) }, 'more than 180 days ago'],
    [{ charged_at: 'yesterday' }, 'not a time'],
    [{ charged_at: '2026-11-31T08:00:00+08:00' }, 'not a time'],
    [{ service: 'nothing' }, 'no such service'],
    [{ subscriber: 'nobody' }, 'not a subscriber'],
    [{ id: 'has a space' }, 'charge_id'],
    [{ id: 'b-13800138000-7' }, 'make one without it'],
  ])('%j is named, and does not stop the rest', async (wrong, why) => {
    const good = {
      id: `good-${JSON.stringify(wrong).length}`,
      subscriber: '13800138000',
      service: 'weather-sms',
      amount_fen: 200,
      charged_at: ago(1),
    }
    const { body } = await record({ ...good, id: 'bad', ...wrong }, good)
    expect(body).toEqual({
      taken: 1,
      refused: [{ place: 0, id: expect.any(String), why: expect.stringContaining(why) }],
    })
  })

  it('come as a file of a day’s billing; a file that was stopped goes on; the same file again changes nothing', async () => {
    const file = join(folder, 'billing.csv')
    const header = 'charge_id,msisdn,service_id,amount_fen,currency,charged_at,kind'
    const day = ago(2)
    const rows = Array.from(
      { length: 7000 },
      (_, i) => `f${i},${13_100_000_000 + (i % 3000)},mall-card,990,CNY,${day},month`,
    )
    rows[7] = 'f7,13100000007,mall-card,-1,CNY,2026-11-01T00:00:00Z,month'
    writeFileSync(file, `${[header, ...rows].join('\n')}\n`)
    const run = (...more: string[]) =>
      new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
        const environment = {
          PATH: process.env['PATH'],
          NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
          QUADZERO_URL: on.gateway.url,
          ADMIN_KEY,
        }
        const child = spawn(process.execPath, ['tools/cli/main.ts', 'import', 'charges', file, '--json', ...more], {
          env: environment,
        })
        let [out, err] = ['', '']
        child.stdout.on('data', (chunk) => (out += chunk))
        child.stderr.on('data', (chunk) => (err += chunk))
        child.on('exit', (code) => resolve({ code, out, err }))
      })
    const first = await run()
    expect([first.code, JSON.parse(first.out)]).toEqual([1, { rows: 7000, taken: 6999, unchanged: 0, refused: 1 }])
    expect(first.err).toContain('line 9: amount_fen: a charge is more than nothing')
    expect(existsSync(`${file}.progress`)).toBe(false)
    await expect
      .poll(async () => (await settlement('sp-shop'))[0]?.lines[0])
      .toMatchObject({ kind: 'charge', count: 6999 })
    // As if it had been killed after 5,000 rows: the rest is sent, and counted together.
    const { size, mtimeMs } = statSync(file)
    const reached = { rows: 5000, taken: 4999, unchanged: 0, refused: 1 }
    writeFileSync(`${file}.progress`, JSON.stringify({ mark: `charges ${size} ${Math.floor(mtimeMs)}`, reached }))
    const rest = await run()
    expect(rest.err).toContain('going on after row 5000')
    expect(JSON.parse(rest.out)).toEqual({ rows: 7000, taken: 4999, unchanged: 2000, refused: 1 })
    const again = await run('--restart')
    expect(JSON.parse(again.out)).toEqual({ rows: 7000, taken: 0, unchanged: 6999, refused: 1 })
    const csv = (await on.call('GET', `/v1/settlements/sp-shop/${(await settlement('sp-shop'))[0].month}/csv`)).text
    expect(csv).toContain(`total,,,${3 * 6999},${-990 * 6999}`)
    expect(readFileSync(file, 'utf8').startsWith(header)).toBe(true)
  })

  it('can be disputed by text: refunded first, decided by a person, and made up to twice', async () => {
    const phone = on.phone('8613800138000')
    await phone.ask('10086', '0000')
    expect(await phone.ask('10086', '退费 2')).toMatch(/^已先行退还“每日笑话”.*扣费5元/)
    expect(await phone.ask('10086', '退费 每日笑话')).toMatch(/^该业务的扣费您已申请退费/)
    expect(await phone.ask('10086', '退费 99')).toContain('99')
    const open = async () => (await on.call('GET', '/v1/disputes')).body.items
    await expect.poll(open).toHaveLength(1)
    const [{ id, ...dispute }] = await open()
    expect(dispute).toMatchObject({ service: { id: 'joke-daily' }, amount_fen: 500, refunded: true, channel: 'sms' })
    const decide = () => on.call('POST', `/v1/disputes/${encodeURIComponent(id)}/decision`, { proven: true })
    expect(await decide()).toMatchObject({ status: 200, body: { status: 'proven', refund_fen: 1000 } })
    await expect.poll(open).toEqual([])
    expect((await decide()).body.code).toBe('decided')
    await expect
      .poll(async () => (await settlement('sp-huayu'))[0].lines.map((each: { kind: string }) => each.kind))
      .toContain('dispute-proven')
  })

  it('can be disputed by their id: that one goes back, and no later one of the service', async () => {
    const phone = on.phone('8613500135000')
    const weather = (id: string, months: number) => ({
      id,
      subscriber: phone.number,
      service: 'weather-sms',
      amount_fen: 200,
      charged_at: ago(24 * 31 * months),
    })
    const imported = `msisdn,service_id,package,since\n${phone.number},weather-sms,,2026-01-02\n`
    await on.call('POST', '/v1/import/subscriptions', imported, { headers: { 'content-type': 'text/csv' } })
    await expect
      .poll(async () => (await authorize({ ...weather('d9', 0), kind: 'month' }))[0])
      .toMatchObject({ allow: true })
    await record(weather('d1', 2), weather('d2', 1))
    const dispute = (charge: string, subscriber = phone.number) =>
      on.call('POST', '/v1/disputes', { subscriber, charge })
    const open = async () => {
      expect((await dispute('d1')).status).toBe(202)
      return (await on.call('GET', '/v1/disputes')).body.items.map((each: { charge: string }) => each.charge)
    }
    await expect.poll(open, { interval: 200 }).toEqual(['d1'])
    expect((await dispute('d1', 'nobody')).body.code).toBe('number.invalid')
  })

  it('come to the same in the ledger and counted anew, and a settlement that was changed is found', async () => {
    const client = new Client({ QUADZERO_URL: on.gateway.url, ADMIN_KEY })
    const given = { publicKey: (await publicKeyOf(client, undefined)).key }
    await expect.poll(() => verifyLedger(client, given)).toMatchObject({ flaws: [], wrong: [] })
    const forged = {
      json: async (method: string, path: string) => {
        const page = (await client.json(method, path)) as { items?: { accounts: { partner: { debit: number } } }[] }
        const [first] = page.items ?? []
        if (first && path.startsWith('/v1/ledger/months')) first.accounts.partner.debit -= 100
        return page
      },
    } as unknown as Client
    expect((await verifyLedger(forged, given)).wrong).toMatchObject([expect.stringContaining('partner debit is')])
  })

  it('a month is exported for all partners, and says what is owed to whom', async () => {
    const client = new Client({ QUADZERO_URL: on.gateway.url, ADMIN_KEY })
    const [{ month, owed_fen }] = await settlement('sp-huayu')
    const to = join(folder, 'settlements')
    const partners = await exportMonth(client, month, to)
    const owed = readFileSync(join(to, `${month}.csv`), 'utf8')
      .trim()
      .split('\n')
    expect(owed).toHaveLength(partners + 1)
    expect(owed).toContain(`sp-huayu,${owed_fen},`)
    expect(readFileSync(join(to, `${month}-sp-huayu.csv`), 'utf8')).toBe(await settlementCsv(client, 'sp-huayu', month))
    expect(() => monthNamed('2026-13')).toThrow('give it as 2026-11')
  })

  it('a month that is not over cannot be closed', async () => {
    const [{ partner, month }] = await settlement('sp-huayu')
    expect((await on.call('POST', `/v1/settlements/${partner}/${month}/close`)).body.code).toBe('month.open')
    const client = new Client({ QUADZERO_URL: on.gateway.url, ADMIN_KEY })
    await expect(closeMonth(client, 'all', month)).rejects.toThrow(/not over/)
    expect(await closeMonth(client, 'all', '2020-01')).toEqual({ closed: 0, waiting: [] })
  })
})
