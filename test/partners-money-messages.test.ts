import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ledgerPostings } from '#contracts'
import { edgeDeadLetter, edgeRecord } from '#service'
import { chromiumPath, faults, openBrowser } from './browser.ts'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { button, fits, isPlanted, openConsole, press, signIn, type } from './keyboard.ts'
import { PersonInBrowser } from './people.ts'
import { until } from './until.ts'

/* Partners, money and messages as staff work with them: each task from its start to its end, in a real Chromium. */
describe.runIf(chromiumPath)('on the console', () => {
  let on: TestGateway
  let browser: Browser
  const people: Record<string, PersonInBrowser> = {}
  const month = Temporal.Now.plainDateISO('Asia/Shanghai').subtract({ months: 1 }).toString().slice(0, 7)
  /** What somebody else named: nothing of it may run. */
  const nasty = '<img src=x onerror="window.planted=1">'

  beforeAll(async () => {
    on = await startTestGateway('embedded', { DEMO: 'off', WEBHOOK_INSIDE: 'allow' })
    browser = await openBrowser()
    const send = (kind: string, csv: string) =>
      on.call('POST', `/v1/import/${kind}`, csv, { headers: { 'content-type': 'text/csv' } })
    const names = `"${nasty.replaceAll('"', '""')}"`
    await send(
      'partners',
      `partner_id,name_zh,name_en,kind\nsp-huayu,华娱互动,Huayu Interactive,entertainment\nsp-bad,${names},${names},=x\n`,
    )
    await send('ports', 'port,partner_id,category,classes,hours,per_minute\n10661234,sp-huayu,jokes,service otp,,600\n')
    const wished = 'service_id,partner_id,port,name_zh,name_en,tariff_fen,period,window,code\n'
    await send('services', `${wished}weather-sms,sp-huayu,10661234,气象短信,Weather SMS,200,month,24h,QX\n`)
    for (const [id, role] of [
      ['li.xue', 'operations'],
      ['sun.wei', 'operations'],
      ['he.jing', 'auditor'],
    ] as const)
      people[id] = await PersonInBrowser.made(on, id, role)
    const { bus, clock } = on.gateway.deps
    const at = clock.now()
    await bus.publish(
      Array.from({ length: 3 }, (_, index) => {
        const accounts = { debit: 'subscribers', credit: 'partner' }
        const data = {
          partnerId: 'sp-huayu',
          month,
          serviceId: 'joke-daily',
          kind: 'charge',
          amountFen: 500,
          ...accounts,
        }
        const message = {
          id: `p-${index}`,
          at,
          corr: 'p',
          type: 'posting.made',
          data: { ...data, chargeId: `c-${index}` },
        }
        return edgeRecord(ledgerPostings, bus, `sp-huayu|${month}`, message)
      }),
    )
    const value = JSON.stringify({ type: 'posting.made', data: { text: nasty } })
    const letter = { process: 'settlement', topic: 'ledger.postings', key: 'sp-huayu|x', value }
    await bus.publish([edgeDeadLetter(bus, { id: 'letter-1', at, reason: `no month ${nasty}`, ...letter })])
    await until('the month is booked', async () => {
      const { body } = await on.call('GET', `/v1/settlements/sp-huayu/${month}/lines`)
      return body.items?.length === 3
    })
  })
  afterAll(async () => {
    await browser?.close()
    await on?.stop()
  })

  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
  })
  const open = (who: string, path: string, locale = 'en-GB', width?: number): Promise<Page> =>
    openConsole(browser, on, people[who], path, width ? { locale, width } : { locale })
  /** The second person looks at what waits, and says yes. */
  async function approve(what: string, locale = 'en-GB'): Promise<void> {
    const page = await open('sun.wei', '/proposals', locale)
    const card = page.locator('.ant-card', { hasText: what })
    await button(card, locale === 'zh-CN' ? /^同\s?意$/ : 'Approve').click()
    await card.waitFor({ state: 'detached' })
    await page.context().close()
  }

  it('a service is applied for, previewed with the prompt itself, and approved by a second person (中文)', async () => {
    const page = await open('li.xue', '/services', 'zh-CN')
    await button(page, '申请准入').click()
    const fill = (label: string, value: string) => page.getByLabel(label, { exact: true }).fill(value)
    await fill('编号', 'joke-daily')
    await fill('合作方', 'sp-nobody')
    await fill('端口', '10661234')
    await fill('中文名称', '每日笑话')
    await fill('英文名称', 'Daily Jokes')
    await fill('资费（元）', '5.5')
    await page.getByText('登记为 550 分。').waitFor()
    await fill('订购代码', 'XH')
    await page.getByText('没有这个合作方。').first().waitFor()
    await fill('合作方', 'sp-huayu')
    const prompt = page.locator('.bubble[lang=zh-CN] blockquote').first()
    await prompt.getByText('有人为您申请订购华娱互动“每日笑话”').waitFor()
    // The session ends in the middle: nothing that was typed is lost.
    const { cookie } = people['li.xue']!
    await people['li.xue']!.call('DELETE', '/console/api/session')
    await page.getByLabel('账户名').waitFor()
    await people['li.xue']!.signIn('li.xue', people['li.xue']!.password)
    expect(people['li.xue']!.cookie).not.toBe(cookie)
    await signIn(page, 'li.xue', people['li.xue']!.password)
    await prompt.waitFor()
    expect(await page.getByLabel('中文名称').inputValue()).toBe('每日笑话')
    const shown = await prompt.textContent()
    await button(page, '提交申请').click()
    await page.getByText('已提交，等待另一人复核。').waitFor()
    await approve('joke-daily', 'zh-CN')
    await page.goto(`${on.gateway.url}/console/services/joke-daily`)
    await page.getByText('生效中').first().waitFor()
    await page.getByText('¥5.50（550 分）').waitFor()
    // A change begins with what holds, also from the page that has it already.
    await button(page, '申请变更').click()
    await expect.poll(() => page.getByLabel('中文名称', { exact: true }).inputValue()).toBe('每日笑话')
    await page
      .getByRole('heading', { name: /每日笑话/ })
      .first()
      .waitFor()
    const phone = on.phone('8613500135751')
    await on.call('POST', '/v1/subscription-requests', { subscriber: phone.number, service: 'joke-daily' })
    expect((await phone.next()).text).toBe(shown)
  })

  it.each([
    ['zh-CN', '合作方', '华娱', '华娱互动'],
    ['en-GB', 'Partner', 'huayu', 'Huayu Interactive'],
  ])(
    'a list is narrowed to a partner by its name, which the address keeps as its id (%s)',
    async (locale, label, typed, name) => {
      const page = await open('he.jing', '/ports', locale)
      const field = page.getByRole('combobox', { name: label, exact: true })
      await type(field, typed)
      const found = page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: name })
      await found.waitFor()
      expect(await faults(page, 'main')).toEqual([])
      await field.press('Enter')
      await expect.poll(() => new URL(page.url()).searchParams.get('partner')).toBe('sp-huayu')
      await page.getByRole('link', { name: '10661234', exact: true }).waitFor()
      const chosen = page.locator('.filter .ant-select', { hasText: `${name} sp-huayu` })
      await chosen.waitFor()
      expect(await field.evaluate((each) => each === document.activeElement)).toBe(true)
      await page.reload()
      await chosen.waitFor()
      // What the catalogue does not have is found as well: it offers itself.
      await type(field, 'operator')
      await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: 'operator' }).waitFor()
      await field.press('Enter')
      await expect.poll(() => new URL(page.url()).searchParams.get('partner')).toBe('operator')
      await page.goto(`${on.gateway.url}/console/ports?partner=sp-bad`)
      await page.locator('main .list-empty').waitFor()
    },
  )

  it('a month is looked into down to one charge, and closed by two', async () => {
    const page = await open('li.xue', `/settlements?month=${month}`)
    await page.getByRole('link', { name: 'Huayu Interactive' }).click()
    await page.getByRole('main').getByRole('link', { name: 'Charges' }).click()
    await page.getByRole('heading', { name: `Huayu Interactive ${month}` }).waitFor()
    await page.getByRole('cell', { name: 'Daily Jokes', exact: true }).first().waitFor()
    await page.getByRole('link', { name: 'c-1', exact: true }).click()
    await page.getByRole('cell', { name: 'Subscribers' }).waitFor()
    await page.getByRole('link', { name: `Huayu Interactive ${month}` }).click()
    await page.getByRole('cell', { name: 'Daily Jokes', exact: true }).waitFor()
    await button(page, 'Close the month').click()
    await page.getByRole('dialog', { name: `Huayu Interactive ${month}` }).waitFor()
    await button(page.getByRole('dialog'), 'Close the month').click()
    await page.getByText('It waits for a second person.').waitFor()
    await approve(`Huayu Interactive ${month}`)
    await page.reload()
    await page.getByText(/^Closed /).waitFor()
    expect(await page.getByRole('button', { name: 'Close the month' }).count()).toBe(0)
  })

  it('why a message was not sent is found by its port and by its id', async () => {
    const message = { from: '10661234', to: '8613500135752', text: '全场八折', class: 'marketing' }
    const { id } = (await on.call('POST', '/v1/mt', message)).body
    await until('it is decided', async () => (await on.call('GET', `/v1/mt/${id}`)).status === 200)
    const page = await open('he.jing', '/decisions?port=10661234&outcome=refused', 'zh-CN')
    await page.getByText('端口未获准发送这一类别。').waitFor()
    await page.getByLabel('按决定编号查找').fill(id)
    await page.getByLabel('按决定编号查找').press('Enter')
    await page.getByRole('heading', { name: '为什么' }).waitFor()
    await page.getByText('服务通知、验证码').waitFor()
  })

  it('a dead letter is read by who may, with a reason, and put back; nothing in it runs', async () => {
    const auditor = await open('he.jing', '/dead-letters')
    await auditor.getByRole('link', { name: /no month/ }).click()
    await auditor.getByRole('heading', { name: 'Reason' }).waitFor()
    expect(await auditor.getByRole('button', { name: 'See the content' }).count()).toBe(0)
    const page = await open('li.xue', '/dead-letters/letter-1')
    await page.getByLabel('Why you look').fill('partner asks, ticket 7')
    await button(page, 'See the content').click()
    await page.locator('pre').getByText('onerror').waitFor()
    await button(page, 'Replay').click()
    await button(page.getByRole('dialog'), 'Replay').click()
    await page.getByText(/^Replayed by li\.xue/).waitFor()
    expect([await isPlanted(auditor), await isPlanted(page)]).toEqual([false, false])
    const { items } = (await people['he.jing']!.call('GET', '/v1/audit?target=dead%20letter%20letter-1')).body
    expect(JSON.stringify(items)).toContain('partner asks, ticket 7')
  })

  it.each([
    ['zh-CN', '8613500135761', '失败', '再次投递', '已送达'],
    ['en-GB', '8613500135762', 'Failed', 'Deliver again', 'Delivered'],
  ] as const)(
    'what a partner did not hear is seen to have failed, delivered again by keyboard, and heard (%s)',
    async (locale, subscriber, failed, again, delivered) => {
      let isWell = false
      const heard: string[] = []
      const server = createServer((request, response) => {
        request.on('data', (chunk) => isWell && heard.push(String(chunk)))
        request.on('end', () => response.writeHead(isWell ? 204 : 503).end())
      })
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
      const { id } = (await on.call('POST', '/v1/webhooks', { partner: 'sp-huayu', url })).body
      await on.call('POST', '/v1/subscription-requests', { subscriber, service: 'weather-sms' })
      await until('it has failed', async () =>
        (await on.call('GET', '/v1/webhook-deliveries?status=failed')).body.items.some(
          (each: { webhook: string }) => each.webhook === id,
        ),
      )
      const page = await open('li.xue', '/webhooks', locale)
      const answered = (status: string) =>
        page.getByRole('row').filter({ has: page.getByRole('cell', { name: status, exact: true }) })
      const row = answered('503')
      await row.getByText(failed, { exact: true }).waitFor()
      const partner = locale === 'zh-CN' ? '华娱互动' : 'Huayu Interactive'
      await row.getByRole('link', { name: partner, exact: true }).waitFor()
      await page.getByRole('row', { name: `${partner} ${url}` }).waitFor()
      expect(await faults(page)).toEqual([])
      isWell = true
      await press(button(row, again))
      await until('the partner hears of it', () => heard.length > 0)
      expect(JSON.parse(heard.join(''))).toMatchObject({ type: expect.stringContaining('asked') })
      await page.goto(`${on.gateway.url}/console/webhooks?status=delivered`)
      await answered('204').first().getByText(delivered, { exact: true }).waitFor()
      await on.call('DELETE', `/v1/webhooks/${id}`)
      server.closeAllConnections()
      server.close()
    },
  )

  it.each([
    ['/partners', 'en-GB', 1280, nasty],
    ['/partners/sp-bad', 'en-GB', 390, nasty],
    ['/services', 'zh-CN', 390, '每日笑话'],
    ['/services/joke-daily', 'zh-CN', 1440, '用户将看到的确认短信'],
    ['/ports/10661234', 'en-GB', 390, 'All versions'],
    ['/apply/services?of=joke-daily', 'en-GB', 390, 'Send application'],
    [`/settlements?month=${month}`, 'zh-CN', 390, '华娱互动'],
    [`/settlements/sp-huayu/${month}`, 'en-GB', 1280, 'Daily Jokes'],
    [`/settlements/sp-huayu/${month}/lines`, 'zh-CN', 1280, 'c-1'],
    ['/charges/c-1', 'en-GB', 390, 'Subscribers'],
    ['/decisions', 'en-GB', 390, '10661234'],
    ['/dead-letters?status=replayed', 'zh-CN', 1280, 'no month'],
    ['/webhooks', 'en-GB', 1280, 'No partner has registered'],
  ])('%s has nothing that keeps somebody from using it (%s, %d px)', async (path, locale, width, text) => {
    const page = await open('li.xue', path, locale, width)
    await page.getByText(text).first().waitFor()
    expect(await faults(page)).toEqual([])
    expect(await fits(page)).toBe(true)
    expect(await isPlanted(page)).toBe(false)
  })
})
