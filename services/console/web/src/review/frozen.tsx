import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useWords as useCaseWords } from '../cases/words.ts'
import { useLive } from '../shell/live.tsx'
import { useMe } from '../shell/me.ts'
import { review } from './api.ts'
import { useNow } from './bits.tsx'
import { useCaseNames } from './names.ts'
import { useWords } from './words.ts'
import './review.css'

const SHOWN = 3

/** On every screen: where charging was stopped before a person looked, and how long is left to look. */
export function Frozen() {
  return useMe().purposes.includes('look') ? <Strip /> : null
}

function Strip() {
  const t = useWords()
  const span = useSpan()
  const { what } = useCaseNames()
  useLive('cases')
  const now = useNow()
  const query = useQuery({
    queryKey: ['cases', 'frozen'],
    queryFn: () => review.cases('status=frozen&limit=20'),
    refetchInterval: 30_000,
  })
  const { items = [], next } = query.data ?? {}
  if (items.length === 0) return null
  return (
    <aside className="frozen" aria-label={t('frozenTitle')}>
      <strong>{t('frozenTitle')}</strong>
      <ul>
        {items.slice(0, SHOWN).map((each) => {
          const minutes = Math.round((Date.parse(each.due_at) - now) / 60_000)
          return (
            <li key={each.number}>
              <Link to="/console/cases/$number" params={{ number: each.number } as never}>
                {what(each)}
              </Link>
              {' · '}
              <span className={minutes <= 0 ? 'frozen-late' : undefined}>
                {minutes > 0 ? t('frozenLeft', { time: span(minutes) }) : t('frozenLate', { time: span(-minutes) })}
              </span>
              {' · '}
              <span>{each.owner_name ?? t('nobodyHas')}</span>
            </li>
          )
        })}
      </ul>
      {(items.length > SHOWN || next) && (
        <Link to="/console/cases" search={{ status: 'frozen' } as never}>
          {t('frozenAll', { count: `${items.length}${next ? '+' : ''}` })}
        </Link>
      )}
    </aside>
  )
}

/** Hours and minutes; beyond three days, days. */
function useSpan(): (minutes: number) => string {
  const t = useCaseWords()
  return (minutes) =>
    minutes < 72 * 60
      ? `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
      : t('days', { days: Math.round(minutes / 60 / 24) })
}
