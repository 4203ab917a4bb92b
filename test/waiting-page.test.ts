import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, faults, openBrowser } from './browser.ts'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { button, fits, openConsole, press } from './keyboard.ts'
import { PersonInBrowser } from './people.ts'
import { until } from './until.ts'

/** Where pictures of what waits are put, to be looked at; none unless it is named. */
const PICTURES = process.env['PICTURES']
const words = {
  'zh-CN': {
    verdict: 'li.xue 于',
    own: '这是您自己的提议',
    takeBack: '撤回提议',
    look: '查看后果并同意',
    grant: '提议申诉成立',
    apart: '您参与过原裁定',
    agree: '同意申诉成立',
    granted: '申诉成立',
  },
  'en-GB': {
    verdict: 'li.xue proposed a verdict on',
    own: 'It is your own proposal',
    takeBack: 'Take it back',
    look: 'See what follows, and agree',
    grant: 'to grant this appeal',
    apart: 'You took part in the verdict',
    agree: 'Agree: grant it',
    granted: 'Granted',
  },
} as const
type Locale = keyof typeof words

/* Two people decide: whoever opens the case sees who proposed what, and answers that instead of proposing it again. */
describe.runIf(chromiumPath)('the page of a case that waits for a second person', () => {
  let on: TestGateway
  let browser: Browser
  let key: string
  const people: Record<string, PersonInBrowser> = {}
  const of = (name: string) => people[name] as PersonInBrowser
  beforeAll(async () => {
    on = await startTestGateway('embedded', { DEMO: 'off' })
    browser = await openBrowser()
    const csv = 'partner_id,name_zh,name_en,kind\nsp-a,甲公司,Alpha,sp\n'
    await on.call('POST', '/v1/import/partners', csv, { headers: { 'content-type': 'text/csv' } })
    for (const name of ['li.xue', 'sun.wei', 'wu.tao', 'zhou.ke'])
      people[name] = await PersonInBrowser.made(on, name, 'reviewer')
    people['he.jing'] = await PersonInBrowser.made(on, 'he.jing', 'auditor')
    key = (await on.call('POST', '/v1/keys', { name: 'a', kind: 'partner', partnerId: 'sp-a', purposes: ['answer'] }))
      .body.key
  })
  afterAll(async () => {
    await browser?.close()
    await on?.stop()
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
  })
  const open = (who: string, number: string, locale: Locale) =>
    openConsole(browser, on, of(who), `/cases/${number}`, { locale })
  const shot = async (page: Awaited<ReturnType<typeof open>>, name: string) => {
    expect(await faults(page)).toEqual([])
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 })
      expect(await fits(page)).toBe(true)
      if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}-${width}.png`, fullPage: true })
    }
    await page.setViewportSize({ width: 1280, height: 844 })
  }
  const verdict = { outcome: 'proven', points: 60, reason_zh: '未经确认', reason_en: 'Without consent' }

  const whole = async (number: string) => (await of('he.jing').call('GET', `/v1/cases/${number}`)).body
  const opened = async (pattern: string) => {
    const wish = { partner: 'sp-a', pattern, text: '均无二次确认。' }
    const { number } = (await of('li.xue').call('POST', '/v1/cases', wish)).body as { number: string }
    await until('the case is there', async () => (await whole(number)).number === number)
    return { number, propose: () => of('li.xue').call('POST', `/v1/cases/${number}/verdict`, verdict) }
  }

  it.each(['zh-CN', 'en-GB'] as const)(
    'says who proposed a verdict, who may take it back or agree (%s)',
    async (locale) => {
      const t = words[locale]
      const { number, propose } = await opened(`verdict ${locale}`)
      await propose()
      expect((await whole(number)).waits).toMatchObject({ of: 'verdict', by: 'li.xue', by_name: 'li.xue' })
      expect((await propose()).body).toMatchObject({ code: 'case.waits', by: 'li.xue' })

      const second = await open('sun.wei', number, locale)
      await second.getByText(t.verdict, { exact: false }).waitFor()
      await shot(second, `verdict-waits-${locale}`)
      expect(await second.getByRole('link', { name: t.look }).getAttribute('href')).toContain('/console/proposals')

      const own = await open('li.xue', number, locale)
      await own.getByText(t.own, { exact: false }).waitFor()
      await press(own.getByRole('button', { name: `${t.takeBack} ${number}` }))
      await own.getByText(t.own, { exact: false }).waitFor({ state: 'detached' })
      expect((await whole(number)).waits).toBeUndefined()
    },
  )

  it.each(['zh-CN', 'en-GB'] as const)(
    'says who would grant an appeal and why, and is where a second one agrees (%s)',
    async (locale) => {
      const t = words[locale]
      const { number, propose } = await opened(`appeal ${locale}`)
      const { proposal } = (await propose()).body
      expect((await of('sun.wei').call('POST', `/v1/proposals/${proposal}/approve`, {})).status).toBe(200)
      const says = '话单与确认短信逐条对应，请看附件。'
      await on.call('POST', `/v1/cases/${number}/appeal`, { text: says }, { key })
      await until('it is appealed', async () => (await whole(number)).status === 'appealed')
      const reason = '凭证属实，原裁定有误。'
      const grant = (who: string) =>
        of(who).call('POST', `/v1/cases/${number}/appeal-decision`, { granted: true, reason })
      expect((await grant('wu.tao')).status).toBe(202)
      expect((await grant('zhou.ke')).body).toMatchObject({ code: 'case.waits', by: 'wu.tao' })

      // Who took part sees it, and is offered nothing.
      const former = await open('li.xue', number, locale)
      await former.getByText(t.grant, { exact: false }).waitFor()
      await former.getByText(t.apart, { exact: false }).waitFor()
      expect(await button(former, t.agree).count()).toBe(0)

      const last = await open('zhou.ke', number, locale)
      await last.getByText(reason).waitFor()
      await shot(last, `grant-waits-${locale}`)
      expect(await last.locator('#appeal_reason').count()).toBe(0)
      await press(button(last, t.agree))
      await last.locator('.state').getByText(t.granted, { exact: true }).waitFor()
      expect(await whole(number)).toMatchObject({ withdrawn: true, appeal: { granted: true, decided_by: 'wu.tao' } })
      expect((await whole(number)).waits).toBeUndefined()
    },
  )
})
