import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from './api.ts'

type Kind = 'partners' | 'services'
interface Named {
  readonly id: string
  readonly name_zh: string
  readonly name_en: string
}
interface Known {
  readonly until: number
  readonly name?: Named
}

/** A name that was given holds so long; one that could not be had is asked for again sooner. */
const KEPT_MS = 300_000
const MISSING_MS = 30_000
/** As many are asked for at once: their ids fit an address. */
const MOST = 50

const known = new Map<string, Known>()
const wanted = new Map<Kind, Set<string>>()
const hearers = new Set<() => void>()
let version = 0

const hear = (hearer: () => void) => {
  hearers.add(hearer)
  return () => void hearers.delete(hearer)
}

function want(kind: Kind, id: string): void {
  if (wanted.size === 0) setTimeout(() => void askAll(), 0)
  wanted.set(kind, (wanted.get(kind) ?? new Set()).add(id))
}

async function askAll(): Promise<void> {
  const asked = [...wanted].flatMap(([kind, ids]) => [...ids].map((id) => [kind, id] as const))
  wanted.clear()
  for (let at = 0; at < asked.length; at += MOST) await askSome(asked.slice(at, at + MOST))
  version++
  for (const hearer of hearers) hearer()
}

async function askSome(asked: readonly (readonly [Kind, string])[]): Promise<void> {
  const idsOf = (kind: Kind) => asked.flatMap(([each, id]) => (each === kind ? [id] : [])).join(',')
  const query = new URLSearchParams({ partners: idsOf('partners'), services: idsOf('services') })
  // Without a name its id is shown, which is right too: nothing else fails of it.
  const found = await call<Readonly<Record<Kind, readonly Named[]>>>('GET', `/v1/catalogue/names?${query}`).catch(
    () => undefined,
  )
  const now = performance.now()
  for (const [kind, id] of asked) {
    const name = found?.[kind].find((each) => each.id === id)
    known.set(`${kind} ${id}`, name ? { name, until: now + KEPT_MS } : { until: now + MISSING_MS })
  }
}

/**
 * What partners and services are called, where rows have ids alone. All that a screen wants is asked for in one call; until
 * it is there, and of what is not in the catalogue, the id stands.
 */
export function useCalled(): { partner(id: string): string; service(id: string): string } {
  const { i18n } = useTranslation()
  useSyncExternalStore(hear, () => version)
  const of = (kind: Kind) => (id: string) => {
    const each = known.get(`${kind} ${id}`)
    if (id !== '' && (!each || each.until < performance.now())) want(kind, id)
    return (i18n.language === 'zh' ? each?.name?.name_zh : each?.name?.name_en) || id
  }
  return { partner: of('partners'), service: of('services') }
}
