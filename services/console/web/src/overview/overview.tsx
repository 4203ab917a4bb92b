import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useMe } from '../shell/me.ts'
import { Screen } from '../shell/screen.tsx'
import { useWords as useShellWords } from '../shell/words.ts'
import { TrafficCharts } from './charts.tsx'
import { Deadlines } from './deadlines.tsx'
import { Health } from './health.tsx'
import { Spam } from './spam.tsx'
import { useWords } from './words.ts'
import './overview.css'

/** Where one begins: what runs out of time, what waits to be decided, how much happens, and whether the gateway is well. Each part stands by itself. */
export function Overview() {
  const t = useShellWords()
  const me = useMe()
  const watches = me.purposes.includes('watch')
  const looks = me.purposes.includes('look')
  const serves = me.purposes.includes('counter')
  return (
    <Screen title={t('welcome', { name: me.name })}>
      <div className="stack">
        {serves && !looks && <Serve />}
        <Deadlines />
        <Spam />
        {watches && <TrafficCharts />}
        {watches && <Health />}
      </div>
    </Screen>
  )
}

/** The desk of who serves subscribers and has no queue. */
function Serve() {
  const t = useWords()
  return (
    <section className="panel">
      <h2>{t('serve')}</h2>
      <p className="soft">{t('serveAbout')}</p>
      <Link to="/console/counter">
        <Button type="primary">{t('serveNow')}</Button>
      </Link>
    </section>
  )
}
