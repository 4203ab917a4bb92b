import { describe, expect, it } from 'vitest'
import { queueTag } from '#process'
import { type DisputeCase, disputeCaseList, sortOf } from './dispute-case.ts'
import { Account } from './fixtures.ts'

function disputed(): Account {
  const account = new Account().confirms('joke', 500).until('2026-11-26T12:00')
  account.charged('c1', 'joke', 500)
  account.disputes('笑话')
  return account
}
const told = (account: Account): DisputeCase => account.cases.at(-1)?.data as DisputeCase
const tags = (each: DisputeCase) =>
  Object.entries(disputeCaseList.index?.(each) ?? {}).map(([name, value]) => `${name}=${value}`)

describe('a dispute in the lists', () => {
  it('waits by its deadline, and is found by owner, partner and channel', () => {
    const opened = told(disputed())
    expect(opened).toMatchObject({ chargeId: 'c1', serviceId: 'joke', amountFen: 500, channel: 'sms', status: 'open' })
    expect(opened.dueAt).toBe(opened.disputedAt + 48 * 3_600_000)
    expect(tags(opened)).toContain(queueTag('open', { owner: '-', partner: opened.partnerId, channel: 'sms' }))
  })

  it('is kept by whoever took it first, until it is decided', () => {
    const account = disputed()
    account.says('dispute.taken', { chargeId: 'c1', by: 'wang' })
    account.says('dispute.taken', { chargeId: 'c1', by: 'li' })
    expect(tags(told(account))).toContain(queueTag('open', { owner: 'wang' }))
    account.says('dispute.decided', { chargeId: 'c1', proven: true, by: 'li' })
    expect(told(account).status).toBe('open')
    const open = sortOf(told(account))
    account.says('dispute.decided', { chargeId: 'c1', proven: true, by: 'wang' })
    const decided = told(account)
    expect([decided.status, decided.decidedAt]).toEqual(['proven', account.play.now])
    expect(tags(decided)).toContain(queueTag('decided', { owner: 'wang' }))
    expect([sortOf(decided), open].sort()).toEqual([open, sortOf(decided)])
  })

  it('is told of when it changes, and of nothing else', () => {
    const account = disputed()
    const before = account.cases.length
    account.hours(1).charged('c2', 'joke', 500)
    expect(account.cases).toHaveLength(before)
  })

  it('is gone from them with its charge', () => {
    const account = disputed()
    account.says('dispute.decided', { chargeId: 'c1', proven: false, by: 'wang' })
    account.until('2028-03-01T12:00').confirms('ring', 300).hours(24)
    account.charged('c3', 'ring', 300)
    account.until('2028-03-20T12:00')
    expect(account.cases.at(-1)).toMatchObject({ key: 'key-of-lin.c1', type: 'case.ended' })
  })
})
