import { describe, expect, it } from 'vitest'
import { type GrownHead, linkAfter } from '#evidence'
import { Play } from '#process/kit'
import { consents } from './records.ts'

const DAY = 86_400_000
const content = {
  requestId: 'r1',
  serviceId: 'joke',
  partnerId: 'huayu',
  period: 'month',
  answer: '是',
  answeredAt: 1,
}
const link = linkAfter(undefined, 'salt', content)

/** A receipt of a monthly service, kept for six months after its end. */
function receipt() {
  const play = new Play(consents, { key: 'lin.1.1', refs: { timeZone: 'Asia/Shanghai', receiptMonths: 6 } })
  const { contentDigest: _, ...rest } = link
  const [made] = play.say('receipt.made', { subscriber: 'lin', tenure: 1, ...rest, salt: 'salt', content })
  return { play, made: made?.data as GrownHead }
}

describe('a receipt', () => {
  it('is told to those who sign when it is made, when it ends, and when it does not', () => {
    const { play, made } = receipt()
    expect(made).toMatchObject({ chain: 'lin.1.1', number: 1, since: { number: 0 } })
    const [ended] = play.say('receipt.retired', { subscriber: 'lin', endedAt: play.now })
    expect(ended?.data).toMatchObject({ number: 2, since: { number: 1, digest: made.digest } })
    expect(play.say('receipt.restored', { subscriber: 'lin' })[0]?.data).toMatchObject({ number: 3 })
    expect(play.state).not.toHaveProperty('endedAt')
  })

  it('is erased six months after its end, a day after that was told', () => {
    const { play } = receipt()
    play.say('receipt.retired', { subscriber: 'lin', endedAt: play.now })
    expect(play.wait(6 * 31 * DAY - 1)).toEqual([])
    const told = play.wait(1)
    expect(told).toMatchObject([{ topic: 'chain.heads', data: { chain: 'lin.1.1', number: 3 } }])
    expect(play.state?.content).toEqual(content)
    expect(play.wait(DAY)).toEqual([])
    expect(play.state).not.toHaveProperty('content')
    expect(play.state).not.toHaveProperty('salt')
    expect(play.state).toMatchObject({ digest: link.digest, version: { number: 3 } })
  })

  it('is not erased because somebody moved its timer, and an end that was written into the store is no signed one', () => {
    const { play, made } = receipt()
    play.wakeAt = play.now
    expect(play.wait(0)).toEqual([])
    expect(play.state?.content).toEqual(content)
    play.state = { ...(play.state as NonNullable<typeof play.state>), endedAt: play.now - 400 * DAY }
    play.wakeAt = play.now
    const told = play.wait(0)[0]?.data as GrownHead
    expect(told.since).toMatchObject({ number: 1 })
    expect(told.since.digest).not.toBe(made.digest)
  })

  it('is not erased early because somebody moved the timer of one that has ended', () => {
    const { play } = receipt()
    play.say('receipt.retired', { subscriber: 'lin', endedAt: play.now })
    play.wakeAt = play.now + DAY
    expect(play.wait(2 * DAY)).toEqual([])
    expect(play.state?.content).toEqual(content)
    expect(play.state).not.toHaveProperty('eraseAt')
  })

  it('whose digest is not that of its content is refused', () => {
    const play = new Play(consents, { key: 'lin.1.1', refs: { timeZone: 'Asia/Shanghai', receiptMonths: 6 } })
    const { contentDigest: _, ...rest } = link
    const forged = { subscriber: 'lin', tenure: 1, ...rest, salt: 'salt', content: { ...content, answer: '好' } }
    expect(play.sayBad('receipt.made', forged)).toContain('digest')
    expect(play.state).toBeUndefined()
  })

  it('says itself when it is to be woken, by which who takes that out of its row is found', () => {
    const { play } = receipt()
    const due = () => play.state && consents.wakes?.(play.state, { timeZone: 'Asia/Shanghai', receiptMonths: 6 })
    expect(due()).toBeUndefined()
    play.say('receipt.retired', { subscriber: 'lin', endedAt: play.now })
    expect(due()).toBe(play.now + 186 * DAY)
    expect(play.wakeAt).toBe(due())
    play.wait(186 * DAY)
    expect(due()).toBe(play.now + DAY)
    play.wait(2 * DAY)
    expect([play.state && 'content' in play.state, due()]).toEqual([false, undefined])
  })

  it('whose content was changed is not erased: it shows what was done to it', () => {
    const { play } = receipt()
    play.say('receipt.retired', { subscriber: 'lin', endedAt: play.now })
    play.state = { ...(play.state as NonNullable<typeof play.state>), content: { ...content, answer: '否' } }
    play.wait(400 * DAY)
    expect(play.state).toHaveProperty('content')
  })

  it('is made once', () => {
    const { play } = receipt()
    const { contentDigest: _, ...rest } = link
    expect(play.sayBad('receipt.made', { subscriber: 'lin', tenure: 1, ...rest, salt: 'salt', content })).toContain(
      'there is',
    )
  })
})
