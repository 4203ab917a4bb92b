import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { ApiError } from '#web'
import { useSpeech } from './speech.tsx'

/** What is done has its effect within a moment; what the page shows is asked for again until then. */
const LOOK_AGAIN_MS = [400, 2500]
/** Answers after which the same wish may still come true: it is sent again under its key. */
const isOpen = (error: unknown): boolean => error instanceof ApiError && (error.status === 0 || error.status >= 500)

/** `randomUUID` is there only on https. */
const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (each) => each.toString(36)).join('-')

export interface Act {
  readonly busy: boolean
  readonly error: unknown
  /** What is said when it is done. */
  readonly done: string | undefined
  /** Does it, unless it is being done: two clicks are one wish. @returns whether it was done */
  run<T>(wish: string, call: (key: string) => Promise<T>, said: (answer: T) => string): Promise<boolean>
  clear(): void
}

/**
 * One thing that somebody does. A wish that was lost on the way is sent again under the same key and acts once; what came of
 * it is said where it was done.
 * @param changes whether what the page shows is another then
 */
export function useAct({ changes = true } = {}): Act {
  const queries = useQueryClient()
  const going = useRef(false)
  const unsettled = useRef<{ wish: string; key: string }>(undefined)
  const [state, setState] = useState<Pick<Act, 'busy' | 'error' | 'done'>>({
    busy: false,
    error: undefined,
    done: undefined,
  })
  return {
    ...state,
    async run(wish, call, said) {
      if (going.current) return false
      going.current = true
      const key = unsettled.current?.wish === wish ? unsettled.current.key : newKey()
      unsettled.current = { wish, key }
      setState({ busy: true, error: undefined, done: undefined })
      try {
        const answer = await call(key)
        unsettled.current = undefined
        setState({ busy: false, error: undefined, done: said(answer) })
        for (const ms of changes ? LOOK_AGAIN_MS : []) setTimeout(() => void queries.invalidateQueries(), ms)
        return true
      } catch (error) {
        if (!isOpen(error)) unsettled.current = undefined
        setState({ busy: false, error, done: undefined })
        // What it was about may have changed meanwhile.
        if (error instanceof ApiError && error.status === 404) void queries.invalidateQueries()
        return false
      } finally {
        going.current = false
      }
    },
    clear: () => setState({ busy: false, error: undefined, done: undefined }),
  }
}

interface OutcomeProps {
  readonly act: Pick<Act, 'error' | 'done'>
  readonly id?: string
  /** Focus goes to what was done: what did it may not be there any more. */
  readonly takesFocus?: boolean
}

/** What came of an act, beside it. The place is always there, so that a screen reader hears what comes into it. */
export function Outcome({ act, id, takesFocus = false }: OutcomeProps) {
  const { why } = useSpeech()
  const place = useRef<HTMLDivElement>(null)
  const { done, error } = act
  useEffect(() => {
    if (takesFocus && done !== undefined) place.current?.focus({ preventScroll: true })
  }, [takesFocus, done])
  return (
    <div ref={place} id={id} className="outcome" role={error ? 'alert' : 'status'} tabIndex={-1}>
      {error ? <p className="note bad">{why(error)}</p> : done && <p className="note good">{done}</p>}
    </div>
  )
}

interface ActButtonProps {
  readonly act: Pick<Act, 'busy'>
  readonly children: ReactNode
  readonly kind?: 'primary' | 'danger' | 'plain' | undefined
  readonly label?: string | undefined
  readonly disabled?: boolean | undefined
  /** Without it the button sends its form. */
  readonly onClick?: (() => void) | undefined
}

/** A button that says when it is at work. It keeps its focus meanwhile: it is not disabled, it does nothing. */
export function ActButton({ act, children, kind = 'plain', label, disabled = false, onClick }: ActButtonProps) {
  return (
    <button
      type={onClick ? 'button' : 'submit'}
      className={`button ${kind}`}
      aria-label={label}
      aria-busy={act.busy}
      aria-disabled={act.busy || undefined}
      disabled={disabled}
      onClick={act.busy ? (event) => event.preventDefault() : onClick}
    >
      {act.busy && <span className="spinner" aria-hidden="true" />}
      {children}
    </button>
  )
}
