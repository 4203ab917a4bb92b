import { Feed } from 'feed'
import type { PublicNotice } from './domain/notice.ts'
import {
  type DayOf,
  escaped,
  type NoticesShown,
  type PageLanguage,
  penaltyOf,
  refundedAsOf,
  spoken,
  wordsOf,
} from './notice-page.ts'

/** Stands in a feed for whatever name it is asked for by: anybody can make up names, and none of them is kept. */
export const SITE = 'https://site.invalid'

/** When what a reader of the feed has seen of it changed last. */
const changedAt = ({ publishedAt, correctedAt, refunds }: PublicNotice): number =>
  Math.max(publishedAt, correctedAt ?? 0, refunds?.at ?? 0)

/** A page of notices for readers of feeds, as JSON Feed and as RSS. */
export function feedOf({ shown: all, number, last }: NoticesShown, language: PageLanguage, day: DayOf) {
  const words = wordsOf(language)
  const page = `${SITE}${language === 'en' ? '/public/en' : '/public'}/notices`
  const at = (name: string, of: number) => `${page}.${name}${of === 1 ? '' : `?page=${of}`}`
  const feed = new Feed({
    title: words.title,
    description: words.lead,
    id: page,
    link: page,
    language: words.lang,
    copyright: '',
    updated: new Date(Math.max(0, ...all.map(({ notice }) => changedAt(notice)))),
    feedLinks: { json: at('json', number), rss: at('rss', number) },
  })
  for (const { notice } of all) {
    const { partner, service, reason, correction } = spoken(notice, words)
    const { app } = notice.subject
    const refunded = refundedAsOf(notice, words, day)
    const title = notice.withdrawn ? `${partner} (${words.withdrawn})` : partner
    feed.addItem({
      title,
      id: `${page}#n${notice.number}`,
      link: `${page}/${notice.number}`,
      date: new Date(changedAt(notice)),
      published: new Date(notice.publishedAt),
      // Readers take it for HTML.
      description: escaped(
        [
          `${reason} ${words.penalty}: ${penaltyOf(notice, words, day)}`,
          ...(service ? [`${words.service}: ${service}`] : []),
          ...(app ? [`${words.app}: ${app}`] : []),
          ...(refunded ? [refunded] : []),
          ...(notice.correctedAt === undefined ? [] : [`${words.corrected}: ${day(notice.correctedAt)}`]),
          ...(correction ? [correction] : []),
        ].join(' '),
      ),
    })
  }
  if (number === last) return { json: () => feed.json1(), rss: () => feed.rss2() }
  // RFC 5005 and JSON Feed 1: whoever follows walks to the oldest.
  const older = `<atom:link href="${at('rss', number + 1)}" rel="next" type="application/rss+xml"/>`
  return {
    json: () => JSON.stringify({ ...JSON.parse(feed.json1()), next_url: at('json', number + 1) }, undefined, 4),
    rss: () => feed.rss2().replace('<atom:link', () => `${older}\n        <atom:link`),
  }
}
