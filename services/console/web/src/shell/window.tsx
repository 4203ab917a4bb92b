import { Tag } from 'antd'
import type { Link } from './processes.ts'
import { useWords } from './words.ts'

/** A link’s state, and how much of its window is taken. */
export function Window({ bound, used, window }: Link) {
  const t = useWords()
  if (!bound) return <Tag color="red">{t('unbound')}</Tag>
  return (
    <span className="window">
      <Tag color="green">{t('bound')}</Tag>
      <meter min={0} max={window} high={window * 0.9} value={used} aria-label={t('window', { used, window })} />
      <span className="soft">
        {used} / {window}
      </span>
    </span>
  )
}
