import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { Handset, LIN, refs } from './fixtures.ts'

const PORT = '10664001'
const DAY_MINUTES = 24 * 60

/** A yes to marketing from Skycast: up to 2 a week for 6 months. */
const agrees = (handset: Handset): Handset => {
  const terms = { tariffFen: 0, period: 'marketing', perWeek: 2, months: 6 }
  const consent = { requestId: 'r', receiptId: 'k.1.1', msisdn: LIN, serviceId: 'offers', partnerId: 'skycast' }
  handset.play.say('consent.given', { ...consent, ...terms, origin: { channel: 'sms' } })
  return handset
}
const markets = (handset: Handset): string => handset.mt(PORT, 'marketing', '周末八折')

describe('marketing that was agreed to', () => {
  it('goes as often a week as was agreed, and other classes are not counted', () => {
    const handset = agrees(new Handset())
    expect([markets(handset), handset.mt(PORT, 'otp'), markets(handset), markets(handset)]).toEqual([
      'allowed',
      'allowed',
      'allowed',
      'consent.frequency',
    ])
    expect(markets(handset.wait(7 * DAY_MINUTES))).toBe('allowed')
  })

  it('is told by 0000 to the port, with the word that ends it', () => {
    const handset = agrees(new Handset())
    expect(handset.text(PORT, '0000')[0]).toMatch(
      /^端口10664001属于天象万通。您已同意接收其营销短信至2027年5月22日，回复T拒收。/,
    )
    handset.text(PORT, 'T')
    expect(handset.text(PORT, '0000')[0]).toContain('您已屏蔽其营销短信。')
  })

  it('ends with its period', () => {
    const handset = agrees(new Handset())
    expect(markets(handset.wait(180 * DAY_MINUTES))).toBe('allowed')
    expect(markets(handset.wait(3 * DAY_MINUTES))).toBe('consent.over')
  })

  it('ends with T and with 00000 to the port; an undo brings it back', () => {
    for (const word of ['T', '00000', '全部屏蔽']) {
      const handset = agrees(new Handset())
      handset.text(PORT, word)
      expect(handset.play.state?.marketing).toEqual([])
      expect(markets(handset)).toMatch(/^block/)
      handset.text(PORT, '恢复')
      expect([markets(handset), handset.play.state?.marketing?.length]).toEqual(['allowed', 1])
    }
  })

  it('lifts a block that was there before: the newest word counts', () => {
    const handset = new Handset()
    handset.text(PORT, 'T')
    expect(markets(handset)).toBe('block.marketing')
    expect(markets(agrees(handset))).toBe('allowed')
  })

  it('that is refused blocks marketing from the port, and nothing else', () => {
    const handset = new Handset()
    handset.play.say('marketing.refused', { requestId: 'r', msisdn: LIN, serviceId: 'offers' })
    expect([markets(handset), handset.mt(PORT, 'otp')]).toEqual(['block.marketing', 'allowed'])
  })

  it('is needed where the policy says so', () => {
    const strict = refs({ ...defaultPolicy, marketing: { needsConsent: true } })
    const handset = new Handset(strict)
    expect([markets(handset), markets(agrees(handset))]).toEqual(['consent.missing', 'allowed'])
  })

  it('is nothing to pay for: lists and 1111 leave it out, its own code asks for it', () => {
    const handset = agrees(new Handset())
    expect(handset.text('10086', '0000')[0]).toContain('没有订购任何收费业务')
    const asked = (text: string) => {
      const data = { from: LIN, to: PORT, text, channel: 'sms', via: 'a', fingerprint: text }
      return handset.play.say('mo.received', data).find((each) => each.type === 'subscription.requested')?.data
    }
    expect(asked('1111')).toMatchObject({ serviceId: 'weather' })
    expect(asked('yx')).toMatchObject({ serviceId: 'offers', by: 'subscriber' })
  })

  it('does not pass to the next owner of the number', () => {
    const handset = agrees(new Handset())
    handset.play.say('number.released', { msisdn: LIN, reason: 'released' })
    expect(handset.play.state?.marketing).toBeUndefined()
  })
})
