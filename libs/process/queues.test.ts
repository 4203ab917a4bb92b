import { expect, it } from 'vitest'
import { queued, queueTag } from './queues.ts'

it('a queue is found narrowed by any filters together, in whatever order they are given, and by no others', () => {
  const entries = queued(['open', 'waiting'], { owner: 'li', channel: 'sms', partner: undefined })
  const tags = Object.entries(entries).map(([name, value]) => `${name}=${value}`)
  expect(tags).toContain(queueTag('open', {}))
  expect(tags).toContain(queueTag('waiting', { owner: 'li' }))
  expect(tags).toContain(queueTag('open', { channel: 'sms', owner: 'li' }))
  expect(tags).toContain(queueTag('open', { owner: 'li', channel: 'sms' }))
  for (const other of [{ owner: 'wang' }, { partner: 'sp' }, { owner: 'sms' }, { owner: 'li', channel: 'web' }])
    expect(tags).not.toContain(queueTag('open', other))
  expect(tags).not.toContain(queueTag('closed', {}))
  expect(new Set(tags).size).toBe(8)
})
