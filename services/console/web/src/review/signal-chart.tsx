import { Chart } from '../charts/chart.tsx'
import { trailing } from '../charts/lines.ts'
import type { Drawn } from './api.ts'
import { useSignals } from './signals.ts'
import { useWords } from './words.ts'

const DAY = 86_400_000
/** A share of one day jumps about: each point is of so many days that end with it. */
const SPAN = 7

/** A signal day by day beside what is usual for it, and for its peers. @param end the day after the last, as its midnight in UTC, ms */
export function SignalChart({ signal, end }: { readonly signal: Drawn; readonly end: number }) {
  const t = useWords()
  const signals = useSignals()
  const { name, cases, of, figure, baseline, peers } = signal
  const at = cases.map((_, n) => end - (cases.length - n) * DAY)
  const isPerUsers = signals.isPerUsers(name)
  const scaled = (each: number) => Math.round(each * (isPerUsers ? 1_000_000 : 10_000)) / 100
  const line = (text: string, value: number) => ({
    name: text,
    note: signals.figure(name, value),
    values: cases.map(() => scaled(value)),
  })
  return (
    <figure className="signal-chart">
      <figcaption>
        <strong>{signals.name(name)}</strong>{' '}
        <span className="soft">{t(isPerUsers ? 'chartRates' : 'chartShares', { days: SPAN })}</span>
      </figcaption>
      <Chart
        label={t('chartLabel', {
          signal: signals.name(name),
          seen: signals.figure(name, figure),
          usual: signals.figure(name, baseline),
          peers: signals.figure(name, peers.rate),
        })}
        at={at}
        daily
        asLines
        unit={isPerUsers ? '' : '%'}
        lines={[
          { name: t('chartSeen'), values: trailing(cases, of, SPAN).map((each) => each && scaled(each)) },
          line(t('chartUsual'), baseline),
          { ...line(t('chartPeers'), peers.rate), dashed: true },
        ]}
      />
    </figure>
  )
}
