import { Button, Result } from 'antd'
import { useCallback, useEffect, useState } from 'react'
import { ApiError, answerRequest, askConfirmCode, fetchRequest, type Requested } from './api.ts'
import { CodeInput } from './code-input.tsx'
import { money } from './format.ts'
import type { Language, Words } from './words.ts'

interface ConfirmProps {
  readonly link: string
  readonly text: Words
  readonly language: Language
  readonly onFail: (error: unknown) => void
}

const LOOK_MS = 700
/** A request that is not known for so long will not be. */
const PATIENCE_MS = 20_000
const OVER = ['confirmed', 'refused', 'expired', 'rejected', 'ended'] as const
const isOver = (status: Requested['status']): status is (typeof OVER)[number] =>
  (OVER as readonly string[]).includes(status)

/** The page of one request: its price, a yes by a code from the phone, and the way back to where it began. */
export function Confirm({ link, text, language, onFail }: ConfirmProps) {
  const [requested, setRequested] = useState<Requested | 'over'>()
  const [asked, setAsked] = useState<{ token: string; minutes: number }>()
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const [sent, setSent] = useState(false)

  const look = useCallback(
    () =>
      fetchRequest(link).then(setRequested, (error: unknown) => {
        if (error instanceof ApiError && error.code === 'link.over') return setRequested('over')
        onFail(error)
      }),
    [link, onFail],
  )
  const status = typeof requested === 'object' ? requested.status : undefined
  useEffect(() => {
    void look()
  }, [look])
  // Until it is known to the gateway, and until the answer has had its effect.
  const isWaiting = status === 'waiting' || (sent && status === 'open')
  useEffect(() => {
    if (!isWaiting) return
    const timer = setInterval(() => void look(), LOOK_MS)
    const end = setTimeout(() => setRequested('over'), PATIENCE_MS)
    return () => {
      clearInterval(timer)
      clearTimeout(end)
    }
  }, [isWaiting, look])

  if (requested === undefined) return null
  if (requested === 'over') return <Result status="warning" title={text.linkOver} />
  if (status && isOver(status))
    return (
      <div className="card">
        <Result
          status={status === 'confirmed' ? 'success' : 'info'}
          title={text.outcomes[status]}
          subTitle={status === 'confirmed' ? text.confirmedMore : text.nothingCharged}
          extra={<BackTo requested={requested} outcome={status} text={text} />}
        />
      </div>
    )
  const during = async (what: Promise<unknown>) => {
    setBusy(true)
    await what.catch(onFail)
    setBusy(false)
  }
  const answer = (yes: boolean) =>
    during(
      answerRequest(link, asked?.token ?? '', code, yes).then(() => {
        setSent(true)
        return look()
      }),
    )
  const zh = language === 'zh'
  const sendCode = () => {
    setCode('')
    return askConfirmCode(link, zh ? 'zh-CN' : 'en').then(setAsked)
  }
  return (
    <form
      className="card sign-in"
      onSubmit={(event) => {
        event.preventDefault()
        if (asked) void answer(true)
        else void during(sendCode())
      }}
    >
      <div className="offer">
        <strong>{zh ? requested.service_zh : requested.service_en}</strong>
        <span>
          {zh ? requested.partner_zh : requested.partner_en} · {requested.port}
        </span>
        <output className="price">{priceOf(requested, text, language)}</output>
        <small>{termsOf(requested, text, language)}</small>
      </div>
      <p>{text.confirmAbout(requested.number)}</p>
      {asked && <CodeInput text={text} minutes={asked.minutes} value={code} onChange={setCode} />}
      <Button
        type="primary"
        size="large"
        htmlType="submit"
        loading={busy || isWaiting}
        disabled={asked !== undefined && code.trim() === ''}
        block
      >
        {asked ? text.agree[requested.period] : text.getCode}
      </Button>
      {asked && (
        <Button onClick={() => void answer(false)} disabled={busy || code.trim() === ''}>
          {text.no}
        </Button>
      )}
      {asked && (
        <Button type="link" onClick={() => void during(sendCode())} disabled={busy}>
          {text.again}
        </Button>
      )}
      <BackTo requested={requested} outcome="open" text={text} />
    </form>
  )
}

const priceOf = ({ period, tariff_fen }: Requested, text: Words, language: Language): string => {
  if (period === 'marketing') return text.free
  return `${money(tariff_fen, language)}${period === 'month' ? text.month : text.once}`
}

const termsOf = (requested: Requested, text: Words, language: Language): string => {
  const { period, trial_days, per_week, months, free_hours, tariff_fen } = requested
  if (period === 'marketing') return text.marketing(per_week ?? 0, months ?? 0)
  if (period === 'once') return text.onceOnly
  return trial_days ? text.trial(trial_days, money(tariff_fen, language)) : text.freeHours(free_hours)
}

/** Leads back with what became of it; the partner looks it up, for anybody can type an address. */
function BackTo({ requested, outcome, text }: { requested: Requested; outcome: string; text: Words }) {
  if (!requested.back) return null
  const url = new URL(requested.back)
  url.searchParams.set('request', requested.id)
  url.searchParams.set('outcome', outcome)
  return (
    <Button type={outcome === 'open' ? 'link' : 'primary'} href={url.href} rel="noreferrer">
      {text.backTo(url.host)}
    </Button>
  )
}
