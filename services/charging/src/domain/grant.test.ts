import { describe, expect, it } from 'vitest'
import type { ChargeKind } from '#contracts'
import { Account, grants, joke, KEY, refs } from './fixtures.ts'
import { judge, tenureAt } from './judge.ts'
import type { AccountState } from './state.ts'

/** What a charge under a grant differs in. */
interface Other {
  readonly fen?: number
  readonly serviceId?: string
  readonly kind?: ChargeKind
  readonly later?: number
  readonly forge?: boolean
}

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
