import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '../shell/api.ts'
import { useDay } from '../shell/format.ts'
import { useMe } from '../shell/me.ts'
import { Part } from '../shell/part.tsx'
import { useWords } from './words.ts'

interface Facts {
  readonly messages: number
  readonly from?: string
  readonly until?: string
  readonly bytes_per_event?: number
  readonly keep_days: number
  readonly erasures: readonly { readonly at: string; readonly events: number; readonly done: boolean }[]
}

/** Of what drafts are tried on: what was observed, without numbers and texts. */
export function ArchiveFacts() {
  const t = useWords()
  const day = useDay()
  const figure = new Intl.NumberFormat(useTranslation().i18n.language === 'zh' ? 'zh-CN' : 'en-GB')
  const mayLook = useMe().purposes.includes('look')
  const query = useQuery({
    queryKey: ['monitor-policy', 'archive'],
    queryFn: () => call<Facts>('GET', '/v1/monitor/archive'),
    enabled: mayLook,
  })
  if (!mayLook) return null
  return (
    <section className="panel" aria-labelledby="policy-archive">
      <h2 id="policy-archive">{t('archive')}</h2>
      <p className="soft">{t('archiveAbout')}</p>
      <Part query={query}>
        {({ messages, from, until, bytes_per_event, keep_days, erasures }) => (
          <dl className="facts">
            <div>
              <dt>{t('archived')}</dt>
              <dd>{figure.format(messages)}</dd>
            </div>
            {from && until && (
              <div>
                <dt>{t('archiveSpan')}</dt>
                <dd>
                  {day(from)} – {day(until)}
                </dd>
              </div>
            )}
            {bytes_per_event !== undefined && (
              <div>
                <dt>{t('bytesEvent')}</dt>
                <dd>{figure.format(bytes_per_event)}</dd>
              </div>
            )}
            <div>
              <dt>{t('keepDays')}</dt>
              <dd>{figure.format(keep_days)}</dd>
            </div>
            <div>
              <dt>{t('erasures')}</dt>
              <dd>{figure.format(erasures.length)}</dd>
            </div>
          </dl>
        )}
      </Part>
    </section>
  )
}
