import { Button, Empty, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useDraft } from '../shell/draft.ts'
import { useMoment, useNames } from '../shell/format.ts'
import { useMe } from '../shell/me.ts'
import { Part } from '../shell/part.tsx'
import { State } from '../shell/state.tsx'
import { isoOf, momentOf } from '../shell/zone.ts'
import { draftOf, useAct, usePart } from './api.ts'
import { useWords } from './words.ts'

interface Typed {
  readonly text?: string
  readonly about?: string
  readonly came?: 'counter' | 'voice' | 'mail' | 'letter' | 'social'
  readonly received?: string
}
const WAYS = ['counter', 'voice', 'mail', 'letter', 'social'] as const

/** What the subscriber complained of, and a complaint of theirs: said here, or come by mail, letter or social media. */
export function ComplaintsTab({ of }: { of: string }) {
  const t = useWords()
  const moment = useMoment()
  const { i18n } = useTranslation()
  const query = usePart(of, 'complaints')
  const act = useAct(of)
  const language = usePart(of, 'services').data?.language ?? 'zh-CN'
  return (
    <div className="cards wide">
      <Enter of={of} language={language} />
      <section className="panel" aria-labelledby="complaints">
        <h2 id="complaints">{t('complaints')}</h2>
        <Part query={query}>
          {({ items }) => (
            <>
              {items.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('complaintsNone')} />}
              <ul className="rows">
                {items.map((each) => (
                  <li key={each.number} className="row-act">
                    <span>
                      <span className="row-head">
                        <strong className="number">{each.number}</strong>
                        <State tone="over">{t(`complaintStates/${each.state}`)}</State>
                        <span className="soft">{moment(each.made_at)}</span>
                      </span>
                      <span className="row-more row-text">{each.text}</span>
                      <span className="row-more soft">{i18n.language === 'zh' ? each.about_zh : each.about_en}</span>
                    </span>
                    {each.can_reopen && (
                      <Button
                        loading={act.isPending}
                        onClick={() =>
                          act.mutate({ path: `complaints/${each.number}/rating`, body: { solved: false, language } })
                        }
                      >
                        {t('notSatisfied')}
                      </Button>
                    )}
                  </li>
                ))}
              </ul>
            </>
          )}
        </Part>
      </section>
    </div>
  )
}

function Enter({ of, language }: { of: string; language: string }) {
  const t = useWords()
  const names = useNames()
  const act = useAct(of)
  const { zone } = useMe()
  const services = usePart(of, 'services')
  const [form] = Form.useForm<Typed>()
  const draft = useDraft<Typed>(draftOf(of, 'complaint-entered'), form)
  const came = Form.useWatch('came', form) ?? draft.bind.initialValues?.came ?? 'counter'
  const isLater = came !== 'counter' && came !== 'voice'
  const enter = ({ text = '', about, came = 'counter', received }: Typed) =>
    act
      .mutateAsync({
        path: 'complaints',
        body: {
          text,
          language,
          came,
          ...(about ? { about } : {}),
          ...(isLater && received ? { received_at: isoOf(received, zone) } : {}),
        },
      })
      .then(draft.clear, () => undefined)
  return (
    <section className="panel" aria-labelledby="enter">
      <h2 id="enter">{t('enter')}</h2>
      <Form
        {...draft.bind}
        initialValues={{ came: 'counter', ...draft.bind.initialValues }}
        layout="vertical"
        requiredMark={false}
        onFinish={(values) => void enter(values)}
      >
        <Form.Item name="came" label={t('came')}>
          <Select options={WAYS.map((value) => ({ value, label: t(`ways/${value}`) }))} />
        </Form.Item>
        {isLater && (
          <Form.Item
            name="received"
            label={t('received')}
            extra={t('receivedAbout')}
            rules={[
              { required: true, message: t('receivedNeeded') },
              {
                validator: async (_, value: string | undefined) => {
                  if (value && momentOf(value, zone) > Date.now()) throw new Error(t('notLater'))
                },
              },
            ]}
          >
            <Input type="datetime-local" />
          </Form.Item>
        )}
        <Form.Item name="about" label={t('about')}>
          <Select
            allowClear
            placeholder={t('aboutNone')}
            options={(services.data?.services ?? []).map((each) => ({ value: each.id, label: names.service(each) }))}
          />
        </Form.Item>
        <Form.Item
          name="text"
          label={t('said')}
          rules={[{ required: true, whitespace: true, message: t('saidNeeded') }]}
        >
          <Input.TextArea rows={4} maxLength={2000} showCount />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={act.isPending}>
          {t('enterNow')}
        </Button>
      </Form>
    </section>
  )
}
