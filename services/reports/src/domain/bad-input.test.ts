import { describe, expect, it } from 'vitest'
import { csvRow } from '#csv'
import { Desk, SPAM } from './report-fixtures.ts'

interface Case {
  readonly texts: readonly string[]
  /** The last answer. */
  readonly answer: RegExp
  /** Reports that come of it: who sent it, and what was taken. */
  readonly taken: readonly { readonly sender: string; readonly text?: string | RegExp }[]
  readonly incomplete?: true
}

const TAKEN = /已受理您对10661234的举报/

/** A report of a port, of which this is the text: taken to the letter, or as it looks then. */
const asWritten = (text: string, taken: string | RegExp = text): Case => ({
  texts: [`10661234*${text}`],
  answer: TAKEN,
  taken: [{ sender: 'port', text: taken }],
})

/* What cannot be a report, or hardly: each is answered with what to do next, and what is one is taken as it was written. */
const cases: Record<string, Case> = {
  'of oneself': { texts: [`13800138000*${SPAM}`], answer: /^这是您自己的号码。请回复/, taken: [] },
  'of oneself, completed by the sender that was asked for': {
    texts: [`13800138000*${SPAM}`, '10661234'],
    answer: TAKEN,
    taken: [{ sender: 'port', text: SPAM }],
  },
  'that calls its reader by their number': {
    texts: ['10661234*尊敬的138 0013-8000用户（+8613800138000），１３８００１３８０００中奖，请加13912345678'],
    answer: TAKEN,
    taken: [{ sender: 'port', text: '尊敬的•••••••••••用户（•••••••••••），•••••••••••中奖，请加13912345678' }],
  },
  'of 10086': {
    texts: [`10086*${SPAM}`],
    answer:
      /已受理您对10086的举报.*10086是本网号码，也会被人冒用：请勿点链接，勿告诉别人验证码。扣费问题请发送“退费”到10086。/,
    taken: [{ sender: 'own', text: SPAM }],
  },
  'of an emergency number': {
    texts: [`110*${SPAM}`],
    answer: /110是紧急号码，不会发送此类短信/,
    taken: [{ sender: 'unknown', text: SPAM }],
  },
  'with two senders': {
    texts: [`10661234 10665678 ${SPAM}`],
    answer: /^您写了10661234和10665678，请回复其中/,
    taken: [],
  },
  'with none': { texts: [SPAM], answer: /请回复发来这条短信的号码/, taken: [] },
  'with none, that nobody knows': {
    texts: [SPAM, '不知道'],
    answer: /^已受理您的举报，/,
    taken: [{ sender: 'unknown', text: SPAM }],
  },
  'with an impossible one': { texts: [`12*${SPAM}`], answer: /^“12”不是能发送短信的号码。/, taken: [] },
  '500 times': {
    texts: Array.from({ length: 500 }, () => `10661234*${SPAM}`),
    answer: /^$/,
    taken: [{ sender: 'port', text: SPAM }],
  },
  'of twenty segments with a part missing': {
    texts: [`10661234*${'赢取大奖'.repeat(300)}`],
    incomplete: true,
    answer: /有一部分内容没有收到/,
    taken: [{ sender: 'port', text: /^(赢取大奖){300}$/ }],
  },
  'of only a link': asWritten('https://dwz.cn/a1'),
  'of only a link, without its sender': {
    texts: ['https://dwz.cn/a1'],
    answer: /请回复发来这条短信的号码|Reply with/,
    taken: [],
  },
  'of an image': { texts: ['10661234*[图片]'], answer: /^暂不能识别图片。/, taken: [] },
  'of an image, in English': { texts: ['10661234*[image]'], answer: /picture|图片/, taken: [] },
  'in Arabic': asWritten('مبروك! لقد ربحت جائزة'),
  'in Thai': asWritten('ยินดีด้วย คุณถูกรางวัล'),
  'in Devanagari, its sender in its own digits': {
    texts: ['१०६६१२३४*बधाई हो, आपने इनाम जीता है'],
    answer: TAKEN,
    taken: [{ sender: 'port', text: 'बधाई हो, आपने इनाम जीता है' }],
  },
  'in Russian, Korean and Japanese at once': asWritten('Поздравляем 축하합니다 おめでとう'),
  'with right-to-left marks around its sender': {
    texts: [`\u202e10661234\u202c*${SPAM}`],
    answer: TAKEN,
    taken: [{ sender: 'port', text: SPAM }],
  },
  'with right-to-left marks in its text': asWritten(
    '您中奖了\u202e10661234\u200f领取',
    /^您中奖了\u202e?10661234\u200f?领取$/,
  ),
  'of nothing but marks': { texts: ['\u202e\u200f'], answer: /^举报垃圾短信，请发送：/, taken: [] },
  'of a formula': asWritten('=HYPERLINK("http://evil.example","领奖")'),
  'of HTML': asWritten('<img src=x onerror=alert(1)>领奖'),
  'of lines of CSV': asWritten('领奖","x\r\n=1+1,2', /^领奖","x\s+=1\+1,2$/),
}

describe('a report', () => {
  it.each(Object.entries(cases))('%s', (_, { texts, answer, taken, incomplete }) => {
    const desk = new Desk()
    const answers = texts.map((text) => desk.texts(text, incomplete ? { incomplete } : {}))
    expect(answers.at(-1)).toMatch(answer)
    expect(desk.sorted).toHaveLength(taken.length)
    for (const [n, { sender, text }] of taken.entries()) {
      expect(desk.sorted[n]?.sender.kind).toBe(sender)
      if (typeof text === 'string') expect(desk.sorted[n]?.text).toBe(text)
      if (text instanceof RegExp) expect(desk.sorted[n]?.text).toMatch(text)
    }
    // Whatever was written: one cell of a file, and no formula.
    for (const { text } of desk.sorted) expect(csvRow([text])).toMatch(/^(?![=+\-@])(?:"(?:[^"]|"")*"|[^"\r\n,]*)\n$/)
  })
})
