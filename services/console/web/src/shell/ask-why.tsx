import { Alert, Form, Input, Modal } from 'antd'
import type { ReactNode } from 'react'
import { useDraft } from './draft.ts'
import { useWhy } from './fail.ts'
import { useMutation } from './once.ts'
import { useWords } from './words.ts'

interface AskWhyProps {
  /** Names what was typed, so that it outlives the session in which it was. */
  readonly name: string
  readonly open: boolean
  readonly title: string
  /** On the button that does it; the title, unless said. */
  readonly does?: string
  /** Which one it is done to, where one dialog is of several. */
  readonly of?: string | undefined
  /** What is done, and what it is done to. */
  readonly children?: ReactNode
  /** What came of it, where the dialog stays to say so. */
  readonly done?: ReactNode
  /** Does it; what it throws is said in the dialog. */
  readonly send: (reason: string) => Promise<unknown>
  readonly onClose: () => void
  /** When it has gone, and whether it was done. */
  readonly afterClose?: (isDone: boolean) => void
}

/** A dialog that asks why, and does it. */
export function AskWhy({
  name,
  of,
  open,
  title,
  does = title,
  children,
  done,
  send,
  onClose,
  afterClose,
}: AskWhyProps) {
  const t = useWords()
  const why = useWhy()
  const [form] = Form.useForm<{ reason: string }>()
  const draft = useDraft(name, form)
  const act = useMutation({
    mutationFn: ({ reason }: { reason: string; of: string | undefined }) => send(reason.trim()),
    onSuccess: draft.clear,
  })
  return (
    <Modal
      open={open}
      title={title}
      okText={does}
      cancelText={t('cancel')}
      okButtonProps={{ hidden: done !== undefined }}
      confirmLoading={act.isPending}
      onOk={form.submit}
      onCancel={() => {
        draft.clear()
        onClose()
      }}
      afterClose={() => {
        afterClose?.(act.isSuccess)
        act.reset()
      }}
      destroyOnHidden
    >
      {done ?? (
        <>
          {children}
          <div aria-live="assertive">
            {act.error && <Alert type="error" showIcon title={why(act.error)} className="gap" />}
          </div>
          <Form
            name={name}
            {...draft.bind}
            layout="vertical"
            requiredMark={false}
            onFinish={({ reason }: { reason: string }) => act.mutate({ reason, of })}
          >
            <Form.Item
              name="reason"
              label={t('reason')}
              rules={[{ required: true, whitespace: true, min: 2, message: t('reasonNeeded') }]}
            >
              <Input.TextArea rows={3} maxLength={300} autoFocus />
            </Form.Item>
          </Form>
        </>
      )}
    </Modal>
  )
}
