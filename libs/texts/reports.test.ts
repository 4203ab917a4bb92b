import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { measure } from '#sms'
import { type ReportTexts, reportTextsIn } from './index.ts'

const NUMBER = '999999999'
const SENDER = '10661234567890123456'
const line = { number: NUMBER, sender: SENDER, state: 'closed', proven: false } as const
const facts = { number: NUMBER, what: SENDER, others: 9_999_999, points: 1000 }
const times = { 'zh-CN': '12月28日23:59', en: '28 Dec 23:59' }

/** The longest that can happen. */
const longest = (texts: ReportTexts, at: string): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(texts).filter(([, text]) => typeof text === 'string')),
  taken:
    texts.taken({ number: NUMBER, sender: SENDER, hours: 48, code: '10086999' }) +
    texts.notes.incomplete +
    texts.notes.own(SENDER),
  emergency: texts.taken({ number: NUMBER, sender: '110', hours: 48, code: '10086999' }) + texts.notes.emergency('110'),
  otp: texts.taken({ number: NUMBER, sender: SENDER, hours: 48, code: '10086999' }) + texts.notes.otp,
  askSender: texts.askSender(NUMBER),
  askText: texts.askText(SENDER),
  whichSender: texts.whichSender([SENDER, SENDER, SENDER]),
  notSender: texts.notSender('9'.repeat(30)),
  textMissed: texts.textMissed(SENDER),
  same: texts.same(line),
  whose: texts.whose(SENDER),
  blockThere: texts.blockThere(SENDER),
  reportTo: texts.reportTo('10086999'),
  reportThere: texts.reportThere('10086999'),
  status: texts.status([line, line, line]),
  notYours: texts.notYours(NUMBER),
  reopened: texts.reopened({ number: NUMBER, hours: 48 }),
  reopenedBefore: texts.reopenedBefore(NUMBER),
  thanks: texts.thanks(NUMBER),
  points: texts.points({ total: 99_999, times: 9_999, each: 1000 }),
  ...Object.fromEntries(
    (['blocked', 'limited', 'warned', 'authorities', 'dismissed'] as const).map((outcome) => [
      outcome,
      texts.decided({ ...facts, at, outcome }),
    ]),
  ),
})

describe.each(['zh-CN', 'en'] as const)('SMS about reports in %s', (language) => {
  it.each(Object.entries(longest(reportTextsIn(language), times[language])))(
    '%s stays within its segments',
    (_name, text) => {
      expect(measure(text).segments).toBeLessThanOrEqual(defaultPolicy.segments.answer)
    },
  )
})

it('English needs no UCS-2', () => {
  for (const [name, text] of Object.entries(longest(reportTextsIn('en'), times.en)))
    expect(measure(text).coding, name).toBe('gsm')
})

it('one that was proven names what was done, with whom, and when', () => {
  expect(
    reportTextsIn('zh-CN').decided({
      ...facts,
      at: times['zh-CN'],
      what: '10661234',
      outcome: 'blocked',
      others: 41,
      points: 10,
    }),
  ).toBe(
    '【举报999999999办结】您与另外41人举报的10661234已于12月28日23:59封堵。奖励您10积分。满意吗？请回复“满意”，或回复“不满意”重新核查一次。',
  )
})
