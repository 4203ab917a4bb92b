import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Form, Input, InputNumber, Modal, Select, Switch } from 'antd'
import { useState } from 'react'
import { keyKinds, roles } from '#access'
import { call } from '../shell/api.ts'
import { useCalled } from '../shell/called.ts'
import { useDraft } from '../shell/draft.ts'
import { useFail, useWhy } from '../shell/fail.ts'
import { useMoment } from '../shell/format.ts'
import { useLive } from '../shell/live.tsx'
import { useMutation } from '../shell/once.ts'
import { Part } from '../shell/part.tsx'
import { Screen } from '../shell/screen.tsx'
import { useSearchState } from '../shell/search-state.ts'
import { State } from '../shell/state.tsx'
import { Table } from '../shell/table.tsx'
import { useWords as useShellWords } from '../shell/words.ts'
import { useWords } from './words.ts'

interface Key {
  readonly id: string
  readonly name: string
  readonly kind?: string
  readonly partnerId?: string
  readonly personId?: string
  readonly purposes: readonly string[]
  readonly perMinute: number
  readonly createdAt: string
  readonly revokedAt?: string
}
interface Made extends Key {
  readonly key: string
  readonly status?: string
}
interface Wish {
  readonly name: string
  readonly kind: string
  readonly purposes: readonly string[]
  readonly partnerId?: string
  readonly person?: string
  readonly perMinute?: number
}

const ofPeople: readonly string[] = roles

/** The keys that systems call with: made, perhaps with a second person’s yes, shown once, revoked at once. */
export function Keys() {
  const t = useWords()
  const called = useCalled()
  const say = useShellWords()
  const moment = useMoment()
  const fail = useFail()
  const { modal } = App.useApp()
  const queries = useQueryClient()
  const [search, go] = useSearchState()
  const isAll = search['revoked'] === '1'
  const [shown, setShown] = useState<Made>()
  useLive('keys')
  const query = useQuery({
    queryKey: ['keys'],
    queryFn: () => call<{ items: readonly Key[] }>('GET', '/v1/keys'),
  })
  const again = () => queries.invalidateQueries({ queryKey: ['keys'] })
  const revoke = (key: Key) =>
    modal.confirm({
      title: t('revokeAsk', { name: key.name }),
      okText: t('revoke'),
      okButtonProps: { danger: true },
      cancelText: say('cancel'),
      onOk: () => call('DELETE', `/v1/keys/${encodeURIComponent(key.id)}`).then(again, fail),
    })
  return (
    <Screen
      title={t('keys')}
      about={t('keysAbout')}
      extra={
        <>
          {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch is in it */}
          <label className="switch">
            <Switch
              checked={isAll}
              onChange={(checked) => go({ revoked: checked ? '1' : undefined }, { replace: true })}
            />{' '}
            {t('showRevoked')}
          </label>
          <NewKey
            onMade={(made) => {
              setShown(made)
              void again()
            }}
          />
        </>
      }
    >
      <Part query={query}>
        {({ items }) => (
          <Table
            rows={items
              .filter((each) => isAll || each.revokedAt === undefined)
              .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))}
            rowKey={(each) => each.id}
            empty={t('noKeys')}
            columns={[
              { name: 'name', title: t('name'), render: (each) => each.name },
              {
                name: 'kind',
                title: t('kind'),
                render: (each) => (
                  <>
                    {each.kind === undefined ? '–' : t.of('kinds', each.kind)}
                    <div className="soft">{each.partnerId ? called.partner(each.partnerId) : each.personId}</div>
                  </>
                ),
              },
              {
                name: 'purposes',
                title: t('purposes'),
                render: (each) => each.purposes.map((value) => t.of('purposeNames', value)).join(t('comma')),
              },
              {
                name: 'perMinute',
                title: t('perMinute'),
                render: (each) => each.perMinute.toLocaleString(),
                figure: true,
              },
              { name: 'made', title: t('made'), short: true, render: (each) => moment(each.createdAt) },
              {
                name: 'state',
                title: t('state'),
                render: (each) =>
                  each.revokedAt ? (
                    <>
                      <State tone="over">{t('revoked')}</State> <span className="soft">{moment(each.revokedAt)}</span>
                    </>
                  ) : (
                    <Button danger onClick={() => revoke(each)} aria-label={`${t('revoke')} ${each.name}`}>
                      {t('revoke')}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </Part>
      <Modal
        open={shown !== undefined}
        title={shown?.name}
        destroyOnHidden
        mask={{ closable: false }}
        onCancel={() => setShown(undefined)}
        footer={
          <Button type="primary" onClick={() => setShown(undefined)}>
            {say('close')}
          </Button>
        }
      >
        <Alert type="warning" showIcon title={t('keyShown')} className="gap" />
        {shown?.status !== undefined && shown.status !== 'applied' && (
          <Alert type="info" showIcon title={t('keyWaits')} className="gap" />
        )}
        <code className="secret">{shown?.key}</code>
      </Modal>
    </Screen>
  )
}

function NewKey({ onMade }: { onMade: (made: Made) => void }) {
  const t = useWords()
  const say = useShellWords()
  const why = useWhy()
  const [form] = Form.useForm<Wish>()
  const draft = useDraft<Wish>('key', form)
  const [open, setOpen] = useState(draft.isThere)
  const kind = Form.useWatch('kind', form)
  const query = useQuery({
    queryKey: ['key-kinds'],
    queryFn: () => call<{ items: Record<string, readonly string[]> }>('GET', '/console/api/key-kinds'),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: open,
  })
  const make = useMutation({
    mutationFn: (wish: Wish) => call<Made>('POST', '/v1/keys', wish),
    onSuccess(made) {
      draft.clear()
      setOpen(false)
      onMade(made)
    },
  })
  const close = () => {
    draft.clear()
    make.reset()
    setOpen(false)
  }
  const required = (message: string) => [{ required: true, message }]
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t('newKey')}
      </Button>
      <Modal
        open={open}
        title={t('newKey')}
        okText={say('save')}
        cancelText={say('cancel')}
        confirmLoading={make.isPending}
        onCancel={close}
        onOk={() => form.submit()}
        forceRender
      >
        <div aria-live="assertive">
          {make.error && <Alert type="error" showIcon title={why(make.error)} className="gap" />}
        </div>
        <Form layout="vertical" {...draft.bind} onFinish={(wish) => make.mutate(wish)}>
          <Form.Item name="name" label={t('name')} rules={required(t('name'))}>
            <Input maxLength={60} autoComplete="off" />
          </Form.Item>
          <Form.Item name="kind" label={t('kind')} rules={required(t('kind'))}>
            <Select
              listHeight={400}
              options={keyKinds.map((value) => ({ value, label: t(`kinds/${value}`) }))}
              onChange={() => form.setFieldValue('purposes', undefined)}
            />
          </Form.Item>
          {kind === 'partner' && (
            <Form.Item name="partnerId" label={t('partner')} rules={required(t('partner'))}>
              <Input maxLength={40} autoComplete="off" autoCapitalize="none" />
            </Form.Item>
          )}
          {kind !== undefined && ofPeople.includes(kind) && (
            <Form.Item name="person" label={t('person')}>
              <Input maxLength={40} autoComplete="off" autoCapitalize="none" />
            </Form.Item>
          )}
          <Form.Item name="purposes" label={t('purposes')} rules={required(t('purposes'))}>
            <Select
              mode="multiple"
              loading={query.isPending}
              disabled={kind === undefined}
              options={(query.data?.items[kind ?? ''] ?? []).map((value) => ({
                value,
                label: [...new Set([t.of('purposeNames', value), value])].join(' · '),
              }))}
            />
          </Form.Item>
          <Form.Item name="perMinute" label={t('perMinute')}>
            <InputNumber min={1} max={10_000_000} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  )
}
