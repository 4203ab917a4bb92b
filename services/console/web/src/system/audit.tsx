import { useQuery } from '@tanstack/react-query'
import { Button, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { Filters } from '../lists/filters.tsx'
import { useWords } from '../lists/words.ts'
import { type AuditRecord, api, type List } from '../shell/api.ts'
import { useMoment } from '../shell/format.ts'
import { useLive } from '../shell/live.tsx'
import { useMe } from '../shell/me.ts'
import { Part } from '../shell/part.tsx'
import { Screen } from '../shell/screen.tsx'
import { useSearchState } from '../shell/search-state.ts'
import { State, type Tone } from '../shell/state.tsx'
import { Table } from '../shell/table.tsx'

const PAGE = 50
const tones: Readonly<Record<string, Tone>> = { refused: 'bad', failed: 'warn', done: 'good' }

/** So many pages are asked for at most until one is full: of those that are narrowed by two, some have less. */
const MOST_PAGES = 40

async function filled(parameters: URLSearchParams, after: string | undefined): Promise<List<AuditRecord>> {
  const found: AuditRecord[] = []
  let place = after
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    if (place) parameters.set('after', place)
    const { items, next } = await api.audit(parameters.toString())
    found.push(...items)
    place = next
    if (found.length >= PAGE || next === undefined) break
  }
  const items = found.slice(0, PAGE)
  const next = found.length > PAGE ? items.at(-1)?.id : place
  return { items, ...(next === undefined ? {} : { next }) }
}

/** What people did, saw and were refused, the newest first. */
export function Audit() {
  const { t } = useTranslation()
  const fits = useWords()
  // As the day that it is narrowed to is the operator’s.
  const moment = useMoment(useMe().zone)
  const [search, go] = useSearchState()
  useLive('audit')
  const isFiltered = Boolean(search['actor'] ?? search['target'] ?? search['day'])
  const since = Number(search['from']) || undefined
  const query = useQuery({
    queryKey: ['audit', search],
    refetchInterval: isFiltered || since ? false : 10_000,
    queryFn: async () => {
      const { number } = await api.auditHead()
      const { after, back } = search
      const filters = ['actor', 'target', 'day']
        .map((name) => [name, search[name]] as const)
        .flatMap(([name, value]) => (value ? [[name, value]] : []))
      const from = since ?? Math.max(1, number - PAGE + 1)
      const parameters = new URLSearchParams([...filters, ['limit', String(PAGE)]])
      if (!isFiltered) {
        parameters.set('from', String(from))
        const { items } = await api.audit(parameters.toString())
        const rows = [...items].reverse()
        return { head: number, items: rows, newer: from + PAGE <= number, older: from > 1, from }
      }
      parameters.set('order', back ? 'asc' : 'desc')
      const { items, next } = await filled(parameters, back ?? after)
      const rows = back ? [...items].reverse() : items
      const [newer, older] = back ? [next !== undefined, true] : [after !== undefined, next !== undefined]
      return {
        head: number,
        items: rows,
        newer,
        older,
        from,
        places: back ? { newer: next, older: rows.at(-1)?.id } : { newer: rows[0]?.id, older: next },
      }
    },
  })
  return (
    <Screen title={t('audit')} about={query.data && t('records', { count: query.data.head })}>
      <div className="gap">
        <Filters
          filters={[
            { name: 'actor', label: t('who') },
            { name: 'target', label: t('target') },
            { name: 'day', label: t('day'), kind: 'day' },
          ]}
        />
      </div>
      <Part query={query}>
        {({ items, newer, older, from, places }) => (
          <>
            <Table<AuditRecord>
              rows={items}
              rowKey={(each) => each.id}
              empty={isFiltered ? fits('nothingFits') : t('auditNone')}
              columns={[
                { name: 'number', title: '#', render: (each) => each.number },
                {
                  name: 'when',
                  short: true,
                  title: t('when'),
                  render: ({ content }) => (content ? moment(content.at) : t('erased')),
                },
                {
                  name: 'who',
                  title: t('who'),
                  render: ({ content }) =>
                    content && (
                      <>
                        {content.actor}
                        <div className="soft">{t(`roles/${content.role}`, content.role)}</div>
                      </>
                    ),
                },
                {
                  name: 'what',
                  title: t('what'),
                  render: ({ content }) => content && <span className="value">{content.action}</span>,
                },
                {
                  name: 'target',
                  title: t('target'),
                  render: ({ content }) => content?.target && <span className="value">{content.target}</span>,
                },
                {
                  name: 'outcome',
                  title: t('outcome'),
                  render: ({ content }) =>
                    content && (
                      <State tone={tones[content.outcome] ?? 'over'}>{t(`outcomes/${content.outcome}`)}</State>
                    ),
                },
                { name: 'reason', title: t('reason'), render: ({ content }) => content?.reason },
              ]}
            />
            <Space className="below">
              <Button
                disabled={!newer}
                onClick={() =>
                  go(places ? { ...search, after: undefined, back: places.newer } : { from: String(from + PAGE) })
                }
              >
                {t('newer')}
              </Button>
              <Button
                disabled={!older}
                onClick={() =>
                  go(
                    places
                      ? { ...search, back: undefined, after: places.older }
                      : { from: String(Math.max(1, from - PAGE)) },
                  )
                }
              >
                {t('older')}
              </Button>
            </Space>
          </>
        )}
      </Part>
    </Screen>
  )
}
