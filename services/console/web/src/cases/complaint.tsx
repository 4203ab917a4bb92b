import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { type Ref, useRef } from 'react'
import { useFail } from '../shell/fail.ts'
import { useMoment, useNames } from '../shell/format.ts'
import { useKeys } from '../shell/keys.tsx'
import { useLive } from '../shell/live.tsx'
import { Masked } from '../shell/masked.tsx'
import { useMe } from '../shell/me.ts'
import { useMutation } from '../shell/once.ts'
import { Part } from '../shell/part.tsx'
import { Screen } from '../shell/screen.tsx'
import { Answer, type AnswerHandle } from './answer.tsx'
import { cases, type Whole } from './api.ts'
import { Against, CaseState, Due, stateOf } from './bits.tsx'
import { HandOver } from './hand-over.tsx'
import { useNext } from './queue.ts'
import { Story } from './story.tsx'
import { useWords } from './words.ts'
import './cases.css'

/** One complaint: what was said, what is to be done, and what explains the charge that it is about. */
export function Complaint() {
  const { id = '' } = useParams({ strict: false })
  const t = useWords()
  useLive('complaints')
  // The key `a` goes to where the answer is typed.
  const answer = useRef<AnswerHandle>(null)
  const query = useQuery({ queryKey: ['complaints', 'one', id], queryFn: () => cases.complaint(id) })
  return (
    <Screen
      title={query.data ? t('complaintNumber', { number: query.data.number }) : t('complaint')}
      extra={query.data && <Steps key={id} complaint={query.data} onAnswer={() => answer.current?.focus()} />}
    >
      <Part query={query}>{(complaint) => <Page key={complaint.id} complaint={complaint} answer={answer} />}</Part>
    </Screen>
  )
}

function Page({ complaint, answer }: { complaint: Whole; answer: Ref<AnswerHandle> }) {
  const t = useWords()
  const me = useMe()
  const names = useNames()
  const moment = useMoment()
  const { about, against, closed, owner, subscriber } = complaint
  const isMine = owner === undefined || owner === me.id
  const mayAnswer = me.purposes.includes('review') && !closed
  return (
    <div className="case">
      <div className="case-work stack">
        <section className="panel" aria-labelledby="said">
          <h2 id="said">{t('said')}</h2>
          <blockquote className="case-said">{complaint.text || t('noText')}</blockquote>
          <dl className="facts">
            <Fact name={t('state')}>
              <CaseState of={stateOf(complaint)} />
              {closed && <span>{t(closed.upheld ? 'upheld' : 'notUpheld')}</span>}
              {complaint.solved !== undefined && (
                <span className="soft">{t(complaint.solved ? 'solved' : 'notSolved')}</span>
              )}
            </Fact>
            <Fact name={t('answerBy')}>
              <Due
                at={closed?.at ?? complaint.answered_at ?? complaint.answer_by}
                overdue={complaint.overdue}
                done={closed !== undefined || complaint.answered_at !== undefined}
              />
            </Fact>
            <Fact name={t('owner')}>
              {owner === undefined ? t('nobody') : owner === me.id ? t('mine') : complaint.owner_name}
            </Fact>
            <Fact name={t('subscriber')}>
              <Masked masked={subscriber.masked} sight={subscriber.ref} />
            </Fact>
            <Fact name={t('madeAt')}>
              {moment(complaint.made_at)} · {t.of('channels', complaint.channel)}
            </Fact>
            {against && (
              <Fact name={t('against')}>
                <Against of={against} />
              </Fact>
            )}
            {about && (
              <Fact name={t('about')}>
                {names.service(about)} <span className="soft">{names.partner(about)}</span>
              </Fact>
            )}
          </dl>
          {complaint.former && <p className="note">{t('former')}</p>}
        </section>
        {mayAnswer && !isMine && <p className="note">{t('takenBy', { who: complaint.owner_name ?? '' })}</p>}
        {mayAnswer && isMine && (
          <Answer
            of="complaint"
            id={complaint.id}
            number={complaint.number}
            closed={['upheld', 'notUpheld']}
            labelOf={(outcome) => t(`outcomes/${outcome}`)}
            send={(outcome, text) =>
              outcome === 'answer'
                ? cases.step(complaint.id, 'answer', { text })
                : cases.step(complaint.id, 'close', { text, upheld: outcome === 'upheld' })
            }
            ref={answer}
          />
        )}
      </div>
      <Story subject={complaint.subject} service={about?.id} complaint={complaint} />
    </div>
  )
}

const Fact = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

/** What can be done, each with its key: take, answer, reopen, go to the next. */
function Steps({ complaint, onAnswer }: { complaint: Whole; onAnswer: () => void }) {
  const t = useWords()
  const me = useMe()
  const fail = useFail()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const nextOf = useNext('complaints', cases.complaints)
  const { id, closed, owner, place } = complaint
  const renew = () => void queries.invalidateQueries({ queryKey: ['complaints'] })
  const step = useMutation({
    mutationFn: (name: 'take' | 'reopen') => cases.step(id, name),
    onSuccess: (now) => queries.setQueryData(['complaints', 'one', id], now),
    onError: fail,
    // Whoever was first, it is looked at as it is now.
    onSettled: renew,
  })
  const next = useMutation({
    mutationFn: () => nextOf(id, place),
    onSuccess: (found) =>
      found
        ? void navigate({ to: '/console/complaints/$id', params: { id: found.id } })
        : void message.info(t('noNext')),
    onError: fail,
  })
  const mayWork = me.purposes.includes('review')
  const canTake = mayWork && !closed && owner === undefined
  const canAnswer = mayWork && !closed && (owner === undefined || owner === me.id)
  const canReopen = mayWork && closed !== undefined && !complaint.reopened
  const goNext = () => next.mutate()
  const take = () => step.mutate('take')
  const reopen = () => step.mutate('reopen')
  useKeys([
    ...(canTake ? [{ key: 't', says: t('take'), run: take }] : []),
    ...(canAnswer ? [{ key: 'a', says: t('answer'), run: onAnswer }] : []),
    ...(canReopen ? [{ key: 'r', says: t('reopen'), run: reopen }] : []),
    { key: 'n', says: t('next'), run: goNext },
  ])
  return (
    <>
      {canTake && (
        <Button type="primary" loading={step.isPending} onClick={take} aria-keyshortcuts="t">
          {t('take')}
        </Button>
      )}
      {canReopen && (
        <Button loading={step.isPending} onClick={reopen} aria-keyshortcuts="r">
          {t('reopen')}
        </Button>
      )}
      {mayWork && !closed && <HandOver kind="complaints" id={id} owner={owner} />}
      <Button loading={next.isPending} onClick={goNext} aria-keyshortcuts="n">
        {t('next')}
      </Button>
    </>
  )
}
