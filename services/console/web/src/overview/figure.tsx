import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMinute } from '../shell/format.ts'
import { Part } from '../shell/part.tsx'
import { Screen } from '../shell/screen.tsx'
import { Table } from '../shell/table.tsx'
import { RangeChoice, useTraffic } from './range.tsx'
import { type Figure, nearTo, total } from './traffic.ts'
import { useWords } from './words.ts'

/** What a figure of the overview is made of: so many in each step of its time, which add up to it. */
export function FigureList() {
  const t = useWords()
  const minute = useMinute()
  const { i18n } = useTranslation()
  const { figure: wanted } = useParams({ strict: false }) as { figure?: string }
  const figure = (Object.keys(nearTo) as Figure[]).find((each) => each === wanted) ?? 'mo'
  const query = useTraffic()
  const count = new Intl.NumberFormat(i18n.language === 'zh' ? 'zh-CN' : 'en-GB')
  const near = nearTo[figure]
  return (
    <Screen title={t(`figures/${figure}`)} about={t('figureAbout')}>
      <div className="stack">
        <div className="range">
          <p className="soft">
            {t('closer')}{' '}
            <Link to={near.to} className="text-link">
              {t(`nears/${near.says}`)}
            </Link>
          </p>
          <RangeChoice />
        </div>
        <Part query={query}>
          {({ at, counts, before }) => {
            const rows = at
              .map((from, place) => ({ from, now: counts[figure][place] ?? 0, past: before[figure][place] ?? 0 }))
              .filter(({ now, past }) => now > 0 || past > 0)
              .reverse()
            return (
              <Table
                rows={rows}
                rowKey={({ from }) => String(from)}
                empty={t('figureNone')}
                total={t('total')}
                columns={[
                  { name: 'from', title: t('from'), short: true, render: ({ from }) => minute(from) },
                  {
                    name: 'now',
                    title: t('count'),
                    figure: true,
                    render: ({ now }) => count.format(now),
                    total: <strong>{count.format(total(counts[figure]))}</strong>,
                  },
                  {
                    name: 'past',
                    title: t('lastWeek'),
                    figure: true,
                    render: ({ past }) => count.format(past),
                    total: count.format(total(before[figure])),
                  },
                ]}
              />
            )
          }}
        </Part>
      </div>
    </Screen>
  )
}
