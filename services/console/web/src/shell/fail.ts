import { App } from 'antd'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from './api.ts'

/** What an error means, in the reader’s language. */
export function useWhy(): (error: unknown) => string {
  const { t, i18n } = useTranslation()
  return useCallback(
    (error: unknown) => {
      const code = error instanceof ApiError ? error.code : 'other'
      const more = error instanceof ApiError ? error.more : {}
      if (code === 'proposal.refused' && i18n.exists(`why/${String(more['why'])}`))
        return t(`why/${String(more['why'])}`)
      const specific = `${code}/${String(more['why'])}`
      if (i18n.exists(specific, { ns: 'errors' })) return t(specific, { ns: 'errors' })
      return i18n.exists(code, { ns: 'errors' })
        ? t(code, { ns: 'errors', ...more })
        : `${t('other', { ns: 'errors' })} (${code})`
    },
    [t, i18n],
  )
}

/** Says it where one looks. */
export function useFail(): (error: unknown) => void {
  const { message } = App.useApp()
  const why = useWhy()
  return useCallback((error: unknown) => void message.error(why(error)), [message, why])
}
