import { Progress } from 'antd'
import { useEffect, useState } from 'react'
import { State, type Tone } from '../shell/state.tsx'
import type { ListedCase, Status } from './api.ts'
import { useWords } from './words.ts'

const tones: Readonly<Record<Status, Tone>> = {
  open: 'news',
  appealed: 'warn',
  refunding: 'news',
  decided: 'good',
  closed: 'over',
}

/** How a case stands, and what makes it urgent. */
export function CaseTags({ of }: { of: ListedCase }) {
  const t = useWords()
  return (
    <span className="tags">
      {of.frozen && <State tone="bad">{t('frozen')}</State>}
      {of.escalated && <State tone="warn">{t('escalated')}</State>}
      <State tone={tones[of.status]}>{[t.of('states', of.status), verdictOf(of, t)].filter(Boolean).join(' · ')}</State>
      {of.snoozed_until && <State tone="over">{t('snoozed')}</State>}
    </span>
  )
}

const verdictOf = ({ points = 0, withdrawn }: ListedCase, t: ReturnType<typeof useWords>): string =>
  withdrawn ? t('takenBack') : points > 0 ? t('minusPoints', { points }) : ''

/** How much evidence there is: a bar beside its figure, in log units. */
export function Weight({ of }: { of: number }) {
  const t = useWords()
  const figure = of >= 100 ? Math.round(of) : Math.round(of * 10) / 10
  return (
    <span className="weight" title={t('weightAbout')}>
      <span className="weight-bar" aria-hidden>
        <span style={{ inlineSize: `${Math.min(100, of)}%` }} />
      </span>
      {figure}
    </span>
  )
}

/** Credit points that are left, of 100. */
export function Points({ left, before }: { left: number; before?: number }) {
  const t = useWords()
  return (
    <span className="points">
      <Progress
        percent={left}
        success={{ percent: 0 }}
        showInfo={false}
        status={left <= 20 ? 'exception' : 'normal'}
        aria-label={t('pointsLeft', { points: left })}
      />
      <strong>
        {t('pointsOf', { points: before === undefined || before === left ? left : `${before} → ${left}` })}
      </strong>
    </span>
  )
}

/** Now, each half minute: for what is told until a deadline. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
