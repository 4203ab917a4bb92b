import { describe, expect, it } from 'vitest'
import { exampleCatalogue } from '#reference/example'
import { deedsOf } from './deeds.ts'
import { Handset, LIN, refs } from './fixtures.ts'

const HUAYU = '10661234'
const lin = () => new Handset().subscribed(['joke', '2026-03-02'], ['weather', '2026-01-09'])

/** Does it by id, as a page does; gives what the phone reads. */
function does(handset: Handset, type: string, more: object, fingerprint = 'web-1'): string[] {
  const said = { msisdn: LIN, channel: 'web', language: 'zh-CN', fingerprint, ...more }
  return handset.play
    .say(type, said)
    .filter((each) => each.type === 'mt.queued')
    .map((each) => `${(each.data as { from: string }).from}: ${(each.data as { text: string }).text}`)
}
const texts = (handset: Handset, to: string, text: string) =>
  handset.texts(to, text).map((each) => `${each.from}: ${each.text}`)

describe('what is done by id is what the SMS does', () => {
  it.each([
    ['port.silence', { port: HUAYU, how: 'marketing' }, HUAYU, 'T'],
    ['port.silence', { port: HUAYU, how: 'cancel' }, HUAYU, '00000'],
    ['port.silence', { port: HUAYU, how: 'full' }, HUAYU, '全部屏蔽'],
    ['port.unblock', { port: HUAYU }, HUAYU, '11111'],
    ['language.choose', { language: 'en' }, '10086', 'LANG EN'],
    ['language.choose', { language: 'zh-CN' }, '10086', '语言 中文'],
  ] as const)('%s %j, as %s gets %s', (type, more, to, text) => {
    const [byId, bySms] = [lin(), lin()]
    for (const each of [byId, bySms]) each.text(HUAYU, '11111')
    expect(does(byId, type, more)).toEqual(texts(bySms, to, text))
    const { heard: _, acted: __, language: ___, ...state } = bySms.play.state as NonNullable<typeof bySms.play.state>
    expect(byId.play.state).toMatchObject(type === 'language.choose' ? { ...state, ...more } : state)
  })

  it('an undo means the action of its code, not the latest', () => {
    const handset = lin()
    does(handset, 'services.cancel', { serviceIds: ['joke'] })
    does(handset, 'services.cancel', { serviceIds: ['weather'] })
    expect(does(handset, 'action.undo', { code: '10' })[0]).toMatch(/^10086: 已恢复1项业务：华娱互动 每日笑话/)
    expect(handset.services).toEqual(['joke'])
  })

  it('a service that is asked for by id is put to them by a prompt', () => {
    const emitted = lin().play.say('service.ask', {
      msisdn: LIN,
      channel: 'web',
      language: 'zh-CN',
      fingerprint: 'web-1',
      serviceId: 'star',
    })
    expect(emitted).toMatchObject([
      { type: 'subscription.requested', data: { serviceId: 'star', by: 'subscriber', origin: { channel: 'web' } } },
    ])
  })

  it('of the refund that was told last it is said whether it is solved, once, and no complaint is meant by it', () => {
    const handset = lin()
    const item = { serviceId: 'joke', amountFen: 500, at: handset.play.now, refundFen: 1000, rule: 'no.consent' }
    handset.play.say('reminder.due', { msisdn: LIN, kind: 'refund', items: [item] })
    const toldAt = handset.play.now
    const rate = (toldAt: number, fingerprint: string) => {
      const said = { msisdn: LIN, channel: 'web', language: 'en', fingerprint, solved: false, toldAt }
      return handset.play.say('refund.rate', said).map((each) => [each.type, each.data])
    }
    expect(rate(toldAt - 1, 'of another')).toEqual([])
    const refund = { serviceId: 'joke', at: toldAt, named: true }
    expect(rate(toldAt, 'web-1')).toMatchObject([['complaint.rated', { solved: false, refund, channel: 'web' }]])
    expect(rate(toldAt, 'web-2')).toEqual([])
  })

  it('the same call twice acts once', () => {
    const handset = lin()
    does(handset, 'port.silence', { port: HUAYU, how: 'full' }, 'key:a')
    expect(does(handset, 'port.silence', { port: HUAYU, how: 'full' }, 'key:a')).toEqual([])
    expect(handset.play.state?.actions).toHaveLength(1)
  })
})

it('what can be undone is told with what it did, as long as it can be', () => {
  const handset = lin()
  does(handset, 'services.cancel', { serviceIds: ['weather'] })
  does(handset, 'port.silence', { port: HUAYU, how: 'cancel' })
  does(handset, 'port.silence', { port: HUAYU, how: 'full' })
  does(handset, 'port.unblock', { port: HUAYU })
  const deeds = () => {
    const { state, now } = handset.play
    return deedsOf(state as NonNullable<typeof state>, now, refs()).map(({ code, cancelled, port }) => [
      code,
      cancelled.map((each) => each.serviceId),
      port?.block,
    ])
  }
  expect(deeds()).toEqual([
    ['13', [], 'none'],
    ['12', [], 'full'],
    ['11', ['joke'], 'marketing'],
    ['10', ['weather'], undefined],
  ])
  handset.wait(31)
  expect(deeds()).toEqual([])
})

it('a number that was blocked by itself, before its port was somebody’s, is heard again by id as by SMS', () => {
  const lifts = {
    sms: (handset: Handset) => texts(handset, '1066999901', '11111'),
    web: (handset: Handset) => does(handset, 'port.unblock', { port: '1066999901' }),
  }
  for (const lift of Object.values(lifts)) {
    const services = exampleCatalogue()
    const handset = new Handset(refs({}, services))
    handset.text('1066999901', '全部屏蔽')
    const approved = { port: '10669999', partnerId: 'huayu', category: 'c', version: 1, from: 1 }
    const data = { ...approved, classes: ['otp' as const] }
    services.apply({ id: 'p', type: 'port.set', v: 1, at: 1, corr: '', data })
    expect(handset.mt('1066999901', 'otp')).toBe('block.full')
    expect(lift(handset)[0]).toContain('已解除')
    expect(handset.mt('1066999901', 'otp')).toBe('allowed')
  }
})
