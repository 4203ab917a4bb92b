import { createContext, type ReactNode, useContext, useState } from 'react'

const Context = createContext<Map<string, string>>(new Map())

/** Keeps what is being typed while a session ends and begins again: of one subscriber, in this tab, in no storage. */
export const Drafts = ({ of, children }: { readonly of: Map<string, string>; readonly children: ReactNode }) => (
  <Context value={of}>{children}</Context>
)

/** Like `useState` of a text that is not lost when the page turns to signing in. */
export function useDraft(name: string, first = ''): readonly [string, (value: string) => void] {
  const drafts = useContext(Context)
  const [value, setValue] = useState(drafts.get(name) ?? first)
  return [
    value,
    (next) => {
      if (next === first) drafts.delete(name)
      else drafts.set(name, next)
      setValue(next)
    },
  ]
}
