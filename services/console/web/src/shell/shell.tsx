import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Outlet, useMatches, useRouterState } from '@tanstack/react-router'
import { Button, Result, Skeleton } from 'antd'
import { useEffect, useRef } from 'react'
import { Frozen } from '../review/frozen.tsx'
import { screens } from '../screens.ts'
import { ApiError, api, type Me } from './api.ts'
import { keepDraftsOf } from './draft.ts'
import { useKeptFocus } from './kept-focus.ts'
import { Keys } from './keys.tsx'
import { LiveStream, useConnected } from './live.tsx'
import { Clock, Looks } from './looks.tsx'
import { MeContext } from './me.ts'
import { FirstPassword } from './password.tsx'
import { Menu, Rail } from './rail.tsx'
import { SignIn } from './sign-in.tsx'
import { useWords } from './words.ts'

const SOON_MS = 2000

/** The frame of every screen: who it is, where one can go, and the way out. Nothing is behind it for who is signed out. */
export function Shell() {
  const t = useWords()
  const queries = useQueryClient()
  const me = useQuery({ queryKey: ['me'], queryFn: api.me, refetchInterval: 60_000 })
  const wasIn = useRef(false)
  useEffect(() => {
    const ask = () => {
      // The answer to this very question says so too: asked anew each time, it would never be heard.
      if (queries.isFetching({ queryKey: ['me'] }) === 0) void queries.invalidateQueries({ queryKey: ['me'] })
    }
    window.addEventListener('session-over', ask)
    return () => window.removeEventListener('session-over', ask)
  }, [queries])
  const isOut = me.error instanceof ApiError && (me.error.status === 401 || me.error.code === 'session.missing')
  const id = isOut ? undefined : me.data?.id
  useEffect(() => {
    if (id === undefined) return
    wasIn.current = true
    keepDraftsOf(id)
  }, [id])
  if (isOut) return <SignIn over={wasIn.current} />
  if (!me.data)
    return (
      <main className="door">
        {me.isPending ? (
          <Skeleton active title={false} className="door-card" />
        ) : (
          <div className="door-card">
            <h1>{t('loadFailed')}</h1>
            <Button type="primary" onClick={() => void me.refetch()}>
              {t('retry')}
            </Button>
          </div>
        )}
      </main>
    )
  if (me.data.must_change) return <FirstPassword />
  const leave = async () => {
    await api.signOut().catch(() => undefined)
    wasIn.current = false
    keepDraftsOf(undefined)
    queries.clear()
    await queries.resetQueries()
  }
  return (
    // Another person at the same tab finds nothing of the one before.
    <MeContext.Provider key={me.data.id} value={me.data}>
      <LiveStream>
        <Keys>
          <Frame me={me.data} onLeave={() => void leave()} />
        </Keys>
      </LiveStream>
    </MeContext.Provider>
  )
}

function Frame({ me, onLeave }: { me: Me; onLeave: () => void }) {
  const t = useWords()
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const screen = useMatches({ select: (all) => all.at(-1)?.fullPath as string | undefined })
  const needs = screens.find((each) => each.path === screen)?.needs
  const isSeen = needs === undefined || me.purposes.includes(needs)
  useEffect(() => {
    // Once the first screen is there: the others open at once then, and also while the network is away.
    const soon = setTimeout(() => {
      for (const { component, needs } of screens)
        if (needs === undefined || me.purposes.includes(needs)) void component.preload?.()
    }, SOON_MS)
    return () => clearTimeout(soon)
  }, [me])
  const main = useRef<HTMLElement>(null)
  useKeptFocus(main)
  const lastPath = useRef(path)
  useEffect(() => {
    // Focus goes into what opens, so that a reader of the screen is told.
    if (path !== lastPath.current) main.current?.focus()
    lastPath.current = path
  }, [path])
  return (
    <div className="shell">
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        {t('skip')}
      </button>
      <header className="bar">
        <Menu me={me} />
        <span className="mark">0000</span>
        <strong className="bar-title">{t('console')}</strong>
        <Pulse />
        <span className="bar-who">
          {me.name} <span className="soft">{t.of('roles', me.role)}</span>
        </span>
        <span className="bar-looks">
          <Clock />
          <Looks />
        </span>
        <Button onClick={onLeave}>{t('signOut')}</Button>
      </header>
      <Rail me={me} />
      <main ref={main} id="screen" tabIndex={-1} className="screen">
        <Frozen />
        {isSeen ? <Outlet /> : <Result status="403" title={t('noRight')} subTitle={t('noRightTodo')} />}
      </main>
    </div>
  )
}

/** Whether what is shown renews itself. */
function Pulse() {
  const t = useWords()
  const connected = useConnected()
  return (
    <span
      className={connected === false ? 'pulse pulse-off' : connected ? 'pulse' : 'pulse pulse-begins'}
      role="status"
      title={connected === false ? t('notLive') : undefined}
    >
      <span className="pulse-dot" aria-hidden />
      <span className="pulse-word">{connected === undefined ? '' : t(connected ? 'live' : 'notLive')}</span>
    </span>
  )
}
