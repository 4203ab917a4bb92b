import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import { useWords } from './words.ts'

/** What became of something that needs two people. */
export interface Sent {
  readonly proposal: string
  readonly status: 'applied' | 'open'
}

export function Sent({ outcome }: { outcome: Sent }) {
  const t = useWords()
  const isOpen = outcome.status === 'open'
  return (
    <div role="status">
      <Alert
        type={isOpen ? 'info' : 'success'}
        showIcon
        title={isOpen ? t('sent') : t('applied')}
        action={isOpen && <Link to="/console/proposals">{t('toProposals')}</Link>}
      />
    </div>
  )
}
