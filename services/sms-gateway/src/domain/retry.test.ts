import { describe, expect, it } from 'vitest'
import { Play } from '#process/kit'
import { retry } from './retry.ts'

const MINUTE = 60_000
const refs = { pausesMs: [MINUTE, 5 * MINUTE] }
const mt = { to: '8613800138000', from: '10086', text: '您好', class: 'answer' as const }
const deferred = (more: object = {}) => ({ topic: 'sms.outbound', key: 'lin', mt: { ...mt, ...more }, status: 0x14 })

describe('an MT that the SMSC refuses for now', () => {
  it('waits once, however often that is told, and is queued again as it was, with its count', () => {
    const play = new Play(retry, { key: 'm1', refs })
    play.say('mt.deferred', deferred())
    play.say('mt.deferred', deferred())
    expect(play.wait(MINUTE - 1)).toEqual([])
    expect(play.wait(1)).toEqual([
      { topic: 'sms.outbound', key: 'lin', type: 'mt.queued', data: { ...mt, attempt: 1 } },
    ])
    expect([play.state, play.wait(60 * MINUTE)]).toEqual([undefined, []])
  })

  it('is a dead letter after the last pause', () => {
    const play = new Play(retry, { key: 'm1', refs })
    expect(play.sayBad('mt.deferred', deferred({ attempt: 2 }))).toContain('refused it 3 times')
    expect(play.state).toBeUndefined()
  })

  it('is given back to who asks when it is a prompt: its window has gone on meanwhile', () => {
    const play = new Play(retry, { key: 'm1', refs })
    play.say('mt.deferred', deferred({ class: 'prompt', request: 'r1', attempt: 1 }))
    expect(play.wait(5 * MINUTE)).toEqual([
      { topic: 'confirmation.requests', key: 'lin', type: 'prompt.unsent', data: { requestId: 'r1', attempt: 2 } },
    ])
    expect(play.state).toBeUndefined()
  })
})
