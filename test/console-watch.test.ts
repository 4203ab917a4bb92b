import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { dayOf } from '#calendar'
import { traffic, trafficKey } from '#contracts'
import { edgeRecord } from '#service'
import { chromiumPath, faults, openBrowser } from './browser.ts'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { button, fits, focused, openPage, press, region, signIn } from './keyboard.ts'
import { until } from './until.ts'

/* What the console shows of the gateway, in a real Chromium: figures, health, keys; live, broken, and when the session ends. */
describe.runIf(chromiumPath)('the console, watching', () => {
  let gateway: TestGateway
  let browser: Browser
  beforeAll(async () => {
    gateway = await startTestGateway('embedded')
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await gateway?.stop()
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
  })
  const password = () => gateway.gateway.signIns[0]?.password as string
  const problems: string[] = []

  async function open(path: string, { who = 'demo.administrator', locale = 'en-GB', width = 1280 } = {}) {
    const page = await openPage(browser, gateway, `/console${path}`, { locale, width })
    page.on('console', (each) => {
      if (each.type() === 'error' && each.text().includes('Content Security')) problems.push(each.text())
    })
    await enter(page, who)
    return page
  }
  /** Acts, until the audit is answered that was asked for with this. */
  const answered = (page: Page, asked: string, act: () => Promise<void>) =>
    Promise.all([
      page.waitForResponse((each) => each.url().includes('/v1/audit?') && each.url().includes(asked)),
      act(),
    ])
  async function enter(page: Page, who: string) {
    await signIn(page, who, password())
    await page.locator('.head h1').waitFor()
  }

  it('hears of a complaint while it is open, and leads from the figure to it', async () => {
    const page = await open('')
    const due = region(page, 'Complaints without a first answer')
    await due.getByText('None now.').waitFor()
    await page.getByText('Live', { exact: true }).waitFor()
    await gateway.phone('8613500135841').ask('10086', '投诉 笑话天天看 没有订过')
    await due.locator('a[href^="/console/complaints/"]').first().waitFor()
    await due.getByText('nobody', { exact: true }).first().waitFor()
    // The share that ends satisfied stands here, and where complaints are worked.
    const rated = 'Complaints closed in the last 30 days: nobody said yet whether the outcome satisfies.'
    await due.getByText(rated).waitFor()
    await due.getByRole('link', { name: 'See all' }).click()
    await page.getByRole('heading', { name: 'Complaints', level: 1 }).waitFor()
    await page.getByText(rated).waitFor()
  })

  it.each([
    ['zh-CN', 1440, '您好'],
    ['en-GB', 390, 'Hello'],
  ])(
    'shows traffic, links and lanes; nothing keeps anybody from reading it (%s, %d px)',
    async (locale, width, hello) => {
      const page = await open('', { locale, width })
      await page.getByRole('heading', { name: new RegExp(`^${hello}`) }).waitFor()
      await page.locator('.tiles').waitFor()
      await page.locator('.chart canvas').first().waitFor()
      await page.getByText(/^(已连接|Bound)$/).waitFor()
      expect(await faults(page)).toEqual([])
      expect(await fits(page)).toBe(true)
    },
  )

  it('each figure leads to exactly what it counts: its steps add up to it, and lists are narrowed to the same', async () => {
    const { bus, clock } = gateway.gateway.deps
    const ago = (hours: number) => clock.now() - hours * 3_600_000
    const counted = [
      [ago(2), { wrong: 7, charges: 40 }],
      [ago(3), { wrong: 5 }],
      [ago(2 + 168), { wrong: 4 }],
    ] as const
    await bus.publish(
      counted.map(([at, counts], place) => {
        const data = { step: 'minute', countedAt: at, counts }
        const message = { id: `seen-${place}`, at, corr: 'seen', type: 'traffic.counted', data }
        return edgeRecord(traffic, bus, trafficKey('minute', at), message)
      }),
    )
    const page = await open('', { locale: 'zh-CN' })
    const tiles = page.locator('.tiles li')
    const wrong = tiles.filter({ has: page.getByRole('heading', { name: '错误扣费', exact: true }) })
    await wrong.getByText('12', { exact: true }).waitFor()
    await wrong.getByText('比上周多 200%').waitFor()
    const to = await tiles.evaluateAll((all) =>
      all.map((each) => [each.querySelector('h2')?.textContent, each.querySelector('a')?.getAttribute('href')]),
    )
    expect(Object.fromEntries(to)).toEqual({
      收到的短信: '/console/traffic/mo?range=day',
      发出的短信: '/console/traffic/mt?range=day',
      二次确认: '/console/traffic/prompts?range=day',
      同意: '/console/traffic/yes?range=day',
      拒绝: '/console/traffic/no?range=day',
      未答复: '/console/traffic/silence?range=day',
      退订业务: '/console/traffic/unsubscribes?range=day',
      投诉: '/console/traffic/complaints?range=day',
      错误扣费: '/console/traffic/wrong?range=day',
      退费: '/console/traffic/refunds?range=day',
    })
    await wrong.getByRole('link').click()
    await page.getByRole('heading', { name: '错误扣费', level: 1 }).waitFor()
    const cells = (row: Locator) => row.locator('td').allTextContents()
    await expect.poll(() => page.locator('tbody tr').count()).toBe(2)
    const rows = await Promise.all((await page.locator('tbody tr').all()).map(cells))
    expect(rows.map(([, now, past]) => [now, past])).toEqual([
      ['7', '4'],
      ['5', '0'],
    ])
    expect(await cells(page.locator('tfoot tr'))).toEqual(['12', '4'])
    expect(await faults(page)).toEqual([])
    await page.getByRole('link', { name: '结算', exact: true }).last().waitFor()
    // Every figure, clicked: its steps add up to it, and say so.
    for (const [name] of to) {
      await page.goBack()
      const tile = page
        .locator('.tiles li')
        .filter({ has: page.getByRole('heading', { name: name ?? '', exact: true }) })
      await tile.getByRole('link').click()
      await page.getByRole('heading', { name: name ?? '', level: 1, exact: true }).waitFor()
      await page.locator('main tfoot, main p.panel').waitFor()
    }
    await page.goBack()
    // What a list of the overview shows the beginning of is narrowed to the same where it is whole.
    for (const [part, href] of [
      ['待首次答复的投诉', '/console/complaints?status=waiting'],
      ['待处置的群发事件', '/console/campaigns?status=proposed'],
      ['待首次答复的举报', '/console/reports?status=waiting'],
      ['突增预警', '/console/alarms?status=now'],
      ['最近的封堵', '/console/blocks?status=held'],
    ] as const) {
      const all = region(page, part).getByRole('link', { name: '查看全部' })
      await all.waitFor()
      expect([part, await all.getAttribute('href')]).toEqual([part, href])
    }
    const decide = page.locator('section.panel', { has: page.getByRole('heading', { name: '待您复核', exact: true }) })
    expect(await decide.getByRole('link').getAttribute('href')).toBe('/console/proposals?status=mine')
    for (const path of ['/console/complaints?status=waiting', '/console/traffic/mo?range=week']) {
      await page.goto(`${gateway.gateway.url}${path}`)
      await page.locator('main .table, main .list-empty, main p.panel').first().waitFor()
    }
  })

  it('without a network says what is old, and what cannot be done; nothing waits in silence', async () => {
    const page = await open('/system')
    await page.getByRole('cell', { name: 'transceiver' }).waitFor()
    await page.getByText('Live', { exact: true }).waitFor()
    const parts = () =>
      performance.getEntriesByType('resource').filter(({ name }) => /\/area-.*\.js$/.test(name)).length
    await until('the other screens are here', async () => (await page.evaluate(parts)) >= 10)
    await page.context().setOffline(true)
    await page.getByText('Connecting again; what is shown may not be the newest.').waitFor()
    // What is loaded stays, as of when it was; what is not loaded yet says what to do.
    await page.getByRole('navigation').getByRole('link', { name: 'API keys', exact: true }).click()
    await page
      .getByRole('alert')
      .getByText(/No connection/)
      .waitFor()
    await page.getByRole('navigation').getByRole('link', { name: 'Complaints', exact: true }).click()
    await page.getByRole('heading', { name: 'Complaints', exact: true }).waitFor()
    await page
      .getByRole('alert')
      .getByText(/No connection/)
      .waitFor()
    await page.getByRole('navigation').getByRole('link', { name: 'Health', exact: true }).click()
    await page
      .getByText(/^This cannot be renewed now; it is as of/)
      .first()
      .waitFor()
    await page.getByRole('cell', { name: 'transceiver' }).waitFor()
    await page.context().setOffline(false)
    await page.getByText('Live', { exact: true }).waitFor()
    await button(page.getByRole('main'), 'Try again').first().click()
    // All parts of it, each when it was asked again.
    await expect.poll(() => page.getByText(/^This cannot be renewed now/).count()).toBe(0)
  })

  it('shows the other parts when one fails, and that one when it is tried again', async () => {
    const page = await open('/account')
    let away = true
    await page.route('**/console/api/traffic*', (route) => (away ? route.abort() : route.continue()))
    await page.getByRole('link', { name: 'Overview', exact: true }).click()
    await page.getByRole('alert').getByText('This part cannot be shown now').waitFor()
    await page.getByText('All processes are well.').waitFor()
    away = false
    await button(page, 'Try again').click()
    await page.locator('.tiles').waitFor()
  })

  it('shows each process, its links and lanes, and the policy in force with its sources', async () => {
    const page = await open('/system')
    await page.getByRole('cell', { name: 'transceiver' }).waitFor()
    await press(page.locator('summary', { hasText: /^All \d+/ }))
    await page.locator('details.fold').getByRole('cell', { name: 'subscriber', exact: true }).waitFor()
    expect(page.url()).toContain('open=lanes')
    await page.getByRole('navigation').getByRole('link', { name: 'Policy', exact: true }).click()
    // Folded by subject; what is opened is in the address, and what is looked for is open.
    const folds = page.locator('main .fold')
    await expect.poll(() => folds.count()).toBe(8)
    expect(await page.getByRole('row').count()).toBe(0)
    await press(folds.first().locator('summary'))
    await page.getByRole('row', { name: /shortCodes\.query/ }).waitFor()
    expect(page.url()).toContain('open=words')
    await page.reload()
    await page.getByRole('row', { name: /shortCodes\.query/ }).waitFor()
    await page.getByRole('switch').click()
    const row = page.getByRole('row', { name: /quietHours\.from/ })
    expect(await row.textContent()).toMatch(/00:00Operator’s file.*default/)
    expect(await page.getByRole('row').count()).toBeLessThan(15)
    expect(page.url()).toContain('changed=1')
    // Where nobody tells of lanes, nothing is said of what waits.
    await page.route('**/console/api/processes', (route) => route.fulfill({ json: { items: [] } }))
    await page.goto(`${gateway.gateway.url}/console/system`)
    await page.getByText('whether anything waits is not known').first().waitFor()
  })

  it('loses nothing typed when the session ends in the middle of a form', async () => {
    const page = await open('/keys')
    await button(page, 'New key').click()
    const dialog = page.getByRole('dialog', { name: 'New key' })
    await dialog.getByLabel('Name').fill('web shop of the north')
    // Nobody asks for anything: the stream says so.
    await page.evaluate(() => fetch('/console/api/session', { method: 'DELETE' }))
    await page.getByText('You were signed out').waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
    await enter(page, 'demo.administrator')
    await dialog.waitFor()
    expect(await dialog.getByLabel('Name').inputValue()).toBe('web shop of the north')
    await button(dialog, 'Cancel').click()
    await dialog.waitFor({ state: 'hidden' })
    await button(page, 'New key').click()
    expect(await dialog.getByLabel('Name').inputValue()).toBe('')
    await button(dialog, 'Cancel').click()
    await page.reload()
    await button(page, 'New key').waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  it('makes a key that is shown once, and revokes it', async () => {
    const page = await open('/keys')
    await button(page, 'New key').click()
    const dialog = page.getByRole('dialog', { name: 'New key' })
    await dialog.getByLabel('Name').fill('audit tool')
    await dialog.getByRole('combobox', { name: 'Kind' }).click()
    await page.getByTitle('Audit', { exact: true }).click()
    await dialog.getByRole('combobox', { name: 'Purposes' }).click()
    await page.getByTitle('audit', { exact: true }).click()
    await page.keyboard.press('Escape')
    await button(dialog, 'Save').click()
    const key = (await page.locator('code.secret').textContent()) as string
    expect((await gateway.call('GET', '/v1/seals', undefined, { key })).status).toBe(200)
    // Each dialog by its name: the one before may not be gone yet.
    await page
      .getByRole('dialog', { name: 'audit tool', exact: true })
      .getByRole('button', { name: 'Close' })
      .last()
      .click()
    await button(page, 'Revoke audit tool').click()
    await button(page.getByRole('dialog', { name: /^Revoke/ }), 'Revoke').click()
    await until(
      'it opens nothing',
      async () => (await gateway.call('GET', '/v1/seals', undefined, { key })).status === 401,
    )
    await button(page, 'Revoke audit tool').waitFor({ state: 'detached' })
  })

  it.each([
    ['zh-CN', 1440, ['人员', '对象', '日期'], ['较新', '较早'], '没有符合条件的记录。'],
    ['en-GB', 390, ['Who', 'On what', 'Day'], ['Newer', 'Older'], 'Nothing fits what you look for.'],
  ] as const)(
    'the audit, narrowed, is read page by page, by days of the operator’s calendar (%s, %d px)',
    async (locale, width, [who, what, day], [newer, older], nothing) => {
      const wish = { name: 'of the audit', kind: 'auditor', purposes: ['audit'] }
      const told = async () =>
        (await gateway.call('GET', '/v1/audit?actor=key%20admin&order=desc&limit=200')).body.items
      const before = (await told()).length
      await Promise.all(Array.from({ length: 60 }, () => gateway.call('POST', '/v1/keys', wish)))
      await until('all are on the audit', async () => (await told()).length === before + 60)
      const page = await open('/audit', { locale, width })
      const rows = page.locator('tbody tr, .row-card')
      const numbers = async () => (await rows.allInnerTexts()).map((each) => Number(/\d+/.exec(each)?.[0]))
      const full = (lowest: number) => until('a page', async () => Math.min(...(await numbers())) === lowest)
      await page.getByLabel(who).fill('key admin')
      await page.getByLabel(who).press('Enter')
      await page.waitForURL(/actor=/)
      const items = await told()
      const its: number[] = items.map((each: { number: number }) => each.number)
      const size = width < 720 ? 20 : 50
      await full(its[size - 1] as number)
      expect(await numbers()).toEqual(its.slice(0, size))
      expect(await button(page, newer).isDisabled()).toBe(true)
      await button(page, older).click()
      await full(its[Math.min(2 * size, its.length) - 1] as number)
      expect(await numbers()).toEqual(its.slice(size, 2 * size))
      await button(page, newer).click()
      await full(its[size - 1] as number)
      expect([await numbers(), await fits(page), await faults(page)]).toEqual([its.slice(0, size), true, []])
      // The latest’s own day, as it is written there; on the day after there is nothing yet.
      const { at } = items[0].content
      const today = dayOf(at, 'Asia/Shanghai')
      await answered(page, `day=${today}`, () => page.getByLabel(day).fill(today))
      const shape = { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'Asia/Shanghai' } as const
      const written = new Intl.DateTimeFormat(locale, shape).format(at)
      await page.getByText(written, { exact: true }).first().waitFor()
      if (width < 720) await page.getByRole('button', { name: 'Menu' }).click()
      await page
        .getByText(/^(时间：|Times: )GMT\+8$/)
        .filter({ visible: true })
        .waitFor()
      if (width < 720) await page.keyboard.press('Escape')
      const later = dayOf(at + 2 * 86_400_000, 'Asia/Shanghai')
      await answered(page, `day=${later}`, () => page.getByLabel(day).fill(later))
      await page.getByText(nothing).waitFor()
      await answered(page, 'target=nothing', async () => {
        await page.getByLabel(what).fill('nothing')
        await page.getByLabel(what).press('Enter')
      })
      await page.getByText(nothing).waitFor()
      expect(await fits(page)).toBe(true)
    },
  )

  it('the audit, narrowed by two, says what it has not looked at, and asks little', async () => {
    const page = await open('/audit')
    // A long audit: by this person there is ever more, of it nothing on that; by another, as much as a page.
    const fifty = Array.from({ length: 50 }, (_, place) => ({ id: `r${place}`, number: 50 - place }))
    let asked = 0
    await page.route(/\/v1\/audit\?.*target=/, (route) => {
      const query = new URL(route.request().url()).searchParams
      asked++
      if (query.get('actor') === 'much') return route.fulfill({ json: { items: [], next: `n${asked}` } })
      return route.fulfill({ json: Number(query.get('limit')) > 50 ? { items: fifty } : { items: fifty, next: 'r49' } })
    })
    const narrowed = (actor: string) => page.goto(`${gateway.gateway.url}/console/audit?actor=${actor}&target=that`)
    await narrowed('much')
    await page.getByText('Not among the 1600 that were looked at; go on with “Older”.').waitFor()
    expect([asked, await button(page, 'Older').isEnabled()]).toEqual([8, true])
    await page.getByText('Live', { exact: true }).waitFor()
    // What the page hears of, it would ask again for within 300 ms.
    const heard = await page.evaluateHandle(
      () =>
        new Promise<{ news: Promise<void> }>((open) => {
          const source = new EventSource('/console/api/live')
          const news = new Promise<void>((resolve) =>
            source.addEventListener('changed', ({ data }) => data.includes('"audit"') && resolve(source.close())),
          )
          source.addEventListener('hello', () => open({ news }))
        }),
    )
    await gateway.call('POST', '/v1/keys', { name: 'news of the audit', kind: 'auditor', purposes: ['audit'] })
    await heard.evaluate(({ news }) => news)
    await page.waitForTimeout(600)
    expect(asked).toBe(8)
    await narrowed('fifty')
    await page.getByRole('cell', { name: '50', exact: true }).waitFor()
    expect(await button(page, 'Older').isDisabled()).toBe(true)
  })

  it('puts no style on a page without its nonce, dialogs included', () => expect(problems).toEqual([]))

  it('is walked by keyboard: past the rail, into what opens, and back to where one was', async () => {
    const page = await open('/keys')
    await page.reload()
    await button(page, 'New key').waitFor()
    await page.keyboard.press('Tab')
    const skip = page.getByText('Skip to content', { exact: true })
    await focused(skip)
    await skip.press('Enter')
    await focused(page.locator('#screen'))
    const opens = button(page, 'New key')
    await press(opens)
    await page.getByRole('dialog', { name: 'New key' }).getByLabel('Name').waitFor()
    // When it has opened, that is.
    await until('focus is in the dialog', () =>
      page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null),
    )
    await page.keyboard.press('Escape')
    await focused(opens)
  })
})
