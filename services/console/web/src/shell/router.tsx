import { createRootRoute, createRoute, createRouter, Link } from '@tanstack/react-router'
import { Result } from 'antd'
import { screens } from '../screens.ts'
import { Loading } from './part.tsx'
import { Shell } from './shell.tsx'
import { useWords } from './words.ts'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound })

export const router = createRouter({
  routeTree: root.addChildren(
    screens.map(({ path, component }) => createRoute({ getParentRoute: () => root, path, component })),
  ),
  // What an address holds are strings, as people type them.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const given = Object.entries(search).filter(([, value]) => typeof value === 'string' && value !== '')
    return given.length === 0 ? '' : `?${new URLSearchParams(given as [string, string][])}`
  },
  scrollRestoration: true,
  defaultPreload: 'intent',
  defaultPendingComponent: Loading,
})

function NotFound() {
  const t = useWords()
  return <Result status="404" title={t('notFound')} extra={<Link to="/console">{t('toOverview')}</Link>} />
}
