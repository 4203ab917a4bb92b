import { useQuery } from '@tanstack/react-query'
import { writtenIn } from '#web'
import { ActButton, Outcome, useAct } from './act.tsx'
import { api, type Prompt } from './api.ts'
import { Part, Section } from './part.tsx'
import { useSpeech, useWhen } from './speech.tsx'
import { useStaying } from './staying.ts'

/** What waits for their answer: first of all, and nothing when nothing waits. */
export function Prompts() {
  const { text } = useSpeech()
  const query = useQuery({ queryKey: ['prompts'], queryFn: api.prompts, refetchInterval: 5000 })
  const { shown, isGone, stay } = useStaying(query.data?.items ?? [], (each) => each.id)
  if (query.data !== undefined && !query.error && shown.length === 0) return null
  if (query.isPending && !query.error) return null
  return (
    <Section title={text.prompts} className="waiting">
      <Part query={query}>
        {() => (
          <ul className="rows">
            {shown.map((each) => (
              <Waiting key={each.id} prompt={each} gone={isGone(each)} onAnswer={() => stay(each)} />
            ))}
          </ul>
        )}
      </Part>
    </Section>
  )
}

function Waiting({ prompt, gone, onAnswer }: { prompt: Prompt; gone: boolean; onAnswer: () => void }) {
  const { text } = useSpeech()
  const when = useWhen()
  const act = useAct()
  const answer = (yes: boolean) => {
    onAnswer()
    void act.run(
      String(yes),
      () => api.answerPrompt(prompt.id, yes),
      () => (yes ? text.answeredYes : prompt.as_guardian ? text.answeredNoGuardian : text.answeredNo),
    )
  }
  const isOver = gone || act.done !== undefined
  const waits = prompt.agreed === true && act.done === undefined
  if (gone && act.done === undefined && act.error === undefined) return null
  return (
    <li className={isOver ? 'row block gone' : 'row block'}>
      <p className="words" lang={writtenIn(prompt.text)}>
        {prompt.text}
      </p>
      {waits && <p className="note info">{text.agreedWaits}</p>}
      {!isOver && !waits && (
        <>
          <small>{(prompt.as_guardian ? text.untilGuardian : text.until)(when(prompt.expires_at))}</small>
          <div className="buttons">
            <ActButton act={act} kind="primary" onClick={() => answer(true)}>
              {text.yes}
            </ActButton>
            <ActButton act={act} onClick={() => answer(false)}>
              {text.no}
            </ActButton>
          </div>
        </>
      )}
      <Outcome act={act} takesFocus />
    </li>
  )
}
