import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Empty, Segmented } from 'antd'
import { useState } from 'react'
import { useMoment } from '../shell/format.ts'
import { Loading } from '../shell/part.tsx'
import { cases, type Whole } from './api.ts'
import { type Happened, storyOf } from './story.ts'
import { useTold } from './told.tsx'
import { useWords } from './words.ts'

/** A charge that is being judged, a refund that is told: what is looked at goes on. */
const AGAIN_MS = 20_000

/**
 * One line of time from the request to the yes to the money. Consents, money and open prompts come from who keeps them;
 * what one of them cannot give now is said, and the rest is told.
 */
export function Story({
  subject,
  service,
  complaint,
}: {
  subject: string
  service?: string | undefined
  complaint?: Whole
}) {
  const t = useWords()
  const [all, setAll] = useState(service === undefined)
  const receipts = useQuery({
    queryKey: ['subject', subject, 'receipts'],
    queryFn: () => cases.receipts(subject),
    refetchInterval: AGAIN_MS,
  })
  const money = useQuery({
    queryKey: ['subject', subject, 'money'],
    queryFn: () => cases.money(subject),
    refetchInterval: AGAIN_MS,
  })
  const prompts = useQuery({
    queryKey: ['subject', subject, 'prompts'],
    queryFn: () => cases.prompts(subject),
    refetchInterval: AGAIN_MS,
  })
  const parts = [
    ['receipts', receipts],
    ['money', money],
    ['prompts', prompts],
  ] as const
  const happened = storyOf(
    { receipts: receipts.data?.items, money: money.data, prompts: prompts.data?.items, complaint },
    all ? undefined : service,
  )
  const isPending = parts.some(([, each]) => each.isPending)
  return (
    <section className="panel story" aria-labelledby="story" aria-busy={isPending}>
      <header className="story-head">
        <h2 id="story">{t('story')}</h2>
        {service !== undefined && (
          <Segmented
            aria-label={t('story')}
            value={all ? 'all' : 'one'}
            onChange={(value) => setAll(value === 'all')}
            options={[
              { value: 'one', label: t('thisService') },
              { value: 'all', label: t('everything') },
            ]}
          />
        )}
      </header>
      {parts.map(
        ([name, each]) =>
          each.isError && (
            <Alert
              key={name}
              type="warning"
              showIcon
              className="gap"
              title={t('partMissing', { part: t(`parts/${name}`) })}
              action={
                <Button size="small" onClick={() => void each.refetch()}>
                  {t('again')}
                </Button>
              }
            />
          ),
      )}
      {isPending && <Loading />}
      {!isPending && happened.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('storyNone')} />
      )}
      <ol className="story-line">
        {happened.map((each, index) => (
          <Moment key={`${each.at}-${each.kind}-${index}`} of={each} />
        ))}
      </ol>
    </section>
  )
}

function Moment({ of }: { of: Happened }) {
  const moment = useMoment()
  const { tone, title, body } = useTold(of)
  return (
    <li className={`story-item story-${tone}`}>
      <time className="soft" dateTime={new Date(of.at).toISOString()}>
        {moment(of.at)}
      </time>
      <div>
        <h3>{title}</h3>
        {body}
      </div>
    </li>
  )
}
