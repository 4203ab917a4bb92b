import type { ChargeRule, Language } from '#contracts'
import { fitLines, tellFen, tellTime } from './format.ts'

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

/** Every SMS about charges, in one language. */
export interface ChargingTexts {
  /** Charges that are coming (`before`), were made (`after`), or went back (`refund`); as many as fit so many segments. */
  reminder(kind: 'before' | 'after' | 'refund', lines: readonly ReminderLine[], zone: string, budget: number): string
}

const rulesZh: Record<ChargeRule, string> = {
  'no.consent': '未经您确认',
  'after.cancel': '退订之后',
  'free.period': '免费期内',
  'above.tariff': '高于资费',
  'too.often': '重复扣费',
  'purchase.used': '重复扣费',
  'purchase.over': '确认已过期',
}
const rulesEn: Record<ChargeRule, string> = {
  'no.consent': 'you had not agreed',
  'after.cancel': 'after you cancelled',
  'free.period': 'in the free period',
  'above.tariff': 'above the tariff',
  'too.often': 'charged twice',
  'purchase.used': 'charged twice',
  'purchase.over': 'agreed too long ago',
}

const zh: ChargingTexts = {
  reminder(kind, lines, zone, budget) {
    const head = {
      before: '【扣费提醒】以下业务即将扣费：',
      after: '【扣费提醒】以下业务已扣费：',
      refund: '【退费通知】以下扣费有误，已退还：',
    }[kind]
    const told = lines.map(({ partner, service, amountFen, at, number, refundFen, rule }) => {
      const name = `${number === undefined ? '' : `${number} `}${partner} ${service}`
      const amount = tellFen(amountFen, 'zh-CN')
      if (kind !== 'refund') return `${name} ${amount} ${tellTime(at, zone, 'zh-CN')}`
      return `${name} ${tellTime(at, zone, 'zh-CN')}扣${amount}，${rule ? rulesZh[rule] : '有误'}，退${tellFen(refundFen ?? 0, 'zh-CN')}`
    })
    const stops = lines.some((each) => each.number !== undefined)
    const foot = (left: number) =>
      `${left > 0 ? `另有${left}项。` : ''}${kind === 'refund' ? '退费计入您的话费账户，由责任方承担。' : stops ? '不需要请回复序号退订。' : '发送0000查询业务。'}`
    return fitLines(head, told, foot, budget).text
  },
}

const en: ChargingTexts = {
  reminder(kind, lines, zone, budget) {
    const head = {
      before: 'You will be charged for:',
      after: 'You were charged for:',
      refund: 'Wrong charges, refunded to your account:',
    }[kind]
    const told = lines.map(({ partner, service, amountFen, at, number, refundFen, rule }) => {
      const name = `${number === undefined ? '' : `${number} `}${partner}: ${service}`
      const amount = tellFen(amountFen, 'en')
      if (kind !== 'refund') return `${name}, ${amount}, ${tellTime(at, zone, 'en')}`
      return `${name}, ${amount} on ${tellTime(at, zone, 'en')}, ${rule ? rulesEn[rule] : 'wrong'}: ${tellFen(refundFen ?? 0, 'en')} back`
    })
    const stops = lines.some((each) => each.number !== undefined)
    const foot = (left: number) =>
      `${left > 0 ? `${left} more. ` : ''}${kind === 'refund' ? 'Whoever charged you wrongly pays.' : stops ? 'To stop one, reply its number.' : 'Text 0000 to see your services.'}`
    return fitLines(head, told, foot, budget).text
  },
}

export const chargingTextsIn = (language: Language): ChargingTexts => (language === 'en' ? en : zh)
