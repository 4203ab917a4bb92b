import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modes, startTestGateway, type TestGateway } from './gateway.ts'
import { PersonInBrowser } from './people.ts'
import { until } from './until.ts'

type Item = Record<string, unknown> & { id: string; number: string; text: string }

/* What staff work with: the lists, and who of two has it. */
describe.each(modes)('complaints and disputes of staff, %s', (mode) => {
  let on: TestGateway
  let reviewer: PersonInBrowser
  let operations: PersonInBrowser
  let auditor: PersonInBrowser
  const signedIn = (role: string) => PersonInBrowser.demo(on, role)
  const complain = async (subscriber: string, text: string, about?: string) => {
    const { status, body } = await on.call('POST', '/v1/complaints', {
      subscriber,
      text,
      ...(about ? { about } : {}),
    })
    expect(status).toBe(202)
    return body as { id: string; number: string }
  }
  const list = async (query = '', who = reviewer) => (await who.call('GET', `/v1/complaints?${query}`)).body
  const step = (who: PersonInBrowser, id: string, name: string, body: object = {}) =>
    who.call('POST', `/v1/complaints/${encodeURIComponent(id)}/${name}`, body)
  const texts = async (query: string): Promise<string[]> =>
    (await list(`limit=200&${query}`)).items.map((each: Item) => each.text)

  beforeAll(async () => {
    on = await startTestGateway(mode)
    reviewer = await signedIn('reviewer')
    operations = await signedIn('operations')
    auditor = await signedIn('auditor')
    for (let i = 1; i <= 5; i++) await complain(`1350013610${i}`, `第${i}件`, i % 2 ? 'joke-daily' : 'ring-month')
    await until('they are in the list', async () => (await texts('')).length === 5)
  })
  afterAll(() => on.stop())

  it('are listed by their deadline, page after page, forth and back, with the numbers masked', async () => {
    expect(await texts('')).toEqual(['第1件', '第2件', '第3件', '第4件', '第5件'])
    const first = await list('limit=2')
    expect(first.items[0].subscriber.masked).toBe('•••••••••6101')
    expect(JSON.stringify(first)).not.toContain('13500136101')
    expect(first.previous).toBeUndefined()
    const second = await list(`limit=2&after=${first.next}`)
    const last = await list(`limit=2&after=${second.next}`)
    expect(last.items.map((each: Item) => each.text)).toEqual(['第5件'])
    expect(last.next).toBeUndefined()
    const back = await list(`limit=2&order=desc&after=${last.previous}`)
    expect(back.items.map((each: Item) => each.text)).toEqual(['第4件', '第3件'])
    expect((await list('order=desc&limit=1')).items[0].text).toBe('第5件')
    expect((await reviewer.call('GET', '/v1/complaints?after=made-up')).body.code).toBe('request.invalid')
  })

  it('are narrowed by partner, channel and owner together', async () => {
    expect(await texts('partner=sp-huayu')).toEqual(['第1件', '第3件', '第5件'])
    expect(await texts('partner=sp-huayu&channel=sms')).toEqual([])
    const [{ id }] = (await list('partner=sp-mellow&limit=1')).items
    expect((await step(operations, id, 'take')).status).toBe(200)
    await expect.poll(() => texts('owner=demo.operations&partner=sp-mellow')).toEqual(['第2件'])
    expect(await texts('owner=-')).toEqual(['第1件', '第3件', '第4件', '第5件'])
    expect(await texts('status=overdue')).toEqual([])
  })

  it('a number is opened with a reason by whom it was shown to, and the audit has both', async () => {
    const [{ subscriber }] = (await list('limit=1')).items
    const open = (who: PersonInBrowser, reason: string) =>
      who.call('POST', '/console/api/sights', { ref: subscriber.ref, reason })
    expect((await open(operations, '核实投诉')).body.code).toBe('not-found')
    expect((await open(reviewer, '')).status).toBe(400)
    expect((await open(reviewer, '回电核实投诉')).body).toEqual({ number: '8613500136101' })
    const noted = async () =>
      (await auditor.call('GET', '/v1/audit?actor=demo.reviewer&limit=200')).body.items
        .map(({ content }: { content: { action: string; reason: string } }) => content)
        .filter(({ action }: { action: string }) => action === 'POST /console/api/sights')
    await expect
      .poll(async () => (await noted()).map((each: { reason: string }) => each.reason))
      .toContain('回电核实投诉')
    expect(JSON.stringify(await noted())).not.toContain('13500136101')
  })

  it('of two people who take one at once one has it, and the other is told by whom', async () => {
    const { id } = await complain('13500136110', '两个人同时受理')
    await expect.poll(() => texts('')).toContain('两个人同时受理')
    const both = await Promise.all([step(reviewer, id, 'take'), step(operations, id, 'take')])
    const won = both.find(({ status }) => status === 200)
    const lost = both.find(({ status }) => status !== 200)
    expect(lost?.body.code).toBe('complaint.taken')
    expect(lost?.body.by).toBe(won?.body.owner)
    expect(lost?.body.by_name).toBe(won?.body.owner_name)
    expect(won?.body.owner_name).toMatch(/\(demo\)$/)
  })

  it('is answered, closed and reopened once, with all that was said; an auditor reads it and no more', async () => {
    const phone = on.phone('8613500136120')
    const { id } = await complain(phone.number, '重复扣费')
    await phone.next()
    expect((await step(reviewer, id, 'reopen')).body.code).toBe('complaint.open')
    expect((await step(reviewer, id, 'answer', { text: '正在核查。' })).body.answered_at).toBeDefined()
    expect((await phone.next()).text).toContain('正在核查。')
    expect((await step(operations, id, 'close', { upheld: true, text: '已退费。' })).body.by).toBe('demo.reviewer')
    expect((await step(reviewer, id, 'close', { upheld: true, text: '已退费。' })).body.closed.upheld).toBe(true)
    await phone.next()
    expect((await step(operations, id, 'reopen')).body.owner).toBe('demo.reviewer')
    expect((await phone.next()).text).toContain('已重新受理您的投诉')
    await step(reviewer, id, 'close', { upheld: true, text: '再次核实。' })
    expect((await step(reviewer, id, 'reopen')).body.code).toBe('complaint.reopened')
    const read = (await auditor.call('GET', `/v1/complaints/${encodeURIComponent(id)}`)).body
    expect(read.steps.map(({ what, text }: { what: string; text?: string }) => text ?? what)).toEqual([
      'taken',
      '正在核查。',
      '已退费。',
      'reopened',
      '再次核实。',
    ])
    expect((await step(auditor, id, 'take')).body.code).toBe('auth.purpose')
    const receipts = await auditor.call('GET', `/console/api/subscribers/${encodeURIComponent(read.subject)}/receipts`)
    expect(receipts.body.items).toEqual([])
  })

  it('is handed over with a reason by who has it, or by an administrator who says that they are away; the audit has both', async () => {
    const { id, number } = await complain('13500136150', '要移交的一件')
    const administrator = await signedIn('administrator')
    const hand = (who: PersonInBrowser, to: string, more: object = {}) =>
      step(who, id, 'hand-over', { to, reason: '休假两周', ...more })
    const why = async (asked: ReturnType<typeof hand>) => {
      const { status, body } = await asked
      return status === 200 ? body.owner : (body.why ?? body.code)
    }
    await expect.poll(() => texts('')).toContain('要移交的一件')
    expect(await why(hand(reviewer, 'demo.operations'))).toBe('nobody')
    await step(reviewer, id, 'take')
    const colleagues = (await reviewer.call('GET', '/console/api/colleagues')).body.items
    expect(colleagues.map((each: Item) => each.id).sort()).toEqual([
      'demo.administrator',
      'demo.operations',
      'demo.reviewer',
    ])
    expect(await why(hand(reviewer, 'demo.reviewer'))).toBe('same')
    expect(await why(hand(reviewer, 'demo.counter'))).toBe('unknown')
    expect(await why(hand(operations, 'demo.operations', { away: true }))).toBe('owner')
    expect(await why(hand(auditor, 'demo.operations'))).toBe('auth.purpose')
    expect(await why(hand(administrator, 'demo.operations'))).toBe('present')
    expect((await hand(reviewer, 'demo.operations', { reason: '' })).status).toBe(400)
    expect(await why(hand(reviewer, 'demo.operations'))).toBe('demo.operations')
    expect((await step(reviewer, id, 'answer', { text: '还是我来' })).body.by).toBe('demo.operations')
    const moved = await hand(administrator, 'demo.reviewer', { away: true, reason: '本人住院 13500136150' })
    expect(moved.body.owner).toBe('demo.reviewer')
    expect(moved.body.steps.at(-1)).toMatchObject({
      what: 'handed',
      by: 'demo.administrator',
      to: 'demo.reviewer',
      text: '本人住院 •••••••6150',
    })
    const noted = async () =>
      (await auditor.call('GET', '/v1/audit?actor=demo.administrator&limit=200')).body.items.map(
        ({ content }: { content: { target: string; reason?: string } }) => [content.target, content.reason],
      )
    await expect.poll(noted).toContainEqual([`complaint ${number} to demo.reviewer`, '本人住院 •••••••6150'])
  })

  it('a charge is explained from the request to the yes to the money, by the parts of its subscriber', async () => {
    const phone = on.phone('8613500136140')
    await on.call('POST', '/v1/subscription-requests', { subscriber: phone.number, service: 'joke-daily' })
    await phone.next()
    await phone.ask('10086901', '是')
    const at = new Date().toISOString()
    const charge = { id: 'too-early', subscriber: phone.number, service: 'joke-daily', amount_fen: 500, charged_at: at }
    await on.call('POST', '/v1/charges', { items: [charge] })
    const { id } = await complain(phone.number, '刚订就扣费', 'joke-daily')
    await until(
      'it is there',
      async () => (await auditor.call('GET', `/v1/complaints/${encodeURIComponent(id)}`)).status === 200,
    )
    const { subject, about } = (await auditor.call('GET', `/v1/complaints/${encodeURIComponent(id)}`)).body
    expect(about).toMatchObject({ name_zh: '每日笑话', partner_zh: '华娱互动' })
    const part = async (name: string) =>
      (await auditor.call('GET', `/console/api/subscribers/${encodeURIComponent(subject)}/${name}`)).body
    await expect.poll(async () => (await part('money')).charges?.[0]?.moves).toHaveLength(2)
    await expect.poll(async () => (await part('receipts')).items).toHaveLength(1)
    const [receipt] = (await part('receipts')).items
    expect(receipt.content).toMatchObject({ answer: '是', channel: 'sms', by: 'partner' })
    const money = await part('money')
    expect(money.standings).toMatchObject([{ service: { id: 'joke-daily' }, receipt: receipt.id }])
    expect(money.charges[0]).toMatchObject({
      rule: 'free.period',
      receipt: receipt.id,
      refund_fen: 1000,
      moves: [
        { kind: 'refund', amount_fen: 500, from: 'partner', to: 'subscribers' },
        { kind: 'compensation', amount_fen: 500, from: 'partner', to: 'subscribers' },
      ],
    })
    const acts = await auditor.call('POST', `/console/api/subscribers/${encodeURIComponent(subject)}/cancel`, {
      services: ['joke-daily'],
      language: 'en',
    })
    expect(acts.body.code).toBe('auth.purpose')
  })

  it('a dispute is kept by whoever took it, and decided once', async () => {
    const subscriber = '8613500136130'
    const at = new Date(Date.now() - 3_600_000).toISOString()
    const charge = { subscriber, service: 'weather-sms', amount_fen: 200, charged_at: at }
    await on.call(
      'POST',
      '/v1/import/subscriptions',
      `msisdn,service_id,package,since\n${subscriber},weather-sms,,2026-01-02\n`,
      {
        headers: { 'content-type': 'text/csv' },
      },
    )
    const charged = async () =>
      (
        await on.call('POST', '/v1/charges/authorize', {
          items: [{ id: 'x', subscriber, service: 'weather-sms', amount_fen: 200, kind: 'month' }],
        })
      ).body.items?.[0]?.allow
    await expect.poll(charged).toBe(true)
    await on.call('POST', '/v1/charges', { items: [{ id: 'w1', ...charge }] })
    const disputes = async (query = '') => (await reviewer.call('GET', `/v1/disputes?${query}`)).body.items
    const asked = async () => {
      await on.call('POST', '/v1/disputes', { subscriber, charge: 'w1' })
      return (await disputes()).length
    }
    await expect.poll(asked, { interval: 200 }).toBe(1)
    const [{ id }] = await disputes()
    const act = (who: PersonInBrowser, name: string, body: object = {}) =>
      who.call('POST', `/v1/disputes/${encodeURIComponent(id)}/${name}`, body)
    const both = await Promise.all([act(reviewer, 'take'), act(operations, 'take')])
    const [won, lost] = both[0].status === 200 ? both : [...both].reverse()
    const [winner, loser] = both[0].status === 200 ? [reviewer, operations] : [operations, reviewer]
    expect([lost?.body.code, lost?.body.by]).toEqual(['dispute.taken', won?.body.owner])
    expect((await act(loser as PersonInBrowser, 'decision', { proven: true })).body.code).toBe('dispute.taken')
    // Handed over and back: its story tells.
    const hand = async (who: PersonInBrowser | undefined, to: string) =>
      (await act(who as PersonInBrowser, 'hand-over', { to, reason: '=休假' })).body
    expect((await hand(loser, won?.body.owner)).why).toBe('same')
    expect(
      (await hand(winner, lost?.body.by === 'demo.reviewer' ? 'demo.operations' : 'demo.reviewer')).owner,
    ).not.toBe(won?.body.owner)
    const back = await hand(loser, won?.body.owner)
    expect(back.owner).toBe(won?.body.owner)
    const story = await (loser as PersonInBrowser).call(
      'GET',
      `/console/api/subscribers/${encodeURIComponent(back.subject)}/money`,
    )
    const { dispute, moves } = story.body.charges[0]
    expect([dispute.taken_by_name, dispute.handed.length, dispute.handed[1].to_name]).toEqual([
      won?.body.owner_name,
      2,
      won?.body.owner_name,
    ])
    expect(Date.parse(moves[0].at)).toBeGreaterThan(Date.parse(at))
    const csv = await auditor.call('GET', `/v1/disputes/csv?owner=${won?.body.owner}`)
    expect(csv.headers.get('content-disposition')).toContain('disputes.csv')
    expect(csv.text).not.toContain('136130')
    expect(
      csv.text
        .trim()
        .split('\n')
        .map((line) => line.split(',').slice(0, 10).join()),
    ).toEqual([
      'charge,subscriber,channel,service,service_zh,service_en,partner,partner_zh,partner_en,amount_fen',
      'w1,•••••••••6130,operator,weather-sms,气象短信,Weather SMS,sp-skycast,天象万通,Skycast Weather,200',
    ])
    const decided = await act(winner as PersonInBrowser, 'decision', { proven: true })
    expect(decided.body).toMatchObject({ status: 'proven', refund_fen: 400, decided_by: won?.body.owner })
    expect((await act(winner as PersonInBrowser, 'decision', { proven: false })).body.code).toBe('decided')
    await expect
      .poll(async () => (await disputes(`status=proven&partner=${decided.body.service.partner}`)).length)
      .toBe(1)
  })
})
