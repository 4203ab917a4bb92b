import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** A figure that leads to its list. */
export const Lead = ({ to, children }: { to: string; children: ReactNode }) => (
  <Link to={to} className="figure">
    {children}
  </Link>
)
