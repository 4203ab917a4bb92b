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
const { nameZh: name = '', nameEn = '' } = refs.catalogue.partner(partnerId, NOON) ?? {}
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
      `您此前反映的“${service.nameZh}”（${refs.catalogue.partner(partnerId, NOON)?.nameZh}）已查实：用户未确认即扣费。处理：扣该公司信用分60分；暂停其全部业务。因此扣的费都会退到话费账户，您不用申请。案号10002000。感谢您的反映。`,
    ])
    expect(play.say('outcome.due', outcome(play))).toEqual([])
  })

  it.each([
    ['a company by its name', { text: `投诉 ${name}乱扣费` }, {}],
    ['a company by its name, in English', { text: `COMPLAIN ${nameEn} keeps charging me`, language: 'en' }, {}],
    ['a port', { text: `投诉 ${service.port}自动扣费` }, {}],
    ['a partner that a page says', { text: '乱扣费', against: { partnerId } }, {}],
    ['a port that a page says', { text: '乱扣费', against: { port: service.port } }, {}],
    ['software', { text: '投诉 com.free.torch 自己订购' }, { app: 'com.free.torch#ab:cd' }],
    ['software of no partner', { text: '投诉 com.free.torch' }, { app: 'com.free.torch', partnerId: undefined }],
  ])('who named %s and no service hears of it as well, and names it as they did', (_, more, subject) => {
    const play = lin()
    complain(play, { about: undefined, ...more })
    const [tag] = Object.entries(hearers.index?.(play.state as HearerState) ?? {}).map(
      ([key, value]) => `${key}=${value}`,
    )
    expect(tag).toBe(hearerTag('app' in subject ? subject : { partnerId }))
    const other = { subject: { partnerId: 'sp-nobody', app: 'com.other.app' } }
    expect(play.say('outcome.due', outcome(play, other))).toEqual([])
    const [told = ''] = texts(play.say('outcome.due', outcome(play, { subject: { partnerId, serviceId, ...subject } })))
    const named = 'app' in subject ? 'com.free.torch' : 'language' in more ? nameEn : name
    expect(told).toContain('language' in more ? `You complained about ${named}.` : `您此前反映的“${named}”`)
  })

  it('who named a company hears of each of its services, and of no other company; a number or a word names nobody', () => {
    const play = lin()
    for (const text of ['投诉 乱扣费', '投诉 10086 不理我', '投诉 13800138001 骚扰我', '投诉 天气不好'])
      complain(play, { about: undefined, text })
    expect(play.state).toBeUndefined()
    complain(play, { about: undefined, text: `投诉 ${name}` })
    expect(play.say('outcome.due', outcome(play, { subject: { partnerId: other.partnerId } }))).toEqual(
      other.partnerId === partnerId ? [expect.anything()] : [],
    )
  })

  it('who disputed a charge, in their language; that nothing was wrong; and that an appeal took it back', () => {
    const play = lin()
    play.say('dispute.requested', { ...said, language: 'en', name: '' })
    play.say('dispute.opened', { subscriber: 'key-of-lin', serviceId, partnerId, chargeId: 'c1' })
    const cleared = { outcome: 'cleared', points: 0, sanctions: [], refunds: false }
    expect(texts(play.say('outcome.due', outcome(play, cleared)))[0]).toMatch(/found nothing wrong/)
    const next = { number: '10002001' }
    expect(texts(play.say('outcome.due', outcome(play, next)))[0]).toMatch(
      /the company lost 60 credit points; all its services are stopped for now\. Money taken/,
    )
    expect(texts(play.say('outcome.due', outcome(play, { ...next, withdrawn: true })))[0]).toMatch(
      /The company appealed/,
    )
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
      hearerTag({ partnerId }),
    ])
    play.wait((policy.cases.toldDays + 1) * DAY)
    expect(play.state).toBeUndefined()
  })
})
