import { useTranslation } from 'react-i18next'
import { useSince, yuan } from '../shell/format.ts'
import { useWords } from './words.ts'

export type Kind = 'partners' | 'services' | 'ports'
export const kinds: readonly Kind[] = ['partners', 'services', 'ports']

/** A partner, a service or a port, as the API shows it; each has some of these. */
export interface Shown {
  readonly id: string
  readonly version: number
  readonly from: string
  readonly until?: string
  readonly state: 'in-force' | 'coming' | 'past' | 'ended'
  readonly name_zh?: string
  readonly name_en?: string
  readonly kind?: string
  readonly partner?: string
  readonly partner_zh?: string
  readonly partner_en?: string
  readonly port?: string
  readonly tariff_fen?: number
  readonly period?: 'month' | 'once' | 'marketing'
  readonly window?: '24h' | '60m'
  readonly code?: string
  readonly trial_days?: number
  readonly per_week?: number
  readonly months?: number
  readonly category?: string
  readonly classes?: readonly string[]
  readonly hours?: string
  readonly per_minute?: number
}

interface Said {
  readonly text: string
  readonly segments: number
}
interface Both {
  readonly partner: Said
  readonly subscriber: Said
}
export interface Prompts {
  readonly 'zh-CN': Both
  readonly en: Both
}

/** Who is out by a verdict, or is called like one that is. */
export interface Outs {
  readonly puts_out?: true
  readonly like_out?: readonly { readonly partner: string; readonly name_zh: string; readonly name_en: string }[]
}

/** What an application would change, as its second person is shown it. */
export interface AdmissionPreview extends Outs {
  readonly kind: Kind
  readonly id: string
  readonly before?: Readonly<Record<string, unknown>>
  readonly after: Readonly<Record<string, unknown>>
  readonly from?: string
  readonly ends: boolean
  readonly late: boolean
  readonly outdated: boolean
  readonly prompts?: Prompts
}

export const screenOf = (kind: Kind, id: string): string => `/console/${kind}/${encodeURIComponent(id)}`

/** Names in the reader’s language, and values as people say them. */
export function useTell() {
  const t = useWords()
  const { i18n } = useTranslation()
  const zh = i18n.language === 'zh'
  const nameOf = ({ name_zh, name_en, id }: Shown) => (zh ? name_zh : name_en) || id
  const partnerOf = ({ partner_zh, partner_en, partner = '' }: Shown) => (zh ? partner_zh : partner_en) || partner
  const when = useSince()
  const tellValue = (field: string, value: unknown): string => {
    if (value === undefined || value === null || value === '') return '—'
    if (field === 'period') return t.of('periods', String(value))
    if (field === 'kind' || field === 'category') return t.of('sorts', String(value))
    if (field === 'window') return t.of('windows', String(value))
    if (field === 'classes')
      return (value as readonly string[]).map((each) => t.of('classNames', each)).join(zh ? '、' : ', ') || '—'
    if (field === 'tariff_fen') return t('inFen', { yuan: yuan(Number(value)), fen: Number(value) })
    return String(value)
  }
  return { nameOf, partnerOf, when, tellValue }
}
