import { useMe } from '../shell/me.ts'
import { Screen } from '../shell/screen.tsx'
import { useWords as useShellWords } from '../shell/words.ts'
import { TrafficCharts } from './charts.tsx'
import { Deadlines } from './deadlines.tsx'
import { Health } from './health.tsx'
import { Spam } from './spam.tsx'
import './overview.css'

/** Where one begins: what runs out of time, what waits to be decided, how much happens, and whether the gateway is well. Each part stands by itself. */
export function Overview() {
  const t = useShellWords()
  const me = useMe()
  const watches = me.purposes.includes('watch')
  return (
    <Screen title={t('welcome', { name: me.name })}>
      <div className="stack">
        <Deadlines />
        <Spam />
        {watches && <TrafficCharts />}
        {watches && <Health />}
      </div>
    </Screen>
  )
}
