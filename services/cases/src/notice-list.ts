import { z } from 'zod'
import { type Deps, lastFirst, listPage, listQuery, listWays } from '#service'
import type { NoticeState } from './domain/notice.ts'
import type { DayOf } from './notice-page.ts'
import { noticeTold, tellNotice } from './outlook.ts'
import { iso } from './shown.ts'

const listed = noticeTold.extend({
  number: z.string().describe('Number of the case'),
  partner: z.string(),
  app: z.string().optional(),
  version: z.number().describe('1, and one more with each change'),
  published_at: z.iso.datetime().describe('When the public could first read it'),
  corrected_at: z.iso.datetime().optional().describe('When it was last corrected'),
  withdrawn: z.boolean().describe('Taken back after an appeal'),
  reason_zh: z.string().describe('What was done wrong, in Chinese'),
  reason_en: z.string().describe('The same in English'),
  earlier: z
    .array(noticeTold.extend({ version: z.number(), at: z.iso.datetime() }))
    .describe('What it said before, the latest first'),
})

/** `GET /v1/notices`: public notices with what each said before. */
export function noticeListRoutes(deps: Pick<Deps, 'http' | 'store' | 'ids'>, day: DayOf): void {
  deps.http.get(
    '/v1/notices',
    {
      config: { needs: ['look', 'case_file'] },
      schema: {
        summary: 'Public notices, with what each said before; the newest first',
        tags: ['cases'],
        querystring: listQuery(200, 50).extend({ order: lastFirst }),
        response: { 200: z.object({ items: z.array(listed), ...listWays }) },
      },
    },
    async (request) => {
      const { found, ways } = await listPage(deps, 'notices', { ...request.query, tag: 'all=' })
      const items = found.map(({ body }) => {
        const { notice, former } = body as NoticeState
        const { number, version, subject, publishedAt, correctedAt, withdrawn, reasonZh, reasonEn } = notice
        return {
          number,
          partner: subject.partnerId ?? '',
          ...(subject.app ? { app: subject.app } : {}),
          version,
          published_at: iso(publishedAt),
          ...(correctedAt === undefined ? {} : { corrected_at: iso(correctedAt) }),
          withdrawn,
          reason_zh: reasonZh,
          reason_en: reasonEn,
          ...tellNotice(notice, day),
          earlier: former.toReversed().map((each) => ({
            version: each.version,
            at: iso(each.correctedAt ?? each.publishedAt),
            ...tellNotice(each, day),
          })),
        }
      })
      return { items, ...ways }
    },
  )
}
