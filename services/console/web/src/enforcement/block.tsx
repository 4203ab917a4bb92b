import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { call } from '../shell/api.ts'
import { useMoment } from '../shell/format.ts'
import { useLive } from '../shell/live.tsx'
import { Masked } from '../shell/masked.tsx'
import { useMe } from '../shell/me.ts'
import { Part } from '../shell/part.tsx'
import { Screen } from '../shell/screen.tsx'
import { State } from '../shell/state.tsx'
import { Table } from '../shell/table.tsx'
import { Act } from './act.tsx'
import type { Whole } from './api.ts'
import { useWords } from './words.ts'

/** One sender or domain: its block as it stands, and all that was done to it. */
export function Block() {
  const t = useWords()
  const moment = useMoment()
  const mayBlock = useMe().purposes.includes('block')
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const path = `/v1/blocks/${encodeURIComponent(id)}`
  useLive('blocks')
  const query = useQuery({ queryKey: ['blocks', 'one', id], queryFn: () => call<Whole>('GET', path) })
  const { data } = query
  const title = data ? `${t.of('kinds', data.kind)} ${data.value}` : t('blocks')
  return (
    <Screen
      title={title}
      extra={mayBlock && data?.block && !data.block.over && <Act key={id} path={`${path}/lift`} label={t('lift')} />}
    >
      <Part query={query}>
        {({ kind, value, written, number, block, listed, history }) => (
          <div className="stack">
            <section className="panel">
              <h2>{t('current')}</h2>
              <dl className="facts">
                <div>
                  <dt>{t('value')}</dt>
                  <dd>
                    {number ? (
                      <Masked masked={number.masked} sight={number.ref} />
                    ) : kind === 'port' ? (
                      <Link to={`/console/ports/${encodeURIComponent(value)}`}>{value}</Link>
                    ) : (
                      value
                    )}
                    {written && <span className="soft"> {written}</span>}
                  </dd>
                </div>
                <div>
                  <dt>{t('status')}</dt>
                  <dd>
                    {block && !block.over ? (
                      <State tone={block.scope === 'all' ? 'bad' : 'warn'}>
                        {t('isBlocked', { scope: t.of('scopes', block.scope) })}
                      </State>
                    ) : (
                      <State tone="over">{t('notBlocked')}</State>
                    )}
                  </dd>
                </div>
                {block && (
                  <>
                    <div>
                      <dt>{t('reason')}</dt>
                      <dd>
                        {t.of('reasons', block.reason)}
                        {block.note && <span className="soft"> · {block.note}</span>}
                      </dd>
                    </div>
                    <div>
                      <dt>{t('from')}</dt>
                      <dd>{moment(block.from)}</dd>
                    </div>
                    <div>
                      <dt>{t('until')}</dt>
                      <dd>{block.until ? moment(block.until) : '—'}</dd>
                    </div>
                  </>
                )}
                {listed && (
                  <div>
                    <dt>{t('listed')}</dt>
                    <dd>{t.of('lists', listed)}</dd>
                  </div>
                )}
              </dl>
            </section>
            <h2>{t('history')}</h2>
            <Table
              rows={[...history].reverse()}
              rowKey={({ at, change }) => `${at} ${change}`}
              empty={t('notBlocked')}
              columns={[
                { name: 'change', title: t('status'), render: ({ change }) => t.of('changes', change) },
                { name: 'scope', title: t('scope'), render: ({ scope }) => (scope ? t.of('scopes', scope) : '—') },
                { name: 'note', title: t('note'), render: ({ note }) => note ?? '—' },
                { name: 'by', title: t('by'), render: ({ by_name }) => by_name },
                { name: 'at', title: t('at'), short: true, render: ({ at }) => moment(at) },
              ]}
            />
          </div>
        )}
      </Part>
    </Screen>
  )
}
