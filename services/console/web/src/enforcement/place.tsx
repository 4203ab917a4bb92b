import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Alert, Button, Form, Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { call } from '../shell/api.ts'
import type { Preview } from '../shell/block-preview.ts'
import { useDraft } from '../shell/draft.ts'
import { useWhy } from '../shell/fail.ts'
import { useMutation } from '../shell/once.ts'
import { Screen } from '../shell/screen.tsx'
import { useSearchState } from '../shell/search-state.ts'
import { dayAfter } from '../shell/zone.ts'
import { type Done, kinds, reasons } from './api.ts'
import { blockScreen } from './blocks.tsx'
import { useWords } from './words.ts'

interface Values {
  readonly kind?: (typeof kinds)[number]
  readonly value?: string
  readonly scope?: 'all' | 'marketing'
  readonly until?: string
  readonly reason?: string
  readonly note?: string
}

const CALM_MS = 300

/** A block is placed with its preview beside it: what it would have stopped last week. */
export function Place() {
  const t = useWords()
  const why = useWhy()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [search] = useSearchState()
  const [form] = Form.useForm<Values>()
  const draft = useDraft<Values>('block', form)
  const values: Values = Form.useWatch((all: Values) => all, { form, preserve: true }) ?? {}
  const asked = useCalm(values)
  const preview = useQuery({
    queryKey: ['blocks', 'preview', asked],
    enabled: asked !== '',
    retry: false,
    queryFn: () => call<Preview>('POST', '/v1/blocks/preview', JSON.parse(asked)),
  })
  const place = useMutation({
    mutationFn: ({ until, ...body }: Values) =>
      call<Done>('POST', '/v1/blocks', { ...body, ...(until ? { until: dayAfter(until) } : {}) }),
    onSuccess: async () => {
      draft.clear()
      await queries.invalidateQueries({ queryKey: ['blocks'] })
    },
  })
  const kind = values.kind ?? 'port'
  return (
    <Screen title={t('placeTitle')} about={t('placeAbout')}>
      {place.data ? (
        <div className="panel" role="status">
          <Alert
            type={place.data.status === 'open' ? 'info' : 'success'}
            showIcon
            title={t(place.data.status === 'open' ? 'waits' : 'placed')}
            action={
              place.data.status === 'open' ? (
                <Link to="/console/proposals">{t('toProposals')}</Link>
              ) : (
                <Link to={blockScreen(place.data.id)}>{t('toBlock')}</Link>
              )
            }
          />
        </div>
      ) : (
        <div className="two">
          <section className="panel">
            <Form
              layout="vertical"
              {...draft.bind}
              initialValues={{ kind: 'port', scope: 'all', value: search['port'], ...draft.bind.initialValues }}
              onFinish={(all) => place.mutate(all)}
              scrollToFirstError={{ focus: true }}
            >
              <div className="form-pair">
                <Form.Item name="kind" label={t('kind')}>
                  <Select options={kinds.map((value) => ({ value, label: t.of('kinds', value) }))} />
                </Form.Item>
                <Form.Item
                  name="value"
                  label={t('value')}
                  extra={t.of('valueHints', kind)}
                  rules={[{ required: true, message: t('needed') }]}
                >
                  <Input maxLength={300} autoComplete="off" />
                </Form.Item>
                {kind !== 'domain' && (
                  <Form.Item name="scope" label={t('scope')}>
                    <Select
                      options={(['all', 'marketing'] as const).map((value) => ({
                        value,
                        label: t.of('scopes', value),
                      }))}
                    />
                  </Form.Item>
                )}
                <Form.Item name="until" label={t('until')} extra={t('untilHint')}>
                  <Input type="date" />
                </Form.Item>
                <Form.Item name="reason" label={t('reason')} rules={[{ required: true, message: t('needed') }]}>
                  <Select options={reasons.map((value) => ({ value, label: t.of('reasons', value) }))} />
                </Form.Item>
                <Form.Item name="note" label={t('note')} rules={[{ required: true, min: 2, message: t('needed') }]}>
                  <Input.TextArea maxLength={300} rows={2} />
                </Form.Item>
              </div>
              <div aria-live="assertive">
                {place.error && <Alert type="error" showIcon className="gap" title={why(place.error)} />}
              </div>
              <div className="form-acts">
                <Button type="primary" danger htmlType="submit" loading={place.isPending}>
                  {t('doPlace')}
                </Button>
                <Button
                  onClick={() => {
                    draft.clear()
                    void navigate({ to: '/console/blocks' })
                  }}
                >
                  {t('cancel')}
                </Button>
              </div>
            </Form>
          </section>
          <section className="panel" aria-live="polite" aria-busy={preview.isFetching}>
            <h2>{t('preview')}</h2>
            {preview.error ? (
              <Alert type="warning" showIcon title={why(preview.error)} />
            ) : preview.data ? (
              <WouldStop preview={preview.data} />
            ) : (
              <p className="soft">{t('previewNone')}</p>
            )}
          </section>
        </div>
      )}
    </Screen>
  )
}

function WouldStop({
  preview: { known, stopped, at_most, ports, two_people, looks_like, ...preview },
}: {
  preview: Preview
}) {
  const t = useWords()
  return (
    <>
      {two_people && (
        <Alert
          type="warning"
          showIcon
          className="gap"
          title={t(preview.protected ? 'protectedOne' : preview.shared ? 'sharedOne' : 'twoPeople')}
        />
      )}
      {looks_like && <Alert type="warning" showIcon className="gap" title={t('looksLike', { ...looks_like })} />}
      {known ? (
        <dl className="facts">
          {(['otp', 'service', 'marketing'] as const).map((name) => (
            <div key={name}>
              <dt>{t(name)}</dt>
              <dd>{stopped[name]}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className="soft">{t('unknownTraffic')}</p>
      )}
      {at_most && <p className="soft">{t('atMost')}</p>}
      {ports.map(({ port, partner }) => (
        <p key={port}>
          <Link to={`/console/ports/${encodeURIComponent(port)}`}>{port}</Link> <span className="soft">{partner}</span>
        </p>
      ))}
    </>
  )
}

/** What the preview is asked: the target once nobody types any more; empty while there is none. */
function useCalm({ kind, value, scope, until }: Values): string {
  const text = value?.trim() ? JSON.stringify({ kind, value, scope, ...(until ? { until: dayAfter(until) } : {}) }) : ''
  const [calm, setCalm] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setCalm(text), CALM_MS)
    return () => clearTimeout(timer)
  }, [text])
  return calm
}
