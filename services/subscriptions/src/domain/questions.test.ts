import { describe, expect, it } from 'vitest'
import { Handset } from './fixtures.ts'

const lin = () => new Handset().subscribed(['joke', '2026-03-02'], ['weather', '2026-01-09'])

describe('the second yes to cancel-all', () => {
  it.each(['是', 'Y', '是的', '确认', '確認', '好的', '好的😊', 'OK', '确认退订'])('%s is one', (word) => {
    const handset = lin()
    handset.text('10086', '全部退订')
    handset.text('10086', word)
    expect(handset.services).toEqual([])
  })

  it.each(['是？', 'Y?', '是吗', '好的吗', '确认吗？', '不是', '好的吧', '不要'])('%s is none', (word) => {
    const handset = lin()
    handset.text('10086', '全部退订')
    handset.text('10086', word)
    expect(handset.services).toEqual(['weather', 'joke'])
  })

  it.each([
    ['10086', '1'],
    ['10086', '恢复'],
    ['10661234', 'T'],
    ['10661234', '00000'],
    ['10661234', 'xh'],
    ['10086', '投诉 乱扣费'],
  ])('is not waited for any more when something else was done in between: %s %s', (to, text) => {
    const handset = lin()
    handset.text('10086', '0000')
    handset.text('10086', '全部退订')
    handset.text(to, text)
    const left = handset.services
    handset.text('10086', '是')
    expect(handset.services).toEqual(left)
  })

  it.each([
    ['10086', '10661234', '是', /未作任何变更。确认请发送“是”到10086/],
    ['10086', '10661234', 'ok!', /发送“是”到10086/],
    ['10086', '10661234', '确认', /到10086/],
    ['10086', '10661234', 'Confirm!', /Text YES to 10086 /],
    ['10086', '10661234', '否', /到10086/],
    ['10661234', '10086', 'yes', /Text YES to 10661234 /],
  ])(
    'asked by %s: to %s, %s is told each time where to answer, and the question stays',
    (asked, wrong, word, where) => {
      const handset = lin()
      handset.text('10086', '天气怎么样')
      handset.text(asked, '全部退订')
      for (const _ of [1, 2]) expect(handset.text(wrong, word)).toEqual([expect.stringMatching(where)])
      expect([handset.services, handset.astray]).toEqual([['weather', 'joke'], 0])
      handset.text(asked, '是')
      expect(handset.services).not.toContain('joke')
      handset.text(wrong, '是')
      expect(handset.astray).toBe(1)
    },
  )

  it('is still waited for when only something was looked up', () => {
    const handset = lin()
    handset.text('10086', '全部退订')
    handset.text('10086', '0000')
    handset.text('10086', '天气怎么样')
    handset.text('10086', '是')
    expect(handset.services).toEqual([])
  })

  it('ends when something was cancelled on the web meanwhile', () => {
    const handset = lin()
    handset.text('10086', '全部退订')
    const data = { msisdn: '8613800138000', serviceIds: ['joke'], channel: 'web', language: 'zh-CN', fingerprint: 'w' }
    handset.play.say('services.cancel', data)
    handset.text('10086', '是')
    expect(handset.services).toEqual(['weather'])
  })
})

describe('an answer to what is open is never lost to the help pause', () => {
  it('to the second yes: it is told each time, and how to say it', () => {
    const handset = lin()
    handset.text('10086', '天气怎么样')
    handset.text('10086', '全部退订')
    for (const text of ['是？', '好的吧', '都退了吧行不'])
      expect(handset.text('10086', text)).toEqual([
        '未能识别您的回复，未作任何变更。确认全部退订请回复“是”，不退订请回复“否”。',
      ])
  })

  it('to a list: it is told each time to reply the number', () => {
    const handset = lin()
    handset.text('10086', '天气怎么样')
    handset.text('10086', '0000')
    for (const text of ['取消那两个', '2个', '不要退订'])
      expect(handset.text('10086', text)[0]).toMatch(/^未能识别您的回复，未作任何变更。退订请只回复序号/)
    expect(handset.services).toHaveLength(2)
    expect(handset.wait(121).text('10086', '取消那两个')[0]).toMatch(/^10086业务查询退订/)
  })

  it('and yet two machines never talk for ever', () => {
    const handset = lin()
    handset.text('10086', '0000')
    const told = Array.from({ length: 100 }, () => handset.wait(1).text('10086', '您好，我现在不方便')).flat()
    expect(told).toHaveLength(30)
  })

  it('a bare 好的 to nothing that is asked here may be meant for a prompt: who keeps these hears of each', () => {
    const handset = lin()
    expect([handset.text('10086', '好的'), handset.text('10086', '不用了')]).toEqual([[], []])
    expect(handset.astray).toBe(2)
  })
})

describe('the language', () => {
  it('that was set by 语言 stays, whatever is written, until it is set again', () => {
    const handset = lin()
    handset.text('10086', '语言 英文')
    expect(handset.text('10086', '查询0000')[0]).toMatch(/^You pay for 2 services/)
    handset.text('10086', 'LANG ZH')
    expect(handset.text('10086', 'cancel all')[0]).toMatch(/^您将退订全部2项业务/)
  })

  it('that was set is told as one that stays, also when it was heard so before', () => {
    const handset = lin()
    const say = (text: string) =>
      handset.play
        .say('mo.received', { from: '8613800138000', to: '10086', text, channel: 'sms', via: 'a', fingerprint: text })
        .filter((each) => each.type === 'language.set')
        .map((each) => each.data)
    expect([say('list'), say('LANG EN'), say('列表')]).toMatchObject([
      [{ language: 'en' }],
      [{ language: 'en', chosen: true }],
      [],
    ])
  })
})

it('退订 alone, to 10086, is answered with the numbers to choose from', () => {
  expect(lin().text('10086', '我要退订')[0]).toMatch(/^您共有2项收费业务/)
})

it.each([' ', '\n', '1', '1 ', '-'])('a text of nothing but %j is answered at once', (part) => {
  for (const first of ['', '1', '微信']) expect(lin().text('10086', `${first}${part.repeat(17_000)}!x`)).toHaveLength(1)
})
