import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { reportRewards } from '#contracts'
import { edgeRecord, publishFromEdge } from '#service'
import { handsetRoutes } from '../tools/sim/handset.ts'
import { chromiumPath, faults, openBrowser } from './browser.ts'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { button, fits, focused, isPlanted, openPage, press, region, signIn, type } from './keyboard.ts'
import { until } from './until.ts'

const SPAM = '恭喜您中奖，请点击dwz.cn/a1领取'
const INJECTED = '<img src=x onerror="window.planted=1">=HYPERLINK("http://evil")'

/* Spam reports as people see them: the console's queue by keyboard, and the own page. */
describe.runIf(chromiumPath)('spam reports on the pages', () => {
  let on: TestGateway
  let browser: Browser
  beforeAll(async () => {
    on = await startTestGateway(
      'embedded',
      {},
      { extend: (deps, simulator) => handsetRoutes(deps.http, simulator, 'CN') },
    )
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await on?.stop()
  })

  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
  })
  const open = (path: string, locale: string, width?: number) =>
    openPage(browser, on, path, width ? { locale, width } : { locale })
  const password = () => on.gateway.signIns[0]?.password as string
  const isListed = async (text: string) =>
    (await on.call('GET', '/v1/report-cases')).body.items.some((each: { text: string }) => each.text === text)

  it('on the console one is taken, seen with its evidence, closed, and left for the next by keyboard alone', async () => {
    const phone = on.phone('8613500135301')
    await phone.ask('10086999', `10661234*${SPAM}`)
    await on.call('POST', '/v1/reports', { reporter: '13500135302', sender: '13912345678', text: INJECTED })
    await until('both are listed', async () => (await isListed(SPAM)) && (await isListed(INJECTED)))
    const page = await open('/console/reports', 'zh-CN')
    await signIn(page, 'demo.reviewer', password())
    await page.getByText(SPAM, { exact: true }).first().waitFor()
    expect(await faults(page)).toEqual([])
    await page.keyboard.press('t')
    await page.getByRole('heading', { name: /^举报 \d{9}$/ }).waitFor()
    const evidence = region(page, '内容线索')
    await evidence.getByText('dwz.cn/a1').first().waitFor()
    expect(await evidence.textContent()).toContain('dwz.cn/a1')
    expect(await evidence.textContent()).toContain('诈骗：字样 中奖')
    expect(await faults(page)).toEqual([])
    await page.getByLabel('办结：属实', { exact: true }).check()
    await page.keyboard.press('Tab')
    await page.keyboard.type('已封堵该端口。')
    // What was typed is there again after the page is loaded anew.
    await page.reload()
    await page.getByText('已恢复上次未发送的内容。').waitFor()
    expect(await page.getByLabel('办结：属实', { exact: true }).isChecked()).toBe(true)
    await page.getByLabel('告知用户的内容').focus()
    await page.keyboard.press('Control+Enter')
    await until('the phone is told', () => phone.inbox.some(({ text }) => text.includes('已封堵该端口。')))
    await page.getByText('属实', { exact: true }).waitFor()
    await page.getByRole('heading', { name: /^举报/ }).click()
    await page.keyboard.press('n')
    await page.getByText(INJECTED).first().waitFor()
    expect(await isPlanted(page)).toBe(false)
  })

  it('in English, too', async () => {
    const page = await open('/console/reports?status=closed', 'en-GB')
    await signIn(page, 'demo.reviewer', password())
    await page.getByText(SPAM).waitFor()
    await page.locator('main td', { hasText: 'A partner’s port · Huayu Interactive' }).first().waitFor()
    expect(await faults(page)).toEqual([])
  })

  it.each([
    ['zh-CN', '举报', /已受理您对10657700的举报/],
    ['en-GB', 'Report', /10657700/],
  ])('on a handset a bubble is forwarded to 10086999 as it is, and answered (%s)', async (locale, name, receipt) => {
    const page = await open('/handset', locale, 390)
    await page.getByRole('status').filter({ hasText: /SMPP/ }).waitFor()
    const text = `满200减30，详见 10657700 店铺 ${locale}`
    await on.call('POST', '/v1/mt', { from: '10657700', to: '8613800138000', text, class: 'marketing' })
    await page.locator('.peer').filter({ hasText: '10657700' }).click()
    const spam = page.locator('.bubble.mt', { hasText: text })
    const report = button(spam, name)
    expect((await report.boundingBox())?.height).toBeGreaterThanOrEqual(44)
    await press(report)
    await page.locator('.peer.chosen').getByText('10086999', { exact: true }).waitFor()
    await page
      .locator('.bubble.mo')
      .filter({ hasText: `10657700*${text}` })
      .waitFor()
    const answer = page.locator('.bubble.mt').filter({ hasText: receipt }).last()
    await answer.waitFor()
    // What the operator says is no spam to forward.
    expect(await answer.getByRole('button').count()).toBe(0)
    expect([await fits(page), await faults(page)]).toEqual([true, []])
  })

  it.each([
    [
      'zh-CN',
      '8613900139000',
      {
        number: '手机号码',
        code: '短信验证码',
        part: '垃圾短信举报',
        text: '短信内容',
        sender: /^发送号码/,
        state: '已办结',
        ok: /^满意 /,
        back: /^撤回 /,
        sure: '确定',
        gone: '已撤回',
        points: '举报积分：10',
      },
    ],
    [
      'en-GB',
      '8613500135309',
      {
        number: 'Phone number',
        code: 'Code from the SMS',
        part: 'Spam reports',
        text: 'The message',
        sender: /^Who sent it/,
        state: 'closed',
        ok: /^(Satisfied|Yes) /,
        back: /^Withdraw /,
        sure: 'Yes',
        gone: 'withdrawn',
        points: 'Points for reports: 10',
      },
    ],
  ])('on the own page one is made, and its outcome read and rated, by keyboard (%s)', async (locale, number, t) => {
    const phone = on.phone(number)
    const page = await open('/account', locale, 390)
    await type(page.getByLabel(t.number), number.slice(2))
    await press(page.getByLabel(t.number))
    await type(page.getByLabel(t.code), /(\d{6})/.exec((await phone.next()).text)?.[1] as string)
    await press(page.getByLabel(t.code))
    const part = region(page, t.part)
    const text = `${INJECTED} ${locale}`
    await type(part.getByLabel(t.text), text)
    await type(part.getByLabel(t.sender), '10661234')
    await press(part.getByLabel(t.sender))
    await part.locator('li', { hasText: text }).waitFor()
    await until('staff have it', () => isListed(text))
    const { items } = (await on.call('GET', '/v1/report-cases')).body
    const { id } = items.find((each: { text: string }) => each.text === text)
    const said = { text: '查实，已要求整改。', proven: true }
    expect((await on.call('POST', `/v1/report-cases/${id}/close`, said)).status).toBe(200)
    await page.reload()
    const row = part.locator('li', { hasText: text })
    const report = (await row.locator('small').textContent())?.slice(0, 9) as string
    const { bus, keyOf } = on.gateway.deps
    const subscriber = keyOf(number)
    const reward = { campaign: 'c1', subscriber, tenure: 1, msisdn: number, number: report, points: 10 }
    const earned = { id: `reward-${number}`, at: Date.now(), corr: 'r', type: 'reward.earned', data: reward }
    await publishFromEdge(bus, [edgeRecord(reportRewards, bus, `c1.${subscriber}.1`, earned)])
    await row.getByText(t.state, { exact: true }).waitFor()
    await row.getByText(said.text).waitFor()
    expect([await fits(page), await faults(page)]).toEqual([true, []])
    await press(row.getByRole('button', { name: t.ok }))
    await row.getByRole('button', { name: t.ok }).waitFor({ state: 'detached' })
    expect(await isPlanted(page)).toBe(false)
    expect(await row.getByRole('button', { name: t.back }).count()).toBe(0)
    await type(part.getByLabel(t.text), `错报的短信 ${locale}`)
    await press(part.getByLabel(t.sender))
    // The points are read again with the list.
    await part.locator('summary', { hasText: t.points }).click()
    await part.locator('details li', { hasText: report }).waitFor()
    const wrong = part.locator('li', { hasText: `错报的短信 ${locale}` })
    await press(wrong.getByRole('button', { name: t.back }))
    await press(wrong.getByRole('dialog').getByRole('button', { name: t.sure }))
    await wrong.locator('.tag').getByText(t.gone, { exact: true }).waitFor()
    await wrong.getByRole('button', { name: t.back }).waitFor({ state: 'detached' })
    expect([await fits(page), await faults(page)]).toEqual([true, []])
  })

  it.each([
    [
      'zh-CN',
      {
        number: '用户号码',
        why: '理由',
        form: '登记举报',
        text: '短信内容',
        sender: '发送号码',
        list: '用户的垃圾短信举报',
        back: '撤回举报',
        gone: '已撤回',
        before: '已经举报过',
        proven: '属实',
        end: '结束办理',
      },
    ],
    [
      'en-GB',
      {
        number: 'Subscriber’s number',
        why: 'Reason',
        form: 'Enter a report',
        text: 'The message',
        sender: 'Who sent it',
        list: 'The subscriber’s spam reports',
        back: 'Withdraw',
        gone: 'withdrawn',
        before: 'was reported before',
        proven: 'found true',
        end: 'End',
      },
    ],
  ])('at the counter one is made for who asks, and taken back, by keyboard (%s)', async (locale, t) => {
    const page = await open('/console/counter', locale, 390)
    await signIn(page, 'demo.counter', password())
    const former = `${SPAM} ${locale}`
    const made = { reporter: '13500135389', sender: '10661234', text: former }
    expect((await on.call('POST', '/v1/reports', made)).status).toBe(202)
    await type(page.getByLabel(t.number), '13500135388')
    await type(page.getByLabel(t.why), 'came in, papers checked')
    await press(page.getByLabel(t.why))
    await page.getByRole('heading', { name: '+8613500135388' }).waitFor()
    await page.locator('body').press('4')
    const form = region(page, t.form)
    const text = `柜台代报 ${INJECTED} ${locale}`
    await type(form.getByLabel(t.text), text)
    await type(form.getByLabel(t.sender), '10661234')
    await press(form.getByLabel(t.sender))
    const row = region(page, t.list).locator('li', { hasText: text })
    await row.getByText('10661234').first().waitFor()
    const number = (await row.locator('strong').textContent()) as string
    await form.getByRole('status').filter({ hasText: number }).waitFor()
    // The same message again is the same report.
    await type(form.getByLabel(t.text), text)
    await type(form.getByLabel(t.sender), '10661234')
    await press(form.getByLabel(t.sender))
    await form.getByRole('status').filter({ hasText: t.before }).filter({ hasText: number }).waitFor()
    expect([await fits(page), await faults(page), await isPlanted(page)]).toEqual([true, [], false])
    await press(row.getByRole('button', { name: t.back }))
    await press(button(page.getByRole('dialog'), t.back))
    await row.getByText(t.gone, { exact: true }).waitFor()
    await row.getByRole('button', { name: t.back }).waitFor({ state: 'detached' })
    await focused(row)
    await until('staff have it', () => isListed(former))
    const { items } = (await on.call('GET', '/v1/report-cases')).body
    const { id } = items.find((each: { text: string }) => each.text === former)
    const said = { text: '查实，已要求整改。', proven: true }
    expect((await on.call('POST', `/v1/report-cases/${id}/close`, said)).status).toBe(200)
    // What was typed for one subscriber is not there for the next.
    await type(form.getByLabel(t.text), 'of the former one')
    await press(button(page, t.end))
    await type(page.getByLabel(t.number), '13500135389')
    await type(page.getByLabel(t.why), 'came in, papers checked')
    await press(page.getByLabel(t.why))
    await page.getByRole('heading', { name: '+8613500135389' }).waitFor()
    await page.locator('body').press('4')
    expect(await form.getByLabel(t.text).inputValue()).toBe('')
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('of the former one')
    await region(page, t.list).locator('li', { hasText: former }).getByText(t.proven, { exact: true }).waitFor()
  })
})
