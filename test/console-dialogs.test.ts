import { globSync, readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ledgerPostings, monitorFlags } from '#contracts'
import { edgeDeadLetter, edgeRecord } from '#service'
import { chromiumPath, faults, openBrowser } from './browser.ts'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { button, fits, focused, openConsole, press, reach, settled } from './keyboard.ts'
import { PersonInBrowser } from './people.ts'
import { until } from './until.ts'

const DIALOG = '[role=dialog]:not([aria-hidden])'
/** Whose work it is, where it is not an administrator’s. */
const roles: Record<string, string> = {
  ...{ '/services/joke-daily': 'operations', 'a case': 'reviewer', 'a dispute': 'reviewer', 'a month': 'operations' },
}

/* What opens on the console: it takes the focus, gives it back, and nothing in it keeps anybody from using it (axe). */
describe.runIf(chromiumPath)('what opens on the console', () => {
  let on: TestGateway
  let browser: Browser
  const people: Record<string, PersonInBrowser> = {}
  beforeAll(async () => {
    on = await startTestGateway('embedded')
    browser = await openBrowser()
    for (const role of ['administrator', 'operations', 'reviewer']) people[role] = await PersonInBrowser.demo(on, role)
    await on.call('POST', '/v1/complaints', { subscriber: '13500138701', text: '没有订过' })
    const pays = `msisdn,service_id,package,since\n${charge.subscriber},weather-sms,,2026-01-02\n`
    await on.call('POST', '/v1/import/subscriptions', pays, { headers: { 'content-type': 'text/csv' } })
    await on.call('POST', '/v1/charges', { items: [{ ...charge, charged_at: new Date().toISOString() }] })
    const { bus, clock } = on.gateway.deps
    const at = clock.now()
    const letter = { process: 'settlement', topic: 'ledger.postings', key: 'x', value: '{"type":"posting.made"}' }
    const flag = {
      ...{ at, flag: 'f', partner: 'sp-huayu', stop_first: true, shadow: false, policy: 'default', charges: [] },
      signals: [{ name: 'charges.after.cancel', figure: 0.4, baseline: 0.001, evidence: 44 }],
      clears: 'A person decides',
    }
    const posting = {
      ...{ partnerId: 'sp-mellow', month, serviceId: 'ring-month', kind: 'charge', amountFen: 500, chargeId: 'c' },
      ...{ debit: 'subscribers', credit: 'partner' },
    }
    const record = (id: string, type: string, data: object) => ({ id, at, corr: id, type, data })
    await bus.publish([
      edgeDeadLetter(bus, { id: 'letter', at, reason: 'no month', ...letter }),
      edgeRecord(monitorFlags, bus, 'sp-huayu', record('f', 'flag.raised', flag)),
      edgeRecord(ledgerPostings, bus, `sp-mellow|${month}`, record('p', 'posting.made', posting)),
    ])
    const first = async (path: string): Promise<Record<string, string>> => {
      const items = async () => (await on.call('GET', path)).body.items
      await until(`${path} has one`, async () => (await items()).length > 0)
      return (await items())[0]
    }
    const complaint = await first('/v1/complaints')
    await until('it can be disputed', async () => {
      const wish = { subscriber: charge.subscriber, charge: charge.id }
      return (await on.call('POST', '/v1/disputes', wish)).status === 202
    })
    const { number } = await first('/v1/cases')
    expect((await people['reviewer']?.call('POST', `/v1/cases/${number}/take`, {}))?.status).toBe(200)
    const { id = '' } = await first('/v1/disputes?status=open')
    Object.assign(places, {
      'a complaint': `/complaints/${complaint['id']}`,
      'a dispute': `/disputes/${encodeURIComponent(id)}`,
      'a case': `/cases/${number}`,
      'a month': `/settlements/sp-mellow/${month}`,
    })
    await first('/v1/dead-letters')
    await until('it is booked', async () => (await on.call('GET', `/v1/settlements/sp-mellow/${month}`)).status === 200)
  })
  const charge = { id: 'once-1', subscriber: '13500138702', service: 'weather-sms', amount_fen: 200 }
  const month = Temporal.Now.plainDateISO('Asia/Shanghai').subtract({ months: 1 }).toString().slice(0, 7)
  /** What has an address of its own only once it is there. */
  const places: Record<string, string> = {}
  const root = new URL('../services/console/web/src/', import.meta.url)
  /** All addresses that the console has, each with what is there. */
  const addresses = (): string[] =>
    globSync('*/screens.ts', { cwd: root }).flatMap((file) =>
      [...readFileSync(new URL(file, root), 'utf8').matchAll(/path: '\/console([^']*)'/g)].map(([, path = '']) => {
        const [, area = ''] = path.split('/')
        const known = { complaints: 'a complaint', disputes: 'a dispute', cases: 'a case', settlements: 'a month' }[
          area
        ]
        const ids = { partners: 'sp-huayu', services: 'joke-daily', ports: '10661234', apply: 'services' }
        if (known && path.includes('$')) return path.replace(/^\/\w+(\/\$\w+)+/, places[known] ?? '')
        return path.replace(
          /\$\w+/,
          { ...ids, risk: 'sp-huayu', 'dead-letters': 'letter', charges: charge.id }[area] ?? '1',
        )
      }),
    )
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
      // Out of sight it is before it is closed, and until then the next Escape is meant for it.
      await settled(page)
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
    ['a dispute', 'zh-CN', '属实', 1280],
    ['a dispute', 'en-GB', 'Not proven', 390],
    ['a case', 'zh-CN', '暂缓', 390],
    ['a case', 'en-GB', 'Hand over', 1280],
    ['a case', 'en-GB', 'Hand up', 390],
    ['a case', 'zh-CN', '恢复扣费', 1280],
    ['a month', 'zh-CN', '结账', 390],
    ['a month', 'en-GB', 'Close the month', 1280],
    ['/dead-letters/letter', 'zh-CN', '重放', 1280],
    ['/dead-letters/letter', 'en-GB', 'Replay', 390],
  ] as const)('on %s, %s: “%s” at %d px', async (place, locale, name, width) => {
    const path = places[place] ?? place
    const role = roles[place] ?? 'administrator'
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

  /* Every address of the console: what is of a kind that has its own test is met here with nothing of it. */
  it.each([
    ['zh-CN', 1280],
    ['en-GB', 390],
  ] as const)('every screen can be used by everybody, and fits (%s, %d px)', async (locale, width) => {
    const page = await openConsole(browser, on, people['administrator'], '', { locale, width, dark: width === 390 })
    const wrong: unknown[] = []
    for (const path of addresses()) {
      await page.evaluate((to) => {
        history.pushState({}, '', to)
        dispatchEvent(new PopStateEvent('popstate'))
      }, `/console${path}`)
      await until(`${path} is there`, async () => new URL(page.url()).pathname === `/console${path}`)
      await page.locator('main h1, main .part-failed').first().waitFor()
      await until('all of it has come', async () => (await page.locator('.ant-skeleton, .list-loading').count()) === 0)
      await settled(page)
      const [found, isFitting] = [await faults(page, 'main'), await fits(page)]
      if (found.length > 0 || !isFitting) wrong.push([path, found, isFitting])
    }
    expect(wrong).toEqual([])
  })

  it('filters of a list, in both languages', async () => {
    for (const locale of ['zh-CN', 'en-GB']) {
      const page = await openConsole(browser, on, people['administrator'], '/complaints', { locale })
      await page.locator('.row-link').first().waitFor()
      expect(await choices(page, 'main')).toEqual([])
    }
  })

  /* Somebody’s hand is quicker than the gateway: two clicks on what does something are one wish. */
  it.each([
    ['/dead-letters/letter', 'Replay', '**/v1/dead-letters/*/replay'],
    ['a month', 'Close the month', '**/v1/settlements/**/close'],
    ['a dispute', 'Proven', '**/v1/disputes/*/decision'],
  ] as const)('two clicks are one wish: on %s, “%s”', async (place, name, calls) => {
    const page = await openConsole(browser, on, people[roles[place] ?? 'administrator'], places[place] ?? place)
    let sent = 0
    await page.route(calls, async (route) => {
      sent++
      await route.continue()
    })
    await button(page.getByRole('main'), name).click()
    const yes = button(page.locator(`${DIALOG}:visible`), name)
    await yes.dblclick()
    await until('it is sent', () => sent > 0)
    await until('nothing is at work', async () => (await page.locator('.ant-btn-loading').count()) === 0)
    expect(sent).toBe(1)
  })

  it('two clicks with another name between them are two wishes: an application is never told as sent unsent', async () => {
    const page = await openConsole(browser, on, people['operations'], '/apply/partners')
    const sent: string[] = []
    let go = () => {}
    const held = new Promise<void>((done) => {
      go = done
    })
    await page.route('**/v1/catalogue/partners', async (route) => {
      sent.push(route.request().postDataJSON().name_en)
      await held
      await route.continue()
    })
    const typed = {
      Id: 'sp-twice',
      'Name in English': 'Once',
      'Name in Chinese': '一次',
      Kind: 'content',
    }
    for (const [label, value] of Object.entries(typed)) await page.getByLabel(label).first().fill(value)
    const send = () => page.locator('main form').evaluate((form: HTMLFormElement) => form.requestSubmit())
    await send()
    await until('the first is on its way', () => sent.length === 1)
    await page.getByLabel('Name in English').fill('Twice')
    await send()
    await until('the second is on its way', () => sent.length === 2)
    go()
    expect(sent).toEqual(['Once', 'Twice'])
  })

  it('the keys of a screen, by `?`', async () => {
    const page = await openConsole(browser, on, people['administrator'], '/complaints')
    await page.locator('.row-link').first().waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog').locator('kbd').first().waitFor()
    expect(await faults(page)).toEqual([])
  })
})
