import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { ActButton, Outcome, useAct } from './act.tsx'
import { api, type Points, type Report } from './api.ts'
import { Ask } from './ask.tsx'
import { useDraft } from './draft.tsx'
import { Long, Part, Row, Section } from './part.tsx'
import { useSpeech, useWhen } from './speech.tsx'

/** The messages that they reported, what became of them, and a place to report another. */
export function Reports() {
  const { text } = useSpeech()
  const query = useQuery({ queryKey: ['reports'], queryFn: api.reports, refetchInterval: 15_000 })
  return (
    <Section title={text.reports}>
      <Part query={query}>
        {({ items, points }) => (
          <>
            {items.length === 0 ? (
              <p className="empty">{text.noReports}</p>
            ) : (
              <Long items={items} first={10}>
                {(each) => <One key={each.number} report={each} />}
              </Long>
            )}
            {points.items.length > 0 && <Earned points={points} />}
          </>
        )}
      </Part>
      <ReportForm />
    </Section>
  )
}

function One({ report }: { readonly report: Report }) {
  const { text, tag } = useSpeech()
  const when = useWhen()
  const act = useAct()
  const { number, sender, state, answer, can_rate, can_reopen, can_withdraw } = report
  const rate = (solved: boolean) =>
    void act.run(
      String(solved),
      (key) => api.rateReport(number, solved, tag, key),
      () => text.rated,
    )
  return (
    <Row
      title={report.text}
      more={[number, when(report.made_at), sender].filter(Boolean).join(' · ')}
      action={<span className="tag">{text.reportStates[state]}</span>}
    >
      {answer && <p>{answer}</p>}
      {can_rate && act.done === undefined && (
        <div className="buttons wide">
          <span>{text.isSatisfied}</span>
          <ActButton act={act} onClick={() => rate(true)} label={`${text.satisfied} ${number}`}>
            {text.satisfied}
          </ActButton>
          {can_reopen && (
            <ActButton act={act} onClick={() => rate(false)} label={`${text.notSatisfied} ${number}`}>
              {text.notSatisfied}
            </ActButton>
          )}
        </div>
      )}
      {can_withdraw && act.done === undefined && (
        <div className="buttons">
          <Ask
            act={act}
            title={text.withdrawAsk}
            about={text.withdrawAbout}
            label={`${text.withdraw} ${number}`}
            onYes={() =>
              act.run(
                'withdraw',
                (key) => api.withdrawReport(number, tag, key),
                () => text.withdrawn,
              )
            }
          >
            {text.withdraw}
          </Ask>
        </div>
      )}
      <Outcome act={act} takesFocus />
    </Row>
  )
}

/** What proven reports earned, and by which. */
function Earned({ points }: { readonly points: Points }) {
  const { text } = useSpeech()
  const when = useWhen()
  return (
    <details>
      <summary>{text.points(points.total)}</summary>
      <Long items={points.items} first={10}>
        {(each) => (
          <Row
            key={each.number}
            title={text.pointsFor(each.points, each.number)}
            more={[when(each.earned_at), each.handed_over && text.handedOver].filter(Boolean).join(' · ')}
          />
        )}
      </Long>
    </details>
  )
}

function ReportForm() {
  const { text, tag } = useSpeech()
  const [what, setWhat] = useDraft('report')
  const [sender, setSender] = useDraft('report-sender')
  const act = useAct()
  const id = useId()
  const send = async () => {
    const made = (key: string) => api.report(what, sender.trim() || undefined, tag, key)
    if (!(await act.run(`${sender}\n${what}`, made, ({ number }) => text.reported(number)))) return
    setWhat('')
    setSender('')
  }
  return (
    <form
      className="line"
      onSubmit={(event) => {
        event.preventDefault()
        if (!act.busy) void send()
      }}
    >
      <div className="field">
        <label htmlFor={`${id}-what`}>{text.reportText}</label>
        <textarea
          id={`${id}-what`}
          rows={3}
          maxLength={4000}
          value={what}
          onChange={(event) => setWhat(event.target.value)}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-sender`}>{text.reportSender}</label>
        <input id={`${id}-sender`} maxLength={60} value={sender} onChange={(event) => setSender(event.target.value)} />
      </div>
      <ActButton act={act} disabled={what.trim() === ''}>
        {text.report}
      </ActButton>
      <Outcome act={act} takesFocus />
    </form>
  )
}
