import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, faults, openBrowser } from './browser.ts'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { button, fits, isPlanted, openConsole } from './keyboard.ts'
import { PersonInBrowser } from './people.ts'
import { removeFolder, temporaryFolder } from './servers.ts'
import { complaintsRise } from './surging.ts'
import { until } from './until.ts'

/* Operations block a port from what it would stop to its history, in a real Chromium. */
describe.runIf(chromiumPath)('acting, on the console', () => {
  let on: TestGateway
  let browser: Browser
  let xue: PersonInBrowser
  const folder = temporaryFolder()
  const nasty = '<img src=x onerror="window.planted=1">'

  beforeAll(async () => {
    const POLICY_FILE = join(folder, 'policy.json')
    writeFileSync(POLICY_FILE, JSON.stringify({ enforcement: { falseAlarmsPerMonth: 2 } }))
    on = await startTestGateway('embedded', { DEMO: 'off', POLICY_FILE })
    browser = await openBrowser()
    const send = (kind: string, csv: string) =>
      on.call('POST', `/v1/import/${kind}`, csv, { headers: { 'content-type': 'text/csv' } })
    await send('partners', 'partner_id,name_zh,name_en,kind\nsp-huayu,华娱互动,Huayu Interactive,sp\n')
    await send('ports', 'port,partner_id,category,classes\n10661234,sp-huayu,jokes,otp marketing\n')
    const mt = { from: '10661234', to: '8613800138000', text: '您的验证码是 482913', class: 'otp' }
    expect((await on.call('POST', '/v1/mt', mt)).status).toBe(202)
    const wish = { kind: 'port', value: '10661234' }
    await until('it is counted', async () => {
      return (await on.call('POST', '/v1/blocks/preview', wish)).body.stopped?.otp === 1
    })
    await complaintsRise(on)
    xue = await PersonInBrowser.made(on, 'li.xue', 'operations')
  })
  afterAll(async () => {
    await browser?.close()
    await on?.stop()
    removeFolder(folder)
  })

  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
  })
  const open = (path: string, locale = 'en-GB', width = 1280) => openConsole(browser, on, xue, path, { locale, width })

  it('a port is blocked after a look at what it would stop, and unblocked with a reason (中文)', async () => {
    const page = await open('/blocks', 'zh-CN')
    await page.getByText('没有封堵。').waitFor()
    await button(page, '封堵…').click()
    await page.getByLabel('对象').fill('10661234')
    const stops = page.locator('section.panel', { hasText: '上周会拦下' })
    await stops.getByText('验证码').waitFor()
    expect(await stops.locator('dd').allTextContents()).toEqual(['1', '0', '0'])
    await page.getByLabel('原因').click()
    await page.getByTitle('诈骗').click()
    await page.getByLabel('说明').fill(nasty)
    await button(page, /^封\s?堵$/).click()
    await page.getByText('已封堵，一秒内在各处生效。').waitFor()
    const check = { items: [{ from: '10661234', to: '8613800138000', class: 'otp' }] }
    const rule = async () => (await on.call('POST', '/v1/mt/check', check)).body.items[0].rule
    expect(await rule()).toBe('network.all')
    await page.getByRole('link', { name: '去看这条封堵' }).click()
    await page.getByRole('heading', { name: '端口 10661234' }).waitFor()
    await page.locator('.state').getByText('封堵中：全部').waitFor()
    expect(await isPlanted(page)).toBe(false)
    expect(await faults(page)).toEqual([])
    await button(page, '解除封堵').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('理由').fill('已整改')
    await button(dialog, '解除封堵').click()
    await page.locator('.state').getByText('未封堵', { exact: true }).waitFor()
    expect(await rule()).toBe('allowed')
  })

  it.each([
    [
      'zh-CN',
      1280,
      'icbc-vip.com',
      '域名',
      '钓鱼网站',
      '诈骗',
      '已封堵，一秒内在各处生效。',
      '去看这条封堵',
      /^封\s?堵$/,
    ],
    [
      'en-GB',
      390,
      'vip668.top',
      'Domain',
      'a phishing site',
      'Fraud',
      'Blocked, everywhere within a second.',
      'To this block',
      'Block',
    ],
  ])(
    'a domain is blocked, and each message with a link below it (%s, %i px)',
    async (locale, width, domain, kind, note, reason, placed, toBlock, doPlace) => {
      const page = await open('/block', locale, width)
      const field = (name: RegExp) => page.getByLabel(name)
      await page.getByRole('combobox').first().click()
      await page.getByTitle(kind, { exact: true }).last().click()
      await field(/^(对象|What)$/).fill('https://\u0430pple.com/a1')
      await page.getByText(/看起来是 apple\.com|it reads as apple\.com/).waitFor()
      await field(/^(对象|What)$/).fill(`https://${domain}/a1`)
      await page.getByText(/apple\.com/).waitFor({ state: 'detached' })
      await field(/^(至|Until)$/).fill('2031-12-31')
      await page.locator('section.panel').nth(1).locator('dd, p').first().waitFor()
      await field(/^(原因|Reason)$/).click()
      await page.getByTitle(reason, { exact: true }).click()
      await field(/^(说明|Why, in words)$/).fill(note)
      expect([await fits(page), await faults(page)]).toEqual([true, []])
      await button(page, doPlace).click()
      await page.getByText(placed).waitFor()
      const mt = { from: '10661234', to: '8613800138000', class: 'marketing' }
      const items = [`a.${domain}/b`, `${domain}.example.com`].map((link) => ({ ...mt, text: `请登录 ${link} 领取` }))
      const rules = (await on.call('POST', '/v1/mt/check', { items })).body.items.map(
        ({ rule }: { rule: string }) => rule,
      )
      expect(rules).toEqual(['network.domain', 'allowed'])
      // To the end of that day, by the operator’s clock.
      const held: { value: string; until: string }[] = (await on.call('GET', '/v1/blocks')).body.items
      expect(held.find(({ value }) => value === domain)?.until).toBe('2031-12-31T16:00:00.000Z')
      await page.getByRole('link', { name: toBlock }).click()
      await page.getByRole('heading', { name: `${kind} ${domain}` }).waitFor()
      expect([await fits(page), await faults(page)]).toEqual([true, []])
    },
  )

  it.each([
    ['zh-CN', 1280, '投诉', /至多误报 2 次（默认 1 次，已更改）/],
    ['en-GB', 390, 'Complaints', /all series together: 2 at most \(the default is 1; it was changed\)/],
  ])(
    'an alarm says what rose and against what, and its rule what policy made of it (%s, %i px)',
    async (locale, width, what, rule) => {
      const page = await open('/alarms', locale, width)
      const main = page.getByRole('main')
      await main.getByText(Array.from({ length: 8 }, () => '4').join(' · ')).waitFor()
      await main.locator('.state', { hasText: what }).waitFor()
      await main.getByText('60', { exact: true }).waitFor()
      await main
        .locator('section', { has: page.locator('#alarm-rule') })
        .getByText(rule)
        .waitFor()
      expect([await fits(page), await faults(page)]).toEqual([true, []])
    },
  )

  it('the white list, files and alarms can be used by anybody, in English and on a phone', async () => {
    const page = await open('/white-list', 'en-GB', 390)
    await page.getByText('The white list is empty.').waitFor()
    await button(page, 'Put on the list…').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('What').fill('95588')
    await dialog.getByLabel('Why, in words').fill('ICBC')
    await button(dialog, 'Put on the list').click()
    await page.getByText('95588').first().waitFor()
    for (const [path, heading] of [
      ['/white-list', 'White list'],
      ['/block-files', 'Files'],
      ['/alarms', 'Alarms'],
      ['/block', 'Block'],
      ['/blocks', 'Blocks'],
    ] as const) {
      await page.goto(`${on.gateway.url}/console${path}`)
      await page.getByRole('heading', { name: heading, exact: true }).first().waitFor()
      expect([path, await faults(page)]).toEqual([path, []])
    }
  })

  it('a button that is done shows nothing of being at work, not for a moment', async () => {
    const page = await open('/block-files')
    const done = { done: { rows: 1, taken: 0, unchanged: 1, refused: 0 } }
    await page.route('**/v1/import/blocks', (route) => route.fulfill({ body: `${JSON.stringify(done)}\n` }))
    const seen = await button(page, 'Import').evaluateHandle((each) => {
      const seen = { atWork: 0, after: 0 }
      new MutationObserver(() => {
        const [isAtWork, isShown] = [
          each.classList.contains('ant-btn-loading'),
          each.querySelector('[role=img]') !== null,
        ]
        if (isAtWork && isShown) seen.atWork++
        if (!isAtWork && isShown) seen.after++
      }).observe(each, { attributes: true, childList: true, subtree: true })
      return seen
    })
    const file = page.getByRole('main').getByLabel('File', { exact: true })
    await file.setInputFiles({ name: 'blocks.csv', mimeType: 'text/csv', buffer: Buffer.from('kind,value,reason') })
    await button(page, 'Import').click()
    await page.getByText('1 rows read: 0 taken, 1 unchanged').waitFor()
    await button(page, 'Import').waitFor()
    expect(await seen.jsonValue()).toEqual({ atWork: expect.any(Number), after: 0 })
    expect((await seen.jsonValue()).atWork).toBeGreaterThan(0)
  })

  it('a file is imported, its wrong rows named by line', async () => {
    const page = await open('/block-files')
    const send = async (text: string) => {
      const file = page.getByRole('main').getByLabel('File', { exact: true })
      await file.setInputFiles({ name: 'blocks.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
      await button(page, 'Import').click()
    }
    const rows = 'kind,value,reason\nport,10668888,spam\nport,10668889,nothing\n'
    await send(rows)
    await page.getByText('2 rows read: 1 taken, 0 unchanged, 1 refused').waitFor()
    await page.getByText(/^Line 3: reason: one of/).waitFor()
    const block = { kind: 'port', value: '10668888', scope: 'all', reason: 'spam', note: 'looked at' }
    expect((await xue.call('POST', '/v1/blocks', block)).status).toBe(202)
    const held = async (): Promise<{ value: string }[]> => (await on.call('GET', '/v1/blocks')).body.items
    await until('it holds', async () => (await held()).some(({ value }) => value === '10668888'))
    await send(rows)
    await page.getByText('2 rows read: 0 taken, 1 unchanged, 1 refused').waitFor()
    await send('who,what\n')
    await page.getByText(/^Its first line must name the columns/).waitFor()
  })

  it('wrong rows are told in Chinese on the Chinese page, each by its line', async () => {
    const page = await open('/block-files', 'zh-CN')
    const rows = [
      'kind,value,reason',
      'port,,spam',
      'domain,com.cn,spam',
      'port,10668891,nothing',
      'port,10668892',
      '"port,10668893,spam',
    ]
    // The browser’s own words would be of its language.
    await page.getByText('未选择文件').waitFor()
    const file = page.getByRole('main').getByLabel('文件', { exact: true })
    await file.setInputFiles({ name: 'blocks.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) })
    await page.getByText('blocks.csv', { exact: true }).waitFor()
    await button(page, /^导\s?入$/).click()
    const told = page.getByText(/^第 \d 行：/)
    await expect.poll(() => told.count()).toBe(5)
    expect(await told.allTextContents()).toEqual([
      '第 2 行：名称或号码填写有误：不是端口。',
      '第 3 行：不是域名，或者是整个域名后缀。',
      '第 4 行：reason 只能是：spam, fraud, obscene, malware, no-approval, authority, other。',
      '第 5 行：有 2 个字段，应为 3 个。',
      '第 6 行：引号没有闭合，或位置不对。',
    ])
  })
})
