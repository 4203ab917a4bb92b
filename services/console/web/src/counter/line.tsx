import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { call } from '../shell/api.ts'
import { useDraft } from '../shell/draft.ts'
import { useWhy } from '../shell/fail.ts'
import { useMoment, useNames } from '../shell/format.ts'
import { useMe } from '../shell/me.ts'
import { useMutation } from '../shell/once.ts'
import { Part } from '../shell/part.tsx'
import { Reason } from '../shell/reason.tsx'
import { isoOf, momentOf } from '../shell/zone.ts'
import { draftOf, type Line, useAct, usePart, useWouldLose } from './api.ts'
import { Guardian } from './guardian.tsx'
import { useWords } from './words.ts'

/** The lock of the line, who says yes as well, and what a lost or stolen phone did: put right as one case. */
export function LineTab({ of }: { of: string }) {
  const query = usePart(of, 'line')
  return (
    <Part query={query}>
      {(line) => (
        <div className="cards wide">
          <Lock of={of} lock={line.lock} />
          <Guardian of={of} line={line}>
            <Lost of={of} />
          </Guardian>
          {line.cases.map((id) => (
            <Case key={id} id={id} />
          ))}
        </div>
      )}
    </Part>
  )
}

interface Reasoned {
  readonly reason?: string
}

function Lock({ of, lock }: { of: string; lock: Line['lock'] }) {
  const t = useWords()
  const moment = useMoment()
  const act = useAct(of)
  const [form] = Form.useForm<Reasoned>()
  return (
    <section className="panel" aria-labelledby="lock">
      <h2 id="lock">{t('line')}</h2>
      <p>
        {lock ? t('lockedSince', { when: moment(lock.since) }) : t('notLocked')}
        {lock?.held && ` ${t(`held/${lock.held}`)}`}
        {lock?.opens_at && ` ${t('opensAt', { when: moment(lock.opens_at) })}`}
      </p>
      <Form
        name="lock"
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ reason }) =>
          void act.mutateAsync({ path: lock ? 'line/unlock' : 'line/lock', body: { reason } }).then(
            () => form.resetFields(),
            () => undefined,
          )
        }
      >
        <Reason />
        <Button htmlType="submit" loading={act.isPending}>
          {t(lock ? 'unlock' : 'lockNow')}
        </Button>
      </Form>
    </section>
  )
}

interface Typed extends Reasoned {
  readonly since?: string
}

/** From a moment in the past: first it is shown what would be put right, then it is done. */
function Lost({ of }: { of: string }) {
  const t = useWords()
  const why = useWhy()
  const names = useNames()
  const moment = useMoment()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const { zone } = useMe()
  const [form] = Form.useForm<Typed>()
  const draft = useDraft<Typed>(draftOf(of, 'lost'), form)
  const [shown, setShown] = useState<Required<Typed>>()
  const would = useWouldLose(of, shown && isoOf(shown.since, zone))
  const lose = useMutation({
    mutationFn: ({ since, reason }: Required<Typed>) =>
      call<{ case: string }>('POST', `/console/api/subscribers/${encodeURIComponent(of)}/line/lost`, {
        since: isoOf(since, zone),
        reason,
      }),
    onSuccess() {
      draft.clear()
      setShown(undefined)
      void message.success(t('lostDone'))
      void queries.invalidateQueries({ queryKey: ['counter', of] })
    },
  })
  return (
    <section className="panel" aria-labelledby="lost">
      <h2 id="lost">{t('lost')}</h2>
      <p className="soft">{t('lostAbout')}</p>
      <div aria-live="assertive">
        {lose.error && <Alert type="error" showIcon title={why(lose.error)} className="gap" />}
      </div>
      <Form
        name="lost"
        {...draft.bind}
        layout="vertical"
        requiredMark={false}
        onValuesChange={(changed, values) => {
          draft.bind.onValuesChange(changed, values)
          setShown(undefined)
        }}
        onFinish={(values) => setShown(values as Required<Typed>)}
      >
        <Form.Item
          name="since"
          label={t('lostSince')}
          rules={[
            { required: true, message: t('lostSinceNeeded') },
            {
              validator: async (_, value: string | undefined) => {
                if (value && momentOf(value, zone) > Date.now()) throw new Error(t('notLater'))
              },
            },
          ]}
        >
          <Input type="datetime-local" />
        </Form.Item>
        <Reason />
        {!shown && <Button htmlType="submit">{t('lostShow')}</Button>}
      </Form>
      {shown && (
        <div aria-live="polite">
          <h3>{t('lostWould')}</h3>
          <Part query={would}>
            {({ since, prompts, consents, charges }) => (
              <>
                <ul className="rows">
                  <li>{t('lostLock', { when: moment(since) })}</li>
                  {prompts > 0 && <li>{t('lostPrompts', { count: prompts })}</li>}
                  <li>{t('lostConsents', { count: consents.length })}</li>
                  {consents.map((each) => (
                    <li key={each.receipt}>
                      {names.service(each.service)} <span className="soft">{moment(each.at)}</span>
                    </li>
                  ))}
                  <li>{t('lostCharges', { count: charges.length })}</li>
                  {charges.map((each) => (
                    <li key={each.id}>
                      {names.service(each.service)} {names.yuan(each.amount_fen)}{' '}
                      <span className="soft">
                        {moment(each.at)} ·{' '}
                        {each.refund_fen > 0
                          ? t('lostBack', { amount: names.yuan(each.refund_fen) })
                          : t('lostDecided')}
                      </span>
                    </li>
                  ))}
                </ul>
                <Button type="primary" danger loading={lose.isPending} onClick={() => lose.mutate(shown)}>
                  {t('lostDo')}
                </Button>
              </>
            )}
          </Part>
        </div>
      )}
    </section>
  )
}

interface LineCase {
  readonly since: string
  readonly consents: readonly { readonly receipt: string }[]
  readonly charges: readonly {
    readonly charge: string
    readonly amount_fen: number
    readonly refund_fen: number
    readonly status: 'open' | 'proven' | 'disproven'
  }[]
  readonly open: boolean
}

/** What was put right, as one case. */
function Case({ id }: { id: string }) {
  const t = useWords()
  const names = useNames()
  const moment = useMoment()
  const query = useQuery({
    queryKey: ['line-case', id],
    queryFn: () => call<LineCase>('GET', `/console/api/line-cases/${encodeURIComponent(id)}`),
    refetchInterval: 10_000,
  })
  return (
    <section className="panel" aria-label={t('lostCase')}>
      <h2>{t('lostCase')}</h2>
      <Part query={query}>
        {(each) => (
          <>
            <p>
              {t('lostLock', { when: moment(each.since) })} {t('lostConsents', { count: each.consents.length })}
            </p>
            <ul className="rows">
              {each.charges.map((charge) => (
                <li key={charge.charge}>
                  <code>{charge.charge}</code> {names.yuan(charge.amount_fen)} · {t(`disputes/${charge.status}`)} ·{' '}
                  {t('refunded', { amount: names.yuan(charge.refund_fen) })}
                </li>
              ))}
            </ul>
          </>
        )}
      </Part>
    </section>
  )
}
