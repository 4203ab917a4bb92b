import { useQuery } from '@tanstack/react-query'
import { Checkbox, Form, Input, Radio, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useWords as useCharged } from '../cases/words.ts'
import { call } from '../shell/api.ts'
import { chargeRules } from './pattern.ts'
import type { Typed } from './wish.ts'
import { useWords } from './words.ts'

interface Service {
  readonly id: string
  readonly name_zh: string
  readonly name_en: string
}

/** Which charges go back: all of the pattern, by what can be read. Those who never complained are among them. */
export function RefundRule({ partner }: { partner: string }) {
  const t = useWords()
  const charged = useCharged()
  const isZh = useTranslation().i18n.language === 'zh'
  const form = Form.useFormInstance<Typed>()
  const isOn = Form.useWatch('refund', { form, preserve: true }) ?? form.getFieldValue('refund')
  const which = Form.useWatch('which', { form, preserve: true }) ?? form.getFieldValue('which')
  const services = useQuery({
    queryKey: ['catalogue', 'services', 'of', partner],
    queryFn: () =>
      call<{ items: readonly Service[] }>(
        'GET',
        `/v1/catalogue/services?partner=${encodeURIComponent(partner)}&limit=100`,
      ),
    staleTime: 60_000,
  })
  return (
    <fieldset className="rule">
      <legend>{t('refund')}</legend>
      <Form.Item name="refund" valuePropName="checked">
        <Checkbox>{t('refundOn')}</Checkbox>
      </Form.Item>
      {isOn && (
        <>
          <Form.Item
            name="which"
            label={t('whichCharges')}
            extra={t(which === 'judged' ? 'whichJudgedAbout' : 'whichAllAbout')}
          >
            <Radio.Group
              options={[
                { value: 'judged', label: t('whichJudged') },
                { value: 'all', label: t('whichAll') },
              ]}
            />
          </Form.Item>
          {which === 'judged' && (
            <Form.Item
              name="judged"
              label={t('judgedBy')}
              rules={[{ required: true, type: 'array', min: 1, message: t('needed') }]}
            >
              <Select
                mode="multiple"
                optionFilterProp="label"
                options={chargeRules.map((value) => ({ value, label: charged.of('rules', value) }))}
              />
            </Form.Item>
          )}
          <Form.Item name="services" label={t('ofServices')} extra={t('ofServicesAbout')}>
            <Select
              mode="multiple"
              allowClear
              optionFilterProp="label"
              loading={services.isPending}
              options={(services.data?.items ?? []).map((each) => ({
                value: each.id,
                label: isZh ? each.name_zh : each.name_en,
              }))}
            />
          </Form.Item>
          <div className="form-pair">
            <Form.Item name="from" label={t('chargedFrom')} rules={[{ required: true, message: t('needed') }]}>
              <Input type="datetime-local" />
            </Form.Item>
            <Form.Item name="until" label={t('chargedUntil')} extra={t('chargedUntilAbout')}>
              <Input type="datetime-local" />
            </Form.Item>
          </div>
          <div className="form-pair">
            <Form.Item name="kind" label={t('kind')}>
              <Radio.Group
                options={(['any', 'month', 'once'] as const).map((value) => ({ value, label: t.of('kinds', value) }))}
              />
            </Form.Item>
            <Form.Item name="times" label={t('howOften')}>
              <Radio.Group
                options={[
                  { value: 2, label: t('twice') },
                  { value: 1, label: t('once') },
                ]}
              />
            </Form.Item>
          </div>
          <div className="form-three">
            <Form.Item name="least" label={t('least')}>
              <Input type="number" min={0} step="0.01" prefix="¥" />
            </Form.Item>
            <Form.Item name="hourFrom" label={t('hourFrom')}>
              <Input type="number" min={0} max={23} />
            </Form.Item>
            <Form.Item name="hourUntil" label={t('hourUntil')}>
              <Input type="number" min={0} max={23} />
            </Form.Item>
          </div>
        </>
      )}
    </fieldset>
  )
}
