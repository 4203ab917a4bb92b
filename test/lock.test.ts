import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modes, type Phone, startTestGateway, type TestGateway } from './gateway.ts'
import { PersonInBrowser } from './people.ts'

const PROMPTS = '10086901'

/* By SMS over SMPP, on the own page and at the counter, with the same result. */
describe.each(modes)('lock and guardian, %s', (mode) => {
  let on: TestGateway
  let agent: PersonInBrowser
  beforeAll(async () => {
    on = await startTestGateway(mode)
    agent = await PersonInBrowser.demo(on, 'counter')
  })
  afterAll(() => on.stop())

  const asks = async (phone: Phone, service: string): Promise<string> =>
    (await on.call('POST', '/v1/subscription-requests', { subscriber: phone.number, service })).body.id
  const becomes = async (id: string) => {
    const { status, rule } = (await on.call('GET', `/v1/subscription-requests/${id}`)).body
    return rule ? `${status} ${rule}` : status
  }
  const becoming = (id: string) => expect.poll(() => becomes(id))
  /** A session that a code to the phone opened. */
  const signIn = async (phone: Phone) => {
    const { token } = (await on.call('POST', '/account/api/code', { subscriber: phone.number }, { key: null })).body
    const code = /(\d{6})/.exec((await phone.next()).text)?.[1]
    const opened = await on.call('POST', '/account/api/session', { token, code }, { key: null })
    const cookie = opened.headers.get('set-cookie')?.split(';')[0] as string
    return (method: string, path: string, body?: object) =>
      on.call(method, `/account/api/${path}`, body, { key: null, headers: { cookie } })
  }
  const refOf = async (phone: Phone) => {
    const found = await agent.call('POST', '/console/api/look-ups', { number: phone.number, reason: '客户到营业厅' })
    return `/console/api/subscribers/${encodeURIComponent(found.body.ref)}/line`
  }

  it('锁定 ends what is open and refuses what comes; the partner is told locked and nothing more; the page opens it at once', async () => {
    const phone = on.phone('8613500138001')
    const open = await asks(phone, 'joke-daily')
    await phone.next()
    expect(await phone.ask('10086', '锁定')).toMatch(/^已锁定您的号码/)
    await becoming(open).toBe('ended locked')
    const kept = await asks(phone, 'weather-sms')
    await becoming(kept).toBe('rejected locked')
    expect((await on.call('GET', `/v1/subscription-requests/${kept}`)).body.why).toBe(
      'Nothing that costs is put to this subscriber now.',
    )
    expect(await phone.ask(PROMPTS, '是')).toMatch(/^您没有待确认的申请/)
    expect(await phone.ask('10086', '解锁')).toMatch(/^已收到解锁申请/)
    const own = await signIn(phone)
    expect((await own('GET', 'line')).body.lock).toMatchObject({ opens_at: expect.any(String) })
    expect((await own('POST', 'line/unlock', { language: 'en' })).status).toBe(202)
    expect((await phone.next()).text).toMatch(/^Your number is unlocked/)
    await expect.poll(async () => (await own('GET', 'line')).body.lock).toBeUndefined()
    const next = await asks(phone, 'weather-sms')
    await becoming(next).toBe('asked')
  })

  it('a guardian says yes by SMS, and to each request; on the page as well', async () => {
    const [ward, guardian] = [on.phone('8613500138002'), on.phone('8613500138003')]
    const own = await signIn(ward)
    expect((await own('POST', 'line/guardian', { guardian: ward.number })).body).toMatchObject({ why: 'self' })
    expect((await own('POST', 'line/guardian', { guardian: '135 0013 8003' })).status).toBe(202)
    expect((await ward.next()).text).toMatch(/^已请13500138003担任您的监护人/)
    expect((await guardian.next()).text).toMatch(/^【监护】13500138002请您担任其监护人/)
    expect(await guardian.ask(PROMPTS, '是')).toMatch(/^您现在是13500138002的监护人/)
    expect((await ward.next()).text).toMatch(/^13500138003现在是您的监护人/)
    const wish = { subscriber: ward.number, service: 'joke-daily' }
    const { id, confirm_url } = (await on.call('POST', '/v1/subscription-requests', wish)).body
    await ward.next()
    expect((await guardian.next()).text).toMatch(/^【监护】您监护的13500138002申请订购华娱互动“每日笑话”/)
    // Who has the link is not told that there is a guardian, before or after; who has the phone is.
    const open = (path: string, more = {}) =>
      on.call('POST', `/account/api/${path}`, { link: confirm_url.split('#')[1], ...more }, { key: null })
    const shown = (await open('confirm')).body
    expect([shown.status, shown.guarded]).toEqual(['open', undefined])
    const { token } = (await open('confirm/code')).body
    const code = /(\d{6})/.exec((await ward.next()).text)?.[1]
    expect((await open('confirm/answer', { token, code, yes: true })).body).toEqual({ accepted: true, guarded: true })
    expect((await ward.next()).text).toMatch(/^已收到您的同意，尚未办理“每日笑话”/)
    expect((await open('confirm')).body).toEqual(shown)
    const page = await signIn(guardian)
    const [waiting] = (await page('GET', 'prompts')).body.items
    expect(waiting).toMatchObject({ as_guardian: 'request' })
    // Staff see what is open as well, and of the ward’s number its end.
    const asStaff = await agent.call('GET', (await refOf(guardian)).replace(/line$/, 'prompts'))
    expect(asStaff.body.items[0].text).toMatch(/^【监护】您监护的•+8002申请订购/)
    expect(asStaff.text).not.toContain('13500138002')
    expect((await own('GET', 'prompts')).body.items).toMatchObject([{ agreed: true }])
    expect((await page('POST', `prompts/${encodeURIComponent(waiting.id)}`, { yes: true })).status).toBe(202)
    expect((await ward.next()).text).toMatch(/^您已确认订购华娱互动“每日笑话”/)
    await becoming(id).toBe('confirmed')
    const [{ id: wardId, number }] = (await page('GET', 'line')).body.wards
    expect(number).toBe(ward.number)
    expect((await page('DELETE', `line/wards/${encodeURIComponent(wardId)}`)).status).toBe(202)
    expect((await ward.next()).text).toMatch(/^13500138003不再是您的监护人/)
    await expect.poll(async () => (await own('GET', 'line')).body.guardian).toBeUndefined()
  })

  it('the counter enters a child’s guardian, locks and unlocks; the audit has the reason, no screen the number', async () => {
    const [child, guardian] = [on.phone('8613500138004'), on.phone('8613500138005')]
    const line = await refOf(child)
    const entry = { guardian: guardian.number, majority: '2040-06-01', reason: '凭户口簿登记' }
    for (const majority of ['2001-01-01', '2066-01-01'])
      expect((await agent.call('POST', `${line}/guardian`, { ...entry, majority })).body.code).toBe('guardian.majority')
    expect((await agent.call('POST', `${line}/guardian`, entry)).status).toBe(202)
    expect((await child.next()).text).toContain('至2040年6月1日止')
    expect((await guardian.next()).text).toMatch(/^您现在是13500138004的监护人/)
    const shown = await agent.call('GET', line)
    expect(shown.body.guardian).toMatchObject({ number: { masked: expect.stringMatching(/•8005$/) } })
    expect(shown.text).not.toContain('13500138005')
    expect(await child.ask('10086', '取消监护')).toMatch(/^未成年人的监护由营业厅登记/)
    // The guardian gives the number up.
    await on.call('POST', '/v1/numbers', { msisdn: guardian.number, change: 'released' })
    expect((await child.next()).text).toMatch(/^您监护人的号码已停用/)
    const own = await signIn(child)
    expect((await own('POST', 'line/unlock', {})).body.code).toBe('line.held')
    await becoming(await asks(child, 'joke-daily')).toBe('rejected locked')
    expect((await agent.call('POST', `${line}/unlock`, { reason: '监护人到场' })).status).toBe(202)
    expect((await child.next()).text).toMatch(/^您的号码已解锁/)
  })

  it('a lost phone is locked from a moment in the past, and what was bought since goes back as one case', async () => {
    const phone = on.phone('8613500138006')
    const buys = async (service: string) => {
      await asks(phone, service)
      await phone.next()
      expect(await phone.ask(PROMPTS, '是')).toMatch(/^您已确认/)
    }
    await buys('weather-sms')
    const since = new Date().toISOString()
    await buys('ring-one')
    const item = { id: 'lost-c1', subscriber: phone.number, service: 'ring-one', amount_fen: 200, kind: 'once' }
    await expect
      .poll(async () => (await on.call('POST', '/v1/charges/authorize', { items: [item] })).body.items[0].allow)
      .toBe(true)
    const charge = { ...item, currency: 'CNY', charged_at: new Date().toISOString() }
    expect((await on.call('POST', '/v1/charges', { items: [charge] })).status).toBe(202)
    await buys('joke-daily')
    const line = await refOf(phone)
    const key = { 'idempotency-key': 'lost-1' }
    const lost = () => agent.call('POST', `${line}/lost`, { since, reason: '手机昨晚被偷' }, key)
    expect(
      (await agent.call('POST', `${line}/lost`, { since: '2001-01-01T00:00:00Z', reason: '很久以前' })).body.code,
    ).toBe('line.moment')
    // What is shown before is what is done: by the same functions.
    const wouldBe = async (part: string) =>
      (await agent.call('GET', `${line.replace(/line$/, part)}?since=${encodeURIComponent(since)}`)).body
    await expect
      .poll(() => wouldBe('line/lost'))
      .toMatchObject({
        since,
        prompts: 0,
        consents: [{ service: { id: 'ring-one' } }, { service: { id: 'joke-daily' } }],
      })
    expect((await wouldBe('lost-charges')).items).toMatchObject([{ id: 'lost-c1', amount_fen: 200, refund_fen: 200 }])
    const { status, body } = await lost()
    expect([status, (await lost()).body]).toEqual([202, body])
    expect((await phone.next()).text).toMatch(/^已按机主要求锁定此号码/)
    const kept = async () => (await agent.call('GET', `/console/api/line-cases/${body.case}`)).body
    await expect.poll(kept).toMatchObject({
      reason: '手机昨晚被偷',
      by: 'demo.counter',
      consents: [{ service: 'ring-one' }, { service: 'joke-daily' }],
      charges: [{ charge: 'lost-c1', amount_fen: 200, refund_fen: 200, status: 'open' }],
      open: true,
    })
    expect(JSON.stringify(await kept())).not.toContain('138006')
    expect((await agent.call('GET', '/console/api/line-cases')).body.items).toHaveLength(1)
    expect(await phone.ask('10086', '0000')).toContain('您共有1项收费业务')
    expect(await phone.ask('10086', '解锁')).toMatch(/^此号码因手机丢失而锁定/)
    expect((await agent.call('GET', line)).body).toMatchObject({ lock: { held: 'lost' }, cases: [body.case] })
    expect((await agent.call('POST', `${line}/unlock`, { reason: '手机已找回' })).status).toBe(202)
    expect((await phone.next()).text).toMatch(/^您的号码已解锁/)
  })
})
