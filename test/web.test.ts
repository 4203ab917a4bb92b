import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handsetRoutes } from '../tools/sim/handset.ts'
import { chromiumPath, faults, openBrowser } from './browser.ts'
import { startTestGateway, type TestGateway } from './gateway.ts'

describe.runIf(chromiumPath)('the handset page, in Chromium', () => {
  let on: TestGateway
  let browser: Browser
  beforeAll(async () => {
    on = await startTestGateway(
      'embedded',
      {},
      { extend: (deps, simulator) => handsetRoutes(deps.http, simulator, 'CN') },
    )
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await on?.stop()
  })

  const open = async (locale: string, width: number, height: number): Promise<Page> => {
    const context = await browser.newContext({ locale, viewport: { width, height }, reducedMotion: 'reduce' })
    const page = await context.newPage()
    page.on('pageerror', (error) => expect.fail(`the page threw: ${error.message}`))
    await page.goto(`${on.gateway.url}/handset`)
    await page.getByRole('status').filter({ hasText: /SMPP/ }).waitFor()
    return page
  }
  const bubbles = (page: Page) => page.locator('.bubble')

  it('asks 0000 by a tap, shows the list as a bubble with segments and state, and cancels by a typed number', async () => {
    const page = await open('zh-CN', 1280, 860)
    await page.getByRole('button', { name: '查询我的付费业务' }).click()
    const list = bubbles(page).filter({ hasText: '您共有5项收费业务' })
    await list.waitFor()
    expect(await list.textContent()).toMatch(/3 条长短信已送达手机/)
    expect(await bubbles(page).first().textContent()).toContain('已送达网关')
    await page.getByLabel('短信', { exact: true }).fill('1,3')
    await page.getByRole('button', { name: /发\s?送/ }).click()
    await bubbles(page).filter({ hasText: '已为您退订2项：天象万通 气象短信；悦听音乐 彩铃包月' }).waitFor()
  })

  it('blocks a port in English on a phone, and keeps conversations apart', async () => {
    const page = await open('en-US', 390, 844)
    await page.getByRole('button', { name: 'Cancel and block this port' }).click()
    await bubbles(page).filter({ hasText: '10661234' }).first().waitFor()
    expect(await page.locator('.peer.chosen').textContent()).toBe('10661234')
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  })

  it('takes any other number, and says when it is none', async () => {
    const page = await open('en-US', 1280, 860)
    await page.getByLabel('Another number').fill('12x')
    await page.getByText('Not a phone number').waitFor()
    await page.getByLabel('Another number').fill('+86 135 0013 5001')
    await page.getByRole('button', { name: 'Use' }).click()
    await page.getByText('No messages yet').waitFor()
    await page.getByRole('button', { name: 'What do I pay for?' }).click()
    await bubbles(page).filter({ hasText: '您目前没有订购任何收费业务' }).waitFor()
  })

  it('is asked for anew each time, and only its named files are kept; nothing but they run', async () => {
    const answer = await on.call('GET', '/handset', undefined, { key: null })
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    const script = /src="([^"]+\.js)"/.exec(answer.text)?.[1] as string
    const kept = await on.call('GET', script, undefined, { key: null })
    expect([kept.status, kept.headers.get('cache-control')]).toEqual([200, expect.stringContaining('immutable')])
  })

  it('says what went wrong in the language of the page', async () => {
    const page = await open('zh-CN', 1280, 860)
    await page.getByLabel('发往号码或端口').fill('不是号码')
    await page.getByLabel('短信', { exact: true }).fill('你好')
    await page.getByRole('button', { name: /发\s?送/ }).click()
    await page.getByRole('alert').getByText('没有发出：收件号码不对').waitFor()
    await page.route('**/handset/api/mo', (route) => route.abort())
    await page.getByRole('button', { name: '查询我的付费业务' }).click()
    await page.getByRole('alert').getByText('没有发出：模拟器没有回应').waitFor()
  })

  it.each([
    ['zh-CN', 1280, 860],
    ['en-US', 390, 844],
  ] as const)('can be used by everybody (axe), %s, %d wide', async (locale, width, height) => {
    const page = await open(locale, width, height)
    await page.getByRole('button', { name: /查询我的付费业务|What do I pay for/ }).click()
    await bubbles(page).first().waitFor()
    expect(await faults(page)).toEqual([])
    await page.getByRole('button', { name: /深色|Dark/ }).click()
    expect(await faults(page)).toEqual([])
  })
})
