import { useState } from 'react'
import { ActButton, useAct } from './act.tsx'
import { api, type Signed } from './api.ts'
import { CodeStep, useCode } from './code-step.tsx'
import { Field } from './field.tsx'
import { useSpeech } from './speech.tsx'

interface SignInProps {
  /** Whose session ended in the middle of something. */
  readonly before: Signed | undefined
  readonly onSigned: (signed: Signed) => void
  readonly onOther: () => void
}

/** A number as others around may read it. */
export const masked = (number: string): string => number.replace(/^(?:86)?(\d{3})\d+(\d{4})$/, '$1 •••• $2')

/** The number, then the code that its phone gets. */
export function SignIn({ before, onSigned, onOther }: SignInProps) {
  const { text, tag, why } = useSpeech()
  const [number, setNumber] = useState('')
  const code = useCode()
  const sending = useAct({ changes: false })
  const entering = useAct({ changes: false })
  const whose = before?.number ?? number
  const send = () => {
    entering.clear()
    const ask = async () => code.got(await api.askCode(whose, tag))
    void sending.run(`code ${whose} ${code.asked?.times ?? 0}`, ask, () => '')
  }
  const enter = async () => onSigned(await api.signIn(code.asked?.token ?? '', code.typed))
  const restart = () => {
    code.drop()
    entering.clear()
    sending.clear()
    onOther()
  }
  return (
    <form
      className="card door"
      onSubmit={(event) => {
        event.preventDefault()
        if (code.asked) void entering.run(code.typed, enter, () => '')
        else send()
      }}
    >
      {before && (
        <p className="note warn" role="alert">
          {text.signInOver}
        </p>
      )}
      <p className="soft">{text.about}</p>
      {before ? (
        <p className="whose">{masked(before.number)}</p>
      ) : (
        <Field
          label={text.number}
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          value={number}
          readOnly={code.asked !== undefined}
          onChange={setNumber}
          error={!code.asked && sending.error !== undefined ? why(sending.error) : undefined}
        />
      )}
      {before && !code.asked && sending.error !== undefined && (
        <p className="note bad" role="alert">
          {why(sending.error)}
        </p>
      )}
      <CodeStep code={code} act={entering} sending={sending} onAgain={send} />
      <ActButton
        act={code.asked ? entering : sending}
        kind="primary"
        disabled={code.asked ? code.typed.trim() === '' : whose.trim() === ''}
      >
        {code.asked ? text.signIn : text.getCode}
      </ActButton>
      {(code.asked || before) && (
        <button type="button" className="button link" onClick={restart}>
          {text.other}
        </button>
      )}
    </form>
  )
}
