import { useQuery } from '@tanstack/react-query'
import { Input, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../shell/api.ts'
import { Part } from '../shell/part.tsx'
import { Screen } from '../shell/screen.tsx'
import { useSearchState } from '../shell/search-state.ts'
import { State } from '../shell/state.tsx'
import { Table } from '../shell/table.tsx'
import { useWords } from './words.ts'

interface Item {
  readonly name: string
  readonly what: string
  readonly what_zh: string
  readonly source: string
  readonly source_zh: string
  readonly value: unknown
  readonly usual: unknown
}

const fits = ({ name, what, what_zh }: Item, typed: string): boolean =>
  `${name} ${what} ${what_zh}`.toLowerCase().includes(typed.trim().toLowerCase())
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
const told = (value: unknown): string =>
  Array.isArray(value) ? value.map(told).join(' · ') : typeof value === 'string' ? value : JSON.stringify(value)

/** The rules’ figures as they are in force, and where each comes from. */
export function PolicyInForce() {
  const t = useWords()
  const isZh = useTranslation().i18n.language === 'zh'
  const [search, go] = useSearchState()
  const isOnlyChanged = search['changed'] === '1'
  const query = useQuery({
    queryKey: ['policy'],
    queryFn: () => call<{ version: string; file: boolean; items: readonly Item[] }>('GET', '/console/api/policy'),
  })
  return (
    <Screen
      title={t('policy')}
      about={
        query.data &&
        `${t('policyAbout', { version: query.data.version })} ${t(query.data.file ? 'policyFile' : 'policyDefaults')}`
      }
      extra={
        <>
          <Input.Search
            allowClear
            aria-label={t('search')}
            placeholder={t('search')}
            defaultValue={search['q'] ?? ''}
            maxLength={100}
            onChange={(event) => go({ ...search, q: event.target.value || undefined }, { replace: true })}
          />
          {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch is in it */}
          <label className="switch">
            <Switch
              checked={isOnlyChanged}
              onChange={(checked) => go({ ...search, changed: checked ? '1' : undefined }, { replace: true })}
            />{' '}
            {t('changedOnly')}
          </label>
        </>
      }
    >
      <Part query={query}>
        {({ items }) => (
          <Table
            rows={items.filter(
              (each) => (!isOnlyChanged || !same(each.value, each.usual)) && fits(each, search['q'] ?? ''),
            )}
            rowKey={(each) => each.name}
            empty={t('policyDefaults')}
            columns={[
              { name: 'name', title: t('name'), render: (each) => <code>{each.name}</code> },
              { name: 'value', title: t('value'), render: (each) => <Value of={told(each.value)} /> },
              {
                name: 'source',
                title: t('source'),
                render: (each) =>
                  same(each.value, each.usual) ? (
                    t('usual')
                  ) : (
                    <>
                      <State tone="news">{t('file')}</State>
                      <Value of={t('usualWas', { value: told(each.usual) })} />
                    </>
                  ),
              },
              {
                name: 'what',
                title: t('what'),
                render: (each) => (
                  <>
                    {isZh ? each.what_zh : each.what}{' '}
                    <span className="soft">{isZh ? each.source_zh : each.source}</span>
                  </>
                ),
              },
            ]}
          />
        )}
      </Part>
    </Screen>
  )
}

const LONG = 160

/** A figure, or a table of many: that is there for who opens it. */
function Value({ of }: { of: string }) {
  if (of.length <= LONG) return <span className="value">{of}</span>
  return (
    <details className="value">
      <summary>{of.slice(0, LONG)}…</summary>
      {of}
    </details>
  )
}
