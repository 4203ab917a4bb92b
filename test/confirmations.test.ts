import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeSealer } from '#evidence'
import { Client } from '../tools/cli/client.ts'
import { publicKeyOf } from '../tools/cli/seals.ts'
import { verifyReceipts } from '../tools/cli/verify.ts'
import { ADMIN_KEY, modes, startTestGateway, type TestGateway } from './gateway.ts'

describe.each(modes)('double confirmation, %s', (mode) => {
  let on: TestGateway
  let partnerKey: string
  beforeAll(async () => {
    on = await startTestGateway(mode)
    const body = { name: 'huayu', kind: 'partner', purposes: ['subscribe', 'read'], partnerId: 'sp-huayu' }
    partnerKey = (await on.call('POST', '/v1/keys', body)).body.key
  })
  afterAll(() => on.stop())

  const request = (body: object, headers: Record<string, string> = {}) =>
    on.call('POST', '/v1/subscription-requests', body, { key: partnerKey, headers })
  const statusOf = async (id: string) =>
    (await on.call('GET', `/v1/subscription-requests/${id}`, undefined, { key: partnerKey })).body?.status

  it('a partner asks, the operator prompts, and only the yes subscribes', async () => {
    const phone = on.phone('8613500135001')
    const { status, body } = await request({
      subscriber: '135 0013 5001',
      service: 'joke-daily',
      tariff_fen: 500,
      origin: { campaign: 'summer', app: { package: 'com.huayu.fun', version: '2.1', signature: 'ab:cd' } },
    })
    expect(status).toBe(202)
    const prompt = await phone.next()
    expect([prompt.from, prompt.text, prompt.serviceType]).toEqual([
      '10086901',
      expect.stringMatching(/^【二次确认】有人为您申请订购华娱互动“每日笑话”，5元\/月/),
      'FREE',
    ])
    expect(await phone.ask('10086', '0000')).toBe('您目前没有订购任何收费业务。')
    expect(await phone.ask('10086901', '是')).toMatch(/^您已确认订购华娱互动“每日笑话”/)
    await expect.poll(() => statusOf(body.id)).toBe('confirmed')
    // The list is another lane’s, which hears of the yes for itself.
    await expect.poll(() => phone.ask('10086', '0000')).toContain('1 华娱互动 每日笑话 5元/月')
    expect(await phone.ask('10086', '证据')).toMatch(/^您的订购凭证：\nR1 .*短信回复“是”确认华娱互动“每日笑话”5元\/月/)
  })

  it.each([
    { package: '8613800138000' },
    { package: '138-0013-8000' },
    { package: 'com.huayu.a13800138000' },
    { package: 'com.138.0013.8000' },
    { package: '手电筒' },
    { package: 'torch' },
    { package: 'com.huayu.fun', signature: '13800138000' },
    { package: 'com.huayu.fun', signature: 'call me' },
  ])('handset software is named as handsets name it, never by a number: %o', async (app) => {
    const { status, body } = await request({ subscriber: '135 0013 5009', service: 'joke-daily', origin: { app } })
    expect([status, body.code]).toEqual([400, 'request.invalid'])
    expect(JSON.stringify(body)).not.toContain('0013')
  })

  it('a no is heard, and the same is rejected with its reason from then on', async () => {
    const phone = on.phone('8613500135002')
    const ask = { subscriber: phone.number, service: 'star-news' }
    await request(ask)
    await phone.next()
    expect(await phone.ask('10086901', 'N')).toMatch(/^已按您的意思不办理/)
    const again = (await request(ask)).body.id
    await expect
      .poll(
        async () => (await on.call('GET', `/v1/subscription-requests/${again}`, undefined, { key: partnerKey })).body,
      )
      .toMatchObject({ status: 'rejected', rule: 'refused.before', why: expect.stringContaining('until they ask') })
  })

  it('marketing that was agreed to goes as often as was agreed, until T', async () => {
    const phone = on.phone('8613500135006')
    await on.call('POST', '/v1/subscription-requests', { subscriber: phone.number, service: 'mall-offers' })
    expect((await phone.next()).text).toContain('营销短信，由10657700发送，每周至多2条，为期6个月')
    expect(await phone.ask('10086901', 'Y')).toMatch(/^您已同意接收好易购“优惠活动”营销短信，每周至多2条，至\d{4}年/)
    const market = async () => {
      const { id } = (
        await on.call('POST', '/v1/mt', { from: '10657700', to: phone.number, text: '周末八折', class: 'marketing' })
      ).body
      await expect.poll(async () => (await on.call('GET', `/v1/mt/${id}`)).status).toBe(200)
      return (await on.call('GET', `/v1/mt/${id}`)).body.rule
    }
    expect([await market(), await market(), await market()]).toEqual(['allowed', 'allowed', 'consent.frequency'])
    for (let i = 0; i < 2; i++) expect((await phone.next()).text).toBe('周末八折')
    expect(await phone.ask('10657700', 'T')).toContain('10657700')
    await expect
      .poll(async () => {
        const receipt = (await on.call('GET', '/v1/receipts?limit=1000')).body.items.find(
          (each: { content: { serviceId: string } }) => each.content.serviceId === 'mall-offers',
        )
        return Date.parse(receipt.endedAt) <= Date.now()
      })
      .toBe(true)
  })

  it('the subscriber asks by 1111 or a code, and is prompted as well', async () => {
    const phone = on.phone('8613500135003')
    expect(await phone.ask('10661234', '1111')).toBe(
      '请回复业务代码申请：XH 每日笑话5元/月；BG 明星八卦8元/月。申请后须再次确认才会订购。',
    )
    expect(await phone.ask('10661234', 'bg')).toMatch(/^【二次确认】您申请订购华娱互动“明星八卦”/)
    expect(await phone.ask('10086901', '是')).toMatch(/^您已确认订购/)
    expect(await phone.ask('10661234', 'BG')).toBe('您已订购这项业务，无需重复办理。发送0000到10086可查询。')
  })

  it.each([
    [{ subscriber: '13500135004', service: 'weather-sms' }, 404, 'service.unknown'],
    [{ subscriber: '13500135004', service: 'nothing' }, 404, 'service.unknown'],
    [{ subscriber: '13500135004', service: 'joke-daily', tariff_fen: 499 }, 422, 'tariff.other'],
    [{ subscriber: 'nobody', service: 'joke-daily' }, 422, 'number.invalid'],
    [{ subscriber: '13500135004' }, 400, 'request.invalid'],
  ])('%j is refused with %d %s', async (body, status, code) => {
    expect(await request(body)).toMatchObject({ status, body: { code } })
  })

  it('an Idempotency-Key asks once, and not for something else', async () => {
    const phone = on.phone('8613500135005')
    const ask = { subscriber: phone.number, service: 'joke-daily' }
    const headers = { 'idempotency-key': 'one' }
    const [first, second] = [await request(ask, headers), await request(ask, headers)]
    expect(second.body).toEqual(first.body)
    await phone.next()
    expect((await request({ ...ask, service: 'star-news' }, headers)).body.code).toBe('idempotency.conflict')
    expect(await phone.ask('10086901', '否')).toMatch(/^已按您的意思不办理华娱互动“每日笑话”/)
  })

  it('an auditor proves the receipts, and the record that was changed is named', async () => {
    const client = new Client({ QUADZERO_URL: on.gateway.url, ADMIN_KEY })
    const { key: publicKey } = await publicKeyOf(client, undefined)
    const proved = () => verifyReceipts(client, { publicKey })
    await expect.poll(proved).toMatchObject({ receipts: 3, chains: 3, waiting: 0, flaws: [] })
    const { items } = (await on.call('GET', '/v1/receipts')).body
    const [forged] = items
    const client2 = {
      json: async (method: string, path: string) => {
        const page = await client.json(method, path)
        if (!path.startsWith('/v1/receipts')) return page
        const change = (each: { id: string; content?: { tariffFen: number } }) =>
          each.id === forged.id ? { ...each, content: { ...each.content, tariffFen: 1 } } : each
        return { ...(page as object), items: (page as { items: [] }).items.map(change) }
      },
    } as unknown as Client
    expect((await verifyReceipts(client2, { publicKey })).flaws).toEqual([{ id: forged.id, flaw: 'content' }])
  })

  it('and what was signed of them: whoever can write the database cannot sign, nor take away what was proved', async () => {
    const client = new Client({ QUADZERO_URL: on.gateway.url, ADMIN_KEY })
    const { key: publicKey } = await publicKeyOf(client, undefined)
    const { last, seals } = await verifyReceipts(client, { publicKey })
    const other = makeSealer('whoever can write the database').publicKey
    const { flaws } = await verifyReceipts(client, { publicKey: other })
    expect(flaws.filter((each) => each.flaw === 'key')).toHaveLength(seals)
    const emptied = {
      json: async (method: string, path: string) =>
        path === '/v1/seal-key' ? client.json(method, path) : { items: [] },
    } as unknown as Client
    const { flaws: gone } = await verifyReceipts(emptied, { publicKey, remembered: last })
    expect(gone.map((each) => each.flaw)).toEqual(['gone', 'gone', 'gone'])
  })

  it('00000 to a port ends its prompts, one-offs that were not charged, and its requests, until 11111', async () => {
    const phone = on.phone('8613500135009')
    const asks = async (service: string) =>
      (await on.call('POST', '/v1/subscription-requests', { subscriber: phone.number, service })).body.id
    const becomes = async (id: string) => {
      const { status, rule } = (await on.call('GET', `/v1/subscription-requests/${id}`)).body
      return rule ? `${status} ${rule}` : status
    }
    const gate = async () => {
      const item = { id: 'q', subscriber: phone.number, service: 'ring-one', amount_fen: 200, kind: 'once' }
      const { allow, rule } = (await on.call('POST', '/v1/charges/authorize', { items: [item] })).body.items[0]
      return allow ? 'allowed' : rule
    }
    await asks('ring-one')
    await phone.next()
    expect(await phone.ask('10086901', '是')).toMatch(/^您已确认购买悦听音乐“单曲下载”/)
    await expect.poll(() => phone.ask('10086', '0000')).toContain('1 悦听音乐 单曲下载 2元/次')
    await expect.poll(gate).toBe('allowed')
    const open = await asks('ring-month')
    await phone.next()
    expect(await phone.ask('10086', '是')).toMatch(/^悦听音乐“彩铃包月”5元\/月的申请等您确认，尚未办理。/)
    expect(await phone.ask('10663456', '00000')).toMatch(/^已屏蔽端口10663456并退订1项：悦听音乐 单曲下载/)
    await expect.poll(() => becomes(open)).toBe('ended port.blocked')
    await expect.poll(gate).toBe('after.cancel')
    expect(await phone.ask('10086901', '是')).toBe('您没有待确认的申请，未办理任何业务。查询业务请发送0000到10086。')
    const kept = await asks('ring-month')
    await expect.poll(() => becomes(kept)).toBe('rejected port.blocked')
    expect(await phone.ask('10663456', '11111')).toContain('已解除')
    // The answer to 11111 may be there before those who ask have heard of it.
    const asked = async () => {
      const id = await asks('ring-month')
      await expect.poll(() => becomes(id)).toBeDefined()
      return becomes(id)
    }
    // Nothing but its two of the day stands against it now.
    await expect.poll(asked).toBe('rejected limit.partner')
    expect(await phone.ask('10663456', 'CL')).toMatch(/^【二次确认】您申请订购悦听音乐“彩铃包月”/)
  })
})
