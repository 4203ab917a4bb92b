import { useState } from 'react'

interface Stay<T> {
  readonly item: T
  readonly place: number
}

/**
 * A list in which what something was done to stays where it is, so that what came of it is read there. `gone` says that it
 * stands there only for that.
 */
export function useStaying<T>(items: readonly T[], idOf: (item: T) => string) {
  const [stays, setStays] = useState<readonly Stay<T>[]>([])
  const there = new Set(items.map(idOf))
  const shown = [...items]
  for (const { item, place } of [...stays].sort((a, b) => a.place - b.place))
    if (!there.has(idOf(item))) shown.splice(Math.min(place, shown.length), 0, item)
  return {
    shown,
    isGone: (item: T): boolean => !there.has(idOf(item)),
    stay: (item: T): void =>
      setStays((before) => [
        ...before.filter((each) => idOf(each.item) !== idOf(item)),
        { item, place: shown.findIndex((each) => idOf(each) === idOf(item)) },
      ]),
  }
}
