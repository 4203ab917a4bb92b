import { useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Form, Input, type InputRef, Radio } from 'antd'
import { type Ref, useImperativeHandle, useRef } from 'react'
import { useDraft } from '../shell/draft.ts'
import { useWhy } from '../shell/fail.ts'
import { useMutation } from '../shell/once.ts'
import { useWords } from './words.ts'

export interface AnswerHandle {
  focus(): void
}
/** To answer and go on, or how it is closed. */
type Outcome<Closed> = 'answer' | Closed
interface Typed {
  readonly outcome?: string
  readonly text?: string
}

/** What the subscriber is told, and whether that is the end of it. What was typed survives the end of a session. */
export function Answer<Closed extends string>({
  of,
  id,
  number,
  closed,
  labelOf,
  send: sendTo,
  ref,
}: {
  readonly of: 'complaint' | 'report'
  readonly id: string
  readonly number: string
  /** How one can be closed. */
  readonly closed: readonly Closed[]
  readonly labelOf: (outcome: Outcome<Closed>) => string
  /** Says it, and gives it as it is then. */
  readonly send: (outcome: Outcome<Closed>, text: string) => Promise<object>
  readonly ref: Ref<AnswerHandle>
}) {
  const t = useWords()
  const why = useWhy()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [form] = Form.useForm<Typed>()
  const draft = useDraft<Typed>(`${of}-${number}`, form)
  const area = useRef<InputRef>(null)
  useImperativeHandle(ref, () => ({ focus: () => area.current?.focus() }), [])
  const send = useMutation({
    mutationFn: ({ outcome = 'answer', text = '' }: Typed) => sendTo(outcome as Outcome<Closed>, text),
    onSuccess(now, { outcome }) {
      draft.clear()
      queries.setQueryData([`${of}s`, 'one', id], now)
      void message.success(t(outcome === 'answer' ? 'answerSent' : 'closedNow'))
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: [`${of}s`] }),
  })
  const outcome = Form.useWatch('outcome', form) ?? draft.bind.initialValues?.outcome ?? 'answer'
  return (
    <section className="panel" aria-labelledby="answer">
      <h2 id="answer">{t('answer')}</h2>
      {draft.isThere && !send.isSuccess && <p className="soft">{t('draftKept')}</p>}
      <div aria-live="assertive">
        {send.error && <Alert type="error" showIcon title={why(send.error)} className="gap" />}
      </div>
      <Form
        {...draft.bind}
        initialValues={{ outcome: 'answer', ...draft.bind.initialValues }}
        layout="vertical"
        requiredMark={false}
        onFinish={(values) => send.mutate(values)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.submit()
        }}
      >
        <Form.Item name="outcome" label={t('outcome')}>
          <Radio.Group options={(['answer', ...closed] as const).map((value) => ({ value, label: labelOf(value) }))} />
        </Form.Item>
        <Form.Item
          name="text"
          label={t('toSubscriber')}
          extra={t(outcome === 'answer' ? 'answerAbout' : 'closeAbout')}
          rules={[{ required: true, whitespace: true, message: t('textNeeded') }]}
        >
          <Input.TextArea ref={area as never} rows={4} maxLength={500} showCount />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={send.isPending} aria-keyshortcuts="Control+Enter">
          {t(outcome === 'answer' ? 'send' : 'sendAndClose')}
        </Button>
        <span className="soft case-hint">{t('ctrlEnter')}</span>
      </Form>
    </section>
  )
}
