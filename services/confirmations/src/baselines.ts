import { z } from 'zod'
import { baselineKey, evidenceBaselines } from '#contracts'
import { standingOf } from '#evidence'
import { callerOf, nextOf, Problem, pageQuery, readable, standingShape, unreadable } from '#http'
import { type Deps, propose, proposed } from '#service'
import { contentOf, type Fact } from './domain/baselines.ts'

const { 'baseline.begun': begun, 'baseline.made': made } = evidenceBaselines.messages
const fact = standingShape.extend({
  begun: begun.optional().describe('A baseline of a kind'),
  made: made.optional().describe('That it was made in one lane'),
  again: z
    .number()
    .optional()
    .describe('So often it was made once more, and took what had not been there: nobody ordered that'),
})

const ORDER = 'evidence.baseline'
const needs = ['admin', 'seal'] as const

/**
 * `GET /v1/baselines`: from when on which states are held against what their lanes left. `POST`: two people have what stands there
 * now taken as it is, after a build that signs less ran on it.
 */
export function baselineRoutes(deps: Deps): void {
  const { http, store, baselines, clock, previews } = deps
  const nextBaseline = (process: string) => {
    const known = baselines.of(process)
    if (known.length === 0) return undefined
    const takes = [...new Set(known.flatMap((each) => each.takes))].toSorted()
    return { process, number: (known.at(-1)?.number ?? 0) + 1, takes }
  }
  previews.set(ORDER, async ({ preview }) => {
    const { process, reason } = preview as { process: string; reason: string }
    const next = nextBaseline(process)
    return next && { ...next, reason }
  })
  http.post(
    '/v1/baselines',
    {
      config: { needs, problems: ['not-found', 'proposal.key', 'proposal.refused'] },
      schema: {
        summary: 'Take what stands there of one kind as it is, from now on',
        description:
          'After a build that signs less ran on the store: what it wrote is signed, stamped and listed as it stands, by whoever has each lane, and is no flaw any more. What was changed before is not known. It takes two people as soon as there are two, is on the audit, and each `quadzero verify` says so.',
        tags: ['audit'],
        body: z.object({
          process: z.string().max(60).describe('As `GET /v1/lists` names it'),
          reason: z.string().min(5).max(400),
        }),
        response: { 202: proposed },
      },
    },
    async (request, reply) => {
      const { process, reason } = request.body
      const caller = callerOf(request)
      const next = nextBaseline(process)
      if (!next) throw new Problem('not-found', 'No states of this kind are signed, stamped or listed.')
      request.noted = { target: baselineKey(next), reason }
      const by = caller.personId ?? `key ${caller.keyId}`
      const data = { ...next, at: clock.now(), by, reason, proposal: `pr-${request.id}` }
      const records = [{ topic: evidenceBaselines.name, key: baselineKey(next), type: 'baseline.begun', data }]
      const wish = { kind: ORDER, needs, title: process, partners: [], preview: { ...next, reason }, records }
      return reply.code(202).send(await propose(deps, caller, wish, request.id))
    },
  )
  http.get(
    '/v1/baselines',
    {
      config: { needs: ['audit', 'seal'] },
      schema: {
        summary: 'From when on states of each kind are signed, stamped and listed, and what was taken as it stood',
        description: '`quadzero verify` shows it, and proves that it is what was signed.',
        tags: ['audit'],
        querystring: pageQuery(500, 500),
        response: { 200: z.object({ items: z.array(z.union([fact, unreadable])), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const found = await store.find('baselines', { ...request.query, asStored: true })
      const items = found.map(({ key, body, changed }) => {
        const state = body as Fact
        const standing = () => standingOf(key, state.proof, contentOf(state))
        return readable(fact, key, () => ({
          ...standing(),
          whole: standing().whole && !changed && key === baselineKey(state),
          ...('lane' in state ? { made: state } : { begun: state }),
          ...(state.again === undefined ? {} : { again: state.again }),
        }))
      })
      return { items, ...nextOf(found, request.query.limit) }
    },
  )
}
