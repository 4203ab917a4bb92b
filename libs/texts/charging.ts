import type { ChargeRule, Language } from '#contracts'
import { fitLines, tellDay, tellFen, tellTime } from './format.ts'

export interface ReminderLine {
  readonly partner: string
  readonly service: string
  readonly amountFen: number
  readonly at: number
  /** The number that stops it; none when it does not stand any more. */
  readonly number: number | undefined
  readonly refundFen: number | undefined
  readonly rule: ChargeRule | undefined
}

export type ReminderKind = 'before' | 'after' | 'refund' | 'disproven' | 'which'

export interface DisputeFacts {
  readonly service: string
  readonly amountFen: number
  readonly at: number
  readonly zone: string
}

/** Every SMS about charges, in one language. */
export interface ChargingTexts {
  /** Charges that are coming (`before`), were made (`after`), went back (`refund`), or may be meant (`which`); as many as fit so many segments. */
  reminder(kind: ReminderKind, lines: readonly ReminderLine[], zone: string, budget: number): string
  nothingToDispute: string
  refundedBefore: string
  disputedBefore: string
  /** It was found right on that day; `kept`: what had gone back at once stays. */
  disprovenBefore(facts: DisputeFacts & { decidedAt: number; kept: boolean; to: string }): string
  /** The rule has not found yet whether it was right. */
  beingJudged: string
  /** Refunded at once, to be verified. */
  disputeRefunded(facts: DisputeFacts): string
  /** A person decides first. */
  disputeTaken(facts: DisputeFacts & { hours: number }): string
}

const rulesZh: Record<ChargeRule, string> = {
  disputed: '经核查属实',
  'no.consent': '未经您确认',
  'after.cancel': '退订之后',
  'free.period': '免费期内',
  'above.tariff': '高于资费',
  'too.often': '重复扣费',
  'purchase.used': '重复扣费',
  'purchase.over': '确认已过期',
  'partner.ended': '该公司已被终止合作',
  proven: '经核查属违规扣费',
}
const rulesEn: Record<ChargeRule, string> = {
  disputed: 'you were right',
  'no.consent': 'you had not agreed',
  'after.cancel': 'after you cancelled',
  'free.period': 'in the free period',
  'above.tariff': 'above the tariff',
  'too.often': 'charged twice',
  'purchase.used': 'charged twice',
  'purchase.over': 'agreed too long ago',
  'partner.ended': 'that company may not charge any more',
  proven: 'found to be a wrongful charge',
}

const zh: ChargingTexts = {
  reminder(kind, lines, zone, budget) {
    const head = {
      before: '【扣费提醒】以下业务即将扣费：',
      after: '【扣费提醒】以下业务已扣费：',
      refund: '【退费通知】以下扣费有误，已退还：',
      disproven: '【核查结果】以下扣费经核查符合规定，已先行退还的由运营商承担，无需归还：',
      which: '有多笔扣费可申请退费，尚未办理。请选一笔：',
    }[kind]
    const told = lines.map(({ partner, service, amountFen, at, number, refundFen, rule }) => {
      const name = `${number === undefined ? '' : `${number} `}${partner} ${service}`
      const amount = tellFen(amountFen, 'zh-CN')
      if (kind !== 'refund') return `${name} ${amount} ${tellTime(at, zone, 'zh-CN')}`
      return `${name} ${tellTime(at, zone, 'zh-CN')}扣${amount}，${rule ? rulesZh[rule] : '有误'}，退${tellFen(refundFen ?? 0, 'zh-CN')}`
    })
    const stops = lines.some((each) => each.number !== undefined)
    const foot = (left: number) =>
      `${left > 0 ? `另有${left}项。` : ''}${kind === 'refund' ? '退费计入您的话费账户，由责任方承担。解决了吗？请回复“满意”或“不满意”。' : kind === 'disproven' ? '解决了吗？请回复“满意”或“不满意”。' : kind === 'which' ? `请回复“退费”加序号，如“退费 ${lines[0]?.number}”。` : stops ? '不需要请回复序号退订。' : '发送0000查询业务。'}`
    return fitLines(head, told, foot, budget).text
  },
  nothingToDispute: '没有找到可退费的扣费。请发送0000到10086查询，再发送“退费”加序号或业务名称，如“退费 1”。',
  refundedBefore: '该业务的扣费已经退还，无需再次申请。',
  disputedBefore: '该业务的扣费您已申请退费，结果会以短信通知您。',
  disprovenBefore: ({ service, amountFen, at, zone, decidedAt, kept, to }) =>
    `“${service}”${tellTime(at, zone, 'zh-CN')}的扣费${tellFen(amountFen, 'zh-CN')}已于${tellDay(decidedAt, zone, 'zh-CN')}核查，符合规定${kept ? '，先行退还的无需归还' : '，未予退费'}。不服请发送“投诉”加原因到${to}。`,
  beingJudged: '该业务的扣费正在核查，如有误将自动双倍退还，无需申请，结果以短信通知您。',
  disputeRefunded: ({ service, amountFen, at, zone }) =>
    `已先行退还“${service}”${tellTime(at, zone, 'zh-CN')}的扣费${tellFen(amountFen, 'zh-CN')}，计入您的话费账户。我们将核查，属实则补足为双倍，结果以短信通知您。不再需要该业务请发送0000退订。`,
  disputeTaken: ({ service, amountFen, at, zone, hours }) =>
    `已受理您对“${service}”${tellTime(at, zone, 'zh-CN')}扣费${tellFen(amountFen, 'zh-CN')}的退费申请，将由人工核查，${hours}小时内答复，属实双倍退还。不再需要该业务请发送0000退订。`,
}

const en: ChargingTexts = {
  reminder(kind, lines, zone, budget) {
    const head = {
      before: 'You will be charged for:',
      after: 'You were charged for:',
      refund: 'Wrong charges, refunded to your account:',
      disproven: 'We looked into these and found them right; what was refunded already is yours to keep:',
      which: 'Several charges may be meant, nothing is done yet. Choose one:',
    }[kind]
    const told = lines.map(({ partner, service, amountFen, at, number, refundFen, rule }) => {
      const name = `${number === undefined ? '' : `${number} `}${partner}: ${service}`
      const amount = tellFen(amountFen, 'en')
      if (kind !== 'refund') return `${name}, ${amount}, ${tellTime(at, zone, 'en')}`
      return `${name}, ${amount} on ${tellTime(at, zone, 'en')}, ${rule ? rulesEn[rule] : 'wrong'}: ${tellFen(refundFen ?? 0, 'en')} back`
    })
    const stops = lines.some((each) => each.number !== undefined)
    const foot = (left: number) =>
      `${left > 0 ? `${left} more. ` : ''}${kind === 'refund' ? 'Whoever charged you wrongly pays. Is it solved? Reply SOLVED or REOPEN.' : kind === 'disproven' ? 'Is it solved? Reply SOLVED or REOPEN.' : kind === 'which' ? `Reply REFUND and its number, e.g. REFUND ${lines[0]?.number}.` : stops ? 'To stop one, reply its number.' : 'Text 0000 to see your services.'}`
    return fitLines(head, told, foot, budget).text
  },
  nothingToDispute:
    'No charge was found to refund. Text 0000 to 10086, then REFUND and a number or a name, e.g. REFUND 1.',
  refundedBefore: 'That charge was refunded already.',
  disputedBefore: 'You asked for that refund already; you will get an SMS with the outcome.',
  disprovenBefore: ({ service, amountFen, at, zone, decidedAt, kept, to }) =>
    `${tellFen(amountFen, 'en')} for ${service}, charged ${tellTime(at, zone, 'en')}, was looked into on ${tellDay(decidedAt, zone, 'en')} and found right${kept ? '; what was refunded is yours to keep' : '; it was not refunded'}. If you disagree, text COMPLAIN and why to ${to}.`,
  beingJudged:
    'That charge is being looked at. If it was wrong, it goes back twice without your asking, and you get an SMS.',
  disputeRefunded: ({ service, amountFen, at, zone }) =>
    `${tellFen(amountFen, 'en')} for ${service}, charged ${tellTime(at, zone, 'en')}, is refunded at once. We will verify; if you are right it is made up to twice, and you get an SMS. To cancel the service text 0000.`,
  disputeTaken: ({ service, amountFen, at, zone, hours }) =>
    `We will look into ${tellFen(amountFen, 'en')} for ${service}, charged ${tellTime(at, zone, 'en')}, and answer within ${hours} h; if you are right it goes back twice. To cancel the service text 0000.`,
}

export const chargingTextsIn = (language: Language): ChargingTexts => (language === 'en' ? en : zh)
