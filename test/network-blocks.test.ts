import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { PersonInBrowser } from './people.ts'
import { until } from './until.ts'

const COMICS = '10661234'
const BANK = '95588'

/* Blocks for everybody, from the desk to the wire, in an installation with two people. */
describe('a block for everybody', () => {
  let gateway: TestGateway
  let xue: PersonInBrowser
  let min: PersonInBrowser
  const import_ = (kind: string, csv: string) =>
    gateway.call('POST', `/v1/import/${kind}`, csv, { headers: { 'content-type': 'text/csv' } })
  const send = (from: string, kind: string, text = '您的验证码是 482913，5分钟内有效。', to = '8613800138000') =>
    gateway.call('POST', '/v1/mt', { from, to, text, class: kind })
  const check = async (...items: (readonly [from: string, kind: string])[]) =>
    (
      await gateway.call('POST', '/v1/mt/check', {
        items: items.map(([from, kind]) => ({ from, to: '8613800138000', class: kind })),
      })
    ).body.items.map((each: { rule: string }) => each.rule)
  const block = (more: object, by = xue) =>
    by.call('POST', '/v1/blocks', {
      kind: 'port',
      value: COMICS,
      scope: 'all',
      reason: 'spam',
      note: '41 人举报同一条',
      ...more,
    })

  beforeAll(async () => {
    gateway = await startTestGateway('embedded', { DEMO: 'off' })
    await import_('partners', 'partner_id,name_zh,name_en,kind\nsp-huayu,华娱互动,Huayu,sp\nbank,工商银行,ICBC,bank\n')
    await import_(
      'ports',
      `port,partner_id,category,classes\n${COMICS},sp-huayu,entertainment,service otp marketing\n${BANK},bank,finance,service otp\n`,
    )
    xue = await PersonInBrowser.made(gateway, 'li.xue', 'operations')
    min = await PersonInBrowser.made(gateway, 'zhang.min', 'operations')
  })
  afterAll(() => gateway?.stop())

  it('shows before what it would have stopped, one-time passwords among it', async () => {
    for (const kind of ['otp', 'otp', 'marketing']) expect((await send(COMICS, kind)).status).toBe(202)
    const preview = async (more: object) =>
      (await xue.call('POST', '/v1/blocks/preview', { kind: 'port', value: COMICS, ...more })).body
    await until('all three are counted', async () => {
      const { otp = 0, service = 0, marketing = 0 } = (await preview({})).stopped ?? {}
      return otp + service + marketing === 3
    })
    expect(await preview({})).toMatchObject({
      known: true,
      stopped: { otp: 2, service: 0, marketing: 1 },
      protected: false,
      two_people: false,
    })
    expect((await preview({ scope: 'marketing' })).stopped).toEqual({ otp: 0, service: 0, marketing: 1 })
    expect(await preview({ kind: 'prefix', value: '1066' })).toMatchObject({
      two_people: true,
      ports: [{ port: COMICS, partner: 'sp-huayu', otp: 2 }],
    })
    expect((await preview({ value: '1069999' })).known).toBe(false)
  })

  it('of marketing stops that alone, at each place that asks; made wider, all; lifted, nothing', async () => {
    const placed = await block({ scope: 'marketing' })
    expect([placed.status, placed.body.status]).toEqual([202, 'applied'])
    expect(await check([COMICS, 'marketing'], [COMICS, 'otp'])).toEqual(['network.marketing', 'allowed'])
    expect((await block({})).body.status).toBe('applied')
    const refused = await send(COMICS, 'otp')
    expect([refused.status, refused.body.rule]).toEqual([403, 'network.all'])
    // What the port's subscribers ask of it is still answered from it.
    const phone = gateway.phone('8613800138001')
    expect(await phone.ask(COMICS, '0000')).toContain('端口10661234属于华娱互动')
    const id = placed.body.id
    expect((await xue.call('POST', `/v1/blocks/${id}/lift`, { note: '已整改' })).body.status).toBe('applied')
    expect(await check([COMICS, 'marketing'], [COMICS, 'otp'])).toEqual(['allowed', 'allowed'])
    const { history, block: last } = (await xue.call('GET', `/v1/blocks/${id}`)).body
    expect(history.map((each: { change: string; by: string }) => [each.change, each.by])).toEqual([
      ['placed', 'li.xue'],
      ['changed', 'li.xue'],
      ['lifted', 'li.xue'],
    ])
    expect(last).toMatchObject({ over: true, reason: 'spam', note: '41 人举报同一条' })
  })

  it('of an extension alone is shown where that is asked for, with what its port is', async () => {
    const extension = `${COMICS}01`
    const standing = async (port: string) => (await xue.call('GET', `/v1/ports/${port}`)).body
    const placed = await block({ value: extension })
    expect([placed.status, placed.body.status]).toEqual([202, 'applied'])
    expect(await check([extension, 'otp'], [COMICS, 'otp'])).toEqual(['network.all', 'allowed'])
    const shown = await standing(extension)
    expect(shown).toMatchObject({ port: COMICS, known: true, owner: { partner_id: 'sp-huayu' } })
    expect(shown.block).toMatchObject({ value: extension, over: false })
    expect(shown.preview).toMatchObject({ known: true, at_most: true })
    expect((await standing(COMICS)).block).toMatchObject({ value: COMICS, over: true })
    expect((await xue.call('POST', `/v1/blocks/${placed.body.id}/lift`, { note: '已整改' })).status).toBe(202)
    expect(await check([extension, 'otp'])).toEqual(['allowed'])
  })

  it('of a domain stops every message with a link to it or below it, however it is written', async () => {
    const texts = ['登录 login.icbc-vip.com/a 认证', '登录icbc-vip。com认证', '您的账单已出']
    const rules = async () => {
      const items = texts.map((text) => ({ from: COMICS, to: '8613800138000', class: 'service', text }))
      return (await gateway.call('POST', '/v1/mt/check', { items })).body.items.map(
        (each: { rule: string }) => each.rule,
      )
    }
    expect(await rules()).toEqual(['allowed', 'allowed', 'allowed'])
    const placed = await block({ kind: 'domain', value: 'icbc-vip.com', reason: 'fraud' })
    expect(placed.body.status).toBe('applied')
    expect(await rules()).toEqual(['network.domain', 'network.domain', 'allowed'])
    const refused = await send(COMICS, 'service', texts[0])
    expect([refused.status, refused.body.rule]).toEqual([403, 'network.domain'])
    expect((await send(COMICS, 'service', texts[2])).status).toBe(202)
    expect((await gateway.call('GET', '/v1/feeds/domains')).text).toBe('icbc-vip.com\n')
    await xue.call('POST', `/v1/blocks/${placed.body.id}/lift`, { note: '已关停' })
    expect(await rules()).toEqual(['allowed', 'allowed', 'allowed'])
  })

  it('of a bank needs two people, and so does taking the bank off the white list', async () => {
    expect(
      (await xue.call('POST', '/v1/white-list', { kind: 'port', value: BANK, list: 'bank', note: '工行' })).status,
    ).toBe(202)
    const wished = await block({ value: BANK, reason: 'fraud', note: '疑似盗用' })
    expect([wished.body.status, await check([BANK, 'otp'])]).toEqual(['open', ['allowed']])
    const yes = await min.call('POST', `/v1/proposals/${wished.body.proposal}/approve`)
    expect(yes.body.status).toBe('applied')
    await until('it holds', async () => (await check([BANK, 'otp']))[0] === 'network.all')
    const [listed] = (await xue.call('GET', '/v1/white-list')).body.items
    expect(listed).toMatchObject({ kind: 'port', value: BANK, list: 'bank' })
    expect((await xue.call('POST', `/v1/white-list/${listed.id}/remove`, { note: '误列' })).body.status).toBe('open')
    expect((await xue.call('POST', `/v1/blocks/${listed.id}/lift`, { note: '查清' })).body.status).toBe('applied')
    expect((await block({ value: '10086' })).body.status).toBe('open')
  })

  it('of a number shows a mask, and the number stands in no title', async () => {
    const placed = await block({ kind: 'number', value: '138 1234 5678', reason: 'fraud' })
    expect(placed.status).toBe(202)
    const listed = await xue.call('GET', '/v1/blocks?kind=number')
    expect(listed.body.items).toMatchObject([{ kind: 'number', value: '•••••••••5678', scope: 'all' }])
    expect(listed.text).not.toContain('13812345678')
    expect((await xue.call('POST', '/v1/blocks/find', { kind: 'number', value: '+8613812345678' })).body.id).toBe(
      placed.body.id,
    )
  })

  it.each([
    [{ kind: 'domain', value: 'com.cn' }, 'a whole suffix'],
    [{ kind: 'number', value: '12' }, 'not a number'],
    [{ kind: 'prefix', value: '1' }, 'not a prefix'],
    [{ kind: 'port', value: '１０６６ ９９９é' }, 'not a port'],
  ])('cannot be of %j: %s', async (target, why) => {
    const answer = await block(target)
    expect([answer.status, answer.body.detail]).toEqual([422, expect.stringContaining(why)])
  })

  it('that ends before it begins is refused; one with a date to come holds from then', async () => {
    expect((await block({ until: '2020-01-01' })).body.code).toBe('block.dates')
    const later = await block({ value: '10660001', from: '2035-01-01', until: '2035-02-01' })
    expect(later.status).toBe(202)
    expect((await xue.call('GET', `/v1/blocks/${later.body.id}`)).body.block).toMatchObject({
      from: '2034-12-31T16:00:00.000Z',
      over: false,
    })
  })
})
