import { Chart } from '../charts/chart.tsx'
import type { Drawn } from './api.ts'
import { useSignals } from './signals.ts'
import { useWords } from './words.ts'

const DAY = 86_400_000
/** A share of one day jumps about: each point is of so many days that end with it. */
const SPAN = 7

/** The sums of the days that end with each. */
const trailing = (values: readonly number[]): number[] =>
  values.map((_, at) => values.slice(Math.max(0, at + 1 - SPAN), at + 1).reduce((sum, each) => sum + each, 0))

/** A signal day by day beside what is usual for it, and for its peers. @param end the day after the last, as its midnight in UTC, ms */
export function SignalChart({ signal, end }: { readonly signal: Drawn; readonly end: number }) {
  const t = useWords()
  const signals = useSignals()
  const { name, cases, of, figure, baseline, peers } = signal
  const at = cases.map((_, n) => end - (cases.length - n) * DAY)
  const isCounted = signals.isPerUsers(name)
  const [seen, all] = [trailing(cases), trailing(of)]
  const percent = (each: number) => Math.round(each * 10_000) / 100
  const line = (text: string, value: number) => ({ name: text, values: cases.map(() => percent(value)) })
  return (
    <figure className="signal-chart">
      <figcaption>
        <strong>{signals.name(name)}</strong>{' '}
        <span className="soft">{t(isCounted ? 'chartCounts' : 'chartShares', { days: SPAN })}</span>
      </figcaption>
      <Chart
        label={t('chartLabel', {
          signal: signals.name(name),
          seen: signals.figure(name, figure),
          usual: signals.figure(name, baseline),
        })}
        at={at}
        daily
        {...(isCounted
          ? { lines: [{ name: t('chartSeen'), values: seen }] }
          : {
              asLines: true,
              unit: '%',
              lines: [
                { name: t('chartSeen'), values: seen.map((each, n) => (all[n] ? percent(each / all[n]) : 0)) },
                line(t('chartUsual'), baseline),
                line(t('chartPeers'), peers.rate),
              ],
            })}
      />
    </figure>
  )
}
