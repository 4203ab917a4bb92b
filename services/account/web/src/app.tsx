import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiError, tagOf, useLook, useTongue } from '#web'
import { ActButton, Outcome, useAct } from './act.tsx'
import { api, type Signed } from './api.ts'
import { ConfirmPage } from './confirm.tsx'
import { Drafts } from './draft.tsx'
import { Overview } from './overview.tsx'
import { masked, SignIn } from './sign-in.tsx'
import { Speaking, useSpeech, ZoneProvider } from './speech.tsx'

const isConfirm = /\/confirm\/?$/.test(location.pathname)

/** A subscriber's own page: signed in by a code from the phone, they see and do what an SMS can. Or the page of one purchase. */
export function App() {
  const [language, toggleLanguage] = useTongue()
  return (
    <Speaking language={language}>
      <Frame onLanguage={toggleLanguage} />
    </Speaking>
  )
}

function Frame({ onLanguage }: { readonly onLanguage: () => void }) {
  const { text, language } = useSpeech()
  const { dark, toggleDark } = useLook()
  const title = isConfirm ? text.confirmTitle : text.title
  useEffect(() => {
    document.title = `${title} · 0000`
  }, [title])
  return (
    <main className="page">
      <header>
        <span className="mark">0000</span>
        <h1>{title}</h1>
        <button
          type="button"
          className="button quiet"
          aria-label={dark ? text.toLight : text.toDark}
          title={dark ? text.toLight : text.toDark}
          onClick={toggleDark}
        >
          <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
            {dark ? (
              <path d="M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8M12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2" />
            ) : (
              <path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z" />
            )}
          </svg>
        </button>
        <button
          type="button"
          className="button quiet"
          lang={tagOf(language === 'zh' ? 'en' : 'zh')}
          onClick={onLanguage}
        >
          {text.switch}
        </button>
      </header>
      {isConfirm ? <ConfirmPage /> : <Account />}
    </main>
  )
}

type Who =
  | { readonly is: 'unknown' }
  /** Nobody can say: the gateway, or the network, is away. */
  | { readonly is: 'away'; readonly error: unknown }
  /** `before`: whose session ended in the middle of something. */
  | { readonly is: 'nobody'; readonly before?: Signed }
  | { readonly is: 'signed'; readonly signed: Signed; readonly again: boolean }

function Account() {
  const { text, why } = useSpeech()
  const queries = useQueryClient()
  const [who, setWho] = useState<Who>({ is: 'unknown' })
  const drafts = useRef(new Map<string, string>())
  const leaving = useAct({ changes: false })
  const ask = useCallback(() => {
    setWho({ is: 'unknown' })
    api.signedIn().then(
      (signed) => setWho({ is: 'signed', signed, again: false }),
      (error: unknown) => {
        const isAway = error instanceof ApiError && (error.status === 0 || error.status >= 500)
        setWho((before) => (before.is !== 'unknown' ? before : isAway ? { is: 'away', error } : { is: 'nobody' }))
      },
    )
  }, [])
  useEffect(() => {
    const over = () => {
      queries.clear()
      setWho((before) => {
        if (before.is === 'signed') return { is: 'nobody', before: before.signed }
        return before.is === 'nobody' ? before : { is: 'nobody' }
      })
    }
    window.addEventListener('session-over', over)
    ask()
    return () => window.removeEventListener('session-over', over)
  }, [queries, ask])
  const forget = () => {
    drafts.current.clear()
    queries.clear()
    setWho({ is: 'nobody' })
  }
  const sign = (signed: Signed) => {
    const again = who.is === 'nobody' && who.before?.number === signed.number
    // What one person typed is nothing for the next.
    if (!again) drafts.current.clear()
    setWho({ is: 'signed', signed, again })
  }
  if (who.is === 'unknown')
    return (
      <div className="card skeleton" aria-busy="true">
        <span className="hidden">{text.loading}</span>
        <i />
        <i />
      </div>
    )
  if (who.is === 'away')
    return (
      <div className="card failed" role="alert">
        <p className="note bad">{why(who.error)}</p>
        <button type="button" className="button" onClick={ask}>
          {text.retry}
        </button>
      </div>
    )
  if (who.is === 'nobody') return <SignIn before={who.before} onSigned={sign} onOther={forget} />
  const { signed, again } = who
  return (
    <ZoneProvider value={signed.zone}>
      <div className="who">
        <span>{masked(signed.number)}</span>
        <ActButton
          act={leaving}
          kind="plain"
          onClick={() =>
            void leaving.run(
              'leave',
              () => api.signOut().then(forget),
              () => '',
            )
          }
        >
          {text.signOut}
        </ActButton>
      </div>
      <Outcome
        act={{ error: leaving.error, done: again && drafts.current.size > 0 ? text.signedInAgain : undefined }}
      />
      <Drafts of={drafts.current}>
        <Overview />
      </Drafts>
    </ZoneProvider>
  )
}
