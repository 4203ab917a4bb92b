import { ConfigProvider } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { Guide } from './guide.tsx'
import { fetchPeople, type Person, sendText, useConversation } from './network.ts'
import { Phone } from './phone.tsx'
import { type Language, words } from './words.ts'

const kept = (name: string, fallback: string): string => localStorage.getItem(name) ?? fallback
const firstLanguage = (): Language =>
  kept('language', navigator.language.startsWith('zh') ? 'zh' : 'en') === 'zh' ? 'zh' : 'en'

/** The handset page: who you are on the left, the phone on the right; on a phone, the phone is the page. */
export function App() {
  const [language, setLanguage] = useState<Language>(firstLanguage)
  const [people, setPeople] = useState<readonly Person[]>([])
  const [number, setNumber] = useState(() => kept('number', '8613800138000'))
  const [peer, setPeer] = useState('10086')
  const [failure, setFailure] = useState<string>()
  const { bubbles, live } = useConversation(number)
  const text = words[language]

  useEffect(() => {
    fetchPeople().then(setPeople, () => undefined)
  }, [])
  useEffect(() => {
    localStorage.setItem('language', language)
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
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
    await sendText(number, to, body).catch((error: Error) => setFailure(error.message))
  }

  return (
    <ConfigProvider theme={{ token: { fontFamily: 'inherit', colorPrimary: '#0b5bd3' } }}>
      <main className="page">
        <Guide
          text={text}
          language={language}
          people={people}
          number={number}
          onNumber={setNumber}
          onLanguage={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
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
          failure={failure}
          onPeer={setPeer}
          onSend={send}
        />
      </main>
    </ConfigProvider>
  )
}
