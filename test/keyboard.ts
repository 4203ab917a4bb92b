import type { Browser, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { TestGateway } from './gateway.ts'
import type { PersonInBrowser } from './people.ts'
import { until } from './until.ts'

/** How somebody looks at a page; a desk in English by day, unless said. */
export interface Look {
  readonly locale?: string
  readonly width?: number
  readonly dark?: boolean
}

/** A page at a path of the gateway, in a browser of its own; what the page throws fails the test. */
export async function openPage(
  browser: Browser,
  on: TestGateway,
  path: string,
  { locale = 'en-GB', width = 1280, dark = false }: Look = {},
  person?: PersonInBrowser,
): Promise<Page> {
  const context = await browser.newContext({
    locale,
    viewport: { width, height: 900 },
    reducedMotion: 'reduce',
    colorScheme: dark ? 'dark' : 'light',
    // Who sits elsewhere reads and types by the operator’s clock all the same.
    timezoneId: 'Pacific/Honolulu',
  })
  if (person) {
    const [name = '', value = ''] = person.cookie.split(/=(.*)/s)
    await context.addCookies([{ name, value, url: on.gateway.url }])
  }
  const page = await context.newPage()
  page.on('pageerror', (error) => expect.fail(`the page threw: ${error.message}`))
  await page.goto(`${on.gateway.url}${path}`)
  return page
}

/** A page of the console, of somebody who is signed in. */
export const openConsole = (
  browser: Browser,
  on: TestGateway,
  person: PersonInBrowser | undefined,
  path: string,
  look?: Look,
): Promise<Page> => openPage(browser, on, `/console${path}`, look, person)

/** Waits until it has the focus: only then is a key meant for it. */
export const focused = (target: Locator): Promise<void> =>
  until(`${target} has the focus`, () => target.evaluate((each) => each === document.activeElement))

/**
 * By Tab until it has the focus: what is never reached so is no way for who has no mouse. What stands in a dialog is
 * looked for once the dialog has taken the focus, and what cannot be used yet once it can.
 */
export async function reach(target: Locator): Promise<void> {
  await target.waitFor()
  await until(`${target} can be used`, () => target.isEnabled())
  await until(`the dialog of ${target} has the focus`, () =>
    target.evaluate((each) => {
      const dialog = each.closest('[role=dialog], dialog')
      return dialog === null || dialog.contains(document.activeElement)
    }),
  )
  for (let tabs = 0; tabs < 150; tabs++) {
    if (await target.evaluate((each) => each === document.activeElement)) return
    await target.page().keyboard.press('Tab')
  }
  throw new Error(`150 times Tab do not reach ${target}`)
}

/** Reached by Tab, and Enter pressed on it, whatever took the focus in between. */
export async function press(target: Locator): Promise<void> {
  await reach(target)
  await target.press('Enter')
}

/** Reached by Tab, and typed into. */
export async function type(target: Locator, text: string): Promise<void> {
  await reach(target)
  await target.pressSequentially(text)
}

/** The button of exactly this name. */
export const button = (at: Page | Locator, name: string | RegExp): Locator =>
  at.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name })

/** The part of a page that is called exactly this. */
export const region = (at: Page | Locator, name: string | RegExp): Locator =>
  at.getByRole('region', typeof name === 'string' ? { name, exact: true } : { name })

/** Signs in on the console's own form, by keyboard. */
export async function signIn(page: Page, login: string, password: string): Promise<void> {
  await type(page.locator('input[autocomplete^=username]').first(), login)
  await type(page.locator('input[type=password]'), password)
  await page.locator('input[type=password]').press('Enter')
}

/** Until the page has drawn what it knows: two frames, and what they have put off. */
export const settled = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((done) =>
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => setTimeout(done)))),
      ),
  )

/** Whether nothing of the page is beyond its right edge, nor of a table beyond its own. */
export const fits = (page: Page): Promise<boolean> =>
  page.evaluate(
    () =>
      document.documentElement.scrollWidth <= innerWidth &&
      [...document.querySelectorAll('.table-scroll')].every((each) => each.scrollWidth <= each.clientWidth),
  )

/** Whether something that others wrote ran: texts of tests set `window.planted`. */
export const isPlanted = (page: Page): Promise<boolean> => page.evaluate(() => 'planted' in window)
