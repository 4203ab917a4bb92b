import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, faults, openBrowser } from './browser.ts'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { button, fits, focused, openConsole, press, reach } from './keyboard.ts'
import { PersonInBrowser } from './people.ts'
import { until } from './until.ts'

const DIALOG = '[role=dialog]:not([aria-hidden])'

/* What opens on the console: it takes the focus, gives it back, and nothing in it keeps anybody from using it (axe). */
describe.runIf(chromiumPath)('what opens on the console', () => {
  let on: TestGateway
  let browser: Browser
  const people: Record<string, PersonInBrowser> = {}
  beforeAll(async () => {
    on = await startTestGateway('embedded')
    browser = await openBrowser()
    for (const role of ['administrator', 'operations']) people[role] = await PersonInBrowser.demo(on, role)
    await on.call('POST', '/v1/complaints', { subscriber: '13500138701', text: '没有订过' })
    await until('it is listed', async () => (await on.call('GET', '/v1/complaints')).body.items.length === 1)
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
  })
  afterAll(async () => {
    await browser?.close()
    await on?.stop()
  })

  /** Each list that a field of a part opens, by keyboard: what is wrong in it. */
  async function choices(page: Page, part: string): Promise<string[]> {
    const wrong: string[] = []
    for (const field of await page.locator(part).getByRole('combobox').all()) {
      // What waits for another choice, and what is only typed into.
      if (await field.isDisabled()) continue
      await reach(field)
      await page.keyboard.press('ArrowDown')
      if (await field.evaluate((each) => each.closest('.ant-select-multiple') !== null)) continue
      await page.locator('.ant-select-dropdown:visible').waitFor()
      wrong.push(...(await faults(page, part)))
      await page.keyboard.press('Escape')
      await page.locator('.ant-select-dropdown:visible').waitFor({ state: 'detached' })
    }
    return wrong
  }

  it.each([
    ['/keys', 'zh-CN', '新建密钥', 1280],
    ['/keys', 'en-GB', 'New key', 390],
    ['/people', 'zh-CN', '新建账户', 390],
    ['/people', 'en-GB', 'New account', 1280],
    ['/account', 'zh-CN', '开启', 390],
    ['/account', 'en-GB', 'Sign out everywhere', 1280],
    ['/white-list', 'zh-CN', '列入…', 390],
    ['/white-list', 'en-GB', 'Put on the list…', 1280],
    ['/complaints', 'zh-CN', /^查看号码/, 1280],
    ['/complaints', 'en-GB', /^Open the number/, 390],
    ['/services/joke-daily', 'zh-CN', '申请终止', 390],
    ['/services/joke-daily', 'en-GB', 'Apply for its end', 1280],
  ] as const)('on %s, %s: “%s” at %d px', async (path, locale, name, width) => {
    const role = path.startsWith('/services') ? 'operations' : 'administrator'
    const page = await openConsole(browser, on, people[role], path, { locale, width, dark: width === 390 })
    const opens = button(page.getByRole('main'), name).first()
    await opens.waitFor()
    expect(await faults(page)).toEqual([])
    await press(opens)
    const dialog = page.locator(`${DIALOG}:visible`)
    await until('it has the focus', () => dialog.evaluate((each) => each.contains(document.activeElement)))
    // What is behind it is dimmed, and out of reach.
    expect([await faults(page, DIALOG), await fits(page)]).toEqual([[], true])
    expect(await choices(page, DIALOG)).toEqual([])
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await focused(opens)
  })

  it('filters of a list, in both languages', async () => {
    for (const locale of ['zh-CN', 'en-GB']) {
      const page = await openConsole(browser, on, people['administrator'], '/complaints', { locale })
      await page.locator('.row-link').first().waitFor()
      expect(await choices(page, 'main')).toEqual([])
    }
  })

  it('the keys of a screen, by `?`', async () => {
    const page = await openConsole(browser, on, people['administrator'], '/complaints')
    await page.locator('.row-link').first().waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog').locator('kbd').first().waitFor()
    expect(await faults(page)).toEqual([])
  })
})
