import { App, Button, Empty, Space } from 'antd'
import { useMoment, useNames } from '../shell/format.ts'
import { Part } from '../shell/part.tsx'
import { State } from '../shell/state.tsx'
import { useAct, usePart } from './api.ts'
import { useWords } from './words.ts'

/** The charges of six months; any that was not disputed can be. */
export function ChargesTab({ of }: { of: string }) {
  const t = useWords()
  const names = useNames()
  const moment = useMoment()
  const { modal } = App.useApp()
  const query = usePart(of, 'charges')
  const services = usePart(of, 'services')
  const act = useAct(of)
  const dispute = (charge: string, title: string) =>
    void modal.confirm({
      title,
      content: t('disputeAbout'),
      okText: t('dispute'),
      cancelText: t('cancel'),
      onOk: () =>
        act
          .mutateAsync({ path: 'disputes', body: { charge, language: services.data?.language ?? 'zh-CN' } })
          .catch(() => undefined),
    })
  return (
    <Part query={query}>
      {({ items }) => (
        <section className="panel" aria-labelledby="charges">
          <h2 id="charges">{t('tabs/charges')}</h2>
          <RefundAsked of={of} />
          {items.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('chargesNone')} />}
          <ul className="rows">
            {items.map((each) => {
              const what = `${names.service(each)} ${names.yuan(each.amount_fen)}`
              return (
                <li key={each.id} className="row-act">
                  <span>
                    <strong>{what}</strong> <span className="soft">{moment(each.at)}</span>
                    <span className="row-more">
                      {each.rule ? (
                        <State tone="bad">{t('wrong')}</State>
                      ) : (
                        each.dispute && <State tone="news">{t(`disputes/${each.dispute}`)}</State>
                      )}{' '}
                      {each.refund_fen > 0 && t('refunded', { amount: names.yuan(each.refund_fen) })}
                    </span>
                  </span>
                  {!each.rule && !each.dispute && (
                    <Button loading={act.isPending} onClick={() => dispute(each.id, t('disputeAsk', { what }))}>
                      {t('dispute')}
                    </Button>
                  )}
                </li>
              )
            })}
          </ul>
        </section>
      )}
    </Part>
  )
}

/** Whether the refund that was told last is solved: as the subscriber says it at the counter. */
function RefundAsked({ of }: { of: string }) {
  const t = useWords()
  const names = useNames()
  const moment = useMoment()
  const act = useAct(of)
  const { data } = usePart(of, 'services')
  if (!data?.refund) return null
  const { refund, language } = data
  const rate = (solved: boolean) =>
    act.mutate({ path: 'refund/rating', body: { solved, told_at: refund.told_at, language } })
  return (
    <div className="row-act">
      <span>
        <strong>{t('refundAsked', { what: names.service(refund) })}</strong>{' '}
        <span className="soft">{moment(refund.told_at)}</span>
      </span>
      <Space wrap>
        <Button loading={act.isPending} onClick={() => rate(true)}>
          {t('refundSolved')}
        </Button>
        <Button loading={act.isPending} onClick={() => rate(false)}>
          {t('refundNotSolved')}
        </Button>
      </Space>
    </div>
  )
}
