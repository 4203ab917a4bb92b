import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BusError } from '#bus'
import { partitionOf, smsMo } from '#contracts'
import { decodePdu, encodePdu, Framer, type Pdu, status } from '#smpp'
import { encodeText } from '#sms'
import { modes, startTestGateway, type TestGateway } from './gateway.ts'

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
