import { z } from 'zod'
import { ofTenure } from '#http'
import { type Deps, seenByBoth } from '#service'
import type { ComplaintState } from './domain/complaint.ts'

/** A subscriber's complaints, on their own page. */
export function accountRoutes(deps: Deps): void {
  const { store } = deps
  seenByBoth(
    deps,
    'complaints',
    z.object({
      items: z.array(
        z.object({
          number: z.string(),
          text: z.string(),
          made_at: z.iso.datetime(),
          state: z.enum(['open', 'answered', 'closed']),
          upheld: z.boolean().optional(),
        }),
      ),
    }),
    async (session) => {
      const found = (await store.load('complaints', [session.key])).get(session.key)?.body as ComplaintState | undefined
      const state = ofTenure(found, session.tenure)
      const items = (state?.cases ?? [])
        .filter((each) => each.tenure === state?.tenure)
        .map((each) => ({
          number: each.number,
          text: each.text,
          made_at: new Date(each.madeAt).toISOString(),
          state: each.closed
            ? ('closed' as const)
            : each.answeredAt === undefined
              ? ('open' as const)
              : ('answered' as const),
          ...(each.closed ? { upheld: each.closed.upheld } : {}),
        }))
      return { items: items.toReversed() }
    },
  )
}
