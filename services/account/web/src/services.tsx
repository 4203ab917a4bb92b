import type { UseQueryResult } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { ActButton, Outcome, useAct } from './act.tsx'
import { type Action, api, type Own, type Service } from './api.ts'
import { Ask } from './ask.tsx'
import { Long, Part, Row, Section } from './part.tsx'
import { useSpeech, useWhen } from './speech.tsx'
import { useStaying } from './staying.ts'

interface OwnProps {
  readonly query: UseQueryResult<Own>
}

/** What they pay for, with what it comes to, and a way out of each and of all. */
export function Services({ query }: OwnProps) {
  const { text } = useSpeech()
  return (
    <Section title={text.services}>
      <Part query={query}>{(own) => <List services={own.services} />}</Part>
    </Section>
  )
}

function List({ services }: { readonly services: readonly Service[] }) {
  const { text, tag, money } = useSpeech()
  const all = useAct()
  const { shown, isGone, stay } = useStaying(services, (each) => each.id)
  const monthly = services.reduce((sum, each) => sum + (each.period === 'month' ? each.tariff_fen : 0), 0)
  const ids = services.map((each) => each.id)
  return (
    <>
      {services.length === 0 ? (
        <p className="empty">{text.noServices}</p>
      ) : (
        <p className="sum">{text.monthly(services.length, money(monthly))}</p>
      )}
      {shown.length > 0 && (
        <Long items={shown} first={20}>
          {(each) => <One key={each.id} service={each} gone={isGone(each)} onCancel={() => stay(each)} />}
        </Long>
      )}
      {services.length > 1 && (
        <div className="buttons end">
          <Ask
            act={all}
            danger
            title={text.cancelAllAsk(services.length)}
            about={text.canUndo}
            onYes={() =>
              all.run(
                `all ${ids.join()}`,
                (key) => api.cancel(ids, tag, key),
                () => text.cancelled,
              )
            }
          >
            {text.cancelAll}
          </Ask>
        </div>
      )}
      <Outcome act={{ error: undefined, done: all.done }} takesFocus />
    </>
  )
}

function One({ service, gone, onCancel }: { service: Service; gone: boolean; onCancel: () => void }) {
  const { text, tag, name, money, pick } = useSpeech()
  const when = useWhen()
  const act = useAct()
  useForgotten(gone, act.clear)
  const title = name(service)
  const more = [
    pick(service.partner_zh, service.partner_en),
    text.since(when(service.since, false)),
    ...(service.package ? [text.inPackage(service.package)] : []),
  ]
  if (gone && act.done === undefined) return null
  return (
    <Row
      title={title}
      more={more.join(' · ')}
      value={`${money(service.tariff_fen)}${service.period === 'month' ? text.month : text.once}`}
      gone={gone || act.done !== undefined}
      action={
        !gone &&
        act.done === undefined && (
          <Ask
            act={act}
            danger
            title={text.cancelAsk(title)}
            about={text.canUndo}
            label={text.cancelOf(title)}
            onYes={() => {
              onCancel()
              return act.run(
                'cancel',
                (key) => api.cancel([service.id], tag, key),
                () => text.cancelled,
              )
            }}
          >
            {text.cancel}
          </Ask>
        )
      }
    >
      <Outcome act={{ error: undefined, done: act.done }} takesFocus />
    </Row>
  )
}

/** What was said of an act is forgotten when it was undone: what had gone is there again. */
export function useForgotten(gone: boolean, clear: () => void): void {
  const was = useRef(gone)
  useEffect(() => {
    if (was.current && !gone) clear()
    was.current = gone
  }, [gone, clear])
}

/** What they did in the last half hour, and the way back from it. */
export function Actions({ query }: OwnProps) {
  const { text } = useSpeech()
  const { shown, isGone, stay } = useStaying(query.data?.actions ?? [], (each) => each.code)
  if (shown.length === 0) return null
  return (
    <Section title={text.actions} className="recent">
      <ul className="rows">
        {shown.map((each) => (
          <Undo key={each.code} action={each} gone={isGone(each)} onUndo={() => stay(each)} />
        ))}
      </ul>
    </Section>
  )
}

function Undo({ action, gone, onUndo }: { action: Action; gone: boolean; onUndo: () => void }) {
  const { text, tag, name } = useSpeech()
  const when = useWhen()
  const act = useAct()
  const { cancelled, port, became } = action
  const names = cancelled.map(name).join(text.and)
  const what = [
    ...(cancelled.length > 0 ? [text.cancelledNames(names)] : []),
    ...(port && became ? [text.portBecame[became](port)] : []),
  ].join(text.and)
  if (gone && act.done === undefined) return null
  const undo = () => {
    onUndo()
    void act.run(
      'undo',
      (key) => api.undo(action.code, tag, key),
      () => text.done,
    )
  }
  return (
    <Row
      title={what}
      more={text.actionsAbout(when(action.until))}
      gone={gone || act.done !== undefined}
      action={
        act.done === undefined && (
          <ActButton act={act} label={text.undoOf(what)} onClick={undo}>
            {text.undo}
          </ActButton>
        )
      }
    >
      <Outcome act={act} takesFocus />
    </Row>
  )
}
