import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, faults, openBrowser } from './browser.ts'
import { environmentOf, startTestGateway, type TestGateway } from './gateway.ts'
import { button, openPage, press, signIn } from './keyboard.ts'
import { PersonInBrowser } from './people.ts'
import { removeFolder, temporaryFolder } from './servers.ts'
import { HOUR_MS, wellWithin } from './until.ts'

/* More numbers than those of an hour: the console asks a second person, in a real Chromium. */
describe.runIf(chromiumPath)('numbers beyond those of an hour', () => {
  const folder = temporaryFolder()
  let on: TestGateway
  let browser: Browser
  beforeAll(async () => {
    const policy = JSON.parse(readFileSync(environmentOf('embedded', '')['POLICY_FILE'] as string, 'utf8'))
    const file = join(folder, 'policy.json')
    writeFileSync(file, JSON.stringify({ ...policy, staff: { sightsPerHour: 1 } }))
    on = await startTestGateway('embedded', { DEMO: 'off', POLICY_FILE: file })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await on?.stop()
    removeFolder(folder)
  })

  it('one who looked up as many as one may has a second person agree, and goes on', async () => {
    const agent = await PersonInBrowser.made(on, 'wang.fang', 'counter')
    const chen = await PersonInBrowser.made(on, 'chen.min', 'administrator')
    const page = await openPage(browser, on, '/console/counter', { locale: 'zh-CN' })
    await signIn(page, 'wang.fang', agent.password)
    const reason = page.getByLabel('理由', { exact: true })
    const lookUp = async (number: string) => {
      await page.getByLabel('用户号码', { exact: true }).fill(number)
      await reason.fill('排队的客户很多')
      await press(reason)
    }
    await wellWithin(HOUR_MS)
    await lookUp('13500138901')
    await page.getByRole('heading', { name: '+8613500138901' }).waitFor()
    await page.keyboard.press('q')
    await lookUp('13500138902')
    await page.getByText(/一小时内查看的号码已达上限/).waitFor()
    await button(page, '请第二人同意').click()
    await page.getByText(/等待另一人同意/).waitFor()
    expect(await faults(page)).toEqual([])
    const { items } = (await chen.call('GET', '/v1/proposals?status=open')).body
    expect(items).toMatchObject([{ kind: 'numbers.shown', by: 'wang.fang', preview: { reason: '排队的客户很多' } }])
    expect((await chen.call('POST', `/v1/proposals/${items[0].id}/approve`)).status).toBe(200)
    await page.getByRole('button', { name: /查\s?询/ }).click()
    await page.getByRole('heading', { name: '+8613500138902' }).waitFor()
    // It holds for the day.
    await page.keyboard.press('q')
    await lookUp('13500138903')
    await page.getByRole('heading', { name: '+8613500138903' }).waitFor()
  })
})
