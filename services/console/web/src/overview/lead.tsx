import { Link, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** A figure that leads to its list, where there is one. */
export function Lead({
  to,
  search = {},
  children,
}: {
  to: string | undefined
  search?: Readonly<Record<string, string>>
  children: ReactNode
}) {
  const { routesByPath } = useRouter()
  if (to === undefined || !(to in routesByPath)) return <span className="figure">{children}</span>
  return (
    <Link to={to} search={search as never} className="figure">
      {children}
    </Link>
  )
}
