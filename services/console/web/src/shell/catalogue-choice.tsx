import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { AutoComplete, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from './api.ts'
import { useCalled } from './called.ts'
import { useCalm } from './calm.ts'

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

/** As many are offered at once: the list of them does not scroll. */
const OFFERED = 15

/** What the catalogue has that fits what is typed, by name or id; asked for once somebody looks. */
function useChoices(kind: Kind, typed: string, isLooked: boolean, partner?: string): readonly Choice[] {
  const isZh = useTranslation().i18n.language === 'zh'
  const q = useCalm(typed.trim()).slice(0, 60)
  const ask = new URLSearchParams({ limit: String(OFFERED), ...(q && { q }), ...(partner && { partner }) })
  const { data } = useQuery({
    queryKey: ['catalogue', kind, 'choice', ask.toString()],
    queryFn: () => call<{ items: readonly Named[] }>('GET', `/v1/catalogue/${kind}?${ask}`),
    enabled: isLooked,
    placeholderData: keepPreviousData,
  })
  // What came for what was typed before is not offered: Enter would choose it.
  const fits = (words: string) => words.toLowerCase().includes(typed.trim().toLowerCase())
  return (data?.items ?? [])
    .filter(({ id, name_zh, name_en }) => fits(`${id} ${name_zh} ${name_en}`))
    .map(({ id, ...each }) => ({ value: id, name: (isZh ? each.name_zh : each.name_en) || id }))
}

const shown = ({ value, name }: Choice) => ({
  value,
  label: (
    <>
      {name} {name !== value && <span className="soft">{value}</span>}
    </>
  ),
})

/** One of the catalogue, chosen by its name: the value is its id. */
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
  const found = useChoices(kind, typed, isLooked)
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
      options={(typed ? found : [...first, ...others]).map((each) =>
        each.value === '' ? { value: '', label: any } : shown(each),
      )}
      labelRender={() => (value === '' ? any : name)}
      popupMatchSelectWidth={false}
      listHeight={640}
    />
  )
}

/** An id of the catalogue as it is typed, with what there is by that name; what is chosen is named below. */
export function CatalogueInput({
  kind,
  partner,
  ...field
}: {
  readonly kind: Kind
  /** Only of this partner. */
  readonly partner?: string | undefined
  readonly id?: string
  readonly value?: string
  readonly disabled?: boolean
  readonly onChange?: (value: string) => void
}) {
  const called = useCalled()
  const [isLooked, setLooked] = useState(false)
  const { value = '' } = field
  const found = useChoices(kind, value, isLooked, partner)
  const calm = useCalm(value.trim())
  const name = kind === 'partners' ? called.partner(calm) : called.service(calm)
  return (
    <>
      <AutoComplete
        {...field}
        defaultActiveFirstOption={false}
        onFocus={() => setLooked(true)}
        options={found.filter((each) => each.value !== value).map(shown)}
        popupMatchSelectWidth={false}
        listHeight={640}
      />
      {name !== calm && <span className="soft">{name}</span>}
    </>
  )
}
