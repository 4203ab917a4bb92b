import { z } from 'zod'
import { portClass } from '#contracts'
import type { CatalogueKind, Partner, PortApproval, Service } from '#reference'
import { tellHours } from './imports.ts'

/** What every record tells: which version it is, and from when to when it holds. */
const dated = {
  version: z.number(),
  from: z.iso.datetime(),
  until: z.iso.datetime().optional().describe('When a later version takes its place'),
  state: z.enum(['in-force', 'coming', 'past', 'ended']).describe('`ended`: it was approved to be over'),
}

export const shapes = {
  partners: z.object({
    id: z.string(),
    name_zh: z.string(),
    name_en: z.string(),
    kind: z.string(),
    legal_id: z.string().optional(),
    ...dated,
  }),
  services: z.object({
    id: z.string(),
    partner: z.string(),
    partner_zh: z.string(),
    partner_en: z.string(),
    port: z.string(),
    name_zh: z.string(),
    name_en: z.string(),
    tariff_fen: z.number(),
    period: z.enum(['month', 'once', 'marketing']),
    window: z.enum(['24h', '60m']),
    code: z.string(),
    trial_days: z.number().optional(),
    per_week: z.number().optional(),
    months: z.number().optional(),
    ...dated,
  }),
  ports: z.object({
    id: z.string().describe('The port itself'),
    partner: z.string(),
    partner_zh: z.string(),
    partner_en: z.string(),
    category: z.string(),
    classes: z.array(portClass),
    hours: z.string().optional().describe('`08:00-22:00`; absent: at any hour'),
    per_minute: z.number().optional().describe('The approved rate; it is kept, and nothing is held back by it yet'),
    ...dated,
  }),
}
export type Shown = z.infer<(typeof shapes)[CatalogueKind]>
type Held = Partner | Service | PortApproval
type Names = (partner: string) => { readonly nameZh: string; readonly nameEn: string } | undefined

/** A record as it is shown, without its dates. */
export function contentOf(held: Omit<Held, 'from'>, names: Names): Record<string, unknown> {
  if ('classes' in held) {
    const { port, partnerId, category, classes, hours, perMinute } = held as PortApproval
    const told = { ...(hours ? { hours: tellHours(hours) } : {}), ...(perMinute ? { per_minute: perMinute } : {}) }
    return { id: port, ...partnerOf(partnerId, names), category, classes, ...told }
  }
  if ('serviceId' in held) {
    const { serviceId, partnerId, port, nameZh, nameEn, tariffFen, period, window, code } = held as Service
    const { trialDays, perWeek, months } = held as Service
    return {
      id: serviceId,
      ...partnerOf(partnerId, names),
      port,
      name_zh: nameZh,
      name_en: nameEn,
      tariff_fen: tariffFen,
      period,
      window,
      code,
      ...(trialDays === undefined ? {} : { trial_days: trialDays }),
      ...(perWeek === undefined ? {} : { per_week: perWeek }),
      ...(months === undefined ? {} : { months }),
    }
  }
  const { partnerId, nameZh, nameEn, kind, legalId } = held as Partner
  return { id: partnerId, name_zh: nameZh, name_en: nameEn, kind, ...(legalId ? { legal_id: legalId } : {}) }
}

const partnerOf = (id: string, names: Names) => {
  const { nameZh = '', nameEn = '' } = names(id) ?? {}
  return { partner: id, partner_zh: nameZh, partner_en: nameEn }
}

/** All versions of one, oldest first, each from when to when; one that a later version overtook before its date never held. */
export function historyOf(history: readonly Held[], now: number, names: Names): Shown[] {
  return history.map((held, at) => {
    const until = Math.min(...history.slice(at + 1).map((each) => each.from))
    const state =
      until <= Math.max(now, held.from) ? 'past' : held.from > now ? 'coming' : held.retired ? 'ended' : 'in-force'
    return {
      ...contentOf(held, names),
      version: held.version,
      from: new Date(held.from).toISOString(),
      ...(Number.isFinite(until) ? { until: new Date(until).toISOString() } : {}),
      state,
    } as unknown as Shown
  })
}

/** What holds now, else what comes first. */
export const presentOf = (history: readonly Shown[]): Shown | undefined =>
  history.findLast(({ state }) => state === 'in-force' || state === 'ended') ??
  history.find(({ state }) => state === 'coming')
