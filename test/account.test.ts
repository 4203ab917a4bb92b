import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modes, type Phone, startTestGateway, type TestGateway } from './gateway.ts'
import { removeFolder, temporaryFolder } from './servers.ts'
import { HOUR_MS, wellWithin } from './until.ts'

/** A browser without a screen: keeps the cookie that it is given. */
class Web {
  readonly #on: TestGateway
  #cookie = ''

  constructor(on: TestGateway) {
    this.#on = on
  }

  async call(method: string, path: string, body?: object, more: Record<string, string> = {}) {
    const headers: Record<string, string> = { ...more, ...(this.#cookie ? { cookie: this.#cookie } : {}) }
    const answer = await this.#on.call(method, `/account/api/${path}`, body, { key: null, headers })
    const set = answer.headers.get('set-cookie')
    if (set) this.#cookie = set.split(';')[0] as string
    return answer
  }

  /** Asks for a code, and types what the phone got. */
  async signIn(phone: Phone, type = (code: string) => code) {
    const { body } = await this.call('POST', 'code', { subscriber: phone.number })
    const code = /(\d{6})/.exec((await phone.next()).text)?.[1] as string
    return this.call('POST', 'session', { token: body.token, code: type(code) })
  }
}

describe.each(modes)('a subscriber’s own page, %s', (mode) => {
  let on: TestGateway
  beforeAll(async () => {
    on = await startTestGateway(mode)
  })
  afterAll(() => on.stop())

  it('is opened by a code from the phone, and by nothing else', async () => {
    const phone = on.phone('8613800138000')
    const web = new Web(on)
    expect((await web.call('GET', 'services')).body.code).toBe('session.missing')
    expect((await web.signIn(phone, (code) => String((Number(code) + 1) % 1_000_000).padStart(6, '0'))).body.code).toBe(
      'code.wrong',
    )
    const { status, headers } = await web.signIn(phone)
    expect(status).toBe(201)
    expect(headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/)
    const { services } = (await web.call('GET', 'services')).body
    expect(services.map((each: { name_en: string }) => each.name_en)).toContain('Daily Jokes')
  })

  it('a code is good once, for five tries, and a number gets only a few an hour', async () => {
    await wellWithin(HOUR_MS)
    const phone = on.phone('8613500135301')
    const web = new Web(on)
    const { token } = (await web.call('POST', 'code', { subscriber: phone.number })).body
    const code = /(\d{6})/.exec((await phone.next()).text)?.[1]
    expect((await web.call('POST', 'session', { token, code })).status).toBe(201)
    expect((await web.call('POST', 'session', { token, code })).body.code).toBe('code.over')
    const second = (await web.call('POST', 'code', { subscriber: phone.number })).body.token
    const right = /(\d{6})/.exec((await phone.next()).text)?.[1]
    for (let i = 0; i < 5; i++)
      expect(
        (await web.call('POST', 'session', { token: second, code: right === '000000' ? '1' : '000000' })).body.code,
      ).toBe('code.wrong')
    expect((await web.call('POST', 'session', { token: second, code: right })).body.code).toBe('code.over')
    const forged = `${Buffer.from('{"id":"x","msisdn":"8613800138000","until":9999999999999}').toString('base64url')}.x`
    expect((await web.call('POST', 'session', { token: forged, code: '1' })).body.code).toBe('code.over')
    for (let i = 0; i < 3; i++) await web.call('POST', 'code', { subscriber: phone.number })
    expect((await web.call('POST', 'code', { subscriber: phone.number })).body.code).toBe('code.too-many')
  })

  it('a yes there is a consent, with a receipt that says web; a session is no key of the API', async () => {
    const phone = on.phone('8613500135302')
    const web = new Web(on)
    await web.signIn(phone)
    await on.call('POST', '/v1/subscription-requests', { subscriber: phone.number, service: 'joke-daily' })
    await phone.next()
    expect((await web.call('POST', 'prompts')).body).toEqual({ waiting: 0 })
    const prompts = async () => (await web.call('GET', 'prompts')).body.items
    await expect.poll(prompts).toMatchObject([{ text: expect.stringContaining('每日笑话') }])
    const request = (await prompts())[0].id
    expect((await new Web(on).call('POST', `prompts/${request}`, { yes: true })).body.code).toBe('session.missing')
    expect((await web.call('POST', `prompts/${request}`, { yes: true })).status).toBe(202)
    expect((await phone.next()).text).toMatch(/^您已确认订购/)
    await expect
      .poll(async () => (await web.call('GET', 'receipts')).body.items)
      .toMatchObject([{ number: 1, content: { channel: 'web', serviceId: 'joke-daily' } }])
    await expect.poll(async () => (await web.call('GET', 'services')).body.services).toHaveLength(1)
    expect((await web.call('POST', 'text', { to: '10086901', text: '是' })).status).toBe(404)
  })

  it('a purchase on the web is confirmed on its own page, by a code from the phone that is good for nothing else', async () => {
    const phone = on.phone('8613500135303')
    const web = new Web(on)
    const bought = await on.call('POST', '/v1/subscription-requests', {
      subscriber: phone.number,
      service: 'ring-one',
      return_url: 'https://music.example/thanks?cart=7',
    })
    const link = bought.body.confirm_url.split('#')[1]
    expect(bought.body.confirm_url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/confirm#/)
    expect(bought.body.confirm_url).not.toContain(phone.number)
    const look = async () => (await web.call('POST', 'confirm', { link })).body
    await expect.poll(look).toMatchObject({
      id: bought.body.id,
      status: 'open',
      number: '03',
      service_zh: '单曲下载',
      period: 'once',
      tariff_fen: 200,
      back: 'https://music.example/thanks?cart=7',
    })
    expect((await phone.next()).text).toContain('【二次确认】有人为您申请购买')
    const { token } = (await web.call('POST', 'confirm/code', { link })).body
    expect(Buffer.from(token.split('.')[0], 'base64url').toString()).not.toContain('135303')
    const sms = (await phone.next()).text
    expect(sms).toContain('仅用于在网页确认购买悦听音乐“单曲下载”，2元/次')
    const code = /(\d{6})/.exec(sms)?.[1] as string
    const other = await web.call('POST', 'code', { subscriber: phone.number })
    const signInCode = /(\d{6})/.exec((await phone.next()).text)?.[1] as string
    const answer = async (given: object) =>
      (await web.call('POST', 'confirm/answer', { link, token, code, yes: true, ...given })).body
    expect((await web.call('POST', 'session', { token, code })).body.code).toBe('code.over')
    expect((await answer({ token: other.body.token, code: signInCode })).code).toBe('code.over')
    expect((await answer({ link: `${link}x` })).code).toBe('link.over')
    expect(await answer({})).toEqual({ accepted: true })
    expect((await phone.next()).text).toMatch(/^您已确认购买悦听音乐“单曲下载”/)
    await expect.poll(async () => (await look()).status).toBe('confirmed')
    expect((await answer({})).code).toBe('decided')
    await web.signIn(phone)
    expect((await web.call('GET', 'receipts')).body.items).toMatchObject([
      {
        service_zh: '单曲下载',
        service_en: 'Single Download',
        content: { channel: 'web', serviceId: 'ring-one', tariffFen: 200 },
      },
    ])
  })

  it('says why a request is not put: the same waits already, and where it is answered', async () => {
    const phone = on.phone('8613500135306')
    const web = new Web(on)
    const ask = async () =>
      (await on.call('POST', '/v1/subscription-requests', { subscriber: phone.number, service: 'star-news' })).body
        .confirm_url
    await ask()
    await phone.next()
    const link = (await ask()).split('#')[1]
    await expect
      .poll(async () => (await web.call('POST', 'confirm', { link })).body)
      .toMatchObject({ status: 'rejected', rule: 'already.open' })
  })

  it('a link does not outlive the number’s owner, and is limited in codes; nobody is sent back but by https', async () => {
    const phone = on.phone('8613500135304')
    const web = new Web(on)
    const ask = (more: object) =>
      on.call('POST', '/v1/subscription-requests', { subscriber: phone.number, service: 'star-news', ...more })
    expect((await ask({ return_url: 'http://music.example/' })).body.code).toBe('return.url')
    expect((await ask({ return_url: 'javascript:alert(1)' })).body.code).toBe('request.invalid')
    const link = (await ask({})).body.confirm_url.split('#')[1]
    await expect.poll(async () => (await web.call('POST', 'confirm', { link })).body.status).toBe('open')
    const code = async () => (await web.call('POST', 'confirm/code', { link })).status
    expect([await code(), await code(), await code(), await code()]).toEqual([202, 202, 202, 429])
    await on.call('POST', '/v1/numbers', { msisdn: phone.number, change: 'assigned' })
    await expect.poll(async () => (await web.call('POST', 'confirm', { link })).body.code).toBe('link.over')
    expect((await web.call('POST', 'confirm/code', { link })).body.code).toBe('link.over')
  })

  it('does by id what an SMS does, with the same result; the number’s next owner is not signed in', async () => {
    const phone = on.phone('8613600136000')
    const web = new Web(on)
    await web.signIn(phone)
    const own = async () => (await web.call('GET', 'services')).body
    const language = 'zh-CN'
    await web.call('POST', 'cancel', { services: ['sleep-lab'], language })
    expect((await phone.next()).text).toMatch(/^已为您退订1项：动享健康 睡眠课堂/)
    await web.call('POST', 'ports/10664001/silence', { how: 'cancel', language })
    await phone.next()
    await expect.poll(own).toMatchObject({ blocks: [{ port: '10664001' }] })
    expect((await own()).actions).toMatchObject([
      { code: '11', port: '10664001', became: 'marketing' },
      { code: '10', cancelled: [{ name_zh: '睡眠课堂' }] },
    ])
    await web.call('POST', 'undo', { code: '10', language })
    expect((await phone.next()).text).toMatch(/^已恢复1项业务/)
    await web.call('POST', 'ports/10664001/unblock', { language: 'en' })
    expect((await phone.next()).text).toMatch(/10664001/)
    await expect.poll(async () => (await own()).blocks).toEqual([])
    expect((await web.call('POST', 'ports/10086/silence', { how: 'full', language })).body.code).toBe('address.invalid')
    expect((await web.call('GET', 'ports/10664001')).body).toMatchObject({
      partner_zh: '天象万通',
      services: [{ id: 'weather-sms', tariff_fen: 200 }],
    })
    await web.call('POST', 'requests', { service: 'star-news', language })
    expect((await phone.next()).text).toMatch(/明星八卦/)
    await web.call('POST', 'language', { language: 'en' })
    expect((await phone.next()).text).toMatch(/English/)
    await expect.poll(async () => (await own()).language).toBe('en')
    await on.call('POST', '/v1/numbers', { msisdn: phone.number, change: 'released' })
    const signedOut = async (method: string, path: string, body?: object) =>
      (await web.call(method, path, body)).body.code
    await expect.poll(() => signedOut('GET', 'services')).toBe('session.missing')
    for (const path of ['prompts', 'receipts', 'charges', 'complaints'])
      await expect.poll(() => signedOut('GET', path)).toBe('session.missing')
    await expect.poll(() => signedOut('POST', 'undo', { code: '10', language })).toBe('session.missing')
  })

  it('a refund is asked for by its charge: that one goes back, and no later one of its service', async () => {
    const phone = on.phone('8613500135306')
    const web = new Web(on)
    const imported = `msisdn,service_id,package,since\n${phone.number},weather-sms,,2026-01-02\n`
    await on.call('POST', '/v1/import/subscriptions', imported, { headers: { 'content-type': 'text/csv' } })
    const charge = (id: string, days: number) => ({
      id,
      subscriber: phone.number,
      service: 'weather-sms',
      amount_fen: 200,
      charged_at: new Date(Date.now() - days * 86_400_000).toISOString(),
    })
    await on.call('POST', '/v1/charges', { items: [charge('earlier', 62), charge('later', 31)] })
    await web.signIn(phone)
    const charges = async () => (await web.call('GET', 'charges')).body.items
    const disputes = async () => (await charges()).map((each: { dispute?: string }) => each.dispute)
    await expect.poll(disputes).toEqual([undefined, undefined])
    const { id } = (await charges()).toSorted((a: { at: string }, b: { at: string }) => a.at.localeCompare(b.at))[0]
    await web.call('POST', 'disputes', { charge: id, language: 'zh-CN' })
    expect((await phone.next()).text).toMatch(/^已先行退还/)
    const asked = async () => (await charges()).filter((each: { dispute?: string }) => each.dispute !== undefined)
    await expect.poll(asked).toMatchObject([{ id, dispute: 'open' }])
  })

  it('a complaint is made in one’s own words and rated by its number; what is asked twice under one key acts once', async () => {
    const phone = on.phone('8613500135305')
    const web = new Web(on)
    await web.signIn(phone)
    const language = 'zh-CN'
    const complain = () => web.call('POST', 'complaints', { text: '总有人打扰', language }, { 'idempotency-key': 'a' })
    const { number } = (await complain()).body
    expect([(await complain()).body.number, (await phone.next()).text]).toEqual([
      number,
      expect.stringContaining(number),
    ])
    const items = async () => (await web.call('GET', 'complaints')).body.items
    await expect.poll(items).toMatchObject([{ number, text: '总有人打扰', state: 'open', can_rate: false }])
    const listed = async () =>
      (await on.call('GET', '/v1/complaints')).body.items.find((each: { number: string }) => each.number === number)
    await expect.poll(listed).toBeDefined()
    const { id } = await listed()
    await on.call('POST', `/v1/complaints/${id}/close`, { upheld: true, text: '已处理。' })
    await phone.next()
    await expect.poll(items).toMatchObject([{ state: 'closed', can_rate: true, can_reopen: true }])
    await web.call('POST', `complaints/${number}/rating`, { solved: false, language })
    expect((await phone.next()).text).toContain(`已重新受理您的投诉${number}`)
    await expect.poll(items).toMatchObject([{ state: 'open' }])
    expect((await web.call('POST', 'complaints/12345678/rating', { solved: true, language })).body.code).toBe(
      'not-found',
    )
  })
})

describe('a session', () => {
  let on: TestGateway
  beforeAll(async () => {
    on = await startTestGateway('embedded')
  })
  afterAll(() => on.stop())
  const call = (path: string, cookie: string, method = 'GET', body?: object) =>
    on.call(method, `/account/api/${path}`, body, { key: null, headers: { cookie } })

  it('is a cookie that says nothing, and once signed out it opens nothing, also where it was copied to', async () => {
    const phone = on.phone('8613500135321')
    const web = new Web(on)
    const cookie = (await web.signIn(phone)).headers.get('set-cookie') as string
    const copied = cookie.split(';')[0] as string
    const secret = copied.split('=')[1] as string
    expect(secret).toMatch(/^[\w-]{43}$/)
    expect(Buffer.from(secret, 'base64url').toString('latin1')).not.toContain('13500135321')
    expect((await call('services', copied)).status).toBe(200)
    await web.call('DELETE', 'session')
    for (const path of ['services', 'charges', 'prompts', 'receipts', 'complaints', 'session'])
      expect([path, (await call(path, copied)).body.code]).toEqual([path, 'session.missing'])
    expect((await call('language', copied, 'POST', { language: 'en' })).body.code).toBe('session.missing')
  })

  it('is a new secret at each sign-in, whatever cookie was planted before', async () => {
    const phone = on.phone('8613500135322')
    const planted = `quadzero_session=${'A'.repeat(43)}`
    const { token } = (await call('code', planted, 'POST', { subscriber: phone.number })).body
    const code = /(\d{6})/.exec((await phone.next()).text)?.[1]
    const opened = await call('session', planted, 'POST', { token, code })
    expect([opened.status, (await call('services', planted)).status]).toEqual([201, 401])
  })

  it('is not opened by a code that the former owner of the number asked for', async () => {
    const phone = on.phone('8613500135323')
    const { token } = (await call('code', '', 'POST', { subscriber: phone.number })).body
    const code = /(\d{6})/.exec((await phone.next()).text)?.[1]
    await on.call('POST', '/v1/numbers', { msisdn: phone.number, change: 'released' })
    const known = async () => (await on.gateway.deps.store.load('tenures', [on.gateway.deps.keyOf(phone.number)])).size
    await expect.poll(known).toBe(1)
    expect((await call('session', '', 'POST', { token, code })).body.code).toBe('code.over')
    // The next owner’s own code does.
    expect((await new Web(on).signIn(phone)).status).toBe(201)
  })

  it('can be opened also when somebody who holds a link used up the codes for that', async () => {
    await wellWithin(HOUR_MS)
    const file = { subscriber: '8613500135324' }
    const phone = on.phone(file.subscriber)
    for (let i = 0; i < 3; i++) {
      const asked = { ...file, service: i === 0 ? 'ring-one' : i === 1 ? 'joke-daily' : 'weather-sms' }
      const { confirm_url } = (await on.call('POST', '/v1/subscription-requests', asked)).body
      await phone.next()
      const link = confirm_url.split('#')[1]
      for (let j = 0; j < 3; j++)
        if ((await call('confirm/code', '', 'POST', { link })).status === 202) await phone.next()
      if (i === 2) expect((await call('confirm/code', '', 'POST', { link })).body.code).toBe('code.too-many')
    }
    expect((await new Web(on).signIn(phone)).status).toBe(201)
  })
})

describe('codes that are asked for from one address', () => {
  it('are limited, whatever the numbers; behind a proxy that is named, by the address that it tells', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'policy.json')
    writeFileSync(file, JSON.stringify({ account: { codesPerAddressHour: 2 } }))
    const on = await startTestGateway('embedded', { POLICY_FILE: file, TRUST_PROXY: '127.0.0.1' })
    const ask = async (from: string, subscriber: string) => {
      const headers = { 'x-forwarded-for': from }
      const { status, body } = await on.call('POST', '/account/api/code', { subscriber }, { key: null, headers })
      return body.code ?? status
    }
    expect(await ask('203.0.113.7', '13500135311')).toBe(202)
    expect(await ask('203.0.113.7', '13500135312')).toBe(202)
    expect(await ask('203.0.113.7', '13500135313')).toBe('rate.limited')
    expect(await ask('203.0.113.8', '13500135313')).toBe(202)
    // Whoever has one address of IPv6 has all of its /64.
    expect(await ask('2001:db8:1:2::1', '13500135314')).toBe(202)
    expect(await ask('2001:db8:1:2:ffff::9', '13500135315')).toBe(202)
    expect(await ask('2001:db8:1:2:1:2:3:4', '13500135316')).toBe('rate.limited')
    expect(await ask('2001:db8:1:3::1', '13500135316')).toBe(202)
    await on.stop()
    removeFolder(folder)
  })
})
