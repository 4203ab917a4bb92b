import { useQuery } from '@tanstack/react-query'
import { Input, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { beginningOf } from '#sms/beginning'
import { call } from '../shell/api.ts'
import { Fold } from '../shell/fold.tsx'
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
/** What a figure is about, by the first part of its name. */
const subjects = {
  words: ['shortCodes', 'words', 'help', 'segments', 'answersPerHour', 'helpEveryMinutes'],
  messages: [
    ...['timeZone', 'quietHours', 'assemblyMinutes', 'repetitionSeconds', 'answerLateSeconds', 'sendRetryMinutes'],
    ...[
      'deliveryReceiptsFor',
      'serviceType',
      'listValidMinutes',
      'undoMinutes',
      'secondYesMinutes',
      'marketing',
      'otp',
    ],
  ],
  consent: ['confirmation', 'trials', 'lock', 'guardian', 'receiptMonths'],
  money: ['charging', 'reminders', 'disputes'],
  reports: ['complaints', 'reports', 'campaigns'],
  acting: ['enforcement'],
  review: ['monitor', 'cases', 'evidence'],
} as const
const groups = ['words', 'messages', 'consent', 'money', 'reports', 'acting', 'review', 'system'] as const
type GroupName = (typeof groups)[number]
/** What is of no subject of the service is the system’s own. */
function groupOf(name: string): GroupName {
  const [first = ''] = name.split('.')
  for (const [group, names] of Object.entries(subjects))
    if ((names as readonly string[]).includes(first)) return group as GroupName
  return 'system'
}
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
const isChanged = ({ value, usual }: Item): boolean => !same(value, usual)
const told = (value: unknown): string =>
  Array.isArray(value) ? value.map(told).join(' · ') : typeof value === 'string' ? value : JSON.stringify(value)

/** The rules’ figures as they are in force, and where each comes from. */
export function PolicyInForce() {
  const t = useWords()
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
        {({ items }) => {
          const found = items.filter((each) => (!isOnlyChanged || isChanged(each)) && fits(each, search['q'] ?? ''))
          if (found.length === 0) return <p className="panel soft">{t('policyNone')}</p>
          return (
            <div className="folds">
              {groups.map((group) => (
                <Group
                  key={group}
                  name={group}
                  items={found.filter(({ name }) => groupOf(name) === group)}
                  isFound={isOnlyChanged || search['q'] !== undefined}
                />
              ))}
            </div>
          )
        }}
      </Part>
    </Screen>
  )
}

/** The figures of one subject. */
function Group({ name, items, isFound }: { name: GroupName; items: readonly Item[]; isFound: boolean }) {
  const t = useWords()
  const isZh = useTranslation().i18n.language === 'zh'
  if (items.length === 0) return null
  const changed = items.filter(isChanged).length
  return (
    <Fold
      name={name}
      isFound={isFound}
      summary={
        <>
          <h2>{t(`policyGroups/${name}`)}</h2> <span className="soft">{t('figureCount', { count: items.length })}</span>{' '}
          {changed > 0 && <State tone="news">{t('changedCount', { count: changed })}</State>}
        </>
      }
    >
      <Table
        rows={items}
        rowKey={(each) => each.name}
        empty={t('policyNone')}
        columns={[
          {
            name: 'what',
            title: t('what'),
            render: (each) => (
              <span className="value">
                {isZh ? each.what_zh : each.what} <code className="soft">{each.name}</code>
              </span>
            ),
          },
          { name: 'value', title: t('value'), render: (each) => <Value of={told(each.value)} /> },
          {
            name: 'usual',
            title: t('setBy'),
            render: (each) =>
              isChanged(each) ? (
                <>
                  <State tone="news">{t('file')}</State>
                  <Value of={t('usualWas', { value: told(each.usual) })} />
                </>
              ) : (
                t('usual')
              ),
          },
          {
            name: 'source',
            title: t('source'),
            render: (each) => <span className="value soft">{isZh ? each.source_zh : each.source}</span>,
          },
        ]}
      />
    </Fold>
  )
}

const LONG = 160

/** A figure, or a table of many: that is there for who opens it. */
function Value({ of }: { of: string }) {
  if (of.length <= LONG) return <span className="value">{of}</span>
  return (
    <details className="value">
      <summary>{beginningOf(of, LONG)}</summary>
      {of}
    </details>
  )
}
