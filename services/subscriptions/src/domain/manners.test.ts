import { describe, expect, it } from 'vitest'
import { Handset, LIN, overSession, refs, since } from './fixtures.ts'

const lin = (given = refs()) => new Handset(given).subscribed(['joke', '2026-03-02'], ['weather', '2026-01-09'])

describe('undo', () => {
  it('takes back the latest action, or an earlier one by its code, and restores the same dates', () => {
    const handset = lin()
    handset.text('10086', '0000')
    handset.text('10086', '1')
    handset.text('10086', '2')
    expect(handset.text('10086', '恢复10')[0]).toContain('气象短信，原订购时间和扣费日不变')
    expect(handset.text('10086', '恢复')[0]).toContain('每日笑话')
    expect(handset.play.state?.subscriptions.map((each) => each.since)).toEqual([
      since('2026-01-09'),
      since('2026-03-02'),
    ])
    expect(handset.text('10086', '恢复')[0]).toContain('没有可恢复的操作')
  })

  it('holds for 30 minutes', () => {
    const handset = lin()
    handset.text('10086', '0000')
    handset.text('10086', '1')
    expect(handset.wait(31).text('10086', '恢复')[0]).toContain('没有可恢复的操作')
    expect(handset.services).toEqual(['joke'])
  })

  it('knows no code that was never given', () => {
    const handset = lin()
    handset.text('10661234', '00000')
    expect(handset.text('10086', '恢复 77')[0]).toContain('没有代码为77的可恢复操作')
  })
})

describe('help', () => {
  it('comes for what nobody understands, at most once in ten minutes and five times a day', () => {
    const handset = lin()
    expect(handset.text('10086', '😀')).toHaveLength(1)
    expect(handset.text('10086', '天气怎么样')).toEqual([])
    let helped = 1
    for (let turn = 0; turn < 40; turn++) helped += handset.wait(11).text('10086', 'blah blah').length
    expect(helped).toBe(5)
  })

  it('never makes two machines talk for ever: after so many answers an hour there are none', () => {
    const handset = lin()
    const answers = Array.from({ length: 80 }, () => handset.text('10086', '0000')).flat()
    expect(answers).toHaveLength(61)
    expect(answers.at(-1)).toContain('过于频繁')
    expect(handset.wait(60).text('10086', '0000')[0]).toContain('您共有2项')
  })

  it('does what is asked for even when it no longer answers', () => {
    const handset = lin()
    for (let turn = 0; turn < 70; turn++) handset.text('10086', '0000')
    expect(handset.text('10086', '1')).toEqual([])
    expect(handset.services).toEqual(['joke'])
  })

  it('is given for empty and huge texts too', () => {
    expect(lin().text('10086', '')[0]).toContain('发送0000')
    expect(lin().text('10086', '啊'.repeat(1340))[0]).toContain('发送0000')
  })

  it('leads who wants money back for spam to the number for reports', () => {
    expect(lin().text('10086', '退费 收到垃圾短信')[0]).toContain('请把“号码*短信内容”发送到10086999')
  })
})

describe('language', () => {
  it('is set by 语言 / LANG and shown how by the bare word', () => {
    const handset = lin()
    expect(handset.text('10086', '語言 英文')[0]).toContain('English')
    expect(handset.text('10086', '0000')[0]).toContain('You pay for 2 services.')
    expect(handset.text('10086', 'lang')[0]).toContain('LANG ZH')
    expect(handset.text('10086', 'LANG ZH')[0]).toContain('已设为中文')
  })

  it('is not guessed from T, TD or N', () => {
    const handset = lin()
    handset.text('10661234', 'TD')
    expect(handset.text('10086', '0000')[0]).toContain('您共有')
  })
})

describe('the same message twice', () => {
  const again = { brought: overSession('2') }
  const inDoubt = { brought: overSession('1', { answerInDoubt: true }) }

  it.each([
    ['over another session', again],
    ['over the same one, when the answer to it failed or was late', inDoubt],
  ])('%s, acts once within a minute', (_name, more) => {
    const handset = lin()
    handset.text('10086', '0000')
    handset.text('10086', '1')
    handset.text('10086', '2')
    expect(handset.text('10086', '恢复')).toHaveLength(1)
    expect(handset.text('10086', '恢复', more)).toEqual([])
    expect(handset.services).toEqual(['joke'])
    handset.wait(2)
    expect(handset.text('10086', '恢复', more)).toHaveLength(1)
    expect(handset.services).toEqual(['weather', 'joke'])
  })

  it('is two wishes when the session is the same and its answer arrived', () => {
    const handset = lin()
    handset.text('10086', '0000')
    handset.text('10086', '1')
    handset.text('10086', '2')
    expect([handset.text('10086', '恢复'), handset.text('10086', '恢复')].flat()).toHaveLength(2)
    expect(handset.services).toEqual(['weather', 'joke'])
  })

  it('over the session that repeated it is a wish again', () => {
    const handset = lin()
    handset.text('10086', '0000')
    handset.text('10086', '1')
    handset.text('10086', '2')
    handset.text('10086', '恢复')
    expect(handset.text('10086', '恢复', again)).toEqual([])
    expect(handset.text('10086', '恢复', again)).toHaveLength(1)
    expect(handset.services).toEqual(['weather', 'joke'])
  })

  it('with something else in between is another wish, at ten a second: 1, 恢复, 1 get three answers', () => {
    const handset = lin()
    handset.text('10086', '0000')
    const answers = ['1', '恢复', '1', '恢复', '1'].flatMap((text, i) => {
      handset.play.now += 100
      return handset.text('10086', text, { brought: overSession(`${i % 2}`) })
    })
    expect(answers.map((each) => each.slice(0, 3))).toEqual(['已为您', '已恢复', '已为您', '已恢复', '已为您'])
    expect(handset.services).toEqual(['joke'])
  })

  it('with a question in between, which does nothing, is another wish all the same', () => {
    const handset = lin()
    handset.text('10086', '0000')
    handset.text('10086', '1')
    handset.text('10086', '2')
    handset.text('10086', '恢复')
    handset.text('10086', '0000')
    expect(handset.text('10086', '恢复', again)).toHaveLength(1)
    expect(handset.services).toEqual(['weather', 'joke'])
  })

  it('with something in between that only the edge saw, or that came by web, is another wish', () => {
    for (const between of [{}, { channel: 'web' as const, fingerprint: 'w' }]) {
      const handset = lin()
      handset.text('10661234', '00000')
      if ('channel' in between) handset.text('10661234', '11111', between)
      const seen = 'channel' in between ? {} : { anotherAt: handset.play.now }
      expect(handset.text('10661234', '00000', { brought: overSession('2', seen) })).toHaveLength(1)
      expect(handset.play.state?.blocks).toHaveLength(1)
    }
  })

  it('with something else that came to its edge before the first one, which came to another, is the network’s', () => {
    const handset = lin()
    for (const text of ['0000', '1', '2']) handset.text('10086', text)
    handset.play.now += 1000
    handset.text('10086', '恢复')
    const sibling = { brought: overSession('2', { anotherAt: handset.play.now - 1000 }) }
    expect(handset.text('10086', '恢复', sibling)).toEqual([])
    expect(handset.services).toEqual(['joke'])
  })

  it('to a port: 00000, 11111, 00000 leaves it blocked', () => {
    const handset = lin()
    for (const text of ['00000', '11111', '00000']) expect(handset.text('10661234', text)).toHaveLength(1)
    expect(handset.play.state?.blocks).toMatchObject([{ port: '10661234' }])
  })

  it('asks for a service by its code once', () => {
    const handset = lin()
    const asks = (more: object) =>
      handset.play
        .say('mo.received', {
          from: LIN,
          to: '10661234',
          text: 'XH',
          channel: 'sms',
          via: 'a',
          fingerprint: 'x',
          ...more,
        })
        .filter((each) => each.type === 'subscription.requested').length
    expect([asks({ brought: overSession('1') }), asks(again), asks(again)]).toEqual([1, 0, 1])
  })

  it('is answered twice where that harms nobody', () => {
    const handset = lin()
    expect([handset.text('10086', '0000'), handset.text('10086', '0000', again)].flat()).toHaveLength(2)
  })

  it('is remembered for a day when it came with an Idempotency-Key, and never known by its content without', () => {
    const handset = lin()
    handset.text('10086', '0000')
    handset.text('10086', '1', { channel: 'web', fingerprint: 'key:abc' })
    handset.wait(60 * 23)
    expect(handset.text('10086', '1', { channel: 'web', fingerprint: 'key:abc' })).toEqual([])
    const twice = ['恢复', '恢复'].map((text, i) =>
      handset.text('10086', text, { channel: 'web', fingerprint: `id${i}` }),
    )
    expect(twice.flat()).toHaveLength(2)
  })
})

describe('whose number', () => {
  it('a released number leaves nothing behind, and its next owner starts empty', () => {
    const handset = lin()
    handset.text('10661234', 'T')
    const emitted = handset.play.say('number.released', { msisdn: LIN, reason: 'released' })
    expect(emitted.map((each) => each.type)).toEqual(['subscriptions.cancelled', 'tenure.ended', 'blocks.set'])
    expect(handset.play.state).toMatchObject({ tenure: 2, subscriptions: [], blocks: [], actions: [] })
    expect(handset.text('10086', '恢复')[0]).toContain('没有可恢复的操作')
    expect(handset.mt('10661234', 'marketing', '大促销！')).toBe('allowed')
  })

  it('an assigned number starts empty even when nobody said that it was released', () => {
    const handset = lin()
    handset.play.say('number.assigned', { msisdn: LIN })
    expect(handset.services).toEqual([])
  })

  it('what the former owner texted or confirmed, and is heard of late, does nothing to the next', () => {
    const handset = lin()
    handset.play.say('number.assigned', { msisdn: LIN })
    handset.play.now -= 1000
    expect([handset.text('10661234', '00000'), handset.play.state?.blocks]).toEqual([[], []])
    const consent = { requestId: 'r', receiptId: 'k.1.9', msisdn: LIN, serviceId: 'star', partnerId: 'huayu' }
    const terms = { tariffFen: 800, period: 'month', origin: { channel: 'sms' }, askedAt: handset.play.now }
    expect(handset.play.say('consent.given', { ...consent, ...terms })).toMatchObject([
      { type: 'receipt.retired', key: 'k.1.9' },
    ])
    // Nor what the next one says to a prompt that was put to the former.
    handset.play.now += 2000
    expect(handset.play.say('consent.given', { ...consent, ...terms })).toMatchObject([{ type: 'receipt.retired' }])
    expect(handset.play.say('consent.given', { ...consent, ...terms, period: 'once' })).toMatchObject([
      { type: 'subscriptions.cancelled', data: { subscriptions: [{ receiptId: 'k.1.9', once: true }] } },
    ])
    expect(handset.services).toEqual([])
  })

  it('that has nothing here is told of all the same: prompts and sign-ins are kept elsewhere', () => {
    const told = new Handset().play.say('number.assigned', { msisdn: LIN })
    expect(told).toMatchObject([{ type: 'tenure.ended', data: { tenure: 1, reason: 'reassigned' } }])
  })

  it('the same import twice changes nothing', () => {
    const handset = lin()
    const before = handset.play.state
    handset.subscribed(['joke', '2026-03-02'])
    expect(handset.play.state).toBe(before)
  })
})
