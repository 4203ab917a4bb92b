import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forwarded } from './forwarded.ts'

const SPAM = '恭喜您中奖，请点击dwz.cn/a1领取'

describe('who names the sender without a mark is not asked for it', () => {
  it.each([
    ['举抱 10661234 乱发广告', '10661234', '乱发广告'],
    ['举抱10661234恭喜您中奖', '10661234', '恭喜您中奖'],
    ['检举 10661234 骚扰', '10661234', '骚扰'],
    ['我要举报这个10661234 乱发广告', '10661234', '乱发广告'],
    ['jubao 10661234 乱发广告', '10661234', '乱发广告'],
    [`发送号码10661234时间2026年11月27日内容${SPAM}`, '10661234', SPAM],
    [`发送号码10661234 时间11月27日18点 内容${SPAM}`, '10661234', SPAM],
    [`你好我要举报，发件人138 0013 8000，内容 ${SPAM}`, '8613800138000', SPAM],
    [`号码10661234，时间昨天下午3点，内容：${SPAM}`, '10661234', SPAM],
    [`收到时间11月27日10:20 号码10661234 内容是${SPAM}`, '10661234', SPAM],
    [`对方号码13812345678 内容 ${SPAM}`, '8613812345678', SPAM],
    ['from +85261234567 saying your parcel is held', '85261234567', 'your parcel is held'],
    ['from +852 6123 4567 saying your parcel is held', '85261234567', 'your parcel is held'],
    ['Hi, I just got a weird text from 10661234 that says your parcel is held', '10661234', 'your parcel is held'],
    ['10661234 saying your parcel is held', '10661234', 'your parcel is held'],
    ['我收到10661234的短信，说我中奖了', '10661234', '我收到10661234的短信，说我中奖了'],
  ])('%j', (message, address, text) => {
    expect(forwarded(message)).toEqual({ kind: 'report', sender: expect.objectContaining({ address }), text })
  })

  it.each([
    '号码13800138000内容详询李经理',
    '您收到10661234的短信，请回复',
    '我收到13812345678的短信，点开链接',
    '时间紧迫，号码有限，内容详见官网',
    'from now on saying yes costs 5 pounds',
    'We got your order from 3 to 5 pm, it says here',
  ])('but a message is left as it is: %j', (text) => {
    expect(forwarded(text)).toEqual({ kind: 'text', text })
  })

  it('and no text is lost behind such a frame', () => {
    const word = fc.stringMatching(/^[A-Za-z\u4e00-\u9fff][A-Za-z\u4e00-\u9fff，。!? ]{0,60}[\u4e00-\u9fff!]$/)
    const frame = fc.constantFrom(
      (text: string) => `举抱10661234*${text}`,
      (text: string) => `发送号码10661234时间2026年11月27日内容：${text}`,
      (text: string) => `got a text from 10661234 saying: ${text}`,
    )
    fc.assert(
      fc.property(word, frame, (text, put) => {
        fc.pre(
          !/转发|fwd?|forward|发件|来自|from|sender|内容|text|body|message|content|举|号码|number|图片|照片|截图|说|发|that|是|为|如下/iu.test(
            text,
          ),
        )
        expect(forwarded(put(text))).toMatchObject({ kind: 'report', sender: { address: '10661234' }, text })
      }),
      { numRuns: 2000 },
    )
  })

  it('is quick with the longest', () => {
    for (const part of ['举报', '发送号码1', '时间1:', '时间 1 ', 'got a ', 'from 1 ', '号码1 时间 ', '收到 '])
      for (const behind of ['', '!x']) expect(forwarded(part.repeat(10_000 / part.length) + behind).kind).toBeDefined()
  })
})
