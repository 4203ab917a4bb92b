import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BusError } from '#bus'
import { partitionOf, smsMo } from '#contracts'
import { decodePdu, encodePdu, Framer, type Pdu, status } from '#smpp'
import { encodeText } from '#sms'
import { type Mode, startTestGateway, type TestGateway } from './gateway.ts'
import { hasServers } from './servers.ts'

const modes: Mode[] = hasServers ? ['embedded', 'distributed'] : ['embedded']

describe.each(modes)('the whole gateway, %s', (mode) => {
  let on: TestGateway
  beforeAll(async () => {
    on = await startTestGateway(mode)
  })
  afterAll(() => on.stop())

  describe('through a real SMPP link', () => {
    it('answers 0000 with the list, cancels by numbers, and undoes', async () => {
      const lin = on.phone('8613800138000')
      const list = await lin.ask('10086', '0000')
      expect(list).toContain('您共有5项收费业务')
      expect(list).toContain('3 悦听音乐 彩铃包月 5元/月')
      expect(await lin.ask('10086', '1,3')).toMatch(/^已为您退订2项：天象万通 气象短信；悦听音乐 彩铃包月/)
      expect(await lin.ask('10086', '0000')).toContain('您共有3项收费业务')
      expect(await lin.ask('10086', '恢复')).toContain('已恢复2项业务')
    })

    it('sends answers free of charge, from 10086, in UCS-2 with as many segments as they need', async () => {
      const zhou = on.phone('8613900139000')
      await zhou.send('10086', '0000')
      expect(await zhou.next()).toMatchObject({ from: '10086', serviceType: 'FREE', coding: 'ucs2', segments: 4 })
    })

    it('silences a port by 00000, and tells a partner who then wants to send', async () => {
      const mei = on.phone('8613700137000')
      expect(await mei.ask('10662021', '00000')).toMatch(/^已屏蔽端口10662021并退订1项：云阅文化 连载小说/)
      const ad = { from: '10662021', to: '137 0013 7000', text: '新书上架，八折优惠', class: 'marketing' }
      await expect
        .poll(async () => (await on.call('POST', '/v1/mt/check', { items: [ad] })).body.items)
        .toEqual([{ allow: false, rule: 'block.marketing' }])
      const refused = await on.call('POST', '/v1/mt', ad)
      expect([refused.status, refused.body.rule]).toEqual([403, 'block.marketing'])
      await expect
        .poll(async () => (await on.call('GET', `/v1/mt/${refused.body.id}`)).body)
        .toMatchObject({ allow: false, rule: 'block.marketing', port: '10662021' })
      const sent = await on.call('POST', '/v1/mt', { ...ad, class: 'otp', text: '您的验证码是 482913' })
      expect(sent.status).toBe(202)
      expect(await mei.next()).toMatchObject({ from: '10662021', text: '您的验证码是 482913' })
      await expect
        .poll(async () => (await on.call('GET', `/v1/mt/${sent.body.id}`)).body)
        .toMatchObject({ allow: true, rule: 'allowed', delivery: 'delivered' })
    })

    it('understands long messages whose segments come twice and in the wrong order', async () => {
      const chen = on.phone('8613600136000')
      const session = [...(on.gateway.deps.config.links ?? [])]
      expect(session).toHaveLength(1)
      const long = `您好，${'我想知道我订了什么，'.repeat(20)}谢谢`
      expect((await chen.send('10086', long)).segments).toBeGreaterThan(2)
      expect((await chen.next()).text).toContain('发送0000查询收费业务')
    })

    it('answers somebody whom nobody knows', async () => {
      expect(await on.phone('8613500135009').ask('10086', '0000')).toBe('您目前没有订购任何收费业务。')
    })
  })

  describe('by HTTP', () => {
    it('takes a message of the web channel like an SMS, once per Idempotency-Key', async () => {
      const phone = on.phone('8613600136000')
      const { body: key } = await on.call('POST', '/v1/keys', {
        name: 'portal',
        kind: 'web',
        purposes: ['messages'],
      })
      const ask = { from: '+86 136 0013 6000', to: '10086', text: '0000' }
      const headers = { 'idempotency-key': 'a-key' }
      const first = await on.call('POST', '/v1/mo', ask, { key: key.key, headers })
      expect(first.status).toBe(202)
      expect((await phone.next()).text).toContain('您共有2项')
      expect((await on.call('POST', '/v1/mo', ask, { key: key.key, headers })).body.id).toBe(first.body.id)
      const conflict = await on.call('POST', '/v1/mo', { ...ask, text: '1' }, { key: key.key, headers })
      expect([conflict.status, conflict.body.code]).toEqual([409, 'idempotency.conflict'])
      const claimed = await on.call('POST', '/v1/mo', { ...ask, channel: 'sms' }, { key: key.key })
      expect([claimed.status, claimed.body.code]).toEqual([403, 'auth.purpose'])
      await on.call('DELETE', `/v1/keys/${key.id}`)
      expect((await on.call('POST', '/v1/mo', ask, { key: key.key })).body.code).toBe('auth.unknown')
      expect(JSON.stringify((await on.call('GET', '/v1/keys')).body)).not.toContain(key.key)
    })

    it.each([
      ['no key', { key: null }, { from: '13800138000', to: '10086', text: '0' }, 401, 'auth.missing'],
      ['a wrong key', { key: 'qz_nobody_x' }, { from: '13800138000', to: '10086', text: '0' }, 401, 'auth.unknown'],
      ['a number that is none', {}, { from: 'abc', to: '10086', text: '0' }, 422, 'number.invalid'],
      ['a port that is none', {}, { from: '13800138000', to: '端口', text: '0' }, 422, 'address.invalid'],
      ['a body without text', {}, { from: '13800138000', to: '10086' }, 400, 'request.invalid'],
      ['a body that is not JSON', { headers: { 'content-type': 'application/json' } }, '{', 400, 'request.not-json'],
      ['another media type', { headers: { 'content-type': 'text/html' } }, '<p>', 415, 'request.media-type'],
      [
        'a body that is too large',
        {},
        { from: '13800138000', to: '10086', text: 'x'.repeat(300_000) },
        413,
        'request.too-large',
      ],
    ])('answers %s with a problem that says what to do', async (_name, options, body, status, code) => {
      const answer = await on.call('POST', '/v1/mo', body, options)
      expect([answer.status, answer.body.code]).toEqual([status, code])
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
      expect(answer.body.todo.length).toBeGreaterThan(10)
    })

    it('limits the calls of a key', async () => {
      const { body: key } = await on.call('POST', '/v1/keys', {
        name: 'slow',
        kind: 'operator',
        purposes: ['check'],
        perMinute: 2,
      })
      const check = () => on.call('POST', '/v1/mt/check', { items: [] }, { key: key.key })
      expect([(await check()).status, (await check()).status]).toEqual([200, 200])
      const limited = await check()
      expect([limited.status, limited.body.code]).toEqual([429, 'rate.limited'])
      expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0)
    })

    it('counts the rows of a file as items of its key', async () => {
      const purposes = ['check', 'import']
      const { body: key } = await on.call('POST', '/v1/keys', { name: 'f', kind: 'operator', purposes, perMinute: 4 })
      const numbers = 'msisdn,change\n15000150091,nothing\n15000150092,nothing\n'
      const headers = { 'content-type': 'text/csv' }
      const { text } = await on.call('POST', '/v1/import/numbers', numbers, { key: key.key, headers })
      expect(text).toContain('"refused":2')
      const item = { from: '10661234', to: '15000150091', class: 'service' }
      const check = () => on.call('POST', '/v1/mt/check', { items: [item, item] }, { key: key.key })
      expect([(await check()).status, (await check()).status]).toEqual([200, 429])
    })

    it('documents itself and tells its health', async () => {
      const openapi = await on.call('GET', '/docs/openapi.json', undefined, { key: null })
      expect(Object.keys(openapi.body.paths)).toEqual(
        expect.arrayContaining(['/v1/mo', '/v1/mt', '/v1/mt/check', '/v1/keys', '/v1/import/{kind}']),
      )
      expect((await on.call('GET', '/healthz', undefined, { key: null })).body).toEqual({ status: 'ok' })
      expect((await on.call('GET', '/readyz', undefined, { key: null })).body).toEqual({ status: 'ok', troubles: [] })
      expect((await on.call('GET', '/metrics', undefined, { key: null })).text).toMatch(
        /quadzero_mo_total\{via="a",outcome="message"\} \d+/,
      )
    })

    it('says that it is not ready while the log takes nothing', async () => {
      const { bus } = on.gateway.deps
      bus.trouble = () => 'the log has taken nothing for sms.mo/0 for 30 s'
      const { status: code, body } = await on.call('GET', '/readyz', undefined, { key: null })
      expect([code, body]).toEqual([503, { status: 'not ready', troubles: [bus.trouble()] }])
      delete bus.trouble
      expect((await on.call('GET', '/readyz', undefined, { key: null })).status).toBe(200)
    })
  })

  describe('files', () => {
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
        { line: 5, error: 'a quote is left open or stands in the wrong place' },
        { line: 7, error: '2 fields instead of 4' },
        { line: 8, error: 'since: not a date such as 2026-05-01 or 2026-05-01T08:00:00Z' },
        { done: { rows: 7, taken: 2, unchanged: 0, refused: 5 }, omittedErrors: 0 },
      ])
      const again = async (text: string) =>
        lines(
          (await on.call('POST', '/v1/import/subscriptions', text, { headers: { 'content-type': 'text/csv' } })).text,
        )
      expect((await again(file)).at(-1).done).toEqual({ rows: 7, taken: 0, unchanged: 2, refused: 5 })
      // What changed meanwhile is not unchanged: cancelled by its subscriber, or by an earlier row of the very file.
      const subscriber = on.phone('8615000150001')
      await subscriber.ask('10086', '0000')
      expect(await subscriber.ask('10086', '1')).toContain('每日笑话')
      const [header, first] = file.split('\n') as [string, string]
      expect((await again([header, first].join('\n'))).at(-1).done).toMatchObject({ taken: 1, unchanged: 0 })
      const other = first.replace('daily,,', 'daily,other,')
      expect((await again([header, other, first].join('\n'))).at(-1).done).toMatchObject({ taken: 2, unchanged: 0 })
      expect((await again([header, first].join('\n'))).at(-1).done).toMatchObject({ taken: 0, unchanged: 1 })
      const exported = async () =>
        (await on.call('GET', '/v1/export/subscriptions')).text
          .split('\n')
          .filter((row) => row.startsWith('861500015000'))
          .sort()
      await expect
        .poll(exported, { timeout: 20_000 })
        .toEqual([
          '8615000150001,joke-daily,,2026-03-01T16:00:00.000Z',
          '8615000150004,ring-month,"畅享,套餐",2026-03-02T00:00:00.000Z',
        ])
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

    it('of changes of numbers take nothing from the next owner when they are sent again', async () => {
      const file = 'msisdn,change\n15000150087,released\n15000150087,assigned\n'
      await csv('numbers', file)
      const next = on.phone('8615000150087')
      await csv('subscriptions', 'msisdn,service_id,package,since\n15000150087,joke-daily,,2026-03-02\n')
      expect(await next.ask('10086', '0000')).toContain('每日笑话')
      await csv('numbers', file)
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
  })

  describe('what cannot be handled', () => {
    it('because the log takes no record so large, is refused before it is acknowledged, for good', async () => {
      const { bus, keyOf } = on.gateway.deps
      const key = keyOf('8613500135009')
      const publish = bus.publish.bind(bus)
      // As the log says it of what is larger than it takes; others' messages go on.
      bus.publish = async (records, options) => {
        if (records.some((each) => each.key === key)) throw new BusError('bus.too-large', 'a record of 9 octets')
        await publish(records, options)
      }
      try {
        const mo = { from: '13500135009', to: '10086', text: '0000' }
        const { status: code, body } = await on.call('POST', '/v1/mo', mo)
        expect([code, body.code]).toEqual([413, 'request.too-large'])
        const { status: answer } = await on.simulator.sendMo({ ...mo, from: `86${mo.from}` })
        expect(answer).toBe(status.ESME_RX_P_APPN)
      } finally {
        bus.publish = publish
      }
    })

    it('is kept with its reason, shown, and put back as a new input', async () => {
      const { bus, keyOf } = on.gateway.deps
      const key = keyOf('8613500135000')
      const bad = {
        id: 'bad-1',
        type: 'mo.received',
        v: 1 as const,
        at: Date.now(),
        corr: 'bad-1',
        data: { from: '8613500135000', to: '10086' },
      }
      const raw = { topic: smsMo.name, partition: partitionOf(key, bus.partitions), key }
      // Embedded records of this very process are trusted, so the unknown is written as another program would.
      if (mode === 'distributed') {
        await bus.publish([{ ...raw, message: bad }])
        await expect.poll(async () => (await on.call('GET', '/v1/dead-letters')).body.items).toHaveLength(1)
        const [letter] = (await on.call('GET', '/v1/dead-letters')).body.items
        expect(letter).toMatchObject({
          process: 'subscriber',
          topic: 'sms.mo',
          reason: expect.stringContaining('text: invalid_type'),
          replayable: true,
          status: 'open',
        })
        const look = { reason: 'a test' }
        expect((await on.call('GET', `/v1/dead-letters/${letter.id}`)).text).not.toContain('bad-1')
        expect((await on.call('POST', `/v1/dead-letters/${letter.id}/content`, look)).body.value).toContain('bad-1')
        await on.call('POST', `/v1/dead-letters/${letter.id}/replay`)
        await expect
          .poll(async () => (await on.call('GET', '/v1/dead-letters?status=replayed')).body.items)
          .toHaveLength(1)
        await expect.poll(async () => (await on.call('GET', '/v1/dead-letters?status=open')).body.items).toHaveLength(1)
      }
      if (mode === 'distributed') {
        const data = { from: '8613500135000', to: '10086', text: '"'.repeat(300_000) }
        await bus.publish([{ ...raw, message: { ...bad, id: 'large-1', data } }])
        await expect.poll(async () => (await on.call('GET', '/v1/dead-letters')).body.items).toHaveLength(2)
        const letter = (await on.call('GET', '/v1/dead-letters')).body.items.find(
          (each: { replayable: boolean }) => !each.replayable,
        )
        const { body } = await on.call('POST', `/v1/dead-letters/${letter.id}/content`, { reason: 'a test' })
        expect(body).toMatchObject({ value: expect.stringMatching(/^.{16384}$/), cut: { sha256: expect.any(String) } })
        const replay = await on.call('POST', `/v1/dead-letters/${letter.id}/replay`)
        expect(replay.status).toBe(409)
        expect(replay.body).toMatchObject({ code: 'dead-letter.cut', cut: body.cut })
      }
      const before = (await on.call('GET', '/v1/dead-letters')).body.items.length
      await on.simulator.sendMo({ from: 'ALERTS', to: '10086', text: 'from no number' })
      await expect.poll(async () => (await on.call('GET', '/v1/dead-letters')).body.items.length).toBe(before + 1)
    })
  })
})

it('segments of one message keep their reference through the codec', () => {
  const { segments } = encodeText('您'.repeat(100), 9)
  const stream = Buffer.concat(
    segments.map((short_message, i) =>
      encodePdu({
        command: 'deliver_sm',
        sequence_number: i + 1,
        fields: { esm_class: 0x40, data_coding: 8, short_message },
      }),
    ),
  )
  const pdus: Pdu[] = [...new Framer().push(stream)].map((bytes) => decodePdu(bytes))
  expect(pdus.map((pdu) => (pdu.fields['short_message'] as Buffer)[3])).toEqual([9, 9])
})
