import { useEffect, useRef } from 'react'

/** What of a row is focused: where it leads, else itself. */
const targetOf = (row: HTMLElement | undefined): HTMLElement | undefined =>
  row?.querySelector<HTMLElement>('a.row-link') ?? row

/** Goes through the rows (`data-row`) of `body` by keys, and stays in its place when the row where it was goes. */
export function useRowFocus() {
  const body = useRef<HTMLDivElement>(null)
  const atRow = useRef(-1)
  const rowsIn = () => [...(body.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
  useEffect(() => {
    const all = rowsIn()
    const isLost = document.activeElement === document.body || document.activeElement?.id === 'screen'
    if (isLost && atRow.current >= 0 && all.length > 0) targetOf(all[Math.min(atRow.current, all.length - 1)])?.focus()
  })
  return {
    body,
    step(by: number) {
      const all = rowsIn()
      const now = all.findIndex((each) => each.contains(document.activeElement))
      const to = all[Math.min(all.length - 1, Math.max(0, (now < 0 ? (by > 0 ? -1 : 0) : now) + by))]
      targetOf(to)?.focus()
      to?.scrollIntoView({ block: 'nearest' })
    },
    noteRow(event: { target: EventTarget }) {
      atRow.current = rowsIn().findIndex((each) => each.contains(event.target as Node))
    },
    leaveRow(event: { relatedTarget: EventTarget | null }) {
      if (event.relatedTarget) atRow.current = -1
    },
  }
}
