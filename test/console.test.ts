import { generate } from 'otplib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, faults, openBrowser } from './browser.ts'
import { startTestGateway, type TestGateway } from './gateway.ts'

/* The console's frame as people use it: in a real Chromium, in both languages, by keyboard. */
describe.runIf(chromiumPath)('the console', () => {
  let gateway: TestGateway
  let browser: Browser
  beforeAll(async () => {
    gateway = await startTestGateway('embedded', { DEMO: 'off' })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await gateway?.stop()
  })

  async function open(path = '', locale = 'en-GB'): Promise<Page> {
    const context = await browser.newContext({ locale, viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    await page.goto(`${gateway.gateway.url}/console${path}`)
    return page
  }
  /** By keyboard alone: the name field has the focus. */
  async function signIn(page: Page, id: string, password: string): Promise<void> {
    await page.getByLabel('Account').fill(id)
    await page.keyboard.press('Tab')
    await page.keyboard.type(password)
    await page.keyboard.press('Enter')
  }
  async function setPassword(page: Page, old: string, next: string): Promise<void> {
    await page.getByLabel('Present password').fill(old)
    await page.getByLabel('New password').fill(next)
    await page.getByRole('button', { name: 'Save' }).click()
  }
  const own = 'Bright-Moon-Over-Quiet-Water-7'
  const first = () => gateway.gateway.signIns[0] as { id: string; password: string }

  it('asks for a password of one’s own first, and then shows what one may see', async () => {
    const page = await open()
    await signIn(page, first().id, 'wrong password')
    await page.getByText('Account, password or code is wrong.').waitFor()
    expect(await page.getByLabel('Account').inputValue()).toBe(first().id)
    await signIn(page, first().id, first().password)
    await page.getByText('please set a password of your own').waitFor()
    await setPassword(page, first().password, own)
    await page.getByRole('heading', { name: /^Hello/ }).waitFor()
    const rail = await page.getByRole('navigation').getByRole('link').allTextContents()
    expect(rail).toEqual(expect.arrayContaining(['Overview', 'Four eyes', 'People', 'Audit', 'My account']))
  })

  it('makes an account whose first password is shown once, and which sees less', async () => {
    const page = await open('/people')
    await signIn(page, first().id, own)
    await page.getByRole('button', { name: 'New account' }).click()
    expect(await page.locator('nav [aria-current=page]').allTextContents()).toEqual(['People'])
    const dialog = page.getByRole('dialog', { name: 'New account' })
    await dialog.getByRole('textbox', { name: 'Account' }).fill('zhou.audit')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('周审计')
    await dialog.getByRole('combobox', { name: 'Role' }).click()
    await page.getByTitle('Audit', { exact: true }).click()
    await dialog.getByRole('button', { name: 'Save' }).click()
    const password = (await page.locator('code.secret').textContent()) as string
    // By its name: the dialog of the form may not be gone yet.
    const shown = page.getByRole('dialog', { name: /^First password/ })
    await shown.getByRole('button', { name: 'Close' }).last().click()
    await page.getByRole('cell', { name: '周审计', exact: true }).waitFor()
    await page.getByText(password).waitFor({ state: 'detached' })

    const auditor = await open()
    await signIn(auditor, 'zhou.audit', password)
    await setPassword(auditor, password, `${own}-z`)
    await auditor.getByRole('heading', { name: /^Hello/ }).waitFor()
    const rail = await auditor.getByRole('navigation').getByRole('link').allTextContents()
    expect(rail).toEqual(expect.arrayContaining(['Overview', 'Audit', 'My account']))
    for (const other of ['Four eyes', 'People', 'Serve a subscriber']) expect(rail).not.toContain(other)
    await auditor.goto(`${gateway.gateway.url}/console/people`)
    await auditor.getByText('Your role does not see this page.').waitFor()
  })

  it('turns on the second step, which is asked for from then on', async () => {
    const page = await open('/account')
    await signIn(page, first().id, own)
    await page.getByRole('button', { name: 'Turn on' }).click()
    const dialog = page.getByRole('dialog')
    const secret = (await dialog.locator('code').textContent()) as string
    await dialog.getByLabel('6-digit code').fill(await generate({ secret }))
    await dialog.getByLabel('Present password').fill(own)
    await dialog.getByRole('button', { name: 'Turn on' }).click()
    await page.getByText('Shown this once.').waitFor()
    const recovery = (await dialog.locator('li code').first().textContent()) as string
    await dialog.getByRole('button', { name: 'Close' }).last().click()

    const again = await open()
    await signIn(again, first().id, own)
    await again.getByRole('heading', { name: 'Second step' }).waitFor()
    await again.getByRole('button', { name: 'Use a recovery code instead' }).click()
    await again.getByLabel('Recovery code').fill(recovery)
    await again.keyboard.press('Enter')
    await again.getByRole('heading', { name: /^Hello/ }).waitFor()
    await again.goto(`${gateway.gateway.url}/console/account`)
    await again.getByText('9 recovery codes are left').waitFor()
  })

  it('says so when somebody was signed out elsewhere, and keeps nothing open', async () => {
    const page = await open('/account')
    await signIn(page, 'zhou.audit', `${own}-z`)
    await page.getByRole('heading', { name: 'My account' }).waitFor()
    await gateway.call('POST', '/v1/staff/zhou.audit/reset')
    await page.reload()
    await page.getByLabel('Account').waitFor()
    expect(await page.getByRole('navigation').count()).toBe(0)
  })

  it.each([
    ['zh-CN', 1440, '控制台'],
    ['en-GB', 390, 'Console'],
  ])('has nothing that keeps somebody from using it (%s, %d px)', async (locale, width, name) => {
    const page = await open('', locale)
    await page.setViewportSize({ width, height: 844 })
    await page.getByRole('heading', { name }).waitFor()
    expect(await faults(page)).toEqual([])
    const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
    expect(isWide).toBe(false)
  })

  it('is the page at any address of its own, and not at one of the API', async () => {
    const { status, body } = await gateway.call('GET', '/console/api/nowhere', undefined, { key: null })
    expect([status, body.code]).toEqual([404, 'not-found'])
    expect((await gateway.call('GET', '/console/any/where', undefined, { key: null })).text).toContain(
      '<div id="root">',
    )
  })

  it('runs no code and no style of anybody else, and stands in nobody’s frame', async () => {
    const { headers } = await gateway.call('GET', '/console', undefined, { key: null })
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    const page = await open()
    await page.getByLabel('Account').waitFor()
    const ran = await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'window.planted = true'
      document.body.append(script)
      return 'planted' in window
    })
    expect(ran).toBe(false)
  })
})
