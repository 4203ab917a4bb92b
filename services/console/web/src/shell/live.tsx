import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'

type Hear = (topics: readonly string[] | 'all') => void
interface Live {
  /** False while the stream is broken: what is shown may be older than it looks. */
  readonly connected: boolean | undefined
  hear(hear: Hear): () => void
}
const Context = createContext<Live>({ connected: undefined, hear: () => () => undefined })

/** So often at most is the same asked for again, however much happens. */
const CALM_MS = 2000
const SETTLED_MS = 4000

/** A stream that says nothing for so long is dead, whatever the network says; it beats every 15 s. */
const DEAD_MS = 40_000

/**
 * Keeps a stream open while the tab is seen. A browser gives a host few connections: tabs behind others hold none, and ask
 * for what they missed when they are looked at again.
 */
function follow({ tell, connected }: { tell: Hear; connected: (is: boolean) => void }): () => void {
  let source: EventSource | undefined
  let last = ''
  let watch: ReturnType<typeof setTimeout> | undefined
  const alive = () => {
    clearTimeout(watch)
    watch = setTimeout(reopen, DEAD_MS)
  }
  const close = () => {
    clearTimeout(watch)
    source?.close()
    source = undefined
  }
  function reopen() {
    close()
    if (document.visibilityState === 'hidden') return
    const opened = new EventSource(`/console/api/live${last === '' ? '' : `?after=${encodeURIComponent(last)}`}`)
    source = opened
    const on = (name: string, act: (data: unknown) => void) =>
      opened.addEventListener(name, ({ data, lastEventId }) => {
        last = lastEventId
        alive()
        act(JSON.parse(data))
      })
    opened.addEventListener('open', () => connected(true))
    opened.addEventListener('error', () => {
      connected(false)
      // Refused, it is not tried again by itself: whoever asks next is told why.
      if (opened.readyState === EventSource.CLOSED) watch = setTimeout(reopen, 5000)
    })
    on('hello', () => undefined)
    on('beat', () => undefined)
    on('changed', (topics) => tell(topics as string[]))
    on('reset', () => tell('all'))
    on('over', () => {
      close()
      window.dispatchEvent(new Event('session-over'))
    })
    alive()
  }
  reopen()
  const seen = () => (document.visibilityState === 'hidden' ? close() : source || reopen())
  document.addEventListener('visibilitychange', seen)
  // The machine knows at once that its network is gone; the stream finds it out when it beats no more.
  const gone = () => connected(false)
  window.addEventListener('offline', gone)
  window.addEventListener('online', reopen)
  return () => {
    document.removeEventListener('visibilitychange', seen)
    window.removeEventListener('offline', gone)
    window.removeEventListener('online', reopen)
    close()
  }
}

/**
 * The one stream of this tab. It says of what there is news, never what; after a break the browser names the last event it
 * had, and hears what it missed, or `reset`: anything may have changed.
 */
export function LiveStream({ children }: { children: ReactNode }) {
  const [connected, setConnected] = useState<boolean>()
  const listeners = useRef(new Set<Hear>())
  useEffect(() => {
    const tell = (topics: readonly string[] | 'all') => {
      for (const each of listeners.current) each(topics)
    }
    return follow({ tell, connected: setConnected })
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

/** Undefined: it is only about to begin. */
export const useConnected = (): boolean | undefined => useContext(Context).connected

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
    // A list that is made from the event may be a moment behind it: it is asked for once more.
    const settling = new Map<string, ReturnType<typeof setTimeout>>()
    const stop = hear((changed) => {
      for (const topic of own) {
        if ((changed !== 'all' && !changed.includes(topic)) || waiting.has(topic)) continue
        const rest = (askedAt.get(topic) ?? Number.NEGATIVE_INFINITY) + CALM_MS - performance.now()
        // Fifty screens that hear of the same do not ask in the same instant.
        waiting.set(
          topic,
          setTimeout(() => ask(topic), Math.max(0, rest) + Math.random() * 300),
        )
        clearTimeout(settling.get(topic))
        settling.set(
          topic,
          setTimeout(() => ask(topic), SETTLED_MS),
        )
      }
    })
    return () => {
      stop()
      for (const each of [...waiting.values(), ...settling.values()]) clearTimeout(each)
    }
  }, [hear, queries, wanted])
}
