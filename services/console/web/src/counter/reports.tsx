import { App, Button, Empty, Form, Input } from 'antd'
import { useDraft } from '../shell/draft.ts'
import { useMoment } from '../shell/format.ts'
import { Part } from '../shell/part.tsx'
import { State } from '../shell/state.tsx'
import { type Report, useAct, usePart } from './api.ts'
import { useWords } from './words.ts'

interface Typed {
  readonly text?: string
  readonly sender?: string
}

/** The messages that the subscriber reported, what became of them and what they earned; one that is reported here. */
export function ReportsTab({ of }: { of: string }) {
  const t = useWords()
  const query = usePart(of, 'reports')
  const language = usePart(of, 'services').data?.language ?? 'zh-CN'
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

function One({ of, report, language }: { of: string; report: Report; language: string }) {
  const t = useWords()
  const moment = useMoment()
  const act = useAct(of)
  const { modal } = App.useApp()
  const { number, state, made_at, sender, text, answer, can_rate, can_reopen, can_withdraw } = report
  const rate = (solved: boolean) => act.mutate({ path: `reports/${number}/rating`, body: { solved, language } })
  const withdraw = () =>
    void modal.confirm({
      title: t('withdrawAsk', { number }),
      content: t('withdrawAbout'),
      okText: t('withdraw'),
      okButtonProps: { danger: true },
      cancelText: t('cancel'),
      onOk: () => act.mutateAsync({ path: `reports/${number}/withdrawal`, body: { language } }).catch(() => undefined),
    })
  return (
    <li className="row-act">
      <span>
        <strong className="number">{number}</strong> <State tone="over">{t(`reportStates/${state}`)}</State>{' '}
        <span className="soft">{moment(made_at)}</span>
        {sender && <span className="row-more soft">{t('sentBy', { sender })}</span>}
        <span className="row-more row-text">{text}</span>
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

function Enter({ of, language }: { of: string; language: string }) {
  const t = useWords()
  const act = useAct(of)
  const [form] = Form.useForm<Typed>()
  const draft = useDraft<Typed>('report-entered', form)
  const enter = ({ text = '', sender = '' }: Typed) =>
    act
      .mutateAsync({ path: 'reports', body: { text, language, ...(sender.trim() ? { sender: sender.trim() } : {}) } })
      .then(draft.clear, () => undefined)
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
    </section>
  )
}
