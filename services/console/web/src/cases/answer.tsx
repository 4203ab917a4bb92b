import { useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Form, Input, type InputRef, Radio } from 'antd'
import { type Ref, useImperativeHandle, useRef } from 'react'
import { useDraft } from '../shell/draft.ts'
import { useWhy } from '../shell/fail.ts'
import { useMutation } from '../shell/once.ts'
import { cases, type Whole } from './api.ts'
import { useWords } from './words.ts'

export interface AnswerHandle {
  focus(): void
}
type Outcome = 'answer' | 'upheld' | 'notUpheld'
interface Typed {
  readonly outcome?: Outcome
  readonly text?: string
}

/** What the subscriber is told, and whether that is the end of it. What was typed survives the end of a session. */
export function Answer({ complaint, ref }: { complaint: Whole; ref: Ref<AnswerHandle> }) {
  const t = useWords()
  const why = useWhy()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [form] = Form.useForm<Typed>()
  const draft = useDraft<Typed>(`complaint-${complaint.number}`, form)
  const area = useRef<InputRef>(null)
  useImperativeHandle(ref, () => ({ focus: () => area.current?.focus() }), [])
  const send = useMutation({
    mutationFn: ({ outcome = 'answer', text = '' }: Typed) =>
      outcome === 'answer'
        ? cases.step(complaint.id, 'answer', { text })
        : cases.step(complaint.id, 'close', { text, upheld: outcome === 'upheld' }),
    onSuccess(now, { outcome }) {
      draft.clear()
      queries.setQueryData(['complaints', 'one', complaint.id], now)
      void message.success(t(outcome === 'answer' ? 'answerSent' : 'closedNow'))
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: ['complaints'] }),
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
          <Radio.Group
            options={(['answer', 'upheld', 'notUpheld'] as const).map((value) => ({
              value,
              label: t(`outcomes/${value}`),
            }))}
          />
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
