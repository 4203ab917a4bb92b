import { useQuery } from '@tanstack/react-query'
import { Outcome, useAct } from './act.tsx'
import { api, type Charge } from './api.ts'
import { Ask } from './ask.tsx'
import { Long, Part, Row, Section } from './part.tsx'
import { useSpeech, useWhen } from './speech.tsx'

/** Charges, reminders and refunds of six months. */
export function Charges() {
  const { text, name, money } = useSpeech()
  const when = useWhen()
  const query = useQuery({ queryKey: ['charges'], queryFn: api.charges, refetchInterval: 15_000 })
  return (
    <>
      <Section title={text.charges}>
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
