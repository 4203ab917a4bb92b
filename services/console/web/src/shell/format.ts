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
