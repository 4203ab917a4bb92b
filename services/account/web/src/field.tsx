import { type ComponentProps, type ReactNode, useEffect, useId, useRef } from 'react'

interface FieldProps extends Omit<ComponentProps<'input'>, 'onChange' | 'id'> {
  readonly label: string
  readonly hint?: string
  /** What is wrong with it, said beside it. */
  readonly error?: ReactNode
  readonly onChange: (value: string) => void
}

/** A text field with its name above it and its fault below it; when it turns out wrong, it takes the focus. */
export function Field({ label, hint, error, onChange, ...input }: FieldProps) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (error) field.current?.focus()
  }, [error])
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        ref={field}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={error || hint ? `${id}-more` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      <div id={`${id}-more`} className="field-more" role={error ? 'alert' : undefined}>
        {error ? <p className="note bad">{error}</p> : hint && <small>{hint}</small>}
      </div>
    </div>
  )
}
