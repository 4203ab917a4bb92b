import { useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Card, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from './api.ts'
import { useWhy } from './fail.ts'
import { Looks } from './looks.tsx'

/** Before anything else: a first password is changed to one of one’s own. */
export function FirstPassword() {
  const { t } = useTranslation()
  return (
    <main className="door">
      <Card className="door-card">
        <header className="brand">
          <span className="mark">0000</span>
          <h1>{t('newPassword')}</h1>
          <Looks />
        </header>
        <p className="soft">{t('mustChange')}</p>
        <PasswordForm />
      </Card>
    </main>
  )
}

export function PasswordForm() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const why = useWhy()
  const [form] = Form.useForm<{ old: string; next: string }>()
  const [wrong, setWrong] = useState<string>()
  const [busy, setBusy] = useState(false)
  const save = async ({ old, next }: { old: string; next: string }) => {
    setBusy(true)
    setWrong(undefined)
    try {
      await api.password(old, next)
      form.resetFields()
      void message.success(t('saved'))
      await queries.invalidateQueries({ queryKey: ['me'] })
    } catch (error) {
      setWrong(why(error))
    }
    setBusy(false)
  }
  return (
    <Form form={form} layout="vertical" onFinish={save} className="narrow">
      <div aria-live="assertive">{wrong && <Alert type="error" showIcon title={wrong} className="gap" />}</div>
      <Form.Item name="old" label={t('oldPassword')} rules={[{ required: true, message: t('oldPassword') }]}>
        <Input.Password autoComplete="current-password" maxLength={400} />
      </Form.Item>
      <Form.Item
        name="next"
        label={t('newPassword')}
        extra={t('passwordHint')}
        rules={[{ required: true, min: 12, message: t('passwordHint') }]}
      >
        <Input.Password autoComplete="new-password" maxLength={200} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>
        {t('save')}
      </Button>
    </Form>
  )
}
