import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Alert, App, Button, Checkbox, Form, Input, Radio } from 'antd'
import { useRef } from 'react'
import { useCalm } from '../shell/calm.ts'
import { useDraft } from '../shell/draft.ts'
import { useWhy } from '../shell/fail.ts'
import { useNames } from '../shell/format.ts'
import { useMe } from '../shell/me.ts'
import { useMutation } from '../shell/once.ts'
import { Part } from '../shell/part.tsx'
import { Screen } from '../shell/screen.tsx'
import { type Foreseen, pointsLadder, review, sanctionNames, type WholeCase } from './api.ts'
import { ForeseenShown } from './foreseen.tsx'
import { useCaseNames } from './names.ts'
import { RefundRule } from './refund-rule.tsx'
import { useMay } from './steps.tsx'
import { type Typed, usualOf, wishOf } from './wish.ts'
import { useWording } from './wording.ts'
import { useWords } from './words.ts'
import './review.css'

/** The verdict, with what follows from it beside it: it is seen before it is given. */
export function Decide() {
  const { number = '' } = useParams({ strict: false }) as { number?: string }
  const t = useWords()
  const { what } = useCaseNames()
  const query = useQuery({ queryKey: ['cases', 'one', number], queryFn: () => review.case(number) })
  const { data } = query
  return (
    <Screen
      title={data ? t('decideOf', { whom: what(data) }) : t('decide')}
      about={
        <Link to="/console/cases/$number" params={{ number }}>
          {t('backToCase', { number })}
        </Link>
      }
    >
      <Part query={query}>{(of) => <Given key={of.number} of={of} />}</Part>
    </Screen>
  )
}

function Given({ of }: { of: WholeCase }) {
  const t = useWords()
  const may = useMay(of)
  if (of.verdict) return <p className="note">{t('wasDecided', { who: of.decided_by_name ?? '' })}</p>
  if (!may.decide) return <p className="note">{t('takenBy', { who: of.owner_name ?? '' })}</p>
  return <VerdictForm of={of} />
}

function VerdictForm({ of }: { of: WholeCase }) {
  const t = useWords()
  const why = useWhy()
  const names = useNames()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { modal, message } = App.useApp()
  const { zone } = useMe()
  const [form] = Form.useForm<Typed>()
  const draft = useDraft<Typed>(`verdict-${of.number}`, form)
  const usual = useRef(usualOf(of, zone))
  const initial = { ...usual.current, ...draft.bind.initialValues }
  const typed: Typed = Form.useWatch((all: Typed) => all, { form, preserve: true }) ?? initial
  const wish = wishOf({ ...initial, ...typed }, of, zone)
  const asked = useCalm(wish && JSON.stringify(forPreview(wish)))
  const preview = useQuery({
    queryKey: ['cases', 'preview', of.number, asked],
    enabled: asked !== undefined,
    retry: false,
    queryFn: () => review.preview(of.number, JSON.parse(asked as string)),
    placeholderData: (before: Foreseen | undefined) => before,
  })
  const give = useMutation({
    mutationFn: (body: object) => review.decide(of.number, body),
    async onSuccess(answer) {
      draft.clear()
      if ('proposal' in answer) {
        if (answer.status === 'open') return
        void message.success(t('decidedNow'))
      } else {
        queries.setQueryData(['cases', 'one', of.number], answer)
        void message.success(t('decidedNow'))
      }
      await queries.invalidateQueries({ queryKey: ['cases'] })
      void navigate({ to: '/console/cases/$number', params: { number: of.number } })
    },
  })
  const { outcome, sanctions = [], points = 0 } = { ...initial, ...typed }
  const isProven = outcome === 'proven'
  const needsTwo = preview.data?.two_people === true
  const ask = () => {
    const body = wishOf({ ...initial, ...form.getFieldsValue(true) }, of, zone)
    if (!body) return
    if (needsTwo) return give.mutate(body)
    void modal.confirm({
      title: t(isProven ? 'askProven' : 'askCleared'),
      content:
        isProven && preview.data ? (
          <p>
            {preview.data.subscribers > 0 &&
              t('askRefund', {
                subscribers: preview.data.subscribers,
                amount: names.yuan(preview.data.refund_fen),
              })}{' '}
            {t('askStands')}
          </p>
        ) : (
          <p>{t('askStands')}</p>
        ),
      okText: t('decideDo'),
      cancelText: t('cancel'),
      onOk: () => give.mutateAsync(body).catch(() => undefined),
    })
  }
  const wording = useWording(of)
  if (give.data && 'proposal' in give.data && give.data.status === 'open')
    return (
      <Alert
        type="info"
        showIcon
        role="status"
        title={t('waitsForSecond')}
        description={t('waitsForSecondAbout')}
        action={<Link to="/console/proposals">{t('toProposals')}</Link>}
      />
    )
  const needed = [{ required: true, whitespace: true, message: t('needed') }]
  return (
    <div className="decide">
      <section className="panel" aria-label={t('decide')}>
        {draft.isThere && <p className="soft">{t('draftKept')}</p>}
        <Form
          {...draft.bind}
          name="verdict"
          initialValues={initial}
          layout="vertical"
          requiredMark={false}
          onFinish={ask}
          scrollToFirstError={{ focus: true }}
        >
          <Form.Item name="outcome" label={t('outcome')}>
            <Radio.Group
              options={(['proven', 'cleared'] as const).map((value) => ({ value, label: t.of('outcomes', value) }))}
            />
          </Form.Item>
          {isProven && of.subject.partnerId !== undefined && (
            <>
              <Form.Item name="points" label={t('pointsTaken')} extra={t('pointsAbout')}>
                <Radio.Group
                  optionType="button"
                  options={pointsLadder.map((value) => ({ value, label: value === 0 ? '0' : `−${value}` }))}
                />
              </Form.Item>
              <Form.Item name="sanctions" label={t('sanction')}>
                <Checkbox.Group
                  className="sanctions"
                  options={sanctionNames
                    .filter((value) => value !== 'bar-app' || of.subject.app !== undefined)
                    .map((value) => ({ value, label: t.of('sanctions', value) }))}
                />
              </Form.Item>
              <div className="form-pair">
                {of.subject.serviceId && (
                  <Form.Item name="scope" label={t('scope')}>
                    <Radio.Group
                      options={[
                        { value: 'service', label: t('scopeService') },
                        { value: 'all', label: t('scopeAll') },
                      ]}
                    />
                  </Form.Item>
                )}
                {sanctions.some((each) => each === 'suspend' || each.startsWith('freeze')) && (
                  <Form.Item name="ends" label={t('ends')} extra={t('endsAbout')}>
                    <Input type="date" />
                  </Form.Item>
                )}
              </div>
            </>
          )}
          {isProven && of.subject.partnerId !== undefined && <RefundRule partner={of.subject.partnerId} />}
          <div className="wording">
            <h2>{t('reasonPublic')}</h2>
            {isProven && wording && (
              <Button size="small" onClick={() => form.setFieldsValue(wording)}>
                {t('wordingDo')}
              </Button>
            )}
          </div>
          <p className="soft">{t(isProven ? 'reasonAbout' : 'reasonClearedAbout')}</p>
          <Form.Item name="reasonZh" label={t('reasonZh')} rules={needed}>
            <Input.TextArea rows={2} maxLength={500} lang="zh-CN" />
          </Form.Item>
          <Form.Item name="reasonEn" label={t('reasonEn')} rules={needed}>
            <Input.TextArea rows={2} maxLength={500} lang="en" />
          </Form.Item>
          <Form.Item name="note" label={t('forTheFile')} extra={t('forTheFileAbout')}>
            <Input.TextArea rows={2} maxLength={2000} />
          </Form.Item>
          {isProven && (
            <Form.Item name="publish" valuePropName="checked">
              <Checkbox>{t('publish')}</Checkbox>
            </Form.Item>
          )}
          <div aria-live="assertive">
            {give.error && <Alert type="error" showIcon className="gap" title={why(give.error)} />}
          </div>
          {isProven && points === 0 && sanctions.length === 0 && <p className="soft">{t('emptyVerdict')}</p>}
          <div className="form-acts">
            <Button type="primary" danger={isProven} htmlType="submit" loading={give.isPending}>
              {t(needsTwo ? 'propose' : 'decideDo')}
            </Button>
            <Button
              onClick={() => {
                draft.clear()
                void navigate({ to: '/console/cases/$number', params: { number: of.number } })
              }}
            >
              {t('cancel')}
            </Button>
          </div>
        </Form>
      </section>
      <section
        className="decide-follows stack"
        aria-label={t('follows')}
        aria-live="polite"
        aria-busy={preview.isFetching}
      >
        {preview.error ? (
          <Alert type="warning" showIcon title={why(preview.error)} />
        ) : wish === undefined ? (
          <Alert type="warning" showIcon title={t('rangeWrong')} />
        ) : preview.data ? (
          <ForeseenShown foreseen={preview.data} isProven={isProven} />
        ) : (
          <p className="panel soft">{t('previewing')}</p>
        )}
      </section>
    </div>
  )
}

/** What it would do can be seen before its reasons are written. */
const forPreview = (wish: object): object => {
  const { reason_zh, reason_en } = wish as { reason_zh: string; reason_en: string }
  return { ...wish, reason_zh: reason_zh || '…', reason_en: reason_en || '…' }
}
