import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { type Ref, useRef } from 'react'
import { Answer, type AnswerHandle } from '../cases/answer.tsx'
import { CaseState, Due, stateOf } from '../cases/bits.tsx'
import { useNext } from '../cases/queue.ts'
import { useFail } from '../shell/fail.ts'
import { useMoment } from '../shell/format.ts'
import { useKeys } from '../shell/keys.tsx'
import { useLive } from '../shell/live.tsx'
import { Masked } from '../shell/masked.tsx'
import { useMe } from '../shell/me.ts'
import { useMutation } from '../shell/once.ts'
import { Part } from '../shell/part.tsx'
import { Screen } from '../shell/screen.tsx'
import { reports, type Whole } from './api.ts'
import { SenderWords } from './sender.tsx'
import { useWords } from './words.ts'
import '../cases/cases.css'

/** One report: the message, who sent it, what is in it and why it is taken for that, and what is to be done. */
export function Report() {
  const { id = '' } = useParams({ strict: false })
  const t = useWords()
  useLive('reports')
  // The key `a` goes to where the answer is typed.
  const answer = useRef<AnswerHandle>(null)
  const query = useQuery({ queryKey: ['reports', 'one', id], queryFn: () => reports.one(id) })
  return (
    <Screen
      title={query.data ? t('numbered', { number: query.data.number }) : t('report')}
      extra={query.data && <Steps key={id} report={query.data} onAnswer={() => answer.current?.focus()} />}
    >
      <Part query={query}>{(report) => <Page key={report.id} report={report} answer={answer} />}</Part>
    </Screen>
  )
}

function Page({ report, answer }: { report: Whole; answer: Ref<AnswerHandle> }) {
  const t = useWords()
  const me = useMe()
  const { owner } = report
  const mayAnswer = me.purposes.includes('review') && !isOver(report)
  const isMine = owner === undefined || owner === me.id
  return (
    <div className="case">
      <div className="case-work stack">
        <Said report={report} />
        {report.withdrawn_at && <p className="note">{t('withdrawnNote')}</p>}
        {mayAnswer && !isMine && <p className="note">{t('takenBy', { who: report.owner_name ?? '' })}</p>}
        {mayAnswer && isMine && (
          <Answer
            of="report"
            id={report.id}
            number={report.number}
            closed={['proven', 'notProven']}
            labelOf={(outcome) => t(`outcomes/${outcome}`)}
            send={(outcome, text) =>
              outcome === 'answer'
                ? reports.step(report.id, 'answer', { text })
                : reports.step(report.id, 'close', { text, proven: outcome === 'proven' })
            }
            ref={answer}
          />
        )}
      </div>
      <div className="stack">
        <Evidence report={report} />
        <Done report={report} />
      </div>
    </div>
  )
}

const isOver = ({ closed, withdrawn_at }: Whole): boolean => (closed ?? withdrawn_at) !== undefined

function Said({ report }: { report: Whole }) {
  const t = useWords()
  const me = useMe()
  const moment = useMoment()
  const { closed, owner, subscriber, where } = report
  return (
    <section className="panel" aria-labelledby="message">
      <h2 id="message">{t('message')}</h2>
      <blockquote className="case-said">{report.text}</blockquote>
      <dl className="facts">
        <Fact name={t('sender')}>
          <SenderWords of={report.sender} />
        </Fact>
        <Fact name={t('kind')}>
          {t.of('kinds', report.kind)} {report.important && <span className="soft">{t('important')}</span>}
        </Fact>
        {report.campaign && (
          <Fact name={t('campaign')}>
            <Link to={`/console/campaigns/${report.campaign}`}>{t('toCampaign')}</Link>
          </Fact>
        )}
        <Fact name={t('state')}>
          <CaseState of={stateOf(report)} /> {closed && <span>{t(closed.proven ? 'proven' : 'notProven')}</span>}{' '}
          {report.solved !== undefined && <span className="soft">{t(report.solved ? 'solved' : 'notSolved')}</span>}
        </Fact>
        <Fact name={t('answerBy')}>
          <Due
            at={closed?.at ?? report.withdrawn_at ?? report.answered_at ?? report.answer_by}
            overdue={report.overdue}
            done={(closed ?? report.withdrawn_at ?? report.answered_at) !== undefined}
          />
        </Fact>
        <Fact name={t('owner')}>
          {owner === undefined ? t('nobody') : owner === me.id ? t('mine') : report.owner_name}
        </Fact>
        <Fact name={t('reporter')}>
          <Masked masked={subscriber.masked} sight={subscriber.ref} />
        </Fact>
        <Fact name={t('madeAt')}>
          {moment(report.made_at)} · {t.of('channels', report.channel)}
        </Fact>
        {where && <Fact name={t('where')}>{[where.district, where.cell].filter(Boolean).join(' · ')}</Fact>}
      </dl>
      {report.former && <p className="note">{t('former')}</p>}
    </section>
  )
}

const Fact = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

/** What is in the text besides its words, and why it is taken for its kind. Links are text: nobody follows one from here. */
function Evidence({ report }: { report: Whole }) {
  const t = useWords()
  const { links, phones, accounts, amounts, reasons, honest } = report
  const rows: readonly [string, readonly string[]][] = [
    [t('links'), links.map(({ url, domain }) => (url.startsWith(domain) ? url : `${url} (${domain})`))],
    [t('phones'), phones],
    [t('accounts'), accounts.map(({ kind, id }) => `${t.of('accountKinds', kind)} ${id}`)],
    [t('amounts'), amounts.map((fen) => (fen / 100).toLocaleString())],
  ]
  const found = rows.filter(([, values]) => values.length > 0)
  return (
    <section className="panel" aria-labelledby="evidence">
      <h2 id="evidence">{t('evidence')}</h2>
      {honest && <p className="note">{t(`honest/${honest}`)}</p>}
      {found.length === 0 && <p className="soft">{t('nothing')}</p>}
      <dl className="facts">
        {found.map(([name, values]) => (
          <Fact key={name} name={name}>
            {values.join(' · ')}
          </Fact>
        ))}
        <Fact name={t('why')}>
          {reasons
            .filter(({ rule }) => !rule.startsWith('honest.'))
            .map((each) => reasonIn(t, each))
            .join(' · ')}
        </Fact>
        <Fact name={t('weight')}>{String(report.weight)}</Fact>
      </dl>
    </section>
  )
}

/** `loan.words` is the kind that a word speaks for, `sender.port` who is named as its sender. */
function reasonIn(t: ReturnType<typeof useWords>, { rule, words }: Whole['reasons'][number]): string {
  const [about = '', what = ''] = rule.split('.')
  const said = about === 'sender' ? t.of('senders', what) : `${t.of('kinds', about)}${t('colon')}${t.of('basis', what)}`
  return `${said} ${words}`.trim()
}

function Done({ report }: { report: Whole }) {
  const t = useWords()
  const moment = useMoment()
  return (
    <section className="panel" aria-labelledby="done">
      <h2 id="done">{t('steps')}</h2>
      {report.steps.length === 0 ? (
        <p className="soft">{t('noSteps')}</p>
      ) : (
        <ol>
          {report.steps.map((each) => (
            <li key={`${each.at}${each.what}`}>
              {moment(each.at)} · {t.of('whats', each.what)} {each.by_name && `· ${each.by_name}`}
              {each.text && <blockquote className="story-quote">{each.text}</blockquote>}
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

/** What can be done, each with its key: take, answer, go to the next. */
function Steps({ report, onAnswer }: { report: Whole; onAnswer: () => void }) {
  const t = useWords()
  const me = useMe()
  const fail = useFail()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const { id, owner, place } = report
  const nextOf = useNext('reports', reports.list)
  const step = useMutation({
    mutationFn: () => reports.step(id, 'take'),
    onSuccess: (now) => queries.setQueryData(['reports', 'one', id], now),
    onError: fail,
    // Whoever was first, it is looked at as it is now.
    onSettled: () => void queries.invalidateQueries({ queryKey: ['reports'] }),
  })
  const next = useMutation({
    mutationFn: () => nextOf(id, place),
    onSuccess: (found) =>
      found ? void navigate({ to: '/console/reports/$id', params: { id: found.id } }) : void message.info(t('noNext')),
    onError: fail,
  })
  const mayWork = me.purposes.includes('review')
  const canTake = mayWork && !isOver(report) && owner === undefined
  const canAnswer = mayWork && !isOver(report) && (owner === undefined || owner === me.id)
  const goNext = () => next.mutate()
  const take = () => step.mutate()
  useKeys([
    ...(canTake ? [{ key: 't', says: t('take'), run: take }] : []),
    ...(canAnswer ? [{ key: 'a', says: t('answer'), run: onAnswer }] : []),
    { key: 'n', says: t('next'), run: goNext },
  ])
  return (
    <>
      {canTake && (
        <Button type="primary" loading={step.isPending} onClick={take} aria-keyshortcuts="t">
          {t('take')}
        </Button>
      )}
      <Button loading={next.isPending} onClick={goNext} aria-keyshortcuts="n">
        {t('next')}
      </Button>
    </>
  )
}
