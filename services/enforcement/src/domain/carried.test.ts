import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { Play } from '#process/kit'
import { carriedMessages } from './carried.ts'

const DIGEST = 'a'.repeat(64)
const MINUTE = 60_000
const NOON = Date.parse('2026-11-26T04:00:00Z')

/** The network’s record, current up to a time that the test moves. */
function record(until?: number, from?: number) {
  const network = { until }
  const span = () => (network.until === undefined ? undefined : { until: network.until, from })
  const refs = { policy: defaultPolicy, span }
  const play = new Play(carriedMessages, { key: DIGEST, refs, start: NOON })
  const about = { digest: DIGEST, number: '123456789', reporter: 'key-of-lin', reportedAt: NOON }
  const ask = (receivedAt = NOON - MINUTE) => play.say('carried.asked', { ...about, receivedAt })
  const askLater = () => play.say('carried.asked', about)
  const answers = (emitted: ReturnType<typeof ask>) =>
    emitted.map(({ key, data }) => [key, (data as { carried: boolean }).carried])
  return { network, play, ask, askLater, answers }
}

describe('a reported message', () => {
  it('was carried when the record has it about that time', () => {
    const { play, ask, answers } = record(NOON)
    play.say('message.carried', { digest: DIGEST, carriedAt: NOON - 2 * MINUTE })
    expect(answers(ask())).toEqual([['key-of-lin', true]])
    // The same text a day before is another message, and whether this one was carried is not known yet.
    expect(answers(ask(NOON - 30 * 60 * MINUTE))).toEqual([['key-of-lin', false]])
  })

  it('was not carried when the record is current beyond its time and has no such message', () => {
    const { play, network, ask, answers } = record(NOON)
    expect(answers(ask())).toEqual([])
    network.until = NOON + 30 * MINUTE
    expect(answers(play.wait(30_000))).toEqual([['key-of-lin', false]])
    expect(play.state).toBeUndefined()
  })

  it('is carried after all when the record comes to it while it is asked', () => {
    const { play, ask, answers } = record(NOON - MINUTE)
    ask()
    expect(answers(play.say('message.carried', { digest: DIGEST, carriedAt: NOON - MINUTE }))).toEqual([
      ['key-of-lin', true],
    ])
  })

  it('of which nobody says when it came was carried when the record has it at any time before', () => {
    const { play, askLater, answers } = record(NOON + 60 * MINUTE)
    play.say('message.carried', { digest: DIGEST, carriedAt: NOON - 20 * 60 * MINUTE })
    expect(answers(askLater())).toEqual([['key-of-lin', true]])
    expect(answers(record(NOON + 60 * MINUTE).askLater())).toEqual([['key-of-lin', false]])
    expect(answers(record(NOON).askLater())).toEqual([])
  })

  it.each([
    ['not connected', undefined, undefined, NOON - MINUTE],
    ['not current', NOON - 60 * MINUTE, undefined, NOON - MINUTE],
    ['not kept so long', NOON, undefined, NOON - 10 * 24 * 60 * MINUTE],
    ['begun after it came', NOON + 60 * MINUTE, NOON - MINUTE, NOON - MINUTE],
  ])('is not known where the record is %s: nothing is said, and nothing stays', (_, until, from, receivedAt) => {
    const { play, ask, answers } = record(until, from)
    expect(answers([...ask(receivedAt), ...play.wait(6 * 60 * MINUTE)])).toEqual([])
    expect(play.state).toBeUndefined()
  })

  it.each([
    ['connected', undefined, 5],
    ['current', NOON - 60 * MINUTE, 11],
  ])('is looked for again and again, ever more seldom, where the record is not %s', (_, until, most) => {
    const { play, ask } = record(until)
    ask()
    let looks = 0
    for (; play.wakeAt !== undefined; looks++) play.wait(play.wakeAt - play.now)
    expect(looks).toBeLessThanOrEqual(most)
  })

  it('leaves nothing behind after the days for which the record is kept', () => {
    const { play } = record(NOON)
    play.say('message.carried', { digest: DIGEST, carriedAt: NOON })
    play.wait(4 * 24 * 60 * MINUTE)
    expect([play.state, play.wakeAt]).toEqual([undefined, undefined])
  })
})
