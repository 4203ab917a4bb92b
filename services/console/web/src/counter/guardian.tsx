import { App, Button, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { useDraft } from '../shell/draft.ts'
import { useDay, useMoment } from '../shell/format.ts'
import { Masked } from '../shell/masked.tsx'
import { Reason } from '../shell/reason.tsx'
import { draftOf, type Line, useAct } from './api.ts'
import { useWords } from './words.ts'

interface OfLine {
  readonly of: string
  readonly line: Line
}
interface Reasoned {
  readonly reason?: string
}
interface Entered extends Reasoned {
  readonly guardian?: string
  readonly majority?: string
}

/**
 * Who says yes as well, and for whom this subscriber does. A child’s guardian is entered and ended here, both phones are told.
 * What is given stands beside the longest of its cards.
 */
export function Guardian({ of, line, children }: OfLine & { children: ReactNode }) {
  const t = useWords()
  const day = useDay()
  const moment = useMoment()
  const { guardian, asked, wards } = line
  const until = (majority: string | undefined) =>
    majority === undefined ? '' : t('untilMajority', { when: day(majority) })
  return (
    <>
      <section className="panel" aria-labelledby="guardian">
        <h2 id="guardian">{t('guardian')}</h2>
        <p className="soft">{t('guardianAbout')}</p>
        <ul className="rows">
          {guardian && (
            <li>
              <Masked masked={guardian.number.masked} sight={guardian.number.ref} />
              <span className="row-more soft">
                {t('since', { when: moment(guardian.since) })} {until(guardian.majority)}
              </span>
            </li>
          )}
          {asked && (
            <li>
              <Masked masked={asked.number.masked} sight={asked.number.ref} />
              <span className="row-more soft">{t('guardianAsked', { when: moment(asked.until) })}</span>
            </li>
          )}
        </ul>
        {guardian || asked ? <End of={of} isAsked={!guardian} /> : <p className="soft">{t('guardianNone')}</p>}
      </section>
      {children}
      <Enter of={of} isChange={guardian !== undefined} />
      <section className="panel" aria-labelledby="wards">
        <h2 id="wards">{t('wards')}</h2>
        <p className="soft">{t(wards.length === 0 ? 'wardsNone' : 'wardsAbout')}</p>
        <ul className="rows">
          {wards.map((each) => (
            <li key={each.id}>
              <Masked masked={each.number.masked} sight={each.number.ref} />
              <span className="row-more soft">
                {t('since', { when: moment(each.since) })} {until(each.majority)}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

/** Asked once more, since from then on the ward’s own yes is enough. */
function End({ of, isAsked }: { of: string; isAsked: boolean }) {
  const t = useWords()
  const act = useAct(of)
  const { modal } = App.useApp()
  const [form] = Form.useForm<Reasoned>()
  const end = ({ reason }: Reasoned) =>
    void modal.confirm({
      title: t(isAsked ? 'guardianTakeBackAsk' : 'guardianEndAsk'),
      content: isAsked ? undefined : t('guardianEndMeans'),
      okText: t(isAsked ? 'guardianTakeBack' : 'guardianEnd'),
      okButtonProps: { danger: true },
      cancelText: t('cancel'),
      onOk: () =>
        act.mutateAsync({ path: 'line/guardian/end', body: { reason } }).then(
          () => form.resetFields(),
          () => undefined,
        ),
    })
  return (
    <Form name="guardian-end" form={form} layout="vertical" requiredMark={false} onFinish={end}>
      <Reason />
      <Button danger htmlType="submit" loading={act.isPending}>
        {t(isAsked ? 'guardianTakeBack' : 'guardianEnd')}
      </Button>
    </Form>
  )
}

/** Of a child, whose papers were seen: until the day on which it comes of age. */
function Enter({ of, isChange }: { of: string; isChange: boolean }) {
  const t = useWords()
  const act = useAct(of)
  const [form] = Form.useForm<Entered>()
  const draft = useDraft<Entered>(draftOf(of, 'guardian'), form)
  return (
    <section className="panel" aria-labelledby="child">
      <h2 id="child">{t(isChange ? 'childChange' : 'child')}</h2>
      <p className="soft">{t('childAbout')}</p>
      <Form
        name="guardian"
        {...draft.bind}
        layout="vertical"
        requiredMark={false}
        onFinish={(body) => void act.mutateAsync({ path: 'line/guardian', body }).then(draft.clear, () => undefined)}
      >
        <Form.Item
          name="guardian"
          label={t('guardianNumber')}
          rules={[{ required: true, whitespace: true, message: t('guardianNumberNeeded') }]}
        >
          <Input inputMode="tel" autoComplete="off" maxLength={40} placeholder="138 0013 8000" />
        </Form.Item>
        <Form.Item
          name="majority"
          label={t('majority')}
          extra={t('majorityAbout')}
          rules={[{ required: true, message: t('majorityNeeded') }]}
        >
          <Input type="date" />
        </Form.Item>
        <Reason />
        <Button type="primary" htmlType="submit" loading={act.isPending}>
          {t('childEnter')}
        </Button>
      </Form>
    </section>
  )
}
