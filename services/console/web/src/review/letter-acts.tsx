import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { useDraft } from '../shell/draft.ts'
import { useWhy } from '../shell/fail.ts'
import { useMe } from '../shell/me.ts'
import { useMutation } from '../shell/once.ts'
import { localOf } from '../shell/zone.ts'
import { type ListedLetter, letterWays, review } from './api.ts'
import { attachedOf, TAKEN } from './attached.ts'
import { useWords } from './words.ts'

interface Typed {
  readonly on?: string
  readonly way?: string
  readonly text?: string
}
interface Of {
  readonly number: string
  readonly decided_at?: string | undefined
}
type Act = 'letter-sent' | 'written-appeal'

/** Something that went or came on paper is entered, with its day: what it means is said before. */
function Entered({
  act,
  says,
  about = act,
  of: { number, decided_at },
  draftOf = number,
  more,
  onOver,
  children,
}: {
  act: Act
  says: string
  about?: Act | 'answer-sent' | 'voided-sent'
  of: Of
  /** Whose draft it is, where there are several of a case. */
  draftOf?: string
  /** What goes beside what was typed. */
  more?: object
  onOver?: () => void
  children: React.ReactNode
}) {
  const t = useWords()
  const why = useWhy()
  const { zone } = useMe()
  const queries = useQueryClient()
  const [form] = Form.useForm<Typed>()
  const draft = useDraft<Typed>(`case-${draftOf}-${about}`, form)
  const [isOpen, setOpen] = useState(draft.isThere)
  const dayOf = (at: number) => localOf(at, zone).slice(0, 10)
  const enter = useMutation({
    mutationFn: (body: Typed) => review.step(number, act, { ...body, ...more }),
    onSuccess(now) {
      queries.setQueryData(['cases', 'one', number], now)
      draft.clear()
      onOver?.()
      setOpen(false)
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: ['cases'] }),
  })
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)} aria-label={`${says} ${number}`}>
        {says}
      </Button>
      <Modal
        open={isOpen}
        title={`${says} · ${number}`}
        okText={says}
        cancelText={t('cancel')}
        confirmLoading={enter.isPending}
        onOk={() => form.submit()}
        onCancel={() => {
          draft.clear()
          onOver?.()
          enter.reset()
          setOpen(false)
        }}
        destroyOnHidden
      >
        <p className="soft">{t(`enteredAbout/${about}`)}</p>
        <div aria-live="assertive">
          {enter.error && <Alert type="error" showIcon className="gap" title={why(enter.error)} />}
        </div>
        <Form
          name={`${about}-${draftOf}`}
          layout="vertical"
          requiredMark={false}
          {...draft.bind}
          initialValues={{ on: dayOf(Date.now()), ...draft.bind.initialValues }}
          onFinish={(typed: Typed) => enter.mutate(typed)}
        >
          <Form.Item name="on" label={t(`enteredOn/${act}`)} rules={[{ required: true, message: t('dayNeeded') }]}>
            <Input
              type="date"
              max={dayOf(Date.now())}
              {...(decided_at === undefined ? {} : { min: dayOf(Date.parse(decided_at)) })}
            />
          </Form.Item>
          {children}
        </Form>
      </Modal>
    </>
  )
}

/** What a letter tells: of appeals that were taken out, which. */
export type Tells = Pick<ListedLetter, 'of' | 'nth'>
const ABOUT = { verdict: 'letter-sent', appeal: 'answer-sent', voided: 'voided-sent' } as const

/** That a letter was sent: on that day, that way. */
export function LetterSent({ of, tells, again }: { of: Of; tells: Tells; again: boolean }) {
  const t = useWords()
  return (
    <Entered
      act="letter-sent"
      about={ABOUT[tells.of]}
      draftOf={`${of.number}-${tells.nth ?? 1}`}
      says={t(again ? 'sentAgain' : 'entered/letter-sent')}
      of={of}
      more={{ of: tells.of, nth: tells.nth }}
    >
      <Form.Item name="way" label={t('letterWay')} rules={[{ required: true, message: t('choose') }]}>
        <Radio.Group options={letterWays.map((value) => ({ value, label: t.of('letterWays', value) }))} />
      </Form.Item>
    </Entered>
  )
}

/** What a partner that has no key says against the verdict, on paper. */
export function WrittenAppeal({ of }: { of: Of }) {
  const t = useWords()
  // A file is kept in no draft: after a reload it is chosen again.
  const [paper, setPaper] = useState<Awaited<ReturnType<typeof attachedOf>>>()
  return (
    <Entered
      act="written-appeal"
      says={t('entered/written-appeal')}
      of={of}
      more={{ paper }}
      onOver={() => setPaper(undefined)}
    >
      <Form.Item
        name="text"
        label={t('writtenText')}
        rules={[{ required: true, whitespace: true, message: t('needed') }]}
      >
        <Input.TextArea rows={5} maxLength={4000} />
      </Form.Item>
      <Form.Item
        name="paper"
        label={t('paper')}
        extra={t('paperAbout')}
        getValueProps={() => ({})}
        rules={[
          {
            validator: () => (paper ? Promise.resolve() : Promise.reject(new Error(t('paperNeeded')))),
          },
        ]}
      >
        <Input
          type="file"
          accept={TAKEN.join(',')}
          onChange={async ({ target }) => setPaper(target.files?.[0] && (await attachedOf(target.files[0])))}
        />
      </Form.Item>
    </Entered>
  )
}
