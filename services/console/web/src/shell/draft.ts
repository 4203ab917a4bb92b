import type { FormInstance } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import { flushSync } from 'react-dom'
import { useMe } from './me.ts'

const PREFIX = 'draft:'

/** Drafts are of one person at one browser: whoever signs in next sees none of them. */
export function keepDraftsOf(person: string | undefined): void {
  for (const key of Object.keys(sessionStorage))
    if (key.startsWith(PREFIX) && (person === undefined || !key.startsWith(`${PREFIX}${person}:`)))
      sessionStorage.removeItem(key)
}

/** Lets the drafts of one person go whose names begin so. */
export function dropDrafts(person: string, prefix: string): void {
  for (const key of Object.keys(sessionStorage))
    if (key.startsWith(`${PREFIX}${person}:${prefix}`)) sessionStorage.removeItem(key)
}

/**
 * A form that loses nothing when the session ends in its middle, or the page is loaded again: what was typed is kept in this
 * tab until it was sent or thrown away, for who typed it. Spread `bind` on the `<Form form={form}>`, call `clear` when it was
 * sent or cancelled; a dialog opens by itself with `useState(draft.isThere)`. Never of a form with a password.
 */
export function useDraft<T extends object>(name: string, form: FormInstance<T>) {
  const key = `${PREFIX}${useMe().id}:${name}`
  const [cleared, setCleared] = useState(0)
  const kept = useMemo(() => {
    try {
      return JSON.parse(sessionStorage.getItem(key) ?? 'null') as Partial<T> | null
    } catch {
      return null
    }
  }, [key, cleared])
  const clear = useCallback(() => {
    sessionStorage.removeItem(key)
    // The form goes back to what it was drawn with: what was kept must be out of that first, also of a dialog that closes next.
    flushSync(() => setCleared((times) => times + 1))
    form.resetFields()
  }, [key, form])
  return {
    isThere: kept !== null,
    clear,
    bind: {
      form,
      ...(kept ? { initialValues: kept } : {}),
      onValuesChange: (_: unknown, values: T) => sessionStorage.setItem(key, JSON.stringify(values)),
    },
  }
}
