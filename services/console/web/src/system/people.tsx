import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Form, Input, Modal, Select, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Person } from '../shell/api.ts'
import { useDraft } from '../shell/draft.ts'
import { useFail, useWhy } from '../shell/fail.ts'
import { useLive } from '../shell/live.tsx'
import { useMe } from '../shell/me.ts'
import { useNarrow } from '../shell/media.ts'
import { Part } from '../shell/part.tsx'
import { Screen } from '../shell/screen.tsx'
import { State } from '../shell/state.tsx'
import { Table } from '../shell/table.tsx'
import { Vouch } from './vouch.tsx'

const roles = ['operations', 'reviewer', 'auditor', 'counter', 'administrator']

/** Accounts of the operator’s people. */
export function People() {
  const { t } = useTranslation()
  const me = useMe()
  const { modal } = App.useApp()
  const fail = useFail()
  const queries = useQueryClient()
  const [vouching, setVouching] = useState<Person>()
  const [shown, setShown] = useState<{ id: string; password: string }>()
  useLive('people')
  const isNarrow = useNarrow()
  const query = useQuery({ queryKey: ['people'], queryFn: api.people })
  const again = () => queries.invalidateQueries({ queryKey: ['people'] })
  const change = ({ id, name, role, interests, disabled }: Person) =>
    api.changePerson(id, { name, role, interests, disabled: !disabled }).then(again, fail)
  const reset = (person: Person) =>
    modal.confirm({
      title: t('resetAsk', { who: person.name }),
      okText: t('reset'),
      cancelText: t('cancel'),
      okButtonProps: { danger: true },
      onOk: () => api.resetPerson(person.id).then(setShown, fail),
    })
  return (
    <Screen
      title={t('people')}
      extra={
        <NewPerson
          onMade={(made) => {
            setShown(made)
            void again()
          }}
        />
      }
    >
      <Part query={query}>
        {({ items }) => (
          <Table<Person>
            rows={items}
            rowKey={(each) => each.id}
            empty={t('noPeople')}
            columns={[
              { name: 'name', title: t('name'), render: (each) => each.name },
              { name: 'login', title: t('login'), render: (each) => each.id },
              { name: 'role', title: t('role'), render: (each) => t(`roles/${each.role}`) },
              { name: 'interests', title: t('interests'), render: (each) => each.interests.join(', ') || '—' },
              { name: 'made', title: t('madeBy'), render: (each) => each.made_by ?? '—' },
              {
                name: 'state',
                title: t('state'),
                render: (person) => (
                  <Space wrap>
                    <State tone={person.disabled ? 'over' : 'good'}>{t(person.disabled ? 'disabled' : 'active')}</State>
                    {person.unknown && <State tone="warn">{t('unknown')}</State>}
                    {person.vouched_by && <State tone="over">{t('vouchedBy', { who: person.vouched_by })}</State>}
                    {person.same_as && <State tone="over">{`= ${person.same_as}`}</State>}
                  </Space>
                ),
              },
              {
                name: 'what',
                short: true,
                title: t('what'),
                render: (person) =>
                  person.id === me.id ? null : (
                    <Space wrap={isNarrow}>
                      <Button
                        onClick={() => void change(person)}
                        aria-label={`${t(person.disabled ? 'enable' : 'disable')} ${person.name}`}
                      >
                        {person.disabled ? t('enable') : t('disable')}
                      </Button>
                      {!person.by_provider && (
                        <Button onClick={() => reset(person)} aria-label={`${t('reset')} ${person.name}`}>
                          {t('reset')}
                        </Button>
                      )}
                      {person.unknown && (
                        <Button type="primary" onClick={() => setVouching(person)}>
                          {t('vouch')}
                        </Button>
                      )}
                    </Space>
                  ),
              },
            ]}
          />
        )}
      </Part>
      {vouching && (
        <Vouch
          person={vouching}
          people={query.data?.items ?? []}
          onClose={() => setVouching(undefined)}
          onSaid={() => {
            setVouching(undefined)
            void again()
          }}
        />
      )}
      <Modal
        open={shown !== undefined}
        title={`${t('firstPassword')} · ${shown?.id ?? ''}`}
        destroyOnHidden
        onCancel={() => setShown(undefined)}
        footer={
          <Button type="primary" onClick={() => setShown(undefined)}>
            {t('close')}
          </Button>
        }
      >
        <Alert type="warning" showIcon title={t('firstPasswordAbout')} className="gap" />
        <code className="secret">{shown?.password}</code>
      </Modal>
    </Screen>
  )
}

interface Wish {
  readonly id: string
  readonly name: string
  readonly role: string
  readonly interests?: readonly string[]
}

function NewPerson({ onMade }: { onMade: (made: { id: string; password: string }) => void }) {
  const { t } = useTranslation()
  const why = useWhy()
  const [form] = Form.useForm<Wish>()
  const draft = useDraft('person', form)
  const [open, setOpen] = useState(draft.isThere)
  const [wrong, setWrong] = useState<string>()
  const [busy, setBusy] = useState(false)
  const close = () => {
    draft.clear()
    setOpen(false)
  }
  const make = async (values: Wish) => {
    setBusy(true)
    setWrong(undefined)
    try {
      const made = await api.makePerson({ ...values, interests: values.interests ?? [] })
      close()
      onMade(made)
    } catch (error) {
      // What was typed stays.
      setWrong(why(error))
    }
    setBusy(false)
  }
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t('newPerson')}
      </Button>
      <Modal
        open={open}
        forceRender
        title={t('newPerson')}
        okText={t('save')}
        cancelText={t('cancel')}
        confirmLoading={busy}
        onCancel={close}
        onOk={() => form.submit()}
      >
        <div aria-live="assertive">{wrong && <Alert type="error" showIcon title={wrong} className="gap" />}</div>
        <Form layout="vertical" {...draft.bind} onFinish={make}>
          <Form.Item
            name="id"
            label={t('login')}
            extra="a-z 0-9 . _ -"
            rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9._-]{1,39}$/, message: 'a-z 0-9 . _ -' }]}
          >
            <Input autoComplete="off" autoCapitalize="none" />
          </Form.Item>
          <Form.Item name="name" label={t('name')} rules={[{ required: true, message: t('name') }]}>
            <Input maxLength={60} autoComplete="off" />
          </Form.Item>
          <Form.Item name="role" label={t('role')} rules={[{ required: true, message: t('role') }]}>
            <Select options={roles.map((value) => ({ value, label: t(`roles/${value}`) }))} />
          </Form.Item>
          <Form.Item name="interests" label={t('interests')}>
            <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', ' ']} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  )
}
