import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'

type Hear = (topics: readonly string[] | 'all') => void
interface Live {
  /** False while the stream is broken: what is shown may be older than it looks. */
  readonly connected: boolean
  hear(hear: Hear): () => void
}
const Context = createContext<Live>({ connected: false, hear: () => () => undefined })

/** So often at most is the same asked for again, however much happens. */
const CALM_MS = 2000

/**
 * The one stream of this tab. It says of what there is news, never what; after a break the browser names the last event it
 * had, and hears what it missed, or `reset`: anything may have changed.
 */
export function LiveStream({ children }: { children: ReactNode }) {
  const [connected, setConnected] = useState(false)
  const listeners = useRef(new Set<Hear>())
  useEffect(() => {
    const source = new EventSource('/console/api/live')
    const tell = (topics: readonly string[] | 'all') => {
      for (const each of listeners.current) each(topics)
    }
    source.addEventListener('open', () => setConnected(true))
    source.addEventListener('error', () => setConnected(false))
    source.addEventListener('changed', ({ data }) => tell(JSON.parse(data) as string[]))
    source.addEventListener('reset', () => tell('all'))
    // The session ended: who asks next is told so.
    source.addEventListener('over', () => {
      source.close()
      window.dispatchEvent(new Event('session-over'))
    })
    return () => source.close()
  }, [])
  const live = useMemo<Live>(
    () => ({
      connected,
      hear(hear) {
        listeners.current.add(hear)
        return () => void listeners.current.delete(hear)
      },
    }),
    [connected],
  )
  return <Context.Provider value={live}>{children}</Context.Provider>
}

export const useConnected = (): boolean => useContext(Context).connected

/** Asks again for the queries whose key begins with one of these topics when the stream says that there is news of it. */
export function useLive(...topics: readonly string[]): void {
  const { hear } = useContext(Context)
  const queries = useQueryClient()
  const wanted = topics.join(' ')
  useEffect(() => {
    const own = wanted.split(' ')
    const waiting = new Map<string, ReturnType<typeof setTimeout>>()
    const askedAt = new Map<string, number>()
    const ask = (topic: string) => {
      waiting.delete(topic)
      askedAt.set(topic, performance.now())
      void queries.invalidateQueries({ queryKey: [topic] })
    }
    const stop = hear((changed) => {
      for (const topic of own) {
        if ((changed !== 'all' && !changed.includes(topic)) || waiting.has(topic)) continue
        const rest = (askedAt.get(topic) ?? Number.NEGATIVE_INFINITY) + CALM_MS - performance.now()
        // Fifty screens that hear of the same do not ask in the same instant.
        waiting.set(
          topic,
          setTimeout(() => ask(topic), Math.max(0, rest) + Math.random() * 300),
        )
      }
    })
    return () => {
      stop()
      for (const each of waiting.values()) clearTimeout(each)
    }
  }, [hear, queries, wanted])
}
