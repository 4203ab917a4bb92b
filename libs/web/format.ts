/** The languages that pages speak. */
export type Tongue = 'zh' | 'en'

/** Integer fen as people read them. */
export const money = (fen: number, language: Tongue): string => {
  const yuan = fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2)
  return language === 'zh' ? `${yuan}元` : `CNY ${yuan}`
}

/** A moment on the clock of this IANA zone. */
export const moment = (iso: string | number, language: Tongue, timeZone: string, withTime = true): string =>
  new Date(iso).toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone,
    dateStyle: 'medium',
    ...(withTime ? { timeStyle: 'short' as const } : {}),
  })
