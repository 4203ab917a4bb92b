import { App as Antd, Button, ConfigProvider } from 'antd'
import { useCallback, useEffect, useState } from 'react'
import { ApiError, type Everything, fetchEverything, type Signed, signedIn, signOut, wantPrompts } from './api.ts'
import { Confirm } from './confirm.tsx'
import { moment } from './format.ts'
import { Overview } from './overview.tsx'
import { SignIn } from './sign-in.tsx'
import { type Language, type Words, words } from './words.ts'

const csp = { nonce: document.querySelector<HTMLMetaElement>('meta[name=nonce]')?.content ?? '' }

const firstLanguage = (): Language =>
  (localStorage.getItem('language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en')) === 'zh' ? 'zh' : 'en'

/** A subscriber's own page: signed in by a code from the phone, they see and do what an SMS can. */
export function App() {
  const [language, setLanguage] = useState<Language>(firstLanguage)
  const text = words[language]
  useEffect(() => {
    localStorage.setItem('language', language)
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
    document.title = `${words[language].title} · 0000`
  }, [language])
  return (
    <ConfigProvider
      csp={csp}
      theme={{
        token: {
          fontFamily: 'inherit',
          colorPrimary: '#0b5bd3',
          colorError: '#b3261e',
          colorLink: '#0b5bd3',
          colorTextSecondary: '#4c5c6d',
          colorTextDescription: '#4c5c6d',
        },
      }}
    >
      <Antd>
        <main className="page">
          <header>
            <span className="mark">0000</span>
            <h1>{location.pathname.endsWith('/confirm') ? text.confirmTitle : text.title}</h1>
            <Button size="small" onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>
              {text.switch}
            </Button>
          </header>
          {location.pathname.endsWith('/confirm') ? <ConfirmPage language={language} /> : <Body language={language} />}
        </main>
      </Antd>
    </ConfigProvider>
  )
}

function ConfirmPage({ language }: { language: Language }) {
  const text = words[language]
  return <Confirm link={location.hash.slice(1)} text={text} language={language} onFail={useFail(text)} />
}

/** Says in the reader’s language why something was not possible. */
function useFail(text: Words): (error: unknown) => void {
  const { message } = Antd.useApp()
  return useCallback(
    (error: unknown) => {
      const code = error instanceof ApiError ? error.code : 'other'
      void message.error(text.errors[code] ?? text.errors['other'])
    },
    [message, text],
  )
}

function Body({ language }: { language: Language }) {
  const text = words[language]
  const { message } = Antd.useApp()
  const say = useFail(text)
  const [signed, setSigned] = useState<Signed | 'unknown' | 'nobody'>('unknown')
  const [all, setAll] = useState<Everything>()

  const fail = useCallback(
    (error: unknown) => {
      if (error instanceof ApiError && error.code === 'session.missing') setSigned('nobody')
      say(error)
    },
    [say],
  )
  const refresh = useCallback(() => fetchEverything().then(setAll, fail), [fail])

  useEffect(() => {
    signedIn().then(setSigned, () => setSigned('nobody'))
  }, [])
  useEffect(() => {
    if (typeof signed === 'string') return
    wantPrompts().then(refresh, fail)
    const timer = setInterval(() => void refresh(), 5000)
    return () => clearInterval(timer)
  }, [signed, refresh, fail])

  if (signed === 'unknown') return null
  if (signed === 'nobody') return <SignIn text={text} language={language} onSigned={setSigned} onFail={fail} />
  /** Does something, says so, and looks again when it has had its moment. */
  const act = async (what: Promise<unknown>) => {
    try {
      await what
      void message.success(text.done)
      setTimeout(() => void refresh(), 700)
    } catch (error) {
      fail(error)
    }
  }
  const when = (iso: string | number, withTime?: boolean) => moment(iso, language, signed.zone, withTime)
  const leave = () => signOut().then(() => setSigned('nobody'), fail)
  return (
    <>
      <p className="who">
        <span>{signed.number.replace(/^86(\d{3})\d{4}(\d{4})$/, '$1 •••• $2')}</span>
        <Button type="link" size="small" onClick={leave}>
          {text.signOut}
        </Button>
      </p>
      {all && <Overview all={all} text={text} language={language} when={when} act={act} />}
    </>
  )
}
