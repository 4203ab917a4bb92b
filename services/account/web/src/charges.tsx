import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { ActButton, Outcome, useAct } from './act.tsx'
import { api, type Charge, type Own } from './api.ts'
import { Ask } from './ask.tsx'
import { Long, Part, Row, Section } from './part.tsx'
import { useSpeech, useWhen } from './speech.tsx'
import { useStaying } from './staying.ts'

/** Charges, reminders and refunds of six months. */
export function Charges({ own }: { readonly own: UseQueryResult<Own> }) {
  const { text, name, money } = useSpeech()
  const when = useWhen()
  const query = useQuery({ queryKey: ['charges'], queryFn: api.charges, refetchInterval: 15_000 })
  return (
    <>
      <Section title={text.charges}>
        <Asked own={own} />
        <Part query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <p className="empty">{text.noCharges}</p>
            ) : (
              <Long items={items} first={10}>
                {(each) => <One key={each.id} charge={each} />}
              </Long>
            )
          }
        </Part>
      </Section>
      <Section title={text.reminders}>
        <Part query={query}>
          {({ reminders }) =>
            reminders.length === 0 ? (
              <p className="empty">{text.noReminders}</p>
            ) : (
              <Long items={reminders} first={5}>
                {(each) => (
                  <Row
                    key={`${each.at}${each.kind}`}
                    title={text.reminded[each.kind]}
                    more={`${when(each.at)} · ${each.items
                      .map((item) => `${name(item)} ${money(item.refund_fen || item.amount_fen)}`)
                      .join(text.and)}`}
                  />
                )}
              </Long>
            )
          }
        </Part>
      </Section>
    </>
  )
}

/** Of the refund that was told last, or of what became of a dispute: whether it is solved. */
function Asked({ own }: { readonly own: UseQueryResult<Own> }) {
  const refund = own.data?.refund
  const { shown, isGone, stay } = useStaying(refund ? [refund] : [], (each) => each.told_at)
  if (shown.length === 0) return null
  return (
    <ul className="rows">
      {shown.map((each) => (
        <Refund key={each.told_at} refund={each} gone={isGone(each)} onRate={() => stay(each)} />
      ))}
    </ul>
  )
}

interface RefundProps {
  readonly refund: NonNullable<Own['refund']>
  readonly gone: boolean
  readonly onRate: () => void
}

function Refund({ refund, gone, onRate }: RefundProps) {
  const { text, tag, name } = useSpeech()
  const when = useWhen()
  const act = useAct()
  if (gone && act.done === undefined) return null
  const title = name(refund)
  const rate = (solved: boolean) => {
    onRate()
    void act.run(
      String(solved),
      (key) => api.rateRefund(refund.told_at, solved, tag, key),
      () => text.rated,
    )
  }
  return (
    <Row title={text.refundOf(title)} more={text.refundTold(when(refund.told_at))} gone={gone}>
      {!gone && act.done === undefined && (
        <div className="buttons wide">
          <span>{text.isSatisfied}</span>
          <ActButton act={act} onClick={() => rate(true)} label={`${text.satisfied} ${text.refundOf(title)}`}>
            {text.satisfied}
          </ActButton>
          <ActButton act={act} onClick={() => rate(false)} label={`${text.notSatisfied} ${text.refundOf(title)}`}>
            {text.notSatisfied}
          </ActButton>
        </div>
      )}
      <Outcome act={act} takesFocus />
    </Row>
  )
}

function One({ charge }: { readonly charge: Charge }) {
  const { text, tag, name, money } = useSpeech()
  const when = useWhen()
  const act = useAct()
  const title = name(charge)
  const canDispute = charge.refund_fen === 0 && !charge.dispute && act.done === undefined
  return (
    <Row
      title={title}
      more={when(charge.at)}
      value={money(charge.amount_fen)}
      action={
        <>
          {charge.refund_fen > 0 && <span className="tag good">{text.refunded(money(charge.refund_fen))}</span>}
          {charge.dispute && <span className="tag">{text.disputes[charge.dispute]}</span>}
          {canDispute && (
            <Ask
              act={act}
              title={text.disputeAsk(title)}
              about={text.disputeAbout}
              label={text.disputeOf(title, when(charge.at, false))}
              onYes={() =>
                act.run(
                  'dispute',
                  (key) => api.dispute(charge.id, tag, key),
                  () => text.disputed,
                )
              }
            >
              {text.dispute}
            </Ask>
          )}
        </>
      }
    >
      <Outcome act={{ error: undefined, done: act.done }} takesFocus />
    </Row>
  )
}
