import { App, Button, Checkbox, Empty, Form, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDay, useMoment, useNames } from '../shell/format.ts'
import { Part } from '../shell/part.tsx'
import { type Services, useAct, usePart } from './api.ts'
import { useWords } from './words.ts'

/** What is subscribed, what can be undone, which ports are silent, and the language that the phone is told in. */
export function ServicesTab({ of }: { of: string }) {
  const query = usePart(of, 'services')
  return (
    <Part query={query}>
      {(data) => (
        <div className="cards wide">
          <Subscribed of={of} data={data} />
          <Ports of={of} data={data} />
          <Undo of={of} data={data} />
          <Language of={of} data={data} />
        </div>
      )}
    </Part>
  )
}

interface OfData {
  readonly of: string
  readonly data: Services
}

function Subscribed({ of, data }: OfData) {
  const t = useWords()
  const names = useNames()
  const day = useDay()
  const act = useAct(of)
  const { modal } = App.useApp()
  const [picked, setPicked] = useState<readonly string[]>([])
  const { services, language } = data
  const chosen = picked.filter((id) => services.some((each) => each.id === id))
  const cancel = (ids: readonly string[]) =>
    act.mutateAsync({ path: 'cancel', body: { services: ids, language } }).then(
      () => setPicked([]),
      () => undefined,
    )
  // Everything takes a second yes, as it does by SMS.
  const cancelAll = () =>
    void modal.confirm({
      title: t('cancelAllAsk', { count: services.length }),
      content: t('cancelAllAbout'),
      okText: t('cancelAll'),
      okButtonProps: { danger: true },
      cancelText: t('keep'),
      onOk: () => cancel(services.map((each) => each.id)),
    })
  return (
    <section className="panel" aria-labelledby="subscribed">
      <h2 id="subscribed">{t('subscribed')}</h2>
      {services.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('subscribedNone')} />
      ) : (
        <>
          <ul className="rows">
            {services.map((each) => (
              <li key={each.id}>
                <Checkbox
                  checked={chosen.includes(each.id)}
                  onChange={({ target }) =>
                    setPicked(target.checked ? [...chosen, each.id] : chosen.filter((id) => id !== each.id))
                  }
                >
                  <strong>{names.service(each)}</strong> <span className="soft">{names.partner(each)}</span>
                  <span className="row-more soft">
                    {names.yuan(each.tariff_fen)} {t.of('periods', each.period)} ·{' '}
                    {t('since', { when: day(each.since) })}
                    {each.package && ` · ${each.package}`}
                  </span>
                </Checkbox>
              </li>
            ))}
          </ul>
          <div className="acts">
            <Button
              type="primary"
              disabled={chosen.length === 0}
              loading={act.isPending}
              onClick={() => void cancel(chosen)}
            >
              {t('cancelChosen', { count: chosen.length })}
            </Button>
            <Button danger loading={act.isPending} onClick={cancelAll}>
              {t('cancelAll')}
            </Button>
          </div>
        </>
      )}
    </section>
  )
}

function Undo({ of, data: { actions, language } }: OfData) {
  const t = useWords()
  const names = useNames()
  const moment = useMoment()
  const act = useAct(of)
  const [comma, semicolon] = useTranslation().i18n.language === 'zh' ? ['、', '；'] : [', ', '; ']
  return (
    <section className="panel" aria-labelledby="undo">
      <h2 id="undo">{t('undo')}</h2>
      {actions.length === 0 && <p className="soft">{t('undoNone')}</p>}
      <ul className="rows">
        {actions.map((each) => (
          <li key={each.code} className="row-act">
            <span>
              {[
                ...(each.cancelled.length > 0
                  ? [t('cancelledThese', { names: each.cancelled.map(names.service).join(comma) })]
                  : []),
                ...(each.port ? [t('portChanged', { port: each.port })] : []),
              ].join(semicolon)}
              <span className="row-more soft">{t('undoUntil', { when: moment(each.until) })}</span>
            </span>
            <Button
              loading={act.isPending}
              onClick={() => act.mutate({ path: 'undo', body: { code: each.code, language } })}
            >
              {t('undo')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface Silence {
  readonly port: string
  readonly how: 'marketing' | 'cancel' | 'full'
}

function Ports({ of, data: { blocks, language } }: OfData) {
  const t = useWords()
  const day = useDay()
  const act = useAct(of)
  const [form] = Form.useForm<Silence>()
  return (
    <section className="panel" aria-labelledby="ports">
      <h2 id="ports">{t('ports')}</h2>
      {blocks.length === 0 && <p className="soft">{t('portsNone')}</p>}
      <ul className="rows">
        {blocks.map((each) => (
          <li key={each.port} className="row-act">
            <span>
              <strong className="number">{each.port}</strong> {t.of('scopes', each.scope)}
              <span className="row-more soft">{t('since', { when: day(each.since) })}</span>
            </span>
            <Button
              loading={act.isPending}
              onClick={() => act.mutate({ path: `ports/${each.port}/unblock`, body: { language } })}
            >
              {t('unblock')}
            </Button>
          </li>
        ))}
      </ul>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ how: 'cancel' }}
        onFinish={({ port, how }) =>
          act
            .mutateAsync({
              path: `ports/${encodeURIComponent(port.replace(/\s/g, ''))}/silence`,
              body: { how, language },
            })
            .then(
              () => form.resetFields(),
              () => undefined,
            )
        }
      >
        <Form.Item
          name="port"
          label={t('port')}
          rules={[{ required: true, pattern: /^[\d\s]{5,26}$/, message: t('portNeeded') }]}
        >
          <Input inputMode="numeric" autoComplete="off" maxLength={26} placeholder="10661234" />
        </Form.Item>
        <Form.Item name="how" label={t('how')}>
          <Radio.Group
            className="choices-down"
            options={(['marketing', 'cancel', 'full'] as const).map((value) => ({
              value,
              label: t(`silences/${value}`),
            }))}
          />
        </Form.Item>
        <Button htmlType="submit" loading={act.isPending}>
          {t('block')}
        </Button>
      </Form>
    </section>
  )
}

function Language({ of, data: { language } }: OfData) {
  const t = useWords()
  const act = useAct(of)
  return (
    <section className="panel" aria-labelledby="language">
      <h2 id="language">{t('language')}</h2>
      <p className="soft">{t('languageAbout')}</p>
      <Select
        aria-labelledby="language"
        value={language}
        loading={act.isPending}
        onChange={(next) => act.mutate({ path: 'language', body: { language: next } })}
        options={[
          { value: 'zh-CN', label: '中文' },
          { value: 'en', label: 'English' },
        ]}
      />
    </section>
  )
}
