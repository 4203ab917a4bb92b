import { z } from 'zod'
import { receiptContent } from '#contracts'
import { holds } from '#evidence'
import { callerOf, nextOf, Problem, pageQuery, readable, unreadable } from '#http'
import type { Deps } from '#service'
import type { ReceiptRecord } from './domain/records.ts'
import type { ConfirmationState } from './domain/state.ts'

const receipt = z.object({
  id: z.string(),
  chain: z.string().describe('Subscriber’s key and tenure: the receipts of one chain'),
  number: z.number(),
  before: z.string(),
  contentDigest: z.string(),
  digest: z.string(),
  endedAt: z.iso.datetime().optional().describe('When the subscription ended; the content is erased some months later'),
  salt: z.string().optional(),
  content: receiptContent.optional().describe('Absent when its retention is over, as was signed before'),
  erase_at: z.iso.datetime().optional().describe('From when content and salt are gone'),
  version: z
    .object({ number: z.number(), at: z.number(), before: z.string(), digest: z.string() })
    .optional()
    .describe('Which version of digest, end and erasure it is: what is signed'),
})

const show = (id: string, record: ReceiptRecord): z.infer<typeof receipt> => {
  const { subscriber, tenure, endedAt, eraseAt, content, ...link } = record
  return {
    id,
    chain: `${subscriber}.${tenure}`,
    ...link,
    ...(content === undefined ? {} : { content: receiptContent.parse(content) }),
    ...(endedAt === undefined ? {} : { endedAt: new Date(endedAt).toISOString() }),
    ...(eraseAt === undefined ? {} : { erase_at: new Date(eraseAt).toISOString() }),
  }
}

/** True when its content is not what was chained, or has gone before its time. */
export const isChanged = (record: ReceiptRecord, now: number): boolean =>
  record.salt === undefined && record.content === undefined
    ? !(record.eraseAt && record.eraseAt <= now)
    : !holds(record)

const page = pageQuery(1000, 500)

/** `GET /v1/receipts`, `GET /v1/receipts/{id}`, `GET /v1/receipt-heads`: what an auditor verifies. */
export function receiptRoutes({ http, store, log, clock }: Deps): void {
  http.get(
    '/v1/receipts',
    {
      config: { needs: ['audit', 'receipt'] },
      schema: {
        summary: 'Consent receipts, chain after chain',
        description: 'What `quadzero verify receipts` reads. Reading them is logged with who asked.',
        tags: ['audit'],
        querystring: page,
        response: { 200: z.object({ items: z.array(z.union([receipt, unreadable])), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { after, limit } = request.query
      const found = await store.find('consents', { after, limit })
      log.info({ by: callerOf(request).keyId, receipts: found.length }, 'consent receipts read')
      const items = found.map(({ key, body }) => readable(receipt, key, () => show(key, body as ReceiptRecord)))
      return { items, ...nextOf(found, limit) }
    },
  )
  http.get(
    '/v1/receipts/:id',
    {
      config: { needs: ['audit', 'receipt'], problems: ['not-found', 'evidence.changed'] },
      schema: {
        summary: 'One consent receipt',
        tags: ['audit'],
        params: z.object({ id: z.string().max(100) }),
        response: { 200: receipt },
      },
    },
    async (request) => {
      const { id } = request.params
      const found = (await store.load('consents', [id])).get(id)
      if (!found) throw new Problem('not-found', 'No receipt has this id.')
      log.info({ by: callerOf(request).keyId, receipt: id }, 'consent receipt read')
      const record = found.body as ReceiptRecord
      if (isChanged(record, clock.now())) throw new Problem('evidence.changed')
      return show(id, record)
    },
  )
  http.get(
    '/v1/receipt-heads',
    {
      config: { needs: ['audit', 'receipt'] },
      schema: {
        summary: 'The last receipt of each present chain, as the subscriber’s own process keeps it',
        tags: ['audit'],
        querystring: page,
        response: {
          200: z.object({
            items: z.array(
              z.object({
                chain: z.string(),
                number: z.number(),
                digest: z.string(),
                changed: z.literal(true).optional().describe('Somebody else wrote it: nothing is decided from it'),
              }),
            ),
            next: z.string().optional(),
          }),
        },
      },
    },
    async (request) => {
      const { after, limit } = request.query
      const found = await store.find('confirmation', { after, limit, asStored: true })
      const items = found.flatMap(({ key, body, changed }) => {
        const { head, tenure } = body as ConfirmationState
        if (changed) return [{ chain: `${key}.${tenure}`, number: 0, digest: '', ...head, changed }]
        return head ? [{ chain: `${key}.${tenure}`, ...head }] : []
      })
      return { items, ...nextOf(found, limit) }
    },
  )
}
