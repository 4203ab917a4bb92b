import { describe, expect, it } from 'vitest'
import type { ChargeKind } from '#contracts'
import { Account, at, grants, KEY, refs } from './fixtures.ts'
import { judge, tenureAt } from './judge.ts'
import { recount } from './recount.ts'
import type { AccountState } from './state.ts'

/** What a charge under a grant differs in. */
interface Other {
  readonly fen?: number
  readonly serviceId?: string
  readonly kind?: ChargeKind
  readonly later?: number
  readonly forge?: boolean
}

/** 每日笑话, 5 yuan a month, confirmed on 22 November at noon: free for three days, so charged from the 26th on. */
const joke = () => new Account().confirms('joke', 500)

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

describe('a grant', () => {
  const MINUTES = 60_000
  /** As the gate gives one now: for the period or purchase that the charge would pay. */
  const granted = (
    account: Account,
    id: string,
    more: { kind?: ChargeKind; serviceId?: string; fen?: number } = {},
    read = account.play.state,
  ) => {
    const { kind = 'month', serviceId = 'joke', fen = 500 } = more
    const now = account.play.now
    const state = read as AccountState
    const charge = { id, serviceId, amountFen: fen, at: now, kind }
    const verdict = judge(state, charge, refs())
    if (!verdict.allow) throw new Error(`the gate denies: ${verdict.rule}`)
    const pays = { tenure: tenureAt(state, now), cycle: verdict.cycle }
    return grants.sign({ ...charge, subscriber: KEY }, pays, now + 10 * MINUTES)
  }
  const free = () => joke().until('2026-11-27')

  it('makes the charge right, whatever was cancelled after it was given', () => {
    const account = free()
    const grant = granted(account, 'c1')
    account.hours(0.1).cancels('joke')
    expect(account.charged('c1', 'joke', 500, { grant })).toBe('right')
  })

  it.each([
    ['worth nothing', 'half an hour', 0.5, 'after.cancel'],
    ['right', 'a moment, for it may be behind', 0.01, 'right'],
  ] as const)(
    'is %s where the gate read the account as it had been %s before (put back in the database, decision 71)',
    (_what, _before, hours, said) => {
      const account = free()
      const former = account.play.state
      account.cancels('joke').hours(hours)
      const grant = granted(account, 'c1', {}, former)
      expect(account.charged('c1', 'joke', 500, { grant })).toBe(said)
      const other = new Account().buys('song', 200)
      const bought = other.play.state
      const [{ at: since = 0, receiptId } = {}] = other.play.state?.purchases ?? []
      const subscriptions = [{ serviceId: 'song', since, receiptId, tariffFen: 200, once: true }]
      other.says('subscriptions.cancelled', { subscriptions, channel: 'sms', cause: 'c' }).hours(hours)
      const song = { kind: 'once', serviceId: 'song', fen: 200 } as const
      const second = granted(other, 'c2', song, bought)
      expect(other.charged('c2', 'song', 200, { kind: 'once', grant: second })).toBe(said)
    },
  )

  it.each([
    ['another charge', 'c9', {}],
    ['another amount', 'c1', { fen: 400 }],
    ['another service', 'c1', { serviceId: 'star' }],
    ['another kind', 'c1', { kind: 'once' as const }],
    ['what was charged eleven minutes later', 'c1', { later: 11 * MINUTES }],
    ['what was charged two minutes before it was asked for', 'c1', { later: -2 * MINUTES }],
    ['anything when a letter of it is changed', 'c1', { forge: true }],
  ])('does not hold for %s', (_what, id, { fen = 500, serviceId = 'joke', kind, later = 0, forge }: Other) => {
    const account = free()
    const grant = granted(account, 'c1')
    const at = account.play.now + later
    account.play.now -= 4 * MINUTES
    account.cancels('joke').hours(0.5)
    const more = { at, grant: forge ? `${grant}x` : grant, ...(kind ? { kind } : {}) }
    expect(account.charged(id, serviceId, fen, more)).toMatch(/after.cancel|no.consent/)
  })

  it('of two for one period the second charge is wrong, also when neither has a consent any more', () => {
    const account = free()
    const [first, second] = [granted(account, 'a'), granted(account, 'b')]
    account.cancels('joke')
    expect(account.charged('a', 'joke', 500, { grant: first })).toBe('right')
    expect(account.charged('b', 'joke', 500, { grant: second })).toBe('too.often')
    const standing = free()
    const [third, fourth] = [granted(standing, 'a'), granted(standing, 'b')]
    expect(standing.charged('a', 'joke', 500, { grant: third })).toBe('right')
    expect(standing.cancels('joke').charged('b', 'joke', 500, { grant: fourth })).toBe('too.often')
  })

  it('of two for one purchase the second charge is wrong, also when its day is over', () => {
    const account = new Account().buys('song', 200).hours(23.95)
    const song = { kind: 'once', serviceId: 'song', fen: 200 } as const
    const [first, second] = [granted(account, 'a', song), granted(account, 'b', song)]
    account.hours(0.1)
    expect(account.charged('a', 'song', 200, { kind: 'once', grant: first })).toBe('right')
    expect(account.charged('b', 'song', 200, { kind: 'once', grant: second })).toBe('purchase.used')
  })

  it('ends with the tenure: the next owner does not pay under the former one’s', () => {
    const account = free()
    const [early, late] = [granted(account, 'early'), granted(account, 'late')]
    account.hours(0.01).cancels('joke').says('tenure.ended', { tenure: 1, reason: 'released' })
    const before = account.play.now - 1000
    expect(account.hours(0.01).charged('late', 'joke', 500, { grant: late })).toBe('after.cancel')
    // What the former owner was charged before it is judged as theirs.
    expect(account.charged('early', 'joke', 500, { grant: early, at: before })).toBe('right')
    expect(account.play.state?.charges.map((each) => [each.id, each.tenure])).toEqual([
      ['late', 2],
      ['early', 1],
    ])
  })

  it('tenures never go backwards, whatever number one that ended is told with', () => {
    const account = free()
    for (const [tenure, now] of [
      [1, 2],
      [2, 3],
      [1, 3],
    ] as const)
      expect(account.says('tenure.ended', { tenure, reason: 'reassigned' }).play.state?.tenure).toBe(now)
  })

  it('ends with the tenure also where that is heard of after the charge', () => {
    const account = free()
    const grant = granted(account, 'c1')
    const released = account.hours(0.01).play.now
    account.play.now += 1000
    const at = account.play.now
    account.says('charge.received', {
      id: 'c1',
      msisdn: '1',
      serviceId: 'joke',
      amountFen: 500,
      at,
      kind: 'month',
      grant,
    })
    expect(account.posted('c1')).toEqual(['charge 500'])
    account.play.now = released
    account.cancels('joke').says('tenure.ended', { tenure: 1, reason: 'released' }).hours(1)
    expect(account.posted('c1')).toEqual(['charge 500', 'refund 500', 'compensation 500'])
    expect(account.play.state?.charges).toMatchObject([{ tenure: 2, rule: 'after.cancel' }])
  })

  it('that was given without knowing is for one charge a month, in the tenure of that moment', () => {
    const account = free()
    const blind = (id: string) =>
      grants.sign(
        { id, subscriber: KEY, serviceId: 'star', amountFen: 800, kind: 'month', at: account.play.now },
        {},
        account.play.now + 10 * MINUTES,
      )
    const [a, b, c] = [blind('a'), blind('b'), blind('c')]
    expect(account.charged('a', 'star', 800, { grant: a })).toBe('right')
    expect(account.charged('b', 'star', 800, { grant: b })).toBe('too.often')
    account.says('tenure.ended', { tenure: 1, reason: 'released' })
    expect(account.charged('c', 'star', 800, { grant: c })).toBe('no.consent')
  })
})

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
