import { describe, expect, it } from 'vitest'
import { Handset, LIN } from './fixtures.ts'

const HUAYU = '10661234'
const lin = () => new Handset().subscribed(['joke', '2026-03-02'], ['weather', '2026-01-09'])
const agreesAgain = (handset: Handset, serviceId: string) =>
  handset.play.say('consent.given', {
    requestId: 'r',
    receiptId: 'k.1.9',
    msisdn: LIN,
    serviceId,
    partnerId: 'huayu',
    tariffFen: 500,
    period: 'month',
    origin: { channel: 'sms' },
    askedAt: handset.play.now,
  })

describe('an undo that restores nothing says so, and why', () => {
  it('what was subscribed anew stays as it is', () => {
    const handset = lin()
    handset.text(HUAYU, '00000')
    handset.text(HUAYU, '11111')
    agreesAgain(handset.wait(1), 'joke')
    expect(handset.text('10086', '恢复10')).toEqual([
      '没有恢复任何内容：华娱互动 每日笑话您已重新订购；端口10661234此后您另有设置。发送0000可查询。',
    ])
    expect(handset.play.state?.subscriptions.find((each) => each.serviceId === 'joke')?.receiptId).toBe('k.1.9')
  })

  it('a block that was lifted meanwhile is lifted already', () => {
    const handset = lin()
    handset.text(HUAYU, 'T')
    handset.text(HUAYU, '11111')
    expect(handset.text(HUAYU, '恢复10')[0]).toBe('没有恢复任何内容：端口10661234此后您另有设置。发送0000可查询。')
    expect(handset.text(HUAYU, '恢复11')[0]).toBe('没有恢复任何内容：端口10661234的设置已是原样。发送0000可查询。')
    expect(handset.play.state?.blocks).toEqual([])
  })

  it('what is partly there is given back, and the rest is named', () => {
    const handset = lin()
    handset.text('10086', '0000')
    handset.text('10086', '1,2')
    agreesAgain(handset, 'joke')
    expect(handset.text('10086', '恢复')[0]).toBe(
      '已恢复1项业务：天象万通 气象短信，原订购时间和扣费日不变。未变：华娱互动 每日笑话您已重新订购。',
    )
  })
})

it('an earlier action that is undone leaves the block that was set after it, and its undo goes back before both', () => {
  const handset = lin()
  handset.text(HUAYU, '00000')
  handset.text(HUAYU, '全部屏蔽')
  expect(handset.text(HUAYU, '恢复10')[0]).toBe(
    '已恢复1项业务：华娱互动 每日笑话，原订购时间和扣费日不变。未变：端口10661234此后您另有设置。',
  )
  expect(handset.mt(HUAYU, 'otp')).toBe('block.full')
  expect(handset.text(HUAYU, '恢复')[0]).toBe('已恢复接收端口10661234的短信。')
  expect(handset.mt(HUAYU, 'marketing', '大促销！')).toBe('allowed')
})
