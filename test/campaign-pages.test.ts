import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, faults, openBrowser } from './browser.ts'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { PersonInBrowser } from './people.ts'
import { reported, spam } from './spam-world.ts'
import { until } from './until.ts'

const languages = {
  'zh-CN': {
    none: '没有等待处置的群发事件。',
    due: '待处置的群发事件',
    failed: '这部分暂时无法显示',
    retry: '重试',
    proposal: '为何提交处置',
    weighted: /加权举报人 \d/,
    variants: /^内容的写法/,
    split: /^拆出：/,
    doSplit: '拆出',
    reason: '理由',
    dismissed: '不予处置',
  },
  'en-GB': {
    none: 'No campaign waits for a decision.',
    due: 'Campaigns to decide',
    failed: 'This part cannot be shown now',
    retry: 'Try again',
    proposal: 'Why you decide it',
    weighted: /Weighted reporters: \d/,
    variants: /^How its text is varied/,
    split: /^Split off: /,
    doSplit: 'Split off',
    reason: 'Reason',
    dismissed: 'Dismissed',
  },
} as const
type Locale = keyof typeof languages

/* Campaigns as people see them: from the morning's overview to a decision by keyboard alone; empty, full and broken. */
describe.runIf(chromiumPath)('campaigns on the screens', () => {
  let on: TestGateway
  let browser: Browser
  const people: Record<string, PersonInBrowser> = {}
  beforeAll(async () => {
    on = await startTestGateway('embedded')
    browser = await openBrowser()
    for (const [id, role] of [
      ['li.xue', 'operations'],
      ['he.jing', 'auditor'],
    ] as const)
      people[id] = await PersonInBrowser.made(on, id, role)
  })
  afterAll(async () => {
    await browser?.close()
    await on?.stop()
  })

  async function open(who: string, path: string, locale: Locale, width = 1280): Promise<Page> {
    const context = await browser.newContext({ locale, viewport: { width, height: 900 }, reducedMotion: 'reduce' })
    const [name = '', value = ''] = people[who]!.cookie.split(/=(.*)/s)
    await context.addCookies([{ name, value, url: on.gateway.url }])
    const page = await context.newPage()
    page.on('pageerror', (error) => expect.fail(`the page threw: ${error.message}`))
    await page.goto(`${on.gateway.url}/console${path}`)
    return page
  }
  /** By Tab until it has the focus: what is never reached so is no way for who has no mouse. */
  async function reach(page: Page, target: Locator): Promise<void> {
    await target.waitFor()
    for (let tabs = 0; tabs < 120; tabs++) {
      if (await target.evaluate((each) => each === document.activeElement)) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`120 times Tab do not reach ${target}`)
  }
  async function press(page: Page, target: Locator): Promise<void> {
    await reach(page, target)
    await page.keyboard.press('Enter')
  }
  const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
  const isWide = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
  const proposed = async () => (await on.call('GET', '/v1/campaigns?status=proposed')).body.items
  const locales = Object.keys(languages) as Locale[]

  it.each(locales)('say so where there is nothing yet (%s)', async (locale) => {
    const t = languages[locale]
    const page = await open('li.xue', '/campaigns', locale)
    await page.getByText(t.none).waitFor()
    expect(await faults(page)).toEqual([])
    const overview = await open('li.xue', '', locale)
    await region(overview, t.due).getByText(t.none).waitFor()
  })

  it.each([
    ['zh-CN', spam.bank, 'impersonation', 8613700010000],
    ['en-GB', spam.casino, 'gambling', 8613700020000],
  ] as const)(
    'lead from the overview to one text that is split off and a decision, by keyboard alone (%s)',
    async (locale, texts, kind, first) => {
      const t = languages[locale]
      const told = Array.from({ length: 9 }, (_, n) => ({
        text: texts[n % texts.length]!,
        kind,
        person: '8617755556666',
      }))
      await reported(on, first, told)
      await until('it waits for a person', async () =>
        (await proposed()).some((each: { kind: string; reports: number }) => each.kind === kind && each.reports === 9),
      )
      const page = await open('li.xue', '', locale)
      await press(page, region(page, t.due).getByRole('link', { name: texts[0].slice(0, 12) }))
      await page.getByRole('heading', { name: t.variants }).waitFor()
      expect(await region(page, t.proposal).textContent()).toMatch(t.weighted)
      // What the first text has not is marked; the first itself has no mark.
      const [plain, marked] = await Promise.all(
        [0, 1].map((n) => page.locator('.variants > li').nth(n).locator('mark').count()),
      )
      expect([plain, marked! > 0]).toEqual([0, true])
      expect(await faults(page)).toEqual([])
      const before = await page.locator('.variants > li').count()
      await press(page, page.getByRole('button', { name: t.split }).last())
      await page.getByRole('dialog').getByLabel(t.reason, { exact: true }).waitFor()
      await page.keyboard.type('another sender')
      await press(page, page.getByRole('dialog').getByRole('button', { name: t.doSplit, exact: true }))
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
      await expect.poll(() => page.locator('.variants > li').count()).toBe(before - 1)
      await page.keyboard.press('x')
      await reach(page, page.locator('#decide').locator('..').getByLabel(t.reason, { exact: true }))
      await page.keyboard.type('=1+1 is an advertisement that was asked for')
      await page.keyboard.press('Control+Enter')
      await page.getByRole('heading', { name: t.dismissed, exact: true }).waitFor()
      await page.getByText('=1+1 is an advertisement that was asked for').waitFor()
      expect(await faults(page)).toEqual([])
    },
  )

  it('are looked at without a way to decide by who may not', async () => {
    const page = await open('he.jing', '/campaigns?status=decided', 'zh-CN')
    await page.locator('a.row-link').first().click()
    await page.locator('.variants').waitFor()
    expect(await page.getByRole('button', { name: /拆出|并入/ }).count()).toBe(0)
    expect(await page.locator('#decide').count()).toBe(0)
  })

  it.each(locales)('fit on a phone, and one part that fails leaves the others (%s)', async (locale) => {
    const t = languages[locale]
    const page = await open('li.xue', '/campaigns?status=decided', locale, 390)
    await page.locator('a.row-link').first().waitFor()
    expect([await isWide(page), await faults(page)]).toEqual([false, []])
    await page.locator('a.row-link').first().click()
    await page.locator('.variants').waitFor()
    expect([await isWide(page), await faults(page)]).toEqual([false, []])
    let away = true
    await page.route('**/v1/campaigns?*', (route) => (away ? route.abort() : route.continue()))
    await page.goto(`${on.gateway.url}/console`)
    const due = region(page, t.due)
    await due.getByText(t.failed).waitFor()
    await page.locator('.tiles').waitFor()
    away = false
    await due.getByRole('button', { name: t.retry }).click()
    await due.getByText(t.failed).waitFor({ state: 'detached' })
  })
})
