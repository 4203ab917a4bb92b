import { describe, expect, it } from 'vitest'
import { Handset, LIN } from './fixtures.ts'

const HUAYU = '10661234'
const lin = () => new Handset().subscribed(['joke', '2026-03-02'], ['weather', '2026-01-09'])

describe('what is said back is true', () => {
  it('a number to a port where there is nothing is not told that a list is too old', () => {
    const handset = lin()
    handset.text(HUAYU, '00000')
    handset.text(HUAYU, '0000')
    expect(handset.text(HUAYU, '1')).toEqual(['您在端口10661234没有订购收费业务，未作任何变更。'])
    expect(handset.services).toEqual(['weather'])
  })

  it('who has nothing at a port is not told to have nothing at all', () => {
    const handset = lin()
    handset.text(HUAYU, '00000')
    expect(handset.text(HUAYU, '全部退订')).toEqual(['您在端口10661234没有订购收费业务，未作任何变更。'])
    expect(handset.text(HUAYU, 'cancel all')).toEqual(['You have no paid services at 10661234. Nothing was changed.'])
  })

  it('a code of what was undone before is not told that nothing can be undone, while something can', () => {
    const handset = lin()
    handset.text('10086', '0000')
    handset.text('10086', '2')
    handset.text('10086', '恢复')
    handset.text('10086', '2')
    expect(handset.text('10086', '恢复10')).toEqual([
      '没有代码为10的可恢复操作，未作任何变更。回复“恢复11”可撤销最近一次操作。',
    ])
    expect(handset.services).toEqual(['weather'])
    expect(handset.text('10086', '恢复11')[0]).toContain('每日笑话')
  })

  it('who clicks cancel twice is not told to have nothing, while there is something', () => {
    const handset = lin()
    const cancels = () =>
      handset.play
        .say('services.cancel', {
          msisdn: LIN,
          serviceIds: ['joke'],
          channel: 'web',
          language: 'zh-CN',
          fingerprint: `f${handset.play.now}`,
        })
        .filter(({ type }) => type === 'mt.queued')
        .map(({ data }) => (data as { text: string }).text)
    expect(cancels()[0]).toMatch(/^已为您退订1项：华娱互动 每日笑话/)
    expect(cancels()).toEqual(['该业务此前已退订，未作变更。发送0000查询业务。'])
    expect(handset.services).toEqual(['weather'])
  })

  it('one service is one service in English too', () => {
    const handset = new Handset().subscribed(['joke', '2026-03-02'])
    expect(handset.text('10086', 'cancel all')[0]).toMatch(/^This cancels your only service \(CNY 5 a month\)\./)
  })
})

/** What is asked of those who keep the charges. */
const disputed = (handset: Handset, text: string) =>
  handset.play
    .say('mo.received', { from: LIN, to: '10086', text, channel: 'sms', via: 'a', fingerprint: text })
    .filter(({ type }) => type === 'dispute.requested')
    .map(({ data }) => data)

describe('a refund is asked for', () => {
  it('one by one: who names several is told how, and nothing is disputed', () => {
    for (const typed of ['退费 1,2', '退费1、2', '1和2退款']) {
      const handset = lin()
      handset.text('10086', '0000')
      expect(handset.text('10086', typed)).toEqual([
        '退费请逐项申请，尚未办理任何一项。请分别发送“退费 1”、“退费 2”到10086。',
      ])
      expect(disputed(handset, typed)).toEqual([])
    }
  })

  it('by a number or a name: who names nothing is asked what is meant, and not told that there is nothing', () => {
    const handset = lin()
    expect(handset.text('10086', '我要退费')).toEqual([
      '请发送“退费”加列表序号或业务名称，如“退费 1”或“退费 每日笑话”。列表序号请发送0000到10086查询。',
    ])
    expect(handset.text('10086', 'refund')[0]).toMatch(/^Text REFUND and/)
    expect(disputed(handset, '退费')).toEqual([])
  })

  it('of a reminder that told of a charge: of just that charge, whatever was charged since', () => {
    const handset = lin()
    const item = { serviceId: 'joke', amountFen: 500, at: handset.play.now }
    handset.play.say('reminder.due', { msisdn: LIN, kind: 'after', items: [{ ...item, chargeId: 'c7' }] })
    expect(disputed(handset, '退费 1')).toMatchObject([{ chargeId: 'c7' }])
    handset.text('10086', '0000')
    expect(disputed(handset, '退费 2')).toMatchObject([{ serviceId: 'joke' }])
    expect(disputed(handset, '退费 2')[0]).not.toHaveProperty('chargeId')
  })
})

describe('a refund that may mean several charges', () => {
  const at = (month: number) => Date.UTC(2026, month, 26, 4)
  const items = [10, 9].map((month) => ({ serviceId: 'joke', chargeId: `c${month}`, amountFen: 500, at: at(month) }))
  const which = { msisdn: LIN, kind: 'which', items }
  const asked = () => {
    const handset = lin()
    handset.text('10086', '0000')
    return { handset, told: handset.play.say('reminder.due', which) }
  }

  it('is asked for by numbers that go on where the list ends, and shift none of it', () => {
    const { handset, told } = asked()
    expect(told[0]?.data).toMatchObject({
      class: 'answer',
      text: '有多笔扣费可申请退费，尚未办理。请选一笔：\n3 华娱互动 每日笑话 5元 11月26日12:00\n4 华娱互动 每日笑话 5元 10月26日12:00\n请回复“退费”加序号，如“退费 3”。',
    })
    expect(disputed(handset, '退费 4')).toMatchObject([{ chargeId: 'c9' }])
    // Asked once more, they keep their numbers.
    expect(handset.play.say('reminder.due', which)[0]?.data).toEqual(told[0]?.data)
    expect(handset.text('10086', '1')[0]).toContain('已为您退订1项')
  })

  it('a number alone means that charge too: it stops no service', () => {
    const { handset } = asked()
    expect(disputed(handset, '3')).toMatchObject([{ chargeId: 'c10' }])
    expect(handset.text('10086', '1,3')).toEqual([
      '退费请逐项申请，尚未办理任何一项。请分别发送“退费 1”、“退费 3”到10086。',
    ])
    expect(handset.services).toEqual(['weather', 'joke'])
  })

  it('is asked for in English, and of a service that was cancelled since', () => {
    const { handset } = asked()
    handset.text('10086', 'LANG EN')
    handset.text('10086', '1,2')
    const [told] = handset.play.say('reminder.due', which)
    const text = /^Several charges may be meant.*Reply REFUND and its number, e\.g\. REFUND 3\.$/s
    expect(told?.data).toMatchObject({ text: expect.stringMatching(text) })
  })
})

describe('a port is unblocked by what people say', () => {
  it.each(['解除屏蔽', '取消屏蔽', '解除屏蔽吧', 'UNBLOCK', '解除屏蔽。谢谢'])('%s', (typed) => {
    const handset = lin()
    handset.text(HUAYU, '00000')
    expect(handset.text(HUAYU, typed)[0]).toMatch(/已解除对端口10661234的屏蔽|10661234 is unblocked/)
  })

  it('not by a question or a no', () => {
    for (const typed of ['不要解除屏蔽', '怎么解除屏蔽？']) {
      const handset = lin()
      handset.text(HUAYU, '00000')
      handset.text(HUAYU, typed)
      expect(handset.play.state?.blocks).toHaveLength(1)
    }
  })
})
