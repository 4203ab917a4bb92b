/** What is counted of a unit, step by step. The order is that of the arrays: new ones come at the end. */
export const counterNames = [
  'requests',
  'unwanted',
  'asked',
  'refused',
  'expired',
  'consents',
  'answers',
  'fast',
  'inMode',
  'modeOf',
  'activated',
  'bare',
  'cancelled',
  'quick',
  'cohort',
  'charges',
  'noConsent',
  'afterCancel',
  'freePeriod',
  'aboveTariff',
  'tooOften',
  'purchase',
  'wrong',
  'proven',
  'creep',
  'late',
  'conflict',
  'disputes',
  'slow',
  'decided',
  'complaints',
  'unsolved',
  'rated',
  'sampledNew',
  'sampledAgain',
  'sampledRegret',
  'sampledCharges',
  'sampledMany',
  'near',
  'nearOf',
  'address',
  'addressOf',
  'cell',
  'cellOf',
  'night',
  'timed',
  'nightCharges',
  'burst',
  'payers',
  'users',
  'silent',
  'mt',
  'mtRefused',
  'spam',
  'blocked',
  'shared',
  'sharedOf',
  'refunded',
  'page',
  'pageOf',
  'unlike',
  'unlikeOf',
  'campaign',
  'days',
  'hasty',
  'appNew',
  'appNewOf',
  'apart',
  'apartOf',
  'sampledLeft',
  'agreed',
  'rushed',
  'walked',
  'walkedYes',
  'walkedOf',
  'beside',
  'instead',
  'narrow',
  'narrowOf',
  'unmoved',
  'moved',
  'movedOf',
  'relapsed',
  'few',
  'fewOf',
  'dismissed',
  'leftAgain',
] as const
export type Counter = (typeof counterNames)[number]
export const COUNTERS = counterNames.length

/** Place of each counter in the arrays. */
export const at = Object.fromEntries(counterNames.map((name, index) => [name, index])) as Readonly<
  Record<Counter, number>
>

/** Which counter a wrong charge counts in, by the rule that it broke. */
export const ofRule: Readonly<Record<string, Counter>> = {
  'no.consent': 'noConsent',
  'partner.ended': 'noConsent',
  'after.cancel': 'afterCancel',
  'free.period': 'freePeriod',
  'above.tariff': 'aboveTariff',
  'too.often': 'tooOften',
  'purchase.used': 'purchase',
  'purchase.over': 'purchase',
  disputed: 'proven',
}

/** Why a request of a partner is rejected where nobody wanted to be asked. */
const unwanted = ['locked', 'port.blocked', 'refused.before', 'refused.similar', 'limit.partner', 'limit.subscriber']

/** Which counter what became of a request counts in; undefined: none. */
export function ofOutcome(status: string): Counter | undefined {
  if (status === 'asked' || status === 'refused' || status === 'expired') return status
  return status.startsWith('rejected') && unwanted.includes(status.slice(9)) ? 'unwanted' : undefined
}
