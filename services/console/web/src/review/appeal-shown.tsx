import { useNames } from '../shell/format.ts'
import type { Subject, Verdict } from './api.ts'
import { CaseOf } from './case-of.tsx'
import { VerdictFacts } from './verdict-shown.tsx'
import { useWords } from './words.ts'
import '../cases/cases.css'
import './review.css'

/** An appeal that somebody would grant, and what that takes back. */
export interface AppealGrant {
  readonly case: string
  readonly subject: Subject
  readonly said: readonly string[]
  readonly reason: string
  readonly verdict?: Verdict
  readonly refunded?: { readonly subscribers: number; readonly fen: number }
}

/** What the second person says yes to: what the partner says, why it is granted, and the verdict that goes. */
export function AppealProposal({ of }: { of: AppealGrant }) {
  const t = useWords()
  const names = useNames()
  return (
    <div className="stack">
      <CaseOf number={of.case} subject={of.subject} />
      <div className="two">
        <div className="stack">
          <h2>{t('partnerSays')}</h2>
          {of.said.map((each) => (
            <blockquote key={each} className="case-said">
              {each}
            </blockquote>
          ))}
          <h2>{t('grantedSince')}</h2>
          <blockquote className="story-quote">{of.reason}</blockquote>
          {of.refunded && of.refunded.fen > 0 && (
            <p className="note">
              {t('borneThen', {
                subscribers: of.refunded.subscribers.toLocaleString(),
                amount: names.yuan(of.refunded.fen),
              })}
            </p>
          )}
        </div>
        <div>
          <h2>{t('takesBack')}</h2>
          {of.verdict && <VerdictFacts verdict={of.verdict} />}
        </div>
      </div>
    </div>
  )
}
