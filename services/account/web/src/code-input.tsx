import { Alert, Input } from 'antd'
import type { Words } from './words.ts'

interface CodeInputProps {
  readonly text: Words
  readonly minutes: number
  readonly value: string
  readonly onChange: (code: string) => void
}

/** Says that a code is on its way, and takes it; a phone offers the code of the SMS by itself. */
export const CodeInput = ({ text, minutes, value, onChange }: CodeInputProps) => (
  <>
    <Alert type="info" showIcon title={text.codeSent(minutes)} />
    <Input
      size="large"
      inputMode="numeric"
      autoComplete="one-time-code"
      autoFocus
      value={value}
      onChange={(event) => onChange(event.target.value)}
      placeholder={text.code}
      aria-label={text.code}
    />
  </>
)
