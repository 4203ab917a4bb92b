import { useQuery } from '@tanstack/react-query'
import { Button, Empty, Form, Input, Space, Table, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { type AuditRecord, api } from '../shell/api.ts'
import { useMoment } from '../shell/format.ts'
import { Part } from '../shell/part.tsx'
import { useSearchState } from '../shell/search-state.ts'

const PAGE = 50

/** What people did, saw and were refused. Without a filter, the newest first. */
export function Audit() {
  const { t } = useTranslation()
  const moment = useMoment()
  const [search, go] = useSearchState()
  const isFiltered = Boolean(search['actor'] ?? search['target'] ?? search['day'])
  const since = Number(search['from']) || undefined
  const query = useQuery({
    queryKey: ['audit', search],
    refetchInterval: isFiltered || since ? false : 10_000,
    queryFn: async () => {
      const { number } = await api.auditHead()
      const filters = ['actor', 'target', 'day']
        .map((name) => [name, search[name]] as const)
        .flatMap(([name, value]) => (value ? [[name, value]] : []))
      const from = since ?? Math.max(1, number - PAGE + 1)
      const parameters = new URLSearchParams([...filters, ['limit', String(isFiltered ? 200 : PAGE)]])
      if (!isFiltered) parameters.set('from', String(from))
      const { items } = await api.audit(parameters.toString())
      return { head: number, from, items: [...items].reverse() }
    },
  })
  return (
    <>
      <h1>{t('audit')}</h1>
      <Form layout="inline" className="gap filters" initialValues={search} key={JSON.stringify(search)} onFinish={go}>
        <Form.Item name="actor" label={t('who')}>
          <Input allowClear maxLength={60} />
        </Form.Item>
        <Form.Item name="target" label={t('target')}>
          <Input allowClear maxLength={200} />
        </Form.Item>
        <Form.Item name="day" label={t('day')}>
          <Input allowClear placeholder="2026-11-25" pattern="\d{4}-\d{2}-\d{2}" />
        </Form.Item>
        <Button htmlType="submit">{t('search')}</Button>
      </Form>
      <Part query={query}>
        {({ head, from, items }) => (
          <>
            <p className="soft">{t('records', { count: head })}</p>
            <Table<AuditRecord>
              rowKey="id"
              size="small"
              pagination={false}
              scroll={{ x: 'max-content' }}
              dataSource={items}
              locale={{ emptyText: <Empty description={t('auditNone')} /> }}
              columns={[
                { title: '#', dataIndex: 'number' },
                { title: t('when'), render: (_, { content }) => (content ? moment(content.at) : t('erased')) },
                { title: t('who'), render: (_, { content }) => content?.actor },
                { title: t('role'), render: (_, { content }) => content && t(`roles/${content.role}`, content.role) },
                { title: t('what'), render: (_, { content }) => content?.action },
                { title: t('target'), render: (_, { content }) => content?.target },
                {
                  title: t('outcome'),
                  render: (_, { content }) =>
                    content && (
                      <Tag
                        color={
                          content.outcome === 'refused' ? 'red' : content.outcome === 'failed' ? 'orange' : 'green'
                        }
                      >
                        {t(`outcomes/${content.outcome}`)}
                      </Tag>
                    ),
                },
                { title: t('reason'), render: (_, { content }) => content?.reason },
              ]}
            />
            {!isFiltered && (
              <Space className="below">
                <Button disabled={from + PAGE > head} onClick={() => go({ from: String(from + PAGE) })}>
                  {t('newer')}
                </Button>
                <Button disabled={from <= 1} onClick={() => go({ from: String(Math.max(1, from - PAGE)) })}>
                  {t('older')}
                </Button>
              </Space>
            )}
          </>
        )}
      </Part>
    </>
  )
}
