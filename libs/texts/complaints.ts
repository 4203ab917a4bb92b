import type { Language } from '#contracts'

export interface CaseLine {
  readonly number: string
  readonly state: 'open' | 'answered' | 'closed' | 'reopened'
}

/** Every SMS about complaints, in one language. */
export interface ComplaintTexts {
  taken(facts: { number: string; hours: number }): string
  how: string
  answered(facts: { number: string; text: string }): string
  closed(facts: { number: string; text: string; upheld: boolean }): string
  status(cases: readonly CaseLine[]): string
  noCases: string
  reopened(facts: { number: string; hours: number }): string
  reopenedBefore(number: string): string
  thanks(number: string): string
  nothingToRate: string
  /** Of a refund that is solved. */
  thanksForWord: string
  /** What stands in a complaint that somebody made by 不满意. */
  notSolved: string
  tooMany: string
}

const zhStates = { open: '待首次答复', answered: '处理中', closed: '已办结', reopened: '已重新受理' }
const enStates = {
  open: 'waiting for a first answer',
  answered: 'being worked on',
  closed: 'closed',
  reopened: 'reopened',
}

const zh: ComplaintTexts = {
  taken: ({ number, hours }) =>
    `已受理您的投诉，编号${number}，${hours}小时内首次答复，由首位受理人员负责到底。发送“查询”到10086可查进度。`,
  how: '请发送“投诉”加内容，或加列表序号和内容，如“投诉 1 没有订购却被扣费”。',
  answered: ({ number, text }) => `【投诉${number}】${text}`,
  closed: ({ number, text, upheld }) =>
    `【投诉${number}办结】${upheld ? '您反映的情况属实。' : '经核查未发现违规。'}${text} 解决了吗？请回复“满意”，或回复“不满意”重新受理一次。`,
  status: (cases) => `您的投诉：${cases.map(({ number, state }) => `${number} ${zhStates[state]}`).join('；')}。`,
  noCases: '您没有投诉记录。请发送“投诉”加内容到10086。',
  reopened: ({ number, hours }) => `已重新受理您的投诉${number}，${hours}小时内答复。`,
  reopenedBefore: (number) => `投诉${number}已重新受理过一次。如有新的情况，请发送“投诉”加内容。`,
  thanks: (number) => `感谢您的评价，投诉${number}已结案。`,
  nothingToRate: '没有等待您评价的投诉。请发送“投诉”加内容到10086。',
  thanksForWord: '感谢您的评价。',
  notSolved: '对处理结果不满意',
  tooMany: '您有多件投诉正在处理，请等待答复后再提交新的投诉。发送“查询”到10086可查进度。',
}

const en: ComplaintTexts = {
  taken: ({ number, hours }) =>
    `Your complaint has number ${number}. You get a first answer within ${hours} h, and who takes it keeps it to the end. Text STATUS to 10086 to see how it stands.`,
  how: 'Text COMPLAIN and what happened, or with a number of your list, e.g. COMPLAIN 1 I never ordered this.',
  answered: ({ number, text }) => `Complaint ${number}: ${text}`,
  closed: ({ number, text, upheld }) =>
    `Complaint ${number} is closed. ${upheld ? 'You were right.' : 'We found nothing against the rules.'} ${text} Is it solved? Reply SOLVED, or REOPEN to have it looked at once more.`,
  status: (cases) => `Your complaints: ${cases.map(({ number, state }) => `${number} ${enStates[state]}`).join('; ')}.`,
  noCases: 'You have no complaints. Text COMPLAIN and what happened to 10086.',
  reopened: ({ number, hours }) => `Complaint ${number} is reopened; you get an answer within ${hours} h.`,
  reopenedBefore: (number) =>
    `Complaint ${number} was reopened once already. If there is more to say, text COMPLAIN and what happened.`,
  thanks: (number) => `Thank you. Complaint ${number} is closed.`,
  thanksForWord: 'Thank you for telling us.',
  notSolved: 'Not satisfied with what was done',
  tooMany:
    'Many of your complaints are being worked on: wait for an answer before you send another. Text STATUS to 10086.',
  nothingToRate: 'No complaint waits for your word. Text COMPLAIN and what happened to 10086.',
}

export const complaintTextsIn = (language: Language): ComplaintTexts => (language === 'en' ? en : zh)
