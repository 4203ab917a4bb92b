import { Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NoticeTold } from './api.ts'
import { useWords } from './words.ts'

/** A notice as the public will read it, in either language. */
export function NoticeShown({ notice, withdrawn = false }: { notice: NoticeTold; withdrawn?: boolean }) {
  const t = useWords()
  const { i18n } = useTranslation()
  const [language, setLanguage] = useState<'zh' | 'en'>(i18n.language === 'zh' ? 'zh' : 'en')
  const { partner, service, reason, penalty, refunded, correction } = notice[language]
  const isZh = language === 'zh'
  return (
    <>
      <Segmented
        aria-label={t('noticeLanguage')}
        value={language}
        onChange={setLanguage}
        options={[
          { value: 'zh', label: '中文' },
          { value: 'en', label: 'English' },
        ]}
      />
      <article className="notice-shown" lang={isZh ? 'zh-CN' : 'en'}>
        <h3>{partner}</h3>
        {withdrawn && (
          <p className="notice-withdrawn">{isZh ? '经申诉复核，该公示已撤销' : 'Withdrawn after an appeal'}</p>
        )}
        <p>{withdrawn ? <s>{reason}</s> : reason}</p>
        <dl>
          {service && (
            <div>
              <dt>{isZh ? '业务' : 'Service'}</dt>
              <dd>{service}</dd>
            </div>
          )}
          {penalty && (
            <div>
              <dt>{isZh ? '处罚' : 'Penalty'}</dt>
              <dd>{penalty}</dd>
            </div>
          )}
          {correction && (
            <div>
              <dt>{isZh ? '更正' : 'Corrected'}</dt>
              <dd>{correction}</dd>
            </div>
          )}
        </dl>
        {refunded && <p>{refunded}</p>}
      </article>
    </>
  )
}
