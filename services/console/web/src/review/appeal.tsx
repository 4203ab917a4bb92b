import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Radio } from 'antd'
import { useDraft } from '../shell/draft.ts'
import { useWhy } from '../shell/fail.ts'
import { useDay, useMoment } from '../shell/format.ts'
import { useMe } from '../shell/me.ts'
import { useMutation } from '../shell/once.ts'
import { State } from '../shell/state.tsx'
import { review, type Waiting, type WholeCase } from './api.ts'
import { WrittenAppeal } from './letter-acts.tsx'
import { tookPart } from './steps.tsx'
import { Waits } from './waits.tsx'
import { useWords } from './words.ts'

interface Typed {
  readonly granted?: 'yes' | 'no' | 'void'
  readonly reason?: string
}

/** What the partner says against the verdict, and its answer: by somebody else than who decided. */
export function AppealPart({ of }: { of: WholeCase }) {
  const t = useWords()
  const me = useMe()
  const moment = useMoment()
  const day = useDay()
  const { appeal, appeal_until } = of
  const mayEnter = me.purposes.includes('judge') && of.letter !== undefined && !tookPart(of, me.id)
  if (!appeal)
    return appeal_until ? (
      <div className="note case-appeal">
        {t('appealUntil', { day: day(Date.parse(appeal_until) - 1) })} {mayEnter && <WrittenAppeal of={of} />}
      </div>
    ) : null
  const isSame = tookPart(of, me.id) || appeal.by === me.id
  return (
    <section className="panel" aria-labelledby="appeal">
      <h2 id="appeal">
        {t('appeal')}{' '}
        {appeal.granted !== undefined && (
          <State tone={appeal.granted ? 'good' : 'over'}>
            {t(appeal.granted ? 'appealGranted' : 'appealRejected')}
          </State>
        )}
      </h2>
      <p className="soft">
        {appeal.by_name ? day(appeal.at) : moment(appeal.at)}
        {appeal.by_name && ` · ${t('appealWritten', { who: appeal.by_name })}`}
        {appeal.paper && (
          <>
            {' · '}
            <a href={`/v1/cases/${of.number}/files/${appeal.paper}`} download={`${of.number}-${appeal.paper}`}>
              {t('paper')}
            </a>
          </>
        )}
      </p>
      <blockquote className="case-said">{appeal.text}</blockquote>
      {appeal.own && (
        <>
          <p className="soft below">{t('appealOwn', { when: moment(appeal.own.at) })}</p>
          <blockquote className="case-said">{appeal.own.text}</blockquote>
        </>
      )}
      {appeal.granted !== undefined && (
        <>
          <p className="soft below">
            {t('decidedBy', { who: appeal.decided_by_name ?? '', when: moment(appeal.decided_at ?? '') })}
          </p>
          <blockquote className="story-quote">{appeal.reason}</blockquote>
        </>
      )}
      {of.waits && <Waits number={of.number} waits={of.waits} />}
      {appeal.granted === undefined &&
        !of.waits &&
        me.purposes.includes('judge') &&
        (isSame ? <p className="note">{t('appealElse')}</p> : <Decision of={of} />)}
    </section>
  )
}

const isWhole = (now: WholeCase | Waiting): now is WholeCase => 'digest' in now

const MEANS = { yes: 'grant', no: 'reject', void: 'void' } as const

function Decision({ of: { number, appeal } }: { of: WholeCase }) {
  const t = useWords()
  const why = useWhy()
  const queries = useQueryClient()
  const [form] = Form.useForm<Typed>()
  const draft = useDraft<Typed>(`case-${number}-appeal`, form)
  const granted = Form.useWatch('granted', form) ?? draft.bind.initialValues?.granted
  const decide = useMutation({
    mutationFn: ({ granted, reason = '' }: Typed) =>
      review.answer(number, {
        granted: granted === 'yes',
        ...(granted === 'void' ? { void: true } : {}),
        reason,
      }),
    onSuccess(now) {
      draft.clear()
      if (isWhole(now)) queries.setQueryData(['cases', 'one', number], now)
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: ['cases'] }),
  })
  if (decide.data && !isWhole(decide.data))
    return (
      <Alert
        type="info"
        showIcon
        role="status"
        className="below"
        title={t('waitsForSecond')}
        description={t('grantsByTwo')}
      />
    )
  return (
    <Form
      name="appeal"
      {...draft.bind}
      layout="vertical"
      requiredMark={false}
      className="below"
      onFinish={(typed: Typed) => decide.mutate(typed)}
    >
      <div aria-live="assertive">
        {decide.error && <Alert type="error" showIcon title={why(decide.error)} className="gap" />}
      </div>
      <Form.Item
        name="granted"
        label={t('decision')}
        extra={granted === undefined ? undefined : t(`${MEANS[granted]}Means`)}
        rules={[{ required: true, message: t('choose') }]}
      >
        <Radio.Group
          options={[
            { value: 'yes', label: t('grant') },
            { value: 'no', label: t('rejectIt') },
            // What was entered for the partner may be none of it.
            ...(appeal?.by_name ? [{ value: 'void', label: t('voidIt') }] : []),
          ]}
        />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t('reason')}
        extra={t('appealReasonAbout')}
        rules={[{ required: true, whitespace: true, message: t('reasonNeeded') }]}
      >
        <Input.TextArea rows={3} maxLength={2000} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={decide.isPending}>
        {t('decideAppeal')}
      </Button>
    </Form>
  )
}
