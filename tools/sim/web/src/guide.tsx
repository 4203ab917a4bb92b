import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { type Tongue, tagOf } from '#web'
import type { Person } from './network.ts'
import type { Words } from './words.ts'

interface GuideProps {
  readonly text: Words
  readonly language: Tongue
  readonly dark: boolean
  readonly people: readonly Person[]
  readonly number: string
  readonly onNumber: (number: string) => void
  readonly onLanguage: () => void
  readonly onDark: () => void
  readonly onTry: (to: string, text: string) => void
}

export const spaced = (number: string): string => number.replace(/^86(\d{3})(\d{4})(\d{4})$/, '$1 $2 $3')

/** Who you are, and what there is to try. */
export function Guide({ text, language, dark, people, number, onNumber, onLanguage, onDark, onTry }: GuideProps) {
  const [typed, setTyped] = useState('')
  const digits = typed.replace(/\D/g, '').replace(/^(?:00)?(?=1[3-9]\d{9}$)/, '86')
  const valid = /^86\d{11}$|^[1-9]\d{6,14}$/.test(digits)
  const options = people.map((each) => ({ value: each.number, label: `${each[language]} · ${spaced(each.number)}` }))
  const known = options.some((each) => each.value === number)
    ? options
    : [...options, { value: number, label: spaced(number) }]
  return (
    <section className="guide">
      <header>
        <div className="brand">
          <span className="mark">0000</span>
          <h1>{text.title}</h1>
        </div>
        <div className="links">
          <a href="/docs">{text.docs}</a>
          <Button type="text" onClick={onDark}>
            {dark ? text.toLight : text.toDark}
          </Button>
          <Button type="text" onClick={onLanguage} lang={tagOf(language === 'zh' ? 'en' : 'zh')}>
            {text.switch}
          </Button>
        </div>
      </header>
      <p className="tagline">{text.tagline}</p>
      <p className="about">{text.about}</p>
      <div className="field">
        <span>{text.phone}</span>
        <Select value={number} options={known} onChange={onNumber} aria-label={text.phone} size="large" />
      </div>
      <form
        className="other"
        onSubmit={(event) => {
          event.preventDefault()
          if (!valid) return
          onNumber(digits)
          setTyped('')
        }}
      >
        <Input
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          placeholder={text.other}
          aria-label={text.other}
          inputMode="tel"
          {...(typed !== '' && !valid ? { status: 'error' as const } : {})}
        />
        <Button htmlType="submit" disabled={!valid}>
          {text.use}
        </Button>
      </form>
      {typed !== '' && !valid && <p className="hint">{text.invalid}</p>}
      <h2>{text.try}</h2>
      <ul className="tries">
        {text.tries.map(([to, body, why]) => (
          <li key={`${to}${body}`}>
            <button type="button" onClick={() => onTry(to, body)}>
              <b>{body}</b>
              <span className="to">→ {to}</span>
              <span className="why">{why}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
