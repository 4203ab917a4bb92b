import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, faults, openBrowser } from './browser.ts'
import { type Phone, startTestGateway, type TestGateway } from './gateway.ts'
import { button, type Look, openConsole, press, reach, region, type } from './keyboard.ts'
import { PersonInBrowser } from './people.ts'
import { partnerNames, populate } from './populated.ts'
import { removeFolder, temporaryFolder } from './servers.ts'
import { until } from './until.ts'

const PICTURES = process.env['PICTURES']
/** It goes on charging who has left; of this morning: whom it charged is known to the last word. */
const AFTER_STOP = 'p8'
/** Charges who never asked, since the first week. */
const SILENT = 'p2'
const PORT = '1066000080'
/** So many were charged so much each. */
const LEFT = 6
const FEN = 500
// biome-ignore lint/suspicious/noExplicitAny: the rows of any list
type Row = any[]

/* A reviewer’s morning over a population (test/populated.ts): what is seen is what the monitor found. */
describe.runIf(chromiumPath)('reviewers over a population', () => {
  let on: TestGateway
  let browser: Browser
  const folder = temporaryFolder()
  const people: Record<string, PersonInBrowser> = {}
  let phones: readonly Phone[] = []
  const of = (name: string) => people[name] as PersonInBrowser
  const open = (who: string, path: string, look: Look = {}) => openConsole(browser, on, of(who), path, look)
  const items = async (path: string): Promise<Row> => (await of('zhao.rui').call('GET', path)).body.items
  const caseOf = async (query: string, is: Parameters<Row['find']>[0] = () => true) =>
    (await items(`/v1/cases?limit=100&${query}`)).find(is)

  const shot = async (page: Page, name: string, widths = [1280, 390]) => {
    if (!PICTURES) return
    for (const width of widths) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 })
      await page.screenshot({ path: `${PICTURES}/${name}-${width}.png`, fullPage: true })
    }
    await page.setViewportSize({ width: 1280, height: 900 })
  }

  /** What had the focus is gone: it is in the screen, not before all of it. */
  const inScreen = (page: Page) =>
    until('the screen has the focus', () => page.evaluate(() => document.activeElement?.closest('#screen') !== null))

  beforeAll(async () => {
    const usual = JSON.parse(readFileSync(new URL('./policy.json', import.meta.url), 'utf8'))
    const file = join(folder, 'policy.json')
    // What was flagged weeks ago has not been waiting for nobody since.
    writeFileSync(file, JSON.stringify({ ...usual, cases: { ...usual.cases, decideDays: 60 } }))
    on = await startTestGateway('embedded', { DEMO: 'off', POLICY_FILE: file })
    browser = await openBrowser()
    const end = await populate(on)
    for (const [id, role] of [
      ['zhao.rui', 'reviewer'],
      ['qian.yi', 'reviewer'],
      ['lin.an', 'administrator'],
    ] as const)
      people[id] = await PersonInBrowser.made(on, id, role)
    const ranked = (since: number) =>
      until(
        'each is ranked as of then',
        async () => {
          const found = await items('/v1/monitor/partners?limit=100')
          return found.length >= 35 && found.every(({ at }) => Date.parse(at) >= since)
        },
        120_000,
      )
    // The last day is over for the monitor once something comes after it.
    await ranked(end - 86_400_000)
    await goOnAfterStop()
    await ranked(end)
  }, 300_000)
  afterAll(async () => {
    await browser?.close()
    await on?.stop()
    removeFolder(folder)
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
  })

  /** Six ask for a service and agree; one complains of it, one of the company; all leave, and are charged all the same. */
  async function goOnAfterStop(): Promise<void> {
    phones = Array.from({ length: LEFT }, (_, n) => on.phone(`861350013810${n}`))
    await Promise.all(
      phones.map(async (phone, n) => {
        expect(await phone.ask(PORT, 'C0')).toMatch(/^【二次确认】/)
        expect(await phone.ask('10086901', '是')).toMatch(/^您已确认/)
        await until('it stands', async () => (await phone.ask('10086', '0000')).includes('1 '))
        const said = ['投诉 1 退不掉', `投诉 ${partnerNames(AFTER_STOP).zh}乱扣费`][n]
        if (said) expect(await phone.ask('10086', said)).toMatch(/^已受理您的投诉/)
        expect(await phone.ask(PORT, '00000')).toMatch(/^已屏蔽端口/)
      }),
    )
    const charged_at = new Date().toISOString()
    const charges = phones.map(({ number }, n) => ({
      ...{
        id: `after-${n}`,
        subscriber: number,
        service: `${AFTER_STOP}-s0`,
        amount_fen: FEN,
        kind: 'month',
        charged_at,
      },
    }))
    expect((await on.call('POST', '/v1/charges', { items: charges })).status).toBe(202)
    await until(
      'charging is stopped',
      async () => (await caseOf(`status=frozen&partner=${AFTER_STOP}`)) !== undefined,
      120_000,
    )
  }

  it('from the overview to a decided case, whose signal unfolds to request, prompt, answer and receipt', async () => {
    const page = await open('zhao.rui', '', { locale: 'zh-CN', width: 1440 })
    await shot(page, 'overview-zh', [1440, 390])
    await press(region(page, '待裁定的核查单').getByRole('link', { name: partnerNames(AFTER_STOP).zh }))
    await page.locator('.signal').first().waitFor()
    await press(page.locator('.signal').first())
    const charge = page.locator('.shown-charges > li').first()
    await press(charge.getByRole('button'))
    const story = charge.locator('.story')
    // Against the figure of its rule, not against others.
    await page.locator('.signal').getByText('规则界限', { exact: false }).first().waitFor()
    for (const text of ['【二次确认】', '是', '凭证'])
      await story
        .getByText(text, { exact: text === '是' })
        .first()
        .waitFor()
    expect(await faults(page)).toEqual([])
    await shot(page, 'case-zh', [1440, 390])
    await page.keyboard.press('t')
    await page.getByText('我', { exact: true }).first().waitFor()
    await page.keyboard.press('d')
    await page.getByRole('heading', { name: '公众将读到的公示' }).waitFor()
    await press(button(page, '按信号拟写'))
    await page
      .locator('.notice-shown')
      .getByText(/退订后仍继续扣费/)
      .waitFor()
    await shot(page, 'decide-zh', [1440, 390])
    await press(button(page, '裁定'))
    await press(button(page.getByRole('dialog'), '裁定'))
    await page.locator('#verdict').waitFor()
    await inScreen(page)
    expect(await faults(page)).toEqual([])
    await shot(page, 'decided-zh', [1440, 390])
    const { number } = await caseOf(`status=settled&partner=${AFTER_STOP}`)
    const decided = async () => (await of('qian.yi').call('GET', `/v1/cases/${number}`)).body
    // Those of this very minute were named as well, and had gone back twice when they were judged.
    await until('all six are answered', async () => (await decided()).redress.before_fen === LEFT * 2 * FEN)
    expect((await decided()).frozen).toBe(false)
    // Who had complained hears of it: of the service, or of the company as they named it.
    const heard = (n: number) => phones[n]?.inbox.find(({ text }) => text.startsWith('您此前反映的'))?.text
    await until('both hear', () => heard(0) !== undefined && heard(1) !== undefined)
    expect([heard(0), heard(1)]).toEqual([
      expect.stringContaining('“彩铃包月”'),
      expect.stringContaining(`“${partnerNames(AFTER_STOP).zh}”已查实`),
    ])
  })

  it('from who is risky to a verdict that stings, which waits for a second person', async () => {
    const page = await open('zhao.rui', '/risk/partners')
    const first = page.getByRole('row').nth(1)
    await first.getByText(partnerNames(SILENT).en).waitFor()
    await shot(page, 'ranks-en')
    await press(first.getByRole('link').first())
    await page.locator('.signal-chart').first().waitFor()
    await page.locator('#charges').locator('..').getByRole('listitem').first().waitFor()
    expect(await faults(page)).toEqual([])
    await shot(page, 'partner-en')
    const { number } = await caseOf(`partner=${SILENT}`, (each) => each.signals[0] === 'charges.no.consent')
    await press(page.locator(`.few a[href$="/cases/${number}"]`))
    await page.locator('.signal').first().waitFor()
    // What a signal counts, and of what, is said where it is unfolded (a rule says so by its figures).
    await press(page.locator('.signal').first())
    await page
      .locator('.signal-open')
      .getByText(/^Counts: charges judged .*no\.consent.* Of: charges that were judged\.$/)
      .waitFor()
    await page.keyboard.press('d')
    // What follows is foreseen anew, and can be read meanwhile.
    const follows = page.locator('.decide-follows')
    await follows.locator('dt').first().waitFor()
    const asked = Promise.withResolvers<void>()
    await page.route(/\/v1\/cases\/.*preview/, (route) => asked.promise.then(() => route.continue()))
    await page.getByRole('radio', { name: '−20' }).focus()
    await page.keyboard.press('ArrowRight')
    await page.locator('.decide-follows[aria-busy="true"]').waitFor()
    expect(await faults(page)).toEqual([])
    // The bar that says so is where the answer comes, on a phone too.
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await follows.evaluate((each) => getComputedStyle(each).position)).not.toBe('static')
    await page.setViewportSize({ width: 1280, height: 900 })
    asked.resolve()
    await press(button(page, 'Word it by the signals'))
    await page.getByText('It takes a second person', { exact: false }).waitFor()
    expect(await faults(page)).toEqual([])
    await shot(page, 'stings-en')
    await press(button(page, 'Propose to a second person'))
    await page.getByText('It waits for a second person').first().waitFor()

    const second = await open('qian.yi', '/proposals')
    await second.getByText(new RegExp(`^${partnerNames(SILENT).en} · .+ · −60 points$`)).waitFor()
    expect(await faults(second)).toEqual([])
    await shot(second, 'second-en')
    await press(button(second, 'Approve').first())
    const decided = async () => (await of('qian.yi').call('GET', `/v1/cases/${number}`)).body
    await until('it is decided by two', async () => (await decided()).proposal !== undefined)
    expect((await decided()).points).toBe(60)
    await inScreen(second)
    // Who approved is named, and enters no appeal against it.
    await second.goto(`${on.gateway.url}/console/cases/${number}`)
    await second.locator('#verdict').locator('..').getByText('approved by qian.yi', { exact: false }).waitFor()
    await second.getByText('It has neither a webhook nor a key to look.').waitFor()
    expect(await second.getByRole('button', { name: 'Enter a written appeal' }).count()).toBe(0)
    await second.goto(`${on.gateway.url}/console/risk/partners/${SILENT}`)
    await second.getByText('40 points', { exact: true }).first().waitFor()
    expect(await faults(second)).toEqual([])
  })

  it('hand over, put off, hand up, and take over', async () => {
    const { number } = await caseOf('partner=p28', (each) => each.subject.app === undefined)
    const now = async () => (await of('zhao.rui').call('GET', `/v1/cases/${number}`)).body
    const say = async (page: Page, text: string, done: string) => {
      const dialog = page.getByRole('dialog')
      await type(dialog.getByLabel('Reason'), text)
      expect(await faults(page)).toEqual([])
      await press(button(dialog, done))
      await dialog.waitFor({ state: 'detached' })
      await page.getByText(text, { exact: false }).first().waitFor()
    }
    const first = await open('zhao.rui', `/cases/${number}`)
    await first.locator('.signal').first().waitFor()
    // How it stood on the day it was flagged stays with it: its days until then, its peers of then.
    await press(first.locator('.quiet-signals summary'))
    await first.locator('.signal-chart').nth(1).waitFor()
    const [{ at, looked }] = (await now()).findings
    expect(looked.signals.map(({ name }: { name: string }) => name)).toEqual(['answers.hasty', 'nights'])
    expect(looked.at).toBeGreaterThanOrEqual(at)
    expect(await faults(first)).toEqual([])
    await shot(first, 'then-en')
    await first.keyboard.press('t')
    await until('it has an owner', async () => (await now()).owner === 'zhao.rui')
    await press(button(first, 'Hand over'))
    await reach(first.getByRole('dialog').getByRole('combobox'))
    await first.keyboard.type('qian')
    await first.keyboard.press('Enter')
    await say(first, 'She knows this partner', 'Hand over')
    expect((await now()).owner).toBe('qian.yi')

    const second = await open('qian.yi', `/cases/${number}`)
    await press(button(second, 'Put off'))
    const day = Temporal.Now.plainDateISO('Asia/Shanghai').add({ days: 3 }).toString()
    await second.getByLabel('Until').fill(day)
    await say(second, 'Its answer is due on Monday', 'Put off')
    expect((await now()).snoozed_until.slice(0, 10)).toBe(day)
    await shot(second, 'put-off-en')
    await press(button(second, 'Hand up'))
    await say(second, 'It is a matter of the board', 'Hand up')
    expect((await now()).owner).toBeUndefined()

    const third = await open('lin.an', `/cases?status=escalated`)
    await third.getByRole('row').nth(1).waitFor()
    expect(await faults(third)).toEqual([])
    await shot(third, 'gone-up-en')
    await third.goto(`${on.gateway.url}/console/cases/${number}`)
    await press(button(third, 'Take'))
    await until('somebody has it', async () => (await now()).owner === 'lin.an')
    await shot(third, 'taken-over-en')
  })

  it('from which app is risky to the partners that it asks for, and who complained', async () => {
    const page = await open('qian.yi', '/risk/apps', { locale: 'zh-CN' })
    const row = page.getByRole('row').nth(1)
    await row.getByText('cn.torch.free0').waitFor()
    expect(await page.getByRole('row').count()).toBe(3)
    expect(await faults(page)).toEqual([])
    await shot(page, 'apps-zh', [1440, 390])
    await press(row.getByRole('link').first())
    await page.getByText('答复快于多数人阅读').first().waitFor()
    expect(await faults(page)).toEqual([])
    await shot(page, 'app-zh', [1440, 390])
    await press(page.getByRole('link', { name: partnerNames('p28').zh }))
    await page.locator('.signal-chart').first().waitFor()
    const named = page.locator('.few').getByRole('link', { name: '答复快于多数人阅读', exact: false })
    await until('its cases are named', async () => (await named.count()) === 2)
    await page.goto(`${on.gateway.url}/console/risk/partners/${AFTER_STOP}`)
    // One service is open, and of the others is seen what speaks against them.
    await until('the others are folded', async () => (await page.locator('.fold').count()) === 3)
    for (const said of ['退不掉', '乱扣费']) await page.getByText(said, { exact: false }).first().waitFor()
    // However much the other columns say, a name of four characters stands in one line.
    await page.goto(`${on.gateway.url}/console/cases`)
    await page.locator('.row-link').first().waitFor()
    // An app’s case is not taken for that of a service, or of all.
    await page.locator('.case-about').getByText('cn.torch.free0').waitFor()
    await page.locator('.case-about').getByText('全部业务').first().waitFor()
    const lines = page.locator('.row-link').evaluateAll((links) =>
      links.map((link) => {
        const range = document.createRange()
        range.selectNodeContents(link.firstChild as Node)
        return range.getClientRects().length
      }),
    )
    expect(new Set(await lines)).toEqual(new Set([1]))
  })
})
