import { Input, InputNumber, Select, Switch } from 'antd'
import { useState } from 'react'
import { useWords } from './words.ts'

/** What a figure is typed in by: a number, a list of numbers, whether, or how it is on. */
export function Field({
  id,
  value,
  disabled,
  isWrong,
  onChange,
}: {
  readonly id: string
  readonly value: unknown
  readonly disabled: boolean
  readonly isWrong: boolean
  readonly onChange: (value: unknown) => void
}) {
  const t = useWords()
  const status = isWrong ? ('error' as const) : ('' as const)
  if (typeof value === 'boolean')
    return <Switch id={id} checked={value} disabled={disabled} onChange={(checked) => onChange(checked)} />
  if (Array.isArray(value))
    return <Numbers id={id} value={value as number[]} disabled={disabled} status={status} onChange={onChange} />
  if (value === 'live' || value === 'shadow' || value === 'off')
    return (
      <Select
        id={id}
        value={value}
        disabled={disabled}
        options={(['live', 'shadow', 'off'] as const).map((each) => ({ value: each, label: t.of('ons', each) }))}
        onChange={(each) => onChange(each)}
      />
    )
  return (
    <InputNumber
      id={id}
      value={value as number}
      disabled={disabled}
      status={status}
      onChange={(each) => each !== null && onChange(each)}
    />
  )
}

/** A list of numbers, as it is typed; it counts once it can be read. */
function Numbers({
  id,
  value,
  disabled,
  status,
  onChange,
}: {
  readonly id: string
  readonly value: readonly number[]
  readonly disabled: boolean
  readonly status: '' | 'error'
  readonly onChange: (value: unknown) => void
}) {
  const [typed, setTyped] = useState(value.join(', '))
  return (
    <Input
      id={id}
      value={typed}
      disabled={disabled}
      status={status}
      onChange={(event) => {
        setTyped(event.target.value)
        const numbers = event.target.value.split(/[,，、\s]+/).filter((each) => each !== '')
        if (numbers.length > 0 && numbers.every((each) => Number.isFinite(Number(each)))) onChange(numbers.map(Number))
      }}
    />
  )
}
