/** The files that are imported and exported here, with their columns. */
export const kinds = {
  partners: ['partner_id', 'name_zh', 'name_en', 'kind', 'legal_id'],
  services: [
    'service_id',
    'partner_id',
    'port',
    'name_zh',
    'name_en',
    'tariff_fen',
    'period',
    'window',
    'code',
    'trial_days',
    'per_week',
    'months',
  ],
  ports: ['port', 'partner_id', 'category', 'classes', 'hours', 'per_minute', 'from'],
  subscriptions: ['msisdn', 'service_id', 'package', 'since'],
  numbers: ['msisdn', 'change', 'changed_at'],
  usage: ['msisdn', 'service_id', 'count'],
} as const
export type Kind = keyof typeof kinds

/**
 * Columns that a file may leave out: who a partner is by law, and hours and rate of a port, stay as they were, and its approval
 * holds from now; most services have no trial, and are no marketing. A number changed on the day of the import.
 */
export function optionalColumns(kind: Kind): readonly string[] {
  if (kind === 'partners') return ['legal_id']
  if (kind === 'services') return ['trial_days', 'per_week', 'months']
  if (kind === 'usage') return ['count']
  if (kind === 'numbers') return ['changed_at']
  return kind === 'ports' ? ['hours', 'per_minute', 'from'] : []
}

/** What partners, their services and ports may do: it takes two people. */
export const isReference = (kind: Kind): kind is 'partners' | 'services' | 'ports' =>
  kind === 'partners' || kind === 'services' || kind === 'ports'
