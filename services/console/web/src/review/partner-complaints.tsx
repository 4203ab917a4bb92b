import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Listed } from '../cases/api.ts'
import { call } from '../shell/api.ts'
import { useDay } from '../shell/format.ts'
import { Part } from '../shell/part.tsx'
import { State } from '../shell/state.tsx'
import { useWords } from './words.ts'

const SHOWN = 5
const kinds = ['open', 'closed'] as const

/** What subscribers said against a partner: what still waits, and what was closed last. */
export function PartnerComplaints({ partner }: { readonly partner: string }) {
  const t = useWords()
  const day = useDay()
  const of = (status: (typeof kinds)[number]) =>
    `/v1/complaints?partner=${encodeURIComponent(partner)}&status=${status}&order=desc&limit=${SHOWN}`
  const query = useQuery({
    queryKey: ['complaints', 'of', partner],
    queryFn: async () => {
      const both = await Promise.all(kinds.map((each) => call<{ items: readonly Listed[] }>('GET', of(each))))
      return both.flatMap(({ items }) => items)
    },
  })
  return (
    <section className="panel" aria-labelledby="complaints">
      <h2 id="complaints">{t('complaints')}</h2>
      <Part query={query}>
        {(items) =>
          items.length === 0 ? (
            <p className="soft">{t('complaintsNone')}</p>
          ) : (
            <ul className="few below">
              {items.map(({ id, text, made_at, overdue, closed }) => (
                <li key={id}>
                  <Link to="/console/complaints/$id" params={{ id } as never}>
                    {text}
                  </Link>
                  {closed ? (
                    <State tone={closed.upheld ? 'bad' : 'over'}>
                      {t(closed.upheld ? 'complaintUpheld' : 'complaintClosed')}
                    </State>
                  ) : (
                    <State tone={overdue ? 'bad' : 'warn'}>{t(overdue ? 'complaintLate' : 'complaintOpen')}</State>
                  )}
                  <span className="soft">{day(made_at)}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Part>
      <p className="below">
        <Link to="/console/complaints" search={{ partner } as never}>
          {t('complaintsAll')}
        </Link>
      </p>
    </section>
  )
}
