import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { ApiError, moment, money, type Tongue, tagOf } from '#web'
import { type Words, words } from './words/index.ts'

/** How the page speaks: its words, and names, prices and times as they are read in them. */
export interface Speech {
  readonly text: Words
  readonly language: Tongue
  /** The same as the API has it: of the SMS which tells of an act. */
  readonly tag: 'zh-CN' | 'en'
  readonly pick: (zh: string, en: string) => string
  readonly name: (item: { readonly name_zh: string; readonly name_en: string }) => string
  readonly money: (fen: number) => string
  /** What an error means, and what to do. */
  readonly why: (error: unknown) => string
}

const Context = createContext<Speech | undefined>(undefined)
export const useSpeech = (): Speech => useContext(Context) as Speech

/** The clock of the subscriber’s zone. */
const Zone = createContext('UTC')
export const ZoneProvider = Zone.Provider
export function useWhen(): (iso: string | number, withTime?: boolean) => string {
  const zone = useContext(Zone)
  const { language } = useSpeech()
  return (iso, withTime) => moment(iso, language, zone, withTime)
}

export function Speaking({ language, children }: { readonly language: Tongue; readonly children: ReactNode }) {
  const speech = useMemo<Speech>(() => {
    const text = words[language]
    const pick = (zh: string, en: string) => (language === 'zh' ? zh : en)
    return {
      text,
      language,
      tag: tagOf(language),
      pick,
      name: ({ name_zh, name_en }) => pick(name_zh, name_en),
      money: (fen) => money(fen, language),
      why: (error) => {
        const { other = '' } = text.errors
        return error instanceof ApiError ? (text.errors[error.code] ?? other) : other
      },
    }
  }, [language])
  return <Context value={speech}>{children}</Context>
}
