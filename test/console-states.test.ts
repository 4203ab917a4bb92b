import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, openBrowser } from './browser.ts'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { button, fits, openConsole, settled } from './keyboard.ts'
import { PersonInBrowser } from './people.ts'
import { until } from './until.ts'

/** Screens of the rail that have nothing to load: forms, and one’s own account, which is known. */
const forms = ['/console/counter', '/console/block-files', '/console/account']
/** Screens that are never empty: this very process, this very account, the policy in force. */
const neverEmpty = [
  '/console/system',
  '/console/policy',
  '/console/monitor-policy',
  '/console/people',
  '/console/audit',
]
const words = {
  'zh-CN': { failed: '这部分暂时无法显示', again: '重试', early: '服务正在启动或恢复，请稍后重试。' },
  'en-GB': {
    failed: 'This part cannot be shown now',
    again: 'Try again',
    early: 'It is still starting, or coming back. Try again in a moment.',
  },
} as const
type Locale = keyof typeof words

/* Every screen that the rail leads to, of a gateway that knows nothing yet, and of one whose API fails; on a desk and on a phone. */
describe.runIf(chromiumPath)('every screen of the console', () => {
  let on: TestGateway
  let browser: Browser
  let person: PersonInBrowser
  beforeAll(async () => {
    on = await startTestGateway('embedded', { DEMO: 'off' })
    browser = await openBrowser()
    person = await PersonInBrowser.made(on, 'li.xue', 'administrator')
    // What is still under way at a start is told as a trouble, in the words of the log.
    await until('the process has told that it is well', async () => {
      const { items } = (await person.call('GET', '/console/api/processes')).body
      return items.length === 1 && items[0].troubles.length === 0
    })
  })
  afterAll(async () => {
    await browser?.close()
    await on?.stop()
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
  })

  /** Where the rail leads. */
  async function entries(page: Page): Promise<string[]> {
    const links = page.locator('nav.rail a')
    await links.first().waitFor()
    return links.evaluateAll((all) => all.map((each) => each.getAttribute('href') ?? ''))
  }
  /** Where an entry of the rail leads, once it is there instead of what was. */
  async function go(page: Page, path: string): Promise<void> {
    await page.locator('main .head').evaluate((each) => each.setAttribute('data-left', ''))
    await page.locator(`nav.rail a[href="${path}"]`).click()
    await page.locator('main .head:not([data-left]) h1').waitFor()
  }
  const loaded = (page: Page) =>
    expect.poll(() => page.locator('main .ant-skeleton, main .list-loading').count()).toBe(0)

  /** What no screen has, whatever it shows: something beyond its edge, on a desk or on a phone; sentences of the other language. */
  async function flaws(page: Page, path: string, locale: Locale): Promise<string[]> {
    const found: string[] = []
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      // A table becomes cards once the page has heard that it is narrower.
      await settled(page)
      if (!(await fits(page))) found.push(`${path} is wider than ${width} px`)
    }
    // Figures of the policy are, among others, the words that people text, in all languages.
    if (path === '/console/policy') return found
    const text = (await page.locator('main').textContent()) ?? ''
    const english = /[a-z]{2,}[,;]? [a-z]{2,} [a-z]{2,}/.exec(text)
    if (locale === 'zh-CN' && english) found.push(`${path} says in English: ${english[0]}`)
    const chinese = /[\u4e00-\u9fff]{4,}/.exec(text)
    if (locale === 'en-GB' && chinese) found.push(`${path} says in Chinese: ${chinese[0]}`)
    return found
  }

  it.each(['zh-CN', 'en-GB'] as const)('says in a sentence that there is nothing yet (%s)', async (locale) => {
    const page = await openConsole(browser, on, person, '', { locale })
    const [first = '', ...others] = await entries(page)
    await loaded(page)
    const found = await flaws(page, first, locale)
    for (const path of others) {
      await go(page, path)
      await loaded(page)
      if (!neverEmpty.includes(path) && !forms.includes(path)) {
        const said = page.locator('main .ant-empty-description, main p.panel, main .panel p.soft').first()
        await said.waitFor().catch(() => undefined)
        if (!/[。.]$/.test((await said.textContent().catch(() => '')) ?? ''))
          found.push(`${path} is empty without a word`)
      }
      found.push(...(await flaws(page, path, locale)))
    }
    expect(found).toEqual([])
  })

  it('says what to do where its API fails, part by part, and keeps its heading', async () => {
    const rail = await entries(await openConsole(browser, on, person, ''))
    const paths = rail.filter((each) => !forms.includes(each))
    const found: string[] = []
    /** One tab looks at its share of the screens. */
    const look = async (locale: Locale, own: readonly string[], isEarly: boolean) => {
      const page = await openConsole(browser, on, person, '/account', { locale })
      await entries(page)
      const problem = isEarly
        ? { status: 503, code: 'not-ready', title: 'Not ready yet' }
        : { status: 500, code: 'internal', title: 'Something went wrong in the gateway' }
      const answer = { status: problem.status, contentType: 'application/problem+json', body: JSON.stringify(problem) }
      await page.route(/\/v1\/|\/console\/api\/(?!me$|live|entrance)/, (route) => route.fulfill(answer))
      for (const path of own) {
        await go(page, path)
        // It is asked for thrice before it gives up.
        const part = page.locator('main [role=alert]').first()
        await part.getByText(words[locale].failed, { exact: true }).waitFor()
        if (isEarly) await part.getByText(words[locale].early).waitFor()
        await loaded(page)
        await button(part, words[locale].again).waitFor()
        if ((await page.locator('.head h1').textContent()) === '') found.push(`${path} has no heading`)
        found.push(...(await flaws(page, path, locale)))
      }
    }
    const locales = ['zh-CN', 'en-GB'] as const
    await Promise.all(locales.map((locale) => look(locale, paths.slice(0, 3), true)))
    // A tab each, and no more: on a busy machine eight of them kept one another from asking again in time.
    const own = (tab: number) => paths.filter((_, at) => at % locales.length === tab)
    await Promise.all(locales.map((locale, tab) => look(locale, own(tab), false)))
    expect(found).toEqual([])
  })
})
