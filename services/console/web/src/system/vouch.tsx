import { Alert, Form, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Person } from '../shell/api.ts'
import { useWhy } from '../shell/fail.ts'

interface Said {
  readonly interests?: string[]
  readonly same_as?: string
}

/** An administrator says who somebody is, before they decide anything. */
export function Vouch(props: { person: Person; people: readonly Person[]; onClose: () => void; onSaid: () => void }) {
  const { person, people } = props
  const { t } = useTranslation()
  const why = useWhy()
  const [form] = Form.useForm()
  const [wrong, setWrong] = useState<string>()
  const [busy, setBusy] = useState(false)
  const say = async ({ interests = [], same_as }: Said) => {
    setBusy(true)
    setWrong(undefined)
    await api.vouch(person.id, { interests, ...(same_as ? { same_as } : {}) }).then(props.onSaid, (error: unknown) => {
      setWrong(why(error))
      setBusy(false)
    })
  }
  return (
    <Modal
      open
      title={`${t('vouch')} · ${person.name}`}
      okText={t('save')}
      cancelText={t('cancel')}
      confirmLoading={busy}
      onCancel={props.onClose}
      onOk={() => form.submit()}
    >
      <div aria-live="assertive">{wrong && <Alert type="error" showIcon title={wrong} className="gap" />}</div>
      <p>{t('vouchAbout')}</p>
      <Form form={form} layout="vertical" onFinish={say}>
        <Form.Item name="same_as" label={t('sameAs')} extra={t('sameAsAbout')}>
          <Select
            allowClear
            showSearch
            options={people
              .filter(({ id }) => id !== person.id)
              .map(({ id, name }) => ({ value: id, label: `${name} · ${id}` }))}
          />
        </Form.Item>
        <Form.Item name="interests" label={t('interests')}>
          <Select mode="tags" tokenSeparators={[',', '，', ' ']} open={false} suffixIcon={null} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
