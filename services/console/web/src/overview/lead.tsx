import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

type Search = Readonly<Record<string, string>>

/** A figure that leads to its list, narrowed to what it counts. */
export const Lead = ({ to, search, children }: { to: string; search?: Search; children: ReactNode }) => (
  <Link to={to} search={search as never} className="figure">
    {children}
  </Link>
)
