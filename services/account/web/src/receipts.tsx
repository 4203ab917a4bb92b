import { useQuery } from '@tanstack/react-query'
import { writtenIn } from '#web'
import { api } from './api.ts'
import { Long, Part, Section } from './part.tsx'
import { useSpeech, useWhen } from './speech.tsx'

/** The proof of each yes: what was asked, and what was answered. */
export function Receipts() {
  const { text, pick, money } = useSpeech()
  const when = useWhen()
  const query = useQuery({ queryKey: ['receipts'], queryFn: api.receipts, refetchInterval: 15_000 })
  return (
    <Section title={text.receipts}>
      <Part query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="empty">{text.noReceipts}</p>
          ) : (
            <Long items={items} first={10}>
              {({ id, number, service_zh, service_en, content }) => (
                <li key={id}>
                  <details>
                    <summary>
                      <span className="whose-yes">
                        {pick(service_zh, service_en)}
                        <small>
                          R{number} · {when(content.answeredAt, false)}
                        </small>
                      </span>
                      <span className="value">{money(content.tariffFen)}</span>
                    </summary>
                    <p className="words" lang={writtenIn(content.asked)}>
                      {content.asked}
                    </p>
                    <p className="when">
                      {content.channel === 'web'
                        ? text.answeredWeb(when(content.answeredAt))
                        : text.answered(content.answer, when(content.answeredAt))}
                    </p>
                  </details>
                </li>
              )}
            </Long>
          )
        }
      </Part>
    </Section>
  )
}
