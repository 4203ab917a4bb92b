import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMinute } from '../shell/format.ts'
import { campaignScreen } from './api.ts'
import { useWords } from './words.ts'
import './campaigns.css'

/** A block, or the decision of a campaign that is one, as its second person is shown it. */
export interface BlockPreview {
  readonly target?: string
  readonly targets?: readonly string[]
  readonly campaign?: string
  readonly outcome?: string
  readonly proven?: boolean
  readonly scope?: string
  readonly from?: number
  readonly until?: number
  readonly reason?: string
  readonly note?: string
  /** On the white list: whether it is, or which of them. */
  readonly protected?: boolean | readonly string[]
  readonly over?: boolean
  readonly stopped?: {
    readonly otp: number
    readonly service: number
    readonly marketing: number
    readonly reporters?: number
  }
}

/** What it blocks, why, until when, and what it would have stopped last week. */
export function BlockChange({ preview }: { preview: BlockPreview }) {
  const t = useWords()
  const minute = useMinute()
  const { i18n } = useTranslation()
  const figure = new Intl.NumberFormat(i18n.language === 'zh' ? 'zh-CN' : 'en-GB')
  const { campaign, outcome, scope, from, until, reason, note, proven, stopped } = preview
  const named = (preview.targets ?? [preview.target ?? '']).map((each) => {
    const [kind = '', ...value] = each.split(' ')
    return `${t.of('targetKinds', kind)} ${value.join(' ')}`
  })
  const isProtected = Array.isArray(preview.protected) ? preview.protected.length > 0 : preview.protected === true
  const rows: readonly (readonly [string, React.ReactNode])[] = [
    [t('targets'), <strong key="targets">{named.join(t('and'))}</strong>],
    ...(outcome
      ? [[t('what'), t.of('acts', outcome)] as const]
      : scope
        ? [[t('scope'), t.of('scopes', scope)] as const]
        : []),
    ...(reason ? [[t('reasonClass'), t.of('reasons', reason)] as const] : []),
    ...(note ? [[t('reason_'), note] as const] : []),
    ...(from ? [[t('from'), minute(from)] as const] : []),
    [t('until'), until ? minute(until) : t('untilLifted')],
    ...(stopped
      ? [
          [
            t('stopsTitle'),
            <span key="stopped">
              <span className={stopped.otp > 0 ? 'target-otp' : undefined}>
                {t('otps', { otp: figure.format(stopped.otp) })}
              </span>
              {t('others', { service: figure.format(stopped.service), marketing: figure.format(stopped.marketing) })}
            </span>,
          ] as const,
        ]
      : []),
    ...(proven === undefined
      ? []
      : [[t('reporters'), `${stopped?.reporters ?? ''} · ${t(proven ? 'proven' : 'notProven')}`] as const]),
  ]
  return (
    <div className="stack gap">
      {preview.over && <Alert type="error" showIcon title={t('isOver')} />}
      {isProtected && <Alert type="warning" showIcon title={t('isProtected')} />}
      <dl className="facts">
        {rows.map(([name, told]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{told}</dd>
          </div>
        ))}
      </dl>
      {campaign && <Link to={campaignScreen(campaign)}>{t('toCampaign')}</Link>}
    </div>
  )
}
