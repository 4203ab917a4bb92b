import { describe, expect, it } from 'vitest'
import { Play } from '#process/kit'
import { webSessions } from './sessions.ts'
import { tenures } from './tenures.ts'

const MINUTE = 60_000

describe('a session on the web', () => {
  const opened = () => {
    const play = new Play(webSessions, { key: 'digest', refs: undefined })
    play.say('session.opened', { key: 'key-of-lin', msisdn: '8613800138000', tenure: 2, until: play.now + 30 * MINUTE })
    return play
  }

  it('is there from the sign-in until its time is over', () => {
    const play = opened()
    expect(play.state).toMatchObject({ key: 'key-of-lin', tenure: 2 })
    play.wait(31 * MINUTE)
    expect(play.state).toBeUndefined()
  })

  it('is gone when it was ended', () => {
    const play = opened()
    const emit = play.say('session.ended', {})
    expect(play.state).toBeUndefined()
    // Its row may be put back in the database: all processes hear until when it would have held.
    expect(emit).toMatchObject([
      { topic: 'records.over', key: 'digest', data: { process: 'web-sessions', until: play.now + 30 * MINUTE } },
    ])
  })
})

it('a number’s tenure is the one after the last that ended, whatever is heard twice or late', () => {
  const play = new Play(tenures, { key: 'key-of-lin', refs: undefined })
  const end = (tenure: number) => play.say('tenure.ended', { subscriber: 'key-of-lin', tenure, reason: 'released' })
  end(1)
  const emit = end(2)
  end(1)
  expect(play.state).toEqual({ tenure: 3 })
  expect(emit).toMatchObject([{ topic: 'records.over', data: { process: 'tenures', key: 'key-of-lin', tenure: 3 } }])
})
