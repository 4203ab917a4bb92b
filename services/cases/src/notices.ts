import { readFileSync } from 'node:fs'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type MessageOf, noticeCommands } from '#contracts'
import { eachSecret, makeSealer } from '#evidence'
import { callerOf, Problem, perAddressMinute } from '#http'
import { actorOf, type Deps, propose, proposed, settled } from '#service'
import { check } from './check.ts'
import type { NoticeState } from './domain/notice.ts'
import { feedOf, SITE } from './notice-feed.ts'
import { noticeListRoutes } from './notice-list.ts'
import { checkPage, type Found, MOST_TYPED, noticePage, noticesPage, POLICY } from './notice-page.ts'
import { etagOf, type PublishedNotices } from './notices-kept.ts'
import { refuseNumbers } from './read-outside.ts'
import { caseParams, refuseInterested } from './routes.ts'

/** Nothing was asked. */
const NOTHING: Found = { exact: [], near: [], more: false }

const CORRECTION = 'notice.correction'

const HOST = /^[A-Za-z0-9.:[\]-]{1,255}$/

/**
 * `/public/…`: notices as page and feed, the check of a port or a service, the key of evidence;
 * `POST /v1/cases/{number}/notice/correction`.
 */
export function noticeRoutes(deps: Deps, published: PublishedNotices): void {
  const { http, catalogue, clock, policy, secrets } = deps
  const onRequest = perAddressMinute(http, policy.policy.cases.pagesPerMinute)
  const open = { config: { needs: ['open', 'page'] as const }, onRequest, schema: { hide: true } }
  const send = (
    request: FastifyRequest,
    reply: FastifyReply,
    type: string,
    { body, etag }: { body: string; etag: string },
  ) => {
    reply.header('cache-control', 'public, max-age=30').header('etag', etag).header('x-content-type-options', 'nosniff')
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
    return reply
      .type(type)
      .header('content-security-policy', POLICY)
      .header('referrer-policy', 'no-referrer')
      .send(body)
  }
  const html = 'text/html; charset=utf-8'
  const found = (q: string, language: 'zh' | 'en'): Found =>
    q === '' ? NOTHING : check({ catalogue, shortCodes: policy.policy.shortCodes, published }, q, language, clock.now())
  for (const language of ['zh', 'en'] as const) {
    const base = language === 'en' ? '/public/en' : '/public'
    http.get(`${base}/notices`, { ...open, schema: { hide: true, querystring: paged } }, (request, reply) => {
      const page = published.page(pageOf(request))
      if (!page) return reply.redirect(`${base}/notices`)
      const make = () => noticesPage(language, page, published.day)
      return send(request, reply, html, published.made(`page ${language} ${page.number}`, make))
    })
    // Where it stands for ever, on whatever page it is by now.
    http.get(
      `${base}/notices/:number`,
      { ...open, schema: { hide: true, params: z.object({ number: z.string().max(20) }) } },
      (request, reply) => {
        const { number } = request.params as { number: string }
        const found = published.one(number)
        if (!found) return reply.redirect(`${base}/notices`)
        const make = () => noticePage(language, found, published.day)
        return send(request, reply, html, published.made(`one ${language} ${number}`, make))
      },
    )
    http.get(
      `${base}/check`,
      { ...open, schema: { hide: true, querystring: z.object({ q: z.string().max(MOST_TYPED).default('') }) } },
      (request, reply) => {
        const q = (request.query as { q: string }).q.trim()
        const body = checkPage(language, q, found(q, language), published.day)
        return send(request, reply, html, { body, etag: etagOf(body) })
      },
    )
  }
  noticeListRoutes(deps, published.day)
  // The newest signs; what the former ones signed is proved with them.
  const keys = eachSecret(secrets.sealKeys, (each) => makeSealer(each).publicKey)
  http.get('/public/seal-key.pem', open, (request, reply) => {
    const body = keys().join('')
    return send(request, reply, 'application/x-pem-file', { body, etag: etagOf(body) })
  })
  // Beside the key: whoever is given the archive of a case takes neither from in there.
  const verifier = readFileSync(`${import.meta.dirname}/verify.mjs`, 'utf8')
  http.get('/public/verify.mjs', open, (request, reply) =>
    send(request, reply, 'text/javascript; charset=utf-8', { body: verifier, etag: etagOf(verifier) }),
  )
  http.get('/public', open, (_request, reply) => reply.redirect('/public/notices'))
  for (const [name, type] of [
    ['json', 'application/feed+json; charset=utf-8'],
    ['rss', 'application/rss+xml; charset=utf-8'],
  ] as const)
    for (const language of ['zh', 'en'] as const)
      http.get(
        `${language === 'en' ? '/public/en' : '/public'}/notices.${name}`,
        { ...open, schema: { hide: true, querystring: paged } },
        (request, reply) => {
          const site = HOST.test(request.host) ? `${request.protocol}://${request.host}` : ''
          const page = published.page(pageOf(request))
          if (!page) return reply.redirect(`${language === 'en' ? '/public/en' : '/public'}/notices.${name}`)
          const make = () => feedOf(page, language, published.day)[name]()
          const { body, etag } = published.made(`${name} ${language} ${page.number}`, make)
          return send(request, reply, type, { body: body.replaceAll(SITE, site), etag: etagOf(etag + site) })
        },
      )

  // Another version of the notice is another one than the one that was to be corrected.
  deps.previews.set(CORRECTION, async ({ records: [record] }) => {
    const kept = record && (await deps.store.load('notices', [record.key])).get(record.key)
    return kept && correctionOf(kept.body as NoticeState, record.data as Corrected)
  })

  http.post(
    '/v1/cases/:number/notice/correction',
    {
      config: {
        needs: ['judge', 'case_file'],
        problems: ['not-found', 'case.interest', 'verdict.invalid', 'proposal.key', 'proposal.refused', 'not-ready'],
      },
      schema: {
        summary: 'Correct a public notice: it says when, and what stood there before',
        description: 'What the public reads is changed by two people, as soon as there are two: see /v1/proposals.',
        tags: ['cases'],
        params: caseParams,
        body: z.object({
          reason_zh: z.string().trim().min(1).max(500).describe('What was done wrong, in Chinese'),
          reason_en: z.string().trim().min(1).max(500).describe('The same in English'),
          correction_zh: z.string().trim().min(1).max(500).describe('What is corrected, in Chinese'),
          correction_en: z.string().trim().min(1).max(500).describe('The same in English'),
        }),
        response: { 202: proposed },
      },
    },
    async (request, reply) => {
      const { number } = request.params
      const before = (await deps.store.load('notices', [number])).get(number)?.body as NoticeState | undefined
      if (!before) throw new Problem('not-found', 'Nothing was published of this case.')
      const {
        reason_zh: reasonZh,
        reason_en: reasonEn,
        correction_zh: correctionZh,
        correction_en: correctionEn,
      } = request.body
      const caller = callerOf(request)
      refuseInterested(deps, caller, { subject: before.notice.subject })
      refuseNumbers(reasonZh, reasonEn, correctionZh, correctionEn)
      const data = { number, by: actorOf(caller), reasonZh, reasonEn, correctionZh, correctionEn }
      request.noted = { target: `notice of case ${number}`, reason: correctionEn }
      const { partnerId } = before.notice.subject
      const made = await propose(
        deps,
        caller,
        {
          kind: CORRECTION,
          needs: ['judge', 'case_file'],
          title: number,
          partners: partnerId === undefined ? [] : [partnerId],
          preview: correctionOf(before, data),
          records: [{ topic: noticeCommands.name, key: number, type: 'notice.corrected', data }],
        },
        request.id,
      )
      const isThere = (state: NoticeState | undefined) => (state?.notice.version ?? 0) > before.notice.version
      if (made.status === 'applied') await settled<NoticeState>(deps, 'notices', number, isThere)
      return reply.code(202).send(made)
    },
  )
}

type Corrected = Extract<MessageOf<typeof noticeCommands>, { type: 'notice.corrected' }>['data']

/** What a correction would change, as the second person reads it. */
const correctionOf = ({ notice }: NoticeState, { by: _, ...after }: Corrected) => ({
  version: notice.version,
  before: { reasonZh: notice.reasonZh, reasonEn: notice.reasonEn },
  after,
})

/** The first page of what has none in its address. */
const paged = z.object({ page: z.string().max(6).optional() })
const pageOf = ({ query }: FastifyRequest): number => Number((query as { page?: string }).page ?? 1)
