import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, App, Button, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { api, type Proposal } from '../shell/api.ts'
import { useWhy } from '../shell/fail.ts'
import { useMoment, useNames } from '../shell/format.ts'
import { useMe } from '../shell/me.ts'
import { useMutation } from '../shell/once.ts'
import type { WholeCase } from './api.ts'
import type { AppealGrant } from './appeal-shown.tsx'
import { VerdictFacts, type VerdictWish } from './verdict-shown.tsx'
import { useWords } from './words.ts'

/** Who proposed what about this case, which waits for a second person; who may agree does so, who made it takes it back. */
export function Waits({ number, waits }: { number: string; waits: NonNullable<WholeCase['waits']> }) {
  const t = useWords()
  const moment = useMoment()
  const me = useMe()
  const isAppeal = waits.of === 'appeal'
  return (
    <div className="stack below">
      <Alert
        type="info"
        showIcon
        title={t(isAppeal ? 'waitsGrant' : 'waitsVerdict', { who: waits.by_name, when: moment(waits.at) })}
      />
      {me.purposes.includes('decide') && <Acts number={number} id={waits.proposal} isAppeal={isAppeal} />}
    </div>
  )
}

function Acts({ number, id, isAppeal }: { number: string; id: string; isAppeal: boolean }) {
  const t = useWords()
  const { t: shell } = useTranslation()
  const why = useWhy()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const { data } = useQuery({ queryKey: ['proposals', 'one', id], queryFn: () => api.proposal(id) })
  const act = useMutation({
    mutationFn: (what: 'approve' | 'withdraw') => api.decide(id, what),
    onSuccess: ({ status }: Proposal) => void message.success(t(status === 'applied' ? 'agreedNow' : 'tookBack')),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['proposals'] })
      await queries.invalidateQueries({ queryKey: ['cases'] })
    },
  })
  if (!data) return null
  const isOwn = data.why_not === 'same.person'
  const toProposals = (
    <Link to="/console/proposals" search={{ status: isOwn ? 'open' : 'mine' } as never}>
      {t(isAppeal || isOwn ? 'sayNo' : 'lookAndAgree')}
    </Link>
  )
  return (
    <>
      {isAppeal ? (
        <Granted grant={data.preview as AppealGrant} />
      ) : (
        <VerdictFacts verdict={(data.preview as VerdictWish).verdict} />
      )}
      {data.why_not === undefined ? (
        <>
          {isAppeal && <p className="soft">{t('waitsMeans')}</p>}
          <Space wrap>
            {isAppeal && (
              <Button type="primary" loading={act.isPending} onClick={() => act.mutate('approve')}>
                {t('agree')}
              </Button>
            )}
            {toProposals}
          </Space>
        </>
      ) : (
        <p className="note">{isOwn ? t('waitsOwn') : shell(`why/${data.why_not}`)}</p>
      )}
      <div aria-live="assertive">
        {act.error && <Alert type="error" showIcon className="gap" title={why(act.error)} />}
        {isOwn && (
          <Button
            loading={act.isPending}
            onClick={() => act.mutate('withdraw')}
            aria-label={`${t('takeBack')} ${number}`}
          >
            {t('takeBack')}
          </Button>
        )}
      </div>
    </>
  )
}

/** Why it is to be granted, and whose the refunds are then: the appeal and the verdict stand beside on the page. */
function Granted({ grant: { reason, refunded } }: { grant: AppealGrant }) {
  const t = useWords()
  const names = useNames()
  return (
    <div>
      <h3>{t('grantedSince')}</h3>
      <blockquote className="story-quote">{reason}</blockquote>
      {refunded && refunded.fen > 0 && (
        <p className="note">
          {t('borneThen', { subscribers: refunded.subscribers.toLocaleString(), amount: names.yuan(refunded.fen) })}
        </p>
      )}
    </div>
  )
}
