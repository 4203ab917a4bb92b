import { useTranslation } from 'react-i18next'
import { useDay } from '../shell/format.ts'
import { Table } from '../shell/table.tsx'
import type { Cohort } from './monitor-api.ts'
import { useWords } from './words.ts'

/** What became of those who subscribed in each week: handset software charges late, so a good week may go bad. */
export function Cohorts({ of, days }: { readonly of: readonly Cohort[]; readonly days: number }) {
  const t = useWords()
  const day = useDay()
  const { i18n } = useTranslation()
  const locale = i18n.language === 'zh' ? 'zh-CN' : 'en-GB'
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  const count = new Intl.NumberFormat(locale)
  return (
    <section aria-labelledby="cohorts">
      <h2 id="cohorts">{t('cohorts')}</h2>
      <p className="soft">{t('cohortsAbout', { days })}</p>
      <Table
        rows={of.toReversed()}
        rowKey={({ from }) => from}
        empty={t('cohortsNone')}
        columns={[
          { name: 'from', title: t('cohortWeek'), short: true, render: ({ from }) => day(`${from}T12:00:00Z`) },
          { name: 'came', title: t('cohortCame'), figure: true, render: ({ came }) => count.format(came) },
          {
            name: 'left',
            title: t('cohortLeft'),
            render: ({ came, left }) => (
              <Fate share={came > 0 ? left / came : 0} text={`${share.format(left / came)} (${count.format(left)})`} />
            ),
          },
          {
            name: 'regretted',
            title: t('cohortRegretted'),
            render: ({ regretted }) =>
              regretted !== undefined && <Fate share={regretted} text={share.format(regretted)} isBad />,
          },
          {
            name: 'over',
            title: t('state'),
            render: ({ over }) => <span className="soft">{t(over ? 'cohortOver' : 'cohortOn')}</span>,
          },
        ]}
      />
    </section>
  )
}

function Fate({
  share,
  text,
  isBad = false,
}: {
  readonly share: number
  readonly text: string
  readonly isBad?: boolean
}) {
  return (
    <span className="fate">
      <span className="fate-bar" aria-hidden>
        <span className={isBad ? 'fate-bad' : ''} style={{ inlineSize: `${Math.min(100, 100 * share)}%` }} />
      </span>
      {text}
    </span>
  )
}
