import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { Play } from '#process/kit'
import { receipts } from './receipts.ts'
import { retry } from './retry.ts'

const MINUTE = 60_000
const mt = { to: '8613800138000', from: '10086', text: '您好', class: 'answer' }

describe('a delivery receipt', () => {
  const given = { key: 'a:m1', refs: { policy: defaultPolicy } }
  it('is joined with its submission, whichever comes first', () => {
    for (const order of [
      ['mt.submitted', 'mt.receipt'],
      ['mt.receipt', 'mt.submitted'],
    ]) {
      const at = new Play(receipts, given)
      for (const type of order)
        at.say(
          type,
          type === 'mt.submitted'
            ? { mt: 'x1', link: 'a', messageId: 'm1', segments: 1 }
            : { link: 'a', messageId: 'm1', state: 'delivered' },
        )
      expect(at.state).toMatchObject({ mt: 'x1', state: 'delivered' })
    }
  })

  it('that is final is not undone by one that was overtaken, and all is forgotten after a week', () => {
    const at = new Play(receipts, given)
    at.say('mt.receipt', { link: 'a', messageId: 'm1', state: 'delivered' })
    at.say('mt.receipt', { link: 'a', messageId: 'm1', state: 'enroute' })
    expect(at.state?.state).toBe('delivered')
    at.wait(8 * 24 * 60 * MINUTE)
    expect(at.state).toBeUndefined()
  })
})

describe('a message that the SMSC cannot take now', () => {
  const deferred = (attempt: number) => ({ topic: 'sms.outbound', key: 'k', mt: { ...mt, attempt }, status: 0x08 })
  const play = () => new Play(retry, { key: 'x1', refs: { pausesMs: [MINUTE, 5 * MINUTE] } })

  it('is queued again after each pause', () => {
    const at = play()
    expect(at.say('mt.deferred', deferred(0))).toEqual([])
    expect(at.wait(MINUTE)).toEqual([
      { topic: 'sms.outbound', key: 'k', type: 'mt.queued', data: { ...mt, attempt: 1 } },
    ])
    at.say('mt.deferred', deferred(1))
    expect(at.wait(4 * MINUTE)).toEqual([])
    expect(at.wait(MINUTE)).toHaveLength(1)
  })

  it('is a dead letter with its reason after the last', () => {
    expect(play().sayBad('mt.deferred', deferred(2))).toBe(
      'the SMSC refused it 3 times, the last with command_status 0x8',
    )
  })
})
