import type { ReactNode } from 'react'
import { useSearchState } from './search-state.ts'

/** A part of a screen that is folded until somebody opens it; which are open is in the address. */
export function Fold({
  name,
  summary,
  isFound = false,
  children,
}: {
  readonly name: string
  readonly summary: ReactNode
  /** Open whatever the address says: what is looked for is in it. */
  readonly isFound?: boolean
  readonly children: ReactNode
}) {
  const [search, go] = useSearchState()
  const open = (search['open'] ?? '').split(',').filter(Boolean)
  const isOpen = isFound || open.includes(name)
  const toggle = (next: boolean) => {
    if (isFound || next === isOpen) return
    const names = next ? [...open, name] : open.filter((each) => each !== name)
    go({ ...search, open: names.join(',') || undefined }, { replace: true })
  }
  return (
    <details className="fold" open={isOpen} onToggle={(event) => toggle(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {isOpen && children}
    </details>
  )
}
