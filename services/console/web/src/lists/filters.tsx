import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { CatalogueSelect } from '../shell/catalogue-choice.tsx'
import { type SearchState, useSearchState } from '../shell/search-state.ts'
import { useWords } from './words.ts'
import './list.css'

/** What a list can be narrowed to; `name` is that of the route’s parameter, and of the address’s. Never a number of somebody. */
export interface Filter {
  readonly name: string
  readonly label: string
  /** One of these; without them, a text, a day, or a partner of the catalogue. */
  readonly options?: readonly { readonly value: string; readonly label: string }[]
  /** `given`: it comes from another screen’s link, and is there to be taken away. */
  readonly kind?: 'text' | 'day' | 'partner' | 'given'
  /** What it is unless something else is chosen: a list that is never of everything does not say that it is. */
  readonly usual?: string
}

/** The filters that are set, as parameters; a value that is none of its options is none. */
export const parametersOf = (filters: readonly Filter[], search: SearchState): Record<string, string> =>
  Object.fromEntries(
    filters.flatMap(({ name, options, usual }): [string, string][] => {
      const value = search[name]
      const chosen = value && (!options || options.some((each) => each.value === value)) ? value : usual
      return chosen ? [[name, chosen]] : []
    }),
  )

/** Whether it shows less than it usually does. */
export const isNarrowed = (filters: readonly Filter[], search: SearchState): boolean =>
  Object.entries(parametersOf(filters, search)).some(
    ([name, value]) => filters.find((each) => each.name === name)?.usual !== value,
  )

/** What is typed begins anew where the address says otherwise; a choice goes on, and keeps the focus. */
const keyOf = ({ name, options, kind }: Filter, search: SearchState): string =>
  options || kind === 'partner' ? name : `${name}=${search[name] ?? ''}`

export function Filters({ filters }: { filters: readonly Filter[] }) {
  const t = useWords()
  const [search, go] = useSearchState()
  const set = (name: string, value: string | undefined) =>
    go({ ...search, after: undefined, back: undefined, [name]: value?.trim() || undefined })
  return (
    <search className="filter-row">
      {filters.map((each) =>
        each.kind === 'given' && !search[each.name] ? null : (
          <One key={keyOf(each, search)} filter={each} value={search[each.name]} set={set} />
        ),
      )}
      {isNarrowed(filters, search) && (
        <Button type="text" onClick={() => go({ order: search['order'] })}>
          {t('clear')}
        </Button>
      )}
    </search>
  )
}

function One({
  filter,
  value,
  set,
}: {
  filter: Filter
  value: string | undefined
  set: (name: string, value: string | undefined) => void
}) {
  const t = useWords()
  const [typed, setTyped] = useState(value ?? '')
  const id = `filter-${filter.name}`
  return (
    <div className="filter">
      <label htmlFor={id}>{filter.label}</label>
      {filter.options ? (
        <Select
          id={id}
          value={filter.options.some((each) => each.value === value) ? value : (filter.usual ?? '')}
          onChange={(next) => set(filter.name, next)}
          options={filter.usual ? [...filter.options] : [{ value: '', label: t('any') }, ...filter.options]}
          popupMatchSelectWidth={false}
          // All at once: a list of choices that scrolls is out of reach of some who read by ear.
          listHeight={640}
        />
      ) : filter.kind === 'partner' ? (
        <CatalogueSelect
          id={id}
          kind="partners"
          value={value ?? ''}
          any={t('any')}
          onChange={(next) => set(filter.name, next)}
        />
      ) : (
        <Input
          id={id}
          type={filter.kind === 'day' ? 'date' : 'search'}
          value={typed}
          maxLength={200}
          allowClear={filter.kind !== 'day'}
          onClear={() => set(filter.name, undefined)}
          onChange={(event) => {
            setTyped(event.target.value)
            if (filter.kind === 'day') set(filter.name, event.target.value)
          }}
          onPressEnter={() => set(filter.name, typed)}
        />
      )}
    </div>
  )
}
