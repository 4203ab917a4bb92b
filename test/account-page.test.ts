import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { subscriberCommands } from '#contracts'
import { edgeRecord } from '#service'
import { chromiumPath, faults, openBrowser } from './browser.ts'
import { type Phone, startTestGateway, type TestGateway } from './gateway.ts'
import { button, fits, focused, type Look, openPage, press, region } from './keyboard.ts'

const words = {
  zh: { number: '手机号码', send: '获取验证码', code: '短信验证码', enter: '登录' },
  en: { number: 'Phone number', send: 'Send a code', code: 'Code from the SMS', enter: 'Sign in' },
}
const refuse = (status: number, code: string) => (route: Route) => route.fulfill({ status, json: { code } })

describe.runIf(chromiumPath)('a subscriber’s own page, in Chromium', () => {
  let on: TestGateway
  let browser: Browser
  beforeAll(async () => {
    on = await startTestGateway('embedded')
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await on?.stop()
  })

  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
  })
  const open = (locale: string, more: Omit<Look, 'locale'> = {}) =>
    openPage(browser, on, '/account', { locale, width: 390, ...more })
  const codeOf = async (phone: Phone) => /(\d{6})/.exec((await phone.next()).text)?.[1] as string
  const signIn = async (page: Page, phone: Phone, said = words.en) => {
    await page.getByLabel(said.number).fill(phone.number.slice(2))
    await button(page, said.send).click()
    await page.getByLabel(said.code).fill(await codeOf(phone))
    await page.getByRole('button', { name: said.enter, exact: true }).click()
    // Who reloads before the answer has come is not signed in.
    await page.getByLabel(said.code).waitFor({ state: 'detached' })
  }
  const signedIn = async (
    locale: string,
    number: string,
    more?: Omit<Look, 'locale'>,
    before?: (page: Page) => void,
  ) => {
    const phone = on.phone(number)
    const page = await open(locale, more)
    await before?.(page)
    await signIn(page, phone, words[locale === 'zh-CN' ? 'zh' : 'en'])
    return { page, phone }
  }
  const part = region
  const focus = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '')

  it('shows what is paid for, cancels it, undoes it by its name, and says yes to a prompt, on a phone', async () => {
    const { page, phone } = await signedIn('zh-CN', '8613800138000')
    await page.getByRole('button', { name: '退订 每日笑话' }).click()
    await page.getByRole('button', { name: '确定' }).click()
    expect((await phone.next()).text).toMatch(/^已为您退订1项：华娱互动 每日笑话/)
    await page.getByRole('button', { name: '恢复：退订了每日笑话' }).click()
    expect((await phone.next()).text).toMatch(/^已恢复1项业务：华娱互动 每日笑话/)
    await page.getByRole('button', { name: '退订 每日笑话' }).waitFor()
    await on.call('POST', '/v1/subscription-requests', { subscriber: phone.number, service: 'star-news' })
    await phone.next()
    await part(page, '等待您确认').getByRole('button', { name: '同意', exact: true }).click()
    expect((await phone.next()).text).toMatch(/^您已确认订购华娱互动“明星八卦”/)
    await page.getByText('您已同意。').waitFor()
    await page.getByRole('button', { name: '退订 明星八卦' }).waitFor()
    // The receipt is of the service by its name, not its id.
    await part(page, '订购凭证').getByText('明星八卦').first().waitFor()
    expect(await part(page, '订购凭证').textContent()).not.toContain('star-news')
  })

  it.each([
    ['zh-CN', '8613500135411', '近6个月扣费', /^满意 每日笑话/, /^感谢您的评价/, undefined],
    [
      'en-GB',
      '8613500135412',
      'Charges of six months',
      /^No, look again Refund: Daily/,
      /^Your complaint has number \d{8}/,
      'Complaints',
    ],
  ] as const)(
    'of a refund it is said whether it is solved, by keyboard; what is not is a complaint (%s)',
    async (locale, number, charges, says, answer, complaints) => {
      const { page, phone } = await signedIn(locale, number)
      // Charging tells of a refund a minute after it, to tell of several at once.
      const { bus, clock, keyOf } = on.gateway.deps
      const at = clock.now()
      const item = { serviceId: 'joke-daily', amountFen: 500, at, refundFen: 1000, rule: 'no.consent' }
      const data = { msisdn: number, kind: 'refund', items: [item] }
      const message = { id: `told ${number}`, at, corr: 'refund', type: 'reminder.due', data }
      await bus.publish([edgeRecord(subscriberCommands, bus, keyOf(number), message)])
      expect((await phone.next()).text).toContain('退10元')
      await page.reload()
      const rate = part(page, charges).getByRole('button', { name: says })
      await rate.waitFor()
      expect([await fits(page), await faults(page)]).toEqual([true, []])
      await press(rate)
      expect((await phone.next()).text).toMatch(answer)
      await rate.waitFor({ state: 'detached' })
      if (complaints) await part(page, complaints).locator('li').first().waitFor()
      await page.reload()
      await part(page, charges).locator('.empty').waitFor()
      expect(await rate.count()).toBe(0)
    },
  )

  it('sets the language of SMS, looks up a port, blocks it wholly and lifts it, asks for a service, cancels all', async () => {
    const { page, phone } = await signedIn('en-US', '8613700137000')
    await page.getByRole('radio', { name: 'English' }).click()
    expect((await phone.next()).text).toMatch(/English/)
    const ports = part(page, 'Ports and blocks')
    const lookUp = async (port: string) => {
      await ports.getByLabel('Port number').fill(port)
      await ports.getByRole('button', { name: 'Look up' }).click()
      await ports.getByRole('heading', { name: port }).waitFor()
    }
    await lookUp('10664001')
    await ports.getByText('Registered by').waitFor()
    await ports.getByRole('button', { name: 'Subscribe to Weather SMS' }).click()
    expect((await phone.next()).text).toMatch(/^You asked for Weather SMS/)
    await part(page, 'Waiting for your answer').getByRole('button', { name: 'Agree' }).click()
    expect((await phone.next()).text).toMatch(/^You confirmed Weather SMS/)
    await lookUp('10661234')
    await ports.getByRole('radio', { name: /block everything/ }).check()
    await ports.getByRole('button', { name: 'Block', exact: true }).click()
    await page.getByRole('button', { name: 'Yes' }).click()
    expect((await phone.next()).text).toMatch(/10661234/)
    await ports.getByText('fully blocked').waitFor()
    await ports.getByRole('button', { name: 'Unblock 10661234' }).click()
    expect((await phone.next()).text).toMatch(/10661234/)
    await page.getByRole('button', { name: 'Cancel all' }).click()
    await page.getByRole('button', { name: 'Yes' }).click()
    expect((await phone.next()).text).toMatch(/Serial Novels/)
    await page.getByText('You pay for no services at present.').waitFor()
  })

  it('locks the line and opens it again; a guardian is asked, and says yes on a page of their own', async () => {
    const { page, phone } = await signedIn('en-US', '8613500135406')
    const line = part(page, 'Lock and guardian')
    await line.getByRole('button', { name: 'Lock my line' }).click()
    await page.getByRole('button', { name: 'Yes' }).click()
    await phone.next()
    await line.getByText(/^Locked since/).waitFor()
    expect(await faults(page)).toEqual([])
    await line.getByRole('button', { name: 'Unlock' }).click()
    await page.getByRole('button', { name: 'Yes' }).click()
    await phone.next()
    await line.getByText('Your line is not locked.').waitFor()
    await line.getByLabel('Guardian’s phone number').fill('135')
    await line.getByRole('button', { name: 'Ask to be my guardian' }).click()
    await line.getByRole('alert').getByText('That is not a phone number').waitFor()
    const guardian = on.phone('8613500135407')
    await line.getByLabel('Guardian’s phone number').fill(guardian.number.slice(2))
    await line.getByRole('button', { name: 'Ask to be my guardian' }).click()
    await line.getByText('was asked to be your guardian').waitFor()
    await guardian.next()
    const theirs = await open('en-US')
    await signIn(theirs, guardian)
    await part(theirs, 'Waiting for your answer').getByRole('button', { name: 'Agree' }).click()
    await theirs.getByRole('heading', { name: 'Whose guardian I am' }).waitFor()
    await line.getByText(/^Your guardian is/).waitFor()
    expect(await faults(page)).toEqual([])
  })

  it('one part that fails says so by itself, with what to do; what is still coming is seen to come', async () => {
    let isDown = true
    const { page } = await signedIn('en-US', '8613900139000', {}, (page) => {
      void page.route('**/account/api/receipts', (route) => (isDown ? refuse(403, 'other')(route) : route.continue()))
      void page.route('**/account/api/complaints', () => undefined)
    })
    await page.getByRole('button', { name: 'Cancel Star News' }).waitFor()
    await part(page, 'Complaints').locator('[aria-busy=true]').waitFor()
    const receipts = part(page, 'Consent receipts')
    await receipts.getByRole('alert').getByText('This part cannot be shown now.').waitFor()
    // While it is still down, what was said stays, and so does the focus.
    await receipts.getByRole('button', { name: 'Try again' }).click()
    await receipts.getByRole('alert').getByText('This part cannot be shown now.').waitFor()
    expect(await focus(page)).toBe('Try again')
    isDown = false
    await receipts.getByText('No receipts.').waitFor()
  })

  it('while the gateway is away says so, and not that one is signed out', async () => {
    const { page } = await signedIn('zh-CN', '8613900139000')
    await part(page, '我付费的业务').waitFor()
    await page.route('**/account/api/session', refuse(503, 'store.unavailable'))
    await page.reload()
    await page.getByRole('alert').getByText('暂时无法办理').waitFor()
    expect([await page.getByLabel('手机号码').count(), await faults(page)]).toEqual([0, []])
    await page.unroute('**/account/api/session')
    await page.getByRole('button', { name: '重试' }).click()
    await part(page, '我付费的业务').waitFor()
  })

  it('nothing is smaller than 16 px, whoever reads it', async () => {
    const { page } = await signedIn('en-US', '8613800138000')
    await page.getByText('Star News').or(page.getByText('Daily Jokes')).first().waitFor()
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('main *')]
        .filter((each) =>
          [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== ''),
        )
        .filter((each) => Number.parseFloat(getComputedStyle(each).fontSize) < 16 && !each.classList.contains('mark'))
        .map((each) => each.outerHTML.slice(0, 80)),
    )
    expect(small).toEqual([])
  })

  it('after five wrong codes another one can be had; what is wrong stands beside its field, in the page’s language', async () => {
    const phone = on.phone('8613500135401')
    const page = await open('zh-CN')
    await page.getByLabel('手机号码').fill('12')
    await page.getByRole('button', { name: '获取验证码' }).click()
    await page.getByRole('alert').getByText('这不是手机号码').waitFor()
    expect(await page.getByLabel('手机号码').getAttribute('aria-invalid')).toBe('true')
    await page.getByLabel('手机号码').fill(phone.number.slice(2))
    await page.getByRole('button', { name: '获取验证码' }).click()
    const right = await codeOf(phone)
    const field = page.getByLabel('短信验证码')
    const enter = page.getByRole('button', { name: '登录', exact: true })
    for (let i = 0; i < 6; i++) {
      await field.fill(right === '111111' ? '222222' : `11111${i === 1 ? 2 : 1}`)
      await enter.click()
      await page
        .getByRole('alert')
        .getByText(i < 5 ? '验证码不对' : '这个验证码已失效')
        .waitFor()
      await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
    }
    expect(await focus(page)).toBe('')
    await page.getByRole('button', { name: '重新获取验证码' }).click()
    await page.getByText('新的验证码已发送').waitFor()
    await field.fill(await codeOf(phone))
    await enter.click()
    await page.getByText('您目前没有订购任何收费业务。').waitFor()
    expect(await page.locator('.ant-message').count()).toBe(0)
  })

  it('two clicks are one wish, and a wish whose answer was lost is done once when it is sent again', async () => {
    const { page, phone } = await signedIn('en-US', '8613500135402')
    let lost = 0
    await page.route('**/account/api/complaints', async (route) => {
      if (route.request().method() === 'GET') return route.continue()
      await route.fetch()
      if (lost++ === 0) return route.abort()
      return route.continue()
    })
    await page.getByLabel('What happened?').fill('I never ordered this')
    const complain = page.getByRole('button', { name: 'Complain' })
    await complain.dblclick()
    await page.getByRole('alert').getByText('No connection').waitFor()
    expect([lost, await page.getByLabel('What happened?').inputValue()]).toEqual([1, 'I never ordered this'])
    await complain.dblclick()
    await page.getByText(/^Taken, with number \d{8}/).waitFor()
    await part(page, 'Complaints').getByText('I never ordered this').waitFor()
    expect(await part(page, 'Complaints').getByText('I never ordered this').count()).toBe(1)
    expect([lost, phone.inbox.length]).toEqual([2, 2])
  })

  it('a session that ends in the middle of a form loses nothing of it', async () => {
    const { page, phone } = await signedIn('en-US', '8613500135403')
    await page.getByLabel('What happened?').fill('Half of a long story')
    await page.context().clearCookies()
    // By a click, or by the page when it looks for news.
    await page.getByText('Your sign-in has ended.').waitFor()
    await page.getByRole('button', { name: 'Send a code' }).click()
    await page.getByLabel('Code from the SMS').fill(await codeOf(phone))
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    expect(await page.getByLabel('What happened?').inputValue()).toBe('Half of a long story')
    // Another person sees nothing of it.
    await page.context().clearCookies()
    await page.getByText('Your sign-in has ended.').waitFor()
    await page.getByRole('button', { name: 'Another number' }).click()
    await signIn(page, on.phone('8613500135404'))
    expect(await page.getByLabel('What happened?').inputValue()).toBe('')
  })

  it('by keyboard alone: focus goes into the question, back to where it came from, and to what was done', async () => {
    const { page, phone } = await signedIn('en-US', '8613600136000')
    const cancel = page.getByRole('button', { name: /^Cancel (?!all)/ }).first()
    const name = await cancel.getAttribute('aria-label')
    await press(cancel)
    await focused(button(page.getByRole('dialog'), 'No, go back'))
    await page.keyboard.press('Escape')
    await focused(cancel)
    await cancel.press('Enter')
    await focused(button(page.getByRole('dialog'), 'No, go back'))
    await page.keyboard.press('Shift+Tab')
    await focused(button(page.getByRole('dialog'), 'Yes'))
    await page.keyboard.press('Enter')
    await phone.next()
    await page.getByText('Cancelled; an SMS tells from when.').waitFor()
    await expect.poll(() => focus(page)).toBe('Cancelled; an SMS tells from when.')
    // It stays where it was done, with what was said of it.
    await page.getByRole('button', { name: name as string }).waitFor({ state: 'detached' })
    await expect.poll(() => focus(page)).toBe('Cancelled; an SMS tells from when.')
  })

  it('everything that is pressed is as large as a finger, and English has its own quotes and bullets', async () => {
    const { page } = await signedIn('en-US', '8613900139000')
    await page.getByText('Star News').first().waitFor()
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('button, a, input, select, textarea, summary')]
        .map((each) => [(each.closest('label') ?? each).getBoundingClientRect(), each.outerHTML.slice(0, 80)] as const)
        .filter(([{ width, height }]) => height > 0 && (height < 44 || width < 44))
        .map(([, html]) => html),
    )
    expect(small).toEqual([])
    // As wide as a Chinese character, they would be of a Chinese typeface.
    const width = (sample: string) =>
      page.evaluate((text) => {
        const probe = document.createElement('span')
        probe.textContent = text
        probe.style.cssText = 'font-size: 100px; position: absolute'
        document.querySelector('main')?.append(probe)
        const { width } = probe.getBoundingClientRect()
        probe.remove()
        return width
      }, sample)
    for (const each of ['“', '”', '·', '•', '’']) expect([each, (await width(each)) < 80]).toEqual([each, true])
  })

  it('is light or dark as the system is, until it is chosen', async () => {
    const { page } = await signedIn('en-US', '8613900139000', { dark: true })
    await page.getByText('Star News').first().waitFor()
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
    expect(await ground()).toBe('rgb(13, 19, 25)')
    expect(await faults(page)).toEqual([])
    await page.getByRole('button', { name: 'Light colours' }).click()
    expect(await ground()).toBe('rgb(242, 245, 249)')
    await page.reload()
    await page.getByText('Star News').first().waitFor()
    expect(await ground()).toBe('rgb(242, 245, 249)')
  })

  it.each(['zh-CN', 'en-US'])('can be used by everybody (axe) with 60 services and 200 charges, %s', async (locale) => {
    const { page } = await signedIn(locale, '8613500135405', {}, (page) => {
      const name = (i: number) => ({
        name_zh: `明星八卦与娱乐头条每日早晚报（含独家图片、专题策划）${i}`,
        name_en: `Star news with exclusive pictures and special features ${i}`,
      })
      const services = Array.from({ length: 60 }, (_, i) => ({
        ...name(i),
        id: `s${i}`,
        partner_zh: '华娱互动文化传播（北京）有限责任公司',
        partner_en: 'Huayu Interactive Culture Communication (Beijing) Co., Ltd.',
        port: '10661234',
        tariff_fen: 500,
        period: 'month',
        since: '2026-03-02T01:00:00Z',
      }))
      const items = services.map((each, i) => ({
        ...each,
        at: each.since,
        amount_fen: 500,
        refund_fen: i % 2 ? 500 : 0,
      }))
      const json = { services, blocks: [], marketing: [], actions: [], language: 'en' }
      void page.route('**/account/api/services', (route) => route.fulfill({ json }))
      const charged = {
        items: [...items, ...items, ...items, ...items].slice(0, 200).map((each, i) => ({ ...each, id: `c${i}` })),
        reminders: [],
      }
      void page.route('**/account/api/charges', (route) => route.fulfill({ json: charged }))
    })
    await page.getByText(/共60项，每月合计300元|60 in all, CNY 300 a month together/).waitFor()
    await page.getByRole('button', { name: /显示全部200项|Show all 200/ }).click()
    expect(await fits(page)).toBe(true)
    expect(await faults(page)).toEqual([])
    await page
      .getByRole('button', { name: /^(退订|Cancel) (?!all)/ })
      .first()
      .click()
    expect(await faults(page)).toEqual([])
  })
})
