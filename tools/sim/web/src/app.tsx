import { ConfigProvider, theme } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { ApiError, useLook, useTongue } from '#web'
import { Guide } from './guide.tsx'
import { fetchPeople, type Person, sendText, useConversation } from './network.ts'
import { Phone } from './phone.tsx'
import { words } from './words.ts'

const kept = (name: string, fallback: string): string => localStorage.getItem(name) ?? fallback
/** Styles that are made on the page carry the nonce of this answer. */
const csp = { nonce: document.querySelector<HTMLMetaElement>('meta[name=nonce]')?.content ?? '' }

/** The handset page: who you are on the left, the phone on the right; on a phone, the phone is the page. */
export function App() {
  const [language, toggleLanguage] = useTongue()
  const { dark, toggleDark } = useLook()
  const [people, setPeople] = useState<readonly Person[]>([])
  const [number, setNumber] = useState(() => kept('number', '8613800138000'))
  const [peer, setPeer] = useState('10086')
  /** The code of what went wrong last. */
  const [failure, setFailure] = useState<string>()
  const { bubbles, live } = useConversation(number)
  const text = words[language]

  useEffect(() => {
    fetchPeople().then(setPeople, () => undefined)
  }, [])
  useEffect(() => {
    document.title = `${words[language].title} · 0000`
  }, [language])
  useEffect(() => localStorage.setItem('number', number), [number])

  const peers = useMemo(() => {
    const latest = new Map<string, (typeof bubbles)[number]>()
    for (const bubble of bubbles) latest.set(bubble.peer, bubble)
    return [...latest.values()].sort((a, b) => b.at - a.at)
  }, [bubbles])

  const send = async (to: string, body: string) => {
    setPeer(to)
    setFailure(undefined)
    // On a narrow screen the phone is above the suggestions.
    document.querySelector('.phone')?.scrollIntoView({ block: 'nearest', behavior: 'smooth' })
    await sendText(number, to, body).catch((error: unknown) =>
      setFailure(error instanceof ApiError ? error.code : 'other'),
    )
  }

  return (
    <ConfigProvider
      csp={csp}
      button={{ autoInsertSpace: false }}
      theme={{
        algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
        token: {
          fontFamily: 'inherit',
          colorPrimary: dark ? '#2f6fd6' : '#0b5bd3',
          controlHeight: 44,
          controlHeightLG: 48,
          ...(dark ? { colorBgContainer: '#151c24', colorBgElevated: '#1b232c' } : {}),
        },
      }}
    >
      <main className="page">
        <Guide
          text={text}
          language={language}
          people={people}
          number={number}
          onNumber={setNumber}
          dark={dark}
          onLanguage={toggleLanguage}
          onDark={toggleDark}
          onTry={send}
        />
        <Phone
          text={text}
          language={language}
          live={live}
          owner={people.find((each) => each.number === number)}
          number={number}
          peer={peer}
          peers={peers}
          bubbles={bubbles.filter((each) => each.peer === peer)}
          failure={failure && `${text.failed}${text.errors[failure] ?? text.errors['other']}`}
          onPeer={setPeer}
          onSend={send}
        />
      </main>
    </ConfigProvider>
  )
}
