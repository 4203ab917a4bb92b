import { describe, expect, it } from 'vitest'
import { Account, KEY } from './fixtures.ts'

/** The one-off that `buys` agreed to last, as `subscriptions` tells of it. */
const song = (since: number, receipt = 2) => ({
  serviceId: 'song',
  since,
  receiptId: `${KEY}.1.${receipt}`,
  tariffFen: 200,
  once: true,
})
const cancels = (account: Account, since: number) =>
  account.play.say('subscriptions.cancelled', {
    subscriber: KEY,
    subscriptions: [song(since)],
    channel: 'sms',
    cause: 'c',
  })
const restores = (account: Account, since: number) =>
  account.play.say('subscriptions.restored', { subscriber: KEY, subscriptions: [song(since)], cause: 'c' })
const charged = (account: Account, id: string) => account.charged(id, 'song', 200, { kind: 'once' })

describe('a one-off that was cancelled before it was charged', () => {
  it('allows no charge from then on', () => {
    const account = new Account()
    const since = account.play.now
    cancels(account.buys('song', 200).hours(1), since)
    expect(charged(account.hours(0.1), 'c1')).toBe('after.cancel')
  })

  it('nor when the cancel is heard of before the consent', () => {
    const account = new Account()
    const since = account.play.now
    cancels(account, since)
    expect(charged(account.buys('song', 200).hours(0.1), 'c1')).toBe('after.cancel')
  })

  it('may be charged again after an undo, not for the time between, and as often as agreed: once', () => {
    const account = new Account()
    const since = account.play.now
    cancels(account.buys('song', 200).hours(1), since)
    restores(account.hours(0.4), since)
    account.hours(0.1)
    expect(account.charged('c1', 'song', 200, { kind: 'once', at: account.play.now - 0.3 * 3_600_000 })).toBe(
      'after.cancel',
    )
    expect([charged(account, 'c2'), charged(account, 'c3')]).toEqual(['right', 'purchase.used'])
  })

  it('is told from one that was charged', () => {
    const account = new Account().buys('song', 200)
    expect(charged(account.hours(0.1), 'c1')).toBe('right')
    const since = account.play.now
    account.buys('song', 200).hours(0.1)
    account.play.say('subscriptions.cancelled', {
      subscriber: KEY,
      subscriptions: [song(since, 3)],
      channel: 'sms',
      cause: 'c',
    })
    expect(charged(account.hours(0.1), 'c2')).toBe('after.cancel')
  })

  it('allows nothing by an undo alone, whoever told of it; the consent does, heard of before or after', () => {
    const account = new Account()
    const since = account.play.now
    restores(account, since)
    expect(charged(account.hours(0.1), 'c1')).toBe('no.consent')
    const other = new Account()
    const at = other.play.now
    cancels(other, at)
    restores(other.hours(0.1), at)
    expect(charged(other.buys('song', 200).hours(0.1), 'c1')).toBe('right')
  })

  it('a charge of a later time that was found right before the cancel was heard of goes back', () => {
    const account = new Account()
    const since = account.play.now
    account.buys('song', 200).hours(1)
    expect(charged(account, 'c1')).toBe('right')
    account.play.now -= 120_000
    cancels(account, since)
    account.hours(1)
    expect(account.judged.at(-1)).toMatchObject({ chargeId: 'c1', rule: 'after.cancel', refundFen: 400 })
  })
})

it('a one-off that is charged is told to the list that it stands in', () => {
  const account = new Account().buys('song', 200)
  const told = account.play.say('charge.received', {
    id: 'c1',
    msisdn: '8613800138000',
    serviceId: 'song',
    amountFen: 200,
    at: account.play.now,
    kind: 'once',
  })
  expect(told.find((each) => each.type === 'purchase.charged')?.data).toMatchObject({ receiptId: `${KEY}.1.2` })
})
