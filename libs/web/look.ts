import { useCallback, useEffect, useState } from 'react'
import type { Tongue } from './format.ts'
import { useMedia } from './media.ts'

const GROUNDS = { light: '#0b5bd3', dark: '#0d1319' }

/** Light or dark as it was chosen here, else as the system has it, also when that changes. */
export function useLook(): { readonly dark: boolean; readonly toggleDark: () => void } {
  const wantsDark = useMedia('(prefers-color-scheme: dark)')
  const [chosen, setChosen] = useState(() => localStorage.getItem('look'))
  const look = chosen === 'dark' || (chosen === null && wantsDark) ? 'dark' : 'light'
  useEffect(() => {
    document.documentElement.dataset['look'] = look
    document.querySelector('meta[name=theme-color]')?.setAttribute('content', GROUNDS[look])
  }, [look])
  const toggleDark = useCallback(() => {
    const next = look === 'dark' ? 'light' : 'dark'
    localStorage.setItem('look', next)
    setChosen(next)
  }, [look])
  return { dark: look === 'dark', toggleDark }
}

/** The language that was chosen here, else the browser’s; the document says which it is. */
export function useTongue(): readonly [Tongue, () => void] {
  const [language, setLanguage] = useState<Tongue>(() =>
    (localStorage.getItem('language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en')) === 'zh' ? 'zh' : 'en',
  )
  useEffect(() => {
    document.documentElement.lang = tagOf(language)
  }, [language])
  const toggle = () => {
    const next = language === 'zh' ? 'en' : 'zh'
    localStorage.setItem('language', next)
    setLanguage(next)
  }
  return [language, toggle]
}

export const tagOf = (language: Tongue): 'zh-CN' | 'en' => (language === 'zh' ? 'zh-CN' : 'en')

/** The language that a text is written in, for who reads it aloud. */
export const writtenIn = (text: string): 'zh-CN' | 'en' => (/\p{Script=Han}/u.test(text) ? 'zh-CN' : 'en')
