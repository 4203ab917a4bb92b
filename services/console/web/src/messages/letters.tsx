import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Alert, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { DataList } from '../lists/data-list.tsx'
import { call } from '../shell/api.ts'
import { useDraft } from '../shell/draft.ts'
import { useWhy } from '../shell/fail.ts'
import { useMoment } from '../shell/format.ts'
import { useLive } from '../shell/live.tsx'
import { useMe } from '../shell/me.ts'
import { useMutation } from '../shell/once.ts'
import { Part } from '../shell/part.tsx'
import { Screen } from '../shell/screen.tsx'
import { State } from '../shell/state.tsx'
import { useWords } from './words.ts'

interface Letter {
  readonly id: string
  readonly at: string
  readonly process: string
  readonly topic: string
  readonly reason: string
  readonly status: 'open' | 'replayed'
  readonly replayable: boolean
  readonly replayed_at?: string
  readonly replayed_by?: string
}
/** So much of a content is shown. */
const MOST = 8000
const pathOf = (id: string) => `/v1/dead-letters/${encodeURIComponent(id)}`

/** What could not be handled, and why. */
export function Letters() {
  const t = useWords()
  const moment = useMoment()
  const statuses = (['open', 'replayed'] as const).map((value) => ({ value, label: t.of('statuses', value) }))
  return (
    <Screen title={t('letters')} about={t('lettersAbout')}>
      <DataList<Letter>
        title={t('letters')}
        topic="dead-letters"
        path="/v1/dead-letters"
        order="desc"
        rowKey={({ id }) => id}
        open={({ id }) => `/console/dead-letters/${encodeURIComponent(id)}`}
        empty={t('lettersNone')}
        filters={[
          { name: 'status', label: t('status'), usual: 'open', options: statuses },
          { name: 'process', label: t('process') },
        ]}
        columns={[
          { name: 'reason', title: t('reason'), render: ({ reason }) => <span className="clip">{reason}</span> },
          { name: 'at', title: t('at'), sorted: true, short: true, render: ({ at }) => moment(at) },
          { name: 'process', title: t('process'), render: ({ process }) => <code>{process}</code> },
          { name: 'topic', title: t('topic'), render: ({ topic }) => <code>{topic || '—'}</code> },
          { name: 'status', title: t('status'), render: ({ status }) => <Status status={status} /> },
        ]}
      />
    </Screen>
  )
}

function Status({ status }: Pick<Letter, 'status'>) {
  const t = useWords()
  return <State tone={status === 'open' ? 'warn' : 'over'}>{t.of('statuses', status)}</State>
}

export function Letter() {
  const t = useWords()
  const moment = useMoment()
  const me = useMe()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  useLive('dead-letters')
  const query = useQuery({
    queryKey: ['dead-letters', id],
    queryFn: () => call<Letter>('GET', pathOf(id)),
    refetchInterval: 5000,
  })
  const mayOperate = me.purposes.includes('operate')
  const { data } = query
  return (
    <Screen
      title={t('letterTitle', { id: id.slice(0, 24) })}
      about={id.length > 24 && <code>{id}</code>}
      extra={mayOperate && data?.status === 'open' && data.replayable && <Replay key={id} id={id} />}
    >
      <Part query={query}>
        {(letter) => (
          <div className="stack">
            <section className="panel">
              <h2>
                {t('reason')} <Status status={letter.status} />
              </h2>
              <p className="why">{letter.reason}</p>
              <dl className="facts">
                <div>
                  <dt>{t('at')}</dt>
                  <dd>{moment(letter.at)}</dd>
                </div>
                <div>
                  <dt>{t('process')}</dt>
                  <dd>
                    <code>{letter.process}</code>
                  </dd>
                </div>
                <div>
                  <dt>{t('topic')}</dt>
                  <dd>
                    <code>{letter.topic || '—'}</code>
                  </dd>
                </div>
              </dl>
              {letter.replayed_at && (
                <p className="soft">
                  {t('replayed', { who: letter.replayed_by ?? '', when: moment(letter.replayed_at) })}
                </p>
              )}
              {!letter.replayable && letter.status === 'open' && <p className="soft">{t('notReplayable')}</p>}
            </section>
            {mayOperate && <Content key={id} id={id} />}
          </div>
        )}
      </Part>
    </Screen>
  )
}

interface Shown {
  readonly key: string
  readonly value: string
  readonly characters: number
  readonly cut?: { readonly octets: number; readonly sha256: string }
}

/** The content is opened with a reason, bounded, and shown as the text that it is. */
function Content({ id }: { id: string }) {
  const t = useWords()
  const why = useWhy()
  const [form] = Form.useForm<{ reason: string }>()
  const draft = useDraft<{ reason: string }>(`letter-${id}`, form)
  const open = useMutation({
    gcTime: 0,
    mutationFn: ({ reason }: { reason: string }) =>
      call<Shown>('POST', `${pathOf(id)}/content`, { reason, most: MOST }),
    onSuccess: draft.clear,
  })
  return (
    <section className="panel">
      <h2>{t('content')}</h2>
      {open.data ? (
        <>
          <p>
            {t('key')} <code>{open.data.key || '—'}</code>
          </p>
          <pre className="preview" tabIndex={0}>
            {open.data.value}
          </pre>
          {open.data.characters > open.data.value.length && (
            <p className="soft">{t('bounded', { shown: open.data.value.length, all: open.data.characters })}</p>
          )}
          {open.data.cut && <Alert type="warning" showIcon title={t('cut', { ...open.data.cut })} />}
        </>
      ) : (
        <Form {...draft.bind} layout="vertical" className="narrow" onFinish={(values) => open.mutate(values)}>
          <Form.Item
            name="reason"
            label={t('whyLook')}
            rules={[{ required: true, whitespace: true, min: 4, message: t('whyNeeded') }]}
          >
            <Input maxLength={200} />
          </Form.Item>
          <div aria-live="assertive">
            {open.error && <Alert type="error" showIcon className="gap" title={why(open.error)} />}
          </div>
          <Button htmlType="submit" loading={open.isPending}>
            {t('openContent')}
          </Button>
        </Form>
      )}
    </section>
  )
}

function Replay({ id }: { id: string }) {
  const t = useWords()
  const why = useWhy()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const replay = useMutation({
    mutationFn: () => call('POST', `${pathOf(id)}/replay`, {}),
    onSuccess: async () => {
      setAsking(false)
      await queries.invalidateQueries({ queryKey: ['dead-letters'] })
    },
  })
  return (
    <>
      <Button type="primary" disabled={replay.isSuccess} onClick={() => setAsking(true)}>
        {t('replay')}
      </Button>
      <span role="status" className="soft">
        {replay.isSuccess && t('replayDone')}
      </span>
      <Modal
        open={asking}
        title={t('replay')}
        okText={t('replay')}
        cancelText={t('cancel')}
        confirmLoading={replay.isPending}
        onOk={() => replay.mutate()}
        onCancel={() => setAsking(false)}
      >
        <p>{t('replayAsk')}</p>
        <div aria-live="assertive">{replay.error && <Alert type="error" showIcon title={why(replay.error)} />}</div>
      </Modal>
    </>
  )
}
