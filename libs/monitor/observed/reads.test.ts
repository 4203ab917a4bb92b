import { describe, expect, it } from 'vitest'
import { reads } from './reads.ts'

const all = reads()
const of = (type: string) => all.find((each) => each.type === type)

describe('what the monitor reads of a message', () => {
  it('is found on every branch, and what it does not touch is not named', () => {
    expect(of('charge.judged')).toEqual({
      topic: 'charging.events',
      type: 'charge.judged',
      kinds: ['charge'],
      fields: ['amountFen', 'chargeId', 'chargedAt', 'partnerId', 'rule', 'serviceId', 'subscriber'],
      beyond: [],
    })
    expect(of('request.changed')?.fields).toContain('rule')
    expect(of('receipt.made')?.fields).toContain('content.origin.app.signature')
    expect(of('dispute.waiting')?.kinds).toEqual(['overdue'])
    expect(of('subscriptions.activated')?.fields).toContain('subscriptions[].receiptId')
    expect(of('case.changed')?.kinds).toEqual(['decided', 'disputed'])
    expect(all.every(({ kinds }) => kinds.length > 0)).toBe(true)
  })

  it('is the same each time', () => expect(reads()).toEqual(all))

  it('is in the contract of each, but for whose it is where only the key or the catalogue says so', () => {
    const beyond = new Set(all.flatMap((each) => each.beyond))
    expect([...beyond].sort()).toEqual(['msisdn', 'partnerId', 'subscriber'])
  })
})
