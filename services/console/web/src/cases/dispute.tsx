import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useFail } from '../shell/fail.ts'
import { useMoment, useNames } from '../shell/format.ts'
import { useKeys } from '../shell/keys.tsx'
import { useLive } from '../shell/live.tsx'
import { Masked } from '../shell/masked.tsx'
import { useMe } from '../shell/me.ts'
import { useMutation } from '../shell/once.ts'
import { Part } from '../shell/part.tsx'
import { Screen } from '../shell/screen.tsx'
import { cases, type WholeDispute } from './api.ts'
import { CaseState, Due } from './bits.tsx'
import { HandOver } from './hand-over.tsx'
import { useNext } from './queue.ts'
import { Story } from './story.tsx'
import { useWords } from './words.ts'
import './cases.css'

/** One disputed charge: what it was, what explains it, and the decision. */
export function Dispute() {
  const { id = '' } = useParams({ strict: false })
  const t = useWords()
  useLive('disputes')
  const query = useQuery({ queryKey: ['disputes', 'one', id], queryFn: () => cases.dispute(id) })
  return (
    <Screen title={t('dispute')} extra={query.data && <Steps key={id} dispute={query.data} />}>
      <Part query={query}>{(dispute) => <Page key={dispute.id} dispute={dispute} />}</Part>
    </Screen>
  )
}

function Page({ dispute }: { dispute: WholeDispute }) {
  const t = useWords()
  const me = useMe()
  const names = useNames()
  const moment = useMoment()
  const { service, status, owner, subscriber, amount_fen, refund_fen } = dispute
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    [t('state'), <CaseState key="state" of={dispute.overdue ? 'overdue' : status} />],
    [
      t('decideBy'),
      <Due key="due" at={dispute.decided_at ?? dispute.due_at} overdue={dispute.overdue} done={status !== 'open'} />,
    ],
    [t('owner'), owner === undefined ? t('nobody') : owner === me.id ? t('mine') : dispute.owner_name],
    [t('subscriber'), <Masked key="subscriber" masked={subscriber.masked} sight={subscriber.ref} />],
    [t('charge'), <code key="charge">{dispute.charge}</code>],
    [t('chargedAt'), moment(dispute.charged_at)],
    [t('disputedAt'), `${moment(dispute.disputed_at)} · ${t.of('channels', dispute.channel)}`],
    [t('refunded'), names.yuan(refund_fen)],
  ]
  return (
    <div className="case">
      <div className="case-work stack">
        <section className="panel" aria-labelledby="what">
          <h2 id="what">
            {names.service(service)} <span className="soft">{names.partner(service)}</span>
          </h2>
          <p className="figure">{names.yuan(amount_fen)}</p>
          <dl className="facts">
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          {dispute.former && <p className="note">{t('former')}</p>}
        </section>
        <Decision dispute={dispute} />
      </div>
      <Story subject={dispute.subject} service={service.id} />
    </div>
  )
}

/** Proven or not, with what each does to the money; it is asked once more, since a decision stands. */
function Decision({ dispute }: { dispute: WholeDispute }) {
  const t = useWords()
  const me = useMe()
  const fail = useFail()
  const names = useNames()
  const queries = useQueryClient()
  const { modal } = App.useApp()
  const { id, status, owner, amount_fen, refund_fen } = dispute
  const decide = useMutation({
    mutationFn: (proven: boolean) => cases.decide(id, proven),
    onSuccess: (now) => queries.setQueryData(['disputes', 'one', id], now),
    onError: fail,
    onSettled() {
      void queries.invalidateQueries({ queryKey: ['disputes'] })
      void queries.invalidateQueries({ queryKey: ['subject', dispute.subject] })
    },
  })
  const all = amount_fen * dispute.refund_times
  const effects = {
    proven: t('provenMeans', { more: names.yuan(all - refund_fen), all: names.yuan(all) }),
    disproven: t(refund_fen > 0 ? 'disprovenMeans' : 'disprovenNothing', { back: names.yuan(refund_fen) }),
  }
  const canDecide = me.purposes.includes('review') && status === 'open' && (owner === undefined || owner === me.id)
  const ask = (proven: boolean) =>
    void modal.confirm({
      title: t(proven ? 'provenAsk' : 'disprovenAsk'),
      content: effects[proven ? 'proven' : 'disproven'],
      okText: t(proven ? 'proven' : 'disproven'),
      cancelText: t('cancel'),
      onOk: () => decide.mutateAsync(proven).catch(() => undefined),
    })
  useKeys(
    canDecide
      ? [
          { key: 'y', says: t('proven'), run: () => ask(true) },
          { key: 'x', says: t('disproven'), run: () => ask(false) },
        ]
      : [],
  )
  if (status !== 'open') {
    const who = dispute.decided_by_name === 'rule' ? t('byRule') : (dispute.decided_by_name ?? '')
    return <p className="note">{t('decidedBy', { who, what: t(status === 'proven' ? 'proven' : 'disproven') })}</p>
  }
  if (!me.purposes.includes('review')) return null
  if (!canDecide) return <p className="note">{t('takenBy', { who: dispute.owner_name ?? '' })}</p>
  return (
    <section className="panel" aria-labelledby="decision">
      <h2 id="decision">{t('decision')}</h2>
      <div className="choices">
        <div>
          <Button type="primary" loading={decide.isPending} onClick={() => ask(true)} aria-keyshortcuts="y">
            {t('proven')}
          </Button>
          <p className="soft">{effects.proven}</p>
        </div>
        <div>
          <Button loading={decide.isPending} onClick={() => ask(false)} aria-keyshortcuts="x">
            {t('disproven')}
          </Button>
          <p className="soft">{effects.disproven}</p>
        </div>
      </div>
    </section>
  )
}

function Steps({ dispute }: { dispute: WholeDispute }) {
  const t = useWords()
  const me = useMe()
  const fail = useFail()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const nextOf = useNext('disputes', cases.disputes)
  const { id, place, status, owner } = dispute
  const take = useMutation({
    mutationFn: () => cases.takeDispute(id),
    onSuccess: (now) => queries.setQueryData(['disputes', 'one', id], now),
    onError: fail,
    onSettled: () => void queries.invalidateQueries({ queryKey: ['disputes'] }),
  })
  const next = useMutation({
    mutationFn: () => nextOf(id, place),
    onSuccess: (found) =>
      found ? void navigate({ to: '/console/disputes/$id', params: { id: found.id } }) : void message.info(t('noNext')),
    onError: fail,
  })
  const canTake = me.purposes.includes('review') && status === 'open' && owner === undefined
  useKeys([
    ...(canTake ? [{ key: 't', says: t('take'), run: () => take.mutate() }] : []),
    { key: 'n', says: t('next'), run: () => next.mutate() },
  ])
  return (
    <>
      {canTake && (
        <Button type="primary" loading={take.isPending} onClick={() => take.mutate()} aria-keyshortcuts="t">
          {t('take')}
        </Button>
      )}
      {me.purposes.includes('review') && status === 'open' && <HandOver kind="disputes" id={id} owner={owner} />}
      <Button loading={next.isPending} onClick={() => next.mutate()} aria-keyshortcuts="n">
        {t('next')}
      </Button>
    </>
  )
}
