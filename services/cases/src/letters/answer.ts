import type { AnswerFacts } from '#contracts'
import type { DayOf } from '../notice-page.ts'
import { frameOf, type Letter, type LetterLanguage, type LetterNames, penaltyOf } from './letter.ts'

interface Words {
  readonly title: string
  readonly heads: { readonly [name in 'number' | 'date' | 'partner']: string }
  readonly sections: { readonly [name in 'appeal' | 'answer' | 'undone' | 'stands' | 'further']: string }
  readonly appealed: (decided: string, appealed: string) => string
  readonly answered: { readonly granted: string; readonly rejected: string }
  readonly reason: (text: string) => string
  /** Nothing of it goes on, or was in force still: all had ended, or it only refunded. */
  readonly nothing: string
  readonly refunds: string
  /** Of a verdict that was taken back. */
  readonly borne: string
  readonly notice: string
  readonly once: string
  readonly footer: (number: string) => string
}

const zh: Words = {
  title: '申诉处理决定书',
  heads: { number: '案号', date: '日期', partner: '合作方' },
  sections: {
    appeal: '一、申诉',
    answer: '二、复核结果',
    undone: '三、自本决定之日起撤销的处罚',
    stands: '三、继续有效的处罚',
    further: '四、其他',
  },
  appealed: (decided, appealed) =>
    `贵公司对 ${decided} 作出的处罚决定，于 ${appealed} 提出申诉，由未参与该决定的人员复核。`,
  answered: { granted: '申诉成立。', rejected: '申诉不成立，维持原决定。' },
  reason: (text) => `理由：${text}`,
  nothing: '没有仍然有效的处罚。',
  refunds: '已退还用户的费用不予追回。',
  borne:
    '已退还用户的费用不予追回；其中仅因原决定而退还的部分改由我方承担，以“申诉成立”一项记入贵公司的结算。依计费规则或用户争议另行认定的部分不变。',
  notice: '公示中注明原决定已撤销。',
  once: '每案可申诉一次，本案不再受理申诉。',
  footer: (number) => `申诉处理决定书 · 案号 ${number}`,
}

const en: Words = {
  title: 'Decision on Your Appeal',
  heads: { number: 'Case', date: 'Date', partner: 'Partner' },
  sections: {
    appeal: '1. The appeal',
    answer: '2. What was found',
    undone: '3. Taken back from the day of this decision on',
    stands: '3. What goes on to hold',
    further: '4. Further',
  },
  appealed: (decided, appealed) =>
    `You appealed on ${appealed} against the penalty of ${decided}. Somebody who took no part in that decision looked at it anew.`,
  answered: { granted: 'The appeal is granted.', rejected: 'The appeal is not granted. The decision stands.' },
  reason: (text) => `Reason: ${text}`,
  nothing: 'No penalty that is still in force.',
  refunds: 'What went back to subscribers stays with them.',
  borne:
    'What went back to subscribers stays with them. What went back by that decision alone is ours to bear, and is in your settlement as “appeal granted”; what the rules of charging, or a dispute, found wrong by themselves stays as it is.',
  notice: 'The public notice says that the penalty was taken back.',
  once: 'Each case can be appealed once: no other appeal is taken of this one.',
  footer: (number) => `Decision on an Appeal · Case ${number}`,
}

/** The letter (申诉处理决定书) by which a partner hears what became of its appeal, in one language; by whom it is not told. */
export function answerOf(facts: AnswerFacts, names: LetterNames, language: LetterLanguage, day: DayOf): Letter {
  const words = language === 'en' ? en : zh
  const { number, subject, decidedAt, appealedAt, answeredAt, granted, published, refunds, reason } = facts
  // What had ended by then neither goes on nor is taken back.
  const sanctions = facts.sanctions.filter(({ until = answeredAt + 1 }) => until > answeredAt)
  const penalty = penaltyOf({ points: facts.points, sanctions }, names, language, day)
  const { appeal, answer, undone, stands, further } = words.sections
  return {
    ...frameOf(words, { number, subject, date: day(answeredAt) }, names, language),
    sections: [
      { title: appeal, list: false, lines: [words.appealed(day(decidedAt), day(appealedAt))] },
      {
        title: answer,
        list: false,
        lines: [granted ? words.answered.granted : words.answered.rejected, words.reason(reason)],
      },
      { title: granted ? undone : stands, list: true, lines: penalty.length > 0 ? penalty : [words.nothing] },
      {
        title: further,
        list: false,
        lines: [
          ...(granted && published ? [words.notice] : []),
          ...(refunds === false ? [] : [granted ? words.borne : words.refunds]),
          words.once,
        ],
      },
    ],
  }
}
