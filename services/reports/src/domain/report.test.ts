import { describe, expect, it } from 'vitest'
import { type SortedReport, sortedReports } from '#contracts'
import { defaultPolicy } from '#policy'
import type { Emit } from '#process'
import { Play } from '#process/kit'
import { Catalogue } from '#reference'
import { commandParser } from '#sms'
import { reporters } from './report.ts'
import type { ReporterRefs, ReporterState } from './reporter.ts'

const LIN = '8613800138000'
const SPAM = '恭喜您中奖，请点击dwz.cn/a1领取'
const OTHER = '澳门新葡京真人荷官，注册送彩金'
const HOUR = 3_600_000
const catalogue = new Catalogue()
catalogue.apply({
  id: 'p',
  type: 'port.set',
  v: 1,
  at: 1,
  corr: '',
  data: { version: 1, from: 1, port: '10661234', partnerId: 'joy', category: 'game', classes: ['marketing'] },
})
const refs: ReporterRefs = {
  policy: defaultPolicy,
  catalogue,
  keyOf: (address) => `key-of-${address}`,
  parse: commandParser(defaultPolicy.words),
  country: 'CN',
}

/** Lin reports, and staff work on it. It is 18:30 in Shanghai. */
class Desk {
  readonly play = new Play<ReporterState, ReporterRefs>(reporters, { key: 'key-of-lin', refs })
  readonly changes: string[] = []
  readonly sorted: SortedReport[] = []
  readonly emitted: Emit[] = []
  #inbox: string[] = []
  #count = 0

  texts(text: string, more: object = {}): string {
    const mo = { from: LIN, to: '10086999', text, channel: 'sms', via: 'a', fingerprint: `f${++this.#count}`, ...more }
    this.#take(this.play.say('mo.received', mo))
    return this.read()
  }

  says(type: string, more: object = {}): string {
    this.#take(this.play.say(type, more))
    return this.read()
  }

  posts(more: object): string {
    const said = { msisdn: LIN, channel: 'web', language: 'zh-CN', fingerprint: `key:${++this.#count}`, silent: false }
    return this.says('report.made', { ...said, text: SPAM, ...more })
  }

  staff(type: string, more: object = {}): string {
    return this.says(type, { number: this.number, by: 'wang', ...more })
  }

  decided(more: object = {}): string {
    const outcome = {
      number: this.number,
      campaign: 'c1',
      outcome: 'blocked',
      what: '10661234',
      reporters: 42,
      proven: true,
    }
    return this.says('report.decided', { ...outcome, at: this.play.now, ...more })
  }

  wait(ms: number): string {
    this.#take(this.play.wait(ms))
    return this.read()
  }

  get number(): string {
    return this.play.state?.reports.at(-1)?.number ?? ''
  }

  get last() {
    return this.play.state?.reports.at(-1)
  }

  read(): string {
    return this.#inbox.splice(0).join('|')
  }

  #take(emitted: readonly Emit[]): void {
    this.emitted.push(...emitted)
    for (const { topic, type, data } of emitted) {
      if (type === 'mt.queued') this.#inbox.push((data as { text: string }).text)
      if (topic === 'reports.sorted') this.sorted.push(sortedReports.messages['report.sorted'].parse(data))
      if (type === 'report.changed') this.changes.push((data as { change: string }).change)
    }
  }
}

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

  it.each([['不知道'], ['没有号码'], ['unknown']])('takes it without a sender from who says %j', (word) => {
    const desk = new Desk()
    desk.texts(SPAM)
    expect(desk.texts(word)).toMatch(/^(已受理您的举报，|Your report has number)/)
    expect(desk.sorted[0]?.sender).toEqual({ kind: 'unknown' })
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
    ['1', /^举报垃圾短信，请发送：/],
    ['我要举报垃圾短信', /^举报垃圾短信，请发送：/],
    ['帮助', /^举报垃圾短信，请发送：/],
    ['0000', /^这个号码只受理垃圾短信举报。/],
    ['TD', /^这个号码只受理垃圾短信举报。/],
    ['退费 3', /^如是扣费问题，请发送“退费”到10086/],
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
    [`10086*${SPAM}`, '这是本网号码；如是扣费问题，请发送“退费”到10086。', 'sender.own'],
    ['10661234*【支付宝】验证码482913，5分钟内有效', '这像是一条验证码或服务短信', 'honest.otp'],
    ['https://dwz.cn/a1*10661234', '已受理您对10661234的举报', 'sender.port'],
    ['10661234*مبروك! لقد ربحت جائزة', '已受理您对10661234的举报', 'sender.port'],
  ])('%j is taken, and what is to be known is said', (text, words, rule) => {
    const desk = new Desk()
    expect(desk.texts(text)).toContain(words)
    expect(desk.sorted[0]?.reasons.map((each) => each.rule)).toContain(rule)
  })

  it('says that a part is missing', () => {
    expect(new Desk().texts(`10661234*${SPAM}`, { incomplete: true })).toContain('有一部分内容没有收到')
  })
})

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

describe('what becomes of it', () => {
  it('is warned of, at 6 hours where it is important and at 24 else, and overdue after 48', () => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    desk.wait(6 * HOUR)
    expect(desk.changes).toEqual(['opened', 'due-soon'])
    desk.wait(42 * HOUR)
    expect(desk.changes).toEqual(['opened', 'due-soon', 'overdue'])
    const calm = new Desk()
    calm.texts(`10661234*${OTHER}`)
    calm.wait(23 * HOUR)
    expect(calm.changes).toEqual(['opened'])
    calm.wait(HOUR)
    expect(calm.changes).toEqual(['opened', 'due-soon'])
  })

  it('grows important with its campaign', () => {
    const desk = new Desk()
    desk.texts(`10661234*${OTHER}`)
    desk.says('report.grown', { number: desk.number, campaign: 'c1', reporters: 11 })
    desk.wait(6 * HOUR)
    expect(desk.changes).toEqual(['opened', 'due-soon'])
  })

  it('stays with who took it, is answered, closed, and asked after; reopened once', () => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    desk.staff('report.taken')
    expect(desk.staff('report.answered', { by: 'li', text: '我来。' })).toBe('')
    expect(desk.staff('report.answered', { text: '正在核查。' })).toBe(`【举报${desk.number}】正在核查。`)
    expect(desk.staff('report.closed', { proven: true, text: '已处理。' })).toContain(
      '您举报的情况属实。已处理。 满意吗？',
    )
    expect(desk.texts('不满意')).toBe(`已重新受理您的举报${desk.number}，48小时内答复。`)
    expect(desk.last).toMatchObject({ owner: 'wang', reopened: true })
    desk.staff('report.closed', { proven: true, text: '已再次核实。' })
    expect(desk.texts('不满意')).toContain('已重新核查过一次')
    expect(desk.texts('满意')).toContain('感谢您的评价')
    expect(desk.texts('满意')).toContain('没有等待您评价的举报')
    expect(desk.changes).toEqual('opened answered closed not-solved reopened closed not-solved solved'.split(' '))
    expect(desk.play.state).toMatchObject({ proven: 1, disproven: 0 })
  })

  it('is told with its outcome, and rewarded once a campaign', () => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    expect(desk.decided()).toBe(
      `【举报${desk.number}办结】您与另外41人举报的10661234已于11月22日18:30封堵。奖励您10积分。满意吗？请回复“满意”，或回复“不满意”重新核查一次。`,
    )
    expect(desk.decided()).toBe('')
    const rewards = desk.emitted.filter(({ type }) => type === 'reward.earned')
    expect(rewards).toMatchObject([{ key: 'c1.key-of-lin.1', data: { points: 10, number: desk.number } }])
    desk.texts(`10661234*${OTHER}`)
    expect(desk.decided({ outcome: 'dismissed', proven: false, campaign: 'c2', reporters: 1 })).toContain(
      '您举报的10661234经核查未发现违规。满意吗？',
    )
    desk.texts(`10661234*${OTHER}了`)
    expect(desk.sorted.at(-1)?.weight).toBe(1)
  })

  it('is told in the morning what is decided at night', () => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    desk.wait(5 * HOUR)
    expect(desk.decided()).toBe('')
    expect(desk.wait(9 * HOUR)).toContain('封堵')
  })

  it('is seen by who asks, with its number or without, and not by others', () => {
    const desk = new Desk()
    expect(desk.texts('查询')).toBe('您没有举报记录。请发送：号码*短信内容。')
    desk.texts(`10661234*${SPAM}`)
    const { number } = desk
    for (const asked of [`查询${number}`, `查询 ${number}`, `STATUS ${number}`, number])
      expect(desk.texts(asked)).toMatch(new RegExp(`(您的举报：|Your reports: )${number}`))
    expect(desk.texts('查询')).toContain(`${number}（10661234） 待首次答复`)
    expect(desk.texts('查询999999999')).toContain('没有编号为999999999的举报')
    desk.texts('查询12345678')
    expect(desk.emitted.at(-1)).toMatchObject({ topic: 'complaint.commands', type: 'status.asked' })
  })

  it('turns to a fake base station when the network carried no such message', () => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    desk.says('report.checked', { number: desk.number, carried: true })
    expect(desk.last?.sender.kind).toBe('port')
    desk.says('report.checked', { number: desk.number, carried: false })
    expect(desk.last?.sender).toEqual({ kind: 'fake', address: '10661234', id: 'key-of-10661234' })
    expect(desk.emitted.at(-1)).toMatchObject({ topic: 'report.cases', type: 'case.uncarried' })
  })
})

describe('a case of the regulator’s centre', () => {
  const theirs = { channel: 'regulator', silent: true, fingerprint: 'case:1', sender: '10661234' }
  it('has its own deadline, is a case of its own beside what was texted, and comes in once', () => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    const answerBy = desk.play.now + 5 * HOUR
    expect(desk.posts({ ...theirs, foreign: { from: '12321', id: 'A-1', answerBy } })).toBe('')
    expect(desk.sorted.map(({ channel }) => channel)).toEqual(['sms', 'regulator'])
    expect(desk.last?.dueAt).toBe(answerBy)
    const told = desk.emitted.filter(({ topic }) => topic === 'report.cases').at(-1)
    expect(told?.data).toMatchObject({ foreign: { from: '12321', id: 'A-1' } })
    desk.wait(5 * HOUR)
    expect(desk.changes).toEqual(['opened', 'opened', 'overdue'])
  })
})

describe('a number that is given to somebody else', () => {
  it('tells the next owner nothing, and keeps the former one’s reports worked on', () => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    const { number } = desk
    desk.says('tenure.ended', { tenure: 1, reason: 'released' })
    expect(desk.texts('查询')).toContain('您没有举报记录')
    expect(desk.texts(`查询${number}`)).toContain('没有编号为')
    expect(desk.decided()).toBe('')
    expect(desk.emitted.filter(({ type }) => type === 'reward.earned')).toEqual([])
    expect(desk.texts(`10661234*${SPAM}`)).toContain('已受理您对10661234的举报')
    expect(desk.sorted.at(-1)?.tenure).toBe(2)
  })

  it('erases what was closed long ago, with its text', () => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    desk.decided()
    desk.wait(401 * 24 * HOUR)
    expect(desk.play.state?.reports).toEqual([])
    expect(desk.emitted.at(-1)).toMatchObject({ topic: 'report.cases', type: 'case.ended' })
  })
})
