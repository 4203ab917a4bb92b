import { z } from 'zod'
import { dayAt, dayOf, readTime } from '#calendar'
import { auditRecords } from '#contracts'
import { believed, nextOf, pageQuery, readable, unreadable } from '#http'
import type { Deps } from '#service'
import type { Store } from '#store'
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
export function auditRoutes({ http, store, policy }: Deps): void {
  const { timeZone } = policy.policy
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
          day: z.iso.date().optional().describe('Of the operator’s calendar'),
          from: z.coerce.number().int().min(1).optional().describe('Number to begin at'),
          order: z.enum(['asc', 'desc']).default('asc').describe('`desc` begins with the latest'),
        }),
        response: { 200: z.object({ items: z.array(z.union([shown, unreadable])), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { after, limit, from, order, day, ...by } = request.query
      const descending = order === 'desc'
      const begin = from === undefined ? '' : auditKey(from + (descending ? 1 : -1))
      const place = after === '' ? begin : after
      const range = day === undefined ? undefined : await rangeOf(store, day, timeZone)
      const start = range && (descending ? range.end : auditKey(range.first - 1))
      const isFurther = start === undefined || (place !== '' && (descending ? place < start : place > start))
      const [first, ...rest] = Object.entries(by).filter(([, value]) => value !== undefined)
      const read = await store.find('audit-records', {
        ...(isFurther ? (place === '' ? {} : { after: place }) : { after: start }),
        descending,
        limit,
        ...(first ? { tag: `${first[0]}=${first[1]}` } : {}),
      })
      const found = range ? read.filter(({ key }) => key >= auditKey(range.first) && key < range.end) : read
      const items = found
        .map(({ key, body }) => ({ key, record: body as AuditRecord }))
        .filter(
          ({ record: { content } }) =>
            rest.every(([name, value]) => content?.[name as 'actor'] === value) &&
            (day === undefined || (content && dayOf(content.at, timeZone) === day)),
        )
        .map(({ key, record }) =>
          readable(shown, key, () => {
            const { contentDigest, eraseAt, ...rest } = record
            const erased = eraseAt === undefined ? {} : { erase_at: new Date(eraseAt).toISOString() }
            return { ...rest, ...erased, id: key, content_digest: contentDigest }
          }),
        )
      return { items, ...(found.length === read.length ? nextOf(read, limit) : {}) }
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
      (await believed<{ number: number; digest: string }>(store, 'audit', AUDIT)) ?? { number: 0, digest: 'genesis' },
  )
}

/** Records of processes whose clocks differ stand by so much out of order. */
const SLACK_MS = 600_000

/** Between which records those of a day of the operator’s lie: from the first, and before the end. */
async function rangeOf(store: Pick<Store, 'load'>, day: string, zone: string): Promise<{ first: number; end: string }> {
  const begins = readTime(day, zone) ?? 0
  const head = (await believed<{ number: number }>(store, 'audit', AUDIT))?.number ?? 0
  const firstSince = async (at: number): Promise<number> => {
    let [low, high] = [1, head + 1]
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      const key = auditKey(middle)
      const found = (await store.load('audit-records', [key])).get(key)?.body as AuditRecord | undefined
      // What is erased is older than all that is not; what is not kept yet, newer.
      if (found ? (found.content?.at ?? 0) < at : false) low = middle + 1
      else high = middle
    }
    return low
  }
  const [first, end] = [await firstSince(begins - SLACK_MS), await firstSince(dayAt(begins, zone).end + SLACK_MS)]
  return { first, end: auditKey(end) }
}
