import { describe, expect, it } from 'vitest'
import { Account, at, joke, refs } from './fixtures.ts'
import { recount } from './recount.ts'

describe('a charge is judged at its own time', () => {
  it('right: an active, confirmed subscription past its free period', () => {
    const account = joke().until('2026-11-26')
    expect(account.charged('c1', 'joke', 500)).toBe('right')
    expect(account.posted('c1')).toEqual(['charge 500'])
  })

  it('wrong: it goes back twice, both parts on the partner’s settlement', () => {
    const account = new Account()
    expect(account.charged('c1', 'joke', 500)).toBe('no.consent')
    expect(account.posted('c1')).toEqual(['charge 500', 'refund 500', 'compensation 500'])
    expect(account.judged).toMatchObject([{ chargeId: 'c1', rule: 'no.consent', refundFen: 1000 }])
  })

  it.each([
    ['2026-11-22T11:59', 500, 'no.consent'],
    ['2026-11-22T12:00', 500, 'free.period'],
    ['2026-11-25T11:59', 500, 'free.period'],
    ['2026-11-25T23:59', 500, 'free.period'],
    ['2026-11-26T00:00', 500, 'right'],
    ['2026-11-26T00:00', 501, 'above.tariff'],
    ['2026-11-26T00:00', 499, 'right'],
  ])('at %s of %d fen: %s', (moment, amount, rule) => {
    expect(
      joke()
        .until('2026-11-27')
        .charged('c1', 'joke', amount, { at: at(moment) }),
    ).toBe(rule)
  })

  it('once a month, from that day on; two in one month are one too many', () => {
    const account = joke().until('2026-11-26')
    expect(account.charged('c1', 'joke', 500)).toBe('right')
    expect(account.until('2026-12-25').charged('c2', 'joke', 500)).toBe('too.often')
    expect(account.until('2026-12-27').charged('c3', 'joke', 500)).toBe('right')
    // A wrong charge did not use the month up.
    expect(account.charged('c4', 'joke', 999)).toBe('above.tariff')
  })

  it.each([
    ['the first day at 00:00, each month', ['11-26T00:00', '12-26T00:00', '01-26T00:00', '02-26T00:00']],
    ['late on the first day, then at midnight', ['11-26T18:30', '12-26T00:00', '01-26T00:00', '02-26T00:05']],
    ['at any moment of each month', ['12-25T23:59', '12-26T00:00', '02-25T23:59', '02-26T00:00']],
  ])('billing may run on %s', (_when, moments) => {
    const account = joke().until('2027-02-27')
    const rules = moments.map((moment, place) =>
      account.charged(`c${place}`, 'joke', 500, {
        at: at(`${moment.startsWith('1') ? 2026 : 2027}-${moment}`),
      }),
    )
    expect(rules).toEqual(['right', 'right', 'right', 'right'])
  })

  it('confirmed for the 31st it is charged on the last day of shorter months, and on no other twice', () => {
    const account = new Account(refs(), at('2027-12-27T21:00')).confirms('joke', 500).until('2028-05-31T01:00')
    const charge = (moment: string) => account.charged(moment, 'joke', 500, { at: at(moment) })
    expect(charge('2027-12-30T23:59')).toBe('free.period')
    expect(
      ['2027-12-31T00:05', '2028-01-31T00:05', '2028-02-29T00:05', '2028-03-31T00:05', '2028-04-30T00:05'].map(charge),
    ).toEqual(['right', 'right', 'right', 'right', 'right'])
    expect(['2028-02-29T12:00', '2028-03-30T23:59', '2028-05-30T23:59'].map(charge)).toEqual([
      'too.often',
      'too.often',
      'too.often',
    ])
    expect(charge('2028-05-31T00:00')).toBe('right')
  })

  it('a purchase is not paid by the number’s next owner, also when that is heard of late', () => {
    const account = new Account().buys('song', 200).hours(1)
    account.says('tenure.ended', { tenure: 1, reason: 'reassigned' }).hours(1)
    expect(account.charged('c1', 'song', 200, { kind: 'once' })).toBe('no.consent')
    const late = new Account().buys('song', 200).hours(1)
    expect(late.charged('c1', 'song', 200, { kind: 'once', at: late.play.now + 120_000 })).toBe('right')
    late.says('tenure.ended', { tenure: 1, reason: 'reassigned' }).hours(1)
    expect(late.judged.at(-1)).toMatchObject({ chargeId: 'c1', rule: 'no.consent', refundFen: 400 })
  })

  it('a trial that was agreed to is free as long as it was said, and its end is reminded of', () => {
    const account = new Account().confirms('traffic', 300, { trialDays: 30 }).until('2026-12-20')
    expect(account.charged('c1', 'traffic', 300)).toBe('free.period')
    expect(account.until('2026-12-21T21:00').told()).toContain('before: traffic 300')
    expect(account.until('2026-12-23T00:00').charged('c2', 'traffic', 300)).toBe('right')
  })

  it('after a cancel: wrong from then on, right for what was charged before it', () => {
    const account = joke().until('2026-11-27').cancels('joke').hours(1)
    expect(account.charged('late', 'joke', 500)).toBe('after.cancel')
    expect(account.charged('early', 'joke', 500, { at: at('2026-11-26T13:00') })).toBe('right')
  })

  it('an undone cancel leaves the same consent and the same charging dates', () => {
    const account = joke().until('2026-11-27').cancels('joke').hours(0.4).undoes('joke')
    expect(account.charged('c1', 'joke', 500)).toBe('right')
    expect(account.play.state?.charges[0]?.cycle).toBe(`${at('2026-11-22')}.0`)
  })

  it.each([
    ['what never stood', 0.4, { serviceId: 'star', since: at('2026-11-01'), tariffFen: 800 }, 800, 'no.consent'],
    ['what ended long ago', 0.6, { serviceId: 'joke', since: at('2026-11-22') }, 500, 'after.cancel'],
    [
      'more than was agreed to',
      0.4,
      { serviceId: 'joke', since: at('2026-11-22'), tariffFen: 800 },
      800,
      'above.tariff',
    ],
  ])(
    'an undo that was written into the database brings back nothing to charge: %s (decision 71)',
    (_what, hours, told, fen, rule) => {
      const account = joke().until('2026-11-27').cancels('joke').hours(hours)
      account.says('subscriptions.restored', { subscriptions: [told], cause: 'c' }).hours(0.1)
      expect(account.charged('c1', told.serviceId, fen)).toBe(rule)
    },
  )

  it('between a cancel and its undo: wrong, whenever it is heard of', () => {
    const account = joke().until('2026-11-27').cancels('joke').hours(0.4).undoes('joke')
    expect(account.charged('c1', 'joke', 500, { at: at('2026-11-27T12:10') })).toBe('after.cancel')
  })

  it('a cancel that is heard of late overturns what was charged after it, once', () => {
    const account = joke().until('2026-11-27')
    const cancelledAt = account.play.now
    expect(account.charged('c1', 'joke', 500, { at: cancelledAt + 1000 })).toBe('right')
    account.play.now = cancelledAt
    account.cancels('joke').cancels('joke').hours(1)
    expect(account.posted('c1')).toEqual(['charge 500', 'refund 500', 'compensation 500'])
  })

  it('a consent that is on its way when the charge comes is waited for', () => {
    const account = new Account()
    account.says('charge.received', {
      id: 'c1',
      msisdn: '1',
      serviceId: 'song',
      amountFen: 200,
      at: account.play.now,
      kind: 'once',
    })
    account.buys('song', 200).hours(1)
    expect(account.posted('c1')).toEqual(['charge 200'])
  })

  it('an imported subscription is charged by the approved tariff, on its own day', () => {
    const account = new Account().imported('weather', '2026-01-28')
    expect(account.charged('c1', 'weather', 200, { at: at('2026-11-20') })).toBe('right')
    expect(account.charged('c2', 'weather', 200, { at: at('2026-11-02') })).toBe('too.often')
    expect(account.charged('c3', 'weather', 300)).toBe('above.tariff')
  })
})

describe('an account that was charged more often than it keeps', () => {
  it('still comes to what was posted', () => {
    const account = new Account()
    for (let i = 0; i < 420; i++) {
      const data = { id: `c${i}`, msisdn: '1', serviceId: 'song', amountFen: 200, at: account.play.now, kind: 'once' }
      account.buys('song', 200).says('charge.received', data)
    }
    account.charged('wrong', 'joke', 500)
    const sums: Record<string, number> = {}
    for (const { partnerId, month, serviceId, kind, amountFen } of account.postings) {
      const name = `${partnerId}|${month}|${serviceId}|${kind}`
      sums[name] = (sums[name] ?? 0) + amountFen
    }
    const state = account.play.state as NonNullable<typeof account.play.state>
    expect(state.charges).toHaveLength(400)
    expect(recount([state])).toEqual(sums)
    account.until('2028-01-01').charged('late', 'joke', 500)
    account.hours(48)
    expect(account.play.state?.charges.length).toBeLessThan(3)
    expect(recount([account.play.state as typeof state])['mellow|2026-11|song|charge']).toBe(420 * 200)
  })
})

describe('a one-off purchase', () => {
  it('is charged once, for what was agreed, within 24 hours', () => {
    const account = new Account().buys('song', 200)
    expect(account.charged('c1', 'song', 201, { kind: 'once' })).toBe('above.tariff')
    expect(account.charged('c2', 'song', 200, { kind: 'once' })).toBe('right')
    expect(account.charged('c3', 'song', 200, { kind: 'once' })).toBe('purchase.used')
    expect(account.buys('song', 200).hours(25).charged('c4', 'song', 200, { kind: 'once' })).toBe('purchase.over')
    expect(account.charged('c5', 'ring', 200, { kind: 'once' })).toBe('no.consent')
  })
})
