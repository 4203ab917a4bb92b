import { describe, expect, it } from 'vitest'
import { Handset, LIN } from './fixtures.ts'

const at = Date.parse('2026-11-23T04:00:00Z')
const item = (serviceId: string, amountFen: number, more: object = {}) => ({ serviceId, amountFen, at, ...more })

/** A reminder comes from charging; gives the SMS. */
function remind(handset: Handset, kind: string, ...items: object[]): string[] {
  const emitted = handset.play.say('reminder.due', { msisdn: LIN, kind, items })
  return emitted.filter((each) => each.type === 'mt.queued').map((each) => (each.data as { text: string }).text)
}
const lin = () => new Handset().subscribed(['joke', '2026-03-02'], ['weather', '2026-01-09'], ['ring', '2026-05-01'])

describe('a reminder', () => {
  it('says what will be charged when, and how to stop it; answering its number stops it', () => {
    const handset = lin()
    expect(remind(handset, 'before', item('joke', 500), item('weather', 200))).toEqual([
      '【扣费提醒】以下业务即将扣费：\n1 华娱互动 每日笑话 5元 11月23日12:00\n2 天象万通 气象短信 2元 11月23日12:00\n不需要请回复序号退订。',
    ])
    expect(handset.text('10086', '1')[0]).toMatch(/^已为您退订1项：华娱互动 每日笑话/)
    expect(handset.services).toEqual(['weather', 'ring'])
  })

  it.each(['before', 'after', 'refund', 'disproven', 'which'])(
    'that says %s, and was on its way when the number went on, is read by nobody who has it now',
    (kind) => {
      const handset = lin()
      const sent = handset.play.now
      handset.wait(1)
      handset.play.say('number.assigned', { msisdn: LIN })
      handset.play.now = sent
      expect(remind(handset, kind, item('joke', 500, { refundFen: 1000 }))).toEqual([])
      handset.wait(2)
      expect(remind(handset, kind, item('joke', 500, { refundFen: 1000 })).length).toBe(kind === 'before' ? 0 : 1)
    },
  )

  it('never shifts a number of a list that still holds: its own go on where the list ends', () => {
    const handset = lin()
    handset.text('10086', '0000')
    expect(remind(handset, 'before', item('ring', 550))[0]).toContain('\n4 悦听音乐 彩铃包月')
    expect(handset.text('10086', '2')[0]).toMatch(/^已为您退订1项：华娱互动 每日笑话/)
    expect(handset.text('10086', '4')[0]).toMatch(/^已为您退订1项：悦听音乐 彩铃包月/)
  })

  it('can be answered for two days, when the list before it holds no more', () => {
    const handset = lin()
    handset.text('10086', '0000')
    remind(handset, 'before', item('ring', 550))
    handset.wait(24 * 60)
    expect(handset.text('10086', '2')[0]).toContain('已超过2小时')
    expect(handset.text('10086', '4')[0]).toMatch(/^已为您退订1项：悦听音乐 彩铃包月/)
    const late = lin()
    remind(late, 'before', item('ring', 550))
    late.wait(49 * 60)
    expect(late.text('10086', '2')[0]).toContain('序号已失效')
    // Prompts are answered so, too: who keeps these says which it was.
    expect([late.text('10086', '1'), late.astray]).toEqual([[], 1])
  })

  it('of a refund reaches whoever was charged, also somebody who never texted, and asks whether it is solved', () => {
    const handset = new Handset()
    const [text] = remind(handset, 'refund', item('joke', 500, { refundFen: 1000, rule: 'no.consent' }))
    expect(text).toMatch(/^【退费通知】.*每日笑话.*退10元\n.*解决了吗？请回复“满意”或“不满意”。$/s)
    const rated = (word: string) => {
      const mo = { from: LIN, to: '10086', text: word, channel: 'sms', via: 'a', fingerprint: word }
      return handset.play.say('mo.received', mo).find((each) => each.type === 'complaint.rated')?.data
    }
    expect(rated('满意')).toMatchObject({ solved: true, refund: { serviceId: 'joke' } })
    expect(rated('不满意')).not.toHaveProperty('refund')
  })

  it('of what was cancelled meanwhile is not sent', () => {
    expect(remind(new Handset().subscribed(['joke', '2026-03-02']), 'before', item('weather', 200))).toEqual([])
  })

  it('tells what was charged, also of a service that does not stand any more, without a number', () => {
    expect(remind(lin(), 'after', item('joke', 500), item('song', 200))).toEqual([
      '【扣费提醒】以下业务已扣费：\n1 华娱互动 每日笑话 5元 11月23日12:00\n悦听音乐 单曲下载 2元 11月23日12:00\n不需要请回复序号退订。',
    ])
  })

  it('tells refunds with their reason, in the subscriber’s language', () => {
    const handset = lin()
    expect(remind(handset, 'refund', item('star', 800, { refundFen: 1600, rule: 'no.consent' }))).toEqual([
      '【退费通知】以下扣费有误，已退还：\n华娱互动 明星八卦 11月23日12:00扣8元，未经您确认，退16元\n退费计入您的话费账户，由责任方承担。解决了吗？请回复“满意”或“不满意”。',
    ])
    handset.text('10086', 'LANG EN')
    expect(remind(handset, 'refund', item('star', 800, { refundFen: 1600, rule: 'no.consent' }))[0]).toContain(
      'Huayu Interactive: Star News, CNY 8 on 23 Nov 12:00, you had not agreed: CNY 16 back',
    )
  })
})

describe('cancelled by name, from the web or the voice menu', () => {
  const cancel = (handset: Handset, serviceIds: string[], fingerprint = 'key:f') =>
    handset.play
      .say('services.cancel', { msisdn: LIN, serviceIds, channel: 'voice', language: 'zh-CN', fingerprint })
      .filter((each) => each.type === 'mt.queued')
      .map((each) => (each.data as { text: string }).text)

  it('it is answered as by SMS, can be undone by SMS, and the same once more changes nothing', () => {
    const handset = lin()
    expect(cancel(handset, ['joke'])[0]).toMatch(/^已为您退订1项：华娱互动 每日笑话/)
    expect(cancel(handset, ['joke'])).toEqual([])
    expect(handset.text('10086', '恢复')[0]).toMatch(/^已恢复1项业务/)
    expect(handset.services).toEqual(['weather', 'joke', 'ring'])
  })
})
