import type { Language } from '#contracts'

export interface ReportLine {
  readonly number: string
  readonly sender?: string
  readonly state: 'open' | 'answered' | 'closed' | 'reopened' | 'withdrawn'
  /** Of a closed one: what was found. */
  readonly proven?: boolean
}

export interface OutcomeFacts {
  readonly number: string
  readonly outcome: 'blocked' | 'limited' | 'warned' | 'authorities' | 'dismissed'
  /** What was reported, or blocked: a port, a domain. */
  readonly what?: string
  /** Subscribers besides this one. */
  readonly others: number
  /** Day and time of the decision. */
  readonly at: string
  /** Points for it; 0: none. */
  readonly points: number
}

/** Every SMS about spam reports, in one language. They are free of charge (class `answer`, `notice`). */
export interface ReportTexts {
  taken(facts: { number: string; sender?: string; hours: number; code: string }): string
  /** Said behind `taken`. */
  notes: {
    incomplete: string
    emergency(sender: string): string
    otp: string
    own(sender: string): string
  }
  askSender(number: string): string
  askText(sender: string): string
  whichSender(senders: readonly string[]): string
  notSender(typed: string): string
  ownNumber: string
  picture: string
  textMissed(sender: string): string
  same(line: ReportLine): string
  tooMany: string
  /** What is really a charge. */
  chargeThere: string
  /** What is said to be about money, and is spam. */
  reportThere(code: string): string
  /** What waited for its other half, and is taken back. */
  letGo: string
  withdrawn(facts: { number: string; sender?: string }): string
  withdrawHow(code: string): string
  /** Why a report is not taken back. */
  stays: Record<'proven' | 'closed' | 'withdrawn' | 'centre', (number: string) => string>
  /** What proven reports earned. */
  points(facts: { total: number; times: number; each: number }): string
  /** Not all that was written down for this reporter is known here. */
  readonly pointsOnPage: string
  whose(port: string): string
  /** Who only wants to hear nothing more from a port. */
  blockThere(port: string): string
  /** Where spam is reported, to who reports it to 10086. */
  reportTo(code: string): string
  /** A complaint that this one sends spam. */
  reportOf(sender: string, code: string): string
  /** Commands that 10086 takes. */
  elsewhere: string
  how: string
  status(lines: readonly ReportLine[]): string
  noReports: string
  notYours(number: string): string
  answered(facts: { number: string; text: string }): string
  closed(facts: { number: string; text: string; proven: boolean }): string
  decided(facts: OutcomeFacts): string
  reopened(facts: { number: string; hours: number }): string
  reopenedBefore(number: string): string
  thanks(number: string): string
  nothingToRate: string
}

const zhStates = {
  open: '待首次答复',
  answered: '处理中',
  closed: '已办结',
  reopened: '已重新受理',
  withdrawn: '已撤回',
}
const enStates = {
  open: 'waiting for an answer',
  answered: 'being worked on',
  closed: 'closed',
  reopened: 'reopened',
  withdrawn: 'withdrawn',
}
const zhStands = ({ state, proven }: ReportLine): string =>
  proven === undefined ? zhStates[state] : proven ? '已办结，属实' : '已办结，未发现违规'
const enStands = ({ state, proven }: ReportLine): string =>
  proven === undefined ? enStates[state] : proven ? 'closed, you were right' : 'closed, no rule was broken'
const zhOutcome = {
  blocked: '封堵',
  limited: '限制，不得再发送营销短信',
  warned: '对发送方警告并责令整改',
  authorities: '移送有关部门处理',
}
const enOutcome = {
  blocked: 'was blocked',
  limited: 'may send no more marketing, since',
  warned: 'was warned and has to change its ways,',
  authorities: 'was passed on to the authorities',
}

/** What can be sent `00000`: not the number of a person. */
const isPort = (sender: string): boolean => sender.startsWith('106')

const zh: ReportTexts = {
  taken: ({ number, sender, hours, code }) =>
    `已受理您${sender ? `对${sender}` : ''}的举报，编号${number}，${hours}小时内答复。发送“查询${number}”到${code}可查进度。`,
  notes: {
    incomplete: '有一部分内容没有收到，按已收到的受理。',
    emergency: (sender) => `${sender}是紧急号码，不会发送此类短信，请勿相信；遇险请直接拨打。`,
    otp: '这像是一条验证码或服务短信：如非本人操作，请勿把内容告诉任何人。',
    own: (sender) => `${sender}是本网号码，也会被人冒用：请勿点链接，勿告诉别人验证码。扣费问题请发送“退费”到10086。`,
  },
  askSender: (number) => `已收到您的举报，编号${number}。请回复发来这条短信的号码，不知道请回复“不知道”。`,
  askText: (sender) => `请再把${sender}发来的短信内容转发过来。`,
  whichSender: (senders) => `您写了${senders.join('和')}，请回复其中发来这条短信的一个号码。`,
  notSender: (typed) => `“${typed}”不是能发送短信的号码。请核对后回复，如10661234；不知道请回复“不知道”。`,
  ownNumber: '这是您自己的号码。请回复发来这条短信的号码，不知道请回复“不知道”。',
  picture: '暂不能识别图片。请复制或输入短信文字，连同发送号码一起发送，如：10661234*短信内容。',
  textMissed: (sender) => `没有收到${sender}的短信内容，未能受理。请发送：${sender}*短信内容。`,
  same: (line) => `您已举报过这条短信，编号${line.number}，${zhStands(line)}，不用重复举报。`,
  tooMany: '您今天的举报已达上限，请明天再举报。已受理的举报都会答复。',
  chargeThere: '如是扣费问题，请发送“退费”到10086。如要举报这条短信，请回复发来短信的号码，不知道请回复“不知道”。',
  reportThere: (code) =>
    `举报垃圾短信不是退费：请把“号码*短信内容”发送到${code}，如10661234*恭喜您中奖。退费请发送“退费”加列表序号。`,
  letGo: '好的，刚才的内容没有受理。',
  withdrawn: ({ number, sender }) =>
    `已撤回您${sender ? `对${sender}` : ''}的举报${number}，不再处理，也不计入。如需恢复，请重新发送号码和短信内容。撤回其他举报：发送“撤回”加编号。`,
  withdrawHow: (code) =>
    `撤回举报：发送“撤回”加编号到${code}，如撤回123456789；不加编号撤回最近一次。查证属实的不能撤回。`,
  stays: {
    proven: (number) => `举报${number}已查证属实并作出处理，不能撤回。`,
    closed: (number) => `举报${number}已办结，未发现违规，对方未受处理，不用撤回。撤回其他举报：发送“撤回”加编号。`,
    withdrawn: (number) => `举报${number}已撤回过，不用再发送。撤回其他举报：发送“撤回”加编号，发送“查询”可看编号。`,
    centre: (number) => `举报${number}由12321受理后转来，请向12321撤回。`,
  },
  points: ({ total, times, each }) =>
    times > 0
      ? `您举报的短信有${times}次查证属实，共获得${total}积分。明细可登录网页“垃圾短信举报”查看。`
      : each > 0
        ? `您还没有举报积分。举报查证属实的，同一短信奖励一次，${each}积分。发送“查询”可看举报进度。`
        : '您还没有举报积分。发送“查询”可看举报进度。',
  pointsOnPage: '您举报的短信已有查证属实的，所得积分请登录网页“垃圾短信举报”查看。',
  blockThere: (port) => `不想再收${port}的短信，请发送00000到${port}。举报它发来的短信，请发送：${port}*短信内容。`,
  whose: (port) => `要知道${port}是谁的，请发送0000到${port}。举报它发来的短信，请发送：${port}*短信内容。`,
  reportTo: (code) =>
    `举报垃圾短信请发送到${code}：号码*短信内容，如10661234*恭喜您中奖。短信里的链接不要点，验证码不要告诉别人。`,
  reportOf: (sender, code) =>
    `如要举报${sender}发来的垃圾短信，请把“${sender}*短信内容”发送到${code}。${isPort(sender) ? `不想再收到，请发送00000到${sender}。` : ''}`,
  elsewhere: '这个号码只受理垃圾短信举报。查询退订、退费、投诉等请把同样的内容发送到10086。',
  how: '举报垃圾短信，请发送：号码*短信内容，如10661234*恭喜您中奖；或直接转发短信，再按提示回复号码。发送“查询”可查进度。',
  status: (lines) =>
    `您的举报：${lines.map((line) => `${line.number}${line.sender ? `（${line.sender}）` : ''} ${zhStands(line)}`).join('；')}。`,
  noReports: '您没有举报记录。请发送：号码*短信内容。',
  notYours: (number) => `没有编号为${number}的举报。请核对编号，或发送“查询”看您的举报。`,
  answered: ({ number, text }) => `【举报${number}】${text}`,
  closed: ({ number, text, proven }) =>
    `【举报${number}办结】${proven ? '您举报的情况属实。' : '经核查未发现违规。'}${text} 满意吗？请回复“满意”，或回复“不满意”重新核查一次。`,
  decided: ({ number, outcome, what, others, at, points }) => {
    const whose = others > 0 ? `您与另外${others}人举报的` : '您举报的'
    const done = outcome === 'dismissed' ? '经核查未发现违规' : `已于${at}${zhOutcome[outcome]}`
    const reward = points > 0 ? `奖励您${points}积分。` : ''
    return `【举报${number}办结】${whose}${what ?? '短信'}${done}。${reward}满意吗？请回复“满意”，或回复“不满意”重新核查一次。`
  },
  reopened: ({ number, hours }) => `已重新受理您的举报${number}，${hours}小时内答复。`,
  reopenedBefore: (number) => `举报${number}已重新核查过一次。如又收到同类短信，请再举报。`,
  thanks: (number) => `感谢您的评价，举报${number}已结案。`,
  nothingToRate: '没有等待您评价的举报。举报请发送：号码*短信内容。',
}

const en: ReportTexts = {
  taken: ({ number, sender, hours, code }) =>
    `Your report${sender ? ` of ${sender}` : ''} has number ${number}. You get an answer within ${hours} h. Text STATUS ${number} to ${code} to see how it stands.`,
  notes: {
    incomplete: 'Part of it did not reach us: we took what did.',
    emergency: (sender) =>
      `${sender} is an emergency number and sends no such message: do not believe it. In danger, call it.`,
    otp: 'It looks like a code or a service notice: if you did not ask for it, tell nobody what it says.',
    own: (sender) =>
      `${sender} is ours, but others pretend to be it: open no link, tell nobody a code. About a charge text REFUND to 10086.`,
  },
  askSender: (number) =>
    `We have your report, number ${number}. Reply with the number that sent you the message, or UNKNOWN.`,
  askText: (sender) => `Now forward the message that ${sender} sent you.`,
  whichSender: (senders) => `You wrote ${senders.join(' and ')}. Reply with the one that sent you the message.`,
  notSender: (typed) =>
    `"${typed}" is no number that sends messages. Check it and reply, e.g. 10661234, or reply UNKNOWN.`,
  ownNumber: 'That is your own number. Reply with the number that sent you the message, or UNKNOWN.',
  picture: 'We cannot read pictures. Copy or type the words of the message with its sender, e.g. 10661234*the message.',
  textMissed: (sender) =>
    `The message from ${sender} did not come, so nothing was reported. Text ${sender}*the message.`,
  same: (line) => `You reported this message already, number ${line.number}: ${enStands(line)}. Once is enough.`,
  tooMany: 'You have reported as much as we take in a day. Try again tomorrow; what we took is answered.',
  chargeThere:
    'If it is about a charge, text REFUND to 10086. To report this message, reply with the number that sent it, or UNKNOWN.',
  reportThere: (code) =>
    `Spam is reported, not refunded: text its number and the message to ${code}, e.g. 10661234*You have won. For a refund text REFUND and a number of your list.`,
  letGo: 'Very well: what you sent last was not taken.',
  withdrawn: ({ number, sender }) =>
    `Your report ${number}${sender ? ` of ${sender}` : ''} is withdrawn: it counts no more. To make it again, text the number and the message. For another one text WITHDRAW and its number.`,
  withdrawHow: (code) =>
    `To withdraw a report text WITHDRAW and its number to ${code}; without a number, your last one. What was found to be right stays.`,
  stays: {
    proven: (number) => `Report ${number} was found to be right and acted upon: it cannot be withdrawn.`,
    closed: (number) =>
      `Report ${number} is closed, nothing was done to the sender: there is nothing to withdraw. For another one text WITHDRAW and its number.`,
    withdrawn: (number) =>
      `Report ${number} is withdrawn already. For another one text WITHDRAW and its number; STATUS shows the numbers.`,
    centre: (number) => `Report ${number} came to us from 12321: withdraw it there.`,
  },
  points: ({ total, times, each }) =>
    times > 0
      ? `You were right ${times === 1 ? 'once' : `${times} times`}, and have earned ${total} points. Your page shows what for, below your reports.`
      : `You have no points yet.${each > 0 ? ` A report that proves right earns ${each}, once for the same message.` : ''} STATUS shows how your reports stand.`,
  pointsOnPage: 'Reports of yours proved right. Your page shows the points that they earned, below your reports.',
  blockThere: (port) =>
    `To hear nothing more from ${port}, text 00000 to it. To report what it sent, text ${port}*the message.`,
  whose: (port) => `To know whose ${port} is, text 0000 to it. To report what it sent, text ${port}*the message.`,
  reportTo: (code) =>
    `To report spam text ${code}: its number and the message, e.g. 10661234*You have won. Open no link in it, and tell nobody a code.`,
  reportOf: (sender, code) =>
    `To report spam from ${sender} as well, text ${sender}*the message to ${code}.${isPort(sender) ? ` To hear no more of it text 00000 to ${sender}.` : ''}`,
  elsewhere:
    'This number takes reports of spam only. For lists, cancelling, refunds and complaints text the same to 10086.',
  how: 'To report spam text its number and the message, e.g. 10661234*You have won; or forward the message and reply with the number when asked. STATUS shows how your reports stand.',
  status: (lines) =>
    `Your reports: ${lines.map((line) => `${line.number}${line.sender ? ` (${line.sender})` : ''} ${enStands(line)}`).join('; ')}.`,
  noReports: 'You have reported nothing. Text the number and the message, e.g. 10661234*You have won.',
  notYours: (number) => `You have no report ${number}. Check the number, or text STATUS to see your reports.`,
  answered: ({ number, text }) => `Report ${number}: ${text}`,
  closed: ({ number, text, proven }) =>
    `Report ${number} is closed. ${proven ? 'You were right.' : 'We found nothing against the rules.'} ${text} Are you satisfied? Reply SOLVED, or REOPEN to have it looked at once more.`,
  decided: ({ number, outcome, what, others, at, points }) => {
    const whose = others > 0 ? `by you and ${others} ${others === 1 ? 'other' : 'others'}` : 'by you'
    const subject = `${what ?? 'The message'}, reported ${whose},`
    const done = outcome === 'dismissed' ? 'broke no rule that we found' : `${enOutcome[outcome]} ${at}`
    const reward = points > 0 ? ` You get ${points} points.` : ''
    return `Report ${number} is closed. ${subject} ${done}.${reward} Are you satisfied? Reply SOLVED, or REOPEN to have it looked at once more.`
  },
  reopened: ({ number, hours }) => `Report ${number} is reopened; you get an answer within ${hours} h.`,
  reopenedBefore: (number) => `Report ${number} was looked at again already. If such a message comes again, report it.`,
  thanks: (number) => `Thank you. Report ${number} is closed.`,
  nothingToRate: 'No report waits for your word. To report spam text the number and the message.',
}

export const reportTextsIn = (language: Language): ReportTexts => (language === 'en' ? en : zh)
