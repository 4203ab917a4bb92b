import { describe, expect, it } from 'vitest'
import { Desk, HOUR, OTHER, SPAM } from './report-fixtures.ts'

describe('taking a report', () => {
  it('in one step: a number at once, sorted, and told to who joins campaigns', () => {
    const desk = new Desk()
    expect(desk.texts(`10661234*${SPAM}`)).toMatch(
      /^已受理您对10661234的举报，编号\d{9}，48小时内答复。发送“查询\d{9}”到10086999可查进度。$/,
    )
    expect(desk.changes).toEqual(['opened'])
    expect(desk.sorted).toMatchObject([
      {
        number: desk.number,
        reporter: 'key-of-lin',
        sender: { kind: 'port', port: '10661234', partnerId: 'joy' },
        text: SPAM,
        kind: 'fraud',
        links: [{ domain: 'dwz.cn' }],
        weight: 1,
        channel: 'sms',
      },
    ])
  })

  it('in two steps: the text first, then the number that is asked for', () => {
    const desk = new Desk()
    const number = /编号(\d{9})。请回复发来这条短信的号码/.exec(desk.texts(SPAM))?.[1]
    expect(desk.texts('138 0013 9000')).toContain(`已受理您对13800139000的举报，编号${number}`)
    expect(desk.sorted).toMatchObject([{ number, sender: { kind: 'person' }, text: SPAM }])
  })

  it('in two steps: the number first', () => {
    const desk = new Desk()
    expect(desk.texts('10661234')).toBe('请再把10661234发来的短信内容转发过来。')
    expect(desk.texts(SPAM)).toContain('已受理您对10661234的举报')
    expect(desk.sorted).toHaveLength(1)
  })

  it.each([['不知道'], ['没有号码'], ['unknown'], ['忘记了'], ['我记不得了'], ['没看清'], ['早删了']])(
    'takes it without a sender from who says %j',
    (word) => {
      const desk = new Desk()
      desk.texts(SPAM)
      expect(desk.texts(word)).toMatch(/^(已受理您的举报，|Your report has number)/)
      expect(desk.sorted[0]?.sender).toEqual({ kind: 'unknown' })
    },
  )

  it.each([
    ['是10661234发来的', '10661234'],
    ['号码是 1066 1234。', '10661234'],
    ['您好，号码：10661234，谢谢！', '10661234'],
    ['10661234 谢谢', '10661234'],
    ['就是那个10661234发的', '10661234'],
    ['对方号码139-0013-9000', '13900139000'],
    ['１０６６１２３４吧，好像', '10661234'],
    ['10661234，就是这个号', '10661234'],
    ['It was 10661234, thank you', '10661234'],
  ])('in two steps: who answers in a sentence, %j, is understood, and nothing else is reported', (words, sender) => {
    const desk = new Desk()
    const number = /编号(\d{9})/.exec(desk.texts(SPAM))?.[1]
    expect(desk.texts(words)).toMatch(new RegExp(`${sender}.*${number}`))
    expect(desk.sorted).toMatchObject([{ number, text: SPAM }])
    expect(desk.play.state?.pending).toBeUndefined()
  })

  it.each(['10661234给我屏蔽了', '把10661234拉黑'])(
    'in two steps: who answers %j says who sent it, and is told how to hear no more from there',
    (words) => {
      const desk = new Desk()
      const number = /编号(\d{9})/.exec(desk.texts(SPAM))?.[1]
      expect(desk.texts(words)).toMatch(new RegExp(`^已受理您对10661234的举报.*${number}.*\\|不想再收10661234的短信`))
      expect(desk.sorted).toMatchObject([{ number, text: SPAM, sender: { address: '10661234' } }])
      expect(desk.play.state?.pending).toBeUndefined()
      expect(desk.texts(words)).toMatch(/^不想再收10661234的短信/)
    },
  )

  it.each([
    ['我也不知道是谁发的', /^已受理您的举报，/],
    ['没显示号码', /^已受理您的举报，/],
    ["sorry I don't know who sent it", /^Your report has number/],
  ])('in two steps: %j does not know', (words, answer) => {
    const desk = new Desk()
    desk.texts(SPAM)
    expect(desk.texts(words)).toMatch(answer)
    expect(desk.sorted).toMatchObject([{ text: SPAM, sender: { kind: 'unknown' } }])
  })

  it('in two steps: another message that has such a word is another report', () => {
    const desk = new Desk()
    desk.texts(SPAM)
    desk.texts('找不到工作？加微信hxs8')
    expect(desk.sorted).toMatchObject([{ text: SPAM }])
    expect(desk.play.state?.pending?.text).toBe('找不到工作？加微信hxs8')
  })

  it.each(['？', '谢谢', '好的'])('in two steps: who says %j is asked again, and what waits stays', (words) => {
    const desk = new Desk()
    desk.texts(SPAM)
    expect(desk.texts(words)).toMatch(/^已收到您的举报，编号\d{9}。请回复发来这条短信的号码/)
    expect(desk.texts('10661234')).toContain('已受理您对10661234的举报')
    expect(desk.sorted).toMatchObject([{ text: SPAM }])
  })

  it.each([
    ['第一个', ['10661234']],
    ['后面那个', ['10665678']],
    ['the second one', ['10665678']],
    ['都是', ['10661234', '10665678']],
    ['10665678那个', ['10665678']],
    ['最后一个', ['10665678']],
  ])('of two senders, which: %j', (words, senders) => {
    const desk = new Desk()
    desk.texts(`10661234和10665678都给我发：${SPAM}`)
    desk.texts(words)
    expect(desk.sorted.map(({ sender, text }) => [sender.address, text])).toEqual(senders.map((each) => [each, SPAM]))
  })

  it('takes a text whose sender never came, and says of a sender alone that nothing was reported', () => {
    const desk = new Desk()
    desk.texts(SPAM)
    expect(desk.wait(29 * 60_000)).toBe('')
    expect(desk.wait(60_000)).toContain('已受理您的举报')
    desk.texts('10661234')
    expect(desk.wait(31 * 60_000)).toBe('没有收到10661234的短信内容，未能受理。请发送：10661234*短信内容。')
    expect(desk.sorted).toHaveLength(1)
  })

  it('takes the text that waits when another comes', () => {
    const desk = new Desk()
    desk.texts(SPAM)
    expect(desk.texts(OTHER)).toContain('请回复发来这条短信的号码')
    expect(desk.texts('10661234')).toContain('已受理您对10661234的举报')
    expect(desk.sorted.map(({ text, sender }) => [text, sender.kind])).toEqual([
      [SPAM, 'unknown'],
      [OTHER, 'port'],
    ])
  })

  it('answers in the language that is written, until one is chosen', () => {
    const desk = new Desk()
    expect(desk.texts('10661234*You have won a prize')).toMatch(/^Your report of 10661234 has number/)
    desk.says('language.set', { subscriber: 'key-of-lin', language: 'zh-CN', chosen: true })
    expect(desk.texts('10661234*You have won another prize')).toMatch(/^已受理/)
  })
})

describe('what cannot be a report is told what to do', () => {
  it.each([
    [`13800138000*${SPAM}`, /^这是您自己的号码。请回复/],
    ['13800138000', /^这是您自己的号码。请回复/],
    [`10661234 10665678 ${SPAM}`, /^您写了10661234和10665678，请回复其中/],
    [`12*${SPAM}`, /^“12”不是能发送短信的号码。/],
    ['[图片]', /^暂不能识别图片。/],
    ['10661234*[图片]', /^暂不能识别图片。/],
    ['\u202e\u200f', /^举报垃圾短信，请发送：/],
    ['你好', /^举报垃圾短信，请发送：/],
    ['10661234是谁的号码', /^要知道10661234是谁的，请发送0000到10661234。/],
    ['10661234是哪个公司的？', /^要知道10661234是谁的，请发送0000到10661234。/],
    ['1', /^举报垃圾短信，请发送：/],
    ['我要举报垃圾短信', /^举报垃圾短信，请发送：/],
    ['帮助', /^举报垃圾短信，请发送：/],
    ['0000', /^这个号码只受理垃圾短信举报。/],
    ['TD', /^这个号码只受理垃圾短信举报。/],
    ['退费 3', /^如是扣费问题，请发送“退费”到10086/],
    ['我被10661234扣了5元钱不知道为什么', /^如是扣费问题，请发送“退费”到10086/],
    ['这个月话费怎么多了20块', /^如是扣费问题，请发送“退费”到10086/],
    ['我没有订购却被扣费10元', /^如是扣费问题，请发送“退费”到10086。如要举报这条短信，请回复/],
  ])('%j', (text, answer) => {
    const desk = new Desk()
    expect(desk.texts(text)).toMatch(answer)
    expect(desk.sorted).toEqual([])
  })

  it('and goes on from there: the sender that was asked for completes the report', () => {
    for (const text of [`13800138000*${SPAM}`, `10661234 10665678 ${SPAM}`, `12*${SPAM}`]) {
      const desk = new Desk()
      desk.texts(text)
      expect(desk.texts('10661234')).toContain('已受理您对10661234的举报')
      expect(desk.sorted).toMatchObject([{ text: SPAM }])
    }
  })

  it.each([
    [`110*${SPAM}`, '110是紧急号码，不会发送此类短信', 'impersonation.emergency'],
    [
      `10086*${SPAM}`,
      '10086是本网号码，也会被人冒用：请勿点链接，勿告诉别人验证码。扣费问题请发送“退费”到10086。',
      'sender.own',
    ],
    ['10661234*【支付宝】验证码482913，5分钟内有效', '这像是一条验证码或服务短信', 'honest.otp'],
    ['https://dwz.cn/a1*10661234', '已受理您对10661234的举报', 'sender.port'],
    ['10661234*مبروك! لقد ربحت جائزة', '已受理您对10661234的举报', 'sender.port'],
  ])('%j is taken, and what is to be known is said', (text, words, rule) => {
    const desk = new Desk()
    expect(desk.texts(text)).toContain(words)
    expect(desk.sorted[0]?.reasons.map((each) => each.rule)).toContain(rule)
  })

  it('the number that a message calls its reader by is no code that it brings', () => {
    const desk = new Desk()
    expect(desk.texts('10661234*尊敬的13800138000用户，您的激活码已生成，回复Y领取话费')).toMatch(/^已受理/)
    expect(desk.sorted[0]?.honest).toBeUndefined()
  })

  it('says that a part is missing', () => {
    expect(new Desk().texts(`10661234*${SPAM}`, { incomplete: true })).toContain('有一部分内容没有收到')
  })
})

describe('what is said about a report is no report', () => {
  it.each([
    '有人给我发骗子短信怎么办',
    '怎么举报垃圾短信？',
    '收到骗子短信怎么办呢',
    '骗子短信怎么办啊',
    '怎么举报呢',
    '怎么举报这个号码',
    '怎么举报这条短信啊',
    '我想举报怎么弄',
    '举报垃圾短信怎么操作',
    '👍👍👍',
    'how do I report a scam text?',
  ])('%j asks how, and is told', (words) => {
    const desk = new Desk()
    expect(desk.texts(words)).toMatch(/^(举报垃圾短信，请发送：|To report spam)/)
    expect([desk.sorted.length, desk.play.state?.pending]).toEqual([0, undefined])
  })

  it('who asks how while a text waits for its sender is told, and it waits on', () => {
    const desk = new Desk()
    desk.texts(SPAM)
    expect(desk.texts('我收到了骗子发来的短信该怎么办')).toMatch(/^举报垃圾短信，请发送：/)
    expect([desk.sorted.length, desk.play.state?.pending?.text]).toEqual([0, SPAM])
  })

  it.each(['我忘记内容了', '记不清内容了，是贷款的', '不知道内容是什么，链接不敢点', '不知道，内容是什么我没看'])(
    'who does not know what it said reports no text: %s',
    (words) => {
      const desk = new Desk()
      expect(desk.texts(words)).toMatch(/请回复发来这条短信的号码/)
      expect(desk.sorted).toEqual([])
    },
  )

  it.each(['号码记不清了，内容是 ', '不知道是谁发的，内容：', '忘了号码 短信内容是：', '没显示，内容如下：'])(
    'who says at once that they do not know who sent it is not asked: %s',
    (words) => {
      const desk = new Desk()
      expect(desk.texts(`${words}${SPAM}`)).toMatch(/^已受理您的举报，/)
      expect(desk.sorted).toMatchObject([{ text: SPAM, sender: { kind: 'unknown' } }])
    },
  )

  it.each([
    '我的举报怎么样了',
    '举报有结果了吗？',
    '我举报的那个事情有结果了吗',
    '处理得怎么样了',
    'what happened to my report?',
  ])('%j asks how it stands', (words) => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    expect(desk.texts(words)).toMatch(new RegExp(`(您的举报：|Your reports: )${desk.number}`))
    expect([desk.sorted.length, desk.play.state?.pending]).toEqual([1, undefined])
  })

  it.each(['把10661234给我屏蔽了', '屏蔽10661234', '请把10661234这个号码拉黑吧', 'please block 10661234'])(
    '%j wants to hear nothing more from a port, and is told how',
    (words) => {
      const desk = new Desk()
      expect(desk.texts(words)).toMatch(/00000.{0,4}10661234|10661234, text 00000/)
      expect([desk.sorted.length, desk.play.state?.pending]).toEqual([0, undefined])
    },
  )

  it.each(['谢谢', '谢谢你们！', '好的，知道了', 'Thanks!'])('%j is told that it is taken', (words) => {
    const desk = new Desk()
    expect(desk.texts(words)).toMatch(/^(举报垃圾短信，请发送：|To report spam)/)
    desk.texts(`10661234*${SPAM}`)
    expect(desk.texts(words)).toMatch(new RegExp(`(您的举报：|Your reports: )${desk.number}`))
    expect([desk.sorted.length, desk.play.state?.pending]).toEqual([1, undefined])
  })

  it.each(['撤销', '不是我弄错了那个不是诈骗', '我搞错了，取消举报', '不举报了', 'UNDO'])(
    '%j is not sent elsewhere, where it would undo something else',
    (words) => {
      const desk = new Desk()
      desk.texts(SPAM)
      expect(desk.texts(words)).toMatch(/^(好的，刚才的内容没有受理。|Very well)/)
      expect([desk.sorted, desk.play.state?.pending]).toEqual([[], undefined])
      desk.texts(`10661234*${OTHER}`)
      expect(desk.texts(words)).toMatch(/^(已撤回您对10661234的举报|Your report \d+ of 10661234 is withdrawn)/)
      expect(desk.last?.closed).toMatchObject({ withdrawn: true })
    },
  )
})

it.each(['一零六六一二三四', '是幺零六六一二三四', '号码是一零六六一二三四，谢谢'])(
  'asked who sent it, who answers in Chinese numerals is understood: %s',
  (answer) => {
    const desk = new Desk()
    desk.texts(SPAM)
    expect(desk.texts(answer)).toContain('已受理您对10661234的举报')
    expect(desk.sorted).toMatchObject([{ sender: { port: '10661234' }, text: SPAM }])
  },
)

describe('the same again', () => {
  it('five hundred times is one report, and not five hundred answers', () => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    const answers = Array.from({ length: 500 }, () => desk.texts(`10661234*${SPAM}`)).filter((text) => text !== '')
    expect(answers).toEqual([expect.stringContaining('您已举报过这条短信')])
    expect(desk.sorted).toHaveLength(1)
  })

  it('is said again later, also to who was just told something else', () => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    desk.texts('帮助')
    expect(desk.texts(`10661234*${SPAM}`)).toContain('您已举报过这条短信')
    desk.wait(HOUR)
    expect(desk.texts(`10661234*${SPAM}`)).toContain('您已举报过这条短信')
  })

  it('a message of the longest kind keeps a small state', () => {
    const desk = new Desk()
    desk.texts('赢'.repeat(70_000))
    expect(JSON.stringify(desk.play.state).length).toBeLessThan(6000)
    desk.texts('10661234')
    expect(desk.sorted[0]?.text).toHaveLength(4000)
    expect(desk.texts('10661234*在吗')).toContain('已受理')
  })

  it('many others a day are told that it is enough', () => {
    const desk = new Desk()
    const answers = Array.from({ length: 40 }, (_, i) =>
      desk.texts(`10661234*${SPAM}${'一二三四五六七八九十'[i % 10]}${i}号`),
    )
    expect(desk.sorted).toHaveLength(30)
    expect(answers[30]).toBe('您今天的举报已达上限，请明天再举报。已受理的举报都会答复。')
    desk.wait(24 * HOUR)
    expect(desk.texts(`10661234*${SPAM}明天`)).toContain('已受理')
  })

  it('brought twice by the network is heard once, and by HTTP under one key once', () => {
    const desk = new Desk()
    const brought = (session: string) => ({ fingerprint: 'same', brought: { smsc: 's', session } })
    desk.texts(SPAM, brought('one'))
    expect(desk.texts(SPAM, brought('two'))).toBe('')
    desk.texts('10661234')
    desk.posts({ sender: '10661234', text: OTHER, fingerprint: 'key:k' })
    expect(desk.posts({ sender: '10661234', text: OTHER, fingerprint: 'key:k' })).toBe('')
    expect(desk.sorted).toHaveLength(2)
  })
})

describe('by HTTP', () => {
  it('has the same result, and leaves what waits for its other half', () => {
    const desk = new Desk()
    desk.texts(OTHER)
    expect(
      desk.posts({ sender: '+86 138-0013-9000', place: { cell: 'c7', district: '海淀' }, receivedAt: 1_000 }),
    ).toContain('已受理您对13800139000的举报')
    expect(desk.sorted).toMatchObject([{ place: { cell: 'c7', district: '海淀' }, receivedAt: 1_000, channel: 'web' }])
    expect(desk.texts('10661234')).toContain('已受理您对10661234的举报')
    expect(desk.sorted).toHaveLength(2)
  })
})
