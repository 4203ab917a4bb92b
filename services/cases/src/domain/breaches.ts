import type { Breach } from '#contracts'

/** Which rule a signal of the monitor speaks of, by how its name begins; what only asks for a look speaks of none. */
const BY_SIGNAL: readonly (readonly [beginning: string, breach: Breach])[] = [
  ['charges.no.consent', 'consent'],
  ['charges.unagreed', 'consent'],
  ['subscribed.bare', 'consent'],
  ['stop.no.consent', 'consent'],
  ['proven.no.consent', 'consent'],
  ['charges.after.cancel', 'cancel'],
  ['stop.after.cancel', 'cancel'],
  ['proven.after.cancel', 'cancel'],
  ['resubscribed', 'cancel'],
  ['charges.free.period', 'tariff'],
  ['charges.above.tariff', 'tariff'],
  ['charges.too.often', 'tariff'],
  ['charges.purchase', 'tariff'],
  ['charges.creep', 'tariff'],
  ['answers.', 'will'],
  ['numbers.', 'will'],
  ['same.', 'will'],
  ['requests.unwanted', 'unwanted'],
  ['refunds.slow', 'redress'],
  ['refunds.overdue', 'redress'],
  ['unsolved', 'redress'],
  ['mt.refused', 'sending'],
  ['spam', 'sending'],
  ['charges.late', 'records'],
  ['charges.backdated', 'records'],
  ['charges.conflict', 'records'],
]

/** Rules that the findings of a case speak of, each once, the first found first; a case that a person opened names none. */
export const breachesOf = (signals: readonly string[]): Breach[] => [
  ...new Set(signals.flatMap((name) => BY_SIGNAL.find(([beginning]) => name.startsWith(beginning))?.[1] ?? [])),
]
