import { useTranslation } from 'react-i18next'
import { useSoon } from '../shell/format.ts'
import { State, type Tone } from '../shell/state.tsx'
import type { Listed } from './api.ts'
import { useWords } from './words.ts'

const HOUR = 3_600_000

/** When something must be done by: how long is left, and the very moment. */
export function Due({ at, overdue, done }: { at: string; overdue: boolean; done: boolean }) {
  const t = useWords()
  const moment = useSoon()
  const left = Date.parse(at) - Date.now()
  if (done) return <span className="soft">{moment(at)}</span>
  const hours = Math.round(Math.abs(left) / HOUR)
  const words =
    hours < 1 ? t('lessThanHour') : hours < 72 ? t('hours', { hours }) : t('days', { days: Math.round(hours / 24) })
  return (
    <span className="until">
      <span className={overdue ? 'until-left until-bad' : left < 6 * HOUR ? 'until-left until-soon' : 'until-left'}>
        {overdue ? t('overdueBy', { words }) : t('left', { words })}
      </span>
      <span className="soft until-at">{moment(at)}</span>
    </span>
  )
}

const tones: Readonly<Record<string, Tone>> = {
  waiting: 'news',
  open: 'news',
  overdue: 'bad',
  reopened: 'warn',
  answered: 'good',
  proven: 'good',
}

/** Whom a complaint names that is about no one service: a partner, or software. */
export function Against({ of: { partner_zh, partner_en, app } }: { of: NonNullable<Listed['against']> }) {
  const isZh = useTranslation().i18n.language === 'zh'
  return <>{(isZh ? partner_zh : partner_en) ?? app}</>
}

/** How a complaint or a dispute stands. */
export function CaseState({ of }: { of: string }) {
  const t = useWords()
  return <State tone={tones[of] ?? 'over'}>{t.of('states', of)}</State>
}

/** How it stands, and with whom: one column, so that what was said has room. */
export function CaseStanding({
  of,
  whose,
  me,
}: {
  of: string
  whose: { owner?: string | undefined; owner_name?: string | undefined }
  me: string
}) {
  return (
    <>
      <CaseState of={of} />
      <span className="case-about">
        <Owner id={whose.owner} name={whose.owner_name} me={me} />
      </span>
    </>
  )
}

/** How a complaint stands, in one word. */
export const stateOf = (each: {
  closed?: unknown
  withdrawn_at?: string
  answered_at?: string
  overdue: boolean
  reopened: boolean
}): string => {
  if (each.closed) return 'closed'
  if (each.withdrawn_at) return 'withdrawn'
  if (each.overdue) return 'overdue'
  if (each.answered_at) return 'answered'
  return each.reopened ? 'reopened' : 'waiting'
}

export function Owner({ id, name, me }: { id: string | undefined; name: string | undefined; me: string }) {
  const t = useWords()
  if (id === undefined) return <span className="soft short">{t('nobody')}</span>
  return <span className="short">{id === me ? t('mine') : (name ?? id)}</span>
}
