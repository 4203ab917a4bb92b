import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Alert, App, Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useWhy } from '../shell/fail.ts'
import { useKeys } from '../shell/keys.tsx'
import { useMutation } from '../shell/once.ts'
import { Part } from '../shell/part.tsx'
import { campaignScreen, campaigns, type Listed, type Whole } from './api.ts'
import { useWords } from './words.ts'

interface Values {
  readonly into: string
  readonly note: string
}

/** All of it belongs to another campaign from now on; which one is chosen from those that are open. */
export function Join({ campaign }: { campaign: Whole }) {
  const t = useWords()
  const why = useWhy()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [form] = Form.useForm<Values>()
  const [asking, setAsking] = useState(false)
  const others = useQuery({
    queryKey: ['campaigns', 'others', campaign.id],
    enabled: asking,
    queryFn: async () => {
      const pages = await Promise.all(
        ['proposed', 'growing', 'decided'].map((status) => campaigns.list(`status=${status}&limit=100`)),
      )
      return pages.flatMap(({ items }) => items).filter(({ id }) => id !== campaign.id && id.startsWith('c'))
    },
  })
  const join = useMutation({
    mutationFn: ({ into, note }: Values) => campaigns.act(campaign.id, 'join', { into, note }),
    onSuccess(_, { into }) {
      setAsking(false)
      void message.success(t('joinDone'))
      void navigate({ to: campaignScreen(into) })
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: ['campaigns'] }),
  })
  useKeys([{ key: 'm', says: t('join'), run: () => setAsking(true) }])
  const labelOf = ({ text, reporters, kind }: Listed) =>
    `${t.of('kinds', kind)} · ${t('reportersOf', { count: reporters })} · ${text}`
  return (
    <>
      <Button onClick={() => setAsking(true)} aria-keyshortcuts="m">
        {t('join')}
      </Button>
      <Modal
        open={asking}
        title={t('join')}
        okText={t('doJoin')}
        cancelText={t('cancel')}
        confirmLoading={join.isPending}
        okButtonProps={{ disabled: others.data?.length === 0 }}
        onOk={() => form.submit()}
        onCancel={() => setAsking(false)}
        destroyOnHidden
      >
        <p>{t('joinAbout')}</p>
        <Part query={others}>
          {(found) =>
            found.length === 0 ? (
              <p className="soft">{t('joinNone')}</p>
            ) : (
              <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => join.mutate(values)}>
                <Form.Item name="into" label={t('joinInto')} rules={[{ required: true, message: t('needed') }]}>
                  <Select
                    showSearch={{ optionFilterProp: 'label' }}
                    autoFocus
                    options={found.map((each) => ({ value: each.id, label: labelOf(each) }))}
                  />
                </Form.Item>
                <Form.Item
                  name="note"
                  label={t('reason_')}
                  rules={[{ required: true, whitespace: true, message: t('needed') }]}
                >
                  <Input.TextArea maxLength={500} rows={2} />
                </Form.Item>
              </Form>
            )
          }
        </Part>
        <div aria-live="assertive">{join.error && <Alert type="error" showIcon title={why(join.error)} />}</div>
      </Modal>
    </>
  )
}
