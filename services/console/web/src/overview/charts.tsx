import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { Chart } from '../charts/chart.tsx'
import { useLive } from '../shell/live.tsx'
import { Part } from '../shell/part.tsx'
import { useSearchState } from '../shell/search-state.ts'
import { Lead } from './lead.tsx'
import { type Figure, loadTraffic, type RangeName, ranges, type Traffic } from './traffic.ts'
import { useWords } from './words.ts'

const total = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0)

/** What is shown large, and the list that it leads to: by link, by message, by partner, by case. */
const tiles: readonly (readonly [figure: Figure, to: string])[] = [
  ['mo', '/console/system'],
  ['mt', '/console/decisions'],
  ['prompts', '/console/risk/partners'],
  ['yes', '/console/risk/partners'],
  ['unsubscribes', '/console/risk/partners'],
  ['complaints', '/console/complaints'],
  ['wrong', '/console/settlements'],
  ['refunds', '/console/settlements'],
]
const charts: readonly (readonly [title: 'messages' | 'answers' | 'redress', figures: readonly Figure[]])[] = [
  ['messages', ['mo', 'mt']],
  ['answers', ['prompts', 'yes', 'no', 'silence']],
  ['redress', ['unsubscribes', 'complaints', 'refunds']],
]

/** How much happens, beside the same time last week. */
export function TrafficCharts() {
  const t = useWords()
  const [search, go] = useSearchState()
  const range = (Object.keys(ranges) as RangeName[]).find((each) => each === search['range']) ?? 'day'
  useLive('traffic')
  const query = useQuery({
    queryKey: ['traffic', range],
    queryFn: () => loadTraffic(range),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
  return (
    <section aria-label={t('traffic')} className="stack">
      <div className="range">
        <p className="soft">{t('about')}</p>
        <Segmented
          aria-label={t('range')}
          value={range}
          onChange={(next) => go({ ...search, range: next }, { replace: true })}
          options={(Object.keys(ranges) as RangeName[]).map((value) => ({ value, label: t(`ranges/${value}`) }))}
        />
      </div>
      <Part query={query}>{(traffic) => <Shown traffic={traffic} long={range === 'week'} />}</Part>
    </section>
  )
}

function Shown({ traffic: { at, counts, before }, long }: { traffic: Traffic; long: boolean }) {
  const t = useWords()
  return (
    <>
      <ul className="tiles">
        {tiles.map(([figure, to]) => (
          <li key={figure}>
            <Tile name={t(`figures/${figure}`)} now={total(counts[figure])} then={total(before[figure])} to={to} />
          </li>
        ))}
      </ul>
      <div className="charts">
        {charts.map(([title, shown]) => (
          <section key={title} className="panel" aria-labelledby={`chart-${title}`}>
            <h2 id={`chart-${title}`}>{t(title)}</h2>
            <Chart
              label={t('chartLabel', {
                what: t(title),
                figures: shown.map((each) => `${t(`figures/${each}`)} ${total(counts[each])}`).join(', '),
              })}
              at={at}
              long={long}
              beforeName={t('lastWeek')}
              lines={shown.map((each) => ({ name: t(`figures/${each}`), values: counts[each], before: before[each] }))}
            />
          </section>
        ))}
      </div>
    </>
  )
}

function Tile({ name, now, then, to }: { name: string; now: number; then: number; to: string }) {
  const t = useWords()
  const { i18n } = useTranslation()
  const figure = new Intl.NumberFormat(i18n.language === 'zh' ? 'zh-CN' : 'en-GB')
  const percent = then === 0 ? 0 : Math.round((Math.abs(now - then) / then) * 100)
  const against =
    then === 0
      ? t('noLastWeek')
      : percent === 0
        ? t('same')
        : t(now > then ? 'more' : 'less', { percent: figure.format(percent) })
  return (
    <>
      <h2>{name}</h2>
      <Lead to={to}>{figure.format(now)}</Lead>
      <p className="soft">{against}</p>
    </>
  )
}
