import { useState } from 'react'
import { ApiError } from '#web'
import type { Act } from './act.tsx'
import { ActButton } from './act.tsx'
import type { Code } from './api.ts'
import { Field } from './field.tsx'
import { useSpeech } from './speech.tsx'

/** A code that was asked for, and what is typed of it. */
export function useCode() {
  const [asked, setAsked] = useState<Code & { readonly times: number }>()
  const [typed, setTyped] = useState('')
  return {
    asked,
    typed,
    setTyped,
    got(code: Code) {
      setTyped('')
      setAsked((before) => ({ ...code, times: (before?.times ?? 0) + 1 }))
    },
    drop: () => setAsked(undefined),
  }
}

interface CodeStepProps {
  readonly code: ReturnType<typeof useCode>
  /** What the code is typed for, and what became of it. */
  readonly act: Act
  readonly sending: Act
  readonly onAgain: () => void
}

/**
 * Says that a code is on its way, and takes it; a phone offers the code of the SMS by itself. Another one can be had at any
 * time: after five wrong ones it is the only way on.
 */
export function CodeStep({ code, act, sending, onAgain }: CodeStepProps) {
  const { text, why } = useSpeech()
  const { asked, typed, setTyped } = code
  if (!asked) return null
  const isSpent = act.error instanceof ApiError && act.error.code === 'code.over'
  return (
    <>
      <p className="note info" role="status">
        {asked.times > 1 ? text.codeAgainSent(asked.minutes) : text.codeSent(asked.minutes)}
      </p>
      <Field
        key={asked.times}
        label={text.code}
        inputMode="numeric"
        autoComplete="one-time-code"
        autoFocus
        value={typed}
        onChange={setTyped}
        error={act.error === undefined ? undefined : why(act.error)}
      />
      <div className="again">
        <ActButton act={sending} kind={isSpent ? 'primary' : 'plain'} onClick={onAgain}>
          {text.again}
        </ActButton>
        {sending.error !== undefined && (
          <p className="note bad" role="alert">
            {why(sending.error)}
          </p>
        )}
      </div>
    </>
  )
}
