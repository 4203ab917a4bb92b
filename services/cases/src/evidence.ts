import { z } from 'zod'
import { penaltyPoints, sanction } from '#contracts'
import { standingOf } from '#evidence'
import { nextOf, pageQuery, readable, standingShape, unreadable } from '#http'
import type { Deps } from '#service'
import { type CaseState, contentOf } from './domain/case-state.ts'
import type { StandingState } from './domain/standing.ts'

/** What a verdict that holds does to its partner. */
const penalty = z.object({
  partner: z.string(),
  at: z.number().describe('When the verdict was given, ms'),
  points: penaltyPoints,
  sanctions: z.array(sanction),
  two: z.literal(true).optional().describe('Decided by a proposal: by two people, as soon as there were two'),
})
const freeze = z.object({ partner: z.string(), service: z.string().optional() })
const head = standingShape.extend({
  penalty: penalty.optional().describe('What its verdict does, unless an appeal took it back'),
  freeze: freeze.optional().describe('It keeps its partner from charging before a verdict'),
})
const changed = z.literal(true).optional().describe('Somebody else wrote it: nothing is decided from it')
const held = z.object({
  id: z.string(),
  changed,
  penalties: z.array(z.object({ case: z.string(), penalty, freeze: freeze.optional() })),
})

/** `GET /v1/case-heads`, `GET /v1/penalties`: what `quadzero verify cases` reads. */
export function evidenceRoutes({ http, store }: Deps): void {
  const querystring = pageQuery(500, 200)
  http.get(
    '/v1/case-heads',
    {
      config: { needs: ['audit', 'case_file'] },
      schema: {
        summary: 'Which version each case is, by what is stored now, and the penalty that it comes to',
        tags: ['audit'],
        querystring,
        response: { 200: z.object({ items: z.array(z.union([head, unreadable])), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { after, limit } = request.query
      // By their keys, which is how what was signed of them comes.
      const found = await store.find('cases', { after, limit, asStored: true })
      const items = found.map(({ key, body, changed }) =>
        readable(head, key, () => {
          const state = body as CaseState
          const { decided, appeal, subject, frozen } = state
          const isHeld = decided?.verdict.outcome === 'proven' && appeal?.decided?.granted !== true
          const { points, sanctions } = decided?.verdict ?? {}
          const standing = standingOf(key, state.version, contentOf(state))
          return {
            ...standing,
            whole: standing.whole && !changed,
            ...(frozen && subject.partnerId !== undefined
              ? { freeze: { partner: subject.partnerId, service: subject.serviceId } }
              : {}),
            ...(isHeld && subject.partnerId !== undefined
              ? {
                  penalty: {
                    partner: subject.partnerId,
                    at: decided.at,
                    points,
                    sanctions,
                    ...(decided.proposal ? { two: true } : {}),
                  },
                }
              : {}),
          }
        }),
      )
      return { items, ...nextOf(found, limit) }
    },
  )
  http.get(
    '/v1/penalties',
    {
      config: { needs: ['audit', 'case_file'] },
      schema: {
        summary: 'What partners are kept from, case by case, as it is stored now',
        tags: ['audit'],
        querystring,
        response: { 200: z.object({ items: z.array(z.union([held, unreadable])), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { after, limit } = request.query
      const found = await store.find('partner-standings', { after, limit, asStored: true })
      const items = found.map(({ key, body, changed }) =>
        readable(held, key, () => ({
          id: key,
          ...(changed ? { changed } : {}),
          penalties: (body as StandingState).penalties.map(({ case: number, freeze, ...penalty }) => {
            const { partnerId: partner } = body as StandingState
            return {
              case: number,
              penalty: { partner, ...penalty },
              ...(freeze ? { freeze: { partner, service: freeze.serviceId } } : {}),
            }
          }),
        })),
      )
      return { items, ...nextOf(found, limit) }
    },
  )
}
