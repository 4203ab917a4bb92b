import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modes, startTestGateway, type TestGateway } from './gateway.ts'

const HOUR = 3_600_000
const LIN = '8613800138000'
/** As the operator’s calendar has it, which is eight hours ahead of UTC. */
const MONTH = Temporal.Now.plainDateISO('Asia/Shanghai').toString().slice(0, 7)

describe.each(modes)('a case about a partner, from its opening to the last refund, %s', (mode) => {
  let on: TestGateway
  let key: string
  beforeAll(async () => {
    on = await startTestGateway(mode)
    const made = { name: 'huayu', kind: 'partner', partnerId: 'sp-huayu', purposes: ['answer', 'subscribe'] }
    key = (await on.call('POST', '/v1/keys', made)).body.key
  })
  afterAll(() => on.stop())

  const ago = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString()
  const get = async (path: string) => (await on.call('GET', path)).body
  const post = async (path: string, body: object = {}) => on.call('POST', path, body)
  const openCase = async (pattern: string) =>
    (
      await post('/v1/cases', {
        partner: 'sp-huayu',
        service: 'joke-daily',
        pattern,
        text: '抽查 40 笔，均无二次确认。',
      })
    ).body.number as string
  const authorize = async () =>
    (
      await post('/v1/charges/authorize', {
        items: [{ id: `a${Math.random()}`, subscriber: LIN, service: 'joke-daily', amount_fen: 500, kind: 'month' }],
      })
    ).body.items[0]
  const proven = (more: object = {}) => ({
    outcome: 'proven',
    points: 20,
    reason_zh: '用户未确认即扣费 <script>',
    reason_en: 'Charged without consent <script>',
    refund: { services: ['joke-daily'], from: ago(48), until: ago(0) },
    ...more,
  })

  it('refunds every victim, who complained or not, once; and the public reads it', async () => {
    const charged = {
      id: 'v1',
      subscriber: LIN,
      service: 'joke-daily',
      amount_fen: 500,
      charged_at: ago(1),
      kind: 'month',
    }
    await post('/v1/charges', { items: [charged] })
    await expect.poll(async () => (await on.call('GET', '/v1/ledger/charges/v1')).status).toBe(200)
    const number = await openCase('no consent')
    expect((await post(`/v1/cases/${number}/take`)).body).toMatchObject({ status: 'open', owner: expect.any(String) })
    await expect
      .poll(async () => (await post(`/v1/cases/${number}/preview`, proven())).body)
      .toMatchObject({
        charges: 1,
        subscribers: 1,
        amount_fen: 500,
        refund_fen: 1000,
        refunded_before: 0,
        right: 1,
        sample: [{ charge: 'v1', amount_fen: 500, refunded_fen: 0 }],
        two_people: false,
        points_before: 100,
        points_after: 80,
        stops: [],
        notice: {
          zh: { partner: '华娱互动', penalty: '扣信用积分 20 分', refunded: '已向 1 位用户退费 10.00 元' },
          en: { refunded: '1 subscriber was refunded ¥10.00' },
        },
      })
    const named = proven({ reason_zh: `用户${LIN.slice(2)}未确认即扣费` })
    expect((await post(`/v1/cases/${number}/verdict`, named)).body.code).toBe('verdict.invalid')
    expect((await post(`/v1/cases/${number}/verdict`, proven())).body).toMatchObject({ points: 20 })
    expect((await post(`/v1/cases/${number}/verdict`, proven())).body.code).toBe('decided')
    await expect
      .poll(async () => (await get(`/v1/cases/${number}`)).redress)
      .toMatchObject({ named: 1, answered: 1, done: true, subscribers: 1, refund_fen: 1000 })
    await expect.poll(() => get(`/v1/settlements/sp-huayu/${MONTH}`)).toMatchObject({ owed_fen: -500 })
    await expect
      .poll(async () => (await on.call('GET', '/public/notices', undefined, { key: null })).text)
      .toContain('10.00')
    const page = await on.call('GET', '/public/en/notices', undefined, { key: null })
    expect(page.text).toContain('1 subscriber was refunded ¥10.00')
    expect(page.text).not.toContain('<script>')
    expect(page.text).not.toContain(LIN.slice(-8))
    const feed = (await on.call('GET', '/public/notices.json', undefined, { key: null })).body
    expect(feed.items).toMatchObject([
      { title: expect.any(String), url: expect.stringMatching(new RegExp(`/public/notices/${number}$`)) },
    ])
    expect((await on.call('GET', '/public/notices.rss', undefined, { key: null })).text).toContain('<rss')
    expect((await get('/v1/notices')).items).toMatchObject([
      { number, partner: 'sp-huayu', zh: { refunded: '已向 1 位用户退费 10.00 元' }, earlier: [{ version: 1 }] },
    ])
    await expect
      .poll(async () => (await on.call('GET', '/public/check?q=10661234', undefined, { key: null })).text)
      .toContain('被公示过')
  })

  it('tells whoever complained what became of it, by SMS, once; and nobody else', async () => {
    const [lin, wang] = [on.phone(LIN), on.phone('8613900139000')]
    await lin.ask('10086', '0000')
    await lin.ask('10086', '投诉 2 我没有订购过')
    await wang.ask('10086', '0000')
    await wang.ask('10086', '投诉 1 扣费太多')
    const number = await openCase('complaints')
    const given = proven({ points: 0, sanctions: [{ what: 'warning' }], refund: undefined, publish: false })
    await expect
      .poll(async () => (await post(`/v1/cases/${number}/preview`, given)).body)
      .toMatchObject({ complained: 1 })
    await post(`/v1/cases/${number}/verdict`, given)
    expect((await lin.next()).text).toMatch(
      new RegExp(`^您此前反映的“.+已查实：用户未确认即扣费 <script>。处理：警告该公司。案号${number}。`),
    )
    expect(wang.inbox.filter(({ text }) => text.includes(number))).toEqual([])
  })

  it('is answered by the partner, to somebody else; granted, the points come back and the notice says so', async () => {
    const [decided] = (await get('/v1/cases?status=settled')).items
    // Nobody has told the partner the number of its case.
    const listed = (await on.call('GET', '/v1/own-cases', undefined, { key })).body.items
    expect(listed.find((each: { number: string }) => each.number === decided.number)).toMatchObject({
      ...{ outcome: 'proven', points: 20, reasonEn: expect.stringContaining('Charged without consent') },
      appeal_until: expect.any(String),
    })
    const own = `/v1/own-cases/${decided.number}`
    expect((await on.call('GET', own, undefined, { key })).body).toMatchObject({ outcome: 'proven', points: 20 })
    await expect
      .poll(async () => (await on.call('GET', '/v1/standings/sp-huayu', undefined, { key })).body)
      .toMatchObject({ points: 80 })
    const text = '计费系统延迟，并非未确认扣费。'
    const appealed = await on.call('POST', `/v1/cases/${decided.number}/appeal`, { text }, { key })
    expect(appealed.body).toMatchObject({ status: 'appealed' })
    const again = await on.call('POST', `/v1/cases/${decided.number}/appeal`, { text }, { key })
    expect(again.body.code).toBe('appeal.over')
    const granted = { granted: true, reason: '话单证明用户确认过' }
    expect((await post(`/v1/cases/${decided.number}/appeal-decision`, granted)).body.code).toBe('appeal.same')
  })

  it('keeps a suspended partner from orders and charges at once, until its appeal or its time', async () => {
    expect(await authorize()).not.toMatchObject({ rule: 'partner.restrained' })
    const number = await openCase('after a cancel')
    const suspend = { refund: undefined, points: 60, sanctions: [{ what: 'suspend' }] }
    const given = await post(`/v1/cases/${number}/verdict`, proven(suspend))
    // The demo has nobody else to ask.
    expect([given.status, given.body.status]).toEqual([202, 'applied'])
    // What is held meanwhile is judged afterwards: a suspension ends though nobody said when.
    const until = async () => (await get(`/v1/cases/${number}`)).verdict?.sanctions[0].until
    await expect.poll(until).toBeGreaterThan(Date.now() + 89 * 24 * HOUR)
    await expect.poll(authorize).toMatchObject({ allow: false, rule: 'partner.restrained' })
    const asked = await on.call(
      'POST',
      '/v1/subscription-requests',
      { subscriber: '8613500135001', service: 'joke-daily' },
      { key },
    )
    await expect
      .poll(async () => get(`/v1/subscription-requests/${asked.body.id}`))
      .toMatchObject({ status: 'rejected', rule: 'partner.restrained' })
  })

  it('names the charges that show it, each with the way to what explains it, and goes up a step', async () => {
    const wish = { partner: 'sp-huayu', pattern: 'shown', text: '见扣费', charges: ['v1', 'never'] }
    // A verdict would publish it.
    for (const app of [LIN, `cn.example.torch#${LIN}`, `cn.example.${LIN}`, '手电 13800138000'])
      expect((await post('/v1/cases', { ...wish, app })).status, app).toBe(400)
    const { number } = (await post('/v1/cases', wish)).body
    // Who looks at it sees of which charges money went back before.
    expect((await post(`/v1/cases/${number}/preview`, proven())).body).toMatchObject({
      refunded_before: 1,
      sample: [{ charge: 'v1', amount_fen: 500, refunded_fen: 1000 }],
    })
    // Those that were judged wrong by a rule are one choice, and found without the others.
    const judged = async (rule: string, services?: string[]) => {
      const refund = { from: ago(48), until: ago(0), judged: [rule], ...(services ? { services } : {}) }
      const { body } = await post(`/v1/cases/${number}/preview`, proven({ refund }))
      return [body.charges, body.right]
    }
    expect([await judged('proven'), await judged('proven', ['joke-daily']), await judged('no.consent')]).toEqual([
      [1, 0],
      [1, 0],
      [0, 0],
    ])
    // What is only suspected is not told.
    expect(JSON.stringify((await on.call('GET', '/v1/own-cases', undefined, { key })).body)).not.toContain(number)
    const shown = await get(`/v1/cases/${number}/charges`)
    expect(shown).toMatchObject({ items: [{ charge: 'v1', amount_fen: 500, rule: 'proven' }], missing: ['never'] })
    const story = await get(`/console/api/subscribers/${encodeURIComponent(shown.items[0].subject)}/money`)
    expect(story.charges).toMatchObject([{ id: 'v1', refund_fen: 1000 }])
    const queue = async (status: string) =>
      (await get(`/v1/cases?status=${status}`)).items.map((each: { number: string }) => each.number)
    await post(`/v1/cases/${number}/take`)
    const up = await post(`/v1/cases/${number}/escalate`, { reason: '涉及多家' })
    expect(up.body).toMatchObject({ escalated: true, escalation: { reason: '涉及多家' } })
    expect(up.body.owner).toBeUndefined()
    expect(await queue('escalated')).toEqual([number])
    expect((await post(`/v1/cases/${number}/take`)).body).toMatchObject({ escalated: false, owner: expect.any(String) })
    expect(await queue('escalated')).toEqual([])
    const csv = await on.call('GET', '/v1/cases/csv?partner=sp-huayu')
    expect(csv.text).toContain(`\n${number},sp-huayu,华娱互动,Huayu Interactive,,,,,sp-huayu shown,open,`)
    expect((await on.call('GET', '/v1/standings/csv')).text).toContain('sp-huayu,华娱互动')
    expect((await get('/v1/standings?partner=sp-mellow')).items).toMatchObject([{ points: 100, penalties: [] }])
  })

  it('puts the legal person out under every name: what it has, and what it applies for', async () => {
    const admit = (partner_id: string, legal_id: string) =>
      post('/v1/catalogue/partners', { partner_id, name_zh: '好易购', name_en: 'HaoYi', kind: 'commerce', legal_id })
    await admit('sp-shop', '91310000MA1FL0000N')
    const { number } = (await post('/v1/cases', { partner: 'sp-shop', pattern: 'no consent', text: '均无确认。' })).body
    const out = proven({ points: 80, refund: undefined, sanctions: [{ what: 'terminate' }] })
    expect((await post(`/v1/cases/${number}/verdict`, out)).status).toBe(202)
    const again = () => admit('sp-shop-two', '91310000ma1fl0000n')
    await expect.poll(async () => (await again()).body).toMatchObject({ code: 'admission.invalid', why: 'banned' })
    expect((await admit('sp-shop', 'ANOTHER1')).body).toMatchObject({ why: 'banned' })
    expect((await admit('sp-honest', 'ANOTHER2')).status).toBe(202)
    // Called like one that is out it says which legal person it is; the second person sees the likeness.
    const called = { partner_id: 'sp-shop-three', name_zh: '好易購', name_en: 'ＨａｏＹｉ Ltd.', kind: 'commerce' }
    expect((await post('/v1/catalogue/partners', called)).body).toMatchObject({ why: 'person', field: 'legal_id' })
    expect((await post('/v1/catalogue/partners/preview', { ...called, legal_id: 'ANOTHER4' })).body).toMatchObject({
      like_out: expect.arrayContaining([expect.objectContaining({ partner: 'sp-shop', name_zh: '好易购' })]),
    })
    // However the code of a legal person is written it is that one.
    expect((await admit('sp-shop-four', '９１３１０００0-MA1FL 0000N')).body).toMatchObject({ why: 'banned' })
    // One that was here without an id is found to be the banned person: that is said, and it is out.
    await post('/v1/catalogue/partners', { partner_id: 'sp-late', name_zh: '好易', name_en: 'HY', kind: 'commerce' })
    const same = {
      partner_id: 'sp-late',
      name_zh: '好易',
      name_en: 'HY',
      kind: 'commerce',
      legal_id: '91310000MA1FL0000N',
    }
    expect((await post('/v1/catalogue/partners/preview', same)).body).toMatchObject({ puts_out: true })
    expect((await post('/v1/catalogue/partners', same)).status).toBe(202)
    expect((await post('/v1/catalogue/partners', { ...same, name_en: 'HY 2' })).body).toMatchObject({ why: 'banned' })
    const service = { service_id: 'late-1', partner_id: 'sp-late', port: '10668881', name_zh: '迟', name_en: 'Late' }
    const wanted = { ...service, tariff_fen: 100, period: 'month', window: '24h' }
    expect((await post('/v1/catalogue/services', wanted)).body).toMatchObject({ why: 'banned' })
    expect((await admit('operator', 'ANOTHER3')).body).toMatchObject({ why: 'operator' })
  })

  it('takes two people whenever it puts the partner out, though it takes few points', async () => {
    const open = async (pattern: string) =>
      (await post('/v1/cases', { partner: 'sp-mellow', pattern, text: '均无确认。' })).body.number as string
    const first = await open('one')
    await post(`/v1/cases/${first}/verdict`, proven({ points: 80, refund: undefined }))
    const last = proven({ points: 20, refund: undefined })
    const second = await open('two')
    await expect
      .poll(async () => (await post(`/v1/cases/${second}/preview`, last)).body)
      .toMatchObject({ points_before: 20, points_after: 0, two_people: true })
    expect((await post(`/v1/cases/${second}/verdict`, last)).status).toBe(202)
    // There is no second person here: a month's list says that one acted alone.
    const eyes = async () =>
      Object.fromEntries(
        (await on.call('GET', `/v1/verdicts/${MONTH}?limit=200`)).body.items.map(
          ({ number, four_eyes }: { number: string; four_eyes: string }) => [number, four_eyes],
        ),
      )
    await expect.poll(eyes).toMatchObject({ [first]: 'alone', [second]: 'alone' })
    expect(Object.values(await eyes())).toContain('not needed')
  })

  it('says what does not fit together', async () => {
    const number = await openCase('odd')
    const cleared = { outcome: 'cleared', points: 20, reason_zh: '无', reason_en: 'none' }
    expect((await post(`/v1/cases/${number}/verdict`, cleared)).body).toMatchObject({ code: 'verdict.invalid' })
    const app = proven({ sanctions: [{ what: 'bar-app' }] })
    expect((await post(`/v1/cases/${number}/verdict`, app)).body).toMatchObject({ code: 'verdict.invalid' })
    const past = proven({ sanctions: [{ what: 'suspend', until: 1 }] })
    expect((await post(`/v1/cases/${number}/verdict`, past)).body).toMatchObject({ code: 'verdict.invalid' })
    for (const odd of [
      { refund: { from: ago(48), until: ago(0), times: 3 } },
      { refund: { from: ago(-1) } },
      { refund: { services: ['joke-daily', 'ring-month'], from: ago(48), until: ago(0) } },
      { refund: { from: ago(48), until: ago(-91 * 24) } },
      { sanctions: [{ what: 'terminate', serviceId: 'joke-daily' }] },
      { sanctions: [{ what: 'freeze-orders', serviceId: 'no-such' }] },
      { sanctions: [{ what: 'suspend', until: Date.now() + 91 * 24 * HOUR }] },
      {
        sanctions: [
          { what: 'freeze-orders', serviceId: 'joke-daily' },
          { what: 'freeze-orders', serviceId: 'joke-daily' },
        ],
      },
      { reason_zh: `用户${LIN.slice(2)}未确认即扣费` },
      { note: `抽查 ${LIN.slice(2)}` },
    ])
      expect((await post(`/v1/cases/${number}/verdict`, proven(odd))).body, JSON.stringify(odd)).toMatchObject({
        code: 'verdict.invalid',
      })
    // What people write into it is evidence, and leaves the house: it names nobody either.
    const text = `已致电 ${LIN.slice(2)}`
    const opening = { partner: 'sp-huayu', pattern: 'odd', text }
    for (const [path, body] of [
      ['/v1/cases', opening],
      [`/v1/cases/${number}/notes`, { text }],
      [`/v1/cases/${number}/escalate`, { reason: text }],
    ] as const)
      expect((await post(path, body)).body, path).toMatchObject({ code: 'verdict.invalid', why: 'number' })
    const until = ago(1)
    expect((await post(`/v1/cases/${number}/snooze`, { until, reason: '等话单' })).body).toMatchObject({
      code: 'case.nothing',
      detail: expect.stringContaining('past'),
    })
    expect((await post(`/v1/cases/${number}/lift-freeze`, { reason: 'x' })).body).toMatchObject({
      code: 'case.nothing',
    })
    await post(`/v1/cases/${number}/take`)
    const over = (to: string) => post(`/v1/cases/${number}/hand-over`, { to, reason: '休假' })
    expect((await over('nobody.at.all')).body).toMatchObject({ code: 'case.nothing' })
    expect((await over('demo.counter')).body).toMatchObject({ code: 'case.nothing' })
    const late = await post(`/v1/cases/${number}/snooze`, { until: ago(-48), reason: '等话单' })
    const soon = await post(`/v1/cases/${number}/snooze`, { until: ago(-24), reason: '话单明日到' })
    // Put off anew, it says until when by now.
    expect(Date.parse(soon.body.snoozed_until)).toBeLessThan(Date.parse(late.body.snoozed_until))
    const noted = await post(`/v1/cases/${number}/notes`, { text: '已调取话单' })
    expect(noted.body.notes.map((each: { text: string }) => each.text)).toContain('已调取话单')
    expect((await over('demo.reviewer')).body).toMatchObject({ owner: 'demo.reviewer' })
    expect((await post('/v1/cases/99999999/take')).body).toMatchObject({ code: 'not-found' })
    const closed = await openCase('closed')
    await post(`/v1/cases/${closed}/verdict`, { outcome: 'cleared', reason_zh: '无', reason_en: 'none' })
    const handed = await post(`/v1/cases/${closed}/hand-over`, { to: 'demo.reviewer', reason: '休假' })
    expect(handed.body).toMatchObject({ code: 'case.nothing', detail: 'It is closed.' })
  })
})
