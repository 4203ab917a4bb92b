import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ledgerPostings } from '#contracts'
import { edgeDeadLetter, edgeRecord } from '#service'
import { chromiumPath, openBrowser } from './browser.ts'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { until } from './until.ts'

/* What others named and wrote, in all that staff look at and take home; and sessions that end in the middle of a form. */
describe.runIf(chromiumPath)('the console, among the hostile and the hasty', () => {
  let on: TestGateway
  let browser: Browser
  let page: Page
  /** A formula, mark-up that would run, and a cell of its own. */
  const NASTY = '=1+1"<img src=x onerror=window.planted=1>'
  const month = Temporal.Now.plainDateISO('Asia/Shanghai').subtract({ months: 1 }).toString().slice(0, 7)
  const quoted = `"${NASTY.replaceAll('"', '""')}"`
  const subscriber = '8613500138901'

  beforeAll(async () => {
    on = await startTestGateway('embedded', { WEBHOOK_INSIDE: 'allow' })
    browser = await openBrowser()
    const send = async (kind: string, csv: string) =>
      expect(
        (await on.call('POST', `/v1/import/${kind}`, csv, { headers: { 'content-type': 'text/csv' } })).text,
      ).toContain('"taken":1,')
    await send('partners', `partner_id,name_zh,name_en,kind\nsp-bad,${quoted},${quoted},=1+1\n`)
    await send('ports', `port,partner_id,category,classes\n10669999,sp-bad,=1+1,service\n`)
    await send(
      'services',
      `service_id,partner_id,port,name_zh,name_en,tariff_fen,period,window,code\nbad,sp-bad,10669999,${quoted},${quoted},500,month,24h,ZZ9\n`,
    )
    await send('subscriptions', `msisdn,service_id,package,since\n${subscriber},bad,${quoted},2026-01-02\n`)
    const { bus, clock } = on.gateway.deps
    const at = clock.now()
    const accounts = { debit: 'subscribers', credit: 'partner' }
    const data = { partnerId: 'sp-bad', month, serviceId: 'bad', kind: 'charge', amountFen: 500, chargeId: NASTY }
    const message = { id: 'p-1', at, corr: 'p', type: 'posting.made', data: { ...data, ...accounts } }
    await bus.publish([edgeRecord(ledgerPostings, bus, `sp-bad|${month}`, message)])
    const letter = { process: NASTY, topic: 'ledger.postings', key: NASTY, reason: NASTY, value: NASTY }
    await bus.publish([edgeDeadLetter(bus, { id: 'letter-1', at, ...letter })])
    await on.call('POST', '/v1/webhooks', { partner: 'sp-bad', url: `http://127.0.0.1:9/${encodeURI(NASTY)}` })
    await on.call('POST', '/v1/staff', { id: 'mallory', name: NASTY, role: 'auditor', interests: ['sp-bad'] })
    await on.call('POST', '/v1/complaints', { subscriber, text: NASTY, about: 'bad' })
    const charge = {
      id: 'charge-1',
      subscriber,
      service: 'bad',
      amount_fen: 500,
      charged_at: new Date(at).toISOString(),
    }
    await on.call('POST', '/v1/charges', { items: [charge] })
    await until('all is there', async () => {
      const wish = { subscriber, charge: 'charge-1' }
      const disputed = await on.call('POST', '/v1/disputes', wish)
      const booked = await on.call('GET', `/v1/settlements/sp-bad/${month}`)
      return disputed.status < 300 && booked.status === 200 && (await complaint()) !== undefined
    })
    page = await open('administrator', '', 'zh-CN')
  })
  afterAll(async () => {
    await browser?.close()
    await on?.stop()
  })

  const first = async (path: string) => (await on.call('GET', path)).body.items[0]
  const complaint = () => first('/v1/complaints')
  async function signIn(at: Page, role: string): Promise<void> {
    await at.locator('input[autocomplete^=username]').first().fill(`demo.${role}`)
    await at.locator('input[type=password]').fill(on.gateway.signIns[0]?.password as string)
    await at.keyboard.press('Enter')
    await at.locator('.head h1, .shell h1').first().waitFor()
  }
  async function open(role: string, path: string, locale: string): Promise<Page> {
    const context = await browser.newContext({
      locale,
      viewport: { width: 1280, height: 900 },
      reducedMotion: 'reduce',
    })
    const made = await context.newPage()
    made.on('pageerror', (error) => expect.fail(`the page threw: ${error.message}`))
    await made.goto(`${on.gateway.url}/console${path}`)
    await signIn(made, role)
    return made
  }
  /** Another screen of the same page: what an earlier one let in would show. */
  async function turn(path: string): Promise<void> {
    await page.evaluate((to) => {
      history.pushState({}, '', to)
      dispatchEvent(new PopStateEvent('popstate'))
    }, `/console${path}`)
    await page.locator('main h1, main .panel, main .list').first().waitFor()
  }
  const harmless = async (): Promise<void> => {
    expect(await page.evaluate(() => 'planted' in window)).toBe(false)
    expect(await page.locator('main img').count()).toBe(0)
  }

  it('what others named and wrote is shown as they wrote it, on each screen, and nothing of it runs', async () => {
    for (const path of [
      '/complaints',
      `/complaints/${(await complaint()).id}`,
      '/disputes',
      `/disputes/${(await first('/v1/disputes')).id}`,
      ...['/partners', '/partners/sp-bad', '/services', '/services/bad', '/ports', '/ports/10669999'],
      ...[`/settlements?month=${month}`, `/settlements/sp-bad/${month}`, `/settlements/sp-bad/${month}/lines`],
      ...['/dead-letters', '/dead-letters/letter-1', '/people'],
    ]) {
      await turn(path)
      // In the heading, in a cell, in the story of a charge: somewhere it stands as a text.
      await page.locator('main').getByText(NASTY).first().waitFor()
      await harmless()
    }
    await page.getByText(NASTY).first().waitFor()
  })

  it('so it is at the counter, in a proposal, and in the content of a dead letter', async () => {
    await turn('/counter')
    await page.getByLabel('用户号码').fill(subscriber)
    await page.getByLabel('理由').fill(NASTY)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: `+${subscriber}` }).waitFor()
    for (const tab of ['1', '2', '3']) {
      await page.locator('body').press(tab)
      await page.getByRole('tabpanel').getByText(NASTY).first().waitFor()
      await harmless()
    }
    await turn('/dead-letters/letter-1')
    await page.getByLabel('查看理由').fill(NASTY)
    await page.getByRole('button', { name: '查看内容' }).click()
    await page.locator('pre').getByText(NASTY).waitFor()
    await harmless()
    // What was given as a reason is on the audit, as it was given.
    await turn('/audit')
    await page.getByRole('cell', { name: NASTY }).first().waitFor()
    await harmless()
  })

  it('works nothing out in a spreadsheet: every route that gives CSV', async () => {
    const routes = on.gateway.deps.http.routeNeeds.filter(({ method, url }) => method === 'GET' && /\/csv\b/.test(url))
    const urls = routes.flatMap(({ url }) => {
      const filled = url.replace(':partner', 'sp-bad').replace(':month', month)
      return filled.includes(':kind')
        ? ['partners', 'services', 'ports'].map((kind) => filled.replace(':kind', kind))
        : [filled]
    })
    expect(urls.length).toBeGreaterThan(6)
    for (const kind of ['partners', 'services', 'ports', 'subscriptions', 'blocks', 'white-list', 'domains'])
      urls.push(`/v1/export/${kind}`)
    const met = new Set<string>()
    for (const url of urls) {
      const { text, status } = await on.call('GET', url.endsWith('/settlements/csv') ? `${url}?month=${month}` : url)
      expect([url, status]).toEqual([url, 200])
      // A quote in a quoted cell is doubled; what is left begins a cell.
      const cells = [...text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",\n]*))/gm)].map(([, a, b]) => a ?? b ?? '')
      expect([url, cells.filter((cell) => /^\s*[=+@＝＋＠]|^\s*[-−－](?!\d+$)/.test(cell))]).toEqual([url, []])
      if (text.includes(`'${NASTY.replaceAll('"', '""')}`)) met.add(url)
    }
    expect([...met]).toEqual(
      expect.arrayContaining(['/v1/complaints/csv', '/v1/catalogue/csv/partners', '/v1/export/subscriptions']),
    )
  })

  it.each([
    ['counter', '/counter', undefined, { 'Subscriber’s number': '135 0013 8901', Reason: 'papers were checked' }],
    ['operations', '/apply/partners', undefined, { Id: 'sp-half', 'Name in English': 'Half a name' }],
    ['operations', '/dead-letters/letter-1', undefined, { 'Why you look': 'partner asks, ticket 7' }],
    ['administrator', '/people', 'New account', { Account: 'zhou.lin', Name: '周林' }],
    ['administrator', '/keys', 'New key', { Name: 'web shop of the north' }],
  ] as const)(
    'a session of %s that ends in the middle of %s loses nothing that was typed',
    async (role, path, opens, typed) => {
      const own = await open(role, path, 'en-GB')
      if (opens) await own.getByRole('button', { name: opens }).click()
      const at = opens ? own.getByRole('dialog', { name: opens }) : own.locator('main')
      for (const [label, value] of Object.entries(typed)) await at.getByLabel(label).first().fill(value)
      await own.evaluate(() => fetch('/console/api/session', { method: 'DELETE' }))
      await own.getByText('You were signed out').waitFor()
      await signIn(own, role)
      for (const [label, value] of Object.entries(typed))
        await expect.poll(() => at.getByLabel(label).first().inputValue()).toBe(value)
      await own.context().close()
    },
  )
})
