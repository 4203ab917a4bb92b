import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Story } from '../cases/story.tsx'
import { useWords as useCaseWords } from '../cases/words.ts'
import { useDay, useMoment, useNames } from '../shell/format.ts'
import { useMe } from '../shell/me.ts'
import { Part } from '../shell/part.tsx'
import { State } from '../shell/state.tsx'
import { dayIn } from '../shell/zone.ts'
import { type Finding, review, type ShownCharge, type Signal, type WholeCase } from './api.ts'
import { clearsInChinese } from './clears.ts'
import { SignalChart } from './signal-chart.tsx'
import { ruleOf, useSignals } from './signals.ts'
import { useWords } from './words.ts'

/** Why there is a case: each finding as it was then; each signal unfolds to its charges, each charge to what explains it. */
export function Why({ of }: { of: WholeCase }) {
  const t = useWords()
  return (
    <section className="panel" aria-labelledby="why">
      <h2 id="why">{t('why')}</h2>
      <p className="soft why-lead">{t('whyAbout')}</p>
      <ol className="findings">
        {[...of.findings].reverse().map((each) => (
          <li key={each.id}>
            <OneFinding finding={each} number={of.number} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function OneFinding({ finding, number }: { finding: Finding; number: string }) {
  const t = useWords()
  const moment = useMoment()
  const isZh = useTranslation().i18n.language === 'zh'
  const signalOf = useSignals().name
  const { by, by_name, at, text, signals, charges, clears, policyVersion, looked } = finding
  const strongest = Math.max(1, ...signals.map(({ evidence }) => evidence))
  return (
    <>
      <p className="finding-head">
        <strong>{by === 'monitor' ? t('byMonitor') : t('byPerson', { who: by_name })}</strong>
        <span className="soft">
          {moment(at)} · {t('policyVersion', { version: policyVersion })}
        </span>
      </p>
      {text && <blockquote className="case-said">{text}</blockquote>}
      <ul className="signals">
        {signals.map((each) => (
          <li key={each.name}>
            <OneSignal signal={each} strongest={strongest} charges={charges} number={number} />
          </li>
        ))}
      </ul>
      {signals.length === 0 && charges.length > 0 && <Charges number={number} ids={charges} />}
      {looked?.signals.some(({ cases }) => cases.length > 1) && <Then of={looked} />}
      {clears && (
        <p className="soft">
          <strong>{t('clears')}</strong>{' '}
          {isZh
            ? clearsInChinese(
                clears,
                signals.map(({ name }) => signalOf(name)),
              )
            : clears}
        </p>
      )}
    </>
  )
}

/** How it stood then, day by day and beside its peers: pinned with the finding, whatever it is today. */
function Then({ of: { at, signals } }: { of: NonNullable<Finding['looked']> }) {
  const t = useWords()
  const day = useDay()
  const { zone } = useMe()
  const end = dayIn(at, zone)
  return (
    <details className="quiet-signals">
      <summary className="quiet-more">{t('lookedThen', { day: day(new Date(end - DAY).toISOString()) })}</summary>
      <div className="signal-charts">
        {signals
          .filter(({ cases }) => cases.length > 1)
          .map((each) => (
            <SignalChart key={each.name} signal={each} end={end} />
          ))}
      </div>
    </details>
  )
}

const DAY = 86_400_000

function OneSignal({
  signal,
  strongest,
  charges,
  number,
}: {
  signal: Signal
  strongest: number
  charges: readonly string[]
  number: string
}) {
  const t = useWords()
  const signals = useSignals()
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const { name, figure, baseline, evidence } = signal
  const times = baseline > 0 ? figure / baseline : 0
  const about = signals.counts(name)
  return (
    <>
      <button
        type="button"
        className="signal"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <span className="signal-mark" aria-hidden>
          {isOpen ? '▾' : '▸'}
        </span>
        <span className="signal-name">{signals.name(name)}</span>
        <span className="signal-figure">
          <strong>{signals.figure(name, figure)}</strong>
          <span className="soft">
            {t(signals.isRule(name) ? 'ruleAt' : 'usual', { figure: signals.figure(name, baseline) })}
          </span>
          {times >= 2 && (
            <span className="signal-times">{t('times', { times: Math.round(times).toLocaleString() })}</span>
          )}
        </span>
        <span className="signal-evidence" title={t('weightAbout')}>
          <span className="weight-bar" aria-hidden>
            <span style={{ inlineSize: `${(100 * Math.max(0, evidence)) / strongest}%` }} />
          </span>
          <span className="soft">{signals.evidence(evidence)}</span>
        </span>
      </button>
      {isOpen && (
        <div id={id} className="signal-open">
          {about !== undefined && <p className="soft">{about}</p>}
          <Charges number={number} ids={charges} rule={ruleOf(name)} />
        </div>
      )}
    </>
  )
}

/** The charges that show it: those of the rule that a signal is about first. */
function Charges({ number, ids, rule }: { number: string; ids: readonly string[]; rule?: string | undefined }) {
  const t = useWords()
  const query = useQuery({
    queryKey: ['cases', 'charges', number],
    queryFn: () => review.charges(number),
    staleTime: 60_000,
  })
  if (ids.length === 0) return <p className="soft">{t('chargesNone')}</p>
  return (
    <Part query={query}>
      {({ items, missing }) => {
        const own = items.filter(({ charge }) => ids.includes(charge))
        const gone = missing.filter((each) => ids.includes(each))
        const first = (each: ShownCharge) => (rule !== undefined && each.rule === rule ? 0 : 1)
        return (
          <>
            {own.length > 0 && (
              <ul className="shown-charges">
                {own
                  .toSorted((a, b) => first(a) - first(b))
                  .map((each) => (
                    <li key={each.charge}>
                      <OneCharge charge={each} />
                    </li>
                  ))}
              </ul>
            )}
            {gone.length > 0 && <p className="soft">{t('chargesGone', { charges: gone.join(', ') })}</p>}
          </>
        )
      }}
    </Part>
  )
}

/** A charge that opens to how it came about: request, prompt, answer, receipt. */
export function OneCharge({ charge }: { charge: ShownCharge }) {
  const t = useWords()
  const cases = useCaseWords()
  const names = useNames()
  const moment = useMoment()
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const { subject, service, rule, refund_fen } = charge
  return (
    <>
      <div className="shown-charge">
        <span className="shown-charge-what">
          <strong>{names.yuan(charge.amount_fen)}</strong> {names.service(service)}
          <span className="soft">
            {moment(charge.charged_at)} · <code>{charge.charge}</code>
          </span>
        </span>
        {rule ? <State tone="bad">{cases.of('rules', rule)}</State> : <State tone="over">{t('byTheRules')}</State>}
        {refund_fen > 0 && <span className="soft">{t('wentBack', { amount: names.yuan(refund_fen) })}</span>}
        {subject ? (
          <Button size="small" aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
            {t(isOpen ? 'fold' : 'unfold')}
          </Button>
        ) : (
          <span className="soft">{t('storyGone')}</span>
        )}
      </div>
      {isOpen && subject && (
        <div id={id}>
          <Story subject={subject} service={service.id} />
        </div>
      )}
    </>
  )
}
