import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call } from './api.ts'
import { useMinute } from './format.ts'
import { Part } from './part.tsx'
import { useWords } from './words.ts'
import './first-cases.css'

const FIRST = 5

interface Case {
  readonly id: string
  readonly number: string
  readonly text: string
  readonly made_at: string
}

/** Reports or complaints that a filter leaves: the newest, and the way to all. */
export function FirstCases({
  topic,
  title,
  path,
  to,
  search,
}: {
  topic: string
  title: string
  path: string
  to: string
  search: Readonly<Record<string, string>>
}) {
  const t = useWords()
  const minute = useMinute()
  const query = useQuery({
    queryKey: [topic, 'first', search],
    queryFn: () => {
      const asked = new URLSearchParams({ ...search, order: 'desc', limit: String(FIRST) })
      return call<{ items: readonly Case[] }>('GET', `${path}?${asked}`)
    },
    refetchInterval: 60_000,
  })
  return (
    <section className="panel" aria-label={title}>
      <h2>{title}</h2>
      <Part query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="soft">{t('casesNone')}</p>
          ) : (
            <>
              <ul className="plain first-cases">
                {items.map(({ id, number, text, made_at }) => (
                  <li key={id}>
                    <Link to={`${to}/${encodeURIComponent(id)}`}>{number}</Link>{' '}
                    <span className="soft">{minute(made_at)}</span>
                    <span className="first-text">{text}</span>
                  </li>
                ))}
              </ul>
              <Link to={to} search={search as never}>
                {t('casesAll')}
              </Link>
            </>
          )
        }
      </Part>
    </section>
  )
}
