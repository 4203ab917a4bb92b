import { DataList } from '../lists/data-list.tsx'
import type { Filter } from '../lists/filters.tsx'
import { useMinute } from '../shell/format.ts'
import { Screen } from '../shell/screen.tsx'
import { useSearchState } from '../shell/search-state.ts'
import { campaignScreen, kinds, type Listed, senderKinds, statuses } from './api.ts'
import { CampaignState, useSenderWord, weight } from './bits.tsx'
import { useWords } from './words.ts'
import './campaigns.css'

/** Reports of one text, or of one port: what waits for a person first, the most reporters first. */
export function Campaigns() {
  const t = useWords()
  const moment = useMinute()
  const senderWord = useSenderWord()
  const [search] = useSearchState()
  const named = (group: 'statuses' | 'kinds' | 'senderKinds', values: readonly string[]) =>
    values.map((value) => ({ value, label: t.of(group, value) }))
  // A port that its page led here by is one of the choices.
  const { sender } = search
  const port = sender && /^\d{3,21}$/.test(sender) ? [{ value: sender, label: sender }] : []
  const filters: readonly Filter[] = [
    { name: 'status', label: t('status'), usual: 'proposed', options: named('statuses', statuses) },
    { name: 'kind', label: t('kind'), options: named('kinds', kinds) },
    { name: 'sender', label: t('sender'), options: [...port, ...named('senderKinds', senderKinds)] },
  ]
  return (
    <Screen title={t('campaigns')} about={t('campaignsAbout')}>
      <DataList<Listed>
        title={t('campaigns')}
        topic="campaigns"
        path="/v1/campaigns"
        rowKey={({ id }) => id}
        open={({ id }) => campaignScreen(id)}
        empty={t('campaignsNone')}
        filters={filters}
        columns={[
          {
            name: 'text',
            title: t('campaign'),
            render: ({ text, kind, port, id }) => (
              <>
                {id.startsWith('p') && t('titleOfPort', { port: port ?? '' })}
                <span className={id.startsWith('p') ? 'campaign-text campaign-about' : 'campaign-text'}>{text}</span>
                <span className="campaign-about">{t.of('kinds', kind)}</span>
              </>
            ),
          },
          { name: 'state', title: t('status'), render: ({ status }) => <CampaignState of={status} /> },
          {
            name: 'reporters',
            title: t('reporters'),
            figure: true,
            render: ({ reporters, weighted }) => (
              <>
                <strong>{reporters}</strong>
                <span className="campaign-about">{t('weighted', { figure: weight(weighted) })}</span>
              </>
            ),
          },
          { name: 'reports', title: t('reports'), figure: true, render: ({ reports }) => reports },
          {
            name: 'senders',
            title: t('senders'),
            render: ({ sent_by }) => (
              <span className="number campaign-senders">{sent_by.map(senderWord).join(t('and'))}</span>
            ),
          },
          { name: 'last', title: t('last'), short: true, render: ({ last }) => moment(last) },
        ]}
      />
    </Screen>
  )
}
