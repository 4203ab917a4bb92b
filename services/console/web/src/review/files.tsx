import { useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button } from 'antd'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useFail } from '../shell/fail.ts'
import { useDay } from '../shell/format.ts'
import { useMe } from '../shell/me.ts'
import { useMutation } from '../shell/once.ts'
import { review, type WholeCase } from './api.ts'
import { LetterSent } from './letter-acts.tsx'
import { useWords } from './words.ts'

const LETTERS = ['letter-zh.pdf', 'letter-en.pdf']
const MOST_BYTES = 512 * 1024
const TAKEN = ['application/pdf', 'image/png', 'image/jpeg']

/** The penalty letter in both languages, to be saved. */
export function LetterLinks({ number, names = LETTERS }: { number: string; names?: readonly string[] }) {
  const t = useWords()
  return names.map((name, n) => {
    const language = t(name === LETTERS[0] ? 'letterZh' : 'letterEn')
    return (
      <span key={name}>
        {n > 0 && ' · '}
        <a
          href={`/v1/cases/${number}/files/${name}`}
          download={`${number}-${name}`}
          aria-label={`${language} ${number}`}
        >
          {language}
        </a>
      </span>
    )
  })
}

/** Penalty letters, what was attached, and everything as one archive that a regulator verifies. */
export function Files({ of }: { of: WholeCase }) {
  const { number, files, verdict, owner, letter } = of
  const t = useWords()
  const me = useMe()
  const day = useDay()
  const { i18n } = useTranslation()
  const kilobytes = new Intl.NumberFormat(i18n.language === 'zh' ? 'zh-CN' : 'en-GB')
  const letters = files.filter(({ name }) => LETTERS.includes(name))
  const attached = files.filter(({ name }) => !LETTERS.includes(name))
  const path = (name: string) => `/v1/cases/${number}/files/${name}`
  const mayAttach = me.purposes.includes('judge') && (owner === undefined || owner === me.id)
  return (
    <section className="panel" aria-labelledby="files">
      <h2 id="files">{t('files')}</h2>
      {letters.length > 0 && (
        <p>
          {t('letter')} <LetterLinks number={number} names={letters.map(({ name }) => name)} />
        </p>
      )}
      {letter?.heard && letter.sent.length === 0 && (
        <Alert
          type="warning"
          showIcon
          className="gap"
          title={t('letterIsDue')}
          description={t.of('unheard', letter.heard)}
          action={me.purposes.includes('judge') && <LetterSent of={of} again={false} />}
        />
      )}
      {letter && letter.sent.length > 0 && (
        <p className="tags">
          {letter.sent.map(({ at, on, way, by_name }) => (
            <span key={at} className="soft">
              {t('letterWent', { day: day(`${on}T12:00:00Z`), way: t.of('letterWays', way), who: by_name })}
            </span>
          ))}
          {me.purposes.includes('judge') && <LetterSent of={of} again />}
        </p>
      )}
      {verdict?.outcome === 'proven' && letters.length === 0 && <p className="soft">{t('letterComes')}</p>}
      {attached.length > 0 && (
        <ul className="few">
          {attached.map(({ name, at, by_name, bytes }) => (
            <li key={name}>
              <a href={path(name)} download={`${number}-${name}`}>
                {name}
              </a>
              <span className="soft">
                {by_name} · {day(at)} · {kilobytes.format(Math.ceil(bytes / 1024))} KB
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="below tags">
        {mayAttach && <Attach number={number} />}
        <Button href={`/v1/cases/${number}/bundle`} download={`case-${number}.tar`}>
          {t('bundle')}
        </Button>
      </p>
      <p className="soft">{t('bundleAbout')}</p>
    </section>
  )
}

function Attach({ number }: { number: string }) {
  const t = useWords()
  const fail = useFail()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const input = useRef<HTMLInputElement>(null)
  const attach = useMutation({
    mutationFn: async (file: File) => {
      const content = btoa(
        Array.from(new Uint8Array(await file.arrayBuffer()), (each) => String.fromCharCode(each)).join(''),
      )
      return review.attach(number, { type: file.type, content })
    },
    onSuccess: () => void message.success(t('attached')),
    onError: fail,
    onSettled: () => void queries.invalidateQueries({ queryKey: ['cases'] }),
  })
  const choose = (file: File | undefined) => {
    if (!file) return
    if (!TAKEN.includes(file.type) || file.size > MOST_BYTES) return void message.error(t('attachOnly'))
    attach.mutate(file)
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept={TAKEN.join(',')}
        aria-label={t('attach')}
        onChange={({ target }) => {
          choose(target.files?.[0])
          target.value = ''
        }}
      />
      <Button loading={attach.isPending} onClick={() => input.current?.click()}>
        {t('attach')}
      </Button>
    </>
  )
}
