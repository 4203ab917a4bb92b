import { Empty } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMoment } from '../shell/format.ts'
import { Part } from '../shell/part.tsx'
import { usePart } from './api.ts'
import { useWords } from './words.ts'

/** What waits for the subscriber’s own yes, which nobody here can say; and what they agreed to, word for word. */
export function ConsentsTab({ of }: { of: string }) {
  const t = useWords()
  const moment = useMoment()
  const { i18n } = useTranslation()
  const isZh = i18n.language === 'zh'
  const prompts = usePart(of, 'prompts')
  const receipts = usePart(of, 'receipts')
  return (
    <div className="cards wide">
      <section className="panel" aria-labelledby="prompts">
        <h2 id="prompts">{t('prompts')}</h2>
        <p className="note">{t('neverYes')}</p>
        <Part query={prompts}>
          {({ items }) => (
            <>
              {items.length === 0 && <p className="soft">{t('promptsNone')}</p>}
              <ul className="rows">
                {items.map((each) => (
                  <li key={each.id}>
                    <blockquote className="quote">{each.text}</blockquote>
                    <span className="soft">{t('expires', { when: moment(each.expires_at) })}</span>
                  </li>
                ))}
              </ul>
            </>
          )}
        </Part>
      </section>
      <section className="panel" aria-labelledby="receipts">
        <h2 id="receipts">{t('receipts')}</h2>
        <Part query={receipts}>
          {({ items }) => (
            <>
              {items.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('receiptsNone')} />}
              <ul className="rows">
                {items.map((each) => (
                  <li key={each.id}>
                    <strong>{isZh ? each.service_zh : each.service_en}</strong>{' '}
                    <span className="soft">
                      {isZh ? each.partner_zh : each.partner_en} · {t('receipt', { number: each.number })}
                    </span>
                    <blockquote className="quote">{each.content.asked}</blockquote>
                    <p className="answered">
                      {t('answered', {
                        when: moment(each.content.answeredAt),
                        where: t.of('where', each.content.channel),
                      })}
                      {each.content.channel !== 'web' && <q>{each.content.answer}</q>}
                    </p>
                  </li>
                ))}
              </ul>
            </>
          )}
        </Part>
      </section>
    </div>
  )
}
