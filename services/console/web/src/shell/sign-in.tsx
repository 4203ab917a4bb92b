import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Card, Divider, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, api, type Halfway } from './api.ts'
import { useWhy } from './fail.ts'
import { Looks } from './looks.tsx'

/** Name and password, then the second factor where there is one. */
export function SignIn({ over }: { over: boolean }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const why = useWhy()
  const [half, setHalf] = useState<Halfway>()
  const entrance = useQuery({ queryKey: ['entrance'], queryFn: api.entrance, staleTime: Number.POSITIVE_INFINITY })
  // Who comes back from the provider without a session is told why.
  const [wrong, setWrong] = useState<string | undefined>(() => {
    const code = new URLSearchParams(location.search).get('problem')
    return code === null ? undefined : why(new ApiError(403, { code }))
  })
  const [busy, setBusy] = useState(false)
  const [how, setHow] = useState('totp')

  const go = async (act: () => Promise<unknown>) => {
    setBusy(true)
    setWrong(undefined)
    try {
      const answer = await act()
      if (answer && typeof answer === 'object' && 'next' in answer) {
        const next = answer as Halfway
        setHalf(next)
        setHow(next.factors.includes('totp') ? 'totp' : 'recovery')
      } else await queries.resetQueries()
    } catch (error) {
      setWrong(why(error))
    }
    setBusy(false)
  }
  return (
    <main className="door">
      <Card className="door-card">
        <header className="brand">
          <span className="mark">0000</span>
          <h1>{half ? t('second') : t('console')}</h1>
          <Looks />
        </header>
        {over && !half && <Alert type="info" showIcon title={t('sessionOver')} className="gap" />}
        <div aria-live="assertive">{wrong && <Alert type="error" showIcon title={wrong} className="gap" />}</div>
        {half ? (
          <Form
            key={how}
            layout="vertical"
            onFinish={({ code }: { code: string }) => go(() => api.second(half.token, how, code))}
          >
            <Form.Item name="code" label={t(how)} rules={[{ required: true, message: t('code') }]}>
              <Input
                autoFocus
                autoComplete="one-time-code"
                inputMode={how === 'totp' ? 'numeric' : 'text'}
                maxLength={20}
              />
            </Form.Item>
            <Button block type="primary" htmlType="submit" loading={busy}>
              {t('signIn')}
            </Button>
            <div className="door-more">
              <Button type="link" onClick={() => setHalf(undefined)}>
                {t('back')}
              </Button>
              {half.factors.includes('totp') && half.factors.includes('recovery') && (
                <Button type="link" onClick={() => setHow(how === 'totp' ? 'recovery' : 'totp')}>
                  {how === 'totp' ? t('useRecovery') : t('useTotp')}
                </Button>
              )}
            </div>
          </Form>
        ) : (
          <Form
            layout="vertical"
            onFinish={({ login, password }: { login: string; password: string }) =>
              go(() => api.signIn(login, password))
            }
          >
            <p className="soft">{t('signInAbout')}</p>
            <Form.Item name="login" label={t('login')} rules={[{ required: true, message: t('login') }]}>
              <Input autoFocus autoComplete="username" autoCapitalize="none" maxLength={60} />
            </Form.Item>
            <Form.Item name="password" label={t('password')} rules={[{ required: true, message: t('password') }]}>
              <Input.Password autoComplete="current-password" maxLength={400} />
            </Form.Item>
            <Button block type="primary" htmlType="submit" loading={busy}>
              {t('signIn')}
            </Button>
            {entrance.data?.oidc && (
              <>
                <Divider plain>{t('or')}</Divider>
                <Button block href="/console/api/oidc/start">
                  {t('signInWith', { name: entrance.data.oidc.name })}
                </Button>
              </>
            )}
          </Form>
        )}
      </Card>
    </main>
  )
}
