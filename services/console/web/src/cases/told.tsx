import type { ReactNode } from 'react'
import { useNames } from '../shell/format.ts'
import type { Charged } from './api.ts'
import type { Happened } from './story.ts'
import { useWords } from './words.ts'

type Tone = 'plain' | 'good' | 'bad' | 'money' | 'said'

/** How one thing that happened is told. */
interface Telling {
  readonly tone: Tone
  readonly title: string
  readonly body?: ReactNode
}
/** By what words, and names. */
interface By {
  readonly t: ReturnType<typeof useWords>
  readonly names: ReturnType<typeof useNames>
}
type Kind = Happened['kind']
type Tell<K extends Kind> = (of: Happened & { readonly kind: K }, by: By) => Telling

/** From the request to the yes, as its receipt has it. */
const ofConsent: { readonly [K in 'requested' | 'asked' | 'vouched' | 'agreed' | 'prompted']: Tell<K> } = {
  requested({ receipt }, { t }) {
    const { by, origin } = receipt.content
    const where = t.of('channels', origin.channel)
    return {
      tone: 'plain',
      title: origin.channel === 'partner' ? t('requestedByPartnerItself') : t(`requestedBy/${by}`, { where }),
      body: origin.campaign && <p className="soft">{t('campaign', { name: origin.campaign })}</p>,
    }
  },
  asked({ receipt }, { t }) {
    const { by, origin, asked, requestedAt } = receipt.content
    const where = t.of('channels', origin.channel)
    const title =
      requestedAt !== undefined
        ? t('asked')
        : origin.channel === 'partner'
          ? t('askedByPartnerItself')
          : t(by === 'partner' ? 'askedByPartner' : 'askedBySubscriber', { where })
    return { tone: 'plain', title, body: <Quote>{asked}</Quote> }
  },
  vouched({ receipt }, { t }) {
    const { answer, channel } = receipt.content.guardian ?? { answer: '', channel: '' }
    return {
      tone: 'good',
      title: t('vouched', { where: t.of('channels', channel) }),
      body: <Quote>{channel === 'web' ? t('agreedOnWeb') : answer}</Quote>,
    }
  },
  agreed({ receipt }, { t }) {
    const { answer, channel } = receipt.content
    return {
      tone: 'good',
      title: t('agreed', { where: t.of('channels', channel) }),
      body: (
        <>
          <Quote>{channel === 'web' ? t('agreedOnWeb') : answer}</Quote>
          <p className="soft">{t('receipt', { number: receipt.number })}</p>
        </>
      ),
    }
  },
  prompted: ({ prompt }, { t }) => ({ tone: 'plain', title: t('prompted'), body: <Quote>{prompt.text}</Quote> }),
}

/** What stood, what was charged for it, and what went back. */
const ofMoney: { readonly [K in 'began' | 'ended' | 'charged' | 'judging' | 'judged' | 'moved' | 'told']: Tell<K> } = {
  began: ({ standing }, { t, names }) => ({
    tone: 'plain',
    title: t('began', { service: names.service(standing.service) }),
    body: <p className="soft">{t('beganAbout')}</p>,
  }),
  ended: ({ standing }, { t, names }) => ({
    tone: 'plain',
    title: t('ended', { service: names.service(standing.service) }),
  }),
  charged({ charge, receipt }, { t, names }) {
    const wrong = charge.judged_at === undefined && charge.rule && t('wrong', { rule: t.of('rules', charge.rule) })
    const right = !charge.rule && (receipt ? t('rightBy', { number: receipt.number }) : t('right'))
    return {
      tone: charge.rule ? 'bad' : 'money',
      title: t('charged', { service: names.service(charge.service), amount: names.yuan(charge.amount_fen) }),
      body: (
        <>
          <p>{[wrong || right, charge.granted && t('granted')].filter(Boolean).join(' ')}</p>
          <Moves charge={charge} />
        </>
      ),
    }
  },
  judging: ({ charge }, { t, names }) => ({
    tone: 'money',
    title: t('charged', { service: names.service(charge.service), amount: names.yuan(charge.amount_fen) }),
    body: <p className="soft">{t('judging')}</p>,
  }),
  judged: ({ charge }, { t }) => ({
    tone: 'bad',
    title: t('judged'),
    body: <p>{t('wrong', { rule: t.of('rules', charge.rule ?? '') })}</p>,
  }),
  moved: ({ move }, { t, names }) => ({
    tone: 'money',
    title: `${t.of('moves', move.kind)} ${names.yuan(move.amount_fen)}`,
    body: (
      <p className="soft">
        {t.of('parties', move.from)} → {t.of('parties', move.to)} · {move.month}
      </p>
    ),
  }),
  told: ({ reminder }, { t, names }) => ({
    tone: 'said',
    title: t(`told/${reminder.kind}`),
    body: (
      <ul className="story-items">
        {reminder.items.map((each) => (
          <li key={each.service.id}>
            {names.service(each.service)} {names.yuan(each.amount_fen)}
            {each.refund_fen > 0 && ` · ${t('back', { amount: names.yuan(each.refund_fen) })}`}
          </li>
        ))}
      </ul>
    ),
  }),
}

/** A dispute or a complaint, and what people did with it. */
const ofCases: { readonly [K in 'disputed' | 'taken' | 'handed' | 'decided' | 'complained' | 'step']: Tell<K> } = {
  disputed: ({ charge }, { t, names }) => ({
    tone: 'said',
    title: t('disputed', { amount: names.yuan(charge.amount_fen) }),
    body: <p className="soft">{t(charge.dispute?.refunded ? 'refundedAtOnce' : 'notRefundedYet')}</p>,
  }),
  taken: ({ charge }, { t }) => ({
    tone: 'plain',
    title: `${t('steps/taken')} · ${charge.dispute?.taken_by_name ?? ''}`,
  }),
  handed: ({ handed }, { t }) => ({
    tone: 'plain',
    title: t('handed', { who: handed.by_name, to: handed.to_name }),
    body: <Quote>{handed.reason}</Quote>,
  }),
  decided({ charge }, { t }) {
    const { status = 'open', decided_by_name: who = '' } = charge.dispute ?? {}
    return {
      tone: status === 'proven' ? 'good' : 'plain',
      title: t(status === 'proven' ? 'decidedProven' : 'decidedDisproven'),
      body: <p className="soft">{who === 'rule' ? t('byRule') : who}</p>,
    }
  },
  complained: ({ channel, text }, { t }) => ({
    tone: 'said',
    title: t('complained', { where: t.of('channels', channel) }),
    body: <Quote>{text}</Quote>,
  }),
  step: ({ step }, { t }) => ({
    tone: step.what === 'reopened' ? 'bad' : step.what === 'solved' ? 'good' : 'plain',
    title:
      step.what === 'handed'
        ? t('handed', { who: step.by_name ?? '', to: step.to_name ?? '' })
        : `${t(`steps/${step.what}`)}${step.by_name ? ` · ${step.by_name}` : ''}`,
    body: step.text && <Quote>{step.text}</Quote>,
  }),
}

const tell: { readonly [K in Kind]: Tell<K> } = { ...ofConsent, ...ofMoney, ...ofCases }

/** How one thing that happened is told to who reads this. */
export function useTold(of: Happened): Telling {
  const by = { t: useWords(), names: useNames() }
  return (tell[of.kind] as Tell<Kind>)(of, by)
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
