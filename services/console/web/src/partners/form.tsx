import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Alert, Button, Form, type FormInstance, Input, InputNumber, Select } from 'antd'
import { useEffect, useState } from 'react'
import { ApiError, call } from '../shell/api.ts'
import { CatalogueInput } from '../shell/catalogue-choice.tsx'
import { useDraft } from '../shell/draft.ts'
import { useWhy } from '../shell/fail.ts'
import { useMutation } from '../shell/once.ts'
import { Part } from '../shell/part.tsx'
import { Screen } from '../shell/screen.tsx'
import { useSearchState } from '../shell/search-state.ts'
import { AdmissionChange } from './preview.tsx'
import { type AdmissionPreview, type Kind, kinds, type Shown, useTell } from './records.ts'
import { type Sent as Outcome, Sent } from './sent.tsx'
import { useWords } from './words.ts'

type Values = Readonly<Record<string, string | number | readonly string[] | null | undefined>>

const fieldsOf: Readonly<Record<Kind, readonly string[]>> = {
  partners: ['partner_id', 'name_zh', 'name_en', 'kind', 'legal_id'],
  services: [
    'service_id',
    'partner_id',
    'port',
    'name_zh',
    'name_en',
    'period',
    'tariff_fen',
    'window',
    'code',
    'trial_days',
    'per_week',
    'months',
  ],
  ports: ['port', 'partner_id', 'category', 'classes', 'hours', 'per_minute'],
}
/** What names the record itself: it stays when a record is changed. */
const keyOf = { partners: 'partner_id', services: 'service_id', ports: 'port' } as const
const optional = ['legal_id', 'code', 'hours', 'per_minute', 'classes', 'from']

/** An application: beside the form stands what it would change, with the very prompt that subscribers will read. */
export function Apply() {
  const t = useWords()
  const { kind: wanted } = useParams({ strict: false }) as { kind?: string }
  const kind = kinds.find((each) => each === wanted) ?? 'partners'
  const [{ of }] = useSearchState()
  const { nameOf } = useTell()
  const query = useQuery({
    // Not the key of the record’s own page, which keeps all its versions.
    queryKey: ['catalogue', kind, of, 'newest'],
    queryFn: () =>
      of === undefined
        ? Promise.resolve(null)
        : call<{ history: readonly Shown[] }>('GET', `/v1/catalogue/${kind}/${encodeURIComponent(of)}`).then(
            ({ history }) => history.at(-1) ?? null,
          ),
    // What one types is not overwritten by what somebody else does.
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Screen
      title={query.data ? t('formChange', { name: nameOf(query.data) }) : t('formNew', { what: t(kind) })}
      about={t('formAbout')}
    >
      <Part query={query}>{(last) => <ApplyForm key={`${kind} ${of}`} kind={kind} last={last} />}</Part>
    </Screen>
  )
}

function ApplyForm({ kind, last }: { kind: Kind; last: Shown | null }) {
  const t = useWords()
  const why = useWhy()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [form] = Form.useForm<Values>()
  const draft = useDraft<Values>(`apply:${kind}:${last?.id ?? ''}`, form)
  const values = Form.useWatch((all: Values) => all, { form, preserve: true }) ?? {}
  const now = JSON.stringify(bodyOf(kind, values))
  const typed = useCalm(now)
  const preview = useQuery({
    queryKey: ['catalogue', 'preview', kind, typed],
    enabled: isWhole(kind, values) && typed === now,
    retry: false,
    placeholderData: (before: AdmissionPreview | undefined) => before,
    queryFn: () => call<AdmissionPreview>('POST', `/v1/catalogue/${kind}/preview`, JSON.parse(typed)),
  })
  useEffect(() => markField(form, preview.error, t), [form, preview.error, t])
  const send = useMutation({
    mutationFn: (body: object) => call<Outcome>('POST', `/v1/catalogue/${kind}`, body),
    onSuccess: async () => {
      draft.clear()
      await queries.invalidateQueries({ queryKey: ['catalogue'] })
    },
    onError: (error) => markField(form, error, t),
  })
  if (send.data)
    return (
      <div className="panel">
        <Sent outcome={send.data} />
      </div>
    )
  const period = values['period']
  const shown = fieldsOf[kind].filter(
    (name) =>
      (name !== 'trial_days' || period === 'month') &&
      ((name !== 'per_week' && name !== 'months') || period === 'marketing') &&
      (name !== 'tariff_fen' || period !== 'marketing'),
  )
  return (
    <div className="two">
      <section className="panel">
        <Form
          layout="vertical"
          initialValues={valuesOf(kind, last)}
          {...draft.bind}
          onFinish={() => send.mutate(bodyOf(kind, values))}
          scrollToFirstError={{ focus: true }}
        >
          <div className="form-pair">
            {shown.map((name) => (
              <Field key={name} name={name} kind={kind} isFixed={last !== null && name === keyOf[kind]} />
            ))}
            <Form.Item name="from" label={t('fromField')} extra={t('fromHint')}>
              <Input type="date" />
            </Form.Item>
          </div>
          <div aria-live="assertive">
            {send.error && <Alert type="error" showIcon className="gap" title={why(send.error)} />}
          </div>
          <div className="form-acts">
            <Button type="primary" htmlType="submit" loading={send.isPending}>
              {t('send')}
            </Button>
            <Button
              onClick={() => {
                draft.clear()
                void navigate({ to: `/console/${kind}` })
              }}
            >
              {t('discard')}
            </Button>
          </div>
        </Form>
      </section>
      <section className="panel" aria-live="polite" aria-busy={preview.isFetching}>
        <h2>{t('after')}</h2>
        {preview.error ? (
          <Alert type="warning" showIcon title={why(preview.error)} />
        ) : preview.data && isWhole(kind, values) ? (
          <AdmissionChange preview={preview.data} />
        ) : (
          <p className="soft">{t('promptsNone')}</p>
        )}
      </section>
    </div>
  )
}

const labels = {
  partner_id: 'partner',
  service_id: 'id',
  name_zh: 'nameZh',
  name_en: 'nameEn',
  legal_id: 'legalId',
  tariff_fen: 'tariff',
  trial_days: 'trialDays',
  per_week: 'perWeek',
  per_minute: 'perMinute',
} as const

function Field({ name, kind, isFixed }: { name: string; kind: Kind; isFixed: boolean }) {
  const t = useWords()
  const label =
    kind === 'partners' && name === 'partner_id' ? t('id') : t((labels[name as keyof typeof labels] ?? name) as 'port')
  const isNeeded = !optional.includes(name) && name !== 'trial_days'
  const fen = Form.useWatch('tariff_fen', { preserve: true }) as number | null | undefined
  const hint =
    name === 'hours'
      ? t('hoursHint')
      : name === 'per_minute'
        ? t('perMinuteHint')
        : name === 'tariff_fen'
          ? t('fenHint', { fen: fen ?? 0 })
          : undefined
  const from = (group: 'periods' | 'windows' | 'classNames', all: readonly string[]) =>
    all.map((value) => ({ value, label: t.of(group, value) }))
  const input =
    name === 'period' ? (
      <Select options={from('periods', ['month', 'once', 'marketing'])} />
    ) : name === 'window' ? (
      <Select options={from('windows', ['24h', '60m'])} />
    ) : name === 'classes' ? (
      <Select mode="multiple" options={from('classNames', ['service', 'otp', 'marketing'])} />
    ) : name === 'tariff_fen' ? (
      <InputNumber min={0} step={1} precision={2} prefix="¥" style={{ width: '100%' }} />
    ) : ['trial_days', 'per_week', 'months', 'per_minute'].includes(name) ? (
      <InputNumber min={1} precision={0} style={{ width: '100%' }} />
    ) : name === 'partner_id' && kind !== 'partners' ? (
      <CatalogueInput kind="partners" />
    ) : (
      <Input maxLength={60} disabled={isFixed} autoComplete="off" />
    )
  return (
    <Form.Item
      name={name}
      label={label}
      extra={hint}
      rules={isNeeded ? [{ required: true, message: t('needed') }] : []}
      {...(name === 'tariff_fen' ? inYuan : {})}
    >
      {input}
    </Form.Item>
  )
}

/** A tariff is typed as money is said, and kept as the fen that are charged. */
const inYuan = {
  getValueProps: (fen: number | null | undefined) => ({ value: typeof fen === 'number' ? fen / 100 : fen }),
  normalize: (yuan: number | null | undefined) => (typeof yuan === 'number' ? Math.round(yuan * 100) : yuan),
}

/** As the form begins: with what was approved last. */
function valuesOf(kind: Kind, last: Shown | null): Values {
  const usual = kind === 'services' ? { period: 'month', window: '24h' } : {}
  if (!last) return usual
  const { id, partner, ...rest } = last as Shown & Values
  return Object.fromEntries(
    Object.entries({
      ...usual,
      ...rest,
      ...(kind === 'partners' ? {} : { partner_id: partner }),
      [keyOf[kind]]: id,
    }).filter(([name]) => fieldsOf[kind].includes(name)),
  )
}

/** What is sent: nothing that the form does not show, and nothing that is empty. */
function bodyOf(kind: Kind, values: Values): Values {
  const isMarketing = values['period'] === 'marketing'
  const body = Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) =>
        (fieldsOf[kind].includes(name) || name === 'from') &&
        value !== undefined &&
        value !== null &&
        value !== '' &&
        (name !== 'trial_days' || values['period'] === 'month') &&
        ((name !== 'per_week' && name !== 'months') || isMarketing),
    ),
  )
  return {
    ...body,
    ...(kind === 'services' && isMarketing ? { tariff_fen: 0 } : {}),
    ...(kind === 'ports' ? { classes: body['classes'] ?? [] } : {}),
  }
}

function isWhole(kind: Kind, values: Values): boolean {
  const body = bodyOf(kind, values)
  const more = ['trial_days', ...(body['period'] === 'marketing' ? [] : ['per_week', 'months'])]
  return fieldsOf[kind].every((name) => optional.includes(name) || more.includes(name) || body[name] !== undefined)
}

/** What the server found wrong stands at its field. */
function markField(form: FormInstance<Values>, error: unknown, t: ReturnType<typeof useWords>): void {
  if (!(error instanceof ApiError) || error.code !== 'admission.invalid') return
  const name = String(error.more['field'] ?? '')
  const why = String(error.more['why'] ?? 'other')
  const said = t.of('flaws', why)
  form.setFields([{ name, errors: [said === why ? t('flaws/other') : said] }])
}

/** A text when it has not changed for a moment: a preview is not asked for with each letter. */
function useCalm(text: string): string {
  const [calm, setCalm] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setCalm(text), 300)
    return () => clearTimeout(timer)
  }, [text])
  return calm
}
