import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCalled } from '../shell/called.ts'
import { useMoment, useNames } from '../shell/format.ts'
import { Table } from '../shell/table.tsx'
import type { Foreseen } from './api.ts'
import { BigFacts } from './big-facts.tsx'
import { NoticeShown } from './notice-shown.tsx'
import { Effects } from './verdict-shown.tsx'
import { useWords } from './words.ts'

/** What would follow: who is refunded how much, what stops, and the notice as the public would read it. */
export function ForeseenShown({ foreseen, isProven }: { foreseen: Foreseen; isProven: boolean }) {
  const t = useWords()
  const names = useNames()
  const called = useCalled()
  const moment = useMoment()
  const { i18n } = useTranslation()
  const count = new Intl.NumberFormat(i18n.language === 'zh' ? 'zh-CN' : 'en-GB')
  const {
    subscribers,
    charges,
    refund_fen,
    amount_fen,
    refunded_before,
    right,
    sample,
    two_people,
    two_because,
    notice,
  } = foreseen
  return (
    <>
      {two_people && (
        <Alert
          type="warning"
          showIcon
          title={t('takesTwo')}
          description={two_because.map((why) => t.of('twoBecause', why)).join(' ')}
        />
      )}
      {isProven && (
        <section className="panel" aria-labelledby="who-is-refunded">
          <h2 id="who-is-refunded">{t('whoIsRefunded')}</h2>
          <BigFacts
            facts={[
              [t('subscribers'), count.format(subscribers)],
              [t('goesBack'), names.yuan(refund_fen)],
              [t('chargesNamed'), count.format(charges)],
            ]}
          />
          {charges === 0 ? (
            <p className="soft">{t('nobodyRefunded')}</p>
          ) : (
            <p className="soft">
              {t('chargedInAll', { amount: names.yuan(amount_fen) })}{' '}
              {refunded_before > 0 && t('refundedBefore', { count: count.format(refunded_before) })}
            </p>
          )}
          {charges > 0 && refund_fen === 0 && (
            <Alert type="warning" showIcon className="gap" title={t('nothingMore')} />
          )}
          {right > 0 && (
            <p className="note">{t(right === charges ? 'allRight' : 'someRight', { count: count.format(right) })}</p>
          )}
          {sample.length > 0 && (
            <details>
              <summary>{t('sample', { count: sample.length })}</summary>
              <Table
                rows={sample}
                rowKey={({ charge }) => charge}
                empty=""
                columns={[
                  { name: 'charge', title: t('charge'), render: ({ charge }) => <code>{charge}</code> },
                  { name: 'service', title: t('service'), render: ({ service }) => called.service(service) },
                  { name: 'at', title: t('chargedAt'), short: true, render: ({ charged_at }) => moment(charged_at) },
                  { name: 'amount', title: t('amount'), figure: true, render: (each) => names.yuan(each.amount_fen) },
                  {
                    name: 'before',
                    title: t('wentBackBefore'),
                    figure: true,
                    render: ({ refunded_fen }) => (refunded_fen > 0 ? names.yuan(refunded_fen) : ''),
                  },
                ]}
              />
            </details>
          )}
        </section>
      )}
      <section className="panel" aria-labelledby="what-stops">
        <h2 id="what-stops">{t('whatStops')}</h2>
        <Effects outlook={foreseen} />
      </section>
      <section className="panel" aria-labelledby="public-reads">
        <h2 id="public-reads">{t('publicReads')}</h2>
        {notice ? <NoticeShown notice={notice} /> : <p className="soft">{t('noNotice')}</p>}
      </section>
    </>
  )
}
