import { randomUUID } from 'node:crypto'
import type { OutRecord } from '#bus'
import { dayOf, readTime } from '#calendar'
import {
  catalogueTopic,
  type MessageOf,
  OPERATOR,
  parseMessage,
  portHours,
  serviceUsage,
  subscriberCommands,
  type Terms,
  type Topic,
} from '#contracts'
import { type ImportLine, type Row, takeRows, type Values } from '#intake'
import { flawOf, type PortApproval, type Restrainable } from '#reference'
import { type Deps, edgeRecord, publishFromEdge } from '#service'
import { parseAddress, parseMsisdn } from '#sms'
import { flaws } from './flaws.ts'
import { heldRows } from './held.ts'
import { isReference, type Kind } from './kinds.ts'
import { isMistyped } from './legal-id.ts'
import { bannedAt } from './likeness.ts'

const BATCH = 500

/**
 * Imports of one kind, at once. Reference data is needed by the next row, before the topic brings it back. `waits` until what
 * was taken holds, which lanes must run for.
 */
export function importRows(
  kind: Kind,
  rows: AsyncIterable<Row>,
  deps: Deps,
  { waits = true } = {},
): AsyncGenerator<ImportLine> {
  const { settled, ...held } = heldRows(kind, deps)
  return takeRows(rows, {
    ...held,
    ...(waits && settled ? { settled } : {}),
    batch: isReference(kind) ? 1 : BATCH,
    recordOf: (values) => recordOf(kind, values, deps),
    publish: async (batch) => {
      await publishFromEdge(deps.bus, batch)
      if (isReference(kind))
        for (const { message } of batch) deps.catalogue.apply(message as MessageOf<typeof catalogueTopic>)
    },
  })
}

/** The record that a row becomes; a text when it is refused; undefined when nothing would change. */
export function recordOf(kind: Kind, values: Values, deps: Deps): OutRecord | string | undefined {
  try {
    switch (kind) {
      case 'partners':
        return partnerRecord(values, deps)
      case 'services':
        return serviceRecord(values, deps)
      case 'ports':
        return portRecord(values, deps)
      case 'subscriptions':
        return subscriptionRecord(values, deps)
      case 'numbers':
        return numberRecord(values, deps)
      case 'usage':
        return usageRecord(values, deps)
    }
  } catch (error) {
    return (error as Error).message.replace(/^\S+ v1: /, '')
  }
}

function checked(topic: Topic, key: string, type: string, data: unknown, deps: Deps): OutRecord {
  const at = deps.clock.now()
  const id = `import-${randomUUID()}`
  const message = { id, type, v: 1 as const, at, corr: id, data }
  parseMessage(topic, message)
  return edgeRecord(topic, deps.bus, key, message)
}

/** What was ended is not the same as what holds. */
const same = (a: (object & { readonly retired?: boolean | undefined }) | undefined, b: object): boolean =>
  a !== undefined &&
  !a.retired &&
  Object.entries(b).every(([name, value]) => (a as Record<string, unknown>)[name] === value)

function partnerRecord(values: Values, deps: Deps): OutRecord | string | undefined {
  const { partner_id: partnerId = '', name_zh: nameZh = '', name_en: nameEn = '', kind = '' } = values
  // Webhooks of that name are the operator's own.
  if (partnerId === OPERATOR) return flaws.operator
  const newest = deps.catalogue.newestPartner(partnerId)
  const typed = values['legal_id']?.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
  const legalId = typed === undefined ? newest?.legalId : typed || undefined
  const now = deps.clock.now()
  // Who is banned is not let in under another name; that one who is here is the banned person may be said, and puts it out.
  const isNew = newest === undefined
  if (isOut(partnerId, deps) || (isNew && legalId !== undefined && deps.catalogue.isBanned(legalId, now)))
    return flaws.banned
  if (legalId !== undefined && legalId !== newest?.legalId && isMistyped(legalId)) return flaws.legalId
  const data = { partnerId, nameZh, nameEn, kind, legalId }
  if (same(newest, data)) return undefined
  const isRenamed = newest?.nameZh !== nameZh || newest.nameEn !== nameEn
  if (legalId === undefined && isRenamed && bannedAt(deps.catalogue, now)(partnerId, data).some((each) => each.isSame))
    return flaws.person
  return checked(
    catalogueTopic,
    `partner-${partnerId}-${(newest?.version ?? 0) + 1}`,
    'partner.set',
    { ...data, version: (newest?.version ?? 0) + 1, from: now },
    deps,
  )
}

/** By a verdict, under this name or another: it is admitted to nothing until its ban is over. */
const isOut = (partnerId: string, { catalogue, clock }: Deps): boolean =>
  catalogue.isRestrained('ended', { partnerId }, clock.now())

const ALL_KEPT = ['ended', 'orders', 'charges', 'settlement'] as const

/** Whether a service, or a port, would go to another partner while a case keeps the one that has it from something. */
export const isKept = (
  newest: Restrainable | undefined,
  partnerId: string,
  { catalogue, clock }: Pick<Deps, 'catalogue' | 'clock'>,
): boolean =>
  newest !== undefined &&
  newest.partnerId !== partnerId &&
  ALL_KEPT.some((what) => catalogue.isRestrained(what, newest, clock.now()))

function serviceRecord(values: Values, deps: Deps): OutRecord | string | undefined {
  const { service_id: serviceId = '', partner_id: partnerId = '', name_zh: nameZh = '', name_en: nameEn = '' } = values
  const { period = '', window = '', code = '' } = values
  const port = parseAddress(values['port'] ?? '')
  if (!port) return flaws.port
  if (!deps.catalogue.newestPartner(partnerId)) return flaws.partner
  if (isOut(partnerId, deps)) return flaws.banned
  if (!/^\d{1,7}$/.test(values['tariff_fen'] ?? '')) return flaws.tariff
  const newest = deps.catalogue.newestService(serviceId)
  if (isKept(newest, partnerId, deps)) return flaws.kept
  const data = {
    serviceId,
    partnerId,
    port,
    nameZh,
    nameEn,
    tariffFen: Number(values['tariff_fen']),
    period: period as Terms['period'],
    window,
    code,
    trialDays: countOf(values['trial_days']),
    perWeek: countOf(values['per_week']),
    months: countOf(values['months']),
  }
  const flaw = flawOf(data)
  if (flaw) return flaw
  if (same(newest, data)) return undefined
  return checked(
    catalogueTopic,
    `service-${serviceId}-${(newest?.version ?? 0) + 1}`,
    'service.set',
    { ...data, version: (newest?.version ?? 0) + 1, from: deps.clock.now() },
    deps,
  )
}

function portRecord(values: Values, deps: Deps): OutRecord | string | undefined {
  const { partner_id: partnerId = '', category = '', classes = '' } = values
  const port = parseAddress(values['port'] ?? '')
  if (!port) return flaws.port
  if (!deps.catalogue.newestPartner(partnerId)) return flaws.partner
  if (isOut(partnerId, deps)) return flaws.banned
  const now = deps.clock.now()
  const from = values['from'] ? readTime(values['from'], deps.policy.policy.timeZone) : now
  if (from === undefined) return flaws.from
  const newest = deps.catalogue.newestApproval(port)
  if (isKept(newest, partnerId, deps)) return flaws.kept
  const approved = classes.split(/\s+/).filter(Boolean)
  const hours = values['hours'] === undefined ? newest?.hours : hoursOf(values['hours'])
  if (hours === 'wrong') return flaws.hours
  const perMinute = values['per_minute'] === undefined ? newest?.perMinute : countOf(values['per_minute'])
  const data = { port, partnerId, category, perMinute }
  const isKnown =
    same(newest, data) &&
    newest?.classes.join(' ') === approved.join(' ') &&
    tellHours(newest?.hours) === tellHours(hours)
  if (isKnown && (!values['from'] || newest.from === from)) return undefined
  const version = (newest?.version ?? 0) + 1
  return checked(
    catalogueTopic,
    `port-${port}-${version}`,
    'port.set',
    { ...data, classes: approved, ...(hours ? { hours } : {}), version, from },
    deps,
  )
}

/** `08:00-22:00`; of a port that may send at any hour, nothing. */
export const tellHours = (hours: PortApproval['hours']): string => (hours ? `${hours.from}-${hours.to}` : '')

function hoursOf(text: string): PortApproval['hours'] | 'wrong' {
  if (text === '') return undefined
  const [from = '', to = '', ...more] = text.split(/\s*[-–—~～至]\s*/)
  const read = portHours.safeParse({ from, to })
  return read.success && more.length === 0 && from !== to ? read.data : 'wrong'
}

/** A number of a column that may be empty; what is no number is left for the contract to refuse. */
const countOf = (text = ''): number | undefined => (text === '' ? undefined : Number(text))

function subscriptionRecord(values: Values, deps: Deps): OutRecord | string {
  const msisdn = parseMsisdn(values['msisdn'] ?? '', deps.config.COUNTRY)
  if (!msisdn) return 'msisdn: not a subscriber’s number'
  const { service_id: serviceId = '', package: name = '' } = values
  const service = deps.catalogue.newestService(serviceId)
  if (!service) return 'service_id: there is no such service'
  if (service.period !== 'month') return 'service_id: nothing that is subscribed by the month'
  const since = readTime(values['since'] ?? '', deps.policy.policy.timeZone)
  if (since === undefined) return 'since: not a date such as 2026-05-01 or 2026-05-01T08:00:00Z'
  if (since > deps.clock.now()) return 'since: in the future; import the row when it has begun'
  const data = { msisdn, serviceId, since, ...(name ? { package: name } : {}) }
  return checked(subscriberCommands, deps.keyOf(msisdn), 'subscription.import', data, deps)
}

/** That a number changed hands, and on which day: the same said again, on whatever day, takes nothing from its new owner. */
function numberRecord(values: Values, deps: Deps): OutRecord | string {
  const msisdn = parseMsisdn(values['msisdn'] ?? '', deps.config.COUNTRY)
  if (!msisdn) return 'msisdn: not a subscriber’s number'
  const { change, changed_at: told } = values
  const zone = deps.policy.policy.timeZone
  const now = deps.clock.now()
  const on = readTime(told || dayOf(now, zone), zone)
  if (on === undefined) return 'changed_at: not a date such as 2026-05-01 or 2026-05-01T08:00:00Z'
  if (on > now) return 'changed_at: in the future; import the row when its day has come'
  const key = deps.keyOf(msisdn)
  if (change === 'assigned') return checked(subscriberCommands, key, 'number.assigned', { msisdn, on }, deps)
  if (change !== 'released' && change !== 'ported-out') return 'change: must be released, ported-out or assigned'
  return checked(subscriberCommands, key, 'number.released', { msisdn, reason: change, on }, deps)
}

/** That a service was used, as the operator’s systems know it: who pays and is in no such file is a silent payer. */
function usageRecord(values: Values, deps: Deps): OutRecord | string {
  const msisdn = parseMsisdn(values['msisdn'] ?? '', deps.config.COUNTRY)
  if (!msisdn) return 'msisdn: not a subscriber’s number'
  const { service_id: serviceId = '' } = values
  if (!deps.catalogue.newestService(serviceId)) return 'service_id: there is no such service'
  const count = countOf(values['count'])
  if (count !== undefined && !(Number.isInteger(count) && count >= 1 && count <= 1_000_000))
    return 'count: how often it was used, 1 to 1000000; may be left out'
  return checked(serviceUsage, deps.keyOf(msisdn), 'usage.told', { msisdn, serviceId, count }, deps)
}
