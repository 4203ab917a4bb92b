import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import type { Emit } from '#process'
import { Play } from '#process/kit'
import { deliveries } from './deliveries.ts'

const made = { webhookId: 'w', partnerId: 'huayu', body: '{"id":"1"}' }
const play = (webhooks: readonly string[] = ['w']) =>
  new Play(deliveries, {
    key: 'event.w',
    refs: {
      policy: defaultPolicy,
      hasKey: (partner) => partner === 'other',
      webhooksOf: () => webhooks.map((webhookId) => ({ webhookId })),
    },
  })
const verdict = { ...made, body: JSON.stringify({ type: 'quadzero.case.decided', subject: '10000001' }) }
const toCase = (emitted: readonly Emit[]) =>
  emitted.flatMap(({ topic, type }) => (topic === 'case.commands' ? type : []))
const calls = (emitted: readonly { type: string }[]) => emitted.filter((each) => each.type === 'call.due').length

describe('a delivery', () => {
  it('is called at once, and done with when it was heard', () => {
    const delivery = play()
    expect(calls(delivery.say('delivery.made', made))).toBe(1)
    delivery.say('delivery.tried', { ok: true, result: '200' })
    expect(delivery.state).toMatchObject({ status: 'delivered', attempts: 1, result: '200' })
    expect(calls(delivery.wait(10 * 86_400_000))).toBe(0)
  })

  it('is tried again for about a day, at growing pauses, then it has failed and can be seen', () => {
    const delivery = play()
    delivery.say('delivery.made', made)
    const pauses: number[] = []
    for (let minutes = 0; delivery.state?.status === 'pending' && minutes < 5000; ) {
      delivery.say('delivery.tried', { ok: false, result: '500' })
      if (delivery.state.status !== 'pending') break
      let pause = 0
      while (calls(delivery.wait(60_000)) === 0) pause++
      pauses.push(pause + 1)
      minutes += pause
    }
    expect(pauses).toEqual([1, 5, 15, 60, 180, 360, 720])
    expect(delivery.state).toMatchObject({ status: 'failed', attempts: 8, result: '500' })
  })

  it('of a verdict, that was heard by nobody for a day, is told by letter; where a key can look it is not', () => {
    const body = JSON.stringify({ type: 'quadzero.case.decided', subject: '10000001' })
    const letters = (made: object) => {
      const delivery = play()
      delivery.say('delivery.made', made)
      const told = Array.from({ length: 8 }, () => delivery.say('delivery.tried', { ok: false, result: '500' })).flat()
      return told.filter(({ type }) => type === 'letter.due').map(({ key, data }) => [key, data])
    }
    expect(letters({ ...made, body })).toEqual([['10000001', { number: '10000001', heard: 'failed' }]])
    expect(letters({ ...made, body, partnerId: 'other' })).toEqual([])
    expect(letters(made)).toEqual([])
    const answer = JSON.stringify({ type: 'quadzero.case.appeal-decided', subject: '10000001' })
    expect(letters({ ...made, body: answer })).toEqual([
      ['10000001', { number: '10000001', heard: 'failed', of: 'appeal' }],
    ])
  })

  it('of a verdict, that was taken, is told to the case once; asked for again and refused it is heard all the same', () => {
    const delivery = play()
    delivery.say('delivery.made', verdict)
    expect(toCase(delivery.say('delivery.tried', { ok: true, result: '200' }))).toEqual(['letter.told'])
    for (let again = 0; again < 2; again++) {
      delivery.say('delivery.replay', { by: 'k' })
      const refused = Array.from({ length: 8 }, () => delivery.say('delivery.tried', { ok: false, result: '500' }))
      expect([delivery.state?.status, toCase(refused.flat())]).toEqual(['failed', []])
    }
    delivery.say('delivery.replay', { by: 'k' })
    expect(toCase(delivery.say('delivery.tried', { ok: true, result: '200' }))).toEqual([])
  })

  it.each([
    ['goes to the endpoints that there are', ['v', 'u'], ['event.v', 'event.u'], []],
    ['is heard by nobody where there is none', [], [], ['letter.due']],
  ] as const)('whose endpoint was removed while it waited %s', (_, webhooks, keys, letters) => {
    const delivery = play(webhooks)
    delivery.say('delivery.made', verdict)
    const emitted = delivery.say('delivery.tried', { ok: false, result: 'webhook removed', removed: true })
    const moved = emitted.filter(({ type }) => type === 'delivery.made')
    expect([moved.map(({ key }) => key), toCase(emitted)]).toEqual([keys, letters])
    for (const [n, { data }] of moved.entries()) expect(data).toEqual({ ...verdict, webhookId: webhooks[n] })
    expect(delivery.state).toMatchObject({ status: 'failed', result: 'webhook removed' })
  })

  it('is tried again in its time, though it was asked for once more meanwhile', () => {
    const delivery = play()
    delivery.say('delivery.made', made)
    delivery.say('delivery.tried', { ok: false, result: '500' })
    expect(delivery.say('delivery.made', made)).toEqual([])
    expect(calls(delivery.wait(60_000))).toBe(1)
  })

  it('is made once, however often it is asked for, and can be replayed', () => {
    const delivery = play()
    delivery.say('delivery.made', made)
    expect(delivery.say('delivery.made', made)).toEqual([])
    delivery.say('delivery.tried', { ok: true, result: '204' })
    expect(calls(delivery.say('delivery.replay', { by: 'k' }))).toBe(1)
    expect(delivery.state?.status).toBe('pending')
  })
})
