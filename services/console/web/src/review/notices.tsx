import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, App, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataList } from '../lists/data-list.tsx'
import { useDraft } from '../shell/draft.ts'
import { useWhy } from '../shell/fail.ts'
import { useDay, useMoment } from '../shell/format.ts'
import { useMe } from '../shell/me.ts'
import { useMutation } from '../shell/once.ts'
import { Screen } from '../shell/screen.tsx'
import { State } from '../shell/state.tsx'
import { type Notice, review } from './api.ts'
import { NoticeShown } from './notice-shown.tsx'
import { useWords } from './words.ts'
import './review.css'

/** What the public reads, what it read before, and the way to put it right. */
export function Notices() {
  const t = useWords()
  const day = useDay()
  const me = useMe()
  const isZh = useTranslation().i18n.language === 'zh'
  const told = (notice: Notice) => (isZh ? notice.zh : notice.en)
  return (
    <Screen
      title={t('notices')}
      about={t('noticesAbout')}
      extra={
        <Button href={isZh ? '/public/notices' : '/public/en/notices'} target="_blank" rel="noreferrer">
          {t('publicPage')}
        </Button>
      }
    >
      <DataList<Notice>
        title={t('notices')}
        topic="notices"
        path="/v1/notices"
        order="desc"
        rowKey={({ number }) => number}
        empty={t('noticesNone')}
        columns={[
          {
            name: 'partner',
            title: t('whom'),
            render: (each) => (
              <>
                <Link to="/console/cases/$number" params={{ number: each.number } as never} className="row-link">
                  {told(each).partner}
                </Link>
                <span className="case-about">{told(each).service}</span>
              </>
            ),
          },
          {
            name: 'reason',
            title: t('reasonPublic'),
            render: (each) => <span className="case-text">{told(each).reason}</span>,
          },
          {
            name: 'penalty',
            title: t('penalty'),
            render: (each) => (
              <>
                {told(each).penalty}
                <span className="case-about">{told(each).refunded}</span>
              </>
            ),
          },
          {
            name: 'published',
            title: t('publishedAt'),
            sorted: true,
            short: true,
            render: ({ published_at }) => day(published_at),
          },
          {
            name: 'state',
            title: t('state'),
            render: ({ withdrawn, corrected_at, version }) => (
              <State tone={withdrawn ? 'over' : corrected_at ? 'warn' : 'good'}>
                {withdrawn ? t('isWithdrawn') : corrected_at ? t('isCorrected', { version }) : t('isPublic')}
              </State>
            ),
          },
          {
            name: 'acts',
            title: t('look'),
            render: (each) => (
              <span className="tags">
                <Look notice={each} />
                {me.purposes.includes('judge') && !each.withdrawn && <Correct notice={each} />}
              </span>
            ),
          },
        ]}
      />
    </Screen>
  )
}

function Look({ notice }: { notice: Notice }) {
  const t = useWords()
  const moment = useMoment()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)} aria-label={`${t('look')} ${notice.number}`}>
        {t('look')}
      </Button>
      <Modal open={isOpen} footer={null} title={t('publicReads')} onCancel={() => setOpen(false)} destroyOnHidden>
        <NoticeShown notice={notice} withdrawn={notice.withdrawn} />
        {notice.earlier.length > 0 && (
          <>
            <h3>{t('saidBefore')}</h3>
            {notice.earlier.map((each) => (
              <div key={each.version}>
                <p className="soft">
                  {t('version', { version: each.version })} · {moment(each.at)}
                </p>
                <NoticeShown notice={each} />
              </div>
            ))}
          </>
        )}
      </Modal>
    </>
  )
}

interface Typed {
  readonly reason_zh?: string
  readonly reason_en?: string
  readonly correction_zh?: string
  readonly correction_en?: string
}

/** A correction says what it corrects; what stood there before stays to be read. */
function Correct({ notice }: { notice: Notice }) {
  const t = useWords()
  const why = useWhy()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [form] = Form.useForm<Typed>()
  const draft = useDraft<Typed>(`notice-${notice.number}`, form)
  const [isOpen, setOpen] = useState(draft.isThere)
  const correct = useMutation({
    mutationFn: (typed: Typed) => review.correct(notice.number, typed),
    onSuccess({ status }) {
      draft.clear()
      setOpen(false)
      void message.success(t(status === 'open' ? 'correctionWaits' : 'corrected'))
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: ['notices'] }),
  })
  const needed = [{ required: true, whitespace: true, message: t('needed') }]
  const field = (name: keyof Typed, label: string, lang: string) => (
    <Form.Item name={name} label={label} rules={needed}>
      <Input.TextArea rows={2} maxLength={500} lang={lang} />
    </Form.Item>
  )
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)} aria-label={`${t('correct')} ${notice.number}`}>
        {t('correct')}
      </Button>
      <Modal
        open={isOpen}
        title={`${t('correct')} · ${notice.number}`}
        okText={t('correct')}
        cancelText={t('cancel')}
        confirmLoading={correct.isPending}
        onOk={() => form.submit()}
        onCancel={() => {
          draft.clear()
          correct.reset()
          setOpen(false)
        }}
        destroyOnHidden
      >
        <p className="soft">{t('correctAbout')}</p>
        <div aria-live="assertive">
          {correct.error && <Alert type="error" showIcon className="gap" title={why(correct.error)} />}
        </div>
        <Form
          name={`correct-${notice.number}`}
          layout="vertical"
          requiredMark={false}
          {...draft.bind}
          initialValues={{ reason_zh: notice.reason_zh, reason_en: notice.reason_en, ...draft.bind.initialValues }}
          onFinish={(typed: Typed) => correct.mutate(typed)}
        >
          {field('reason_zh', t('reasonZh'), 'zh-CN')}
          {field('reason_en', t('reasonEn'), 'en')}
          {field('correction_zh', t('correctionZh'), 'zh-CN')}
          {field('correction_en', t('correctionEn'), 'en')}
        </Form>
      </Modal>
    </>
  )
}
