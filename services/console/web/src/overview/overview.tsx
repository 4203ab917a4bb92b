import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Card } from 'antd'
import { useTranslation } from 'react-i18next'
import { api } from '../shell/api.ts'
import { useMe } from '../shell/me.ts'
import { Part } from '../shell/part.tsx'

/** Where one begins: what waits for oneself. */
export function Overview() {
  const { t } = useTranslation()
  const me = useMe()
  return (
    <>
      <h1>{t('welcome', { name: me.name })}</h1>
      <p className="soft">{t('welcomeAbout')}</p>
      {me.purposes.includes('decide') && <Waiting />}
    </>
  )
}

function Waiting() {
  const { t } = useTranslation()
  const query = useQuery({
    queryKey: ['proposals', 'open'],
    queryFn: () => api.proposals('open'),
    refetchInterval: 15_000,
  })
  return (
    <div className="cards">
      <Card title={t('proposals')}>
        <Part query={query}>
          {({ items, next }) => (
            <Link to="/console/proposals" search={{ status: 'open' }} className="figure">
              {items.filter((each) => each.why_not === undefined).length}
              {next ? '+' : ''}
            </Link>
          )}
        </Part>
      </Card>
    </div>
  )
}
