import { expect, it } from 'vitest'
import { Play } from '#process/kit'
import { KEY, LIN, refs, since } from './fixtures.ts'
import { signedSubscriber } from './signed.ts'

it('is signed once for each change of what somebody pays for or blocked, and not for what they ask or are told', () => {
  const play = new Play(signedSubscriber, { key: KEY, refs: refs() })
  const heads = (type: string, data: object) =>
    play
      .say(type, data)
      .filter((each) => each.type === 'head.moved')
      .map((each) => each.data as { number: number })
  let count = 0
  const texts = (to: string, text: string) =>
    heads('mo.received', { from: LIN, to, text, channel: 'sms', via: 'a', fingerprint: `f${++count}` })
  // given somebody who texts and has nothing
  expect(texts('10086', '0000')).toEqual([])
  expect(play.state?.proof).toBeUndefined()
  // when they pay for something, ask for it, and block its port
  const [first] = heads('subscription.import', { msisdn: LIN, serviceId: 'joke-daily', since: since('2026-10-01') })
  const asked = texts('10086', '0000')
  const [second] = texts('10661234', '00000')
  // then what was signed follows what was signed before
  expect([first, second]).toMatchObject([
    { number: 1, since: { number: 0 } },
    { number: 2, since: first && { number: 1 } },
  ])
  expect(asked).toEqual([])
  // and it goes on with the number’s next owner
  const [third] = heads('number.released', { msisdn: LIN, reason: 'released' })
  expect(third).toMatchObject({ number: 3, since: { number: 2 } })
})
