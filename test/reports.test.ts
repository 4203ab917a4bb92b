import { createHash, createHmac } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reportCases, reportOutcomes } from '#contracts'
import { edgeRecord, publishFromEdge } from '#service'
import { environmentOf, modes, startTestGateway, type TestGateway } from './gateway.ts'
import { PersonInBrowser } from './people.ts'
import { removeFolder, temporaryFolder } from './servers.ts'
import { until } from './until.ts'

const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('hex')
const SPAM = '恭喜您中奖，请点击dwz.cn/a1领取'

describe.each(modes)('spam reports, %s', (mode) => {
  let on: TestGateway
  const folder = temporaryFolder()
  beforeAll(async () => {
    const policy = JSON.parse(readFileSync(environmentOf(mode, folder)['POLICY_FILE'] as string, 'utf8'))
    const shortCodes = { query: ['10086', '10086977'], prompts: '10086901', reports: ['10086999', '7726'] }
    const POLICY_FILE = join(folder, 'policy.json')
    writeFileSync(POLICY_FILE, JSON.stringify({ ...policy, shortCodes }))
    on = await startTestGateway(mode, { POLICY_FILE })
  })
  afterAll(async () => {
    await on?.stop()
    removeFolder(folder)
  })

  const caseOf = async (number: string | undefined, query = 'status=open') =>
    (await on.call('GET', `/v1/report-cases?${query}&limit=200`)).body.items.find(
      (each: { number: string }) => each.number === number,
    )
  const step = (id: string, name: string, body: object, key?: string) =>
    on.call('POST', `/v1/report-cases/${encodeURIComponent(id)}/${name}`, body, key ? { key } : {})
  const reported = async (body: object, more: object = {}) => on.call('POST', '/v1/reports', { ...body }, more)

  it('by SMS: a text, the number that is asked for, worked on, closed, and reopened once', async () => {
    const phone = on.phone('8613800138000')
    const number = /编号(\d{9})/.exec(await phone.ask('10086999', SPAM))?.[1]
    expect(await phone.ask('10086999', '10661234')).toContain(`已受理您对10661234的举报，编号${number}`)
    expect(await phone.ask('10086', `查询${number}`)).toBe(`您的举报：${number}（10661234） 待首次答复。`)
    expect(await phone.ask('10086', '退费 垃圾短信')).toContain('发送到10086999')
    await expect
      .poll(() => caseOf(number))
      .toMatchObject({ text: SPAM, kind: 'fraud', important: true, sender: { kind: 'port', port: '10661234' } })
    const { id } = await caseOf(number)
    expect((await step(id, 'take', {})).body).toMatchObject({ owner: 'admin', links: [{ domain: 'dwz.cn' }] })
    const { key } = (await on.call('POST', '/v1/keys', { name: 'li', kind: 'reviewer', purposes: ['review'] })).body
    expect((await step(id, 'answer', { text: '我来。' }, key)).body.code).toBe('report.taken')
    await step(id, 'answer', { text: '我们正在核查。' })
    expect((await phone.next()).text).toBe(`【举报${number}】我们正在核查。`)
    expect((await step(id, 'close', { proven: true, text: '已处理。' })).status).toBe(200)
    expect((await phone.next()).text).toContain('您举报的情况属实。已处理。')
    expect(await phone.ask('10086999', '不满意')).toContain(`已重新受理您的举报${number}`)
    // The list of staff hears of it a moment later.
    await expect.poll(() => caseOf(number)).toMatchObject({ reopened: true })
    const satisfaction = async () => (await on.call('GET', '/v1/report-satisfaction')).body
    expect(await satisfaction()).toEqual({ satisfied: 0, rated: 0 })
    expect((await step(id, 'close', { proven: true, text: '已再次核实。' })).status).toBe(200)
    await phone.next()
    expect(await phone.ask('10086999', '满意')).toContain('感谢您的评价')
    await expect.poll(() => caseOf(number, 'status=closed&kind=fraud')).toMatchObject({ reopened: true, solved: true })
    // As it ended: that it was reopened once is no dissatisfaction.
    expect(await satisfaction()).toEqual({ satisfied: 1, rated: 1, share: 100 })
    expect((await step(id, 'take', {})).body.code).toBe('decided')
  })

  it('to 7726 as to 10086999, answered from there; in two steps by words of one’s own', async () => {
    const phone = on.phone('8613800138009')
    const number = /编号(\d{9})/.exec(await phone.ask('7726', SPAM))?.[1]
    expect(phone.inbox.at(-1)?.from).toBe('7726')
    expect(await phone.ask('7726', '是10661234发的，谢谢')).toContain(`已受理您对10661234的举报，编号${number}`)
    await expect.poll(() => caseOf(number)).toMatchObject({ text: SPAM, sender: { port: '10661234' } })
  })

  it.each(['voice', 'app'])('by a key of kind %s, with its channel, and no other', async (kind) => {
    const { key } = (await on.call('POST', '/v1/keys', { name: kind, kind, purposes: ['messages'] })).body
    const phone = on.phone(kind === 'voice' ? '8613800138019' : '8613800138018')
    const body = { reporter: phone.number, sender: '10661234', text: `${SPAM}（${kind}）` }
    const { status, body: made } = await reported(body, { key })
    expect(status).toBe(202)
    expect((await phone.next()).text).toContain(`已受理您对10661234的举报，编号${made.number}`)
    await expect.poll(() => caseOf(made.number)).toMatchObject({ channel: kind })
    expect((await reported({ ...body, channel: 'counter' }, { key })).body.code).toBe('auth.purpose')
  })

  it('of a long message, its segments in any order', async () => {
    const phone = on.phone('8613900139000')
    const long = `10661234*${SPAM.repeat(9)}`
    const number = /已受理您对10661234的举报，编号(\d{9})/.exec(await phone.ask('10086999', long))?.[1]
    await expect.poll(async () => (await caseOf(number))?.text.length).toBe(161)
  })

  it('by HTTP: the same result, once under one key, and the same number for the same message', async () => {
    const phone = on.phone('8613700137000')
    const body = {
      reporter: '137 0013 7000',
      sender: '+86 139-1234-5678',
      text: `【转发】${SPAM}`,
      place: { cell: 'c7' },
    }
    const headers = { 'idempotency-key': 'r1' }
    const { status, body: made } = await reported(body, { headers })
    expect([status, (await reported(body, { headers })).body]).toEqual([202, made])
    expect((await phone.next()).text).toContain(`已受理您对13912345678的举报，编号${made.number}`)
    await expect.poll(async () => (await reported(body)).body.number).toBe(made.number)
    const seen = async () => (await on.call('GET', `/v1/reports/${made.number}`)).body
    await expect.poll(seen).toMatchObject({ number: made.number, state: 'open', sender_kind: 'person' })
    expect(JSON.stringify(await seen())).not.toMatch(/13912345678|中奖/)
    const listed = () => caseOf(made.number, 'status=waiting&sender=person')
    await expect.poll(listed).toBeDefined()
    const found = await listed()
    expect(found.sender.address).toMatch(/^•+5678$/)
    expect((await on.call('GET', `/v1/report-cases/${encodeURIComponent(found.id)}`)).body.where).toEqual({
      cell: 'c7',
    })
  })

  it.each([
    [{ reporter: '12' }, 'number.invalid'],
    [{ reporter: '10663456' }, 'number.invalid'],
    [{ sender: '12' }, 'report.sender'],
    [{ sender: '13700137001' }, 'report.own-number'],
    [{ text: '[图片]' }, 'report.no-text'],
    [{ sender: undefined, text: '13812345678' }, 'report.no-text'],
    [{ sender: undefined, text: `10661234 10665678 ${SPAM}` }, 'report.sender'],
    [{ channel: 'sms' }, 'auth.purpose'],
  ])('by HTTP: %j is refused with %s', async (wrong, code) => {
    expect((await reported({ reporter: '13700137001', sender: '10661234', text: SPAM, ...wrong })).body.code).toBe(code)
  })

  it('shows staff nothing that a spreadsheet would work out', async () => {
    await reported({ reporter: '13700137002', sender: '10661234', text: '=HYPERLINK("http://evil.example","领奖")' })
    const csv = async () => (await on.call('GET', '/v1/report-cases/csv')).text
    await expect.poll(csv).toContain(`"'=HYPERLINK(`)
    expect(await csv()).not.toContain('8613700137002')
  })

  it('of before reporters’ numbers were masked in texts: staff, their file, its campaign and a peer read none', async () => {
    const phone = on.phone('8613600136077')
    const beside = { reporter: phone.number, sender: '10661234', text: '本周六新店开业' }
    const { number: known } = (await reported(beside)).body
    await expect.poll(() => caseOf(known)).toBeDefined()
    const { bus, keyOf } = on.gateway.deps
    const [number, reporter, at] = ['612345678', keyOf(phone.number), Date.now()]
    const text = '136 0013 6077的机主，您在江海商城的二等奖18万元已发放，登录jh-jiang.top填写银行卡领奖，逾期作废'
    const sorted = {
      ...{ number, reporter, tenure: 1, text, kind: 'fraud', weight: 1, language: 'zh-CN', channel: 'sms', at },
      sender: { kind: 'port', port: '10661234', address: '10661234', id: keyOf('10661234'), partnerId: 'sp-huayu' },
      reasons: [{ rule: 'fraud.claims', words: '13600136077' }],
      ...{
        links: [{ url: 'jh-jiang.top', domain: 'jh-jiang.top' }],
        phones: [phone.number],
        accounts: [],
        amounts: [],
      },
    }
    const closed = { at, by: 'li.wei', proven: true }
    const data = { subscriber: reporter, number, sorted, dueAt: at, important: true, closed, reopened: false }
    const row = { id: 'old-1', at, corr: 'old-1', type: 'case.changed', data }
    await publishFromEdge(bus, [edgeRecord(reportCases, bus, `${reporter}.${number}`, row)])
    await expect.poll(() => caseOf(number, 'status=closed')).toBeDefined()
    const listed = await caseOf(number, 'status=closed')
    const { body: whole } = await on.call('GET', `/v1/report-cases/${encodeURIComponent(listed.id)}`)
    expect(whole).toMatchObject({ phones: [], reasons: [{ words: '•••••••••••' }] })
    expect([listed.text, whole.text]).toEqual(Array(2).fill(text.replace('136 0013 6077', '•••••••••••')))
    const campaign = async () => on.call('GET', `/v1/campaigns/${whole.campaign}`)
    await expect.poll(async () => (await campaign()).status).toBe(200)
    const seen = [
      JSON.stringify((await campaign()).body),
      JSON.stringify((await on.call('GET', '/v1/campaigns?status=growing&limit=200')).body),
      (await on.call('GET', '/v1/report-cases/csv?status=closed')).text,
      (await on.call('GET', '/v1/report-exchange?to=other')).text,
    ]
    for (const each of seen) {
      expect(each).toContain('•••••••••••的机主')
      expect(each).not.toMatch(/136\s?0013\s?6077/)
    }
  })

  it('at the counter and on the own page: seen with what became of it, made, and rated', async () => {
    const phone = on.phone('8613600136000')
    const agent = await PersonInBrowser.demo(on, 'counter')
    const { ref } = (
      await agent.call('POST', '/console/api/look-ups', { number: phone.number, reason: '客户到店举报' })
    ).body
    const at = `/console/api/subscribers/${encodeURIComponent(ref)}/reports`
    const { number } = (await agent.call('POST', at, { sender: '10661234', text: SPAM, language: 'zh-CN' })).body
    expect((await phone.next()).text).toContain(`编号${number}`)
    const outcome = {
      number,
      campaign: 'c1',
      outcome: 'blocked',
      what: '10661234',
      reporters: 42,
      proven: true,
      at: 1_790_000_000_000,
    }
    const { bus, keyOf } = on.gateway.deps
    const told = { id: 'o1', at: Date.now(), corr: 'o1', type: 'report.decided', data: outcome }
    await publishFromEdge(bus, [edgeRecord(reportOutcomes, bus, keyOf(phone.number), told)])
    expect((await phone.next()).text).toContain('您与另外41人举报的10661234已于9月21日')
    const items = async () => (await agent.call('GET', at)).body.items
    await expect
      .poll(items)
      .toMatchObject([{ number, state: 'closed', proven: true, can_rate: true, sender: '10661234', text: SPAM }])
    expect((await items())[0].answer).toContain('封堵')
    await agent.call('POST', `${at}/${number}/rating`, { solved: true, language: 'zh-CN' })
    expect((await phone.next()).text).toContain('感谢您的评价')
    await expect.poll(items).toMatchObject([{ can_rate: false, can_withdraw: false }])
    const withdrawal = await agent.call('POST', `${at}/${number}/withdrawal`, { language: 'zh-CN' })
    expect(withdrawal.body).toMatchObject({ code: 'report.stays', why: 'proven' })
    const points = async () => (await agent.call('GET', at)).body.points
    await expect.poll(points).toMatchObject({ total: 10, items: [{ number, points: 10, handed_over: false }] })
    expect(await phone.ask('10086999', '我的积分')).toContain('共获得10积分')
  })

  it('is taken back by who made it: by HTTP, by SMS to 10086, on the own page; staff see it, and its campaign counts it no more', async () => {
    const phone = on.phone('8613600136060')
    const make = async (text: string) =>
      (await reported({ reporter: phone.number, sender: '10661234', text })).body.number
    const campaignOf = async (number: string) => {
      const { id } = await caseOf(number, 'status=waiting')
      return (await on.call('GET', `/v1/report-cases/${encodeURIComponent(id)}`)).body.campaign
    }
    const first = await make('澳门新葡京真人荷官在线发牌，注册就送彩金八十八元')
    await expect.poll(() => campaignOf(first)).toMatch(/^c/)
    const campaign = await campaignOf(first)
    await expect.poll(async () => (await on.call('GET', `/v1/campaigns/${campaign}`)).body.reporters).toBe(1)
    const back = (number: string, more = {}) =>
      on.call('POST', `/v1/reports/${number}/withdrawal`, { reporter: phone.number, ...more })
    expect((await back('999999999')).body.code).toBe('not-found')
    expect((await on.call('POST', `/v1/reports/${first}/withdrawal`, { reporter: '13600136061' })).status).toBe(404)
    expect([(await back(first)).status, (await back(first)).status]).toEqual([202, 202])
    await until('the phone is told', () => phone.inbox.some(({ text }) => text.includes(`的举报${first}`)))
    await expect.poll(async () => (await on.call('GET', `/v1/campaigns/${campaign}`)).status).toBe(404)
    await expect
      .poll(() => caseOf(first, 'status=withdrawn'))
      .toMatchObject({ state: 'withdrawn', overdue: false, withdrawn_at: expect.any(String) })
    const seen = await caseOf(first, 'status=withdrawn')
    expect((await step(seen.id, 'take', {})).body.code).toBe('decided')
    expect((await on.call('GET', `/v1/reports/${first}`)).body).toMatchObject({ state: 'withdrawn' })
    const second = await make('百家乐真人荷官，充一百送五十')
    await expect.poll(() => caseOf(second)).toBeDefined()
    await until('both receipts are there', () => phone.inbox.some(({ text }) => text.includes(`编号${second}`)))
    await phone.ask('10086', `撤销举报${second}`)
    await until('it is taken back', () =>
      phone.inbox.some(({ text }) => text.includes(`已撤回您对10661234的举报${second}`)),
    )
    await expect.poll(() => caseOf(second, 'status=withdrawn')).toBeDefined()
    expect((await on.call('GET', '/v1/report-cases/csv?status=withdrawn')).text).toMatch(new RegExp(`${second},.*Z\\n`))
  })

  it('hands over the points of proven reports, each in one export', async () => {
    const rewards = async (state: string) => (await on.call('GET', `/v1/report-rewards?state=${state}`)).body.items
    await expect.poll(() => rewards('due')).toMatchObject([{ points: 10, campaign: 'c1' }])
    const first = (await on.call('POST', '/v1/report-rewards/exports', {})).body
    expect(first.rewards).toBe(1)
    await expect.poll(() => rewards('due')).toEqual([])
    expect((await on.call('POST', '/v1/report-rewards/exports', {})).body.rewards).toBe(0)
    const file = (await on.call('GET', `/v1/report-rewards/exports/${first.export}`)).text
    expect(file).toMatch(/^subscriber,points,report,campaign,earned_at,owner\n8613600136000,10,\d{9},c1,[^,]+,present/)
  })

  it('exchanges proven reports: pseudonyms for reporters, an HMAC for a person who sent it, who is known by it', async () => {
    const canary = '8613912345678'
    const { number } = (await reported({ reporter: '13300133000', sender: canary, text: `${SPAM}吧` })).body
    await expect.poll(() => caseOf(number)).toBeDefined()
    await step((await caseOf(number)).id, 'close', { proven: true, text: '已处理。' })
    const file = (await on.call('GET', '/v1/report-exchange?to=other')).text
    expect(file).toMatch(/^id,reporter,sender_kind,sender,sender_hmac,kind,domains,text,reported_at,proven_at\n/)
    const key = hmac(environmentOf(mode, '')['EXCHANGE_KEY'] as string, 'quadzero report exchange other')
    const mark = `${hmac(key, 'quadzero report exchange').slice(0, 8)}:${hmac(key, canary)}`
    expect(file).toContain(`,person,,${mark},fraud,dwz.cn,${SPAM}吧,`)
    const ndjson = (await on.call('GET', '/v1/report-exchange?to=other&format=ndjson')).text
    // Whoever has no key finds no number by trying them all.
    for (const each of [canary, `+${canary}`, canary.slice(2)])
      for (const digest of ['sha256', 'sha1', 'md5'])
        expect(file + ndjson).not.toContain(createHash(digest).update(each).digest('hex'))
    expect(file + ndjson).not.toMatch(/13912345678|13300133000/)
    const lines = ndjson.trim().split('\n')
    expect(lines.map((line) => JSON.parse(line).sender_kind).sort()).toContain('person')
    // Another peer learns nothing from it: neither numbers nor reporters are called the same there.
    const elsewhere = (await on.call('GET', '/v1/report-exchange?to=third&format=ndjson')).text
    const called = (text: string) =>
      text
        .trim()
        .split('\n')
        .flatMap((line) => {
          const { id, reporter, sender_hmac } = JSON.parse(line)
          return [id, reporter, ...(sender_hmac ? [sender_hmac] : [])]
        })
    expect(called(elsewhere)).toHaveLength(called(ndjson).length)
    expect(called(elsewhere).filter((each) => called(ndjson).includes(each))).toEqual([])
    const send = (text: string, from = 'other') =>
      on.call('POST', `/v1/report-exchange?from=${from}`, text, { headers: { 'content-type': 'text/csv' } })
    expect((await send(file)).text).toContain(`"taken":${lines.length},"unchanged":0,"refused":0`)
    expect((await send(file)).text).toContain(`"taken":0,"unchanged":${lines.length},"refused":0`)
    const other = '特价机票每日更新，加我详谈领取内部优惠名额'
    const row = (id: string, sender: string) => `${id},someone,${sender},${other},2026-11-26T09:30:00Z`
    const header = 'id,reporter,sender_hmac,text,reported_at'
    const strange = mark.replace(/^./, mark[0] === '0' ? '1' : '0')
    const { text } = await send([header, row('a', mark), row('b', strange), row('c', hmac(key, canary))].join('\n'))
    expect(text).toMatch(/"line":3,"error":"sender_hmac: made with another key/)
    expect(text).toMatch(/"line":4,"error":"sender_hmac: eight hex digits/)
    // The same row sent by who was not given that key.
    expect((await send([header, row('d', mark)].join('\n'), 'third')).text).toMatch(
      /made with another key than the one/,
    )
    const numbersOf = async () =>
      (await on.gateway.deps.store.find('campaigns', { tag: 'growing=', limit: 200 })).flatMap(({ body }) => {
        const { variants, tally } = body as { variants: { text: string }[]; tally: { numbers: object } }
        return variants.some((each) => each.text === other) ? [tally.numbers] : []
      })
    await expect.poll(numbersOf).toEqual([{ [canary]: 1 }])
  })

  it('takes the cases of 12321 with their deadline, once, and answers them to it', async () => {
    const phone = on.phone('8613500135001')
    const file = [
      'case_id,reporter,sender,text,answer_by',
      `A-1,13500135001,10661234,${SPAM},2027-01-01T00:00:00Z`,
      `A-2,12,10661234,${SPAM},`,
    ].join('\n')
    const send = () => on.call('POST', '/v1/report-imports', file, { headers: { 'content-type': 'text/csv' } })
    const { text } = await send()
    expect(text).toContain('"line":3,"error":"reporter: not a subscriber’s number"')
    expect(text).toContain('"taken":1')
    expect((await send()).text).toContain('"taken":0,"unchanged":1,"refused":1')
    // The same id with another text is another case: which one is meant, its centre must say.
    const other = file.replace(SPAM, '特价机票每日更新')
    const doubted = await on.call('POST', '/v1/report-imports', other, { headers: { 'content-type': 'text/csv' } })
    expect(doubted.text).toContain('"line":2,"error":"case_id: known already with another text')
    expect(doubted.text).toContain('"taken":0,"unchanged":0,"refused":2')
    const answers = async () => (await on.call('GET', '/v1/report-answers')).text.trim().split('\n')
    await expect.poll(answers).toHaveLength(2)
    expect((await answers())[1]).toMatch(/^A-1,\d{9},open,2027-01-01T00:00:00.000Z,,,,$/)
    const [{ id }] = (await on.call('GET', '/v1/report-cases?status=open&order=desc')).body.items
    await step(id, 'close', { proven: true, text: '已封堵该端口。' })
    expect((await answers())[1]).toMatch(/,closed,.*,true,已封堵该端口。$/)
    expect((await phone.next()).text).toContain('已封堵该端口。')
  })

  it('takes each case of a centre, also one that another centre calls the same, and long ids that end differently', async () => {
    const long = 'x'.repeat(70)
    const rows = ['A-1', `${long}-1`, `${long}-2`].map((id) => `${id},13500135009,10661234,${SPAM}`)
    const file = ['case_id,reporter,sender,text', ...rows].join('\n')
    const headers = { 'content-type': 'text/csv' }
    for (const from of ['12315', '12377'])
      expect((await on.call('POST', `/v1/report-imports?from=${from}`, file, { headers })).text).toContain('"taken":3')
    for (const from of ['12315', '12377'])
      await expect
        .poll(async () =>
          (await on.call('GET', `/v1/report-answers?from=${from}`)).text
            .trim()
            .split('\n')
            .slice(1)
            .map((line) => line.split(',')[0])
            .sort(),
        )
        .toEqual(['A-1', `${long}-1`, `${long}-2`])
  })
})
