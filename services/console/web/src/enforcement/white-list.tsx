import { useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { DataList } from '../lists/data-list.tsx'
import { call } from '../shell/api.ts'
import { useDraft } from '../shell/draft.ts'
import { useWhy } from '../shell/fail.ts'
import { useMoment } from '../shell/format.ts'
import { useMe } from '../shell/me.ts'
import { useMutation } from '../shell/once.ts'
import { Screen } from '../shell/screen.tsx'
import { Act } from './act.tsx'
import { type Done, kinds, type ListedShown, lists } from './api.ts'
import { blockScreen } from './blocks.tsx'
import { useWords } from './words.ts'

/** Who is blocked by two people only. */
export function WhiteList() {
  const t = useWords()
  const moment = useMoment()
  const mayBlock = useMe().purposes.includes('block')
  return (
    <Screen title={t('whiteList')} about={t('whiteAbout')} extra={mayBlock && <Add />}>
      <DataList<ListedShown>
        title={t('whiteList')}
        topic="blocks"
        path="/v1/white-list"
        order="desc"
        rowKey={({ id }) => id}
        open={({ id }) => blockScreen(id)}
        empty={t('whiteNone')}
        filters={[
          { name: 'list', label: t('list'), options: lists.map((value) => ({ value, label: t.of('lists', value) })) },
        ]}
        columns={[
          {
            name: 'value',
            title: t('value'),
            render: ({ value, written, number }) => (
              <>
                <span className={number ? 'number is-mask' : 'number'}>{value}</span>
                {written && <span className="soft"> {written}</span>}
              </>
            ),
          },
          { name: 'kind', title: t('kind'), render: ({ kind }) => t.of('kinds', kind) },
          { name: 'list', title: t('list'), render: ({ list }) => t.of('lists', list) },
          { name: 'note', title: t('note'), render: ({ note }) => note ?? '—' },
          { name: 'by', title: t('by'), render: ({ by_name }) => by_name },
          { name: 'at', title: t('at'), sorted: true, short: true, render: ({ at }) => moment(at) },
          ...(mayBlock
            ? [
                {
                  name: 'act',
                  title: t('toDo'),
                  render: ({ id }: ListedShown) => (
                    <Act
                      path={`/v1/white-list/${encodeURIComponent(id)}/remove`}
                      label={t('remove')}
                      about={t('removeAbout')}
                    />
                  ),
                },
              ]
            : []),
        ]}
      />
    </Screen>
  )
}

interface Values {
  readonly kind: string
  readonly value: string
  readonly list: string
  readonly note: string
}

function Add() {
  const t = useWords()
  const why = useWhy()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [form] = Form.useForm<Values>()
  const draft = useDraft<Values>('white-list', form)
  const [open, setOpen] = useState(draft.isThere)
  const add = useMutation({
    mutationFn: (values: Values) => call<Done>('POST', '/v1/white-list', values),
    onSuccess: async () => {
      draft.clear()
      setOpen(false)
      void message.success(t('added'))
      await queries.invalidateQueries({ queryKey: ['blocks'] })
    },
  })
  const needed = [{ required: true, message: t('needed') }]
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t('add')}
      </Button>
      <Modal
        open={open}
        title={t('whiteList')}
        okText={t('doAdd')}
        cancelText={t('cancel')}
        confirmLoading={add.isPending}
        onOk={form.submit}
        onCancel={() => {
          draft.clear()
          setOpen(false)
        }}
      >
        <Form
          layout="vertical"
          {...draft.bind}
          initialValues={{ kind: 'port', list: 'bank', ...draft.bind.initialValues }}
          onFinish={(values) => add.mutate(values)}
        >
          <Form.Item name="kind" label={t('kind')}>
            <Select options={kinds.map((value) => ({ value, label: t.of('kinds', value) }))} />
          </Form.Item>
          <Form.Item name="value" label={t('value')} rules={needed}>
            <Input maxLength={300} autoComplete="off" />
          </Form.Item>
          <Form.Item name="list" label={t('list')}>
            <Select options={lists.map((value) => ({ value, label: t.of('lists', value) }))} />
          </Form.Item>
          <Form.Item name="note" label={t('note')} rules={[{ required: true, min: 2, message: t('needed') }]}>
            <Input maxLength={300} />
          </Form.Item>
        </Form>
        <div aria-live="assertive">{add.error && <Alert type="error" showIcon title={why(add.error)} />}</div>
      </Modal>
    </>
  )
}
