import { useTranslation } from 'react-i18next'
import type { Listed } from './api.ts'
import { useWords } from './words.ts'

/** Who sent it, and whose port that is. */
export function SenderWords({ of }: { of: Listed['sender'] }) {
  const t = useWords()
  const { i18n } = useTranslation()
  const partner = i18n.language === 'zh' ? of.partner_zh : of.partner_en
  return (
    <>
      <span className="number is-mask">{of.address ?? '—'}</span>
      <span className="case-about">
        {t.of('senders', of.kind)}
        {partner && ` · ${partner}`}
      </span>
    </>
  )
}
