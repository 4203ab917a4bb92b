import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, faults, openBrowser } from './browser.ts'
import { type Phone, startTestGateway, type TestGateway } from './gateway.ts'
import {
  button,
  fits,
  focused,
  isPlanted,
  type Look,
  openPage,
  press,
  reach,
  region,
  signIn,
  type,
} from './keyboard.ts'
import { until } from './until.ts'

/* Complaints, disputes and the counter as people work with them: in a real Chromium, in both languages, by keyboard. */
describe.runIf(chromiumPath)('the console’s cases', () => {
  let on: TestGateway
  let browser: Browser
  let lin: Phone
  const INJECTED = '<img src=x onerror="window.planted=1">=HYPERLINK("http://evil")'

  const complain = async (subscriber: string, text: string, about?: string): Promise<{ id: string; number: string }> =>
    (await on.call('POST', '/v1/complaints', { subscriber, text, ...(about ? { about } : {}) })).body
  const listed = async (text: string) =>
    (await on.call('GET', '/v1/complaints?limit=200')).body.items.find((each: { text: string }) => each.text === text)

  beforeAll(async () => {
    on = await startTestGateway('embedded')
    browser = await openBrowser()
    lin = on.phone('8613500138101')
    const file = `msisdn,service_id,package,since\n${lin.number},weather-sms,,2026-01-02\n`
    await on.call('POST', '/v1/import/subscriptions', file, { headers: { 'content-type': 'text/csv' } })
    await on.call('POST', '/v1/subscription-requests', { subscriber: lin.number, service: 'joke-daily' })
    await lin.next()
    await lin.ask('10086901', '是')
    const charged_at = new Date().toISOString()
    const charge = { subscriber: lin.number, charged_at }
    const items = [
      { ...charge, id: 'early', service: 'joke-daily', amount_fen: 500 },
      { ...charge, id: 'fair', service: 'weather-sms', amount_fen: 200 },
    ]
    await on.call('POST', '/v1/charges', { items })
    await complain(lin.number, '昨天刚订就扣费', 'joke-daily')
    await lin.next()
    await complain('13500138200', INJECTED)
    await until('they are listed', async () => (await listed(INJECTED)) !== undefined)
    const { subject } = (await on.call('GET', `/v1/complaints/${(await listed('昨天刚订就扣费')).id}`)).body
    const money = async () => (await on.call('GET', `/console/api/subscribers/${subject}/money`)).body
    await until('both charges are judged', async () => (await money()).charges.length === 2)
    await on.call('POST', '/v1/disputes', { subscriber: lin.number, charge: 'fair' })
  })
  afterAll(async () => {
    await browser?.close()
    await on?.stop()
  })

  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
  })

  async function enter(page: Page, role: string): Promise<void> {
    await signIn(page, `demo.${role}`, on.gateway.signIns[0]?.password as string)
    await page.locator('.shell').waitFor()
  }
  async function open(role: string, path: string, locale: string, look: Omit<Look, 'locale'> = {}): Promise<Page> {
    const page = await openPage(browser, on, `/console${path}`, { locale, ...look })
    await enter(page, role)
    return page
  }

  it('a complaint is taken, explained, answered and left for the next by keyboard alone', async () => {
    const page = await open('reviewer', '/complaints', 'zh-CN')
    await page.getByText('昨天刚订就扣费', { exact: true }).waitFor()
    await page.keyboard.press('t')
    await page.getByRole('heading', { name: /^投诉 \d{8}$/ }).waitFor()
    const story = region(page, '来龙去脉')
    await story.getByText('扣费有误：仍在免费期内。').waitFor()
    const told = await story.getByRole('heading', { level: 3 }).allTextContents()
    expect(told).toEqual([
      '合作方发起申请',
      '运营方发出二次确认',
      '用户同意（短信）',
      '扣费 ¥5.00：每日笑话',
      '投诉（运营方）',
      '判定有误',
      '退费 ¥5.00',
      '双倍补偿 ¥5.00',
      expect.stringMatching(/^受理 · /),
    ])
    expect(await story.textContent()).toContain('共退还 ¥10.00')
    await page.keyboard.press('a')
    await focused(page.getByLabel('告知用户的内容', { exact: true }))
    await page.keyboard.type('该笔扣费在免费期内，已双倍退还。')
    await page.keyboard.press('Control+Enter')
    await story.getByRole('heading', { name: /^答复用户/ }).waitFor()
    await until('the phone is told', () => lin.inbox.some(({ text }) => text.includes('已双倍退还')))
    await page.getByLabel('告知用户的内容').blur()
    await page.keyboard.press('n')
    await page.getByText(INJECTED).first().waitFor()
    expect(await isPlanted(page)).toBe(false)
  })

  it('two people at one complaint: one has it, the other is told by whom', async () => {
    const { id } = await complain('13500138300', 'Two at once')
    await until('it is listed', async () => (await listed('Two at once')) !== undefined)
    const first = await open('reviewer', `/complaints/${id}`, 'en-GB')
    const second = await open('operations', `/complaints/${id}`, 'en-GB')
    await first.getByLabel('What the subscriber is told').waitFor()
    await second.getByLabel('What the subscriber is told').fill('I was about to answer.')
    await first.getByRole('button', { name: 'Take', exact: true }).click()
    await first.getByText('me', { exact: true }).first().waitFor()
    await second
      .getByRole('button', { name: 'Send the answer' })
      .click({ timeout: 2000 })
      .catch(() => undefined)
    await second
      .getByText(/核查员 \(demo\) (was first|has this)/)
      .first()
      .waitFor()
    const one = (await on.call('GET', `/v1/complaints/${id}`)).body
    expect([one.owner, one.answered_at]).toEqual(['demo.reviewer', undefined])
  })

  it('the next complaint is taken while the first still is: each is taken, and each page shows its own', async () => {
    const { id: first } = await complain('13500138310', 'One of two')
    await complain('13500138311', 'The other of two')
    for (const text of ['One of two', 'The other of two'])
      await until(`“${text}” is listed`, async () => (await listed(text)) !== undefined)
    const page = await open('reviewer', `/complaints/${first}`, 'en-GB')
    const idHere = () => page.url().split('/').at(-1)
    const take = page.getByRole('button', { name: 'Take', exact: true })
    await take.waitFor()
    await page.keyboard.press('n')
    await page.waitForURL((url) => !url.pathname.endsWith(`${first}`))
    await take.waitFor()
    const second = idHere()
    const heading = await page.getByRole('heading', { level: 1 }).textContent()
    await page.goBack()
    await page.waitForURL((url) => url.pathname.endsWith(`${first}`))
    let go = () => {}
    const held = new Promise<void>((done) => {
      go = done
    })
    let sent = 0
    await page.route('**/v1/complaints/*/take', async (route) => {
      sent++
      if (route.request().url().includes(`${first}`)) await held
      await route.continue()
    })
    await take.waitFor()
    await page.keyboard.press('t')
    await until('the first is on its way', () => sent === 1)
    await page.keyboard.press('n')
    await page.getByRole('heading', { level: 1, name: heading ?? '' }).waitFor()
    await page.keyboard.press('t')
    const ownerOf = async (id = '') => (await on.call('GET', `/v1/complaints/${id}`)).body.owner
    await expect.poll(() => ownerOf(second)).toBe('demo.reviewer')
    go()
    await expect.poll(() => ownerOf(first)).toBe('demo.reviewer')
    expect([idHere(), sent]).toEqual([second, 2])
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(heading)
  })

  it('a session that ends in the middle of an answer loses nothing that was typed', async () => {
    const phone = on.phone('8613500138400')
    const { id } = await complain(phone.number, 'Typed by halves')
    await phone.next()
    await until('it is listed', async () => (await listed('Typed by halves')) !== undefined)
    const page = await open('reviewer', `/complaints/${id}`, 'en-GB')
    await page.getByLabel('Close: not upheld').check()
    await page.getByLabel('What the subscriber is told').fill('We looked: it was by the rules.')
    await page.context().clearCookies()
    await page.getByLabel('What the subscriber is told').press('Control+Enter')
    await enter(page, 'reviewer')
    await page.getByText('What you had not sent yet is back.').waitFor()
    expect(await page.getByLabel('Close: not upheld').isChecked()).toBe(true)
    expect(await page.getByLabel('What the subscriber is told').inputValue()).toBe('We looked: it was by the rules.')
    await page.getByRole('button', { name: 'Send and close' }).click()
    await page.getByRole('button', { name: 'Reopen' }).waitFor()
    expect((await phone.next()).text).toContain('We looked: it was by the rules.')
  })

  it('a part that cannot be read is said, and the rest is there', async () => {
    const one = await listed('昨天刚订就扣费')
    const page = await open('auditor', '/complaints', 'zh-CN')
    await page.route('**/console/api/subscribers/*/money', (route) =>
      route.fulfill({ status: 403, contentType: 'application/problem+json', body: '{"code":"internal"}' }),
    )
    await page.getByRole('link', { name: one.number }).click()
    await page.getByText('扣费记录暂时无法读取').waitFor()
    await page.getByText('用户同意（短信）').waitFor()
    // An auditor reads, and has nothing to take or to answer.
    expect(await page.getByRole('button', { name: '受理' }).count()).toBe(0)
    expect(await page.getByRole('heading', { name: '答复', exact: true }).count()).toBe(0)
  })

  it('who has a complaint hands it over with a reason, by keyboard, and it stands in the story', async () => {
    const { id } = await complain('13500138350', '休假前的一件')
    await until('it is listed', async () => (await listed('休假前的一件')) !== undefined)
    const page = await open('reviewer', `/complaints/${id}`, 'zh-CN')
    await page.getByRole('button', { name: /受\s?理/ }).waitFor()
    expect(await page.getByRole('button', { name: /移\s?交/ }).count()).toBe(0)
    await page.keyboard.press('t')
    await page.getByRole('button', { name: /移\s?交/ }).waitFor()
    await page.keyboard.press('h')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('移交给').waitFor()
    expect(await faults(page)).toEqual([])
    await reach(dialog.getByLabel('移交给'))
    await page.keyboard.press('ArrowDown')
    const choice = page.locator('.ant-select-item-option[title="值班员 (demo)"]')
    await choice.waitFor()
    expect(await faults(page)).toEqual([])
    await page.keyboard.type('值班')
    await expect.poll(() => page.locator('.ant-select-item-option').count()).toBe(1)
    await page.keyboard.press('Enter')
    await choice.waitFor({ state: 'hidden' })
    expect(await faults(page)).toEqual([])
    await type(dialog.getByLabel('理由'), '休假两周')
    await press(button(dialog, /移\s?交/))
    const story = region(page, '来龙去脉')
    await story.getByRole('heading', { name: /移交给/ }).waitFor()
    await story.getByText('休假两周').waitFor()
    await page.getByText(/由其负责到底/).waitFor()
    expect((await on.call('GET', `/v1/complaints/${id}`)).body.owner).toBe('demo.operations')
  })

  it('at the counter a subscriber is served: looked up, all cancelled with a second yes, undone, a letter entered', async () => {
    const phone = on.phone('8613500138500')
    const file = `msisdn,service_id,package,since\n${phone.number},weather-sms,,2026-01-02\n`
    await on.call('POST', '/v1/import/subscriptions', file, { headers: { 'content-type': 'text/csv' } })
    await on.call('POST', '/v1/subscription-requests', { subscriber: phone.number, service: 'joke-daily' })
    await phone.next()
    const page = await open('counter', '/counter', 'zh-CN')
    await focused(page.getByLabel('用户号码'))
    await page.keyboard.type('135 0013 8500')
    await type(page.getByLabel('理由', { exact: true }), '用户到营业厅办理')
    await press(page.getByLabel('理由', { exact: true }))
    await page.getByRole('heading', { name: '+8613500138500' }).waitFor()
    expect(page.url()).not.toContain('138500')
    await page.getByText('气象短信').first().waitFor()
    await button(page, '全部退订').click()
    await button(page.getByRole('dialog'), '全部退订').click()
    expect((await phone.next()).text).toMatch(/^已为您退订1项/)
    await page.getByText('没有付费业务。').waitFor()
    await page.getByRole('button', { name: /恢\s?复/ }).click()
    expect((await phone.next()).text).toMatch(/^已恢复1项业务/)
    await page.getByRole('tab', { name: '确认与凭证' }).click()
    await page.getByText('【二次确认】').waitFor()
    // A yes is the subscriber’s alone: there is nothing to press.
    expect(await page.getByRole('tabpanel').getByRole('button').count()).toBe(0)
    await page.getByRole('tab', { name: '投诉' }).click()
    await page.getByLabel('来源').click()
    await page.getByTitle('信函').click()
    const hourAgo = Temporal.Now.zonedDateTimeISO('Asia/Shanghai').subtract({ hours: 1 })
    const local = hourAgo.toPlainDateTime().toString({ smallestUnit: 'minute' })
    await page.getByLabel('收到时间').fill(local)
    const said = page.getByLabel('用户所述')
    await said.fill('来信：重复扣费')
    await page.reload()
    await expect.poll(() => said.inputValue()).toBe('来信：重复扣费')
    await page.getByRole('button', { name: /登\s?记/ }).click()
    expect((await phone.next()).text).toContain('已受理您的投诉')
    // What was kept and is sent stands there no more.
    await expect.poll(() => said.inputValue()).toBe('')
    expect(await page.getByLabel('收到时间').count()).toBe(0)
    await expect.poll(() => listed('来信：重复扣费')).toMatchObject({ channel: 'letter' })
  })

  it.each([
    ['reviewer', '/complaints', 'zh-CN', { width: 1280 }],
    ['reviewer', '/complaints', 'en-GB', { width: 390, dark: true }],
    ['reviewer', 'a complaint', 'zh-CN', { width: 1440, dark: true }],
    ['reviewer', 'a complaint', 'en-GB', { width: 390 }],
    ['auditor', '/disputes', 'en-GB', { width: 1280 }],
    ['counter', '/counter', 'en-GB', { width: 390, dark: true }],
  ] as const)('%s finds nothing that keeps them from using %s (%s, %o)', async (role, where, locale, look) => {
    const path = where === 'a complaint' ? `/complaints/${(await listed('昨天刚订就扣费')).id}` : where
    const page = await open(role, path, locale, look)
    await page.locator('.panel, .row-link').first().waitFor()
    await until('all has come', async () => (await page.locator('.ant-skeleton').count()) === 0)
    expect(await faults(page)).toEqual([])
    expect(await fits(page)).toBe(true)
  })

  it('is exported with formulas defused and numbers masked', async () => {
    const { text, headers } = await on.call('GET', '/v1/complaints/csv?channel=operator')
    expect(headers.get('content-disposition')).toContain('complaints.csv')
    expect(text).toContain('昨天刚订就扣费')
    expect(text).toContain('joke-daily,每日笑话,Daily Jokes,sp-huayu,华娱互动,Huayu Interactive')
    expect(text).not.toContain('13500138')
    const formula = await complain('13500138600', '=HYPERLINK("http://evil")')
    await until('it is listed', async () => (await listed('=HYPERLINK("http://evil")')) !== undefined)
    const lines = (await on.call('GET', '/v1/complaints/csv')).text.split('\n')
    expect(lines.find((line) => line.startsWith(formula.number))).toContain(`"'=HYPERLINK(""http://evil"")"`)
  })
})
