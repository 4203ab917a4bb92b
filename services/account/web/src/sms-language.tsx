import type { UseQueryResult } from '@tanstack/react-query'
import { Outcome, useAct } from './act.tsx'
import { api, type Own } from './api.ts'
import { Part, Section } from './part.tsx'
import { useSpeech } from './speech.tsx'

const languages = [
  ['zh-CN', '中文'],
  ['en', 'English'],
] as const

/** The language of SMS: `语言`. */
export function SmsLanguage({ query }: { readonly query: UseQueryResult<Own> }) {
  const { text } = useSpeech()
  const act = useAct()
  const choose = (language: string) =>
    void act.run(
      language,
      (key) => api.chooseLanguage(language, key),
      () => text.languageSet,
    )
  return (
    <Section title={text.smsLanguage}>
      <Part query={query}>
        {({ language }) => (
          <fieldset className="plain">
            <legend>{text.smsLanguageAbout}</legend>
            {languages.map(([tag, says]) => (
              <label key={tag} className="choice" lang={tag}>
                <input type="radio" name="sms-language" checked={language === tag} onChange={() => choose(tag)} />
                {says}
              </label>
            ))}
            <Outcome act={act} />
          </fieldset>
        )}
      </Part>
    </Section>
  )
}
