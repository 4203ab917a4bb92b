import { z } from 'zod'
import type { CatalogueView } from './catalogue.ts'

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
