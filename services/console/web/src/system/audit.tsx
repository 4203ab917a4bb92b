import { Button, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { usePageSize } from '../lists/data-list.tsx'
import { Filters } from '../lists/filters.tsx'
import { useWords } from '../lists/words.ts'
import type { AuditRecord } from '../shell/api.ts'
import { useMoment } from '../shell/format.ts'
import { Part } from '../shell/part.tsx'
import { Screen } from '../shell/screen.tsx'
import { useSearchState } from '../shell/search-state.ts'
import { State, type Tone } from '../shell/state.tsx'
import { Table, type TableColumn } from '../shell/table.tsx'
import { useAuditPage } from './audit-page.ts'

const tones: Readonly<Record<string, Tone>> = { refused: 'bad', failed: 'warn', done: 'good' }

/** A call’s status, where nothing else is said of it. */
const isStatus = (reason = ''): boolean => /^\d{3}$/.test(reason)

/** What people did, saw and were refused, the newest first. */
export function Audit() {
  const { t } = useTranslation()
  const fits = useWords()
  const page = usePageSize()
  const moment = useMoment()
  const [search, go] = useSearchState()
  const { query, isFiltered } = useAuditPage(search, page)
  /** What the system itself gives as a reason, in the reader’s language; a person’s as it was written. */
  const told = (reason = '') =>
    isStatus(reason) ? undefined : t([`auditReasons/${reason}`, `roles/${reason}`], { defaultValue: reason })
  const columns: readonly TableColumn<AuditRecord>[] = [
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
            {content.outcome !== 'done' && isStatus(content.reason) && <span className="soft"> {content.reason}</span>}
          </>
        ),
    },
    { name: 'reason', title: t('reason'), render: ({ content }) => told(content?.reason) },
  ]
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
            <Table<AuditRecord> rows={items} rowKey={(each) => each.id} empty={emptyOf(looked)} columns={columns} />
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
