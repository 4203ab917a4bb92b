import { z } from 'zod'
import type { Catalogue, CatalogueView } from './catalogue.ts'

/** What a service and its partner are called, in both languages; an id that nobody registered is its own name. */
export const serviceNames = z.object({
  id: z.string(),
  name_zh: z.string(),
  name_en: z.string(),
  partner: z.string().optional(),
  partner_zh: z.string().optional(),
  partner_en: z.string().optional(),
})

/** Names as they were in force then. */
export function namesOf(catalogue: CatalogueView, serviceId: string, at: number): z.infer<typeof serviceNames> {
  const service = catalogue.service(serviceId, at)
  if (!service) return { id: serviceId, name_zh: serviceId, name_en: serviceId }
  const partner = catalogue.partner(service.partnerId, at)
  return {
    id: serviceId,
    name_zh: service.nameZh,
    name_en: service.nameEn,
    partner: service.partnerId,
    partner_zh: partner?.nameZh ?? service.partnerId,
    partner_en: partner?.nameEn ?? service.partnerId,
  }
}

/** Of a CSV’s row that is about a service: ids for machines, names for people. */
export const serviceColumns = ['service', 'service_zh', 'service_en', 'partner', 'partner_zh', 'partner_en']
export const serviceCells = (of: z.infer<typeof serviceNames> | undefined): string[] => [
  ...[of?.id ?? '', of?.name_zh ?? '', of?.name_en ?? ''],
  ...[of?.partner ?? '', of?.partner_zh ?? '', of?.partner_en ?? ''],
]

/** What a partner and a service are called now, or were last, in Chinese and in English; nothing where nobody registered them. */
export function nowNames(catalogue: Pick<Catalogue, 'newestPartner' | 'newestService'>) {
  const both = (named: { readonly nameZh: string; readonly nameEn: string } | undefined) =>
    [named?.nameZh ?? '', named?.nameEn ?? ''] as const
  return {
    partner: (id: string) => both(catalogue.newestPartner(id)),
    service: (id: string) => both(catalogue.newestService(id)),
  }
}
