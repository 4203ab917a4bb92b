import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { Button, Skeleton } from 'antd'
import { createContext, useContext, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, api, type Me } from './api.ts'
import { Looks } from './looks.tsx'
import { FirstPassword } from './password.tsx'
import { SignIn } from './sign-in.tsx'

const Context = createContext<Me | undefined>(undefined)
/** Who is signed in. */
export const useMe = (): Me => useContext(Context) as Me

/** The screens, each for those who have its purpose. More come with the work. */
const screens = [
  ['/console', 'overview', undefined],
  ['/console/proposals', 'proposals', 'decide'],
  ['/console/people', 'people', 'admin'],
  ['/console/audit', 'audit', 'audit'],
  ['/console/account', 'account', undefined],
] as const

/** The frame of every screen: who it is, where one can go, and the way out. */
export function Shell() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const path = useRouterState({ select: ({ location }) => location.pathname.replace(/(.)\/$/, '$1') })
  const me = useQuery({ queryKey: ['me'], queryFn: api.me, refetchInterval: 60_000 })
  const wasIn = useRef(false)
  const main = useRef<HTMLElement>(null)
  const lastPath = useRef(path)
  useEffect(() => {
    // Focus goes into what opens, so that a reader of the screen is told.
    if (path !== lastPath.current) main.current?.focus()
    lastPath.current = path
  }, [path])
  const isOut = me.error instanceof ApiError && (me.error.status === 401 || me.error.code === 'session.missing')
  if (me.data && !isOut) wasIn.current = true
  if (isOut) return <SignIn over={wasIn.current} />
  if (!me.data)
    return (
      <main className="door">
        {me.isPending ? <Skeleton active className="door-card" /> : <Retry onRetry={() => void me.refetch()} />}
      </main>
    )
  if (me.data.must_change) return <FirstPassword />
  const leave = async () => {
    await api.signOut().catch(() => undefined)
    wasIn.current = false
    queries.clear()
    await queries.resetQueries()
  }
  const mine = screens.filter(([, , purpose]) => purpose === undefined || me.data.purposes.includes(purpose))
  return (
    <Context.Provider value={me.data}>
      <div className="shell">
        <header className="bar">
          <span className="mark">0000</span>
          <strong className="bar-title">{t('console')}</strong>
          <span className="bar-who">
            {me.data.name} <span className="soft">{t(`roles/${me.data.role}`)}</span>
          </span>
          <Looks />
          <Button onClick={() => void leave()}>{t('signOut')}</Button>
        </header>
        <nav className="rail" aria-label={t('console')}>
          {mine.map(([to, name]) => (
            <Link key={to} to={to} activeOptions={{ exact: true, includeSearch: false }}>
              {t(name)}
            </Link>
          ))}
        </nav>
        <main ref={main} tabIndex={-1} className="screen">
          <Outlet />
        </main>
      </div>
    </Context.Provider>
  )
}

function Retry({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation()
  return (
    <div className="door-card">
      <h1>{t('loadFailed')}</h1>
      <Button type="primary" onClick={onRetry}>
        {t('retry')}
      </Button>
    </div>
  )
}
