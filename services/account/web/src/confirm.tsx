import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { ApiError } from '#web'
import { ActButton, useAct } from './act.tsx'
import { api, type Requested } from './api.ts'
import { CodeStep, useCode } from './code-step.tsx'
import { type Speech, useSpeech } from './speech.tsx'

const LOOK_MS = 700
/** What is not known, or not done, for so long is told so. */
const PATIENCE_MS = 20_000
const ENDS = ['confirmed', 'refused', 'expired', 'rejected', 'ended'] as const
type End = (typeof ENDS)[number]
const isEnd = (status: Requested['status']): status is End => (ENDS as readonly string[]).includes(status)

/** The page of the request that the address names; another link in the same tab is another request. */
export function ConfirmPage() {
  const [link, setLink] = useState(location.hash.slice(1))
  useEffect(() => {
    const turn = () => setLink(location.hash.slice(1))
    window.addEventListener('hashchange', turn)
    return () => window.removeEventListener('hashchange', turn)
  }, [])
  return <Confirm key={link} link={link} />
}

/** Whether somebody has waited for long enough. */
function usePatience(isWaiting: boolean): readonly [boolean, () => void] {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    if (!isWaiting || isOver) return
    const end = setTimeout(() => setOver(true), PATIENCE_MS)
    return () => clearTimeout(end)
  }, [isWaiting, isOver])
  return [isOver, () => setOver(false)]
}

/** One request: its price, a yes by a code from the phone, what became of it, and the way back to where it began. */
function Confirm({ link }: { readonly link: string }) {
  const { text, why } = useSpeech()
  const [sent, setSent] = useState(false)
  const [isGuarded, setGuarded] = useState(false)
  const query = useQuery({
    queryKey: ['request', link],
    queryFn: () => api.request(link),
    refetchInterval: ({ state }) => {
      const isGoing = state.data?.status === 'waiting' || (state.data?.status === 'open' && sent)
      return isGoing ? LOOK_MS : 10_000
    },
  })
  const requested = query.data
  const status = requested?.status
  // Until it is known to the gateway, and until the answer has had its effect.
  const [isLate, waitOn] = usePatience(status === 'waiting' || (sent && status === 'open'))
  const again = (
    <button
      type="button"
      className="button primary"
      onClick={() => {
        waitOn()
        void query.refetch()
      }}
    >
      {text.lookAgain}
    </button>
  )

  if (query.error instanceof ApiError && query.error.code === 'link.over')
    return <Told kind="warn" title={text.linkOver} more={text.linkOverMore} />
  if (!requested && query.error) return <Told kind="warn" title={text.failed} more={why(query.error)} next={again} />
  if (!requested || (status === 'waiting' && !isLate)) return <Coming />
  if (status === 'waiting') return <Told kind="warn" title={text.notFound} more={text.notFoundMore} next={again} />
  if (status && isEnd(status)) return <Ended requested={requested} end={status} />
  const back = <BackTo requested={requested} outcome="open" />
  if (isGuarded) return <Told kind="info" title={text.guardianAsked} more={text.guardianAskedMore} next={back} />
  if (sent && isLate) return <Told kind="info" title={text.taken} more={text.takenMore} next={back} />
  if (sent) return <Coming title={text.taken} />
  return (
    <Offer
      requested={requested}
      link={link}
      onSent={(guarded) => {
        setSent(true)
        setGuarded(guarded)
        void query.refetch()
      }}
      onUnsure={async () => {
        const { data } = await query.refetch()
        return data?.status === 'open'
      }}
    />
  )
}

interface OfferProps {
  readonly requested: Requested
  readonly link: string
  /** @param guarded whether a guardian has to say yes as well */
  readonly onSent: (guarded: boolean) => void
  /** Looks whether an answer arrived whose answer was lost. @returns whether it is known that it did not */
  readonly onUnsure: () => Promise<boolean>
}

function Offer({ requested, link, onSent, onUnsure }: OfferProps) {
  const speech = useSpeech()
  const { text, tag, pick, why } = speech
  const code = useCode()
  const sending = useAct({ changes: false })
  const answering = useAct({ changes: false })
  const [unsure, setUnsure] = useState<'looking' | 'open'>()
  const answer = async (yes: boolean) => {
    setUnsure(undefined)
    const call = () => api.answerRequest(link, code.asked?.token ?? '', code.typed, yes)
    let lost = false
    let guarded = false
    const send = () =>
      call().catch((error: unknown) => {
        lost = error instanceof ApiError && (error.status === 0 || error.status >= 500)
        throw error
      })
    const said = (answered: { guarded?: true }) => {
      guarded = answered.guarded === true
      return ''
    }
    if (await answering.run(`${yes} ${code.typed}`, send, said)) return onSent(guarded)
    if (lost) setUnsure('looking')
    if ((await onUnsure()) && lost) setUnsure('open')
  }
  const send = () => {
    answering.clear()
    setUnsure(undefined)
    const ask = async () => code.got(await api.askConfirmCode(link, tag))
    void sending.run(`code ${code.asked?.times ?? 0}`, ask, () => '')
  }
  const isUsedUp = sending.error instanceof ApiError && sending.error.code === 'code.used-up'
  const isEmpty = code.typed.trim() === ''
  return (
    <form
      className="card door"
      onSubmit={(event) => {
        event.preventDefault()
        if (code.asked) void answer(true)
        else send()
      }}
    >
      <div className="offer">
        <strong className="offer-name">{pick(requested.service_zh, requested.service_en)}</strong>
        <span>
          {pick(requested.partner_zh, requested.partner_en)} · {requested.port}
        </span>
        <output className="price">{priceOf(requested, speech)}</output>
        <small>{termsOf(requested, speech)}</small>
      </div>
      <p className="soft">{text.confirmAbout(requested.number)}</p>
      <CodeStep
        code={code}
        act={unsure ? { ...answering, error: undefined } : answering}
        sending={sending}
        onAgain={send}
      />
      {!code.asked && sending.error !== undefined && (
        <p className="note bad" role="alert">
          {why(sending.error)}
        </p>
      )}
      {unsure && (
        <p className="note warn" role="alert">
          {unsure === 'looking' ? text.notArrived : text.notArrivedOpen}
        </p>
      )}
      <ActButton act={code.asked ? answering : sending} kind="primary" disabled={code.asked !== undefined && isEmpty}>
        {code.asked ? text.agree[requested.period] : text.getCode}
      </ActButton>
      {code.asked && (
        <ActButton act={{ busy: false }} disabled={answering.busy || isEmpty} onClick={() => void answer(false)}>
          {text.no}
        </ActButton>
      )}
      {isUsedUp && <ToAccount />}
      <BackTo requested={requested} outcome="open" />
    </form>
  )
}

const priceOf = ({ period, tariff_fen }: Requested, { text, money }: Speech): string => {
  if (period === 'marketing') return text.free
  return `${money(tariff_fen)}${period === 'month' ? text.month : text.once}`
}

const termsOf = (requested: Requested, { text, money }: Speech): string => {
  const { period, trial_days, per_week, months, free_hours, tariff_fen } = requested
  if (period === 'marketing') return text.marketing(per_week ?? 0, months ?? 0)
  if (period === 'once') return text.onceOnly
  return trial_days ? text.trial(trial_days, money(tariff_fen)) : text.freeHours(free_hours)
}

/** What became of it, and why; after a purchase nothing here invites to another. */
function Ended({ requested, end }: { readonly requested: Requested; readonly end: End }) {
  const { text, pick } = useSpeech()
  const reason = requested.rule === undefined ? undefined : text.why[requested.rule]
  const more = end === 'confirmed' ? text.confirmedMore : (reason ?? text.nothingCharged)
  return (
    <Told
      kind={end === 'confirmed' ? 'good' : 'info'}
      title={text.outcomes[end]}
      about={pick(requested.service_zh, requested.service_en)}
      more={more}
      next={<BackTo requested={requested} outcome={end} />}
    />
  )
}

interface ToldProps {
  readonly kind: 'good' | 'warn' | 'info'
  readonly title: string
  readonly about?: string
  readonly more: string
  readonly next?: ReactNode
}

const MARKS = { good: '✓', warn: '!', info: 'i' }

/** The page has turned to something else: focus goes to it, so that a reader of the screen is told. */
function Told({ kind, title, about, more, next }: ToldProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [title])
  return (
    <div className="card door told">
      <span className={`sign ${kind}`} aria-hidden="true">
        {MARKS[kind]}
      </span>
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {about && <p className="about">{about}</p>}
      <p>{more}</p>
      {next}
      <ToAccount />
    </div>
  )
}

const Coming = ({ title }: { readonly title?: string }) => {
  const { text } = useSpeech()
  return (
    <div className="card door skeleton" aria-busy="true" role="status">
      {title ? <p>{title}</p> : <span className="hidden">{text.loading}</span>}
      <i />
      <i />
      <i />
    </div>
  )
}

const ToAccount = () => {
  const { text } = useSpeech()
  return (
    <a className="button link" href="/account">
      {text.toAccount}
    </a>
  )
}

/** Leads back with what became of it; the partner looks it up, for anybody can type an address. */
function BackTo({ requested, outcome }: { readonly requested: Requested; readonly outcome: string }) {
  const { text } = useSpeech()
  if (!requested.back) return null
  const url = new URL(requested.back)
  url.searchParams.set('request', requested.id)
  url.searchParams.set('outcome', outcome)
  return (
    <a className={outcome === 'open' ? 'button link' : 'button primary'} href={url.href} rel="noreferrer">
      {text.backTo(url.host)}
    </a>
  )
}
