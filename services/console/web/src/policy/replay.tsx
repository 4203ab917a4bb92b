import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Button, InputNumber, Progress } from 'antd'
import { useState } from 'react'
import { useSignals } from '../review/signals.ts'
import { call } from '../shell/api.ts'
import { useCalled } from '../shell/called.ts'
import { useWhy } from '../shell/fail.ts'
import { useDay, useMinute } from '../shell/format.ts'
import { useMutation } from '../shell/once.ts'
import { Part } from '../shell/part.tsx'
import { State } from '../shell/state.tsx'
import { Table } from '../shell/table.tsx'
import type { Replay } from './api.ts'
import { Touched } from './touched.tsx'
import { useWords } from './words.ts'

const isOn = (each: Replay | undefined): boolean =>
  each !== undefined && ['waiting', 'running', 'shadow'].includes(each.status)

interface Given {
  readonly draft: string
  readonly mayTune: boolean
  /** It is saved as it is shown, and can hold. */
  readonly isReady: boolean
}

/** Replays of a draft and its times in shadow, the latest first; looked at again while one goes on. */
export function useReplays(draft: string) {
  return useQuery({
    queryKey: ['monitor-policy', 'replays', draft],
    queryFn: () => call<{ items: readonly Replay[] }>('GET', `/v1/policy/drafts/${draft}/replays?limit=10`),
    refetchInterval: ({ state }) => (state.data?.items.some(isOn) ? 1000 : false),
  })
}

/** A draft over the archive beside what is in force: whom only the one flags, whom only the other, whom it misses. */
export function Replays({ draft, mayTune, isReady }: Given) {
  const t = useWords()
  const why = useWhy()
  const queries = useQueryClient()
  const query = useReplays(draft)
  const ask = useMutation({
    mutationFn: () => call<Replay>('POST', `/v1/policy/drafts/${draft}/replays`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['monitor-policy', 'replays', draft] }),
  })
  const last = query.data?.items.find((each) => each.until === undefined)
  return (
    <section className="panel" aria-labelledby="draft-replay">
      <h2 id="draft-replay">{t('replay')}</h2>
      <p className="soft">{t('replayAbout')}</p>
      {mayTune && !isReady && <p className="soft">{t('releaseSave')}</p>}
      {mayTune && (
        <div className="form-acts">
          <Button loading={ask.isPending} disabled={!isReady || isOn(last)} onClick={() => ask.mutate()}>
            {t('replayNow')}
          </Button>
          {isOn(last) && <Stop of={last as Replay} />}
        </div>
      )}
      <div aria-live="assertive" className="below">
        {ask.error && <Alert type="error" showIcon title={why(ask.error)} />}
      </div>
      <Part query={query}>{() => (last ? <Shown of={last} /> : <p className="soft">{t('replayNone')}</p>)}</Part>
    </section>
  )
}

const DAYS = 14

/** The whole draft beside what is live, for some days: what it would have done, and nothing that follows from it. */
export function Shadow({ draft, mayTune, isReady }: Given) {
  const t = useWords()
  const why = useWhy()
  const minute = useMinute()
  const queries = useQueryClient()
  const query = useReplays(draft)
  const [days, setDays] = useState(DAYS)
  const ask = useMutation({
    mutationFn: (wish: { days: number }) => call<Replay>('POST', `/v1/policy/drafts/${draft}/shadow`, wish),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['monitor-policy', 'replays', draft] }),
  })
  const last = query.data?.items.find((each) => each.until !== undefined)
  return (
    <section className="panel" aria-labelledby="draft-shadow">
      <h2 id="draft-shadow">{t('shadow')}</h2>
      <p className="soft">{t('shadowAll')}</p>
      {mayTune && !isOn(last) && (
        <div className="form-acts">
          <label htmlFor="shadow-days">{t('shadowDays')}</label>
          <InputNumber
            id="shadow-days"
            min={1}
            max={60}
            precision={0}
            value={days}
            onChange={(each) => each !== null && setDays(each)}
          />
          <Button loading={ask.isPending} disabled={!isReady} onClick={() => ask.mutate({ days })}>
            {t('shadowNow')}
          </Button>
        </div>
      )}
      {mayTune && isOn(last) && <Stop of={last as Replay} />}
      <div aria-live="assertive" className="below">
        {ask.error && <Alert type="error" showIcon title={why(ask.error)} />}
      </div>
      {last?.until && (
        <>
          <p>{t('shadowSpan', { from: minute(last.at), until: minute(last.until) })}</p>
          <Shown of={last} />
        </>
      )}
    </section>
  )
}

function Stop({ of: { id } }: { readonly of: Replay }) {
  const t = useWords()
  const why = useWhy()
  const queries = useQueryClient()
  const stop = useMutation({
    mutationFn: (replay: string) => call<Replay>('POST', `/v1/policy/replays/${replay}/stop`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['monitor-policy', 'replays'] }),
  })
  return (
    <>
      <Button loading={stop.isPending} onClick={() => stop.mutate(id)}>
        {t('stop')}
      </Button>
      {stop.error && <Alert type="error" showIcon title={why(stop.error)} />}
    </>
  )
}

function Shown({ of: replay }: { readonly of: Replay }) {
  const t = useWords()
  const minute = useMinute()
  const { found, status, share, messages, at, current, ahead, stopped_by: by } = replay
  const isReading = status === 'waiting' || status === 'running' || status === 'silent'
  return (
    <>
      <p className="soft" aria-live="polite">
        {t('replayAt', { at: minute(at), messages })} · {t.of('replayStatuses', status)}
        {ahead !== undefined && ahead > 0 && ` · ${t('replayAhead', { count: ahead })}`}
        {by && ` · ${by}`}
      </p>
      {isReading && <Progress percent={Math.round(share * 100)} aria-label={t('replay')} />}
      {!current && <Alert type="warning" showIcon title={t('replayOld')} />}
      {found && <Found of={found} />}
    </>
  )
}

function Found({ of }: { readonly of: NonNullable<Replay['found']> }) {
  const t = useWords()
  const called = useCalled()
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
      <Touched names={of.names} />
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
                  {called.partner(partner)}
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
