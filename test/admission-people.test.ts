import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { PersonInBrowser } from './people.ts'
import { until } from './until.ts'

/* Admission by people: applied for, previewed, approved by a second person, dated (docs/rules.md, "Partners"). */
describe('admission', () => {
  let on: TestGateway
  const people: Record<string, PersonInBrowser> = {}
  const of = (name: string) => people[name] as PersonInBrowser
  const partner = { partner_id: 'sp-huayu', name_zh: '华娱互动', name_en: 'Huayu Interactive', kind: 'entertainment' }
  const jokes = {
    service_id: 'joke-daily',
    partner_id: 'sp-huayu',
    port: '10661234',
    name_zh: '每日笑话',
    name_en: 'Daily Jokes',
    tariff_fen: 500,
    period: 'month',
    window: '24h',
    code: 'XH',
  }
  const list = async (kind: string, query = '') =>
    (await of('he.jing').call('GET', `/v1/catalogue/${kind}?${query}`)).body.items as Record<string, unknown>[]
  const one = async (kind: string, id: string) => (await of('he.jing').call('GET', `/v1/catalogue/${kind}/${id}`)).body
  const apply = async (kind: string, form: object, who = 'li.xue') =>
    (await of(who).call('POST', `/v1/catalogue/${kind}`, form)).body
  const approve = (proposal: string, who = 'sun.wei') => of(who).call('POST', `/v1/proposals/${proposal}/approve`)
  /** Applied for and approved. */
  const admit = async (kind: string, form: object) => {
    const { proposal } = await apply(kind, form)
    expect((await approve(proposal)).body.status).toBe('applied')
    await until('it is in the catalogue', async () => (await list(kind)).length > 0)
  }
  const day = (days: number) => Temporal.Now.plainDateISO('Asia/Shanghai').add({ days }).toString()

  beforeAll(async () => {
    on = await startTestGateway('embedded', { DEMO: 'off' })
    for (const [id, role, more] of [
      ['li.xue', 'operations', {}],
      ['sun.wei', 'operations', {}],
      ['zhao.rui', 'operations', { interests: ['sp-huayu'] }],
      ['he.jing', 'auditor', {}],
      ['wu.gui', 'counter', {}],
    ] as const)
      people[id] = await PersonInBrowser.made(on, id, role, more)
    await admit('partners', partner)
  })
  afterAll(() => on?.stop())

  it('is open to those who apply and to nobody else', async () => {
    expect((await of('he.jing').call('POST', '/v1/catalogue/services', jokes)).body.code).toBe('auth.purpose')
    expect((await of('wu.gui').call('GET', '/v1/catalogue/services')).body.code).toBe('auth.purpose')
    expect((await apply('services', jokes, 'zhao.rui')).why).toBe('interest')
  })

  it('shows the very prompt that the subscriber reads afterwards', async () => {
    const shown = (await of('li.xue').call('POST', '/v1/catalogue/services/preview', jokes)).body
    expect(shown.before).toBeUndefined()
    const { proposal, status } = await apply('services', jokes)
    expect(status).toBe('open')
    expect(await list('services')).toEqual([])
    const seen = (await of('sun.wei').call('GET', `/v1/proposals/${proposal}`)).body
    expect(seen.preview.prompts).toEqual(shown.prompts)
    expect((await approve(proposal, 'li.xue')).body.why).toBe('same.person')
    expect((await approve(proposal)).body.status).toBe('applied')
    await expect.poll(async () => (await list('services')).map(({ id }) => id)).toEqual(['joke-daily'])
    expect((await one('services', 'joke-daily')).prompts).toEqual(shown.prompts)
    const phone = on.phone('8613500135731')
    expect(await phone.ask('10661234', 'XH')).toBe(shown.prompts['zh-CN'].subscriber.text)
    // Looking at what it would be is asked with each word that is typed, and fills no audit.
    const noted = async () =>
      (await of('he.jing').call('GET', '/v1/audit?actor=li.xue&limit=200')).body.items.map(
        (each: { content: { action: string } }) => each.content.action,
      )
    await expect.poll(noted).toContain('POST /v1/catalogue/services')
    expect(await noted()).not.toContain('POST /v1/catalogue/services/preview')
    const english = on.phone('8613500135732')
    await english.ask('10086', 'LANG EN')
    await on.call('POST', '/v1/subscription-requests', { subscriber: english.number, service: 'joke-daily' })
    expect((await english.next()).text).toBe(shown.prompts.en.partner.text)
  })

  it('holds from its date, and keeps what held before', async () => {
    const dear = { ...jokes, tariff_fen: 800, from: day(3) }
    const { proposal } = await apply('services', dear)
    expect((await of('sun.wei').call('GET', `/v1/proposals/${proposal}`)).body.preview).toMatchObject({
      before: { tariff_fen: 500 },
      after: { tariff_fen: 800 },
      from: Temporal.PlainDate.from(day(3))
        .toZonedDateTime('Asia/Shanghai')
        .toInstant()
        .toString({ smallestUnit: 'millisecond' }),
    })
    await approve(proposal)
    await expect.poll(async () => (await one('services', 'joke-daily')).history.length).toBe(2)
    const { present, history } = await one('services', 'joke-daily')
    expect(present).toMatchObject({ tariff_fen: 500, until: history[1].from, state: 'in-force' })
    expect(history.map(({ state }: { state: string }) => state)).toEqual(['in-force', 'coming'])
    expect((await apply('services', { ...jokes, from: day(-1) })).code).toBe('admission.past')
    expect((await apply('services', { ...jokes, tariff_fen: 600, from: 'soon' })).field).toBe('from')
  })

  it('of two applications for the same lets the first that is approved hold; the other is stale', async () => {
    const [one, other] = [
      await apply('partners', { ...partner, kind: 'games' }),
      await apply('partners', { ...partner, kind: 'music' }),
    ]
    expect((await approve(other.proposal)).body.status).toBe('applied')
    await expect.poll(async () => (await list('partners'))[0]?.['kind']).toBe('music')
    expect((await approve(one.proposal)).body.code).toBe('proposal.stale')
    expect((await apply('partners', { ...partner, kind: 'music' })).code).toBe('admission.unchanged')
  })

  it.each([
    ['services', { ...jokes, port: 'x_y' }, 'port', 'port'],
    ['services', { ...jokes, partner_id: 'sp-nobody' }, 'partner_id', 'partner'],
    ['services', { ...jokes, tariff_fen: -1 }, 'tariff_fen', 'tariff'],
    ['services', { ...jokes, tariff_fen: 1_000_001 }, 'tariff_fen', 'too_big'],
    ['services', { ...jokes, service_id: 'a b' }, 'service_id', 'invalid_format'],
    ['services', { ...jokes, name_zh: '笑话\u202e免费' }, 'name_zh', 'invalid_format'],
    ['services', { ...jokes, name_zh: '' }, 'name_zh', 'too_small'],
    ['services', { ...jokes, name_en: 'Jokes\n0000' }, 'name_en', 'invalid_format'],
    ['services', { ...jokes, period: 'once', trial_days: 3 }, 'trial_days', 'trial'],
    ['services', { ...jokes, from: 'tomorrow' }, 'from', 'from'],
    [
      'ports',
      { port: '10661234', partner_id: 'sp-huayu', category: 'x', classes: ['otp'], hours: '8-9' },
      'hours',
      'hours',
    ],
    [
      'ports',
      { port: '10661234', partner_id: 'sp-huayu', category: 'x', classes: [], per_minute: 0 },
      'per_minute',
      'too_small',
    ],
  ])('names the field that is wrong, and what is wrong with it (%s %j: %s %s)', async (kind, form, field, why) => {
    const { status, body } = await of('li.xue').call('POST', `/v1/catalogue/${kind}/preview`, form)
    expect([status, body.code, body.field, body.why]).toEqual([422, 'admission.invalid', field, why])
  })

  it('says what a port may send and when, and ends it', async () => {
    const port = { port: '10661234', partner_id: 'sp-huayu', category: 'jokes', classes: ['service'] }
    await admit('ports', { ...port, hours: '08:00-22:00', per_minute: 60 })
    expect(await list('ports', 'class=service')).toMatchObject([
      { id: '10661234', hours: '08:00-22:00', per_minute: 60, partner_zh: '华娱互动', state: 'in-force' },
    ])
    expect(await list('ports', 'class=otp')).toEqual([])
    const { proposal } = (await of('li.xue').call('POST', '/v1/catalogue/ports/10661234/end', {})).body
    await approve(proposal)
    await expect.poll(async () => (await list('ports'))[0]?.['state']).toBe('ended')
    const items = [{ from: '10661234', to: '8613500135731', class: 'service' }]
    expect((await on.call('POST', '/v1/mt/check', { items })).body.items[0].rule).toBe('port.unknown')
    // The same again is not what holds: it was ended.
    await admit('ports', { ...port, hours: '', per_minute: undefined })
    await expect.poll(async () => (await list('ports'))[0]?.['state']).toBe('in-force')
  })

  it('is listed page by page in both orders, narrowed and searched, and as CSV', async () => {
    for (const each of ['a', 'b', 'c', 'd', 'e'])
      await admit('partners', { partner_id: `sp-${each}`, name_zh: `甲${each}`, name_en: `=A${each}`, kind: 'k' })
    await expect.poll(async () => (await list('partners')).length).toBe(6)
    const get = async (query: string) => (await of('he.jing').call('GET', `/v1/catalogue/partners?${query}`)).body
    const ids = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id)
    const first = await get('limit=4')
    expect([ids(first), first.previous]).toEqual([['sp-a', 'sp-b', 'sp-c', 'sp-d'], undefined])
    const second = await get(`limit=4&after=${first.next}`)
    expect([ids(second), second.next]).toEqual([['sp-e', 'sp-huayu'], undefined])
    expect(ids(await get(`limit=4&order=desc&after=${second.previous}`))).toEqual(['sp-d', 'sp-c', 'sp-b', 'sp-a'])
    expect(ids(await get('q=%E5%8D%8E'))).toEqual(['sp-huayu'])
    const { text } = await of('he.jing').call('GET', '/v1/catalogue/csv/partners?kind=k&order=desc')
    expect(
      text
        .split('\n')
        .slice(0, 2)
        .map((line) => line.split(',').slice(0, 5).join(',')),
    ).toEqual(['id,name_zh,name_en,kind,version', "sp-e,甲e,'=Ae,k,1"])
  })

  it('of what one partner has to another is proposed by nobody with an interest in either', async () => {
    await admit('partners', { ...partner, partner_id: 'sp-fresh', name_zh: '新声', name_en: 'New Sound' })
    const present = (await one('services', 'joke-daily')).present
    const moved = { ...jokes, tariff_fen: present.tariff_fen, partner_id: 'sp-fresh' }
    await expect.poll(async () => (await apply('services', moved, 'zhao.rui')).why).toBe('interest')
    expect((await apply('services', moved)).status).toBe('open')
  })
})
