import { describe, expect, it } from 'vitest'
import { KEY, LIN, Scene } from './fixtures.ts'

describe('consent receipts', () => {
  const confirmed = () => {
    const scene = new Scene()
    scene.partnerAsks('joke', { origin: { channel: 'partner', app: { package: 'com.huayu.fun', version: '2.1' } } })
    return scene.texts('是')
  }

  it('hold what was asked and answered, word for word, and where the request came from', () => {
    const { data } = confirmed().receipts[0] as { data: { content: object } }
    expect(data.content).toMatchObject({
      serviceId: 'joke',
      tariffFen: 500,
      asked: expect.stringContaining('5元/月'),
      answer: '是',
      channel: 'sms',
      via: 'a',
      origin: { app: { package: 'com.huayu.fun', version: '2.1' } },
    })
  })

  it('follow each other in one chain', () => {
    const scene = confirmed()
    scene.partnerAsks('weather')
    scene.texts('是')
    const [first, second] = scene.receipts.map(
      (each) => each.data as { number: number; before: string; digest: string },
    )
    expect([first?.number, second?.number, second?.before]).toEqual([1, 2, first?.digest])
  })

  it('are told on 证据, and retired when the subscription ends', () => {
    const scene = confirmed()
    scene.read()
    scene.says('proof.requested', { msisdn: LIN, language: 'zh-CN', from: '10086', fingerprint: 'p' })
    expect(scene.read()).toEqual([
      '您的订购凭证：\nR1 11月22日18:30短信回复“是”确认华娱互动“每日笑话”5元/月\n如有疑问，发送“投诉”加内容到10086。',
    ])
    const subscription = { serviceId: 'joke', since: 1, receiptId: `${KEY}.1.1` }
    scene.says('subscriptions.cancelled', { subscriptions: [subscription], channel: 'sms', cause: 'c' })
    expect(scene.receipts.at(-1)).toMatchObject({ type: 'receipt.retired', key: `${KEY}.1.1` })
  })

  it('stay with the former owner: the next one starts empty, with a chain of their own', () => {
    const scene = confirmed()
    scene.partnerAsks('weather')
    scene.says('tenure.ended', { tenure: 1, reason: 'released' })
    expect(scene.outcomes.at(-1)?.status).toBe('ended')
    expect(scene.texts('是').services).toEqual(['joke'])
    scene.hours(25).partnerAsks('joke')
    scene.texts('是')
    expect(scene.consents.at(-1)?.receiptId).toBe(`${KEY}.2.1`)
  })

  it('what was asked of the former owner, or answered by them, and is heard of late, comes to nothing', () => {
    const scene = confirmed()
    scene.says('tenure.ended', { tenure: 1, reason: 'released' })
    scene.partnerAsks('weather')
    scene.read()
    scene.play.now -= 60_000
    expect([scene.partnerAsks('star'), scene.texts('是').services, scene.read()]).toEqual(['ended', ['joke'], []])
  })

  it('an answer that was written before the prompt does not answer it', () => {
    const scene = new Scene()
    scene.partnerAsks('joke')
    scene.play.now -= 1000
    expect(scene.texts('是').services).toEqual([])
    scene.play.now += 2000
    expect(scene.texts('是').services).toEqual(['joke'])
  })
})
