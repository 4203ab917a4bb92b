import { useTranslation } from 'react-i18next'
import { useMe } from './me.ts'

/** Moments as the reader’s language writes them: where the reader is, or in a zone, which they then name. */
export function useMoment(timeZone?: string): (at: string | number) => string {
  const { i18n } = useTranslation()
  const shape = new Intl.DateTimeFormat(i18n.language === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'medium',
    ...(timeZone === undefined ? { timeStyle: 'medium' } : { timeStyle: 'long', timeZone }),
  })
  return (at) => shape.format(new Date(at))
}

/** The same to the minute, of this year without it. */
export function useMinute(): (at: string | number) => string {
  const { i18n } = useTranslation()
  const locale = i18n.language === 'zh' ? 'zh-CN' : 'en-GB'
  const usual = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const
  const shape = new Intl.DateTimeFormat(locale, usual)
  const old = new Intl.DateTimeFormat(locale, { ...usual, year: 'numeric' })
  return (at) => {
    const date = new Date(at)
    return (date.getFullYear() === new Date().getFullYear() ? shape : old).format(date)
  }
}

/** The day of a moment in the operator’s calendar, as the reader’s language writes it. */
export function useDay(): (at: string | number) => string {
  const { zone } = useMe()
  const { i18n } = useTranslation()
  const shape = new Intl.DateTimeFormat(i18n.language === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'medium',
    timeZone: zone,
  })
  return (at) => shape.format(new Date(at))
}

/** How long it is until a moment, as one says it: in 47 hours. */
export function useFromNow(): (at: string | number) => string {
  const { i18n } = useTranslation()
  const locale = i18n.language === 'zh' ? 'zh-CN' : 'en-GB'
  const shape = new Intl.RelativeTimeFormat(locale)
  const now = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  return (at) => {
    const minutes = Math.round((new Date(at).getTime() - Date.now()) / 60_000)
    const hours = Math.round(minutes / 60)
    if (minutes === 0) return now.format(0, 'minute')
    if (Math.abs(minutes) < 90) return shape.format(minutes, 'minute')
    return Math.abs(hours) < 72 ? shape.format(hours, 'hour') : shape.format(Math.round(hours / 24), 'day')
  }
}

interface Named {
  readonly name_zh: string
  readonly name_en: string
  readonly partner_zh?: string
  readonly partner_en?: string
}

const money = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** Fen as an amount, the same on every screen and in both languages; what goes away has its minus. */
export const yuan = (fen: number): string => `${fen < 0 ? '−' : ''}¥${money.format(Math.abs(fen) / 100)}`

/** What services, partners and amounts are called in the reader’s language. */
export function useNames() {
  const { i18n } = useTranslation()
  const isZh = i18n.language === 'zh'
  return {
    service: (each: Named): string => (isZh ? each.name_zh : each.name_en),
    partner: (each: Named): string => (isZh ? each.partner_zh : each.partner_en) ?? '',
    yuan,
  }
}
