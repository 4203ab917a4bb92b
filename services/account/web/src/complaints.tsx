import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { ActButton, Outcome, useAct } from './act.tsx'
import { api, type Complaint, type Own } from './api.ts'
import { useDraft } from './draft.tsx'
import { Long, Part, Row, Section } from './part.tsx'
import { useSpeech, useWhen } from './speech.tsx'

/** What they complained of and what became of it, and a place to say what happened. */
export function Complaints({ own }: { readonly own: UseQueryResult<Own> }) {
  const { text } = useSpeech()
  const query = useQuery({ queryKey: ['complaints'], queryFn: api.complaints, refetchInterval: 15_000 })
  return (
    <Section title={text.complaints}>
      <Part query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="empty">{text.noComplaints}</p>
          ) : (
            <Long items={items} first={10}>
              {(each) => <One key={each.number} complaint={each} />}
            </Long>
          )
        }
      </Part>
      <Complain services={own.data?.services ?? []} />
    </Section>
  )
}

function One({ complaint }: { readonly complaint: Complaint }) {
  const { text, tag, pick } = useSpeech()
  const when = useWhen()
  const act = useAct()
  const { number, about_zh, about_en, state, can_rate, can_reopen } = complaint
  const rate = (solved: boolean) =>
    void act.run(
      String(solved),
      (key) => api.rate(number, solved, tag, key),
      () => text.rated,
    )
  const about = about_zh && about_en ? ` · ${pick(about_zh, about_en)}` : ''
  return (
    <Row
      title={complaint.text}
      more={`${number} · ${when(complaint.made_at)}${about}`}
      action={<span className="tag">{text.states[state]}</span>}
    >
      {can_rate && act.done === undefined && (
        <div className="buttons wide">
          <span>{text.isSolved}</span>
          <ActButton act={act} onClick={() => rate(true)} label={`${text.solved} ${number}`}>
            {text.solved}
          </ActButton>
          {can_reopen && (
            <ActButton act={act} onClick={() => rate(false)} label={`${text.reopen} ${number}`}>
              {text.reopen}
            </ActButton>
          )}
        </div>
      )}
      <Outcome act={act} takesFocus />
    </Row>
  )
}

function Complain({ services }: Pick<Own, 'services'>) {
  const { text, tag, name } = useSpeech()
  const [what, setWhat] = useDraft('complaint')
  const [about, setAbout] = useDraft('complaint-about')
  const act = useAct()
  const id = useId()
  const send = async () => {
    const wish = `${about}\n${what}`
    const made = (key: string) => api.complain(what, about || undefined, tag, key)
    if (!(await act.run(wish, made, ({ number }) => text.complained(number)))) return
    setWhat('')
    setAbout('')
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
        <label htmlFor={`${id}-what`}>{text.complaint}</label>
        <textarea
          id={`${id}-what`}
          rows={3}
          maxLength={2000}
          value={what}
          onChange={(event) => setWhat(event.target.value)}
        />
      </div>
      {services.length > 0 && (
        <div className="field">
          <label htmlFor={`${id}-about`}>{text.complaintAbout}</label>
          <select id={`${id}-about`} value={about} onChange={(event) => setAbout(event.target.value)}>
            <option value="">{text.aboutNone}</option>
            {services
              .filter((each) => each.period === 'month')
              .map((each) => (
                <option key={each.id} value={each.id}>
                  {name(each)}
                </option>
              ))}
          </select>
        </div>
      )}
      <ActButton act={act} disabled={what.trim() === ''}>
        {text.complain}
      </ActButton>
      <Outcome act={act} takesFocus />
    </form>
  )
}
