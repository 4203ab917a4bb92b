import { useTranslation } from 'react-i18next'
import type { WholeCase } from './api.ts'
import { ruleOf } from './signals.ts'

/** What the public reads of a rule that was broken, in both languages. */
const rules: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  'no.consent': ['未经用户二次确认即扣费', 'charged subscribers who had not confirmed'],
  'after.cancel': ['用户退订后仍继续扣费', 'went on charging subscribers who had cancelled'],
  'free.period': ['在免费期内扣费', 'charged within the free period'],
  'above.tariff': ['超过公示资费扣费', 'charged more than the tariff agreed to'],
  'too.often': ['同一计费周期内重复扣费', 'charged twice within one period'],
}

/** A first wording of the reasons, by the rules that the strongest signals are about; undefined: it must be written. */
export function useWording({
  findings,
  service_zh,
  service_en,
}: WholeCase): { reasonZh: string; reasonEn: string } | undefined {
  const { t } = useTranslation('signals')
  const signals = findings.flatMap((each) => each.signals).toSorted((a, b) => b.evidence - a.evidence)
  const named = [...new Set(signals.flatMap(({ name }) => ruleOf(name) ?? []))].slice(0, 2)
  const known = named.flatMap((each) => (rules[each] ? [rules[each]] : []))
  if (known.length > 0)
    return {
      reasonZh: `${service_zh ? `“${service_zh}”业务` : '该合作方'}${known.map(([zh]) => zh).join('，并')}。`,
      reasonEn: `${service_en ?? 'The partner'} ${known.map(([, en]) => en).join(', and ')}.`,
    }
  const [strongest] = signals
  if (!strongest) return undefined
  const of = (lng: string) => t(`names/${strongest.name}`, { lng, defaultValue: strongest.name })
  return {
    reasonZh: `${service_zh ? `“${service_zh}”业务` : '该合作方'}经核查存在违规行为：${of('zh')}。`,
    reasonEn: `${service_en ?? 'The partner'} was found to have broken the rules: ${of('en').toLowerCase()}.`,
  }
}
