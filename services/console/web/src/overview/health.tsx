import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { useLive } from '../shell/live.tsx'
import { Part } from '../shell/part.tsx'
import { isWorkKnown, linksOf, loadProcesses, workOf } from '../shell/processes.ts'
import { useTrouble } from '../shell/trouble.ts'
import { Window } from '../shell/window.tsx'
import { Lead } from './lead.tsx'
import { useWords } from './words.ts'

/** Whether the gateway is well: its links, what waits in the log, and what is wrong. */
export function Health() {
  useLive('processes')
  const t = useWords()
  const tell = useTrouble()
  const query = useQuery({ queryKey: ['processes'], queryFn: loadProcesses, refetchInterval: 60_000 })
  return (
    <div className="charts">
      <section className="panel" aria-label={t('links')}>
        <h2>{t('links')}</h2>
        <Part query={query}>
          {(all) => {
            const links = linksOf(all)
            if (links.length === 0) return <p className="soft">{t('noLinks')}</p>
            return (
              <ul className="due">
                {links.map((each) => (
                  <li key={`${each.process} ${each.name}`}>
                    <strong>{each.name}</strong>
                    <Window {...each} />
                  </li>
                ))}
              </ul>
            )
          }}
        </Part>
      </section>
      <section className="panel" aria-label={t('lanes')}>
        <h2>{t('lanes')}</h2>
        <Part query={query}>
          {(all) => {
            const behind = workOf(all).filter((each) => each.lag > 0)
            const lag = behind.reduce((sum, each) => sum + each.lag, 0)
            return (
              <>
                <Lead to="/console/system">{lag}</Lead>
                <p className="soft">
                  {lag === 0
                    ? t(isWorkKnown(all) ? 'lagNone' : 'lagUnknown')
                    : behind.map((each) => `${each.process} ${each.lag}`).join(', ')}
                </p>
              </>
            )
          }}
        </Part>
      </section>
      <section className="panel" aria-label={t('troubles')}>
        <h2>{t('troubles')}</h2>
        <Part query={query}>
          {(all) => {
            const troubles = all.flatMap((each) => each.troubles.map((text) => `${each.id}: ${tell(text)}`))
            return troubles.length === 0 ? (
              <p className="soft">{t('noTroubles')}</p>
            ) : (
              troubles.map((each) => <Alert key={each} type="error" showIcon title={each} className="gap" />)
            )
          }}
        </Part>
      </section>
    </div>
  )
}
