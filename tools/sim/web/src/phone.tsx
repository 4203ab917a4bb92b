import { Button, Input } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { type Tongue, writtenIn } from '#web'
import { spaced } from './guide.tsx'
import { type Bubble, type Person, segmentsOf } from './network.ts'
import type { Words } from './words.ts'

interface PhoneProps {
  readonly text: Words
  readonly language: Tongue
  readonly live: boolean
  readonly owner: Person | undefined
  readonly number: string
  readonly peer: string
  /** The latest message of each conversation, newest first. */
  readonly peers: readonly Bubble[]
  readonly bubbles: readonly Bubble[]
  readonly failure: string | undefined
  readonly onPeer: (peer: string) => void
  readonly onSend: (to: string, text: string) => Promise<void>
}

const clock = (at: number): string =>
  new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hour12: false })
const ofOperator = (peer: string): boolean => peer.startsWith('10086')

/** A handset: its conversations as tabs, the messages as bubbles, a field to write in. */
export function Phone({
  text,
  language,
  live,
  owner,
  number,
  peer,
  peers,
  bubbles,
  failure,
  onPeer,
  onSend,
}: PhoneProps) {
  const shown = peers.some((each) => each.peer === peer)
    ? peers.map((each) => each.peer)
    : [peer, ...peers.map((each) => each.peer)]
  return (
    <section className="phone" aria-label={spaced(number)}>
      <div className="status">
        <span>{owner?.[language] ?? ''}</span>
        <span className="own">{spaced(number)}</span>
        <span className={live ? 'link up' : 'link down'} role="status">
          {live ? text.live : text.down}
        </span>
      </div>
      <nav className="peers" aria-label={text.conversations}>
        {shown.map((each) => (
          <button
            key={each}
            type="button"
            className={each === peer ? 'peer chosen' : 'peer'}
            onClick={() => onPeer(each)}
          >
            {each}
          </button>
        ))}
      </nav>
      <div className="peerhead">
        <span className={ofOperator(peer) ? 'avatar operator' : 'avatar'}>{ofOperator(peer) ? '0' : '#'}</span>
        <span>
          <b>{peer}</b>
          <small>{ofOperator(peer) ? text.operator : text.port}</small>
        </span>
      </div>
      <Bubbles
        text={text}
        bubbles={bubbles}
        onResend={(each) => void onSend(each.peer, each.text)}
        onReport={(each) => void onSend(REPORTS, `${each.peer}*${each.text}`)}
      />
      {failure && (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
      <Compose key={peer} text={text} peer={peer} onSend={onSend} />
    </section>
  )
}

/** Where a message is forwarded to that somebody takes for spam. */
const REPORTS = '10086999'

function Bubbles({
  text,
  bubbles,
  onResend,
  onReport,
}: {
  text: Words
  bubbles: readonly Bubble[]
  onResend: (bubble: Bubble) => void
  onReport: (bubble: Bubble) => void
}) {
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // In braces: newer browsers give a promise, which React would take for a clean-up.
    void end.current?.scrollTo({ top: end.current.scrollHeight, behavior: 'smooth' })
  }, [bubbles])
  return (
    <div className="bubbles" ref={end} role="log" aria-label={text.conversations} tabIndex={0}>
      {bubbles.length === 0 && <p className="empty">{text.empty}</p>}
      {bubbles.map((bubble) => (
        <article key={bubble.id} className={`bubble ${bubble.direction} ${bubble.state}`}>
          <p lang={writtenIn(bubble.text)}>{bubble.text || ' '}</p>
          <footer>
            <time>{clock(bubble.at)}</time>
            <span>{text.segments(bubble.segments)}</span>
            <span className="state">{text[bubble.state]}</span>
            {bubble.direction === 'mt' && !ofOperator(bubble.peer) && (
              <button type="button" onClick={() => onReport(bubble)} title={text.reportTitle}>
                {text.report}
              </button>
            )}
            {bubble.state === 'refused' && (
              <button type="button" onClick={() => onResend(bubble)}>
                {text.resend}
              </button>
            )}
          </footer>
        </article>
      ))}
    </div>
  )
}

function Compose({ text, peer, onSend }: { text: Words; peer: string; onSend: PhoneProps['onSend'] }) {
  const [to, setTo] = useState(peer)
  const [body, setBody] = useState('')
  const send = () => {
    if (to.trim() === '' || body === '') return
    void onSend(to.trim(), body)
    setBody('')
  }
  return (
    <form
      className="compose"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <Input
        className="to"
        value={to}
        onChange={(event) => setTo(event.target.value)}
        aria-label={text.newTo}
        title={text.newTo}
        inputMode="tel"
      />
      <textarea
        className="write"
        rows={1}
        value={body}
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
          event.preventDefault()
          send()
        }}
        placeholder={text.placeholder}
        aria-label={text.placeholder}
        maxLength={4000}
      />
      <Button type="primary" htmlType="submit" disabled={body === ''}>
        {text.send}
      </Button>
      <small className="count">{body !== '' ? text.remaining(body.length, segmentsOf(body)) : ' '}</small>
    </form>
  )
}
