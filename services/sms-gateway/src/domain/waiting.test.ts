import { expect, it } from 'vitest'
import { Play } from '#process/kit'
import { waiting } from './waiting.ts'

const request = {
  to: '8613800138000',
  from: '10661234',
  text: '周末八折',
  class: 'marketing',
  by: 'k',
  fingerprint: 'key:f',
}

it('a message in bulk waits for its place, once, and goes to its subscriber under the id that its sender knows', () => {
  const play = new Play(waiting, { key: 'mt-1', refs: undefined })
  const due = play.now + 90_000
  expect(play.say('mt.held', { due, key: 'key-of-lin', request })).toEqual([])
  // The same call once more changes nothing.
  play.say('mt.held', { due: due + 60_000, key: 'key-of-lin', request })
  expect(play.wait(89_999)).toEqual([])
  expect(play.wait(1)).toEqual([
    { topic: 'mt.requests', key: 'key-of-lin', type: 'mt.requested', data: { ...request, mt: 'mt-1' } },
  ])
  expect([play.state, play.wait(3_600_000)]).toEqual([undefined, []])
})
