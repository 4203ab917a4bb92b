import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Empty, Form, Input, Modal, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type OwnPasskey } from './api.ts'
import { useWhy } from './fail.ts'
import { useMoment } from './format.ts'
import { useMe } from './me.ts'
import { hasPasskeys, makePasskey } from './passkeys.ts'
import { RecoveryCodes } from './recovery-codes.tsx'

/** One’s own passkeys: made and taken away with the password. */
export function OwnPasskeys() {
  const { t } = useTranslation()
  const me = useMe()
  const queries = useQueryClient()
  const why = useWhy()
  const moment = useMoment()
  const [step, setStep] = useState<{ readonly gone?: OwnPasskey }>()
  const [codes, setCodes] = useState<readonly string[]>()
  const [wrong, setWrong] = useState<string>()
  const [busy, setBusy] = useState(false)
  const close = () => {
    setStep(undefined)
    setCodes(undefined)
    setWrong(undefined)
  }
  const add = async (name: string, password: string) => {
    const { options, token } = await api.beginPasskey(password)
    const { recovery } = await api.addPasskey(token, name, await makePasskey(options))
    if (recovery.length > 0) setCodes(recovery)
    else close()
  }
  const finish = async ({ name = '', password }: { name?: string; password: string }) => {
    setBusy(true)
    setWrong(undefined)
    try {
      if (step?.gone) await api.removePasskey(step.gone.id, password).then(close)
      else await add(name, password)
      await queries.invalidateQueries({ queryKey: ['me'] })
    } catch (error) {
      setWrong(why(error))
    }
    setBusy(false)
  }
  const title = codes ? t('recoveryCodes') : step?.gone ? t('passkeyRemove', { name: step.gone.name }) : t('passkeyAdd')
  return (
    <>
      <p>{t('passkeysAbout')}</p>
      {me.passkeys.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('passkeysNone')} />
      ) : (
        <ul className="passkeys">
          {me.passkeys.map((each) => (
            <li key={each.id}>
              <span>
                <strong>{each.name}</strong>
                <br />
                <span className="soft">{moment(each.added_at)}</span>
              </span>
              <Button
                danger
                aria-label={t('passkeyRemove', { name: each.name })}
                onClick={() => setStep({ gone: each })}
              >
                {t('remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {hasPasskeys() ? (
        <Button type="primary" onClick={() => setStep({})}>
          {t('passkeyAdd')}
        </Button>
      ) : (
        <Alert type="info" showIcon title={t('passkeysNotHere')} />
      )}
      <Modal
        open={step !== undefined}
        title={title}
        footer={null}
        onCancel={close}
        destroyOnHidden
        mask={{ closable: false }}
      >
        {codes ? (
          <RecoveryCodes codes={codes} onClose={close} />
        ) : (
          <Form layout="vertical" onFinish={finish}>
            <div aria-live="assertive">{wrong && <Alert type="error" showIcon title={wrong} className="gap" />}</div>
            {step?.gone === undefined && (
              <Form.Item
                name="name"
                label={t('passkeyName')}
                extra={t('passkeyNameAbout')}
                rules={[{ required: true, whitespace: true, message: t('passkeyName') }]}
              >
                <Input maxLength={60} autoComplete="off" />
              </Form.Item>
            )}
            <Form.Item name="password" label={t('oldPassword')} rules={[{ required: true, message: t('oldPassword') }]}>
              <Input.Password autoComplete="current-password" maxLength={400} />
            </Form.Item>
            <Space>
              <Button type="primary" danger={step?.gone !== undefined} htmlType="submit" loading={busy}>
                {step?.gone ? t('remove') : t('goOn')}
              </Button>
              <Button onClick={close}>{t('cancel')}</Button>
            </Space>
          </Form>
        )}
      </Modal>
    </>
  )
}
