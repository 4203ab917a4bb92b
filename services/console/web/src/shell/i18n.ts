import i18next from 'i18next'
import { useMemo } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'

type Tree = { readonly [key: string]: string | Tree }
/** The same words in another language: none more, none less. */
export type Words<T> = { readonly [K in keyof T]: T[K] extends string ? string : Words<T[K]> }
type Path<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}/${Path<T[K]>}` }[keyof T & string]

/** Says a word of an area in the reader’s language. */
export interface Say<T> {
  (word: Path<T>, values?: Readonly<Record<string, string | number>>): string
  /** What a value of the API is called (`status`, `open`); one that has no word stands as it is. */
  of(group: keyof T & string, value: string, values?: Readonly<Record<string, string | number>>): string
}

const first = (): 'zh' | 'en' =>
  (localStorage.getItem('language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en')) === 'zh' ? 'zh' : 'en'

void i18next.use(initReactI18next).init({
  lng: first(),
  fallbackLng: 'en',
  defaultNS: 'shell',
  keySeparator: '/',
  // Codes of errors have points, and words have colons.
  nsSeparator: false,
  interpolation: { escapeValue: false },
  resources: {},
  initAsync: false,
})

/**
 * The words of one area, in both languages. Its `errors`, by the code of a problem document, are told wherever that error
 * comes up.
 */
export function wordsOf<const T extends Tree>(area: string, zh: T, en: Words<T>): () => Say<T> {
  for (const [language, words] of Object.entries({ zh, en })) {
    i18next.addResourceBundle(language, area, words, true, true)
    if ('errors' in words) i18next.addResourceBundle(language, 'errors', words.errors, false, true)
  }
  return () => {
    const { i18n } = useTranslation()
    const { language } = i18n
    return useMemo(() => {
      const fixed = i18n.getFixedT(language, area)
      const say = (word: string, values: Record<string, string | number> = {}): string => fixed(word, values)
      const of = (group: string, value: string, values: Record<string, string | number> = {}): string =>
        fixed(`${group}/${value}`, { ...values, defaultValue: value })
      return Object.assign(say, { of }) as Say<T>
    }, [i18n, language])
  }
}
