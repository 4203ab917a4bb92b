import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Empty, Segmented } from 'antd'
import { type ReactNode, useState } from 'react'
import { useMoment, useNames } from '../shell/format.ts'
import { Loading } from '../shell/part.tsx'
import { type Charged, cases, type Whole } from './api.ts'
import { type Happened, storyOf } from './story.ts'
import { useWords } from './words.ts'

/** A charge that is being judged, a refund that is told: what is looked at goes on. */
const AGAIN_MS = 20_000

/**
 * One line of time from the request to the yes to the money. Consents, money and open prompts come from who keeps them;
 * what one of them cannot give now is said, and the rest is told.
 */
export function Story({
  subject,
  service,
  complaint,
}: {
  subject: string
  service?: string | undefined
  complaint?: Whole
}) {
  const t = useWords()
  const [all, setAll] = useState(service === undefined)
  const receipts = useQuery({
    queryKey: ['subject', subject, 'receipts'],
    queryFn: () => cases.receipts(subject),
    refetchInterval: AGAIN_MS,
  })
  const money = useQuery({
    queryKey: ['subject', subject, 'money'],
    queryFn: () => cases.money(subject),
    refetchInterval: AGAIN_MS,
  })
  const prompts = useQuery({
    queryKey: ['subject', subject, 'prompts'],
    queryFn: () => cases.prompts(subject),
    refetchInterval: AGAIN_MS,
  })
  const parts = [
    ['receipts', receipts],
    ['money', money],
    ['prompts', prompts],
  ] as const
  const happened = storyOf(
    { receipts: receipts.data?.items, money: money.data, prompts: prompts.data?.items, complaint },
    all ? undefined : service,
  )
  const isPending = parts.some(([, each]) => each.isPending)
  return (
    <section className="panel story" aria-labelledby="story" aria-busy={isPending}>
      <header className="story-head">
        <h2 id="story">{t('story')}</h2>
        {service !== undefined && (
          <Segmented
            aria-label={t('story')}
            value={all ? 'all' : 'one'}
            onChange={(value) => setAll(value === 'all')}
            options={[
              { value: 'one', label: t('thisService') },
              { value: 'all', label: t('everything') },
            ]}
          />
        )}
      </header>
      {parts.map(
        ([name, each]) =>
          each.isError && (
            <Alert
              key={name}
              type="warning"
              showIcon
              className="gap"
              title={t('partMissing', { part: t(`parts/${name}`) })}
              action={
                <Button size="small" onClick={() => void each.refetch()}>
                  {t('again')}
                </Button>
              }
            />
          ),
      )}
      {isPending && <Loading />}
      {!isPending && happened.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('storyNone')} />
      )}
      <ol className="story-line">
        {happened.map((each, index) => (
          <Moment key={`${each.at}-${each.kind}-${index}`} of={each} />
        ))}
      </ol>
    </section>
  )
}

type Tone = 'plain' | 'good' | 'bad' | 'money' | 'said'

function Moment({ of }: { of: Happened }) {
  const moment = useMoment()
  const { tone, title, body } = useTold(of)
  return (
    <li className={`story-item story-${tone}`}>
      <time className="soft" dateTime={new Date(of.at).toISOString()}>
        {moment(of.at)}
      </time>
      <div>
        <h3>{title}</h3>
        {body}
      </div>
    </li>
  )
}

function useTold(of: Happened): { tone: Tone; title: string; body?: ReactNode } {
  const t = useWords()
  const names = useNames()
  switch (of.kind) {
    case 'requested': {
      const { by, origin } = of.receipt.content
      const where = t.of('channels', origin.channel)
      return {
        tone: 'plain',
        title: origin.channel === 'partner' ? t('requestedByPartnerItself') : t(`requestedBy/${by}`, { where }),
        body: origin.campaign && <p className="soft">{t('campaign', { name: origin.campaign })}</p>,
      }
    }
    case 'asked': {
      const { by, origin, asked, requestedAt } = of.receipt.content
      const where = t.of('channels', origin.channel)
      const title =
        requestedAt !== undefined
          ? t('asked')
          : origin.channel === 'partner'
            ? t('askedByPartnerItself')
            : t(by === 'partner' ? 'askedByPartner' : 'askedBySubscriber', { where })
      return { tone: 'plain', title, body: <Quote>{asked}</Quote> }
    }
    case 'vouched': {
      const { answer, channel } = of.receipt.content.guardian ?? { answer: '', channel: '' }
      return {
        tone: 'good',
        title: t('vouched', { where: t.of('channels', channel) }),
        body: <Quote>{channel === 'web' ? t('agreedOnWeb') : answer}</Quote>,
      }
    }
    case 'agreed': {
      const { answer, channel } = of.receipt.content
      return {
        tone: 'good',
        title: t('agreed', { where: t.of('channels', channel) }),
        body: (
          <>
            <Quote>{channel === 'web' ? t('agreedOnWeb') : answer}</Quote>
            <p className="soft">{t('receipt', { number: of.receipt.number })}</p>
          </>
        ),
      }
    }
    case 'prompted':
      return { tone: 'plain', title: t('prompted'), body: <Quote>{of.prompt.text}</Quote> }
    case 'began':
      return {
        tone: 'plain',
        title: t('began', { service: names.service(of.standing.service) }),
        body: <p className="soft">{t('beganAbout')}</p>,
      }
    case 'ended':
      return { tone: 'plain', title: t('ended', { service: names.service(of.standing.service) }) }
    case 'charged': {
      const { charge, receipt } = of
      const title = t('charged', { service: names.service(charge.service), amount: names.yuan(charge.amount_fen) })
      const wrong = charge.judged_at === undefined && charge.rule && t('wrong', { rule: t.of('rules', charge.rule) })
      const right = !charge.rule && (receipt ? t('rightBy', { number: receipt.number }) : t('right'))
      return {
        tone: charge.rule ? 'bad' : 'money',
        title,
        body: (
          <>
            <p>{[wrong || right, charge.granted && t('granted')].filter(Boolean).join(' ')}</p>
            <Moves charge={charge} />
          </>
        ),
      }
    }
    case 'judged':
      return {
        tone: 'bad',
        title: t('judged'),
        body: <p>{t('wrong', { rule: t.of('rules', of.charge.rule ?? '') })}</p>,
      }
    case 'moved':
      return {
        tone: 'money',
        title: `${t.of('moves', of.move.kind)} ${names.yuan(of.move.amount_fen)}`,
        body: (
          <p className="soft">
            {t.of('parties', of.move.from)} → {t.of('parties', of.move.to)} · {of.move.month}
          </p>
        ),
      }
    case 'taken':
      return { tone: 'plain', title: `${t('steps/taken')} · ${of.charge.dispute?.taken_by_name ?? ''}` }
    case 'handed':
      return {
        tone: 'plain',
        title: t('handed', { who: of.handed.by_name, to: of.handed.to_name }),
        body: <Quote>{of.handed.reason}</Quote>,
      }
    case 'judging':
      return {
        tone: 'money',
        title: t('charged', { service: names.service(of.charge.service), amount: names.yuan(of.charge.amount_fen) }),
        body: <p className="soft">{t('judging')}</p>,
      }
    case 'told':
      return {
        tone: 'said',
        title: t(`told/${of.reminder.kind}`),
        body: (
          <ul className="story-items">
            {of.reminder.items.map((each) => (
              <li key={each.service.id}>
                {names.service(each.service)} {names.yuan(each.amount_fen)}
                {each.refund_fen > 0 && ` · ${t('back', { amount: names.yuan(each.refund_fen) })}`}
              </li>
            ))}
          </ul>
        ),
      }
    case 'disputed':
      return {
        tone: 'said',
        title: t('disputed', { amount: names.yuan(of.charge.amount_fen) }),
        body: <p className="soft">{t(of.charge.dispute?.refunded ? 'refundedAtOnce' : 'notRefundedYet')}</p>,
      }
    case 'decided': {
      const { status = 'open', decided_by_name: who = '' } = of.charge.dispute ?? {}
      const title = t(status === 'proven' ? 'decidedProven' : 'decidedDisproven')
      return {
        tone: status === 'proven' ? 'good' : 'plain',
        title,
        body: <p className="soft">{who === 'rule' ? t('byRule') : who}</p>,
      }
    }
    case 'complained':
      return {
        tone: 'said',
        title: t('complained', { where: t.of('channels', of.channel) }),
        body: <Quote>{of.text}</Quote>,
      }
    case 'step':
      return {
        tone: of.step.what === 'reopened' ? 'bad' : of.step.what === 'solved' ? 'good' : 'plain',
        title:
          of.step.what === 'handed'
            ? t('handed', { who: of.step.by_name ?? '', to: of.step.to_name ?? '' })
            : `${t(`steps/${of.step.what}`)}${of.step.by_name ? ` · ${of.step.by_name}` : ''}`,
        body: of.step.text && <Quote>{of.step.text}</Quote>,
      }
  }
}

const Quote = ({ children }: { children: ReactNode }) => <blockquote className="story-quote">{children}</blockquote>

/** What has gone back in all; and what moved before it was kept when. */
function Moves({ charge }: { charge: Charged }) {
  const t = useWords()
  const names = useNames()
  if (charge.moves.length === 0) return null
  return (
    <ul className="story-items">
      {charge.moves
        .filter(({ at }) => at === undefined)
        .map((each, index) => (
          <li key={index}>
            {t.of('moves', each.kind)} {names.yuan(each.amount_fen)}
            <span className="soft">
              {' '}
              {t.of('parties', each.from)} → {t.of('parties', each.to)} · {each.month}
            </span>
          </li>
        ))}
      <li>
        <strong>{t('backInAll', { amount: names.yuan(charge.refund_fen) })}</strong>
      </li>
    </ul>
  )
}
