import { expect, it } from 'vitest'
import { placeOf, start, type Version, versionAfter } from '#evidence'
import { Play } from '#process/kit'
import { KEY, LIN, refs, since } from './fixtures.ts'
import { contentOf, isBare, signedSubscriber } from './signed.ts'
import { newSubscriber, type SubscriberState } from './state.ts'

const FORMER = 'iHPeqTKSN3VWEZZ-dDDVnUQyLiEg9u-XsOH9bhKAHSs'

it('what was put into the store without a signature is told as broken when something of it changes', () => {
  const block = { port: '10661234', scope: 'full', since: 1 } as const
  const put = { ...newSubscriber(LIN), blocks: [block] }
  const play = new Play(signedSubscriber, { key: KEY, refs: refs() })
  play.state = put
  const emitted = play.say('mo.received', {
    from: LIN,
    to: '10661234',
    text: '11111',
    channel: 'sms',
    via: 'a',
    fingerprint: 'f',
  })
  expect(emitted.filter(({ topic }) => topic === 'chain.heads').map(({ type }) => type)).toEqual([
    'head.moved',
    'head.broken',
  ])
})

it.each([{ tenureSince: 4_102_444_800_000 }, { ownedSince: 1 }, { tenure: 2 }])(
  'nobody is silenced by a row of which nothing is signed: %j',
  (more) => {
    expect(isBare({ ...newSubscriber(LIN), ...more })).toBe(false)
    expect(isBare(newSubscriber(LIN))).toBe(true)
  },
)

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

it('is salted, so that nobody who sees keys and digests finds out whose guardian somebody is', () => {
  const play = new Play(signedSubscriber, { key: KEY, refs: refs() })
  const guarded = { ...newSubscriber(LIN), guardian: '8613900139000' }
  play.state = guarded
  const [head] = play
    .say('subscription.import', { msisdn: LIN, serviceId: 'joke-daily', since: since('2026-10-01') })
    .filter((each) => each.type === 'head.moved')
  const state = play.state as SubscriberState
  const { salt, ...tried } = state.proof as Version
  const { digest } = placeOf(state.proof, contentOf(state))
  expect(head?.data).toMatchObject({ digest })
  expect(salt).toHaveLength(43)
  expect(placeOf(tried, contentOf(state)).digest).not.toBe(digest)
})

it('what was signed before without a salt still holds, and is followed by what has one', () => {
  const state = { ...newSubscriber(LIN), guardian: '8613900139000' }
  const proof = versionAfter(start, contentOf(state), 1)
  // Digest of a build before salts, of this very content.
  expect(proof.digest).toBe(FORMER)
  const play = new Play(signedSubscriber, { key: KEY, refs: refs() })
  play.state = { ...state, proof }
  const [head, ...more] = play
    .say('subscription.import', { msisdn: LIN, serviceId: 'joke-daily', since: since('2026-10-01') })
    .filter(({ topic }) => topic === 'chain.heads')
  expect(head?.data).toMatchObject({ number: 2, since: { number: 1, digest: FORMER } })
  expect(more).toEqual([])
})
