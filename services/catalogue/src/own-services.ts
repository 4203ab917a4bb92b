import { z } from 'zod'
import { accessOf } from '#http'
import type { Deps } from '#service'
import { historyOf, presentOf, type Shown, shapes } from './shown.ts'

/** `GET /v1/services`: what a partner may ask for and charge, with ports and tariffs as they are approved. */
export function ownServices({ http, catalogue, clock }: Deps): void {
  http.get(
    '/v1/services',
    {
      config: { needs: ['read', 'service'] },
      schema: {
        summary: 'Your approved services',
        description: 'As they hold now or are to hold; one that has ended is not among them. Everybody’s, for staff.',
        tags: ['partners'],
        response: { 200: z.object({ items: z.array(shapes.services as z.ZodType<Shown>) }) },
      },
    },
    async (request) => {
      const partner = accessOf(request).partner()
      const now = clock.now()
      const names = (id: string) => catalogue.partner(id, now)
      const items = catalogue
        .ids('services')
        .map((id) => presentOf(historyOf(catalogue.history('services', id), now, names)))
        .filter((each) => each !== undefined && each.state !== 'ended')
        .filter((each) => partner === undefined || (each as { partner?: string }).partner === partner)
      return { items: items as Shown[] }
    },
  )
}
