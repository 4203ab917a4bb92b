import { Button, Input } from 'antd'
import { useState } from 'react'
import { askCode, type Signed, signIn } from './api.ts'
import { CodeInput } from './code-input.tsx'
import type { Language, Words } from './words.ts'

interface SignInProps {
  readonly text: Words
  readonly language: Language
  readonly onSigned: (signed: Signed) => void
  readonly onFail: (error: unknown) => void
}

/** The number, then the code that its phone gets. */
export function SignIn({ text, language, onSigned, onFail }: SignInProps) {
  const [number, setNumber] = useState('')
  const [code, setCode] = useState('')
  const [asked, setAsked] = useState<{ token: string; minutes: number }>()
  const [busy, setBusy] = useState(false)
  const during = async (what: Promise<void>) => {
    setBusy(true)
    await what.catch(onFail)
    setBusy(false)
  }
  return (
    <form
      className="card sign-in"
      onSubmit={(event) => {
        event.preventDefault()
        if (asked) void during(signIn(asked.token, code).then(onSigned))
        else void during(askCode(number, language === 'zh' ? 'zh-CN' : 'en').then(setAsked))
      }}
    >
      <p>{text.about}</p>
      <Input
        size="large"
        inputMode="tel"
        autoComplete="tel"
        value={number}
        disabled={asked !== undefined}
        onChange={(event) => setNumber(event.target.value)}
        placeholder={text.number}
        aria-label={text.number}
      />
      {asked && <CodeInput text={text} minutes={asked.minutes} value={code} onChange={setCode} />}
      <Button type="primary" size="large" htmlType="submit" loading={busy} block>
        {asked ? text.signIn : text.getCode}
      </Button>
      {asked && (
        <Button type="link" onClick={() => setAsked(undefined)}>
          {text.other}
        </Button>
      )}
    </form>
  )
}
