import type { Filter } from '../lists/filters.tsx'
import { useMe } from '../shell/me.ts'
import { useWords } from './words.ts'

/** What every queue of cases is narrowed by: how they stand, who works on them, how they came, and whose service it is. */
export function useCaseFilters(states: readonly string[], channels: readonly string[]): readonly Filter[] {
  const t = useWords()
  const me = useMe()
  return [
    {
      name: 'status',
      label: t('state'),
      usual: 'open',
      options: [
        { value: 'open', label: t('open') },
        ...states.map((value) => ({ value, label: t.of('states', value) })),
      ],
    },
    {
      name: 'owner',
      label: t('owner'),
      options: [
        { value: me.id, label: t('mine') },
        { value: '-', label: t('nobody') },
      ],
    },
    {
      name: 'channel',
      label: t('channel'),
      options: channels.map((value) => ({ value, label: t.of('channels', value) })),
    },
    { name: 'partner', label: t('partner'), kind: 'partner' },
  ]
}
