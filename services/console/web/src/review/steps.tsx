import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Alert, App, Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useDraft } from '../shell/draft.ts'
import { useFail, useWhy } from '../shell/fail.ts'
import { useKeys } from '../shell/keys.tsx'
import { useMe } from '../shell/me.ts'
import { useMutation } from '../shell/once.ts'
import { isoOf, localOf } from '../shell/zone.ts'
import { review, type WholeCase } from './api.ts'
import { useNextCase } from './queue.ts'
import { useWords } from './words.ts'

/** Whether somebody gave its verdict, or approved it: they neither enter an appeal against it nor answer one. */
export const tookPart = ({ decided_by, approved_by }: WholeCase, who: string): boolean =>
  [decided_by, approved_by].includes(who)

/** Who may do what with a case now: the server says no to everything else as well. */
export function useMay(of: WholeCase) {
  const { owner, status, frozen, escalated, verdict } = of
  const me = useMe()
  const judges = me.purposes.includes('judge')
  const isMine = owner === me.id
  const waits = status === 'open' || status === 'appealed'
  const isFree = owner === undefined || isMine
  const isGiver = status === 'appealed' && tookPart(of, me.id)
  return {
    isMine,
    take: judges && waits && !isMine && !isGiver && (owner === undefined || (escalated && me.role === 'administrator')),
    work: judges && isFree,
    decide: judges && isFree && !verdict,
    snooze: judges && isFree && !verdict,
    escalate: judges && waits && isFree && !escalated,
    hand: judges && waits && isMine,
    lift: judges && isFree && frozen,
  }
}

/** What can be done with a case, each with its key. */
export function Steps({ of }: { of: WholeCase }) {
  const t = useWords()
  const fail = useFail()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const nextOf = useNextCase()
  const may = useMay(of)
  const { number } = of
  const take = useMutation({
    mutationFn: () => review.step(number, 'take'),
    onSuccess: (now) => queries.setQueryData(['cases', 'one', number], now),
    onError: fail,
    // Whoever was first, it is looked at as it is now.
    onSettled: () => void queries.invalidateQueries({ queryKey: ['cases'] }),
  })
  const next = useMutation({
    mutationFn: () => nextOf(number),
    onSuccess: (found) =>
      found
        ? void navigate({ to: '/console/cases/$number', params: { number: found.number } })
        : void message.info(t('noNext')),
    onError: fail,
  })
  const decide = () => void navigate({ to: '/console/cases/$number/decide', params: { number } })
  useKeys([
    ...(may.take ? [{ key: 't', says: t('take'), run: () => take.mutate() }] : []),
    ...(may.decide ? [{ key: 'd', says: t('decide'), run: decide }] : []),
    { key: 'n', says: t('next'), run: () => next.mutate() },
  ])
  return (
    <>
      {may.take && (
        <Button
          type={may.decide ? 'default' : 'primary'}
          loading={take.isPending}
          onClick={() => take.mutate()}
          aria-keyshortcuts="t"
        >
          {t(of.owner === undefined ? 'take' : 'takeOver')}
        </Button>
      )}
      {may.decide && (
        <Button type="primary" onClick={decide} aria-keyshortcuts="d">
          {t('decide')}
        </Button>
      )}
      {may.snooze && <Ask of={of} step="snooze" shortcut="s" isDated />}
      {may.escalate && <Ask of={of} step="escalate" shortcut="e" />}
      {may.hand && <HandOver of={of} />}
      {may.lift && <Ask of={of} step="lift-freeze" shortcut="l" isDanger />}
      <Button loading={next.isPending} onClick={() => next.mutate()} aria-keyshortcuts="n">
        {t('next')}
      </Button>
    </>
  )
}

interface Asked {
  readonly reason?: string
  readonly day?: string
  readonly to?: string
}

/** A step that wants its reason: asked for in a dialog, which loses nothing that was typed. */
function Ask({
  of: { number, due_at },
  step,
  shortcut,
  isDated = false,
  isDanger = false,
}: {
  of: WholeCase
  step: 'snooze' | 'escalate' | 'lift-freeze'
  shortcut: string
  isDated?: boolean
  isDanger?: boolean
}) {
  const t = useWords()
  const { zone } = useMe()
  const dialog = useStep(number, step)
  const dayOf = (at: number) => localOf(at, zone).slice(0, 10)
  useKeys([{ key: shortcut, says: t(`steps/${step}`), run: dialog.show }])
  return (
    <>
      <Button danger={isDanger} onClick={dialog.show} aria-keyshortcuts={shortcut}>
        {t(`steps/${step}`)}
      </Button>
      <StepDialog
        dialog={dialog}
        title={t(`steps/${step}`)}
        about={t(`stepsAbout/${step}`)}
        send={({ reason = '', day = '' }) => (isDated ? { reason, until: isoOf(`${day}T09:00`, zone) } : { reason })}
      >
        {isDated && (
          <Form.Item name="day" label={t('until')} rules={[{ required: true, message: t('dayNeeded') }]}>
            <Input type="date" min={dayOf(Date.now() + DAY)} max={dayOf(Date.parse(due_at))} />
          </Form.Item>
        )}
      </StepDialog>
    </>
  )
}

const DAY = 86_400_000

function HandOver({ of: { number, owner } }: { of: WholeCase }) {
  const t = useWords()
  const dialog = useStep(number, 'hand-over')
  const people = useQuery({ queryKey: ['colleagues', 'cases'], queryFn: review.colleagues, enabled: dialog.isOpen })
  useKeys([{ key: 'h', says: t('steps/hand-over'), run: dialog.show }])
  return (
    <>
      <Button onClick={dialog.show} aria-keyshortcuts="h">
        {t('steps/hand-over')}
      </Button>
      <StepDialog
        dialog={dialog}
        title={t('steps/hand-over')}
        about={t('stepsAbout/hand-over')}
        send={({ reason, to }) => ({ reason, to })}
      >
        <Form.Item name="to" label={t('handTo')} rules={[{ required: true, message: t('handToNeeded') }]}>
          <Select
            showSearch
            optionFilterProp="label"
            loading={people.isPending}
            options={(people.data?.items ?? [])
              .filter(({ id }) => id !== owner)
              .map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
      </StepDialog>
    </>
  )
}

function useStep(number: string, step: 'snooze' | 'escalate' | 'lift-freeze' | 'hand-over') {
  const queries = useQueryClient()
  const [form] = Form.useForm<Asked>()
  const draft = useDraft<Asked>(`case-${number}-${step}`, form)
  const [isOpen, setOpen] = useState(draft.isThere)
  const send = useMutation({
    mutationFn: (body: object) => review.step(number, step, body),
    onSuccess(now) {
      queries.setQueryData(['cases', 'one', number], now)
      draft.clear()
      setOpen(false)
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: ['cases'] }),
  })
  return {
    form,
    draft,
    isOpen,
    send,
    name: `case-${step}`,
    show: () => setOpen(true),
    close() {
      draft.clear()
      send.reset()
      setOpen(false)
    },
  }
}

function StepDialog({
  dialog: { form, draft, isOpen, send: doing, name, close },
  title,
  about,
  send,
  children,
}: {
  dialog: ReturnType<typeof useStep>
  title: string
  about: string
  send: (asked: Asked) => object
  children?: React.ReactNode
}) {
  const t = useWords()
  const why = useWhy()
  return (
    <Modal
      open={isOpen}
      title={title}
      okText={title}
      cancelText={t('cancel')}
      confirmLoading={doing.isPending}
      onOk={() => form.submit()}
      onCancel={close}
      destroyOnHidden
    >
      <p className="soft">{about}</p>
      <div aria-live="assertive">
        {doing.error && <Alert type="error" showIcon title={why(doing.error)} className="gap" />}
      </div>
      <Form
        name={name}
        {...draft.bind}
        layout="vertical"
        requiredMark={false}
        onFinish={(asked: Asked) => doing.mutate(send(asked))}
      >
        {children}
        <Form.Item
          name="reason"
          label={t('reason')}
          rules={[{ required: true, whitespace: true, message: t('reasonNeeded') }]}
        >
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
