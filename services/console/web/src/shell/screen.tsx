import { type ReactNode, useEffect } from 'react'
import { useWords } from './words.ts'

/** One screen: its heading, what can be done on it as a whole, and its parts. The tab is named after it. */
export function Screen({
  title,
  about,
  extra,
  children,
}: {
  title: string
  /** A line under the heading. */
  about?: ReactNode
  /** Buttons at the heading. */
  extra?: ReactNode
  children: ReactNode
}) {
  const t = useWords()
  useEffect(() => {
    document.title = `${title} · ${t('console')} · 0000`
  }, [title, t])
  return (
    <>
      <header className="head">
        <div>
          <h1 className={title.includes('•') ? 'is-mask' : undefined}>{title}</h1>
          {about && <p className="soft">{about}</p>}
        </div>
        {extra && <div className="head-extra">{extra}</div>}
      </header>
      {children}
    </>
  )
}
