import { type UseQueryResult, useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { ActButton, Outcome, useAct } from './act.tsx'
import { api, type Block, type Marketing, type Own, type Port, type Silence } from './api.ts'
import { Ask } from './ask.tsx'
import { useDraft } from './draft.tsx'
import { Field } from './field.tsx'
import { Part, Row, Section } from './part.tsx'
import { useSpeech, useWhen } from './speech.tsx'
import { useStaying } from './staying.ts'

/** Whose a number is, what can be asked for there, and how it is silenced; and what is silent already. */
export function Ports({ query }: { readonly query: UseQueryResult<Own> }) {
  const { text } = useSpeech()
  return (
    <Section title={text.ports}>
      <Part query={query}>{({ blocks, marketing }) => <Silent blocks={blocks} marketing={marketing} />}</Part>
      <LookUp />
    </Section>
  )
}

function Silent({ blocks, marketing }: Pick<Own, 'blocks' | 'marketing'>) {
  const { text } = useSpeech()
  const blocked = useStaying(blocks, (each) => each.port)
  const agreed = useStaying(marketing, (each) => `${each.port}${each.name_en}`)
  return (
    <>
      {blocked.shown.length === 0 && <p className="empty">{text.noBlocks}</p>}
      <ul className="rows">
        {agreed.shown.map((each) => (
          <Agreed
            key={`${each.port}${each.name_en}`}
            marketing={each}
            gone={agreed.isGone(each)}
            onEnd={() => agreed.stay(each)}
          />
        ))}
        {blocked.shown.map((each) => (
          <Blocked key={each.port} block={each} gone={blocked.isGone(each)} onLift={() => blocked.stay(each)} />
        ))}
      </ul>
    </>
  )
}

function Agreed({ marketing, gone, onEnd }: { marketing: Marketing; gone: boolean; onEnd: () => void }) {
  const { text, tag, name } = useSpeech()
  const when = useWhen()
  const act = useAct()
  if (gone && act.done === undefined) return null
  const end = () => {
    onEnd()
    void act.run(
      'end',
      (key) => api.silence(marketing.port, 'marketing', tag, key),
      () => text.ended,
    )
  }
  return (
    <Row
      title={`${marketing.port} · ${name(marketing)}`}
      more={text.agreedMarketing(marketing.per_week, when(marketing.until, false))}
      gone={gone}
      action={
        act.done === undefined && (
          <ActButton act={act} label={text.endMarketingOf(name(marketing))} onClick={end}>
            {text.endMarketing}
          </ActButton>
        )
      }
    >
      <Outcome act={act} takesFocus />
    </Row>
  )
}

function Blocked({ block, gone, onLift }: { block: Block; gone: boolean; onLift: () => void }) {
  const { text, tag } = useSpeech()
  const act = useAct()
  if (gone && act.done === undefined) return null
  const lift = () => {
    onLift()
    void act.run(
      'lift',
      (key) => api.unblock(block.port, tag, key),
      () => text.unblocked,
    )
  }
  return (
    <Row
      title={block.port}
      more={text.scopes[block.scope]}
      gone={gone}
      action={
        act.done === undefined && (
          <ActButton act={act} label={text.unblockOf(block.port)} onClick={lift}>
            {text.unblock}
          </ActButton>
        )
      }
    >
      <Outcome act={act} takesFocus />
    </Row>
  )
}

function LookUp() {
  const { text, why } = useSpeech()
  const [typed, setTyped] = useDraft('port')
  const found = useMutation({ mutationFn: api.port })
  return (
    <>
      <form
        className="line"
        onSubmit={(event) => {
          event.preventDefault()
          if (!found.isPending) found.mutate(typed.trim())
        }}
      >
        <p className="soft">{text.portsAbout}</p>
        <Field
          label={text.port}
          hint={text.portHint}
          inputMode="numeric"
          maxLength={30}
          value={typed}
          onChange={(value) => {
            found.reset()
            setTyped(value)
          }}
          error={found.error ? why(found.error) : undefined}
        />
        <ActButton act={{ busy: found.isPending }} disabled={typed.trim() === ''}>
          {text.look}
        </ActButton>
      </form>
      <div role="status">{found.data && <Found key={found.data.port} port={found.data} />}</div>
    </>
  )
}

const silences = ['marketing', 'cancel', 'full'] as const satisfies readonly Silence[]

function Found({ port }: { readonly port: Port }) {
  const { text, tag, pick } = useSpeech()
  const [how, setHow] = useState<Silence>('cancel')
  const act = useAct()
  const { partner_zh, partner_en } = port
  return (
    <div className="found">
      <h3>{port.port}</h3>
      <p>{partner_zh && partner_en ? text.portOf(pick(partner_zh, partner_en)) : text.portOfNobody}</p>
      <fieldset>
        <legend>{text.silenceOf(port.port)}</legend>
        {silences.map((each) => (
          <label key={each} className="choice">
            <input type="radio" name={`silence-${port.port}`} checked={how === each} onChange={() => setHow(each)} />
            {text.silences[each]}
          </label>
        ))}
        <Ask
          act={act}
          danger
          title={`${text.silenceOf(port.port)}: ${text.silences[how]}`}
          about={text.canUndo}
          onYes={() =>
            act.run(
              how,
              (key) => api.silence(port.port, how, tag, key),
              () => text.blocked,
            )
          }
        >
          {text.block}
        </Ask>
        <Outcome act={{ error: undefined, done: act.done }} takesFocus />
      </fieldset>
      <h4>{text.portServices}</h4>
      {port.services.length === 0 && <p className="empty">{text.noPortServices}</p>}
      <ul className="rows">
        {port.services.map((each) => (
          <Offer key={each.id} service={each} />
        ))}
      </ul>
    </div>
  )
}

function Offer({ service }: { readonly service: Port['services'][number] }) {
  const { text, tag, name, money } = useSpeech()
  const act = useAct()
  const price =
    service.period === 'marketing'
      ? text.free
      : `${money(service.tariff_fen)}${service.period === 'month' ? text.month : text.once}`
  const ask = () =>
    void act.run(
      'ask',
      (key) => api.ask(service.id, tag, key),
      () => text.asked,
    )
  return (
    <Row
      title={name(service)}
      more={price}
      action={
        act.done === undefined && (
          <ActButton act={act} label={text.askOf(name(service))} onClick={ask}>
            {text.ask}
          </ActButton>
        )
      }
    >
      <Outcome act={act} takesFocus />
    </Row>
  )
}
