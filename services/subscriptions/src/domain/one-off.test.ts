import { describe, expect, it } from 'vitest'
import { Handset, LIN } from './fixtures.ts'

const MELLOW = '10663456'
const lin = () => new Handset().subscribed(['ring', '2026-05-01'])

/** A yes to a prompt; gives what the subscriber's lane makes of it. */
function agrees(handset: Handset, serviceId: string, more: { receiptId?: string; askedAt?: number } = {}) {
  const period = serviceId === 'song' ? 'once' : 'month'
  const consent = {
    requestId: 'r',
    receiptId: 'k.1.1',
    msisdn: LIN,
    serviceId,
    partnerId: 'mellow',
    tariffFen: 200,
    period,
  }
  return handset.play.say('consent.given', {
    ...consent,
    origin: { channel: 'sms' },
    askedAt: handset.play.now,
    ...more,
  })
}

describe('a one-off that was agreed to and is not charged yet', () => {
  it('stands in the lists, of 10086 and of its port', () => {
    const handset = lin()
    agrees(handset, 'song')
    expect(handset.text('10086', '0000')[0]).toContain('\n2 悦听音乐 单曲下载 2元/次\n')
    expect(handset.text(MELLOW, '0000')[0]).toContain('您在此订购了2项：')
  })

  it('can be cancelled, and brought back', () => {
    const handset = lin()
    agrees(handset, 'song')
    handset.text('10086', '0000')
    expect(handset.text('10086', '2')[0]).toMatch(/^已为您退订1项：悦听音乐 单曲下载。/)
    expect(handset.text('10086', '恢复')[0]).toMatch(/^已恢复1项业务：悦听音乐 单曲下载/)
    expect(handset.services).toEqual(['ring', 'song'])
  })

  it('is one of two of the same service, each with its number', () => {
    const handset = lin()
    agrees(handset, 'song', { receiptId: 'k.1.1' })
    agrees(handset.wait(1), 'song', { receiptId: 'k.1.2' })
    handset.text('10086', '0000')
    handset.text('10086', '3')
    expect(handset.play.state?.subscriptions.map((each) => each.receiptId)).toEqual([undefined, 'k.1.1'])
    expect(handset.text('10086', '3')[0]).toContain('此前已退订')
    handset.text('10086', '2')
    expect(handset.services).toEqual(['ring'])
  })

  it('is one of two of the same service on the own page and by voice, each with its id', () => {
    const handset = lin()
    agrees(handset, 'song', { receiptId: 'k.1.1' })
    agrees(handset.wait(1), 'song', { receiptId: 'k.1.2' })
    const cancels = (id: string) =>
      handset.play.say('services.cancel', {
        msisdn: LIN,
        serviceIds: [id],
        channel: 'web',
        language: 'zh-CN',
        fingerprint: id,
      })
    cancels('k.1.2')
    expect(handset.play.state?.subscriptions.map((each) => each.receiptId)).toEqual([undefined, 'k.1.1'])
    cancels('ring')
    expect(handset.services).toEqual(['song'])
  })

  it('ends with 00000 to its port, and with cancel-all', () => {
    const handset = lin()
    agrees(handset, 'song')
    expect(handset.text(MELLOW, '00000')[0]).toMatch(/^已屏蔽端口10663456并退订2项/)
    expect(handset.services).toEqual([])
    const other = lin()
    agrees(other, 'song')
    other.text('10086', '全部退订')
    other.text('10086', '是')
    expect(other.services).toEqual([])
  })

  it('is gone when it was charged, or may not be charged any more', () => {
    const handset = lin()
    agrees(handset, 'song')
    handset.play.say('purchase.charged', { msisdn: LIN, receiptId: 'k.1.1' })
    expect(handset.services).toEqual(['ring'])
    agrees(handset, 'song', { receiptId: 'k.1.2' })
    expect(handset.wait(25 * 60).text('10086', '0000')[0]).toMatch(/^您共有1项/)
  })

  it('is not brought back when its hours are over, and that is said', () => {
    const handset = lin()
    agrees(handset, 'song')
    handset.wait(24 * 60 - 10).text('10086', '0000')
    handset.text('10086', '2')
    expect(handset.wait(15).text('10086', '恢复')[0]).toBe(
      '没有恢复任何内容：悦听音乐 单曲下载已过期。发送0000可查询。',
    )
  })
})

describe('a yes to a prompt that 00000 ended, whichever is heard of first', () => {
  it.each(['song', 'ring'])('leaves nothing of %s, and those who charge are told', (serviceId) => {
    const handset = new Handset()
    const askedAt = handset.play.now
    handset.wait(1).text(MELLOW, '00000')
    const told = agrees(handset.wait(1), serviceId, { askedAt })
    expect(told).toMatchObject([{ type: 'subscriptions.cancelled', data: { subscriptions: [{ receiptId: 'k.1.1' }] } }])
    expect(handset.services).toEqual([])
  })

  it('but what the subscriber asked for since, and agreed to, stands', () => {
    const handset = new Handset()
    handset.text(MELLOW, '00000')
    agrees(handset.wait(1), 'ring')
    expect(handset.services).toEqual(['ring'])
  })

  it('T ends marketing only', () => {
    const handset = new Handset()
    const askedAt = handset.play.now
    handset.wait(1).text(MELLOW, 'T')
    agrees(handset.wait(1), 'ring', { askedAt })
    expect(handset.services).toEqual(['ring'])
  })
})
