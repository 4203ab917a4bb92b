import { App, Button, Empty, Form, Input } from 'antd'
import { useRef, useState } from 'react'
import { beginningOf } from '#sms/beginning'
import { useDraft } from '../shell/draft.ts'
import { useMoment } from '../shell/format.ts'
import { Part } from '../shell/part.tsx'
import { State, type Tone } from '../shell/state.tsx'
import { draftOf, type Report, useAct, usePart } from './api.ts'
import { useWords } from './words.ts'

/** Theirs; undefined, and left to who keeps their reports, while it is not known. */
type Language = 'zh-CN' | 'en' | undefined
const TONES: Readonly<Record<Report['state'], Tone>> = {
  open: 'warn',
  reopened: 'warn',
  answered: 'news',
  closed: 'good',
  withdrawn: 'over',
}

interface Typed {
  readonly text?: string
  readonly sender?: string
}

/** The messages that the subscriber reported, what became of them and what they earned; one that is reported here. */
export function ReportsTab({ of }: { of: string }) {
  const t = useWords()
  const query = usePart(of, 'reports')
  const language = usePart(of, 'services').data?.language
  return (
    <div className="cards wide">
      <Enter of={of} language={language} />
      <section className="panel" aria-labelledby="reports">
        <h2 id="reports">{t('reports')}</h2>
        <Part query={query}>
          {({ items, points }) => (
            <>
              {items.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('reportsNone')} />}
              <ul className="rows">
                {items.map((each) => (
                  <One key={each.number} of={of} report={each} language={language} />
                ))}
              </ul>
              {points.total > 0 && <p className="soft">{t('points', { total: points.total })}</p>}
            </>
          )}
        </Part>
      </section>
    </div>
  )
}

function One({ of, report, language }: { of: string; report: Report; language: Language }) {
  const t = useWords()
  const moment = useMoment()
  const act = useAct(of)
  const { modal } = App.useApp()
  const row = useRef<HTMLLIElement>(null)
  const { number, state, made_at, sender, text, answer, proven, can_rate, can_reopen, can_withdraw } = report
  const rate = (solved: boolean) => act.mutate({ path: `reports/${number}/rating`, body: { solved, language } })
  const withdraw = () => {
    let isDone = false
    void modal.confirm({
      title: t('withdrawAsk', { number }),
      content: t('withdrawAbout'),
      okText: t('withdraw'),
      okButtonProps: { danger: true },
      cancelText: t('cancel'),
      onOk: () =>
        act.mutateAsync({ path: `reports/${number}/withdrawal`, body: { language } }).then(
          () => {
            isDone = true
          },
          () => undefined,
        ),
      // The button that was pressed goes with the withdrawal: the focus stays with its row.
      afterClose: () => isDone && row.current?.focus(),
    })
  }
  return (
    <li className="row-act" ref={row} tabIndex={-1}>
      <span>
        <span className="row-head">
          <strong className="number">{number}</strong>
          <State tone={TONES[state]}>{t(`reportStates/${state}`)}</State>
          {proven !== undefined && <span>{t(proven ? 'foundTrue' : 'foundUntrue')}</span>}
          <span className="soft">{moment(made_at)}</span>
        </span>
        {sender && <span className="row-more soft">{t('sentBy', { sender })}</span>}
        <span className="row-more row-text">{beginningOf(text)}</span>
        {answer && <span className="row-more soft">{answer}</span>}
      </span>
      <span className="acts">
        {can_rate && (
          <Button loading={act.isPending} aria-label={`${t('satisfied')} ${number}`} onClick={() => rate(true)}>
            {t('satisfied')}
          </Button>
        )}
        {can_reopen && (
          <Button loading={act.isPending} aria-label={`${t('notSatisfied')} ${number}`} onClick={() => rate(false)}>
            {t('notSatisfied')}
          </Button>
        )}
        {can_withdraw && (
          <Button loading={act.isPending} aria-label={`${t('withdraw')} ${number}`} onClick={withdraw}>
            {t('withdraw')}
          </Button>
        )}
      </span>
    </li>
  )
}

function Enter({ of, language }: { of: string; language: Language }) {
  const t = useWords()
  const act = useAct(of)
  const [form] = Form.useForm<Typed>()
  const draft = useDraft<Typed>(draftOf(of, 'report-entered'), form)
  const known = usePart(of, 'reports').data?.items ?? []
  const [made, setMade] = useState<{ number: string; before: boolean }>()
  const enter = ({ text = '', sender = '' }: Typed) =>
    act
      .mutateAsync({ path: 'reports', body: { text, language, ...(sender.trim() ? { sender: sender.trim() } : {}) } })
      .then(
        (answer) => {
          const { number } = answer as { number: string }
          setMade({ number, before: known.some((each) => each.number === number) })
          draft.clear()
        },
        () => setMade(undefined),
      )
  return (
    <section className="panel" aria-labelledby="report">
      <h2 id="report">{t('report')}</h2>
      <Form {...draft.bind} layout="vertical" requiredMark={false} onFinish={(values) => void enter(values)}>
        <Form.Item
          name="text"
          label={t('reportedText')}
          rules={[{ required: true, whitespace: true, message: t('reportedTextNeeded') }]}
        >
          <Input.TextArea rows={4} maxLength={4000} showCount />
        </Form.Item>
        <Form.Item name="sender" label={t('reportedSender')} extra={t('reportedSenderAbout')}>
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={act.isPending}>
          {t('reportNow')}
        </Button>
      </Form>
      <p role="status">{made && t(made.before ? 'reportedBefore' : 'reportedNow', { number: made.number })}</p>
    </section>
  )
}
