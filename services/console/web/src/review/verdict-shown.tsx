import { useWords as useCharged } from '../cases/words.ts'
import { useCalled } from '../shell/called.ts'
import { useDay, useNames, useSince } from '../shell/format.ts'
import { State } from '../shell/state.tsx'
import type { Kept, NoticeTold, Outlook, Rule, Sanction, Subject, Verdict } from './api.ts'
import { Points } from './bits.tsx'
import { CaseOf } from './case-of.tsx'
import { NoticeShown } from './notice-shown.tsx'
import { useWords } from './words.ts'
import './review.css'

/** A sanction, of what and until when, as one reads it. */
export function useSanctions() {
  const t = useWords()
  const day = useDay()
  const called = useCalled()
  return ({ what, serviceId, app, until }: Sanction): string =>
    [
      t.of('sanctions', what),
      serviceId ? t('onlyService', { service: called.service(serviceId) }) : '',
      app ?? '',
      until === undefined ? '' : t('untilDay', { day: day(until) }),
    ]
      .filter(Boolean)
      .join(' · ')
}

/** The rule that names the charges, as it is read. */
export function useRule() {
  const t = useWords()
  const minute = useSince()
  const names = useNames()
  const called = useCalled()
  const charged = useCharged()
  return ({ services, from, until, kind, minFen, hours, judged }: Rule): string[] =>
    [
      services ? services.map(called.service).join(t('listed')) : t('allServices'),
      `${minute(from)} – ${minute(until)}`,
      judged
        ? t('onlyJudged', { rules: judged.map((each) => charged.of('rules', each)).join(t('and')) })
        : t('rightToo'),
      kind ? t.of('kinds', kind) : '',
      minFen === undefined ? '' : t('fromAmount', { amount: names.yuan(minFen) }),
      hours ? t('inHours', { from: hours.from, until: hours.until }) : '',
    ].filter(Boolean)
}

/** What was decided: outcome, points, sanctions, whom it refunds, why. */
export function VerdictFacts({ verdict }: { verdict: Verdict }) {
  const t = useWords()
  const told = useSanctions()
  const rule = useRule()
  const { outcome, points, sanctions, refund, reasonZh, reasonEn, note, publish } = verdict
  const rows: readonly (readonly [string, React.ReactNode])[] = [
    [
      t('outcome'),
      <State key="outcome" tone={outcome === 'proven' ? 'bad' : 'good'}>
        {t.of('outcomes', outcome)}
      </State>,
    ],
    ...(outcome === 'proven'
      ? ([
          [t('points'), points > 0 ? t('minusPoints', { points }) : t('noPoints')],
          [t('sanction'), sanctions.length > 0 ? sanctions.map(told).join(t('list')) : t('none')],
          [
            t('refund'),
            refund ? (
              <ul key="refund" className="verdict-rule">
                {[
                  ...rule(refund.rule),
                  ...(refund.goesOn ? [t('untilItHolds')] : []),
                  t('refundTimes', { times: refund.times }),
                ].map((each) => (
                  <li key={each}>{each}</li>
                ))}
              </ul>
            ) : (
              t('none')
            ),
          ],
          [t('notice'), t(publish ? 'isPublished' : 'isNotPublished')],
        ] as const)
      : []),
    [
      t('reasonZh'),
      <span key="zh" lang="zh-CN">
        {reasonZh}
      </span>,
    ],
    [
      t('reasonEn'),
      <span key="en" lang="en">
        {reasonEn}
      </span>,
    ],
    ...(note ? ([[t('forTheFile'), note]] as const) : []),
  ]
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** What follows for the partner: points, what stops at once, what goes on again. */
export function Effects({ outlook }: { outlook: Outlook }) {
  const t = useWords()
  const day = useDay()
  const called = useCalled()
  const told = ({ what, service }: Kept) =>
    [t.of('restraints', what), service && called.service(service)].filter(Boolean).join(' · ')
  return (
    <>
      <div className="effect-points">
        <span className="soft">{t('pointsOfPartner')}</span>
        <Points left={outlook.points_after} before={outlook.points_before} />
      </div>
      {outlook.stops.length + outlook.stays.length + outlook.resumes.length === 0 && (
        <p className="soft">{t('nothingStops')}</p>
      )}
      {outlook.stops.length > 0 && (
        <>
          <h3>{t('stopsAtOnce')}</h3>
          <ul className="effects">
            {outlook.stops.map((each) => (
              <li key={told(each)} className="effect-stop">
                {told(each)}
              </li>
            ))}
          </ul>
        </>
      )}
      {outlook.stays.length > 0 && (
        <>
          <h3>{t('staysStopped')}</h3>
          <ul className="effects">
            {outlook.stays.map((each) => (
              <li key={told(each)} className="effect-stop">
                {told(each)}
              </li>
            ))}
          </ul>
        </>
      )}
      {outlook.resumes.length > 0 && (
        <>
          <h3>{t('goesOn')}</h3>
          <ul className="effects">
            {outlook.resumes.map((each) => (
              <li key={told(each)}>{told(each)}</li>
            ))}
          </ul>
        </>
      )}
      {outlook.banned_until && <p className="effect-ban">{t('bannedUntil', { day: day(outlook.banned_until) })}</p>}
    </>
  )
}

export interface VerdictWish {
  readonly case: string
  readonly subject: Subject
  readonly verdict: Verdict
  readonly notice?: NoticeTold
}
interface Live extends Partial<Outlook> {
  readonly subscribers?: number
  readonly charges?: number
  readonly refundFen?: number
  readonly refundedBefore?: number
  readonly right?: number
}

/** What the second person says yes to: the verdict, what it does, and what the public would read. */
export function VerdictProposal({ wish, live }: { wish: VerdictWish; live: Live | undefined }) {
  const t = useWords()
  const names = useNames()
  const { points_before, points_after, stops = [], stays = [], resumes = [], banned_until } = live ?? {}
  return (
    <div className="stack">
      <CaseOf number={wish.case} subject={wish.subject} />
      <div className="two">
        <div>
          <VerdictFacts verdict={wish.verdict} />
          {wish.verdict.refund && (
            <p className="note">
              {t('wouldGoBack', {
                subscribers: live?.subscribers ?? 0,
                amount: names.yuan(live?.refundFen ?? 0),
                charges: live?.charges ?? 0,
                before: live?.refundedBefore ?? 0,
              })}{' '}
              {(live?.right ?? 0) > 0 && t('someRight', { count: live?.right ?? 0 })}
            </p>
          )}
        </div>
        <div>
          <h2>{t('whatStops')}</h2>
          {points_before !== undefined && points_after !== undefined && (
            <Effects
              outlook={{
                points_before,
                points_after,
                stops,
                stays,
                resumes,
                ...(banned_until ? { banned_until } : {}),
              }}
            />
          )}
          {wish.notice && (
            <>
              <h2>{t('publicReads')}</h2>
              <NoticeShown notice={wish.notice} />
            </>
          )}
        </div>
      </div>
    </div>
  )
}
