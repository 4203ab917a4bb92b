import { describe, expect, it } from 'vitest'
import { defaultPolicy as policy } from '#policy'
import { Play } from '#process/kit'
import { sessions } from './session.ts'

const MINUTE = 60_000

function opened() {
  const play = new Play(sessions, { key: 's1', refs: { policy } })
  play.say('session.opened', { personId: 'li.xue', how: 'password', mustChange: false })
  return play
}

describe('a session of staff', () => {
  it('ends when it was not used for half an hour', () => {
    const play = opened()
    play.wait(30 * MINUTE)
    expect(play.state).toBeUndefined()
  })

  it('goes on while it is used, for twelve hours at most', () => {
    const play = opened()
    for (let minutes = 0; minutes < 11 * 60 + 40; minutes += 20) {
      play.wait(20 * MINUTE)
      play.say('session.seen', {})
      expect(play.state).toBeDefined()
    }
    play.wait(20 * MINUTE)
    expect(play.state).toBeUndefined()
  })

  it('is gone when somebody signs out, and is not brought back by a late sign of use', () => {
    const play = opened()
    const until = play.now + 12 * 60 * MINUTE
    play.wait(20 * MINUTE)
    expect(play.say('session.ended', {})).toMatchObject([
      { topic: 'records.over', key: 's1', data: { process: 'staff-sessions', key: 's1', until } },
    ])
    play.say('session.seen', {})
    expect(play.state).toBeUndefined()
  })
})
