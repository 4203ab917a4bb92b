import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Progress } from 'antd'
import { useSignals } from '../review/signals.ts'
import { call } from '../shell/api.ts'
import { useWhy } from '../shell/fail.ts'
import { useDay, useMinute } from '../shell/format.ts'
import { Part } from '../shell/part.tsx'
import { State } from '../shell/state.tsx'
import { Table } from '../shell/table.tsx'
import type { Replay } from './api.ts'
import { useWords } from './words.ts'

const isOn = (each: Replay | undefined): boolean => each?.status === 'running'

/** A draft over the archive beside what is in force: whom only the one flags, whom only the other, whom it misses. */
export function Replays({
  draft,
  mayTune,
  isReady,
}: {
  readonly draft: string
  readonly mayTune: boolean
  /** It is saved as it is shown, and can hold. */
  readonly isReady: boolean
}) {
  const t = useWords()
  const why = useWhy()
  const queries = useQueryClient()
  const key = ['monitor-policy', 'replays', draft]
  const query = useQuery({
    queryKey: key,
    queryFn: () => call<{ items: readonly Replay[] }>('GET', `/v1/policy/drafts/${draft}/replays?limit=5`),
    refetchInterval: ({ state }) => (isOn(state.data?.items[0]) ? 1000 : false),
  })
  const ask = useMutation({
    mutationFn: () => call<Replay>('POST', `/v1/policy/drafts/${draft}/replays`),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  })
  return (
    <section className="panel" aria-labelledby="draft-replay">
      <h2 id="draft-replay">{t('replay')}</h2>
      <p className="soft">{t('replayAbout')}</p>
      {mayTune && !isReady && <p className="soft">{t('releaseSave')}</p>}
      {mayTune && (
        <Button loading={ask.isPending} disabled={!isReady || isOn(query.data?.items[0])} onClick={() => ask.mutate()}>
          {t('replayNow')}
        </Button>
      )}
      <div aria-live="assertive" className="below">
        {ask.error && <Alert type="error" showIcon title={why(ask.error)} />}
      </div>
      <Part query={query}>
        {({ items: [last] }) => (last ? <Shown of={last} /> : <p className="soft">{t('replayNone')}</p>)}
      </Part>
    </section>
  )
}

function Shown({ of: replay }: { readonly of: Replay }) {
  const t = useWords()
  const minute = useMinute()
  const { found, status, share, messages, at, current } = replay
  return (
    <>
      <p className="soft" aria-live="polite">
        {t('replayAt', { at: minute(at), messages })} · {t.of('replayStatuses', status)}
      </p>
      {status !== 'done' && <Progress percent={Math.round(share * 100)} aria-label={t('replay')} />}
      {!current && <Alert type="warning" showIcon title={t('replayOld')} />}
      {found && <Found of={found} />}
    </>
  )
}

function Found({ of }: { readonly of: NonNullable<Replay['found']> }) {
  const t = useWords()
  const day = useDay()
  const minute = useMinute()
  const signalOf = useSignals().name
  const facts = [
    ['partnersFlagged', of.flagged_before, of.flagged],
    ['flagsRaised', of.flags_before, of.flags],
    ['stopsFirst', of.stops_before, of.stops],
  ] as const
  return (
    <>
      {of.nearly_all && (
        <Alert type="error" showIcon title={t('nearlyAll', { flagged: of.flagged, partners: of.partners })} />
      )}
      {of.erased > 0 && <Alert type="info" showIcon title={t('erasedSome', { count: of.erased })} />}
      <p>
        {of.from && of.until
          ? t('foundSpan', { from: day(of.from), until: day(of.until), partners: of.partners })
          : t('foundEmpty')}
      </p>
      <Table
        rows={facts}
        rowKey={([name]) => name}
        empty=""
        columns={[
          { name: 'what', title: t('beside'), render: ([name]) => t(name) },
          { name: 'before', title: t('inForce'), figure: true, render: ([, before]) => before },
          { name: 'now', title: t('thisDraft'), figure: true, render: ([, , now]) => <strong>{now}</strong> },
        ]}
      />
      <dl className="facts gap">
        {(['newly', 'no_longer', 'missed', 'both'] as const).map((each) => (
          <div key={each}>
            <dt>{t(each)}</dt>
            <dd>{of[each]}</dd>
          </div>
        ))}
      </dl>
      {of.samples.length > 0 && (
        <Table
          rows={of.samples}
          rowKey={({ what, partner }) => `${what} ${partner}`}
          empty=""
          columns={[
            {
              name: 'partner',
              title: t('partner'),
              render: ({ partner }) => (
                <Link to="/console/risk/partners/$id" params={{ id: partner } as never}>
                  {partner}
                </Link>
              ),
            },
            {
              name: 'what',
              title: t('beside'),
              render: ({ what }) => (
                <State tone={what === 'newly' ? 'news' : 'warn'}>{t(what === 'no-longer' ? 'no_longer' : what)}</State>
              ),
            },
            {
              name: 'signals',
              title: t('signals'),
              render: ({ signals = [] }) => signals.map((each) => signalOf(each.name)).join(' · '),
            },
            { name: 'at', title: t('firstFlag'), short: true, render: ({ at }) => at && minute(at) },
          ]}
        />
      )}
    </>
  )
}
