import { useTranslation } from 'react-i18next'

/** Moments as the reader’s language writes them. */
export function useMoment(): (at: string | number) => string {
  const { i18n } = useTranslation()
  const shape = new Intl.DateTimeFormat(i18n.language === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'medium',
  })
  return (at) => shape.format(new Date(at))
}

/** How long it is until a moment, as one says it: in 47 hours. */
export function useFromNow(): (at: string | number) => string {
  const { i18n } = useTranslation()
  const shape = new Intl.RelativeTimeFormat(i18n.language === 'zh' ? 'zh-CN' : 'en-GB')
  return (at) => {
    const minutes = Math.round((new Date(at).getTime() - Date.now()) / 60_000)
    const hours = Math.round(minutes / 60)
    if (Math.abs(minutes) < 90) return shape.format(minutes, 'minute')
    return Math.abs(hours) < 72 ? shape.format(hours, 'hour') : shape.format(Math.round(hours / 24), 'day')
  }
}
