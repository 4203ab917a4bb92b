import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, App, Button, Checkbox, Form, Input, Radio, Select } from 'antd'
import { type Ref, useImperativeHandle, useRef } from 'react'
import { reasons } from '../enforcement/api.ts'
import { useDraft } from '../shell/draft.ts'
import { useWhy } from '../shell/fail.ts'
import { useMutation } from '../shell/once.ts'
import { State } from '../shell/state.tsx'
import { dayAfter } from '../shell/zone.ts'
import { campaigns, type Target, type Whole } from './api.ts'
import { useWords } from './words.ts'

/** The keys of the screen come in here. */
export interface DecideHandle {
  go(how: 'block' | 'dismiss'): void
}

interface Values {
  readonly outcome: string
  readonly targets?: readonly string[]
  readonly until?: string
  readonly reason?: string
  readonly proven?: boolean
  readonly note: string
}

const outcomes = ['blocked', 'limited', 'warned', 'authorities', 'dismissed'] as const
const isBlocking = (outcome: string | undefined): boolean => outcome === 'blocked' || outcome === 'limited'

/** What a block is usually called by what its messages are. */
const reasonOf: Readonly<Record<string, (typeof reasons)[number]>> = {
  fraud: 'fraud',
  impersonation: 'fraud',
  porn: 'obscene',
  minors: 'obscene',
}

/** What is done about it, with what each block would have stopped last week beside it; all who reported are told. */
export function Decide({ campaign, ref }: { campaign: Whole; ref: Ref<DecideHandle> }) {
  const t = useWords()
  const why = useWhy()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [form] = Form.useForm<Values>()
  const draft = useDraft<Values>(`decide-${campaign.id}`, form)
  const place = useRef<HTMLElement>(null)
  const targets = campaign.targets ?? []
  const outcome: string | undefined = Form.useWatch('outcome', { form, preserve: true })
  const chosen: readonly string[] = Form.useWatch('targets', { form, preserve: true }) ?? []
  // A domain is blocked as a whole: marketing alone says nothing of it.
  const meant = (done: string, of: readonly string[]) =>
    of.filter((each) => targets.some(({ id, kind }) => id === each && (done === 'blocked' || kind !== 'domain')))
  const send = useMutation({
    mutationFn: ({ outcome: done, note, targets: of = [], until, reason, proven = false }: Values) =>
      done === 'dismissed'
        ? campaigns.act(campaign.id, 'dismiss', { note })
        : campaigns.act(campaign.id, 'decide', {
            note,
            outcome: done,
            proven,
            ...(isBlocking(done)
              ? { targets: meant(done, of).map((id) => ({ id })), reason, ...(until ? { until: dayAfter(until) } : {}) }
              : {}),
          }),
    onSuccess(now) {
      draft.clear()
      queries.setQueryData(['campaigns', 'one', campaign.id], now)
      if (now.waits === undefined) void message.success(t('decidedNow'))
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: ['campaigns'] }),
  })
  useImperativeHandle(ref, () => ({
    go(how) {
      const done = how === 'block' ? 'blocked' : 'dismissed'
      form.setFieldValue('outcome', done)
      const choice = place.current?.querySelector<HTMLElement>(`input[type=radio][value=${done}]`)
      choice?.focus()
      choice?.scrollIntoView({ block: 'nearest' })
    },
  }))
  const first = targets.find(({ held, preview }) => !held && !preview.protected)
  const proposal = campaign.waits
  return (
    <section ref={place} className="panel" aria-labelledby="decide">
      <h2 id="decide">{t('decide')}</h2>
      <div aria-live="assertive">
        {send.error && <Alert type="error" showIcon className="gap" title={why(send.error)} />}
      </div>
      <div role="status">
        {proposal !== undefined && (
          <Alert
            type="info"
            showIcon
            className="gap"
            title={t('waits')}
            action={<Link to="/console/proposals">{t('toProposals')}</Link>}
          />
        )}
        {campaign.undecided && (
          <Alert type="warning" showIcon className="gap" title={t('undecided', { who: campaign.undecided.by_name })} />
        )}
      </div>
      <Form
        layout="vertical"
        requiredMark={false}
        {...draft.bind}
        initialValues={{
          targets: first ? [first.id] : [],
          reason: reasonOf[campaign.kind] ?? 'spam',
          proven: true,
          ...draft.bind.initialValues,
        }}
        onFinish={(values) => send.mutate(values)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.submit()
        }}
        scrollToFirstError={{ focus: true }}
      >
        <Form.Item name="outcome" label={t('what')} rules={[{ required: true, message: t('needed') }]}>
          <Radio.Group className="decide-what">
            {outcomes.map((value) => (
              <Radio key={value} value={value}>
                {t.of('acts', value)}
              </Radio>
            ))}
          </Radio.Group>
        </Form.Item>
        {isBlocking(outcome) && (
          <>
            {targets.length === 0 ? (
              <p className="soft">
                {t('targetsNone')} <Link to="/console/block">{t('toPlace')}</Link>
              </p>
            ) : (
              <Form.Item
                name="targets"
                label={t('targets')}
                rules={[
                  {
                    validator: async (_, of = []) => {
                      if (meant(outcome ?? '', of).length === 0) throw new Error(t('targetsNeeded'))
                    },
                  },
                ]}
              >
                <Checkbox.Group className="decide-targets">
                  {targets.map((each) => (
                    <Checkbox
                      key={each.id}
                      value={each.id}
                      disabled={each.held || (outcome === 'limited' && each.kind === 'domain')}
                    >
                      <TargetWords target={each} marketingOnly={outcome === 'limited'} />
                    </Checkbox>
                  ))}
                </Checkbox.Group>
              </Form.Item>
            )}
            <Warnings
              targets={targets.filter(({ id }) => meant(outcome ?? '', chosen).includes(id))}
              marketingOnly={outcome === 'limited'}
            />
            <div className="form-pair">
              <Form.Item name="reason" label={t('reasonClass')}>
                <Select options={reasons.map((value) => ({ value, label: t.of('reasons', value) }))} />
              </Form.Item>
              <Form.Item name="until" label={t('until')} extra={t('untilHint')}>
                <Input type="date" />
              </Form.Item>
            </div>
          </>
        )}
        {outcome !== undefined && outcome !== 'dismissed' && (
          <Form.Item name="proven" valuePropName="checked" extra={t('provenAbout')}>
            <Checkbox>{t('isProven')}</Checkbox>
          </Form.Item>
        )}
        {outcome !== undefined && (
          <>
            <Form.Item
              name="note"
              label={t('reason_')}
              rules={[{ required: true, whitespace: true, message: t('needed') }]}
            >
              <Input.TextArea rows={2} maxLength={300} />
            </Form.Item>
            <div className="decide-do">
              <Button
                type="primary"
                danger={isBlocking(outcome)}
                disabled={isBlocking(outcome) && targets.length === 0}
                htmlType="submit"
                loading={send.isPending}
                aria-keyshortcuts="Control+Enter"
              >
                {t.of('doIts', outcome)}
              </Button>
              <span className="soft">{t('tells', { count: campaign.reporters })}</span>
            </div>
          </>
        )}
      </Form>
    </section>
  )
}

/** What would be blocked, and what that would have stopped last week. */
function TargetWords({
  target: { kind, value, reports, held, preview },
  marketingOnly,
}: {
  target: Target
  marketingOnly: boolean
}) {
  const t = useWords()
  const { otp, service, marketing } = preview.stopped
  return (
    <span className="target">
      <span className="target-name">
        {t.of('targetKinds', kind)} <strong className={kind === 'number' ? 'number is-mask' : 'number'}>{value}</strong>
        {preview.protected && <State tone="warn">{t('whiteListed')}</State>}
        {preview.looks_like && <State tone="warn">{t('looksLike', { ...preview.looks_like })}</State>}
        {held && <State tone="over">{t('heldAlready')}</State>}
      </span>
      <span className="soft">
        {reports !== undefined && `${t('targetReports', { count: reports })} · `}
        {preview.known ? (
          marketingOnly ? (
            t('wouldStopMarketing', { marketing })
          ) : (
            <>
              {t('wouldStop')}
              <span className={otp > 0 ? 'target-otp' : undefined}>{t('otps', { otp })}</span>
              {t('others', { service, marketing })}
            </>
          )
        ) : (
          t(kind === 'domain' ? 'unknownDomain' : 'unknownTraffic')
        )}
        {preview.at_most && t('atMost')}
      </span>
    </span>
  )
}

/** What makes this block one to think about twice. */
function Warnings({ targets, marketingOnly }: { targets: readonly Target[]; marketingOnly: boolean }) {
  const t = useWords()
  const otps = marketingOnly ? 0 : targets.reduce((sum, { preview }) => sum + preview.stopped.otp, 0)
  const isTwo = targets.some(({ preview }) => preview.two_people)
  return (
    <div aria-live="polite">
      {otps > 0 && <Alert type="warning" showIcon className="gap" title={t('otpWarning', { count: otps })} />}
      {isTwo && <Alert type="info" showIcon className="gap" title={t('twoPeople')} />}
    </div>
  )
}
