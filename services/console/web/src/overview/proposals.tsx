import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Card, Empty, Form, Input, Modal, Segmented, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BlockChange, type BlockPreview } from '../campaigns/block-change.tsx'
import { type Settlement, SettlementSums } from '../money/sums.tsx'
import { AdmissionChange, OutsOfFile } from '../partners/preview.tsx'
import type { AdmissionPreview } from '../partners/records.ts'
import { type ReleasePreview, ReleaseShown } from '../policy/release-shown.tsx'
import { type AppealGrant, AppealProposal } from '../review/appeal-shown.tsx'
import { VerdictProposal, type VerdictWish } from '../review/verdict-shown.tsx'
import { useWords as useCaseWords } from '../review/words.ts'
import { api, type Proposal } from '../shell/api.ts'
import { useCalled } from '../shell/called.ts'
import { useDraft } from '../shell/draft.ts'
import { useFail } from '../shell/fail.ts'
import { useMoment } from '../shell/format.ts'
import { Part } from '../shell/part.tsx'
import { Screen } from '../shell/screen.tsx'
import { useSearchState } from '../shell/search-state.ts'
import { State } from '../shell/state.tsx'
import { KeyShown, type KeyWish } from '../system/key-shown.tsx'
import { useWords as useKeyWords } from '../system/words.ts'
import { Preview } from './preview.tsx'
import { usePreviewWords } from './preview-words.ts'

const statuses = ['mine', 'open', 'applied', 'rejected', 'withdrawn', 'stale', 'expired'] as const

/** What waits for a second person, and what became of it. */
export function Proposals() {
  const { t } = useTranslation()
  const [search, go] = useSearchState()
  const status = statuses.find((each) => each === search['status']) ?? 'open'
  const isMine = status === 'mine'
  const query = useInfiniteQuery({
    queryKey: ['proposals', 'list', isMine ? 'open' : status],
    queryFn: ({ pageParam }) => api.proposals(isMine ? 'open' : status, pageParam),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: 10_000,
  })
  // What one cannot decide, since one made it or has an interest, waits for somebody else.
  const fits = ({ why_not }: Proposal) => !isMine || why_not === undefined
  return (
    <Screen title={t('proposals')}>
      <div className="choices-row gap">
        <Segmented
          value={status}
          onChange={(next) => go({ status: next })}
          options={statuses.map((each) => ({ value: each, label: t(`status/${each}`) }))}
        />
      </div>
      <Part query={query}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items).filter(fits)
          return items.length === 0 && !query.hasNextPage ? (
            <Empty className="list-empty" image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('proposalNone')} />
          ) : (
            <div className="stack">
              {items.map((each) => (
                <One key={each.id} proposal={each} />
              ))}
              {query.hasNextPage && (
                <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  {t('proposalsMore')}
                </Button>
              )}
            </div>
          )
        }}
      </Part>
    </Screen>
  )
}

/** What it is called: by names, where its title has ids. */
function useTitle({ kind, title, preview }: Proposal): string {
  const called = useCalled()
  const { i18n } = useTranslation()
  const keys = useKeyWords()
  const words = usePreviewWords()
  const cases = useCaseWords()
  if (kind === 'settlement.close') {
    const { partner, month } = preview as Settlement
    return `${called.partner(partner)} ${month}`
  }
  if (kind === 'key.make') {
    const { kind: of, name } = preview as KeyWish
    return `${keys.of('kinds', of)} · ${name}`
  }
  if (kind.startsWith('import.')) return words('rows', { count: (preview as { rows: number }).rows.toLocaleString() })
  if (kind === 'case.appeal') {
    const { partnerId = '', serviceId = '' } = (preview as AppealGrant).subject
    return [called.partner(partnerId), called.service(serviceId)].filter(Boolean).join(' · ')
  }
  if (kind === 'case.verdict') {
    const { subject, verdict } = preview as VerdictWish
    const { partnerId = '', serviceId = '', app } = subject
    const points = verdict.points > 0 ? cases('minusPoints', { points: verdict.points }) : ''
    return [called.partner(partnerId), called.service(serviceId), app, points].filter(Boolean).join(' · ')
  }
  if (!kind.startsWith('admit.')) return title
  const { name_zh, name_en } = (preview as AdmissionPreview).after as Partial<Record<string, string>>
  return (i18n.language === 'zh' ? name_zh : name_en) ?? title
}

/** What the second person says yes to, as people read it where it has a picture of its own. */
function WhatItDoes({ proposal: { kind, preview, live } }: { proposal: Proposal }) {
  if (kind.startsWith('admit.')) return <AdmissionChange preview={preview as AdmissionPreview} />
  if (kind === 'case.appeal') return <AppealProposal of={preview as AppealGrant} />
  if (kind === 'case.verdict') return <VerdictProposal wish={preview as VerdictWish} live={live as object} />
  if (kind === 'campaign.decide' || kind === 'block.place')
    return <BlockChange preview={{ ...(preview as BlockPreview), ...(live as object) }} />
  if (kind === 'policy.release') return <ReleaseShown of={preview as ReleasePreview} />
  if (kind === 'key.make') return <KeyShown of={preview as KeyWish} />
  if (kind === 'settlement.close') return <SettlementSums settlement={preview as Settlement} />
  if (kind === 'import.partners') {
    const { outs: _, ...rest } = preview as { outs?: unknown }
    return (
      <>
        <OutsOfFile of={preview as Parameters<typeof OutsOfFile>[0]['of']} />
        <Preview of={rest} />
      </>
    )
  }
  return <Preview of={live === undefined ? preview : { ...(preview as object), ...(live as object) }} />
}

function One({ proposal }: { proposal: Proposal }) {
  const { t, i18n } = useTranslation()
  const moment = useMoment()
  const fail = useFail()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [form] = Form.useForm<{ reason: string }>()
  const draft = useDraft<{ reason: string }>(`reject-${proposal.id}`, form)
  const [rejecting, setRejecting] = useState(draft.isThere)
  const closeReason = () => {
    draft.clear()
    setRejecting(false)
  }
  const act = async (what: () => Promise<Proposal>) => {
    setBusy(true)
    try {
      const after = await what()
      void message.success(t(`status/${after.status}`))
      closeReason()
    } catch (error) {
      fail(error)
    }
    await queries.invalidateQueries({ queryKey: ['proposals'] })
    setBusy(false)
  }
  const kind = i18n.exists(`kind/${proposal.kind}`) ? t(`kind/${proposal.kind}`) : proposal.kind
  const title = useTitle(proposal)
  const isOpen = proposal.status === 'open'
  return (
    <Card
      title={
        <Space wrap>
          <span>{kind}</span>
          <span>{title}</span>
        </Space>
      }
      extra={<State tone="over">{t(`status/${proposal.status}`)}</State>}
    >
      <p className="soft">{t('proposalBy', { who: proposal.by_name, when: moment(proposal.made_at) })}</p>
      {proposal.decided_at && (
        <p className="soft">
          {t('decided', {
            who: proposal.decided_by_name ?? '0000',
            when: moment(proposal.decided_at),
            what: t(`status/${proposal.status}`),
          })}
          {proposal.reason ? ` · ${proposal.reason}` : ''}
        </p>
      )}
      <WhatItDoes proposal={proposal} />
      {isOpen && proposal.why_not && <p>{t(`why/${proposal.why_not}`)}</p>}
      {isOpen && (
        <Space wrap className="card-acts">
          {!proposal.why_not && (
            <>
              <Button type="primary" loading={busy} onClick={() => void act(() => api.decide(proposal.id, 'approve'))}>
                {t('approve')}
              </Button>
              <Button danger disabled={busy} onClick={() => setRejecting(true)}>
                {t('reject')}
              </Button>
            </>
          )}
          {proposal.why_not === 'same.person' && (
            <Button loading={busy} onClick={() => void act(() => api.decide(proposal.id, 'withdraw'))}>
              {t('withdraw')}
            </Button>
          )}
        </Space>
      )}
      <Modal
        open={rejecting}
        forceRender
        title={`${t('reject')} · ${title}`}
        okText={t('reject')}
        cancelText={t('cancel')}
        okButtonProps={{ danger: true }}
        confirmLoading={busy}
        onCancel={closeReason}
        onOk={() => form.submit()}
      >
        <Form
          {...draft.bind}
          name={`reject-${proposal.id}`}
          layout="vertical"
          requiredMark={false}
          onFinish={({ reason }) => void act(() => api.reject(proposal.id, reason))}
        >
          <Form.Item
            name="reason"
            label={t('reason')}
            rules={[{ required: true, whitespace: true, message: t('reasonNeeded') }]}
          >
            <Input.TextArea maxLength={500} rows={3} />
          </Form.Item>
        </Form>
      </Modal>
    </Card>
  )
}
