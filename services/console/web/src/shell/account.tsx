import { useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Card, Form, Input, Modal, QRCode, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from './api.ts'
import { useFail, useWhy } from './fail.ts'
import { useMe } from './me.ts'
import { OwnPasskeys } from './own-passkeys.tsx'
import { PasswordForm } from './password.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

/** One’s own account: password, second factor, recovery codes, sessions. */
export function Account() {
  const { t } = useTranslation()
  const me = useMe()
  const queries = useQueryClient()
  const { modal } = App.useApp()
  const fail = useFail()
  const everywhere = () =>
    modal.confirm({
      title: t('signOutEverywhereAsk'),
      okText: t('signOutEverywhere'),
      cancelText: t('cancel'),
      onOk: () => api.signOutEverywhere().then(() => queries.resetQueries(), fail),
    })
  return (
    <>
      <div className="head">
        <h1>{t('account')}</h1>
      </div>
      <p className="soft">
        {me.name} · {me.id} · {t(`roles/${me.role}`)}
      </p>
      <div className="cards">
        {me.has_password && (
          <>
            <Card title={t('passkeys')}>
              <OwnPasskeys />
            </Card>
            <Card title={t('twoFactor')}>
              <SecondFactor />
            </Card>
          </>
        )}
        {me.has_password && (
          <Card title={t('newPassword')}>
            <PasswordForm />
          </Card>
        )}
        <Card title={t('signOut')}>
          <Button danger onClick={everywhere}>
            {t('signOutEverywhere')}
          </Button>
        </Card>
      </div>
    </>
  )
}

type Step = { kind: 'begin'; token: string; secret: string; uri: string } | { kind: 'off' } | { kind: 'renew' }

function SecondFactor() {
  const { t } = useTranslation()
  const me = useMe()
  const queries = useQueryClient()
  const why = useWhy()
  const fail = useFail()
  const [step, setStep] = useState<Step>()
  const [codes, setCodes] = useState<readonly string[]>()
  const [wrong, setWrong] = useState<string>()
  const [busy, setBusy] = useState(false)
  const isOn = me.factors.includes('totp')
  const close = () => {
    setStep(undefined)
    setCodes(undefined)
    setWrong(undefined)
  }
  const finish = async ({ code = '', password }: { code?: string; password: string }) => {
    if (!step) return
    setBusy(true)
    setWrong(undefined)
    try {
      if (step.kind === 'begin') setCodes((await api.setTotp(step.token, code, password)).recovery)
      else if (step.kind === 'renew') setCodes((await api.renewRecovery(password)).recovery)
      else {
        await api.removeTotp(password)
        close()
      }
      await queries.invalidateQueries({ queryKey: ['me'] })
    } catch (error) {
      setWrong(why(error))
    }
    setBusy(false)
  }
  const title = codes ? t('recoveryCodes') : step?.kind === 'renew' ? t('renew') : t('twoFactor')
  return (
    <>
      <p>{isOn ? t('twoFactorOn', { count: me.recovery_left }) : t('twoFactorOff')}</p>
      <Space wrap>
        {isOn ? (
          <>
            <Button onClick={() => setStep({ kind: 'renew' })}>{t('renew')}</Button>
            <Button danger onClick={() => setStep({ kind: 'off' })}>
              {t('turnOff')}
            </Button>
          </>
        ) : (
          <Button
            type="primary"
            onClick={() => api.beginTotp().then((begun) => setStep({ kind: 'begin', ...begun }), fail)}
          >
            {t('turnOn')}
          </Button>
        )}
      </Space>
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
            {step?.kind === 'begin' && (
              <>
                <p>{t('scan')}</p>
                {/* What it says can be typed, below. */}
                <div aria-hidden="true">
                  <QRCode value={step.uri} type="svg" bordered={false} bgColor="#fff" color="#000" />
                </div>
                <p className="soft">
                  {t('orType')} <code>{step.secret}</code>
                </p>
                <Form.Item name="code" label={t('totp')} rules={[{ required: true, message: t('totp') }]}>
                  <Input inputMode="numeric" autoComplete="one-time-code" maxLength={10} />
                </Form.Item>
              </>
            )}
            <Form.Item name="password" label={t('oldPassword')} rules={[{ required: true, message: t('oldPassword') }]}>
              <Input.Password autoComplete="current-password" maxLength={400} />
            </Form.Item>
            <Space>
              <Button type="primary" danger={step?.kind === 'off'} htmlType="submit" loading={busy}>
                {step?.kind === 'off' ? t('turnOff') : step?.kind === 'renew' ? t('renew') : t('turnOn')}
              </Button>
              <Button onClick={close}>{t('cancel')}</Button>
            </Space>
          </Form>
        )}
      </Modal>
    </>
  )
}
