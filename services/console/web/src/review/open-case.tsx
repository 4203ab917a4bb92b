import { useNavigate } from '@tanstack/react-router'
import { Alert, Button, Form, Input } from 'antd'
import { CatalogueInput } from '../shell/catalogue-choice.tsx'
import { useDraft } from '../shell/draft.ts'
import { useWhy } from '../shell/fail.ts'
import { useMutation } from '../shell/once.ts'
import { Screen } from '../shell/screen.tsx'
import { useSearchState } from '../shell/search-state.ts'
import { review } from './api.ts'
import { useWords } from './words.ts'
import './review.css'

interface Typed {
  readonly partner?: string
  readonly service?: string
  readonly app?: string
  readonly pattern?: string
  readonly text?: string
  readonly charges?: string
}
const idsIn = (text: string | undefined): string[] => (text ?? '').split(/[\s,，、]+/).filter(Boolean)

/** A case that a person opens: what was found, and charges that show it. */
export function OpenCase() {
  const t = useWords()
  const why = useWhy()
  const navigate = useNavigate()
  const [search] = useSearchState()
  const [form] = Form.useForm<Typed>()
  // What was begun of another partner is not what is opened of this one.
  const draft = useDraft<Typed>(`open-case ${search['partner'] ?? ''} ${search['app'] ?? ''}`, form)
  const partner = Form.useWatch('partner', form)?.trim()
  const open = useMutation({
    mutationFn: ({ partner = '', service, app, pattern = '', text = '', charges }: Typed) =>
      review.open({
        partner: partner.trim(),
        ...(service?.trim() ? { service: service.trim() } : {}),
        ...(app?.trim() ? { app: app.trim() } : {}),
        pattern,
        text,
        charges: idsIn(charges),
      }),
    onSuccess({ number }) {
      draft.clear()
      void navigate({ to: '/console/cases/$number', params: { number } })
    },
  })
  const needed = [{ required: true, whitespace: true, message: t('needed') }]
  return (
    <Screen title={t('open')} about={t('openAbout')}>
      <section className="panel form-narrow">
        <Form
          layout="vertical"
          {...draft.bind}
          initialValues={{
            partner: search['partner'],
            service: search['service'],
            app: search['app'],
            ...draft.bind.initialValues,
          }}
          onFinish={(typed: Typed) => open.mutate(typed)}
          scrollToFirstError={{ focus: true }}
        >
          <div className="form-pair">
            <Form.Item name="partner" label={t('partnerId')} rules={needed}>
              <CatalogueInput kind="partners" maxLength={40} />
            </Form.Item>
            <Form.Item name="service" label={t('serviceId')}>
              <CatalogueInput kind="services" partner={partner} maxLength={40} />
            </Form.Item>
          </div>
          <Form.Item name="app" label={t('app')} extra={t('appAbout')}>
            <Input maxLength={240} autoComplete="off" />
          </Form.Item>
          <Form.Item name="pattern" label={t('suspicion')} extra={t('patternAbout')} rules={needed}>
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name="text" label={t('found')} rules={needed}>
            <Input.TextArea rows={4} maxLength={2000} showCount />
          </Form.Item>
          <Form.Item
            name="charges"
            label={t('chargesShown')}
            extra={t('chargesAbout')}
            rules={[
              {
                validator: (_, text) =>
                  idsIn(text).length <= 10 ? Promise.resolve() : Promise.reject(new Error(t('chargesMany'))),
              },
            ]}
          >
            <Input.TextArea rows={2} maxLength={1000} />
          </Form.Item>
          <div aria-live="assertive">
            {open.error && <Alert type="error" showIcon className="gap" title={why(open.error)} />}
          </div>
          <div className="form-acts">
            <Button type="primary" htmlType="submit" loading={open.isPending}>
              {t('open')}
            </Button>
            <Button
              onClick={() => {
                draft.clear()
                void navigate({ to: '/console/cases' })
              }}
            >
              {t('cancel')}
            </Button>
          </div>
        </Form>
      </section>
    </Screen>
  )
}
