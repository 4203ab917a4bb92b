import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { AskWhy } from '../shell/ask-why.tsx'
import { useMinute } from '../shell/format.ts'
import { useMe } from '../shell/me.ts'
import { State, type Tone } from '../shell/state.tsx'
import { campaigns, type Whole } from './api.ts'
import { useWords } from './words.ts'

const tones: Readonly<Record<string, Tone>> = { holds: 'bad', asked: 'news', refused: 'warn', over: 'over' }

/** What was decided, by whom and why, and how its blocks stand. */
export function Decided({ campaign }: { campaign: Whole }) {
  const t = useWords()
  const moment = useMinute()
  const mayBlock = useMe().purposes.includes('block')
  const { decided } = campaign
  if (!decided) return null
  const { outcome, blocks = [], unblocked, until, reason, proven, note } = decided
  const isHeld = !unblocked && blocks.some(({ state }) => state === 'holds' || state === 'asked')
  return (
    <section className="panel" aria-labelledby="decided">
      <h2 id="decided">{t.of('outcomes', outcome)}</h2>
      <p className="soft">{t('decidedBy', { who: decided.by_name, when: moment(decided.at) })}</p>
      <blockquote className="variant-text">{note}</blockquote>
      <dl className="facts">
        {blocks.map(({ id, kind, value, state }) => (
          <div key={id}>
            <dt>{t.of('targetKinds', kind)}</dt>
            <dd>
              <Link to={`/console/blocks/${encodeURIComponent(id)}`} className="number">
                {value}
              </Link>
              <State tone={tones[state] ?? 'over'}>{t.of('blockStates', state)}</State>
            </dd>
          </div>
        ))}
        {reason && (
          <div>
            <dt>{t('reasonClass')}</dt>
            <dd>{t.of('reasons', reason)}</dd>
          </div>
        )}
        {until && (
          <div>
            <dt>{t('until')}</dt>
            <dd>{moment(until)}</dd>
          </div>
        )}
        {outcome !== 'dismissed' && (
          <div>
            <dt>{t('reporters')}</dt>
            <dd>{t(proven ? 'proven' : 'notProven')}</dd>
          </div>
        )}
      </dl>
      {unblocked && <p className="note">{t('unblockedBy', { who: unblocked.by_name, when: moment(unblocked.at) })}</p>}
      {mayBlock && isHeld && <Unblock id={campaign.id} />}
    </section>
  )
}

/** Lifts what it blocked; asked with a reason. */
function Unblock({ id }: { id: string }) {
  const t = useWords()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button className="below" onClick={() => setAsking(true)}>
        {t('unblock')}
      </Button>
      <AskWhy
        name={`unblock-${id}`}
        open={asking}
        title={t('unblock')}
        send={(note) =>
          campaigns
            .act(id, 'unblock', { note })
            .then((now) => queries.setQueryData(['campaigns', 'one', id], now))
            .finally(() => void queries.invalidateQueries({ queryKey: ['campaigns'] }))
        }
        onClose={() => setAsking(false)}
      />
    </>
  )
}
