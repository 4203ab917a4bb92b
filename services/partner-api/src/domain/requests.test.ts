import { expect, it } from 'vitest'
import { requestStatus } from '#contracts'
import { eventSchema } from '../webhooks.ts'
import { cloudEvent } from './requests.ts'

it('what a partner’s endpoint is sent is what /docs describes, whatever became of the request', () => {
  for (const status of requestStatus.options) {
    const outcome = {
      requestId: 'r1',
      partnerId: 'huayu',
      serviceId: 'huayu-comics',
      status,
      expiresAt: Date.parse('2026-11-27T08:30:00Z'),
      ...(status === 'rejected' ? { rule: 'already.open' as const } : {}),
      ...(status === 'confirmed' ? { receiptId: 'c1' } : {}),
    }
    const event = cloudEvent(outcome, 'cause', 1_764_000_000_000, (kind, _partner, id) => `${kind}-${id}`)
    expect(eventSchema.strict().parse(event)).toEqual(event)
  }
})
