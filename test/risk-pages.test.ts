import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chargingEvents, monitorFlags, monitorStandings } from '#contracts'
import { edgeRecord } from '#service'
import { chromiumPath, faults, openBrowser } from './browser.ts'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { openConsole, press } from './keyboard.ts'
import { PersonInBrowser } from './people.ts'
import { until } from './until.ts'

const DAY = 86_400_000
const languages = {
  'zh-CN': {
    partners: '合作方风险',
    record: '处罚记录',
    cohorts: '各周订购用户的去向',
    all: '全部',
    signal: '退订之后的扣费',
    files: '文书与附件',
    letter: '中文',
  },
  'en-GB': {
    partners: 'Partners by risk',
    record: 'Record',
    cohorts: 'What became of those who subscribed',
    all: 'All',
    signal: 'Charges after unsubscribing',
    files: 'Letters and files',
    letter: 'Chinese',
  },
} as const
type Locale = keyof typeof languages
const PICTURES = process.env['PICTURES']

/** How sixty partners and two apps stand at the end of a day: one goes bad, one is stopped, most are honest. */
function standings(now: number) {
  const day = Math.floor(now / DAY)
  return [...Array.from({ length: 60 }, (_, n) => `sp-${String(n).padStart(3, '0')}`), 'app-1', 'app-2'].map(
    (name, n) => {
      const isApp = name.startsWith('app')
      const risk = n === 0 ? 41.5 : n === 1 ? 12.25 : isApp ? 9 : Math.max(0, 3 - n / 20)
      const series = Array.from({ length: 30 }, (_, d) => (n === 0 ? Math.max(0, (d - 20) * 4.15) : (risk * d) / 30))
      const signal = (signal: string, figure: number, baseline: number, evidence: number) => ({
        ...{ name: signal, group: 'charges', figure, baseline, evidence, peers: { rate: baseline, shape: 2 } },
        ...{ cases: series.map((each) => Math.round(each)), of: series.map(() => 1000), charges: ['c1', 'c2'] },
        clearAt: baseline * 2,
      })
      return {
        subject: isApp ? ('app' as const) : ('partner' as const),
        name: isApp ? `com.free.${name}` : name,
        ...{ at: now, day, risk, series, users: 1200 + n * 37 },
        changes: n < 2 ? [{ name: 'charges.after.cancel', before: risk / 3, now: risk }] : [],
        partners: isApp ? ['sp-000', 'sp-001'] : [],
        units: [
          {
            kind: isApp ? ('app' as const) : ('service' as const),
            name: isApp ? `com.free.${name}` : `svc-${n}`,
            ...{ users: 1200, risk, clears: 'Fewer than 3 charges after a cancel in 7 days.' },
            signals:
              risk > 1
                ? [
                    signal('charges.after.cancel', 0.31, 0.001, risk),
                    signal('complaints', 0.006, 0.0004, risk / 2),
                    signal('payers.silent', 0.62, 0.2, risk / 4),
                    { ...signal('cancel.cohort', 0.3, 0.25, 0), of: series.map(() => 40) },
                    { ...signal('regrets', 0.02, 0.01, 0), of: series.map(() => 40) },
                  ]
                : [],
          },
        ],
        policy: 'default',
      }
    },
  )
}

/* The morning of a reviewer: who is risky, why, and the case about it. */
describe.runIf(chromiumPath)('the risk pages with sixty partners', () => {
  let on: TestGateway
  let browser: Browser
  const people: Record<string, PersonInBrowser> = {}
  let number: string
  beforeAll(async () => {
    on = await startTestGateway('embedded', { DEMO: 'off' })
    browser = await openBrowser()
    const rows = Array.from({ length: 60 }, (_, n) => `sp-${String(n).padStart(3, '0')},合作方${n},Partner ${n},sp\n`)
    await on.call('POST', '/v1/import/partners', `partner_id,name_zh,name_en,kind\n${rows.join('')}`, {
      headers: { 'content-type': 'text/csv' },
    })
    for (const [id, role] of [
      ['zhao.rui', 'reviewer'],
      ['he.jing', 'auditor'],
    ] as const)
      people[id] = await PersonInBrowser.made(on, id, role)
    const { bus, clock } = on.gateway.deps
    const now = clock.now()
    await bus.publish(
      standings(now).map((data, n) =>
        edgeRecord(monitorStandings, bus, data.name, { id: `s${n}`, at: now, corr: 's', type: 'partner.looked', data }),
      ),
    )
    const flag = {
      at: now,
      flag: 'sp-000 svc-0',
      partner: 'sp-000',
      service: 'svc-0',
      signals: [{ name: 'charges.after.cancel', figure: 0.31, baseline: 0.001, evidence: 41.5 }],
      ...{ stop_first: true, shadow: false, clears: 'A person decides', policy: 'default', charges: [] },
    }
    await bus.publish([
      edgeRecord(monitorFlags, bus, 'sp-000', { id: 'f', at: now, corr: 'f', type: 'flag.raised', data: flag }),
    ])
    await bus.publish(
      Array.from({ length: 30 }, (_, n) => {
        const subscriber = `somebody-${n}`
        const charge = { chargeId: `c${n}`, subscriber, serviceId: 'svc-0', partnerId: 'sp-000', amountFen: 800 }
        const wrong = n % 3 === 0 ? { rule: 'above.tariff', refundFen: 1600 } : { refundFen: 0 }
        const data = { ...charge, ...wrong, chargedAt: now - n * 3_600_000, granted: false, tenure: 1 }
        const said = { id: `judged-${n}`, at: now, corr: 'c', type: 'charge.judged', data }
        return edgeRecord(chargingEvents, bus, subscriber, said)
      }),
    )
    const listed = async (path: string) => {
      const { status, body } = await of('zhao.rui').call('GET', path)
      if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`)
      return body.items
    }
    await until('all are ranked', async () => (await listed('/v1/monitor/partners?limit=100')).length === 60)
    await until('its charges', async () => (await listed('/v1/partner-charges/sp-000?limit=100')).length === 30)
    await until('it has a case', async () => (await listed('/v1/cases?partner=sp-000')).length === 1)
    number = (await listed('/v1/cases?partner=sp-000'))[0].number
  })
  afterAll(async () => {
    await browser?.close()
    await on?.stop()
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
  })
  const of = (name: string) => people[name] as PersonInBrowser
  const shot = async (page: Awaited<ReturnType<typeof openConsole>>, name: string) => {
    if (!PICTURES) return
    for (const [width, height] of [
      [1440, 900],
      [1280, 800],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height })
      await page.screenshot({ path: `${PICTURES}/${name}-${width}.png`, fullPage: true })
    }
    await page.setViewportSize({ width: 1280, height: 800 })
  }

  it.each(['zh-CN', 'en-GB'] as const)(
    'leads from who is risky to the case about it, by keyboard (%s)',
    async (locale: Locale) => {
      const t = languages[locale]
      const page = await openConsole(browser, on, of('zhao.rui'), '/risk/partners', { locale })
      await page.getByRole('heading', { level: 1 }).waitFor()
      const first = page.getByRole('row').nth(1)
      await first.getByText(locale === 'zh-CN' ? '合作方0' : 'Partner 0').waitFor()
      await first.getByText(t.signal).first().waitFor()
      await first.getByText('▲').waitFor()
      expect(await faults(page)).toEqual([])
      await shot(page, `risk-list-${locale}`)
      await press(first.getByRole('link').first())
      // The list names the signal as well: only on the partner's own page is it looked for.
      await page.locator('#record').waitFor()
      await page.getByRole('table').first().getByText(t.signal).waitFor()
      // What speaks against it is drawn; what became of those who came, and its charges: wrong ones first, then all.
      await page.locator('.signal-chart').first().waitFor()
      await page.getByRole('heading', { name: t.cohorts }).waitFor()
      const charges = page.locator('#charges').locator('..')
      await until('the wrong ones', async () => (await charges.getByRole('listitem').count()) === 10)
      await charges.getByText(t.all, { exact: true }).click()
      await until('all, a page of them', async () => (await charges.getByRole('listitem').count()) === 20)
      await press(charges.getByRole('button').last())
      await until('all', async () => (await charges.getByRole('listitem').count()) === 30)
      expect(await faults(page)).toEqual([])
      await shot(page, `risk-page-${locale}`)
      await press(page.locator('.few').getByRole('link').first())
      await page.locator('#files').waitFor()
      await page.getByRole('link', { name: locale === 'zh-CN' ? '下载证据包' : 'Download the evidence' }).waitFor()
      expect(await faults(page)).toEqual([])
      await shot(page, `case-${locale}`)
    },
  )

  it('keeps nobody from using a case whose parts are still to come', async () => {
    const page = await openConsole(browser, on, of('zhao.rui'), '/risk/partners', { locale: 'en-GB' })
    await page.route(/\/v1\/cases/, () => undefined)
    await page.goto(`${on.gateway.url}/console/cases/${number}`)
    await page.locator('.ant-skeleton').first().waitFor()
    expect(await faults(page)).toEqual([])
    await page.close()
  })

  it('gives the letter of a verdict and the evidence by a link, and the auditor reads both and decides nothing', async () => {
    const wish = { outcome: 'proven', points: 5, reason_zh: '退订后仍扣费', reason_en: 'Charged after a cancel' }
    expect((await of('zhao.rui').call('POST', `/v1/cases/${number}/verdict`, wish)).status).toBe(200)
    const page = await openConsole(browser, on, of('he.jing'), `/cases/${number}`, { locale: 'en-GB' })
    const link = page.getByRole('link', { name: `Chinese ${number}`, exact: true })
    await link.waitFor()
    const [letter] = await Promise.all([page.waitForEvent('download'), press(link)])
    expect(letter.suggestedFilename()).toBe(`${number}-letter-zh.pdf`)
    expect(await page.getByRole('button', { name: 'Attach a file' }).count()).toBe(0)
    expect(await faults(page)).toEqual([])
    await shot(page, 'case-auditor')
    await page.goto(page.url().replace(/\/cases\/.*/, '/standings'))
    await page.getByRole('link', { name: 'Export a month' }).waitFor()
    expect(await faults(page)).toEqual([])
    await shot(page, 'penalties')
  })
})
