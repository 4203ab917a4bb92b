import { z } from 'zod'
import type { Deps } from '#service'

interface Called {
  readonly nameZh: string
  readonly nameEn: string
}
const MOST = 100
const ids = z
  .string()
  .max(8000)
  .default('')
  .transform((text) => [...new Set(text.split(',').filter(Boolean))].slice(0, MOST))

const named = z.object({ id: z.string(), name_zh: z.string(), name_en: z.string() })
const namesOf = (what: string, example: z.infer<typeof named>) =>
  z
    .array(named)
    .describe(what)
    .meta({ example: [example] })

/** `GET /v1/catalogue/names`: what ids are called, for screens whose rows have ids alone. */
export function nameRoutes({ http, catalogue, clock }: Deps): void {
  http.get(
    '/v1/catalogue/names',
    {
      config: { needs: ['read', 'catalogue'] },
      schema: {
        summary: 'What partners and services are called',
        description: `Up to ${MOST} of each. What is not in the catalogue is left out; what holds no more has its last name.`,
        tags: ['catalogue'],
        querystring: z.object({
          partners: ids.describe('Ids, separated by commas').meta({ example: 'huayu,xinsheng' }),
          services: ids.describe('Ids, separated by commas').meta({ example: 'huayu-comics' }),
        }),
        response: {
          200: z.object({
            partners: namesOf('Of the partners', { id: 'huayu', name_zh: '华娱科技', name_en: 'Huayu Technology' }),
            services: namesOf('Of the services', { id: 'huayu-comics', name_zh: '华娱动漫', name_en: 'Huayu Comics' }),
          }),
        },
      },
    },
    async (request) => {
      const now = clock.now()
      const nameAll = (of: readonly string[], find: (id: string) => Called | undefined) =>
        of.flatMap((id) => {
          const found = find(id)
          return found ? [{ id, name_zh: found.nameZh, name_en: found.nameEn }] : []
        })
      return {
        partners: nameAll(request.query.partners, (id) => catalogue.partner(id, now) ?? catalogue.newestPartner(id)),
        services: nameAll(request.query.services, (id) => catalogue.service(id, now) ?? catalogue.newestService(id)),
      }
    },
  )
}
