import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modes, startTestGateway, type TestGateway } from './gateway.ts'

describe.each(modes)('complaints, %s', (mode) => {
  let on: TestGateway
  beforeAll(async () => {
    on = await startTestGateway(mode)
  })
  afterAll(() => on.stop())

  const complaintOf = async (number: string | undefined, status = 'open') =>
    (await on.call('GET', `/v1/complaints?status=${status}`)).body.items.find(
      (each: { number: string }) => each.number === number,
    )
  const step = (id: string, name: string, body: object, key?: string) =>
    on.call('POST', `/v1/complaints/${encodeURIComponent(id)}/${name}`, body, key ? { key } : {})

  const satisfaction = async () => (await on.call('GET', '/v1/complaint-satisfaction')).body

  it('by SMS: a number of the list and words, worked on, closed, and rated', async () => {
    const phone = on.phone('8613800138000')
    await phone.ask('10086', '0000')
    const taken = await phone.ask('10086', '投诉 2 我没有订购过')
    const number = /编号(\d{8})/.exec(taken)?.[1]
    await expect
      .poll(() => complaintOf(number))
      .toMatchObject({ text: '投诉 2 我没有订购过', about: { id: 'joke-daily' }, channel: 'sms' })
    const { id } = await complaintOf(number)
    expect((await step(id, 'take', {})).status).toBe(200)
    const { key } = (await on.call('POST', '/v1/keys', { name: 'li', kind: 'reviewer', purposes: ['review'] })).body
    expect((await step(id, 'answer', { text: '我来。' }, key)).body.code).toBe('complaint.taken')
    await step(id, 'answer', { text: '我们正在核查。' })
    expect((await phone.next()).text).toBe(`【投诉${number}】我们正在核查。`)
    await step(id, 'close', { upheld: true, text: '已退费。' })
    expect((await phone.next()).text).toContain('您反映的情况属实。已退费。')
    expect(await phone.ask('10086', '不满意')).toContain(`已重新受理您的投诉${number}`)
    await step(id, 'close', { upheld: true, text: '已再次核实。' })
    await phone.next()
    expect(await phone.ask('10086', '满意')).toContain('感谢您的评价')
    await expect.poll(() => complaintOf(number, 'closed')).toMatchObject({ reopened: true, solved: true })
    // As it ended: that it was reopened once is no dissatisfaction.
    await expect.poll(satisfaction).toEqual({ satisfied: 1, rated: 1, share: 100 })
    expect((await step(id, 'answer', { text: '还有。' })).body.code).toBe('decided')
  })

  it('by voice menu: the same keys again act once, and what was cancelled can be undone by SMS', async () => {
    const phone = on.phone('8613900139000')
    const { key } = (await on.call('POST', '/v1/keys', { name: 'ivr', kind: 'voice', purposes: ['messages'] })).body
    const press = async (session?: string, digits?: string) =>
      (
        await on.call(
          'POST',
          '/v1/voice',
          { subscriber: phone.number, ...(session ? { session } : {}), ...(digits ? { digits } : {}) },
          { key },
        )
      ).body
    const main = await press()
    const list = await press(main.session, '1')
    expect(list.say).toMatch(/^退订江海银行账户变动提醒，2元每月，请按1。/)
    const confirm = await press(list.session, '2')
    const done = await press(confirm.session, '1')
    await press(confirm.session, '1')
    expect(done.say).toMatch(/^已为您办理退订/)
    expect((await phone.next()).text).toMatch(/^已为您退订1项：/)
    expect(await phone.ask('10086', '恢复')).toMatch(/^已恢复1项业务/)
    const complaint = await press((await press(main.session, '3')).session, '8')
    expect(complaint.say).toMatch(/^已受理您的投诉，编号\d \d/)
    expect((await phone.next()).text).toContain('已受理您的投诉')
    expect((await press('nonsense')).code).toBe('request.invalid')
  })

  it('of one subscriber are at most twenty at once: another is refused, a repetition is not', async () => {
    const complain = (i: number) =>
      on.call(
        'POST',
        '/v1/complaints',
        { subscriber: '13500135388', text: `第${i}件` },
        { headers: { 'idempotency-key': `many-${i}` } },
      )
    for (let i = 1; i <= 20; i++) expect((await complain(i)).status).toBe(202)
    const open = async () =>
      (await on.call('GET', '/v1/complaints?limit=200')).body.items.filter((each: { text: string }) =>
        /^第\d+件$/.test(each.text),
      )
    await expect.poll(async () => (await open()).length).toBe(20)
    expect((await complain(21)).body.code).toBe('complaint.too-many')
    expect((await complain(1)).status).toBe(202)
  })

  it('by web or counter: the same, and the phone is told', async () => {
    const phone = on.phone('8613500135201')
    const { key } = (await on.call('POST', '/v1/keys', { name: 'hall', kind: 'counter', purposes: ['messages'] })).body
    const ask = { subscriber: '135 0013 5201', text: '总是收到骚扰短信', about: 'star-news' }
    const headers = { 'idempotency-key': 'c1' }
    const { status, body } = await on.call('POST', '/v1/complaints', ask, { key, headers })
    expect(status).toBe(202)
    expect((await phone.next()).text).toContain(`编号${body.number}`)
    expect((await on.call('POST', '/v1/complaints', ask, { key, headers })).body).toEqual(body)
    expect((await on.call('GET', `/v1/complaints/${encodeURIComponent(body.id)}`)).body).toMatchObject({
      channel: 'counter',
      overdue: false,
    })
    expect(await phone.ask('10086', '查询')).toBe(`您的投诉：${body.number} 待首次答复。`)
  })
})
