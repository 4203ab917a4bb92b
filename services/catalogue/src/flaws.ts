import { termFlaws } from '#reference'

/** What keeps a row of a file, or an application, from being taken. Each says its field first; screens have words for the names. */
export const flaws = {
  port: 'port: not a port',
  partner: 'partner_id: there is no such partner',
  operator: 'partner_id: this id is the operator’s own',
  banned: 'partner_id: this legal person was put out by a verdict, and its ban is not over',
  kept: 'partner_id: a case keeps whoever has it from something; it goes to nobody else until that is over',
  person:
    'legal_id: a partner of that name was put out by a verdict, and its ban is not over; say which legal person this is',
  legalId: 'legal_id: not a unified social credit code: its check digit, or how many letters it has, is wrong',
  tariff: 'tariff_fen: not a whole number of fen',
  hours: 'hours: not hours such as 08:00-22:00; empty: at any hour',
  from: 'from: not a date such as 2026-05-01 or 2026-05-01T08:00:00Z',
  ...termFlaws,
} as const

/** The name of a flaw; of what the contract itself refuses, the rule that failed. */
export const flawName = (text: string): string =>
  Object.entries(flaws).find(([, each]) => each === text)?.[0] ?? /: ([a-z_]+)(;|$)/.exec(text)?.[1] ?? 'other'
