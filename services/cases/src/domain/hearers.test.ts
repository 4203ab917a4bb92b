import { describe, expect, it } from 'vitest'
import { defaultPolicy as policy } from '#policy'
import { Play } from '#process/kit'
import { exampleCatalogue } from '#reference/example'
import { type HearerRefs, type HearerState, hearers, hearerTag } from './hearers.ts'

const DAY = 86_400_000
const LIN = '8613800138000'
const refs: HearerRefs = { policy, catalogue: exampleCatalogue() }
/** Noon in Shanghai. */
const NOON = Date.parse('2026-11-22T12:00:00+08:00')
const [service, other] = exampleCatalogue().services(NOON)
if (!service || !other) throw new Error('the example has two services')
const { serviceId, partnerId } = service
const said = { msisdn: LIN, channel: 'sms', language: 'zh-CN', from: '10086', fingerprint: 'f', silent: false }

const lin = (start = NOON) => new Play<HearerState, HearerRefs>(hearers, { key: 'key-of-lin', refs, start })
const complain = (play: Play<HearerState, HearerRefs>, more: object = {}) =>
  play.say('complaint.made', { ...said, text: '没订过这个业务', about: serviceId, ...more })
const outcome = (play: Play<HearerState, HearerRefs>, more: object = {}) => ({
  number: '10002000',
  subject: { partnerId, serviceId },
  outcome: 'proven',
  points: 60,
  sanctions: [{ what: 'suspend' }],
  reasonZh: '用户未确认即扣费。',
  reasonEn: 'Charged without consent.',
  refunds: true,
  decidedAt: play.now,
  withdrawn: false,
  ...more,
})
const texts = (emitted: readonly { data: unknown }[]) => emitted.map(({ data }) => (data as { text: string }).text)

describe('who complained hears what became of it (docs/rules.md, "Partners")', () => {
  it('once, in words that they understand, with what happened to the partner and that money goes back', () => {
    const play = lin()
    complain(play)
    const told = play.say('outcome.due', outcome(play))
    expect(told).toMatchObject([{ topic: 'sms.outbound', data: { to: LIN, from: '10086', class: 'notice' } }])
    expect(texts(told)).toEqual([
      `您此前反映的“${service.nameZh}”（${refs.catalogue.partner(partnerId, NOON)?.nameZh}）已查实：用户未确认即扣费，已对该公司处以：扣信用分60分、暂停业务。受影响的每一笔扣费都会退回，无需您再申请。案号10002000。感谢您的反映。`,
    ])
    expect(play.say('outcome.due', outcome(play))).toEqual([])
  })

  it('who disputed a charge, in their language; that nothing was wrong; and that an appeal took it back', () => {
    const play = lin()
    play.say('dispute.requested', { ...said, language: 'en', name: '' })
    play.say('dispute.opened', { subscriber: 'key-of-lin', serviceId, partnerId, chargeId: 'c1' })
    const cleared = { outcome: 'cleared', points: 0, sanctions: [], refunds: false }
    expect(texts(play.say('outcome.due', outcome(play, cleared)))[0]).toMatch(/found nothing wrong/)
    const next = { number: '10002001' }
    expect(texts(play.say('outcome.due', outcome(play, next)))[0]).toMatch(/60 credit points taken; suspended\. Every/)
    expect(texts(play.say('outcome.due', outcome(play, { ...next, withdrawn: true })))[0]).toMatch(/On appeal/)
  })

  it('that an appeal took it back, though what they said is half a year ago by then', () => {
    const play = lin()
    complain(play)
    play.wait((policy.cases.toldDays - 5) * DAY)
    const given = outcome(play)
    expect(texts(play.say('outcome.due', given))).toHaveLength(1)
    play.wait(20 * DAY)
    expect(texts(play.say('outcome.due', { ...given, withdrawn: true }))).toHaveLength(1)
  })

  it('by day only', () => {
    const play = lin(NOON + 10 * 3_600_000)
    complain(play)
    expect(play.say('outcome.due', outcome(play))).toEqual([])
    expect(texts(play.wait(12 * 3_600_000))).toHaveLength(1)
  })

  it.each([
    ['of another service', (play: Play<HearerState, HearerRefs>) => complain(play, { about: other.serviceId })],
    ['of no service', (play: Play<HearerState, HearerRefs>) => complain(play, { about: undefined })],
    [
      'whose number is somebody else’s now',
      (play: Play<HearerState, HearerRefs>) => {
        complain(play)
        play.say('tenure.ended', { subscriber: 'key-of-lin', tenure: 1, reason: 'released' })
      },
    ],
    [
      'half a year and more before',
      (play: Play<HearerState, HearerRefs>) => {
        complain(play)
        play.wait((policy.cases.toldDays + 1) * DAY)
      },
    ],
  ])('not who complained %s', (_, before) => {
    const play = lin()
    before(play)
    expect(play.say('outcome.due', outcome(play))).toEqual([])
  })

  it('not whoever has the number now, of what the former owner had said, though it is heard after the number went on', () => {
    const play = lin()
    const ended = play.now
    play.say('tenure.ended', { subscriber: 'key-of-lin', tenure: 1, reason: 'released' })
    play.now = ended - 3_600_000
    complain(play)
    play.say('dispute.requested', { ...said, name: '' })
    play.say('dispute.opened', { subscriber: 'key-of-lin', serviceId, partnerId, chargeId: 'c1' })
    play.now = ended + 3_600_000
    play.say('dispute.opened', { subscriber: 'key-of-lin', serviceId, partnerId, chargeId: 'c2' })
    expect(play.say('outcome.due', outcome(play))).toEqual([])
  })

  it('who has the number now, though what they said is heard before the former tenure’s end', () => {
    const play = lin()
    complain(play)
    const ended = play.now + 3_600_000
    play.now = ended + 1
    complain(play, { language: 'en' })
    play.now = ended
    play.say('tenure.ended', { subscriber: 'key-of-lin', tenure: 1, reason: 'released' })
    play.now = ended + 2
    expect(texts(play.say('outcome.due', outcome(play)))).toHaveLength(1)
    expect(play.state?.said).toHaveLength(1)
  })

  it('is found by each partner that something was said against, and forgotten in time', () => {
    const play = lin()
    complain(play)
    expect(Object.entries(hearers.index?.(play.state as HearerState) ?? {}).map((each) => each.join('='))).toEqual([
      hearerTag(partnerId),
    ])
    play.wait((policy.cases.toldDays + 1) * DAY)
    expect(play.state).toBeUndefined()
  })
})
