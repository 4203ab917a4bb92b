import { useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button } from 'antd'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useFail } from '../shell/fail.ts'
import { useDay } from '../shell/format.ts'
import { useMe } from '../shell/me.ts'
import { useMutation } from '../shell/once.ts'
import { review, type SentLetter, type WholeCase } from './api.ts'
import { attachedOf, TAKEN } from './attached.ts'
import { LetterSent, type Tells } from './letter-acts.tsx'
import { useWords } from './words.ts'

/** The files of a letter, in both languages. */
export function letterNames({ of, nth = 1 }: Tells): string[] {
  const name = { verdict: 'letter', appeal: 'answer', voided: `voided-${nth}` }[of]
  return [`${name}-zh.pdf`, `${name}-en.pdf`]
}

/** A letter in both languages, to be saved. */
export function LetterLinks({ number, names }: { number: string; names: readonly string[] }) {
  const t = useWords()
  return names.map((name, n) => {
    const language = t(name.includes('-zh') ? 'letterZh' : 'letterEn')
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

/** It is being set: some seconds. */
export const isLetterComing = ({ verdict, files }: WholeCase): boolean =>
  verdict?.outcome === 'proven' && !files.some(({ name }) => letterNames({ of: 'verdict' }).includes(name))

/** Penalty letters, what was attached, and everything as one archive that a regulator verifies. */
export function Files({ of }: { of: WholeCase }) {
  const { number, files, owner, letter, appeal, appeals_voided } = of
  const t = useWords()
  const me = useMe()
  const day = useDay()
  const { i18n } = useTranslation()
  const kilobytes = new Intl.NumberFormat(i18n.language === 'zh' ? 'zh-CN' : 'en-GB')
  const written = (tells: Tells) => letterNames(tells).filter((each) => files.some(({ name }) => name === each))
  const letters = written({ of: 'verdict' })
  const answers = written({ of: 'appeal' })
  const out = appeals_voided.map((each) => ({ ...each, names: written({ of: 'voided', nth: each.nth }) }))
  const ours = [...letters, ...answers, ...out.flatMap(({ names }) => names)]
  const attached = files.filter(({ name }) => !ours.includes(name))
  const path = (name: string) => `/v1/cases/${number}/files/${name}`
  const mayAttach = me.purposes.includes('judge') && (owner === undefined || owner === me.id)
  return (
    <section className="panel" aria-labelledby="files">
      <h2 id="files">{t('files')}</h2>
      {letters.length > 0 && (
        <p>
          {t('letter')} <LetterLinks number={number} names={letters} />
        </p>
      )}
      {letter && <Sending of={of} letter={letter} tells={{ of: 'verdict' }} since={of.decided_at} />}
      {isLetterComing(of) && <p className="soft">{t('letterComes')}</p>}
      {answers.length > 0 && (
        <p>
          {t('answerLetter')} <LetterLinks number={number} names={answers} />
        </p>
      )}
      {appeal?.letter && <Sending of={of} letter={appeal.letter} tells={{ of: 'appeal' }} since={appeal.decided_at} />}
      {out.map(({ nth, at, names, letter: sending }) => (
        <div key={nth}>
          {names.length > 0 && (
            <p>
              {t('voidedLetter', { day: day(at) })} <LetterLinks number={number} names={names} />
            </p>
          )}
          {sending && <Sending of={of} letter={sending} tells={{ of: 'voided', nth }} since={at} />}
        </div>
      ))}
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

const DUE = { verdict: 'letterIsDue', appeal: 'answerIsDue', voided: 'voidedIsDue' } as const

/** That people must send a letter, or when they did. */
function Sending({
  of: { number },
  letter,
  tells,
  since: decided_at,
}: {
  of: WholeCase
  letter: SentLetter
  tells: Tells
  since: string | undefined
}) {
  const t = useWords()
  const me = useMe()
  const day = useDay()
  const mayAct = me.purposes.includes('judge')
  const since = { number, decided_at }
  if (letter.sent.length > 0)
    return (
      <p className="tags">
        {letter.sent.map(({ at, on, way, by_name }) => (
          <span key={at} className="soft">
            {t('letterWent', { day: day(`${on}T12:00:00Z`), way: t.of('letterWays', way), who: by_name })}
          </span>
        ))}
        {mayAct && <LetterSent of={since} tells={tells} again />}
      </p>
    )
  if (!letter.heard || !letter.due) return null
  return (
    <Alert
      type="warning"
      showIcon
      className="gap"
      title={t(DUE[tells.of])}
      description={t.of('unheard', letter.heard)}
      action={mayAct && <LetterSent of={since} tells={tells} again={false} />}
    />
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
      const given = await attachedOf(file)
      return given && review.attach(number, given)
    },
    onSuccess: (kept) => void (kept ? message.success(t('attached')) : message.error(t('attachOnly'))),
    onError: fail,
    onSettled: () => void queries.invalidateQueries({ queryKey: ['cases'] }),
  })
  const choose = (file: File | undefined) => {
    if (file) attach.mutate(file)
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
