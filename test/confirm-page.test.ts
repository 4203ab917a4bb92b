import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, faults, openBrowser } from './browser.ts'
import { type Phone, startTestGateway, type TestGateway } from './gateway.ts'

describe.runIf(chromiumPath)('the page of one purchase, in Chromium', () => {
  let on: TestGateway
  let browser: Browser
  beforeAll(async () => {
    on = await startTestGateway('embedded')
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await on?.stop()
  })

  const ask = async (phone: Phone, service: string): Promise<string> => {
    const asked = { subscriber: phone.number, service, return_url: 'https://music.example/thanks' }
    return (await on.call('POST', '/v1/subscription-requests', asked)).body.confirm_url
  }
  const open = async (url: string, locale = 'en-US'): Promise<Page> => {
    const context = await browser.newContext({ locale, viewport: { width: 390, height: 860 }, reducedMotion: 'reduce' })
    const page = await context.newPage()
    page.on('pageerror', (error) => expect.fail(`the page threw: ${error.message}`))
    await page.goto(url)
    return page
  }
  const codeOf = async (phone: Phone) => /(\d{6})/.exec((await phone.next()).text)?.[1] as string
  const typeCode = async (page: Page, phone: Phone) => {
    await page.getByRole('button', { name: 'Send a code' }).click()
    await page.getByLabel('Code from the SMS').fill(await codeOf(phone))
  }

  it('confirms it, leads back to the partner, and turns to another link in the same tab', async () => {
    const phone = on.phone('8613500135001')
    const url = await ask(phone, 'ring-one')
    const page = await open(url)
    await page.getByText('CNY 2 once').waitFor()
    await phone.next()
    await typeCode(page, phone)
    expect(await faults(page)).toEqual([])
    await page.getByRole('button', { name: 'Send another code' }).click()
    const again = await codeOf(phone)
    await page.getByText('A new code was sent').waitFor()
    await page.getByLabel('Code from the SMS').fill(again)
    await page.getByRole('button', { name: 'Agree and buy' }).click()
    expect((await phone.next()).text).toMatch(/单曲下载|Single Download/)
    await page.getByText('The receipt is kept').waitFor()
    const id = (await on.call('POST', '/account/api/confirm', { link: url.split('#')[1] }, { key: null })).body.id
    expect(await page.getByRole('link', { name: 'Back to music.example' }).getAttribute('href')).toBe(
      `https://music.example/thanks?request=${id}&outcome=confirmed`,
    )
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Done')
    expect(await faults(page)).toEqual([])
    await page.goto(await ask(phone, 'star-news'))
    await page.getByText('CNY 8 a month').waitFor()
    expect(await page.getByText('The receipt is kept').count()).toBe(0)
  })

  it('says why it is not possible, and where to answer what waits already', async () => {
    const phone = on.phone('8613500135002')
    await ask(phone, 'star-news')
    await phone.next()
    const page = await open(await ask(phone, 'star-news'))
    await page.getByText('The same request waits for your answer already').waitFor()
    expect(await page.getByRole('link', { name: 'See my services' }).getAttribute('href')).toBe('/account')
    expect(await faults(page)).toEqual([])
  })

  it('after five wrong codes another is sent; after three codes it says where else to answer', async () => {
    const phone = on.phone('8613500135003')
    const page = await open(await ask(phone, 'star-news'))
    await page.getByText('CNY 8 a month').waitFor()
    await phone.next()
    await typeCode(page, phone)
    const right = await page.getByLabel('Code from the SMS').inputValue()
    for (let i = 0; i < 6; i++) {
      await page.getByLabel('Code from the SMS').fill(right === '111111' ? '222222' : `11111${i === 1 ? 2 : 1}`)
      await page.getByRole('button', { name: 'Agree and subscribe' }).click()
      await page
        .getByRole('alert')
        .getByText(i < 5 ? 'That is not the code' : 'This code does not hold')
        .waitFor()
      await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
    }
    const again = page.getByRole('button', { name: 'Send another code' })
    for (let i = 0; i < 2; i++) {
      await again.click()
      await page.getByLabel('Code from the SMS').fill(await codeOf(phone))
      await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
    }
    await again.click()
    await page.getByRole('alert').getByText('This request has no codes left').waitFor()
    await page.getByRole('link', { name: 'See my services' }).waitFor()
    // The last code still holds.
    await page.getByRole('button', { name: 'Agree and subscribe' }).click()
    await page.getByText('The receipt is kept').waitFor()
  })

  it('an answer whose answer was lost is looked for, and is not given twice', async () => {
    const phone = on.phone('8613500135004')
    const page = await open(await ask(phone, 'ring-one'))
    await page.getByText('CNY 2 once').waitFor()
    await phone.next()
    await typeCode(page, phone)
    let answers = 0
    await page.route('**/account/api/confirm/answer', async (route) => {
      answers++
      await route.fetch()
      await route.abort()
    })
    await page.getByRole('button', { name: 'Agree and buy' }).dblclick()
    await page.getByText('The receipt is kept').waitFor()
    expect(answers).toBe(1)
  })

  it('a purchase that takes its time is not offered again: no link is called invalid', async () => {
    const phone = on.phone('8613500135005')
    const page = await open(await ask(phone, 'ring-one'))
    await page.getByText('CNY 2 once').waitFor()
    await phone.next()
    await typeCode(page, phone)
    await page.clock.install()
    const open_ = await (
      await fetch(`${on.gateway.url}/account/api/confirm`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ link: page.url().split('#')[1] }),
      })
    ).json()
    await page.route('**/account/api/confirm', (route) => route.fulfill({ json: open_ }))
    await page.getByRole('button', { name: 'Agree and buy' }).click()
    await page.getByText('We have your answer').waitFor()
    await page.clock.fastForward(25_000)
    await page.getByText('Do not buy it again.').waitFor()
    expect(await page.getByText('start again').count()).toBe(0)
  })
})
