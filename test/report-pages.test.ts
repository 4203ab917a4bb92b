import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, faults, openBrowser } from './browser.ts'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { until } from './until.ts'

const SPAM = '恭喜您中奖，请点击dwz.cn/a1领取'
const INJECTED = '<img src=x onerror="window.planted=1">=HYPERLINK("http://evil")'

/* Spam reports as people see them: the console's queue by keyboard, and the own page. */
describe.runIf(chromiumPath)('spam reports on the pages', () => {
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

  const open = async (path: string, locale: string): Promise<Page> => {
    const context = await browser.newContext({
      locale,
      viewport: { width: 1280, height: 900 },
      reducedMotion: 'reduce',
    })
    const page = await context.newPage()
    page.on('pageerror', (error) => expect.fail(`the page threw: ${error.message}`))
    await page.goto(`${on.gateway.url}${path}`)
    return page
  }
  const signIn = async (page: Page, account: string) => {
    await page.getByLabel(account).fill('demo.reviewer')
    await page.keyboard.press('Tab')
    await page.keyboard.type(on.gateway.signIns[0]?.password as string)
    await page.keyboard.press('Enter')
  }
  const isListed = async (text: string) =>
    (await on.call('GET', '/v1/report-cases')).body.items.some((each: { text: string }) => each.text === text)

  it('on the console one is taken, seen with its evidence, closed, and left for the next by keyboard alone', async () => {
    const phone = on.phone('8613500135301')
    await phone.ask('10086999', `10661234*${SPAM}`)
    await on.call('POST', '/v1/reports', { reporter: '13500135302', sender: '13912345678', text: INJECTED })
    await until('both are listed', async () => (await isListed(SPAM)) && (await isListed(INJECTED)))
    const page = await open('/console/reports', 'zh-CN')
    await signIn(page, '账户名')
    await page.getByText(SPAM).waitFor()
    expect(await faults(page)).toEqual([])
    await page.keyboard.press('t')
    await page.getByRole('heading', { name: /^举报 \d{9}$/ }).waitFor()
    const evidence = page.getByRole('region', { name: '内容线索' })
    expect(await evidence.textContent()).toContain('dwz.cn/a1')
    expect(await evidence.textContent()).toContain('fraud.words 中奖')
    expect(await faults(page)).toEqual([])
    await page.getByLabel('办结：属实').check()
    await page.keyboard.press('Tab')
    await page.keyboard.type('已封堵该端口。')
    await page.keyboard.press('Control+Enter')
    await until('the phone is told', () => phone.inbox.some(({ text }) => text.includes('已封堵该端口。')))
    await page.getByText('属实', { exact: true }).waitFor()
    await page.getByRole('heading', { name: /^举报/ }).click()
    await page.keyboard.press('n')
    await page.getByText(INJECTED).first().waitFor()
    expect(await page.evaluate(() => 'planted' in window)).toBe(false)
  })

  it('in English, too', async () => {
    const page = await open('/console/reports?status=closed', 'en-GB')
    await signIn(page, 'Account')
    await page.getByText(SPAM).waitFor()
    await page.getByText('a partner’s port').first().waitFor()
    expect(await faults(page)).toEqual([])
  })
})
