import { useTranslation } from 'react-i18next'
import { useMe } from './me.ts'

/** By the operator’s clock, which the frame names, wherever the reader sits; as the reader’s language writes it. */
function useShape(style: Intl.DateTimeFormatOptions): (at: string | number) => string {
  const { zone } = useMe()
  const { i18n } = useTranslation()
  const shape = new Intl.DateTimeFormat(i18n.language === 'zh' ? 'zh-CN' : 'en-GB', { ...style, timeZone: zone })
  return (at) => shape.format(new Date(at))
}

/** Moments to the second. */
export const useMoment = () => useShape({ dateStyle: 'medium', timeStyle: 'medium' })

/** What held from when: to the minute. */
export const useSince = () => useShape({ dateStyle: 'medium', timeStyle: 'short' })

const minutes = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const

/** What is near, such as a deadline: the year says nothing. */
export const useSoon = () => useShape(minutes)

/** To the minute, of this year without it. */
export function useMinute(): (at: string | number) => string {
  const near = useSoon()
  const old = useShape({ ...minutes, year: 'numeric' })
  const year = useShape({ year: 'numeric' })
  return (at) => (year(at) === year(Date.now()) ? near : old)(at)
}

/** The day of a moment. */
export const useDay = () => useShape({ dateStyle: 'medium' })

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
