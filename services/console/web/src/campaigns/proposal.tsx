import { useMinute } from '../shell/format.ts'
import type { Point, Whole } from './api.ts'
import { useWords } from './words.ts'

/** Why it is put before a person: what speaks for acting, and what against, each with its figures. */
export function Proposal({ campaign: { proposal, now } }: { campaign: Whole }) {
  const t = useWords()
  const moment = useMinute()
  if (!proposal) return null
  const { speaks_for, speaks_against } = now ?? proposal
  return (
    <section className="panel" aria-labelledby="proposal">
      <h2 id="proposal">{t('proposal')}</h2>
      <p className="soft">
        {t(now ? 'proposedAt' : 'proposedThen', { when: moment(proposal.at) })}{' '}
        {proposal.policy && t('proposedBy', { version: proposal.policy })}
      </p>
      <div className="campaign-points">
        <Side title={t('speaksFor')} sign="+" points={speaks_for} empty={t('nothingFor')} />
        <Side title={t('speaksAgainst')} sign="−" points={speaks_against} empty={t('nothingAgainst')} />
      </div>
    </section>
  )
}

function Side({
  title,
  sign,
  points,
  empty,
}: {
  title: string
  sign: '+' | '−'
  points: readonly Point[]
  empty: string
}) {
  const t = useWords()
  return (
    <div>
      <h3>{title}</h3>
      {points.length === 0 ? (
        <p className="soft">{empty}</p>
      ) : (
        <ul className={sign === '+' ? 'reasons reasons-for' : 'reasons reasons-against'}>
          {points.map(({ rule, figure, of = 0 }) => (
            <li key={rule}>
              <span className="reasons-sign" aria-hidden>
                {sign}
              </span>
              {t.of('points', rule) === rule
                ? `${rule} ${figure} / ${of}`
                : t(`points/${rule}` as never, { figure, of })}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
