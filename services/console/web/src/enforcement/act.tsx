import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { call } from '../shell/api.ts'
import { useWhy } from '../shell/fail.ts'
import type { Done } from './api.ts'
import { useWords } from './words.ts'

/** A button that asks why, and does it: lifts a block, takes one off the white list. */
export function Act({ path, label, about }: { path: string; label: string; about?: string }) {
  const t = useWords()
  const why = useWhy()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [note, setNote] = useState('')
  const act = useMutation({
    mutationFn: () => call<Done>('POST', path, { note }),
    onSuccess: async (done) => {
      await queries.invalidateQueries({ queryKey: ['blocks'] })
      if (done.status === 'applied') setAsking(false)
    },
  })
  const isOpen = act.data?.status === 'open'
  const field = `why-${label}`
  return (
    <>
      <Button onClick={() => setAsking(true)}>{label}</Button>
      <Modal
        open={asking}
        title={label}
        okText={label}
        cancelText={t('cancel')}
        okButtonProps={{ disabled: note.trim().length < 2, hidden: isOpen }}
        confirmLoading={act.isPending}
        onOk={() => act.mutate()}
        onCancel={() => setAsking(false)}
        destroyOnHidden
      >
        {isOpen ? (
          <Alert
            type="info"
            showIcon
            title={t('waits')}
            action={<Link to="/console/proposals">{t('toProposals')}</Link>}
          />
        ) : (
          <>
            {about && <p>{about}</p>}
            <label htmlFor={field}>{t('note')}</label>
            <Input.TextArea id={field} value={note} maxLength={300} onChange={(event) => setNote(event.target.value)} />
            <div aria-live="assertive" className="below">
              {act.error && <Alert type="error" showIcon title={why(act.error)} />}
            </div>
          </>
        )}
      </Modal>
    </>
  )
}
