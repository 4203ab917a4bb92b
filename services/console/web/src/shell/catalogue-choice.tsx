import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { AutoComplete, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from './api.ts'
import { useCalled } from './called.ts'
import { useCalm } from './calm.ts'
import { useWords } from './words.ts'
import './catalogue-choice.css'

type Kind = 'partners' | 'services'
interface Named {
  readonly id: string
  readonly name_zh: string
  readonly name_en: string
}
interface Choice {
  readonly value: string
  readonly name: string
}
interface Choices {
  readonly found: readonly Choice[]
  /** What is said where the catalogue has more than are offered. */
  readonly more: readonly { readonly value: string; readonly label: string; readonly disabled: true }[]
  /** What was typed, once it was asked for and is no id of what was found. */
  readonly own: readonly Choice[]
}

/** As many are offered at once: the list of them does not scroll. */
const OFFERED = 15
const LONGEST_ID = 60

/** What the catalogue has that fits what is typed, by name or id; asked for once somebody looks. */
function useChoices(kind: Kind, typed: string, isLooked: boolean, ofPartner?: string): Choices {
  const t = useWords()
  const isZh = useTranslation().i18n.language === 'zh'
  const sought = typed.trim()
  const calm = useCalm(sought)
  const q = calm.slice(0, LONGEST_ID)
  const partner = useCalm(ofPartner)
  const ask = new URLSearchParams({ limit: String(OFFERED), ...(q && { q }), ...(partner && { partner }) })
  const { data, isLoading, isPlaceholderData } = useQuery({
    queryKey: ['catalogue', kind, 'choice', ask.toString()],
    queryFn: () => call<{ items: readonly Named[]; next?: string }>('GET', `/v1/catalogue/${kind}?${ask}`),
    enabled: isLooked,
    placeholderData: keepPreviousData,
  })
  // What came for what was typed before is not offered: Enter would choose it.
  const fits = (words: string) => words.toLowerCase().includes(sought.toLowerCase())
  const found = (data?.items ?? [])
    .filter(({ id, name_zh, name_en }) => fits(`${id} ${name_zh} ${name_en}`))
    .map(({ id, ...each }) => ({ value: id, name: (isZh ? each.name_zh : each.name_en) || id }))
  const isAnswered = calm === sought && !isLoading && !isPlaceholderData
  const isOwn = sought !== '' && sought.length <= LONGEST_ID && found.every(({ value }) => value !== sought)
  return {
    found,
    more: isAnswered && data?.next ? [{ value: '…', label: t('choiceMore'), disabled: true }] : [],
    own: isAnswered && isOwn ? [{ value: sought, name: sought }] : [],
  }
}

const words = ({ value, name }: Choice) => (
  <span className="choice">
    <span title={name}>{name}</span> {name !== value && <span className="soft">{value}</span>}
  </span>
)
const shown = (each: Choice) => ({ value: each.value, label: words(each) })

/** One of the catalogue, chosen by its name: the value is its id, or what was typed where the catalogue has nothing. */
export function CatalogueSelect({
  kind,
  id,
  value,
  any,
  onChange,
}: {
  readonly kind: Kind
  readonly id: string
  readonly value: string
  /** What it is called that none is chosen. */
  readonly any: string
  readonly onChange: (value: string) => void
}) {
  const called = useCalled()
  const [typed, setTyped] = useState('')
  const [isLooked, setLooked] = useState(false)
  const { found, more, own } = useChoices(kind, typed, isLooked)
  const name = kind === 'partners' ? called.partner(value) : called.service(value)
  const first = [{ value: '', name: '' }, ...(value === '' ? [] : [{ value, name }])]
  const others = found.filter((each) => each.value !== value)
  return (
    <Select
      id={id}
      value={value}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      onOpenChange={(isOpen) => {
        if (isOpen) setLooked(true)
        else setTyped('')
      }}
      onChange={onChange}
      options={[
        ...(typed ? found : [...first, ...others]).map((each) =>
          each.value === '' ? { value: '', label: any } : shown(each),
        ),
        ...more,
        ...own.map(shown),
      ]}
      labelRender={() => (value === '' ? any : words({ value, name }))}
      popupMatchSelectWidth={false}
      listHeight={640}
    />
  )
}

/** An id of the catalogue as it is typed, with what there is by that name; what is chosen is named below. */
export function CatalogueInput({
  kind,
  partner,
  maxLength = LONGEST_ID,
  ...field
}: {
  readonly kind: Kind
  /** Only of this partner. */
  readonly partner?: string | undefined
  readonly maxLength?: number
  readonly id?: string
  readonly value?: string
  readonly disabled?: boolean
  readonly onChange?: (value: string) => void
}) {
  const called = useCalled()
  const [isLooked, setLooked] = useState(false)
  const { value = '' } = field
  const { found, more } = useChoices(kind, value, isLooked, partner)
  const calm = useCalm(value.trim())
  const name = kind === 'partners' ? called.partner(calm) : called.service(calm)
  return (
    <>
      <AutoComplete
        {...field}
        maxLength={maxLength}
        defaultActiveFirstOption={false}
        onFocus={() => setLooked(true)}
        options={[...found.filter((each) => each.value !== value).map(shown), ...more]}
        popupMatchSelectWidth={false}
        listHeight={640}
      />
      <span role="status" className="soft">
        {name !== calm && name}
      </span>
    </>
  )
}
