import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Input, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import { call } from '../shell/api.ts'
import { useWhy } from '../shell/fail.ts'
import { useMutation } from '../shell/once.ts'
import type { Done } from './api.ts'
import { useWords } from './words.ts'

/** A button that asks why, and does it; where two people are needed, it says that it waits for the second. */
export function Ask({
  label,
  path,
  body,
  disabled = false,
  primary = false,
  children,
}: {
  readonly label: string
  readonly path: string
  readonly body: object
  readonly disabled?: boolean
  readonly primary?: boolean
  /** What follows from it. */
  readonly children?: ReactNode
}) {
  const t = useWords()
  const reads = useWhy()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [why, setWhy] = useState('')
  const act = useMutation({
    mutationFn: (wish: { path: string; body: object }) => call<Partial<Done>>('POST', wish.path, wish.body),
    onSuccess: async ({ status }) => {
      await queries.invalidateQueries({ queryKey: ['monitor-policy'] })
      if (status !== 'open') setAsking(false)
    },
  })
  const waits = act.data?.status === 'open'
  const field = `why-${path.replaceAll('/', '-')}`
  return (
    <>
      <Button type={primary ? 'primary' : 'default'} disabled={disabled} onClick={() => setAsking(true)}>
        {label}
      </Button>
      <Modal
        open={asking}
        title={label}
        okText={label}
        cancelText={t(waits ? 'close' : 'cancel')}
        okButtonProps={{ disabled: why.trim() === '' }}
        footer={(both, { CancelBtn }) => (waits ? <CancelBtn /> : both)}
        confirmLoading={act.isPending}
        onOk={() => act.mutate({ path, body: { ...body, why: why.trim() } })}
        onCancel={() => {
          setAsking(false)
          act.reset()
        }}
        destroyOnHidden
      >
        {waits ? (
          <Alert
            type="info"
            showIcon
            title={t('waits')}
            action={<Link to="/console/proposals">{t('toProposals')}</Link>}
          />
        ) : (
          <>
            {children}
            <label htmlFor={field}>{t('why')}</label>
            <Input.TextArea id={field} value={why} maxLength={1000} onChange={(event) => setWhy(event.target.value)} />
            <div aria-live="assertive" className="below">
              {act.error && <Alert type="error" showIcon title={reads(act.error)} />}
            </div>
          </>
        )}
      </Modal>
    </>
  )
}
