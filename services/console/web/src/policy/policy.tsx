import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import { call } from '../shell/api.ts'
import { useWhy } from '../shell/fail.ts'
import { useMinute } from '../shell/format.ts'
import { useMe } from '../shell/me.ts'
import { useMutation } from '../shell/once.ts'
import { Part } from '../shell/part.tsx'
import { Screen } from '../shell/screen.tsx'
import { useSearchState } from '../shell/search-state.ts'
import { State } from '../shell/state.tsx'
import { Table } from '../shell/table.tsx'
import type { Draft, InForce, Version } from './api.ts'
import { ArchiveFacts } from './archive.tsx'
import { Ask } from './ask.tsx'
import { Changes } from './changes.tsx'
import { Desk } from './desk.tsx'
import { useWords } from './words.ts'
import './policy.css'

/** What the monitor works by: in force, drafted, and what held before. */
export function MonitorPolicy() {
  const t = useWords()
  const mayTune = useMe().purposes.includes('tune')
  const held = useQuery({
    queryKey: ['monitor-policy', 'held'],
    queryFn: () => call<InForce>('GET', '/v1/policy'),
  })
  return (
    <Screen title={t('title')} about={t('about')} extra={mayTune && <NewDraft />}>
      <div className="stack">
        <section className="panel" aria-labelledby="policy-held">
          <h2 id="policy-held">{t('held')}</h2>
          <Part query={held}>{(each) => <Held of={each} />}</Part>
        </section>
        {held.data && <Desk of={held.data} />}
        <Drafts />
        <Versions mayTune={mayTune} {...(held.data ? { number: held.data.number } : {})} />
        <ArchiveFacts />
      </div>
    </Screen>
  )
}

function Held({ of: { number, name } }: { readonly of: InForce }) {
  const t = useWords()
  return (
    <>
      <p>
        <strong>{number === 0 ? t('file') : t('version', { number })}</strong> <code>{name}</code>
      </p>
      <p className="soft">{t('shadowAbout')}</p>
    </>
  )
}

function NewDraft() {
  const t = useWords()
  const why = useWhy()
  const go = useNavigate()
  const queries = useQueryClient()
  const [{ open }] = useSearchState()
  const begin = useMutation({
    mutationFn: () => call<Draft>('POST', '/v1/policy/drafts', { title: t('untitled'), figures: {} }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['monitor-policy'] })
      // What was open here is what somebody is about to change.
      await go({ to: '/console/monitor-policy/$id', params: { id } as never, search: (open ? { open } : {}) as never })
    },
  })
  return (
    <>
      <Button type="primary" loading={begin.isPending} onClick={() => begin.mutate()}>
        {t('newDraft')}
      </Button>
      <div aria-live="assertive">{begin.error && <Alert type="error" showIcon title={why(begin.error)} />}</div>
    </>
  )
}

function Drafts() {
  const t = useWords()
  const minute = useMinute()
  const query = useQuery({
    queryKey: ['monitor-policy', 'drafts'],
    queryFn: () => call<{ items: readonly Draft[] }>('GET', '/v1/policy/drafts?limit=50'),
  })
  return (
    <section aria-labelledby="policy-drafts">
      <h2 id="policy-drafts">{t('drafts')}</h2>
      <Part query={query}>
        {({ items }) => (
          <Table
            rows={items}
            rowKey={({ id }) => id}
            empty={t('noDrafts')}
            columns={[
              {
                name: 'title',
                title: t('draftTitle'),
                render: ({ id, title }) => (
                  <Link to="/console/monitor-policy/$id" params={{ id } as never}>
                    {title}
                  </Link>
                ),
              },
              { name: 'changes', title: t('changes'), figure: true, render: ({ changes }) => changes.length },
              {
                name: 'state',
                title: t('state'),
                render: ({ wrong }) =>
                  wrong.length > 0 ? (
                    <State tone="bad">{t('wrongCount', { count: wrong.length })}</State>
                  ) : (
                    <State tone="good">{t('holds')}</State>
                  ),
              },
              { name: 'by', title: t('by'), render: ({ by_name }) => by_name },
              { name: 'at', title: t('savedAt'), short: true, render: ({ at }) => minute(at) },
            ]}
          />
        )}
      </Part>
    </section>
  )
}

/** Who released what, and why; each can be gone back to, by two people. */
function Versions({ mayTune, number }: { readonly mayTune: boolean; readonly number?: number }) {
  const t = useWords()
  const minute = useMinute()
  const query = useQuery({
    queryKey: ['monitor-policy', 'versions'],
    queryFn: () => call<{ items: readonly Version[] }>('GET', '/v1/policy/versions?limit=50'),
  })
  return (
    <section className="panel" aria-labelledby="policy-versions">
      <h2 id="policy-versions">{t('versions')}</h2>
      <Part query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="soft">{t('noVersions')}</p>
          ) : (
            <ol className="policy-versions">
              {items.map((each) => (
                <li key={each.number}>
                  <h3>
                    {t('version', { number: each.number })} · {each.title}{' '}
                    {each.number === number && <State tone="good">{t('isHeld')}</State>}
                  </h3>
                  <p>{each.why}</p>
                  <p className="soft">
                    {t(each.approved_by_name ? 'releasedBy' : 'releasedAlone', {
                      by: each.by_name,
                      second: each.approved_by_name ?? '',
                      at: minute(each.at),
                    })}
                    {each.back_to !== undefined &&
                      ` · ${each.back_to === 0 ? t('backToFile') : t('backTo', { number: each.back_to })}`}
                  </p>
                  <details>
                    <summary>{t('whatChanged', { count: each.changes.length })}</summary>
                    <Changes of={each.changes} empty={t('nothingChanged')} />
                  </details>
                  {mayTune && each.number !== number && (
                    <Ask
                      label={t('rollBack', { number: each.number })}
                      path="/v1/policy/rollback"
                      body={{ to: each.number }}
                    >
                      <p>{t('rollBackAbout')}</p>
                    </Ask>
                  )}
                </li>
              ))}
              {mayTune && (
                <li>
                  <h3>{t('file')}</h3>
                  <p className="soft">{t('fileAbout')}</p>
                  <Ask label={t('rollBackFile')} path="/v1/policy/rollback" body={{ to: 0 }}>
                    <p>{t('rollBackAbout')}</p>
                  </Ask>
                </li>
              )}
            </ol>
          )
        }
      </Part>
    </section>
  )
}
