import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Form, Input, Modal, Select, Space, Table, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Person } from '../shell/api.ts'
import { useFail, useWhy } from '../shell/fail.ts'
import { useMe } from '../shell/me.ts'
import { Part } from '../shell/part.tsx'
import { Vouch } from './vouch.tsx'

const roles = ['operations', 'reviewer', 'auditor', 'counter', 'administrator']

/** Accounts of the operator’s people. */
export function People() {
  const { t } = useTranslation()
  const me = useMe()
  const { modal } = App.useApp()
  const fail = useFail()
  const queries = useQueryClient()
  const [making, setMaking] = useState(false)
  const [vouching, setVouching] = useState<Person>()
  const [shown, setShown] = useState<{ id: string; password: string }>()
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
    <>
      <div className="head">
        <h1>{t('people')}</h1>
        <Button type="primary" onClick={() => setMaking(true)}>
          {t('newPerson')}
        </Button>
      </div>
      <Part query={query}>
        {({ items }) => (
          <Table<Person>
            rowKey="id"
            size="middle"
            pagination={false}
            scroll={{ x: 'max-content' }}
            dataSource={[...items]}
            columns={[
              { title: t('login'), dataIndex: 'id' },
              { title: t('name'), dataIndex: 'name' },
              { title: t('role'), dataIndex: 'role', render: (role: string) => t(`roles/${role}`) },
              { title: t('interests'), dataIndex: 'interests', render: (each: string[]) => each.join(', ') || '–' },
              { title: t('madeBy'), dataIndex: 'made_by' },
              {
                title: t('state'),
                dataIndex: 'disabled',
                render: (disabled: boolean, person) => (
                  <Space wrap>
                    <Tag color={disabled ? 'default' : 'green'}>{disabled ? t('disabled') : t('active')}</Tag>
                    {person.unknown && <Tag color="orange">{t('unknown')}</Tag>}
                    {person.vouched_by && <Tag>{t('vouchedBy', { who: person.vouched_by })}</Tag>}
                    {person.same_as && <Tag>{`= ${person.same_as}`}</Tag>}
                  </Space>
                ),
              },
              {
                title: t('what'),
                render: (_, person) =>
                  person.id === me.id ? null : (
                    <Space wrap>
                      <Button onClick={() => void change(person)}>
                        {person.disabled ? t('enable') : t('disable')}
                      </Button>
                      {!person.by_provider && <Button onClick={() => reset(person)}>{t('reset')}</Button>}
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
      <NewPerson
        open={making}
        onClose={() => setMaking(false)}
        onMade={(made) => {
          setMaking(false)
          setShown(made)
          void again()
        }}
      />
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
    </>
  )
}

function NewPerson(props: {
  open: boolean
  onClose: () => void
  onMade: (made: { id: string; password: string }) => void
}) {
  const { t } = useTranslation()
  const why = useWhy()
  const [form] = Form.useForm()
  const [wrong, setWrong] = useState<string>()
  const [busy, setBusy] = useState(false)
  const make = async (values: { id: string; name: string; role: string; interests?: string[] }) => {
    setBusy(true)
    setWrong(undefined)
    try {
      const made = await api.makePerson({ ...values, interests: values.interests ?? [] })
      form.resetFields()
      props.onMade(made)
    } catch (error) {
      // What was typed stays.
      setWrong(why(error))
    }
    setBusy(false)
  }
  return (
    <Modal
      open={props.open}
      title={t('newPerson')}
      okText={t('save')}
      cancelText={t('cancel')}
      confirmLoading={busy}
      onCancel={props.onClose}
      onOk={() => form.submit()}
    >
      <div aria-live="assertive">{wrong && <Alert type="error" showIcon title={wrong} className="gap" />}</div>
      <Form form={form} layout="vertical" onFinish={make}>
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
          <Select mode="tags" tokenSeparators={[',', ' ']} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
