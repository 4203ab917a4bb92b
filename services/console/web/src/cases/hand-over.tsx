import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Checkbox, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useDraft } from '../shell/draft.ts'
import { useWhy } from '../shell/fail.ts'
import { useKeys } from '../shell/keys.tsx'
import { useMe } from '../shell/me.ts'
import { useMutation } from '../shell/once.ts'
import { cases } from './api.ts'
import { useWords } from './words.ts'

interface Typed {
  readonly to?: string
  readonly reason?: string
  readonly away?: boolean
}

/**
 * Who took a case keeps it; to somebody else it goes by its owner, with a reason, or by an administrator in their place. Shown
 * to these alone.
 */
export function HandOver({
  kind,
  id,
  owner,
}: {
  kind: 'complaints' | 'disputes'
  id: string
  owner: string | undefined
}) {
  const t = useWords()
  const me = useMe()
  const why = useWhy()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [form] = Form.useForm<Typed>()
  const draft = useDraft<Typed>(`hand-over-${id}`, form)
  const [isOpen, setOpen] = useState(draft.isThere)
  const isMine = owner === me.id
  const mayHand = owner !== undefined && (isMine || me.role === 'administrator')
  const people = useQuery({ queryKey: ['colleagues'], queryFn: cases.colleagues, enabled: isOpen && mayHand })
  const hand = useMutation({
    mutationFn: (typed: Typed) => cases.handOver(kind, id, typed),
    onSuccess() {
      draft.clear()
      setOpen(false)
      void message.success(t('handedDone'))
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: [kind] }),
  })
  useKeys(mayHand ? [{ key: 'h', says: t('handOver'), run: () => setOpen(true) }] : [])
  if (!mayHand) return null
  return (
    <>
      <Button onClick={() => setOpen(true)} aria-keyshortcuts="h">
        {t('handOver')}
      </Button>
      <Modal
        open={isOpen}
        title={t('handOver')}
        okText={t('handOver')}
        cancelText={t('cancel')}
        confirmLoading={hand.isPending}
        onOk={() => form.submit()}
        onCancel={() => {
          draft.clear()
          hand.reset()
          setOpen(false)
        }}
        destroyOnHidden
      >
        <p className="soft">{t('handOverAbout')}</p>
        <div aria-live="assertive">
          {hand.error && <Alert type="error" showIcon title={why(hand.error)} className="gap" />}
        </div>
        <Form
          name="hand-over"
          {...draft.bind}
          layout="vertical"
          requiredMark={false}
          onFinish={(typed) => hand.mutate(typed)}
        >
          <Form.Item name="to" label={t('handTo')} rules={[{ required: true, message: t('handToNeeded') }]}>
            <Select
              showSearch
              optionFilterProp="label"
              loading={people.isPending}
              options={(people.data?.items ?? [])
                .filter((each) => each.id !== owner)
                .map((each) => ({ value: each.id, label: each.id === me.id ? t('mine') : each.name }))}
            />
          </Form.Item>
          <Form.Item
            name="reason"
            label={t('handWhy')}
            extra={t('handWhyAbout')}
            rules={[{ required: true, whitespace: true, min: 3, message: t('handWhyNeeded') }]}
          >
            <Input.TextArea rows={2} maxLength={300} />
          </Form.Item>
          {!isMine && (
            <Form.Item name="away" valuePropName="checked">
              <Checkbox>{t('handAway')}</Checkbox>
            </Form.Item>
          )}
        </Form>
      </Modal>
    </>
  )
}
