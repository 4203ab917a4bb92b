import type { Link } from './processes.ts'
import { State } from './state.tsx'
import { useWords } from './words.ts'

/** A link’s state, and how much of its window is taken. */
export function Window({ bound, used, window }: Link) {
  const t = useWords()
  if (!bound) return <State tone="bad">{t('unbound')}</State>
  return (
    <span className="window">
      <State tone="good">{t('bound')}</State>
      <meter min={0} max={window} high={window * 0.9} value={used} aria-label={t('window', { used, window })} />
      <span className="soft">
        {used} / {window}
      </span>
    </span>
  )
}
