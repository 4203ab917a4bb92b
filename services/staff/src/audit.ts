import { z } from 'zod'
import { auditRecords } from '#contracts'
import { nextOf, pageQuery, readable, unreadable } from '#http'
import type { Deps } from '#service'
import { AUDIT, type AuditRecord, auditKey } from './domain/audit.ts'

const content = auditRecords.messages['audit.chained'].shape.content
const shown = z.object({
  id: z.string(),
  number: z.number(),
  before: z.string(),
  content_digest: z.string(),
  digest: z.string(),
  salt: z.string().optional().describe('Absent, with the content, when its time is over'),
  content: content.optional(),
  erase_at: z.iso.datetime().optional().describe('From when salt and content are gone, as was signed before'),
  version: z.object({ number: z.number(), at: z.number(), before: z.string(), digest: z.string() }).optional(),
})

/** `GET /v1/audit`, `GET /v1/audit/head`: what people did, saw and were refused, for those who audit them. */
export function auditRoutes({ http, store }: Deps): void {
  const needs = { needs: ['audit', 'audit_log'] } as const
  http.get(
    '/v1/audit',
    {
      config: needs,
      schema: {
        summary: 'The audit, record after record',
        description:
          '`actor`, `action`, `target` and `day` narrow it. Each record is a link of one chain. A page may have fewer than `limit` where several narrow it: as long as there is `next`, there may be more.',
        tags: ['audit'],
        querystring: pageQuery(200, 50).extend({
          actor: z.string().max(60).optional(),
          action: z.string().max(80).optional(),
          target: z.string().max(200).optional(),
          day: z.iso.date().optional().describe('UTC'),
          from: z.coerce.number().int().min(1).optional().describe('Number to begin at'),
          order: z.enum(['asc', 'desc']).default('asc').describe('`desc` begins with the latest'),
        }),
        response: { 200: z.object({ items: z.array(z.union([shown, unreadable])), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { after, limit, from, order, ...by } = request.query
      const descending = order === 'desc'
      const begin = from === undefined ? '' : auditKey(from + (descending ? 1 : -1))
      const place = after === '' ? begin : after
      const [first] = Object.entries(by).filter(([, value]) => value !== undefined)
      const found = await store.find('audit-records', {
        ...(place === '' ? {} : { after: place }),
        descending,
        limit,
        ...(first ? { tag: `${first[0]}=${first[1]}` } : {}),
      })
      const rest = Object.entries(by).filter(([name, value]) => value !== undefined && name !== first?.[0])
      const items = found
        .map(({ key, body }) => ({ key, record: body as AuditRecord }))
        .filter(({ record }) =>
          rest.every(([name, value]) =>
            name === 'day'
              ? record.content && new Date(record.content.at).toISOString().startsWith(String(value))
              : record.content?.[name as 'actor'] === value,
          ),
        )
        .map(({ key, record }) =>
          readable(shown, key, () => {
            const { contentDigest, eraseAt, ...rest } = record
            const erased = eraseAt === undefined ? {} : { erase_at: new Date(eraseAt).toISOString() }
            return { ...rest, ...erased, id: key, content_digest: contentDigest }
          }),
        )
      return { items, ...nextOf(found, limit) }
    },
  )
  http.get(
    '/v1/audit/head',
    {
      config: needs,
      schema: {
        summary: 'Where the audit’s chain stands',
        tags: ['audit'],
        response: { 200: z.object({ number: z.number(), digest: z.string() }) },
      },
    },
    async () =>
      ((await store.load('audit', [AUDIT])).get(AUDIT)?.body as { number: number; digest: string }) ?? {
        number: 0,
        digest: 'genesis',
      },
  )
}
