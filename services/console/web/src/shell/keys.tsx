import { Modal } from 'antd'
import { createContext, type ReactNode, useContext, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useWords } from './words.ts'

/** One key that does something on the screen that is open. */
export interface Shortcut {
  readonly key: string
  readonly says: string
  readonly run: () => void
}

const Context = createContext<(list: () => readonly Shortcut[]) => () => void>(() => () => undefined)

/** Keys are for who types nowhere and has nothing open before the screen. */
const isBusy = ({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  ctrlKey ||
  metaKey ||
  altKey ||
  (target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable=true], [role=combobox], [role=dialog]') !== null) ||
  document.querySelector('.ant-modal-wrap:not([style*="display: none"])') !== null

/** Listens for the keys of all that is on the screen; `?` shows them. */
export function Keys({ children }: { children: ReactNode }) {
  const t = useWords()
  const lists = useRef(new Set<() => readonly Shortcut[]>())
  const [shown, setShown] = useState<readonly Shortcut[]>()
  // Before it is seen: what shows a key hears it.
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isBusy(event)) return
      // What was opened last comes first.
      const all = [...lists.current].reverse().flatMap((list) => list())
      if (event.key === '?') return setShown(all)
      const found = all.find(({ key }) => key === event.key)
      if (!found) return
      event.preventDefault()
      found.run()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
  const add = useMemo(
    () => (list: () => readonly Shortcut[]) => {
      lists.current.add(list)
      return () => void lists.current.delete(list)
    },
    [],
  )
  return (
    <Context.Provider value={add}>
      {children}
      <Modal open={shown !== undefined} title={t('keys')} footer={null} onCancel={() => setShown(undefined)}>
        {shown?.length === 0 ? (
          <p className="soft">{t('keysNone')}</p>
        ) : (
          <dl className="keys">
            {shown?.map(({ key, says }) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{says}</dd>
              </div>
            ))}
          </dl>
        )}
      </Modal>
    </Context.Provider>
  )
}

/** Gives the screen these keys for as long as it is there. */
export function useKeys(shortcuts: readonly Shortcut[]): void {
  const add = useContext(Context)
  const current = useRef(shortcuts)
  current.current = shortcuts
  useLayoutEffect(() => add(() => current.current), [add])
}
