import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, faults, openBrowser } from './browser.ts'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { button, fits, focused, openConsole, press, region, type } from './keyboard.ts'
import { PersonInBrowser } from './people.ts'
import { reported, sent, spam } from './spam-world.ts'
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
    doJoin: /^并\s?入$/,
    joinedByStaff: '由人工并入',
    places: '地区',
    off: /另有 1 个地区不在地点文件里/,
    noMap: /请管理员导入地点文件/,
    reason: '理由',
    dismissed: '不予处置',
    otp: /验证码 84/,
    warning: /84 条验证码也会被拦下/,
    limited: '已封堵营销',
    holds: '封堵中',
    waits: /等待第二人同意/,
    approve: '同意',
    blocked: '已封堵',
    unblock: '解除封堵',
    traffic: '近8天发送量',
    blockedMarketing: '已封堵：仅营销',
    ofPort: '此端口的全部举报',
    itsReports: '逐件举报',
    toCampaign: '查看内容相同的举报',
    satisfied: /举报尚无评价/,
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
    doJoin: 'Join',
    joinedByStaff: 'Joined by staff',
    places: 'Districts',
    off: /Not in the file of places.*: 1\./,
    noMap: /an administrator imports where they are/,
    reason: 'Reason',
    dismissed: 'Dismissed',
    otp: /84 one-time passwords/,
    warning: /It sent 84 one-time passwords last week/,
    limited: 'Marketing blocked',
    holds: 'In force',
    waits: /waits for a second person/,
    approve: 'Approve',
    blocked: 'Blocked',
    unblock: 'Unblock',
    traffic: 'Sent in the last 8 days',
    blockedMarketing: 'Blocked: marketing only',
    ofPort: 'All reports of this port',
    itsReports: 'Its reports',
    toCampaign: 'See all reports of this text',
    satisfied: /^Reports closed.*nobody said yet/,
  },
} as const
type Locale = keyof typeof languages

/* Campaigns as people see them: from the morning's overview to a decision by keyboard alone; empty, full and broken. */
describe.runIf(chromiumPath)('campaigns on the screens', () => {
  let on: TestGateway
  let browser: Browser
  const people: Record<string, PersonInBrowser> = {}
  beforeAll(async () => {
    on = await startTestGateway('embedded', { DEMO: 'off' })
    browser = await openBrowser()
    const send = (kind: string, csv: string) =>
      on.call('POST', `/v1/import/${kind}`, csv, { headers: { 'content-type': 'text/csv' } })
    await send('partners', 'partner_id,name_zh,name_en,kind\nsp-huayu,华娱互动,Huayu,sp\nsp-mellow,悦听,Mellow,sp\n')
    const ports = [
      ['10662021', 'sp-huayu'],
      ['10663456', 'sp-mellow'],
      ['10661234', 'sp-huayu'],
      ['10657700', 'sp-mellow'],
    ].map((each) => `${each.join()},commerce,service otp marketing\n`)
    await send('ports', `port,partner_id,category,classes\n${ports.join('')}`)
    const where = await send(
      'places',
      'place,lat,lon\n朝阳区,39.9219,116.4436\n海淀区,39.9593,116.2982\n顺义区,40.13,\n',
    )
    expect([where.status, where.text.match(/"line":4,"error":"lat, lon: /)?.length]).toEqual([200, 1])
    for (const [id, role] of [
      ['li.xue', 'operations'],
      ['sun.wei', 'operations'],
      ['he.jing', 'auditor'],
    ] as const)
      people[id] = await PersonInBrowser.made(on, id, role)
  })
  afterAll(async () => {
    await browser?.close()
    await on?.stop()
  })

  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
  })
  const open = (who: string, path: string, locale: Locale, width?: number) =>
    openConsole(browser, on, people[who], path, width ? { locale, width } : { locale })
  const proposed = async () => (await on.call('GET', '/v1/campaigns?status=proposed')).body.items
  const locales = Object.keys(languages) as Locale[]

  it.each(locales)('say so where there is nothing yet (%s)', async (locale) => {
    const t = languages[locale]
    const page = await open('li.xue', '/campaigns', locale)
    await page.getByText(t.none).waitFor()
    expect(await faults(page)).toEqual([])
    const overview = await open('li.xue', '', locale)
    await region(overview, t.due).getByText(t.none).waitFor()
    await overview.getByText(t.satisfied).waitFor()
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
        district: ['朝阳区', '海淀区', '通州区'][n % 3]!,
      }))
      await reported(on, first, told)
      await until('it waits for a person', async () =>
        (await proposed()).some((each: { kind: string; reports: number }) => each.kind === kind && each.reports === 9),
      )
      const page = await open('li.xue', '', locale)
      await press(region(page, t.due).getByRole('link', { name: texts[0].slice(0, 12) }))
      await page.getByRole('heading', { name: t.variants }).waitFor()
      expect(await region(page, t.proposal).textContent()).toMatch(t.weighted)
      // Where they were got, on a map as far as the operator's file goes, and below by district.
      const places = region(page, t.places)
      await places.getByRole('img', { name: /^(地图|Map): .*朝阳区 3.*海淀区 3|海淀区 3.*朝阳区 3/ }).waitFor()
      await places.getByText(t.off).waitFor()
      await places.getByRole('row', { name: /通州区/ }).waitFor()
      // What the first text has not is marked; the first itself has no mark.
      const [plain, marked] = await Promise.all(
        [0, 1].map((n) => page.locator('.variants > li').nth(n).locator('mark').count()),
      )
      expect([plain, marked! > 0]).toEqual([0, true])
      expect(await faults(page)).toEqual([])
      const before = await page.locator('.variants > li').count()
      await press(page.getByRole('button', { name: t.split }).last())
      await type(page.getByRole('dialog').getByLabel(t.reason, { exact: true }), 'another sender')
      await press(button(page.getByRole('dialog'), t.doSplit))
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
      await expect.poll(() => page.locator('.variants > li').count()).toBe(before - 1)
      await page.keyboard.press('x')
      await focused(page.locator('input[type=radio][value=dismissed]'))
      const reason = page.locator('#decide').locator('..').getByLabel(t.reason, { exact: true })
      await type(reason, '=1+1 is an advertisement that was asked for')
      await reason.press('Control+Enter')
      await page.getByRole('heading', { name: t.dismissed, exact: true }).waitFor()
      await page.getByText('=1+1 is an advertisement that was asked for').waitFor()
      expect(await faults(page)).toEqual([])
    },
  )

  it.each([
    ['zh-CN', spam.loan, '10662021', 'sp-huayu', 8613700030000],
    ['en-GB', spam.prize, '10663456', 'sp-mellow', 8613700040000],
  ] as const)(
    'lead from the overview to a block of marketing, once its one-time passwords were seen (%s)',
    async (locale, texts, port, partner, first) => {
      const t = languages[locale]
      await sent(
        on,
        port,
        Array.from({ length: 8 }, () => ({ otp: [12, 0], marketing: [140, 3] })),
      )
      const phone = on.phone(String(first + 50))
      await phone.ask('10086999', `${port}*${texts[0]}`)
      await reported(
        on,
        first,
        Array.from({ length: 7 }, (_, n) => ({
          text: texts[n % texts.length]!,
          kind: 'fraud',
          port,
          partner,
          days: 6 - n,
        })),
      )
      await until('it waits for a person', async () =>
        (await proposed()).some(
          (each: { id: string; port: string; reports: number }) =>
            each.id[0] === 'c' && each.port === port && each.reports === 8,
        ),
      )
      const page = await open('li.xue', '', locale)
      await press(region(page, t.due).getByRole('link', { name: texts[0].slice(0, 12) }))
      await page.getByRole('heading', { name: t.proposal }).waitFor()
      await page.keyboard.press('b')
      const decide = page.getByRole('region', { name: /^(处置|Decide)$/ })
      await focused(decide.locator('input[type=radio][value=blocked]'))
      await decide.getByText(t.warning).waitFor()
      expect(await decide.textContent()).toMatch(t.otp)
      expect(await faults(page)).toEqual([])
      await page.keyboard.press('ArrowDown')
      await decide.getByText(t.warning).waitFor({ state: 'detached' })
      await type(decide.getByLabel(t.reason, { exact: true }), '<b>verified</b>')
      await decide.getByLabel(t.reason, { exact: true }).press('Control+Enter')
      await page.getByRole('heading', { name: t.limited, exact: true }).waitFor()
      await page.getByText(t.holds, { exact: true }).waitFor()
      await until('who reported it is told', () =>
        phone.inbox.some(({ text }) => text.includes(port) && /限制|no more marketing/.test(text)),
      )
      const ask = {
        items: [
          { from: port, to: '13800138001', class: 'marketing' },
          { from: port, to: '13800138001', class: 'otp' },
        ],
      }
      const { items } = (await on.call('POST', '/v1/mt/check', ask)).body
      expect(items.map((each: { allow: boolean }) => each.allow)).toEqual([false, true])
      // The report that came by SMS is listed with it, and leads back.
      await press(region(page, t.itsReports).getByRole('link', { name: /^\d{9}$/ }))
      await press(page.getByRole('link', { name: t.toCampaign }))
      await region(page, t.itsReports)
        .getByRole('link', { name: /^\d{9}$/ })
        .waitFor()
      // The page of the port says the same, and leads back.
      await page.goto(`${on.gateway.url}/console/ports/${port}`)
      await page.getByText(t.blockedMarketing, { exact: true }).waitFor()
      await region(page, t.traffic).locator('canvas').waitFor()
      await page.getByRole('link', { name: t.ofPort }).waitFor()
      expect(await faults(page)).toEqual([])
    },
  )

  it.each([
    [
      'zh-CN',
      1280,
      ['高薪招聘在家打字员，日结三百元，无需经验不收押金', '您的快递因地址不详已退回，请点链接更新'],
      8613700070000,
    ],
    [
      'en-GB',
      390,
      ['Dear winner, a parcel waits for you at the depot', 'Your bank card has been locked, verify now'],
      8613700080000,
    ],
  ] as const)('are joined to one by hand, by keyboard (%s, %i px)', async (locale, width, texts, first) => {
    const t = languages[locale]
    await reported(
      on,
      first,
      texts.flatMap((text) => [0, 1].map(() => ({ text, kind: 'fraud' as const, port: '10661234' }))),
    )
    const growing = async () =>
      (
        (await on.call('GET', '/v1/campaigns?status=growing&limit=100')).body.items as { id: string; text: string }[]
      ).filter(({ id }) => id.startsWith('c'))
    await until('both grow', async () => {
      const found = await growing()
      return texts.every((text) => found.some((each) => each.text.includes(text.slice(0, 12))))
    })
    const [from, into] = await Promise.all(
      texts.map(async (text) => (await growing()).find((each) => each.text.includes(text.slice(0, 12)))?.id ?? ''),
    )
    const page = await open('li.xue', `/campaigns/${from}`, locale, width)
    await page.getByRole('heading', { name: t.variants }).waitFor()
    await page.keyboard.press('m')
    const dialog = page.getByRole('dialog')
    const choice = dialog.getByRole('combobox')
    await focused(choice)
    await page.keyboard.type(texts[1].slice(0, 12))
    await page.locator('.ant-select-item-option', { hasText: texts[1].slice(0, 12) }).waitFor()
    await page.keyboard.press('Enter')
    await type(dialog.getByLabel(t.reason, { exact: true }), 'one sender, <b>one</b> page')
    expect(await faults(page)).toEqual([])
    await press(button(dialog, t.doJoin))
    await page.waitForURL((url) => url.pathname.endsWith(`/campaigns/${into}`))
    await until(
      'all are counted there',
      async () => (await on.call('GET', `/v1/campaigns/${into}`)).body.reporters === 4,
    )
    await page.getByText(texts[0].slice(0, 12)).first().waitFor()
    await page.getByText(t.joinedByStaff).waitFor()
    expect([await fits(page), await faults(page)]).toEqual([true, []])
    expect((await on.call('GET', `/v1/campaigns/${from}`)).body).toMatchObject({ into })
  })

  it.each([
    ['zh-CN', spam.invoice, '10661234', 8613700050000],
    ['en-GB', spam.estate, '10657700', 8613700060000],
  ] as const)(
    'ask a second person about a block of many messages, and are unblocked (%s)',
    async (locale, texts, port, first) => {
      const t = languages[locale]
      await sent(on, port, [{ otp: [9000, 0], service: [8000, 0] }])
      await reported(
        on,
        first,
        Array.from({ length: 6 }, () => ({ text: texts[0], kind: 'marketing', port })),
      )
      await until('it waits for a person', async () =>
        (await proposed()).some(({ id, port: of }: { id: string; port: string }) => id[0] === 'c' && of === port),
      )
      const { id } = (await proposed()).find(
        (each: { id: string; port: string }) => each.id[0] === 'c' && each.port === port,
      )
      const page = await open('li.xue', `/campaigns/${id}`, locale)
      await page.getByRole('heading', { name: t.proposal }).waitFor()
      await page.keyboard.press('b')
      await focused(page.locator('input[type=radio][value=blocked]'))
      await type(page.getByLabel(t.reason, { exact: true }), 'many complain')
      await page.getByLabel(t.reason, { exact: true }).press('Control+Enter')
      await page.getByText(t.waits).first().waitFor()
      await page.reload()
      await page.getByText(t.waits).first().waitFor()
      const second = await open('sun.wei', '/proposals', locale)
      const card = second.locator('.ant-card', { hasText: port })
      await card.getByText(/9,000/).waitFor()
      expect(await faults(second)).toEqual([])
      await press(button(card, t.approve))
      await card.waitFor({ state: 'detached' })
      await page.getByRole('heading', { name: t.blocked, exact: true }).waitFor()
      await press(button(page, t.unblock))
      await type(page.getByRole('dialog').getByLabel(t.reason, { exact: true }), 'appeal upheld')
      await press(button(page.getByRole('dialog'), t.unblock))
      await page.getByRole('region', { name: /^(处置|Decide)$/ }).waitFor()
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
    expect([await fits(page), await faults(page)]).toEqual([true, []])
    await page.locator('a.row-link').first().click()
    await page.locator('.variants').waitFor()
    expect([await fits(page), await faults(page)]).toEqual([true, []])
    let away = true
    await page.route('**/v1/campaigns?*', (route) => (away ? route.abort() : route.continue()))
    await page.goto(`${on.gateway.url}/console`)
    const due = region(page, t.due)
    await due.getByText(t.failed).waitFor()
    await page.locator('.tiles').waitFor()
    away = false
    await button(due, t.retry).click()
    await due.getByText(t.failed).waitFor({ state: 'detached' })
  })
})
