import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Card, Divider, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, api, type Halfway } from './api.ts'
import { useWhy } from './fail.ts'
import { Looks } from './looks.tsx'
import { hasPasskeys, provePasskey } from './passkeys.ts'

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
  const byPasskey = async () => {
    const { options, token } = await api.askPasskey()
    return api.signInByPasskey(token, await provePasskey(options))
  }

  const go = async (act: () => Promise<unknown>) => {
    setBusy(true)
    setWrong(undefined)
    try {
      const answer = await act()
      if (answer && typeof answer === 'object' && 'next' in answer) {
        const next = answer as Halfway
        setHalf(next)
        setHow(['totp', 'passkey'].find((each) => next.factors.includes(each)) ?? 'recovery')
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
        {half && how === 'passkey' ? (
          <>
            <p className="soft">{t(hasPasskeys() ? 'passkeySecond' : 'passkeysNotHere')}</p>
            {hasPasskeys() && (
              <Button block type="primary" loading={busy} onClick={() => go(byPasskey)}>
                {t('signInByPasskey')}
              </Button>
            )}
            <Others half={half} how={how} onHow={setHow} onBack={() => setHalf(undefined)} />
          </>
        ) : half ? (
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
            <Others half={half} how={how} onHow={setHow} onBack={() => setHalf(undefined)} />
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
            {(hasPasskeys() || entrance.data?.oidc) && <Divider plain>{t('or')}</Divider>}
            <div className="door-ways">
              {hasPasskeys() && (
                <Button block disabled={busy} onClick={() => go(byPasskey)}>
                  {t('signInByPasskey')}
                </Button>
              )}
              {entrance.data?.oidc && (
                <Button block href="/console/api/oidc/start">
                  {t('signInWith', { name: entrance.data.oidc.name })}
                </Button>
              )}
            </div>
          </Form>
        )}
      </Card>
    </main>
  )
}

interface Ways {
  readonly half: Halfway
  readonly how: string
  readonly onHow: (how: string) => void
  readonly onBack: () => void
}

/** Back, and the other second factors that somebody has. */
function Others({ half, how, onHow, onBack }: Ways) {
  const { t } = useTranslation()
  const words = { totp: t('useTotp'), passkey: t('usePasskey'), recovery: t('useRecovery') }
  return (
    <div className="door-more">
      <Button type="link" onClick={onBack}>
        {t('back')}
      </Button>
      {Object.entries(words)
        .filter(([each]) => each !== how && half.factors.includes(each))
        .map(([each, word]) => (
          <Button key={each} type="link" onClick={() => onHow(each)}>
            {word}
          </Button>
        ))}
    </div>
  )
}
