import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { dayOf } from '#calendar'
import { narrow } from '#campaigns'
import { type MessageOf, noticeCommands, publicNotices } from '#contracts'
import { eachSecret, makeSealer } from '#evidence'
import { callerOf, Problem, perAddressMinute } from '#http'
import { asTyped, followTopic } from '#reference'
import { actorOf, type Deps, type Part, propose, proposed, settled } from '#service'
import type { NoticeState, PublicNotice } from './domain/notice.ts'
import { feedOf, SITE } from './notice-feed.ts'
import { noticeListRoutes } from './notice-list.ts'
import {
  type Checked,
  checkPage,
  MOST_TYPED,
  noticePage,
  noticesPage,
  type PageLanguage,
  POLICY,
  type Published,
} from './notice-page.ts'
import { refuseNumbers } from './read-outside.ts'
import { caseParams, refuseInterested } from './routes.ts'

/** Partners that one question may be about: names are not one’s alone. */
const MOST_CHECKED = 20
/** Notices of one partner that are told at once. */
const MOST_SHOWN = 500
/** Notices on a page, and in a feed before its next one. */
const PAGE = 100

const etagOf = (text: string): string => `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`

const newest = (all: readonly Published[]): readonly Published[] =>
  all.toSorted((a, b) => b.notice.publishedAt - a.notice.publishedAt || (a.notice.number < b.notice.number ? 1 : -1))

const CORRECTION = 'notice.correction'

const HOST = /^[A-Za-z0-9.:[\]-]{1,255}$/

/** Whatever script, width or capitals a name is typed in. */
const plainly = (name: string): string => asTyped(narrow(name).text)

const namesIn = ({ partnerZh, partnerEn, serviceZh, serviceEn, subject: { app } }: PublicNotice): string[] =>
  [partnerZh, partnerEn, serviceZh, serviceEn, app?.split('#')[0]].filter(
    (each) => each !== undefined && each !== '',
  ) as string[]

/**
 * All notices, in memory as they were published: pages are made once a change and given from there, so that a flood reads no
 * store and waits for nothing.
 */
export class PublishedNotices implements Part {
  readonly #deps: Pick<Deps, 'bus' | 'policy' | 'config'>
  readonly #notices = new Map<string, { notice: PublicNotice; former: PublicNotice[] }>()
  readonly #made = new Map<string, { body: string; etag: string }>()
  /** Numbers of notices by what they call a partner, a service or software, however it is typed. */
  readonly #named = new Map<string, Set<string>>()
  /** The newest first, until something changes. */
  #sorted: readonly Published[] | undefined
  #stop: (() => Promise<void>) | undefined

  constructor(deps: Pick<Deps, 'bus' | 'policy' | 'config'>) {
    this.#deps = deps
  }

  async start(): Promise<void> {
    this.#stop = await followTopic(this.#deps.bus, publicNotices, ({ data }) => this.#apply(data))
  }

  async stop(): Promise<void> {
    await this.#stop?.()
  }

  /** Versions may come in any order: the highest is what holds. */
  #apply(notice: PublicNotice): void {
    const known = this.#notices.get(notice.number)
    const versions = [...(known ? [...known.former, known.notice] : []), notice]
      .filter((each, at, all) => all.findIndex(({ version }) => version === each.version) === at)
      .sort((a, b) => a.version - b.version)
    for (const name of namesIn(notice)) {
      const key = plainly(name)
      this.#named.set(key, (this.#named.get(key) ?? new Set()).add(notice.number))
    }
    this.#notices.set(notice.number, { notice: versions.at(-1) as PublicNotice, former: versions.slice(0, -1) })
    this.#made.clear()
    this.#sorted = undefined
  }

  /** A page of them, the newest on the first; undefined where there is none of this number. */
  page(
    number: number,
  ): { readonly shown: readonly Published[]; readonly number: number; readonly last: number } | undefined {
    this.#sorted ??= newest([...this.#notices.values()])
    const last = Math.max(1, Math.ceil(this.#sorted.length / PAGE))
    if (!Number.isInteger(number) || number < 1 || number > last) return undefined
    return { shown: this.#sorted.slice((number - 1) * PAGE, number * PAGE), number, last }
  }

  one(number: string): Published | undefined {
    return this.#notices.get(number)
  }

  /** Of one partner, the newest first. */
  of(partnerId: string): readonly Published[] {
    return newest(
      [...this.#notices.values()].filter(({ notice }) => notice.subject.partnerId === partnerId && !notice.withdrawn),
    ).slice(0, MOST_SHOWN)
  }

  /** About a service, whoever had it when it was warned of. */
  about(serviceId: string): readonly Published[] {
    return newest(
      [...this.#notices.values()].filter(({ notice }) => notice.subject.serviceId === serviceId && !notice.withdrawn),
    ).slice(0, MOST_SHOWN)
  }

  /** That call somebody or something so, then: whoever was renamed since is found as well. */
  named(name: string): readonly Published[] {
    const numbers = [...(this.#named.get(plainly(name)) ?? [])]
    return newest(numbers.flatMap((number) => this.#notices.get(number) ?? []))
      .filter(({ notice }) => !notice.withdrawn)
      .slice(0, MOST_SHOWN)
  }

  readonly day = (at: number): string => dayOf(at, this.#deps.policy.policy.timeZone)

  /** A page by its name, made once until something changes. */
  made(name: string, make: () => string): { body: string; etag: string } {
    const known = this.#made.get(name)
    if (known) return known
    const body = make()
    const fresh = { body, etag: etagOf(body) }
    this.#made.set(name, fresh)
    return fresh
  }
}

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
        const body = checkPage(language, q, q === '' ? [] : checked(q, language), published.day)
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

  /** Whose a port is, or a service by its code, id or name, or who has that name: each partner that it may be. */
  const checked = (q: string, language: PageLanguage): readonly Checked[] => {
    const now = clock.now()
    const typed = asTyped(q)
      .replace(/[ -]/g, '')
      .replace(/^(?:\+|00)86(?=\d)/, '')
    const { query, prompts, reports } = policy.policy.shortCodes
    if ([...query, prompts, ...reports].includes(typed)) return [{ own: true }]
    const port = catalogue.portOf(typed, now)
    const names = [q, narrow(q).text]
    const services = new Set([
      ...catalogue.port(port, now),
      ...names.flatMap((each) => catalogue.servicesNamed(each, now)),
    ])
    const told = published.named(q)
    const owner = catalogue.approval(port, now)?.partnerId
    const ids = new Set([
      ...(owner === undefined ? [] : [owner]),
      ...[...services].map((each) => each.partnerId),
      ...names.flatMap((each) => catalogue.partnersNamed(each, now)).map((each) => each.partnerId),
      ...told.flatMap(({ notice }) => notice.subject.partnerId ?? []),
    ])
    // Software of no partner is named by its notices alone.
    const software = told.filter(({ notice }) => notice.subject.partnerId === undefined)
    const alone = software.map((each) => {
      const { partnerZh, partnerEn } = each.notice
      const partner = language === 'en' ? partnerEn : partnerZh
      return { own: false as const, software: true as const, partner, services: [], notices: [each] }
    })
    const partners = [...ids].flatMap((partnerId) => {
      const then = told.find(({ notice }) => notice.subject.partnerId === partnerId)?.notice
      const partner = catalogue.partner(partnerId, now) ?? (then && { nameZh: then.partnerZh, nameEn: then.partnerEn })
      if (!partner) return []
      const isFormer =
        then && ![partner.nameZh, partner.nameEn].some((each) => [then.partnerZh, then.partnerEn].includes(each))
      const own = [...services].filter((each) => each.partnerId === partnerId)
      return {
        own: false as const,
        partner: language === 'en' ? partner.nameEn : partner.nameZh,
        services: own.map(({ nameZh, nameEn, tariffFen, period, retired }) => ({
          name: language === 'en' ? nameEn : nameZh,
          tariffFen,
          period,
          ended: retired === true,
        })),
        // A warning of a service goes with it to whoever has it now.
        notices: [...new Set([...published.of(partnerId), ...own.flatMap((each) => published.about(each.serviceId))])],
        ...(isFormer ? { former: language === 'en' ? then.partnerEn : then.partnerZh } : {}),
      }
    })
    // Of all that are called so, whoever was warned of is never left out for others.
    const isClean = ({ notices }: { readonly notices: readonly Published[] }) => Number(notices.length === 0)
    return [...partners, ...alone].toSorted((a, b) => isClean(a) - isClean(b)).slice(0, MOST_CHECKED)
  }

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
