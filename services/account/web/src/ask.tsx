import { type ReactNode, useId, useRef } from 'react'
import { type Act, ActButton, Outcome } from './act.tsx'
import { useSpeech } from './speech.tsx'

interface AskProps {
  readonly act: Act
  readonly title: string
  readonly about?: string
  /** The button that opens it. */
  readonly children: ReactNode
  readonly label?: string
  readonly danger?: boolean
  /** @returns whether it was done */
  readonly onYes: () => Promise<boolean>
}

/**
 * A button that asks first. The question takes the focus, Escape is a no, and the focus goes back to the button; or, when it
 * was done, to what is said of it.
 */
export function Ask({ act, title, about, children, label, danger = false, onYes }: AskProps) {
  const { text } = useSpeech()
  const dialog = useRef<HTMLDialogElement>(null)
  const no = useRef<HTMLButtonElement>(null)
  const id = useId()
  const yes = async () => {
    if (await onYes()) dialog.current?.close()
  }
  return (
    <>
      <button
        type="button"
        className={`button ${danger ? 'danger' : ''}`}
        aria-label={label}
        aria-haspopup="dialog"
        onClick={() => {
          act.clear()
          dialog.current?.showModal()
          // Whoever presses twice has not said yes.
          no.current?.focus()
        }}
      >
        {children}
      </button>
      <dialog ref={dialog} className="ask" aria-labelledby={id}>
        <h3 id={id}>{title}</h3>
        {about && <p>{about}</p>}
        {act.error !== undefined && <Outcome act={act} />}
        <div className="buttons">
          <ActButton act={act} kind={danger ? 'danger' : 'primary'} onClick={() => void yes()}>
            {text.sure}
          </ActButton>
          <button ref={no} type="button" className="button" onClick={() => dialog.current?.close()}>
            {text.back}
          </button>
        </div>
      </dialog>
    </>
  )
}
