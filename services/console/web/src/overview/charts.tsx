import { useTranslation } from 'react-i18next'
import { Chart } from '../charts/chart.tsx'
import { Part } from '../shell/part.tsx'
import { Lead } from './lead.tsx'
import { RangeChoice, useRange, useTraffic } from './range.tsx'
import { type Figure, type RangeName, type Traffic, total } from './traffic.ts'
import { useWords } from './words.ts'

/** What is shown large; each leads to what it is made of. */
const tiles: readonly Figure[] = [
  ...(['mo', 'mt', 'prompts', 'yes', 'no', 'silence'] as const),
  ...(['unsubscribes', 'complaints', 'wrong', 'refunds'] as const),
]
const charts: readonly (readonly [title: 'messages' | 'answers' | 'redress', figures: readonly Figure[]])[] = [
  ['messages', ['mo', 'mt']],
  ['answers', ['prompts', 'yes', 'no', 'silence']],
  ['redress', ['unsubscribes', 'complaints', 'refunds']],
]

/** How much happens, beside the same time last week. */
export function TrafficCharts() {
  const t = useWords()
  const range = useRange()
  const query = useTraffic()
  return (
    <section aria-label={t('traffic')} className="stack">
      <div className="range">
        <p className="soft">{t('about')}</p>
        <RangeChoice />
      </div>
      <Part query={query}>{(traffic) => <Shown traffic={traffic} range={range} />}</Part>
    </section>
  )
}

function Shown({ traffic: { at, counts, before }, range }: { traffic: Traffic; range: RangeName }) {
  const t = useWords()
  return (
    <>
      <ul className="tiles">
        {tiles.map((figure) => (
          <li key={figure}>
            <Tile
              name={t(`figures/${figure}`)}
              now={total(counts[figure])}
              then={total(before[figure])}
              to={`/console/traffic/${figure}`}
              range={range}
            />
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
              long={range === 'week'}
              beforeName={t('lastWeek')}
              lines={shown.map((each) => ({ name: t(`figures/${each}`), values: counts[each], before: before[each] }))}
            />
          </section>
        ))}
      </div>
    </>
  )
}

function Tile({
  name,
  now,
  then,
  to,
  range,
}: {
  name: string
  now: number
  then: number
  to: string
  range: RangeName
}) {
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
      <Lead to={to} search={{ range }}>
        {figure.format(now)}
      </Lead>
      <p className="soft">{against}</p>
    </>
  )
}
