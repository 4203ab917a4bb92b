import { useTranslation } from 'react-i18next'
import type { ListedCase } from './api.ts'
import { useSignals } from './signals.ts'
import { useWords } from './words.ts'

/** What a case asks by itself, where no signal speaks. */
const asks: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  points: ['信用积分扣完，待两人裁定', 'Last points: for two people'],
  refunds: ['其余退费，待两人裁定', 'Rest of a refund: for two people'],
}

/** What a case is called: whom it is about, and what it is suspected of. */
export function useCaseNames() {
  const { i18n } = useTranslation()
  const t = useWords()
  const signals = useSignals()
  const isZh = i18n.language === 'zh'
  const whom = ({ subject, ...each }: ListedCase): string =>
    (isZh ? each.partner_zh : each.partner_en) || subject.partnerId || subject.app || ''
  const service = ({ subject, service_zh, service_en }: ListedCase): string =>
    (isZh ? service_zh : service_en) ?? subject.serviceId ?? ''
  /** Of what of theirs: a service, an app that asks for them, or all. */
  const part = (each: ListedCase): string => {
    const { partnerId, app } = each.subject
    if (partnerId === undefined) return ''
    return [service(each), app].filter(Boolean).join(' · ') || t('allServices')
  }
  /** Whom and what of theirs: partners have several cases at once. */
  const what = (each: ListedCase): string => [whom(each), part(each)].filter(Boolean).join(' · ')
  return {
    whom,
    what,
    part,
    service,
    /** By its strongest signals; what a person entered says it itself. */
    suspicion: ({ signals: names, pattern, subject }: ListedCase, most = 1): string => {
      const asked = pattern.replace(`${subject.partnerId ?? ''} `, '')
      return names.length > 0
        ? names
            .slice(0, most)
            .map(signals.name)
            .join(isZh ? '、' : ' · ')
        : (asks[asked]?.[isZh ? 0 : 1] ?? asked)
    },
  }
}
