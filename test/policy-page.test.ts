import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chargingEvents, partitionOf } from '#contracts'
import { chromiumPath, faults, openBrowser } from './browser.ts'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { button, openConsole, press, type } from './keyboard.ts'
import { PersonInBrowser } from './people.ts'
import { until } from './until.ts'

/** Where pictures of the editor are put, to be looked at; none unless it is named. */
const PICTURES = process.env['PICTURES']
const languages = {
  'zh-CN': {
    newDraft: '新草案',
    name: '名称',
    save: '保存',
    tryIt: '开始试算',
    done: /· 完成/,
    noLonger: '不再预警',
    release: '提请发布',
    why: '理由',
    waits: '等待第二人同意。',
    putInShadow: '开始影子运行',
    inShadow: /· 影子运行中/,
    stop: '停止',
    stopped: /· 已停止/,
    flags: /预警中可以有误的比例/,
    wrong: /clearBelow.*预警刚产生就会解除/,
    clearBelow: /预警解除（对数单位）/,
    remove: /删除规则/,
    general: '一般',
    stopFirst: '先行停止的规则',
    rule: /72小时内退订后的扣费至少5笔，且不低于全部扣费的5 % · 立即停止扣费 · 生效/,
  },
  'en-GB': {
    newDraft: 'New draft',
    name: 'Name',
    save: 'Save',
    tryIt: 'Try it now',
    done: /· done/,
    noLonger: 'No longer flagged',
    release: 'Propose the release',
    why: 'Why',
    waits: 'It waits for a second person.',
    putInShadow: 'Put it in shadow',
    inShadow: /· in shadow/,
    stop: 'Stop it',
    stopped: /· stopped/,
    flags: /Share of flags that may be false/,
    wrong: /clearBelow.*cleared as soon as it is raised/,
    clearBelow: /A flag is cleared when its evidence is below this/,
    remove: /Remove rule/,
    general: 'General',
    stopFirst: 'Rules that stop first',
    rule: /5 or more charges after unsubscribing within 72 h, at least 5 % of all charges · stops charging at once · live/,
  },
} as const
type Locale = keyof typeof languages

/* The monitor's figures from a draft to a second person, in a real Chromium, by keyboard. */
describe.runIf(chromiumPath)('the policy editor', () => {
  let on: TestGateway
  let browser: Browser
  const people: Record<string, PersonInBrowser> = {}
  const of = (name: string) => people[name] as PersonInBrowser

  beforeAll(async () => {
    on = await startTestGateway('embedded', { DEMO: 'off' })
    browser = await openBrowser()
    for (const [id, role] of [
      ['zhao.rui', 'reviewer'],
      ['qian.yi', 'reviewer'],
      ['he.jing', 'auditor'],
    ] as const)
      people[id] = await PersonInBrowser.made(on, id, role)
    const { bus, clock } = on.gateway.deps
    const records = Array.from({ length: 6 }, (_, i) => {
      const key = `somebody-${i}`
      const charge = { chargeId: `c-${i}`, subscriber: key, serviceId: 'comics', partnerId: 'sp-huayu', amountFen: 500 }
      const judged = { chargedAt: clock.now() - 1000, rule: 'after.cancel', refundFen: 1000, granted: false }
      const message = {
        id: `j-${i}`,
        type: 'charge.judged',
        v: 1,
        at: clock.now(),
        corr: 'j',
        data: { ...charge, ...judged },
      }
      return { topic: chargingEvents.name, partition: partitionOf(key, bus.partitions), key, message }
    })
    await bus.publish(records)
    await until('it is flagged', async () => (await of('zhao.rui').call('GET', '/v1/flags')).body.items.length === 1)
  })
  afterAll(async () => {
    await browser?.close()
    await on?.stop()
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
  })
  const open = (who: string, path: string, locale: Locale, width = 1280) =>
    openConsole(browser, on, people[who], path, { locale, width })
  /** By the keyboard, without the way there past all figures. */
  const use = async (target: Locator) => {
    await target.waitFor()
    await until(`${target} can be used`, () => target.isEnabled())
    await target.press('Enter')
  }
  const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)

  it.each(['zh-CN', 'en-GB'] as const)(
    'drafts, is told what cannot hold, tries it, and proposes it (%s)',
    async (locale) => {
      const t = languages[locale]
      const page = await open('zhao.rui', '/monitor-policy', locale)
      await press(button(page, t.newDraft))
      const name = page.getByRole('textbox', { name: t.name }).first()
      await name.waitFor()
      await name.fill('不先行停止')
      const clear = page.getByRole('spinbutton', { name: t.clearBelow })
      // The figures are folded away, by kind.
      expect(await page.getByRole('spinbutton').count()).toBeLessThan(3)
      await page.getByText(t.general, { exact: true }).click()
      await clear.fill('20')
      await page.getByText(t.wrong).first().waitFor()
      expect(await button(page, t.tryIt).isEnabled()).toBe(false)
      await clear.fill('4')
      await page.getByText(t.stopFirst, { exact: true }).click()
      for (let left = 2; left > 0; left--) await page.getByRole('button', { name: t.remove }).first().press('Enter')
      await use(button(page, t.save))
      await use(button(page, t.tryIt))
      await page.getByText(t.done).waitFor()
      await page.locator('.state').getByText(t.noLonger).waitFor()
      expect(await faults(page)).toEqual([])
      // The whole draft beside what is live, until somebody stops it.
      await use(button(page, t.putInShadow))
      await page.getByText(t.inShadow).waitFor()
      await use(button(page, t.stop))
      await page.getByText(t.stopped).waitFor()
      await use(button(page, t.release))
      const dialog = page.getByRole('dialog')
      // By name, as the second person will read it.
      await dialog
        .locator('.policy-touched div', { hasText: t.noLonger })
        .first()
        .getByRole('link', { name: 'sp-huayu' })
        .waitFor()
      await type(dialog.getByLabel(t.why), '先看误报')
      await press(button(dialog, t.release))
      await dialog.getByText(t.waits).waitFor()
      expect(await button(dialog, t.release).count()).toBe(0)
      const { items } = (await of('qian.yi').call('GET', '/v1/proposals')).body
      const [proposal] = items.filter((each: { kind: string }) => each.kind === 'policy.release')
      expect(proposal.preview.found).toMatchObject({ flagged: 0, flagged_before: 1, no_longer: 1 })
      const second = await open('qian.yi', '/proposals', locale)
      const named = second.locator('.policy-touched div', { hasText: t.noLonger }).first()
      await named.getByRole('link', { name: 'sp-huayu' }).waitFor()
      // What changes is called as in the editor.
      await second.getByRole('cell', { name: `${t.stopFirst} stopFirst` }).waitFor()
      await second.getByText(t.rule).first().waitFor()
      expect(await faults(second)).toEqual([])
      expect(
        (await of('qian.yi').call('POST', `/v1/proposals/${proposal.id}/reject`, { reason: '再看看' })).status,
      ).toBe(200)
    },
  )

  it('who only looks sees figures with their sources, and changes none; it fits each width', async () => {
    const made = await of('zhao.rui').call('POST', '/v1/policy/drafts', {
      ...{ title: '看', figures: { falseFlags: 0.02, campaigns: { reporters: 6 } } },
    })
    for (const width of [1440, 1280, 390]) {
      const page = await open(
        'he.jing',
        `/monitor-policy/${made.body.id}?open=desk,general,groupCaps,signals,stopFirst`,
        'zh-CN',
        width,
      )
      const figure = page.getByRole('spinbutton', { name: languages['zh-CN'].flags })
      await figure.waitFor()
      expect([await figure.inputValue(), await figure.isDisabled()]).toEqual(['0.02', true])
      const threshold = page.getByRole('spinbutton', { name: /加权举报人达此数时/ })
      expect([await threshold.inputValue(), await threshold.isDisabled()]).toEqual(['6', true])
      await page
        .getByText(/未了结的群发事件 \d+ 个/)
        .first()
        .waitFor()
      await page.getByText('依据：Wang 与 Ramdas 2022（e-BH）', { exact: false }).waitFor()
      await page.getByText(/^计：用时落在此前突出的窄时段/).waitFor({ state: 'attached' })
      await page.getByText('依据：人的答复时间相差一个数量级；机器不会').waitFor({ state: 'attached' })
      const sources = await page.locator('p', { hasText: /^依据：/ }).allTextContents()
      expect(sources.length).toBeGreaterThan(60)
      expect(sources.filter((each) => !/[一-鿿]/.test(each.slice('依据：'.length)))).toEqual([])
      await page.getByText('依据：docs/rules.md“Partners”：成批退订后扣费').waitFor()
      if (PICTURES) await page.screenshot({ path: `${PICTURES}/policy-sources-${width}.png`, fullPage: true })
      expect(await page.getByRole('button', { name: '保存', exact: true }).count()).toBe(0)
      expect(await overflow(page)).toBeLessThanOrEqual(0)
      expect(await faults(page)).toEqual([])
    }
    const list = await open('he.jing', '/monitor-policy', 'en-GB', 390)
    await list.getByRole('heading', { name: 'Archive' }).waitFor()
    expect(await overflow(list)).toBeLessThanOrEqual(0)
    expect(await faults(list)).toEqual([])
  })

  it('an alarm’s figure is found from its rule, told what it would change, and proposed without a replay', async () => {
    const page = await open('zhao.rui', '/alarms', 'zh-CN')
    await page.getByRole('link', { name: '去更改这一数值' }).press('Enter')
    await page.getByText('enforcement.falseAlarmsPerMonth', { exact: true }).waitFor()
    expect(await faults(page)).toEqual([])
    await use(button(page, '新草案'))
    const figure = page.getByRole('spinbutton', { name: /enforcement\.falseAlarmsPerMonth/ })
    await figure.fill('30000')
    await page
      .getByText(/enforcement\.falseAlarmsPerMonth.*预警刚产生就会结束/)
      .first()
      .waitFor()
    await figure.fill('2')
    await page.getByRole('spinbutton', { name: /enforcement\.aloneMessages/ }).fill('5000')
    await use(button(page, '保存'))
    await page.getByText(/个序列最近四周的计数/).waitFor()
    await page.getByText('后果（或其余后果）无法事先推算的数值：').waitFor()
    // The archive knows nothing of it.
    expect(await button(page, '开始试算').count()).toBe(0)
    await use(button(page, '提请发布'))
    const dialog = page.getByRole('dialog')
    await type(dialog.getByLabel('理由'), '值班人手够了')
    await press(button(dialog, '提请发布'))
    await dialog.getByText('等待第二人同意。').waitFor()
    const second = await open('qian.yi', '/proposals', 'zh-CN')
    await second.getByText(/个序列最近四周的计数/).waitFor()
    expect(await faults(second)).toEqual([])
  })

  it('a part that fails says so by itself, and a draft that is gone is told', async () => {
    const page = await open('zhao.rui', '/monitor-policy/d-gone', 'en-GB')
    await page.getByRole('alert').getByRole('heading').waitFor()
    const other = await open('zhao.rui', '/monitor-policy', 'en-GB')
    await other.getByText('There are no drafts.').or(other.getByRole('table').first()).first().waitFor()
    await other.route('**/v1/policy/versions*', (route) => route.fulfill({ status: 503, body: '{}' }))
    await other.reload()
    await other.getByRole('alert').first().waitFor()
    await other.getByRole('heading', { name: 'Drafts' }).waitFor()
  })
})
