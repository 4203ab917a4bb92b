import { useQuery } from '@tanstack/react-query'
import { Button, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { usePageSize } from '../lists/data-list.tsx'
import { Filters } from '../lists/filters.tsx'
import { useWords } from '../lists/words.ts'
import { type AuditRecord, api, type List } from '../shell/api.ts'
import { useMoment } from '../shell/format.ts'
import { useLive } from '../shell/live.tsx'
import { Part } from '../shell/part.tsx'
import { Screen } from '../shell/screen.tsx'
import { useSearchState } from '../shell/search-state.ts'
import { State, type Tone } from '../shell/state.tsx'
import { Table } from '../shell/table.tsx'

const tones: Readonly<Record<string, Tone>> = { refused: 'bad', failed: 'warn', done: 'good' }

/** By two, the server finds by one and drops the rest: so many are asked for then. */
const BY_TWO = 200

/** So often it is asked at most until a page is full: who audits has a limit of calls too. */
const MOST_CALLS = 8

interface Found extends List<AuditRecord> {
  /** How many were looked at for it. */
  readonly looked: number
}

async function filled(
  parameters: URLSearchParams,
  { after, page, limit, signal }: { after: string | undefined; page: number; limit: number; signal: AbortSignal },
): Promise<Found> {
  parameters.set('limit', String(limit))
  const found: AuditRecord[] = []
  let place = after
  let calls = 0
  do {
    signal.throwIfAborted()
    if (place) parameters.set('after', place)
    const { items, next } = await api.audit(parameters.toString())
    found.push(...items)
    place = next
    calls++
  } while (place !== undefined && found.length <= page && calls < MOST_CALLS)
  const items = found.slice(0, page)
  const next = found.length > page ? items.at(-1)?.id : place
  return { items, looked: calls * limit, ...(next === undefined ? {} : { next }) }
}

/** A call’s status, where nothing else is said of it. */
const isStatus = (reason = ''): boolean => /^\d{3}$/.test(reason)

/** What people did, saw and were refused, the newest first. */
export function Audit() {
  const { t } = useTranslation()
  const fits = useWords()
  const page = usePageSize()
  const moment = useMoment()
  const [search, go] = useSearchState()
  const isFiltered = Boolean(search['actor'] ?? search['target'] ?? search['day'])
  const isByTwo = Boolean(search['actor'] && search['target'])
  // What takes many calls is not asked for anew at each event.
  useLive(...(isByTwo ? [] : ['audit']))
  const since = Number(search['from']) || undefined
  const query = useQuery({
    queryKey: ['audit', search, page],
    refetchInterval: isFiltered || since ? false : 10_000,
    queryFn: async ({ signal }) => {
      const { number } = await api.auditHead()
      const { after, back } = search
      const filters = ['actor', 'target', 'day']
        .map((name) => [name, search[name]] as const)
        .flatMap(([name, value]) => (value ? [[name, value]] : []))
      const from = since ?? Math.max(1, number - page + 1)
      const parameters = new URLSearchParams(filters)
      if (!isFiltered) {
        parameters.set('limit', String(page))
        parameters.set('from', String(from))
        const { items } = await api.audit(parameters.toString())
        const rows = [...items].reverse()
        return { head: number, items: rows, newer: from + page <= number, older: from > 1, from }
      }
      parameters.set('order', back ? 'asc' : 'desc')
      const limit = isByTwo ? BY_TWO : page + 1
      const { items, next, looked } = await filled(parameters, { after: back ?? after, page, limit, signal })
      const rows = back ? [...items].reverse() : items
      const [newer, older] = back ? [next !== undefined, true] : [after !== undefined, next !== undefined]
      return {
        head: number,
        items: rows,
        newer,
        older,
        from,
        looked: next === undefined ? undefined : looked,
        places: back ? { newer: next, older: rows.at(-1)?.id } : { newer: rows[0]?.id, older: next },
      }
    },
  })
  /** What the system itself gives as a reason, in the reader’s language; a person’s as it was written. */
  const told = (reason = '') =>
    isStatus(reason) ? undefined : t([`auditReasons/${reason}`, `roles/${reason}`], { defaultValue: reason })
  const emptyOf = (looked: number | undefined): string => {
    if (!isFiltered) return t('auditNone')
    if (looked === undefined) return fits('nothingFits')
    return t('auditLooked', { looked, way: t(search['back'] ? 'newer' : 'older') })
  }
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
        {({ items, newer, older, from, places, looked }) => (
          <>
            <Table<AuditRecord>
              rows={items}
              rowKey={(each) => each.id}
              empty={emptyOf(looked)}
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
                  short: true,
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
                      <>
                        <State tone={tones[content.outcome] ?? 'over'}>{t(`outcomes/${content.outcome}`)}</State>
                        {content.outcome !== 'done' && isStatus(content.reason) && (
                          <span className="soft"> {content.reason}</span>
                        )}
                      </>
                    ),
                },
                { name: 'reason', title: t('reason'), render: ({ content }) => told(content?.reason) },
              ]}
            />
            <Space className="below">
              <Button
                disabled={!newer}
                onClick={() =>
                  go(places ? { ...search, after: undefined, back: places.newer } : { from: String(from + page) })
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
                      : { from: String(Math.max(1, from - page)) },
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
