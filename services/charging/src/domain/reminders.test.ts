import { describe, expect, it } from 'vitest'
import { Account, at, joke, refs } from './fixtures.ts'

describe('reminders', () => {
  it('come more than 24 hours before a recurring charge, outside quiet hours, and on the evening after it', () => {
    const account = joke().until('2026-11-24T20:44')
    expect(account.told()).toEqual([])
    expect(account.until('2026-11-24T20:45').told()).toEqual(['before: joke 500'])
    account.until('2026-11-26T12:30').charged('c1', 'joke', 500)
    expect(account.until('2026-11-26T19:59').told()).toEqual([])
    expect(account.until('2026-11-26T20:00').told()).toEqual(['after: joke 500'])
    expect(account.until('2026-12-24T20:45').told()).toEqual(['before: joke 500'])
  })

  it('that are missing before a charge are a signal against us, and no wrong charge', () => {
    const account = joke().until('2026-11-26T12:30')
    account.charged('c1', 'joke', 500)
    expect(account.judged.at(-1)).toMatchObject({ chargeId: 'c1', reminded: true })
    const carried = new Account().imported('joke', '2026-03-02')
    expect(carried.charged('c1', 'joke', 500)).toBe('right')
    expect(carried.judged.at(-1)).toMatchObject({ reminded: false })
  })

  it('are kept, to be looked up with the charges', () => {
    const account = joke().until('2026-11-26T12:30')
    account.charged('c1', 'joke', 500)
    account.charged('c2', 'joke', 500)
    account.until('2026-11-26T21:00')
    expect(account.play.state?.reminders?.map(({ kind, items }) => [kind, items])).toEqual([
      ['before', [{ serviceId: 'joke', amountFen: 500 }]],
      ['refund', [{ serviceId: 'joke', amountFen: 500, refundFen: 1000 }]],
      ['after', [{ serviceId: 'joke', amountFen: 500 }]],
    ])
    expect(account.says('tenure.ended', { tenure: 1, reason: 'released' }).play.state?.reminders).toEqual([])
  })

  it('of one day are one', () => {
    const account = new Account().confirms('joke', 500).hours(2).confirms('ring', 550)
    expect(account.until('2026-11-24T21:00').told()).toEqual(['before: joke 500, ring 550'])
    account.until('2026-11-26T15:00').charged('c1', 'joke', 500)
    account.charged('c2', 'ring', 550)
    expect(account.until('2026-11-26T20:00').told()).toEqual(['after: joke 500, ring 550'])
  })

  it('come at the very hours where nothing is quiet', () => {
    const quietHours = { from: '00:00', to: '00:00' }
    const account = new Account(refs({ quietHours }), at('2026-11-22T23:30')).confirms('joke', 500)
    expect(account.until('2026-11-24T23:59').told()).toEqual([])
    expect(account.until('2026-11-25T00:00').told()).toEqual(['before: joke 500'])
  })

  it('tell refunds outside quiet hours, and nothing of what was cancelled', () => {
    const account = new Account(refs(), at('2026-11-22T23:30'))
    account.charged('c1', 'joke', 500)
    expect(account.until('2026-11-23T07:59').told()).toEqual([])
    expect(account.until('2026-11-23T08:00').told()).toEqual(['refund: joke 500 back 1000'])
    expect(joke().cancels('joke').until('2026-12-30').told()).toEqual([])
  })

  it('say nothing of a former owner’s charges to the next, though they are judged later', () => {
    const late = new Account()
    late.says('tenure.ended', { tenure: 1, reason: 'released' })
    expect(late.charged('c1', 'joke', 500, { at: late.play.now - 3_600_000 })).toBe('no.consent')
    expect(late.hours(48).told()).toEqual([])
  })

  it('say nothing of a former owner’s charges to the next', () => {
    const account = new Account()
    account.charged('c1', 'joke', 500)
    account.play.state = {
      ...(account.play.state as NonNullable<typeof account.play.state>),
      notices: [{ kind: 'refunded', chargeId: 'c1', dueAt: account.play.now + 1 }],
    }
    account.says('tenure.ended', { tenure: 1, reason: 'released' })
    expect(account.hours(48).told()).toEqual([])
  })
})
