import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayOf } from '#calendar'
import { modes, startTestGateway, type TestGateway } from './gateway.ts'

describe.each(modes)('files, %s', (mode) => {
  let on: TestGateway
  beforeAll(async () => {
    on = await startTestGateway(mode)
  })
  afterAll(() => on.stop())

  const csv = (kind: string, text: string | Buffer) =>
    on.call('POST', `/v1/import/${kind}`, text.toString('latin1' as never) as string, {
      headers: { 'content-type': 'text/csv' },
    })
  const lines = (text: string) =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))

  it('are imported with bad rows named by line, twice without a change, and exported again', async () => {
    const file =
      '\ufeffmsisdn,service_id,package,since\n+86 150-0015-0001,joke-daily,,2026-03-02\nnobody,joke-daily,,2026-03-02\n15000150002,no-such,,2026-03-02\n15000150003,joke-daily,"open,2026-03-02\n15000150004,ring-month,"畅享,套餐",2026-03-02T08:00:00+08:00\n15000150005,joke-daily\n15000150006,joke-daily,,2026-11-31\n'
    const answer = lines(
      (await on.call('POST', '/v1/import/subscriptions', file, { headers: { 'content-type': 'text/csv' } })).text,
    )
    expect(answer).toEqual([
      { line: 3, error: 'msisdn: not a subscriber’s number' },
      { line: 4, error: 'service_id: there is no such service' },
      { line: 5, error: 'a quote is left open or stands in the wrong place', code: 'row.quote' },
      { line: 7, error: '2 fields instead of 4', code: 'row.fields', of: { fields: 2, wanted: 4 } },
      { line: 8, error: 'since: not a date such as 2026-05-01 or 2026-05-01T08:00:00Z' },
      { done: { rows: 7, taken: 2, unchanged: 0, refused: 5 }, omittedErrors: 0 },
    ])
    const again = async (text: string) =>
      lines((await on.call('POST', '/v1/import/subscriptions', text, { headers: { 'content-type': 'text/csv' } })).text)
    expect((await again(file)).at(-1).done).toEqual({ rows: 7, taken: 0, unchanged: 2, refused: 5 })
    // What its subscriber cancelled stays cancelled, whatever an old file says; what began since is another.
    const subscriber = on.phone('8615000150001')
    await subscriber.ask('10086', '0000')
    expect(await subscriber.ask('10086', '1')).toContain('每日笑话')
    const [header, first] = file.split('\n') as [string, string]
    expect((await again([header, first].join('\n'))).at(-1).done).toMatchObject({ taken: 0, unchanged: 1 })
    expect(await subscriber.ask('10086', '0000')).toBe('您目前没有订购任何收费业务。')
    const since = new Date().toISOString()
    const anew = `15000150001,joke-daily,,${since}`
    expect((await again([header, anew].join('\n'))).at(-1).done).toMatchObject({ taken: 1, unchanged: 0 })
    // What an earlier row of the very file changes is not unchanged.
    const other = anew.replace('daily,,', 'daily,other,')
    expect((await again([header, other, anew].join('\n'))).at(-1).done).toMatchObject({ taken: 2, unchanged: 0 })
    expect((await again([header, anew].join('\n'))).at(-1).done).toMatchObject({ taken: 0, unchanged: 1 })
    const exported = async () =>
      (await on.call('GET', '/v1/export/subscriptions')).text
        .split('\n')
        .filter((row) => row.startsWith('861500015000'))
        .sort()
    await expect
      .poll(exported)
      .toEqual([`8615000150001,joke-daily,,${since}`, '8615000150004,ring-month,"畅享,套餐",2026-03-02T00:00:00.000Z'])
    expect(await on.phone('8615000150004').ask('10086', '0000')).toContain('[畅享,套餐]悦听音乐 彩铃包月')
  })

  it('of changes of numbers, of use and of charges say “unchanged” when they are sent again', async () => {
    const done = async (kind: string, rows: readonly string[]) =>
      lines((await csv(kind, `${rows.join('\n')}\n`)).text).at(-1).done
    const charged_at = new Date().toISOString()
    const files = {
      numbers: ['msisdn,change', '15000150081,released', '15000150081,assigned', '15000150082,ported-out'],
      usage: ['msisdn,service_id,count', '15000150083,joke-daily,3', '15000150084,joke-daily,1'],
      charges: [
        'charge_id,msisdn,service_id,amount_fen,currency,charged_at,kind',
        `again-1,15000150085,joke-daily,500,CNY,${charged_at},month`,
        `again-2,15000150086,joke-daily,500,CNY,${charged_at},month`,
      ],
    }
    for (const [kind, file] of Object.entries(files)) {
      const rows = file.length - 1
      expect([kind, await done(kind, file)]).toEqual([kind, { rows, taken: rows, unchanged: 0, refused: 0 }])
      expect([kind, await done(kind, file)]).toEqual([kind, { rows, taken: 0, unchanged: rows, refused: 0 }])
    }
    // What says something else is news: another count, another amount under the same id.
    const other = (kind: keyof typeof files, from: string, to: string) =>
      done(
        kind,
        files[kind].slice(0, 2).map((row) => row.replace(from, to)),
      )
    expect(await other('usage', ',3', ',4')).toMatchObject({ taken: 1, unchanged: 0 })
    expect(await other('charges', ',500,', ',400,')).toMatchObject({ taken: 1, unchanged: 0 })
    // Told late: the number has gone to somebody else since, and what came before that ends nothing of theirs.
    expect(await done('numbers', ['msisdn,change,changed_at', '15000150081,released,2026-03-02'])).toMatchObject({
      taken: 0,
      unchanged: 1,
    })
    expect(await done('numbers', ['msisdn,change,changed_at', '15000150081,released,2199-01-01'])).toMatchObject({
      refused: 1,
    })
  })

  it('of changes of numbers take nothing from the next owner when they are sent again, nor bring them what was before', async () => {
    const file = 'msisdn,change,changed_at\n15000150087,released,2026-03-01\n15000150087,assigned,2026-03-02\n'
    await csv('numbers', file)
    const next = on.phone('8615000150087')
    const subscribed = (since: string) =>
      csv('subscriptions', `msisdn,service_id,package,since\n15000150087,joke-daily,,${since}\n`)
    expect(lines((await subscribed('2026-03-01')).text)).toMatchObject([
      { line: 2, error: 'since: before the number’s present owner had it' },
      { done: { rows: 1, taken: 0, refused: 1 } },
    ])
    expect(lines((await subscribed('2199-01-01')).text)).toMatchObject([
      { line: 2, error: 'since: in the future; import the row when it has begun' },
      { done: { rows: 1, taken: 0, refused: 1 } },
    ])
    expect(await next.ask('10086', '0000')).toBe('您目前没有订购任何收费业务。')
    await subscribed('2026-03-03')
    expect(await next.ask('10086', '0000')).toContain('每日笑话')
    expect(lines((await csv('numbers', file)).text).at(-1).done).toMatchObject({ taken: 0, unchanged: 2 })
    expect(await next.ask('10086', '0000')).toContain('每日笑话')
  })

  it('change partners and services only where they say something new', async () => {
    const exported = (await on.call('GET', '/v1/export/services')).text
    const again = lines(
      (await on.call('POST', '/v1/import/services', exported, { headers: { 'content-type': 'text/csv' } })).text,
    )
    expect(again.at(-1).done).toMatchObject({ taken: 0, unchanged: 16, refused: 0 })
    const dearer = exported.replace('每日笑话,Daily Jokes,500', '每日笑话,Daily Jokes,600')
    expect(
      lines(
        (await on.call('POST', '/v1/import/services', dearer, { headers: { 'content-type': 'text/csv' } })).text,
      ).at(-1).done,
    ).toMatchObject({ taken: 1, unchanged: 15 })
  })

  it('say what is wrong with the terms of a service', async () => {
    const header =
      'service_id,partner_id,port,name_zh,name_en,tariff_fen,period,window,code,trial_days,per_week,months\n'
    const offer = (id: string, terms: string) => `${id},sp-shop,10657700,优惠,Offers,${terms}\n`
    const rows = [
      offer('a', '0,marketing,24h,YA,,2,6'),
      offer('b', '100,marketing,24h,YB,,2,6'),
      offer('c', '0,marketing,24h,YC,,2,'),
      offer('d', '100,month,24h,YD,,2,6'),
      offer('e', '100,once,24h,YE,30,,'),
      offer('f', '100,month,24h,YF,many,,'),
      offer('g', '100,week,24h,YG,,,'),
    ]
    const told = lines((await csv('services', header + rows.join(''))).text)
    expect(told.filter((each) => 'error' in each).map((each) => [each.line, each.error])).toEqual([
      [3, 'tariff_fen: marketing costs the subscriber nothing'],
      [4, 'per_week, months: marketing says how often it comes and for how long'],
      [5, 'per_week, months: only marketing has them'],
      [6, 'trial_days: only a monthly service has a trial'],
      [7, 'trialDays: invalid_type'],
      [8, 'period: invalid_value'],
    ])
  })

  it('with another header or encoding are refused with what it must be', async () => {
    const header = await csv('partners', 'id;name\nx;y\n')
    expect([header.status, header.body.code]).toEqual([422, 'csv.header'])
    expect(header.body.detail).toBe(
      'the first line must be partner_id,name_zh,name_en,kind,legal_id; legal_id may be left out',
    )
    const twice = await csv('services', 'service_id,service_id\n')
    expect(twice.body.detail).toMatch(
      /^the first line must be service_id,.*; trial_days, per_week, months may be left out$/,
    )
    const utf16 = Buffer.from('\ufeffpartner_id,name_zh,name_en,kind\n', 'utf16le')
    const response = await fetch(`${on.gateway.url}/v1/import/partners`, {
      method: 'POST',
      body: utf16,
      headers: { authorization: 'Bearer test-admin-key-0123456789', 'content-type': 'text/csv' },
    })
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([422, 'csv.encoding'])
    const gbk = Buffer.concat([
      Buffer.from('partner_id,name_zh,name_en,kind\np1,'),
      Buffer.from('cdcbb6a9', 'hex'),
      Buffer.from(',X,y\n'),
    ])
    const rows = await fetch(`${on.gateway.url}/v1/import/partners`, {
      method: 'POST',
      body: gbk,
      headers: { authorization: 'Bearer test-admin-key-0123456789', 'content-type': 'text/csv' },
    })
    expect(await rows.text()).toContain('not UTF-8')
  })

  it('release numbers: the next owner starts empty', async () => {
    const phone = on.phone('8615000150001')
    expect(await phone.ask('10086', '0000')).toContain('您共有1项')
    await on.call('POST', '/v1/import/numbers', '{"msisdn":"15000150001","change":"released"}\n', {
      headers: { 'content-type': 'application/x-ndjson' },
    })
    await expect.poll(() => phone.ask('10086', '0000')).toBe('您目前没有订购任何收费业务。')
  })

  it('so does a call that says so, once: told again, late or of no day that there is, it takes nothing from the next owner', async () => {
    const msisdn = '15000150091'
    const phone = on.phone(`86${msisdn}`)
    const told = (body: object, key?: string) =>
      on.call(
        'POST',
        '/v1/numbers',
        { msisdn, change: 'assigned', ...body },
        { headers: key === undefined ? {} : { 'idempotency-key': key } },
      )
    const again = { changed_at: '2026-03-02T08:00:00Z' }
    expect((await told(again, 'nr-1')).status).toBe(202)
    await csv('subscriptions', `msisdn,service_id,package,since\n${msisdn},joke-daily,,2026-03-03\n`)
    expect(await phone.ask('10086', '0000')).toContain('每日笑话')
    expect((await told(again, 'nr-1')).status).toBe(202)
    expect((await told(again)).status).toBe(202)
    expect((await told({ changed_at: '2026-03-01', change: 'released' })).status).toBe(202)
    for (const changed_at of ['2026-11-31', '2199-01-01', 'yesterday'])
      expect((await told({ changed_at })).body).toMatchObject({ code: 'number.time', status: 422 })
    expect((await told({ since: '2026-03-05' })).status).toBe(400)
    expect((await told({ changed_at: '2026-03-05' }, 'nr-1')).body.code).toBe('idempotency.conflict')
    expect(await phone.ask('10086', '0000')).toContain('每日笑话')
    const mine = `msisdn,service_id,package,since\n${msisdn},joke-daily,,${dayOf(Date.now(), 'Asia/Shanghai')}\n`
    for (const [change, key] of [
      ['released', 'nr-2'],
      ['assigned', undefined],
      ['released', 'nr-3'],
    ] as const) {
      expect((await told({ change }, key)).status).toBe(202)
      await expect.poll(() => phone.ask('10086', '0000')).toBe('您目前没有订购任何收费业务。')
      await csv('subscriptions', mine)
      await expect.poll(() => phone.ask('10086', '0000')).toContain('每日笑话')
    }
    for (const key of ['nr-3', 'nr-2']) expect((await told({ change: 'released' }, key)).status).toBe(202)
    await csv('numbers', `msisdn,change\n${msisdn},released\n`)
    expect(await phone.ask('10086', '0000')).toContain('每日笑话')
  })
})
