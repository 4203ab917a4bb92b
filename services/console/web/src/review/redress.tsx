import { Alert, Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNames } from '../shell/format.ts'
import type { Borne, Redress } from './api.ts'
import { BigFacts } from './big-facts.tsx'
import { useWords } from './words.ts'

/** Refunds under way: how far, how many subscribers, how much; and what a person must still look at. */
export function Refunds({ redress, borne }: { redress: Redress; borne?: Borne | undefined }) {
  const t = useWords()
  const names = useNames()
  const { i18n } = useTranslation()
  const count = new Intl.NumberFormat(i18n.language === 'zh' ? 'zh-CN' : 'en-GB')
  const { named, answered, done, subscribers, refund_fen, before_fen, former, gone, held } = redress
  const percent = done ? 100 : named === 0 ? 0 : Math.min(99, Math.floor((100 * answered) / named))
  return (
    <section className="panel" aria-labelledby="refunds">
      <h2 id="refunds">{t('refunds')}</h2>
      <Progress percent={percent} status={done ? 'success' : 'active'} aria-label={t('refunds')} />
      <p className="soft">
        {t(done ? 'refundsDone' : 'refundsOn', { answered: count.format(answered), named: count.format(named) })}
      </p>
      <BigFacts
        facts={[
          [t('subscribers'), count.format(subscribers)],
          [t('wentBackNow'), names.yuan(refund_fen)],
          [t('wentBackBefore'), names.yuan(before_fen)],
          ...(borne ? ([[t('borneNow'), names.yuan(borne.fen)]] as const) : []),
        ]}
      />
      {borne && (
        <p className="soft">
          {t(borne.done ? 'borneDone' : 'borneOn', {
            answered: count.format(borne.answered),
            named: count.format(borne.named),
          })}
        </p>
      )}
      {borne && borne.gone > 0 && (
        <Alert type="warning" showIcon className="gap" title={t('borneLost', { count: count.format(borne.gone) })} />
      )}
      {held && <Alert type="warning" showIcon className="gap" title={t('restHeld')} />}
      {former > 0 && <p className="soft">{t('formerOwners', { count: count.format(former) })}</p>}
      {gone > 0 && <Alert type="warning" showIcon title={t('chargesLost', { count: count.format(gone) })} />}
    </section>
  )
}
