import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chargingEvents, monitorFlags } from '#contracts'
import { edgeRecord } from '#service'
import { chromiumPath, faults, openBrowser } from './browser.ts'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { button, openConsole, press, reach, region, type } from './keyboard.ts'
import { PersonInBrowser } from './people.ts'
import { until } from './until.ts'

const languages = {
  'zh-CN': {
    due: '待裁定的核查单',
    partner: ['华娱互动', '悦听音乐'],
    wording: '按信号拟写',
    decide: '裁定',
    notice: '公众将读到的公示',
    stopped: '已先行停止扣费，等待处理',
    verdict: '属实',
  },
  'en-GB': {
    due: 'Cases to decide',
    partner: ['Huayu', 'Mellow'],
    wording: 'Word it by the signals',
    decide: 'Decide',
    notice: 'The notice as the public reads it',
    stopped: 'Charging was stopped, and somebody must look',
    verdict: 'Proven',
  },
} as const
type Locale = keyof typeof languages
const partners = ['sp-huayu', 'sp-mellow'] as const

/* A reviewer's morning, in a real Chromium, by keyboard alone: from the overview to a case that is decided. */
describe.runIf(chromiumPath)('a reviewer', () => {
  let on: TestGateway
  let browser: Browser
  const people: Record<string, PersonInBrowser> = {}

  beforeAll(async () => {
    on = await startTestGateway('embedded', { DEMO: 'off' })
    browser = await openBrowser()
    const send = (kind: string, csv: string) =>
      on.call('POST', `/v1/import/${kind}`, csv, { headers: { 'content-type': 'text/csv' } })
    await send(
      'partners',
      'partner_id,name_zh,name_en,kind\nsp-huayu,华娱互动,Huayu,sp\nsp-mellow,悦听音乐,Mellow,sp\n',
    )
    for (const [id, role] of [
      ['zhao.rui', 'reviewer'],
      ['qian.yi', 'reviewer'],
      ['wu.tao', 'reviewer'],
      ['he.jing', 'auditor'],
    ] as const)
      people[id] = await PersonInBrowser.made(on, id, role)
    const { bus, clock } = on.gateway.deps
    for (const partner of partners) {
      const data = {
        at: clock.now(),
        flag: `${partner} stop`,
        partner,
        signals: [{ name: 'charges.after.cancel', figure: 0.4, baseline: 0.001, evidence: 44 }],
        ...{ stop_first: true, shadow: false, clears: 'A person decides', policy: 'default', charges: [] },
      }
      const message = { id: `flag-${partner}`, at: clock.now(), corr: 'flag', type: 'flag.raised', data }
      await bus.publish([edgeRecord(monitorFlags, bus, partner, message)])
    }
    await until('both have a case', async () => (await frozen()).length === 2)
  })
  afterAll(async () => {
    await browser?.close()
    await on?.stop()
  })

  const frozen = async (): Promise<{ number: string; subject: { partnerId: string } }[]> =>
    (await people['zhao.rui']!.call('GET', '/v1/cases?status=frozen')).body.items
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
  })
  const open = (who: string, path: string, locale: Locale) => openConsole(browser, on, people[who], path, { locale })

  it('who only reads sees that charging is stopped, and why, and can do nothing', async () => {
    const [first] = await frozen()
    const page = await open('he.jing', `/cases/${first!.number}`, 'en-GB')
    await page.getByRole('complementary', { name: languages['en-GB'].stopped }).waitFor()
    await page.getByText('Charges after unsubscribing').first().waitFor()
    expect(
      await page.getByRole('button', { name: /^(Take|Decide|Hand up|Put off|Note it|Let charging)/ }).count(),
    ).toBe(0)
    const said = await people['he.jing']!.call('POST', `/v1/cases/${first!.number}/take`, {})
    expect(said.body.code).toBe('auth.purpose')
    // The other partner is suspected of the same.
    const [, other] = await frozen()
    const alike = await people['he.jing']!.call('GET', '/v1/cases?signal=charges.after.cancel&order=desc')
    expect(alike.body.items.map((each: { number: string }) => each.number).sort()).toEqual(
      [first!.number, other!.number].sort(),
    )
    expect((await people['he.jing']!.call('GET', '/v1/cases?signal=spam')).body.items).toEqual([])
    await page.locator(`.few a[href$="/cases/${other!.number}"]`).waitFor()
    expect(await faults(page)).toEqual([])
  })

  it.each([
    ['zh-CN', 0],
    ['en-GB', 1],
  ] as const)('decides a case from the overview on, after seeing what follows (%s)', async (locale, n) => {
    const t = languages[locale]
    const page = await open('zhao.rui', '', locale)
    await press(region(page, t.due).getByRole('link', { name: t.partner[n] }))
    await page.locator('.signal').waitFor()
    await page.keyboard.press('t')
    await until('it is taken', async () => JSON.stringify(await frozen()).includes('"owner":"zhao.rui"'))
    // Another reviewer comes too late.
    const { number } = (await frozen()).find(({ subject }) => subject.partnerId === partners[n])!
    const late = await people['qian.yi']!.call('POST', `/v1/cases/${number}/take`, {})
    expect([late.body.code, late.body.by]).toEqual(['case.taken', 'zhao.rui'])
    await page.keyboard.press('d')
    await page.getByRole('heading', { name: t.notice }).waitFor()
    await press(button(page, t.wording))
    await page
      .locator('.notice-shown')
      .getByText(locale === 'zh-CN' ? /退订后仍继续扣费/ : /had cancelled/)
      .waitFor()
    expect(await faults(page)).toEqual([])
    await press(button(page, t.decide))
    await press(button(page.getByRole('dialog'), t.decide))
    await page.locator('#verdict').waitFor()
    await page.locator('.state').getByText(t.verdict, { exact: true }).waitFor()
    const decided = (await people['qian.yi']!.call('GET', `/v1/cases/${number}`)).body
    expect([decided.verdict.outcome, decided.points, decided.frozen]).toEqual(['proven', 20, false])
    const standing = await people['he.jing']!.call('GET', `/v1/standings?partner=${partners[n]}`)
    await expect.poll(async () => standing.body.items[0].points).toBe(80)
  })

  it('what comes after a verdict: its refunds, an appeal that somebody else answers, a notice put right by two', async () => {
    const of = (name: string) => people[name] as PersonInBrowser
    const { bus, clock } = on.gateway.deps
    const charge = { chargeId: 'shown', subscriber: 'somebody', serviceId: 'weather', partnerId: 'sp-mellow' }
    const judged = { amountFen: 800, refundFen: 0, chargedAt: clock.now() - 1000, granted: false, tenure: 1 }
    const message = { id: 'judged', at: clock.now(), corr: 'c', type: 'charge.judged', data: { ...charge, ...judged } }
    await bus.publish([edgeRecord(chargingEvents, bus, 'somebody', message)])
    const known = async () => (await of('zhao.rui').call('GET', '/v1/partner-charges/sp-mellow')).body.items.length
    await until('the charge is known', async () => (await known()) === 1)
    const wish = { partner: 'sp-mellow', pattern: 'silent', text: '抽查 40 位用户', charges: ['shown'] }
    const { number } = (await of('zhao.rui').call('POST', '/v1/cases', wish)).body
    const verdict = {
      ...{ outcome: 'proven', points: 5, reason_zh: '误写的理由', reason_en: 'A slip' },
      refund: { from: new Date(clock.now() - 86_400_000).toISOString(), until: new Date(clock.now()).toISOString() },
    }
    expect((await of('zhao.rui').call('POST', `/v1/cases/${number}/verdict`, verdict)).status).toBe(200)
    // A charge that no account has is named to somebody: it does not vanish.
    const reviewer = await open('zhao.rui', `/cases/${number}`, 'en-GB')
    await reviewer.getByText('All done. Charges: 1.').waitFor()
    await reviewer.getByText('Charges that are not kept any more: 1. Refund those by hand.').waitFor()
    // What shows it unfolds to how it came about.
    await press(reviewer.locator('.shown-charges').getByRole('button', { name: 'How it came about' }))
    await reviewer.locator('.shown-charges').getByRole('heading', { level: 2 }).waitFor()
    expect(await faults(reviewer)).toEqual([])

    // Nobody else can tell the partner: its letter is sent, and that is said.
    const letters = await open('zhao.rui', '/letters', 'en-GB')
    await letters.getByText('It has neither a webhook nor a key to look.').first().waitFor()
    // What waits longest stands first.
    await letters.locator('th[aria-sort=ascending]').waitFor()
    await press(letters.getByRole('button', { name: `It was sent ${number}` }))
    const sending = letters.getByRole('dialog')
    await reach(sending.getByRole('radio', { name: 'Post' }))
    await letters.keyboard.press('ArrowRight')
    expect(await faults(letters)).toEqual([])
    await press(button(sending, 'It was sent'))
    await sending.waitFor({ state: 'detached' })
    await letters.goto(`${on.gateway.url}/console/letters?status=sent`)
    await letters.locator('.state').getByText('Courier', { exact: false }).waitFor()
    await letters.locator('th[aria-sort=descending]').waitFor()
    expect(await faults(letters)).toEqual([])

    // What it answers on paper is entered with its scan, and nothing without.
    const entering = await open('wu.tao', `/cases/${number}`, 'en-GB')
    await press(entering.getByRole('button', { name: `Enter a written appeal ${number}` }))
    const written = entering.getByRole('dialog')
    await type(written.getByLabel('What it says'), '我们不服')
    await press(button(written, 'Enter a written appeal'))
    await written.getByText('Please choose the scanned paper', { exact: false }).waitFor()
    const paper = { name: 'letter.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') }
    await written.getByLabel('The paper, scanned').setInputFiles(paper)
    expect(await faults(entering)).toEqual([])
    await press(button(written, 'Enter a written appeal'))
    await entering.locator('#appeal').waitFor()
    await entering.getByRole('link', { name: 'The paper, scanned' }).waitFor()
    const { key } = (
      await on.call('POST', '/v1/keys', { name: 'm', kind: 'partner', partnerId: 'sp-mellow', purposes: ['answer'] })
    ).body
    const appeal = { text: '计费系统延迟，并非未确认扣费。' }
    expect((await on.call('POST', `/v1/cases/${number}/appeal`, appeal, { key })).status).toBe(202)
    await reviewer
      .getByText('Somebody else than who decided or approved it, or entered the appeal, answers that.')
      .waitFor()
    expect(await button(reviewer, 'Answer the appeal').count()).toBe(0)

    // The notice is put right while the appeal waits.
    const notices = await open('zhao.rui', '/notices', 'en-GB')
    await press(notices.getByRole('button', { name: `Correct ${number}` }))
    const dialog = notices.getByRole('dialog')
    for (const [label, text] of [
      ['What is corrected, in Chinese', '理由有误'],
      ['What is corrected, in English', 'The reason was wrong'],
    ] as const)
      await type(dialog.getByLabel(label), text)
    await dialog.getByLabel('In English', { exact: true }).fill('Charged who did nothing')
    expect(await faults(notices)).toEqual([])
    await press(button(dialog, 'Correct'))
    await notices.getByText('It waits for a second person').waitFor()

    const second = await open('qian.yi', '/proposals', 'en-GB')
    await second.getByText('The reason was wrong').waitFor()
    await press(button(second, 'Approve'))
    const read = async (path: string) => (await on.call('GET', path, undefined, { key: null })).text
    await until('the public reads it', async () =>
      (await read('/public/en/notices')).includes('Charged who did nothing'),
    )
    await second.goto(`${on.gateway.url}/console/cases/${number}`)
    await second.getByText(appeal.text).waitFor()
    await reach(second.getByRole('radio', { name: 'Grant it' }))
    await second.keyboard.press('Space')
    await second.getByText('Points and sanctions are taken back', { exact: false }).waitFor()
    await type(second.locator('#appeal_reason'), '话单证明确认过')
    expect(await faults(second)).toEqual([])
    await press(button(second, 'Answer the appeal'))
    await second.locator('#appeal').getByText('Granted').waitFor()
    // Nobody takes the points for ones that hold.
    await second.locator('.state').getByText('taken back on appeal').waitFor()
    await second.getByText('these points and sanctions do not hold any more', { exact: false }).waitFor()
    await until('the public reads that', async () =>
      (await read('/public/en/notices')).includes('Withdrawn after an appeal'),
    )
    await notices.reload()
    await notices.locator('.state').getByText('Withdrawn').first().waitFor()
    expect(await notices.getByRole('button', { name: `Correct ${number}` }).count()).toBe(0)
  })
})
