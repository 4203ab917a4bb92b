import { createRootRoute, createRoute, createRouter, Link } from '@tanstack/react-router'
import { Result } from 'antd'
import { useTranslation } from 'react-i18next'
import { Account } from './account.tsx'
import { Audit, type AuditSearch } from './audit.tsx'
import { Overview } from './overview.tsx'
import { People } from './people.tsx'
import { Proposals } from './proposals.tsx'
import { Shell } from './shell.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound })
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

const overview = createRoute({ getParentRoute: () => root, path: '/console', component: Overview })
const account = createRoute({ getParentRoute: () => root, path: '/console/account', component: Account })
const people = createRoute({ getParentRoute: () => root, path: '/console/people', component: People })
/** What a list is narrowed to is in its address. */
const proposals = createRoute({
  getParentRoute: () => root,
  path: '/console/proposals',
  component: Proposals,
  validateSearch: (search: Record<string, unknown>) => ({ status: text(search['status']) ?? 'open' }),
})
const audit = createRoute({
  getParentRoute: () => root,
  path: '/console/audit',
  component: Audit,
  validateSearch: (search: Record<string, unknown>): AuditSearch => {
    const [actor, target, day] = [text(search['actor']), text(search['target']), text(search['day'])]
    const from = Number(search['from'])
    return {
      ...(actor ? { actor } : {}),
      ...(target ? { target } : {}),
      ...(day ? { day } : {}),
      ...(Number.isInteger(from) && from > 0 ? { from } : {}),
    }
  },
})

export const router = createRouter({ routeTree: root.addChildren([overview, account, people, proposals, audit]) })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

function NotFound() {
  const { t } = useTranslation()
  return <Result status="404" title={t('notFound')} extra={<Link to="/console">{t('toOverview')}</Link>} />
}
