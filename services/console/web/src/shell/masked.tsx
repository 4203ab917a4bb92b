import { Button, Form, Modal } from 'antd'
import { useEffect, useState } from 'react'
import { call } from './api.ts'
import { SightError, useAgreedSights } from './more-sights.tsx'
import { useMutation } from './once.ts'
import { Reason } from './reason.tsx'
import { useWords } from './words.ts'

/** So long does an opened number stand there. */
const SHOWN_MS = 120_000

/**
 * A subscriber's number as lists show it. Who has the right opens it with a reason, and that is on the audit log; after two
 * minutes it is masked again. It is never in an address, and in no cache.
 */
export function Masked({
  masked,
  sight,
}: {
  /** As the API gives it: `138****8000`. */
  masked: string
  /** What names the number to `POST /console/api/sights`. */
  sight: string
}) {
  const t = useWords()
  const agreed = useAgreedSights()
  const [asking, setAsking] = useState(false)
  const [number, setNumber] = useState<string>()
  const [form] = Form.useForm<{ reason: string }>()
  const open = useMutation({
    gcTime: 0,
    mutationFn: ({ reason }: { reason: string }) =>
      call<{ number: string }>('POST', '/console/api/sights', { ref: sight, reason, ...agreed() }),
    onSuccess(answer) {
      setNumber(answer.number)
      setAsking(false)
    },
  })
  useEffect(() => {
    if (number === undefined) return
    const timer = setTimeout(() => setNumber(undefined), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [number])
  return (
    <span className="masked">
      <span className="number">{number ?? masked}</span>
      {number === undefined ? (
        <Button
          size="small"
          type="text"
          className="masked-open"
          aria-label={t('openNumber', { masked })}
          onClick={() => setAsking(true)}
        >
          {t('open')}
        </Button>
      ) : (
        <Button size="small" type="text" className="masked-open" onClick={() => setNumber(undefined)}>
          {t('hide')}
        </Button>
      )}
      <Modal
        open={asking}
        title={t('openNumber', { masked })}
        okText={t('open')}
        cancelText={t('cancel')}
        confirmLoading={open.isPending}
        onCancel={() => setAsking(false)}
        onOk={() => form.submit()}
        // What takes the focus before the dialog does is where it goes back to: nothing takes it by itself.
        afterOpenChange={(isOpen) => isOpen && form.getFieldInstance('reason')?.focus()}
        destroyOnHidden
      >
        <p className="soft">{t('openNumberAbout')}</p>
        <div aria-live="assertive">
          <SightError
            error={open.error}
            reasonOf={() => form.getFieldValue('reason')}
            onAgreed={() => open.mutate(form.getFieldsValue())}
          />
        </div>
        <Form form={form} layout="vertical" onFinish={(values) => open.mutate(values)}>
          <Reason offers={[t('reasonCall'), t('reasonComplaint'), t('reasonDispute')]} />
        </Form>
      </Modal>
    </span>
  )
}
