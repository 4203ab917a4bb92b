import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ledgerPostings, subscriberCommands } from '#contracts'
import { edgeDeadLetter, edgeRecord } from '#service'
import { chromiumPath, faults, openBrowser } from './browser.ts'
import { type Phone, startTestGateway, type TestGateway } from './gateway.ts'
import { button, focused, openConsole, press, region, signIn, type } from './keyboard.ts'
import { PersonInBrowser } from './people.ts'
import { until } from './until.ts'

/** What each task meets on its way, in both languages. */
const languages = {
  'zh-CN': {
    complaint: /^投诉 \d{8}$/,
    story: '来龙去脉',
    told: '告知用户的内容',
    closeUpheld: '办结：属实',
    closed: '已办结',
    proven: /裁定：属实/,
    provenDo: '属实',
    refund: '再退¥2.00，合计¥4.00，由合作方承担。',
    number: '用户号码',
    reason: '理由',
    all: '全部退订',
    cancelled: /^已为您退订1项/,
    none: '没有付费业务。',
    undo: /^恢复/,
    undone: /^已恢复1项业务/,
    rates: '满意',
    rated: /^感谢您的评价/,
    line: '锁定、监护与挂失',
    lock: '锁定',
    lockPart: '业务锁定',
    lockedSms: /已锁定/,
    lostPart: '手机丢失或被盗',
    lostSince: '丢失时间',
    lostShow: '先看会如何处理',
    lostWould: '作废其后的确认：1 项',
    lostDo: '挂失并处理',
    lostCase: '挂失案件',
    apply: '申请准入',
    fields: ['编号', '中文名称', '英文名称', '类别'],
    send: '提交申请',
    waits: '已提交，等待另一人复核。',
    approve: '同意',
    inForce: '生效中',
    close: '结账',
    closeWaits: '已提交，等待另一人复核。',
    monthClosed: /结账$/,
    why: '查看理由',
    see: '查看内容',
    replay: '重放',
    replayed: /^li\.xue 于 .+ 重放$/,
    csv: '导出 CSV',
  },
  'en-GB': {
    complaint: /^Complaint \d{8}$/,
    story: 'How it came about',
    told: 'What the subscriber is told',
    closeUpheld: 'Close: upheld',
    closed: 'Closed',
    proven: /Decided: proven|proven/i,
    provenDo: 'Proven',
    refund: '¥2.00 more goes back, ¥4.00 in all; the partner pays.',
    number: 'Subscriber’s number',
    reason: 'Reason',
    all: 'Cancel all',
    cancelled: /^(Cancelled|已为您退订1项)/,
    none: 'Nothing is paid for.',
    undo: /^Undo/,
    undone: /^(Restored|已恢复1项)/,
    rates: 'Not satisfied: complain',
    rated: /投诉|complaint/i,
    line: 'Lock, guardian & lost phone',
    lock: 'Lock',
    lockPart: 'Lock of the line',
    lockedSms: /locked|已锁定/i,
    lostPart: 'Lost or stolen phone',
    lostSince: 'Lost since',
    lostShow: 'Show what would be put right',
    lostWould: 'End what was confirmed since: 1',
    lostDo: 'Lock and put right',
    lostCase: 'Case of a lost phone',
    apply: 'Apply',
    fields: ['Id', 'Name in Chinese', 'Name in English', 'Kind'],
    send: 'Send application',
    waits: 'It waits for a second person.',
    approve: 'Approve',
    inForce: 'In force',
    close: 'Close the month',
    closeWaits: 'It waits for a second person.',
    monthClosed: /^Closed /,
    why: 'Why you look',
    see: 'See the content',
    replay: 'Replay',
    replayed: /^Replayed by li\.xue/,
    csv: 'Export CSV',
  },
} as const
type Locale = keyof typeof languages

/* Each task of staff from its start to its end, in a real Chromium, by keyboard alone, in both languages. */
describe.runIf(chromiumPath)('by keyboard alone', () => {
  let on: TestGateway
  let browser: Browser
  const people: Record<string, PersonInBrowser> = {}
  const month = Temporal.Now.plainDateISO('Asia/Shanghai').subtract({ months: 1 }).toString().slice(0, 7)

  beforeAll(async () => {
    on = await startTestGateway('embedded', { DEMO: 'off' })
    browser = await openBrowser()
    const send = async (kind: string, csv: string) =>
      expect(
        (await on.call('POST', `/v1/import/${kind}`, csv, { headers: { 'content-type': 'text/csv' } })).status,
      ).toBe(200)
    await send('partners', 'partner_id,name_zh,name_en,kind\nsp-huayu,华娱互动,Huayu,sp\nsp-mellow,悦听,Mellow,sp\n')
    await send('ports', 'port,partner_id,category,classes\n10661234,sp-huayu,jokes,service\n')
    await send(
      'services',
      'service_id,partner_id,port,name_zh,name_en,tariff_fen,period,window,code\njoke-daily,sp-huayu,10661234,每日笑话,Daily Jokes,500,month,24h,XH\nweather-sms,sp-huayu,10661234,气象短信,Weather SMS,200,month,24h,QX\n',
    )
    for (const [id, role] of [
      ['li.xue', 'operations'],
      ['sun.wei', 'operations'],
      ['zhao.rui', 'reviewer'],
      ['wu.gui', 'counter'],
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
  const open = (who: string, path: string, locale: Locale) => openConsole(browser, on, people[who], path, { locale })
  async function approve(what: string, locale: Locale): Promise<void> {
    const page = await open('sun.wei', '/proposals', locale)
    const card = page.locator('.ant-card', { hasText: what })
    await press(button(card, languages[locale].approve))
    await card.waitFor({ state: 'detached' })
    await page.context().close()
  }
  async function subscriber(number: string): Promise<Phone> {
    const phone = on.phone(number)
    const file = `msisdn,service_id,package,since\n${number},weather-sms,,2026-01-02\n`
    await on.call('POST', '/v1/import/subscriptions', file, { headers: { 'content-type': 'text/csv' } })
    return phone
  }
  const each = Object.keys(languages).map((locale, index) => [locale as Locale, String(index)] as const)

  it.each(each)(
    'a complaint is taken, closed with what the subscriber is told, and exported (%s)',
    async (locale, n) => {
      const t = languages[locale]
      const phone = await subscriber(`861350013830${n}`)
      const text = `=1+1 没有订过 ${n}`
      await on.call('POST', '/v1/complaints', { subscriber: phone.number, text })
      await phone.next()
      const page = await open('zhao.rui', '/complaints', locale)
      await page.getByText(text).waitFor()
      const asCsv = page.getByRole('link', { name: t.csv })
      const [csv] = await Promise.all([page.waitForEvent('download'), press(asCsv)])
      expect(readFileSync(await csv.path(), 'utf8')).toContain(`'${text}`)
      await page.keyboard.press('t')
      await page.getByRole('heading', { name: t.complaint }).waitFor()
      const told = page.getByLabel(t.told, { exact: true })
      await told.waitFor()
      await page.keyboard.press('a')
      await focused(told)
      await page.keyboard.type('查实，已退。')
      await page.keyboard.press('Shift+Tab')
      await page.keyboard.press('ArrowRight')
      await expect.poll(() => page.getByLabel(t.closeUpheld, { exact: true }).isChecked()).toBe(true)
      await page.keyboard.press('Shift+Tab')
      await page.keyboard.press('a')
      await focused(told)
      await page.keyboard.press('Control+Enter')
      await page.locator('.facts').getByText(t.closed, { exact: true }).waitFor()
      expect((await phone.next()).text).toContain('查实，已退。')
    },
  )

  it.each(each)('a dispute is decided, with what it means said before (%s)', async (locale, n) => {
    const t = languages[locale]
    const phone = await subscriber(`861350013831${n}`)
    const charge = { id: `fair-${n}`, subscriber: phone.number, service: 'weather-sms', amount_fen: 200 }
    await on.call('POST', '/v1/charges', { items: [{ ...charge, charged_at: new Date().toISOString() }] })
    await until('it can be disputed', async () => {
      const wish = { subscriber: phone.number, charge: charge.id }
      return (await on.call('POST', '/v1/disputes', wish)).status < 300
    })
    const page = await open('zhao.rui', '/disputes', locale)
    await page.getByRole('link', { name: new RegExp(charge.id) }).waitFor()
    await page.keyboard.press('t')
    await region(page, t.story).waitFor()
    await until('it is taken', async () => {
      const { items } = (await on.call('GET', '/v1/disputes?status=open&owner=zhao.rui')).body
      return items.length === 1 && items[0].charge === charge.id
    })
    await page.keyboard.press('y')
    const dialog = page.getByRole('dialog')
    await dialog.getByText(t.refund).waitFor()
    await press(button(dialog, t.provenDo))
    await page.locator('.note').getByText(t.proven).waitFor()
  })

  it.each(each)('a subscriber is served: looked up, all cancelled, undone, locked (%s)', async (locale, n) => {
    const t = languages[locale]
    const phone = await subscriber(`861350013832${n}`)
    const page = await open('wu.gui', '/counter', locale)
    await type(page.getByLabel(t.number), phone.number)
    await type(page.getByLabel(t.reason, { exact: true }), 'papers were checked')
    await press(page.getByLabel(t.reason, { exact: true }))
    await page.getByRole('heading', { name: `+${phone.number}` }).waitFor()
    await press(button(page, t.all))
    await press(button(page.getByRole('dialog'), t.all))
    expect((await phone.next()).text).toMatch(t.cancelled)
    await page.getByText(t.none).waitFor()
    await press(button(page, t.undo))
    expect((await phone.next()).text).toMatch(t.undone)
    await page.locator('body').press('6')
    const line = region(page, t.lockPart)
    await type(line.getByLabel(t.reason, { exact: true }), 'asked for it')
    await press(button(line, t.lock))
    expect((await phone.next()).text).toMatch(t.lockedSms)
  })

  it.each(each)('of a refund the subscriber says at the counter whether it is solved (%s)', async (locale, n) => {
    const t = languages[locale]
    const phone = await subscriber(`861350013834${n}`)
    // Charging tells of a refund a minute after it, to tell of several at once.
    const { bus, clock, keyOf } = on.gateway.deps
    const at = clock.now()
    const item = { serviceId: 'weather-sms', amountFen: 200, at, refundFen: 400, rule: 'no.consent' }
    const data = { msisdn: phone.number, kind: 'refund', items: [item] }
    const message = { id: `told ${phone.number}`, at, corr: 'refund', type: 'reminder.due', data }
    await bus.publish([edgeRecord(subscriberCommands, bus, keyOf(phone.number), message)])
    expect((await phone.next()).text).toMatch(/退4元|CNY 4/)
    const page = await open('wu.gui', '/counter?tab=charges', locale)
    await type(page.getByLabel(t.number), phone.number)
    await type(page.getByLabel(t.reason, { exact: true }), 'asks about a refund')
    await press(page.getByLabel(t.reason, { exact: true }))
    const rate = button(page.getByRole('tabpanel'), t.rates)
    await rate.waitFor()
    expect(await faults(page)).toEqual([])
    await press(rate)
    expect((await phone.next()).text).toMatch(t.rated)
    await rate.waitFor({ state: 'detached' })
  })

  it.each(each)('a lost phone is put right from a moment on, shown before it is done (%s)', async (locale, n) => {
    const t = languages[locale]
    const phone = on.phone(`861350013833${n}`)
    await on.call('POST', '/v1/subscription-requests', { subscriber: phone.number, service: 'joke-daily' })
    await phone.next()
    await phone.ask('10086901', '是')
    const page = await open('wu.gui', '/counter?tab=line', locale)
    await type(page.getByLabel(t.number), phone.number)
    await type(page.getByLabel(t.reason, { exact: true }), 'the phone was stolen')
    await press(page.getByLabel(t.reason, { exact: true }))
    const lost = region(page, t.lostPart)
    const hourAgo = Temporal.Now.zonedDateTimeISO('Asia/Shanghai').subtract({ hours: 1 })
    const local = hourAgo.toPlainDateTime().toString({ smallestUnit: 'minute' })
    // The parts of a date are typed in the order of the system’s language, whatever the page’s is.
    await lost.getByLabel(t.lostSince).fill(local)
    await type(lost.getByLabel(t.reason, { exact: true }), 'stolen an hour ago')
    await press(button(lost, t.lostShow))
    await lost.getByText(t.lostWould).waitFor()
    await press(button(lost, t.lostDo))
    await region(page, t.lostCase).waitFor()
    expect(await faults(page)).toEqual([])
  })

  it.each(each)('a partner is applied for, and approved by a second person (%s)', async (locale, n) => {
    const t = languages[locale]
    const page = await open('li.xue', '/partners', locale)
    await press(page.getByRole('link', { name: t.apply }))
    for (const [index, label] of t.fields.entries())
      await type(page.getByLabel(label, { exact: true }), [`sp-new-${n}`, `新伙伴${n}`, `New ${n}`, 'music'][index]!)
    await press(button(page, t.send))
    await page.getByText(t.waits).waitFor()
    await approve(`sp-new-${n}`, locale)
    await page.goto(`${on.gateway.url}/console/partners/sp-new-${n}`)
    await page.getByText(t.inForce, { exact: true }).first().waitFor()
  })

  it.each(each)('a month is closed by two (%s)', async (locale, n) => {
    const t = languages[locale]
    const partnerId = ['sp-huayu', 'sp-mellow'][Number(n)]!
    const { bus, clock } = on.gateway.deps
    const accounts = { debit: 'subscribers', credit: 'partner' }
    const data = {
      partnerId,
      month,
      serviceId: 'joke-daily',
      kind: 'charge',
      amountFen: 500,
      chargeId: `c-${n}`,
      ...accounts,
    }
    const message = { id: `p-${n}`, at: clock.now(), corr: 'p', type: 'posting.made', data }
    await bus.publish([edgeRecord(ledgerPostings, bus, `${partnerId}|${month}`, message)])
    const path = `/settlements/${partnerId}/${month}`
    await until('it is booked', async () => (await on.call('GET', `/v1${path}`)).status === 200)
    const page = await open('li.xue', path, locale)
    await press(button(page, t.close))
    await press(button(page.getByRole('dialog'), t.close))
    await page.getByText(t.closeWaits).waitFor()
    await approve(`${locale === 'zh-CN' ? '华娱互动' : 'Mellow'} ${month}`, locale)
    await page.reload()
    await page.locator('.state').getByText(t.monthClosed).waitFor()
  })

  it.each(each)('a dead letter is read with a reason, and put back (%s)', async (locale, n) => {
    const t = languages[locale]
    const { bus, clock } = on.gateway.deps
    const id = `letter-${n}`
    const letter = {
      process: 'settlement',
      topic: 'ledger.postings',
      key: 'sp-huayu|x',
      value: JSON.stringify({ type: 'posting.made', data: { text: 'secret' } }),
    }
    await bus.publish([edgeDeadLetter(bus, { id, at: clock.now(), reason: `no month ${n}`, ...letter })])
    await until('it is kept', async () => (await on.call('GET', `/v1/dead-letters/${id}`)).status === 200)
    const page = await open('li.xue', '/dead-letters', locale)
    await press(page.getByRole('link', { name: `no month ${n}` }))
    await type(page.getByLabel(t.why), 'partner asks, ticket 7')
    await press(button(page, t.see))
    await page.locator('pre').getByText('secret').waitFor()
    await press(button(page, t.replay))
    await press(button(page.getByRole('dialog'), t.replay))
    await page.getByText(t.replayed).waitFor()
  })
  it('who decides reads what a key or a file would do in words, and no codes', async () => {
    const [chen, zhou] = [
      await PersonInBrowser.made(on, 'chen.min', 'administrator'),
      await PersonInBrowser.made(on, 'zhou.lin', 'administrator'),
    ]
    await chen.call('POST', '/v1/keys', { name: '计费系统', kind: 'billing', purposes: ['charge'] })
    const file = 'partner_id,name_zh,name_en,kind\nsp-file,文件一,File One,sp\n'
    await chen.call('POST', '/v1/import/partners', file, { 'content-type': 'text/csv' })
    const page = await openConsole(browser, on, zhou, '/proposals', { locale: 'zh-CN' })
    const key = page.locator('.ant-card', { hasText: '计费 · 计费系统' })
    await key.getByText('每分钟上限').waitFor()
    const imported = page.locator('.ant-card', { hasText: '1 行' })
    await imported.getByText('中文名称').waitFor()
    const read = `${await key.textContent()} ${await imported.textContent()}`
    expect(read).not.toMatch(/perMinute|createdAt|keyId|nameZh|digest|\d{13}/)
    expect(await faults(page)).toEqual([])
    await press(button(key, '不同意'))
    await type(page.getByRole('dialog').getByLabel('理由'), '用途不明')
    await press(button(page.getByRole('dialog'), '不同意'))
    await key.waitFor({ state: 'detached' })
    const { items } = (await chen.call('GET', '/v1/proposals?status=open')).body
    for (const { id } of items.filter(({ kind }: { kind: string }) => kind === 'import.partners'))
      await chen.call('POST', `/v1/proposals/${id}/withdraw`)
  })
  it('a no has its reason, which outlives the session that it was typed in', async () => {
    const wish = { partner_id: 'sp-second', name_zh: '第二家', name_en: 'Second', kind: 'music' }
    expect((await people['li.xue']!.call('POST', '/v1/catalogue/partners', wish)).body.status).toBe('open')
    const page = await open('sun.wei', '/proposals', 'en-GB')
    await press(button(page, 'Reject'))
    const reason = page.getByRole('dialog').getByLabel('Reason')
    await type(reason, '<b>Papers</b> are')
    await people['sun.wei']!.call('DELETE', '/console/api/session')
    await page.getByText('You were signed out').waitFor()
    await signIn(page, 'sun.wei', people['sun.wei']!.password)
    await expect.poll(() => reason.inputValue()).toBe('<b>Papers</b> are')
    await press(button(page.getByRole('dialog'), 'Reject'))
    await page.getByText('Nothing waits for a second person.').waitFor()
    // The word stands in what is told of it, too.
    await page.locator('.ant-segmented').getByText('Rejected', { exact: true }).click()
    await page.getByRole('main').getByText('<b>Papers</b> are').waitFor()
  })
})
