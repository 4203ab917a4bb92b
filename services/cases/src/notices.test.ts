import rateLimit from '@fastify/rate-limit'
import Fastify from 'fastify'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { bundleOf, makeSealer, verifyBundle } from '#evidence'
import { defaultPolicy as policy } from '#policy'
import type { Service } from '#reference'
import { exampleCatalogue } from '#reference/example'
import type { Deps } from '#service'
import type { PublicNotice } from './domain/notice.ts'
import { noticesPage, penaltyOf, wordsOf } from './notice-page.ts'
import { noticeRoutes } from './notices.ts'
import { PublishedNotices } from './notices-kept.ts'

const feeds = vi.hoisted(() => ({ made: 0 }))
vi.mock('feed', async (original) => {
  const { Feed } = await original<typeof import('feed')>()
  return {
    Feed: class extends Feed {
      constructor(options: ConstructorParameters<typeof Feed>[0]) {
        super(options)
        feeds.made++
      }
    },
  }
})

const NOON = Date.parse('2026-11-22T12:00:00+08:00')
const notice = (number: number, partnerId: string): PublicNotice => ({
  number: String(10_000_000 + number),
  version: 1,
  publishedAt: NOON + number,
  subject: { partnerId },
  partnerZh: '华娱互动',
  partnerEn: 'Huayu',
  reasonZh: '用户未确认即扣费。',
  reasonEn: 'Charged without consent.',
  points: 20,
  sanctions: [],
  withdrawn: false,
})
const catalogue = exampleCatalogue()
catalogue.apply({
  ...{ id: 'm', type: 'service.set', v: 1, at: 1, corr: 'm' },
  data: { ...(catalogue.newestService('traffic') as Service), partnerId: 'mellow', version: 2, from: 1 },
})
const partnerOf = (port: string): string => catalogue.port(port, NOON)[0]?.partnerId ?? ''
const corrected: readonly PublicNotice[] = [
  {
    ...notice(900, 'sp-corrected'),
    partnerZh: '更正公司',
    partnerEn: 'Corrected Ltd',
    points: 60,
    reasonZh: '误写的理由',
  },
  {
    ...notice(900, 'sp-corrected'),
    ...{ partnerZh: '更正公司', partnerEn: 'Corrected Ltd', version: 2, correctedAt: NOON + 86_400_000 },
    ...{ correctionZh: '扣分有误', correctionEn: 'The points were wrong' },
  },
]
/** Written by somebody who thinks of no reader of feeds. */
const odd: PublicNotice = {
  ...notice(950, 'sp-odd'),
  reasonEn: 'Sold <script>alert(1)</script> & "more" ]]> to <b>everybody</b>',
}
/** Software and a service, with money that went back: some of it was found weeks later. */
const DAY = 86_400_000
const refunding = [
  { subscribers: 3, fen: 3000, done: false, at: NOON },
  { subscribers: 1200, fen: 960_000, done: true, at: NOON + DAY },
  { subscribers: 1203, fen: 962_400, done: true, at: NOON + 30 * DAY },
].map(
  (refunds, n): PublicNotice => ({
    ...notice(970, 'sp-refunding'),
    subject: { partnerId: 'sp-refunding', serviceId: 'torch', app: 'cn.example.torch' },
    ...{ serviceZh: '手电', serviceEn: 'Torch', refunds, version: n + 1 },
  }),
)
/** As long a name as software may have. */
const LONG = `cn.${'a'.repeat(117)}`
/** One about the partner of 10661234, and more about others since than the page shows. */
const published = [
  notice(0, partnerOf('10661234')),
  ...Array.from({ length: 600 }, (_, at) => notice(at + 1, 'sp-other')),
  ...corrected,
  ...refunding,
  odd,
  // It is called otherwise by now; and software of no partner.
  { ...notice(980, partnerOf('10661234')), partnerZh: '老乐娱传媒', partnerEn: 'Old Leyu Media' },
  {
    ...notice(981, ''),
    subject: { app: 'cn.example.lamp#ab:cd' },
    partnerZh: 'cn.example.lamp',
    partnerEn: 'cn.example.lamp',
  },
  // Somebody else has that service now.
  { ...notice(983, 'skycast'), subject: { partnerId: 'skycast', serviceId: 'traffic' }, reasonZh: '路况多扣费。' },
  { ...notice(982, ''), subject: { app: LONG }, partnerZh: LONG, partnerEn: LONG },
]

const http = Fastify()
beforeAll(async () => {
  const bus = {
    follow: async (_topic: string, each: (record: object) => void) => {
      for (const data of published) each({ trusted: true, key: data.number, message: { data } })
      return async () => undefined
    },
  }
  const deps = {
    http,
    bus,
    catalogue,
    previews: new Map(),
    clock: { now: () => NOON },
    policy: { policy },
    secrets: { sealKeys: ['the-new-seal-key-0123', 'the-old-seal-key-0123'] },
  } as unknown as Deps
  await http.register(rateLimit, { global: false })
  http.setValidatorCompiler(() => () => true).setSerializerCompiler(() => JSON.stringify)
  const notices = new PublishedNotices(deps)
  await notices.start()
  noticeRoutes(deps, notices)
})
afterAll(() => http.close())

const feed = (kind: 'json' | 'rss', host: string) => http.inject({ url: `/public/notices.${kind}`, headers: { host } })

it.each([
  ['what it was called when it was warned of', '老乐娱传媒', '曾用名</dt><dd>老乐娱传媒'],
  ['that in traditional characters and full width', '老樂娛傳媒　', '曾用名</dt><dd>老乐娱传媒'],
  ['that in English', 'ＯＬＤ leyu media', '曾用名</dt><dd>老乐娱传媒'],
  ['a service that it had', '手電', 'cn.example.torch'],
  ['software', 'CN.example.torch', '手电'],
  ['software of no partner', 'cn.example.lamp', '被公示过'],
  ['software whose name is as long as it may be', LONG, '<dt>软件</dt>'],
  ['a port whose service somebody else has by now', '10664002', '路况多扣费'],
  ['a service that somebody else has by now', '路况快报', '路况多扣费'],
  ['a name that no record has any more', '更正公司', '扣分有误'],
])('finds who was warned of by %s', async (_, q, says) => {
  const { body } = await http.inject(`/public/check?q=${encodeURIComponent(q)}`)
  expect(body).toContain('被公示过')
  expect(body).toContain(says)
})

it('calls software of no partner that, and no registered company; the field has room for its name', async () => {
  const { body } = await http.inject('/public/check?q=cn.example.lamp')
  expect(body).toContain('<dt>软件</dt><dd>cn.example.lamp')
  expect(body).not.toContain('登记的公司')
  expect(Number(/maxlength="(\d+)"/.exec(body)?.[1])).toBeGreaterThanOrEqual(LONG.length)
})

it('says of a sanction of one service of which it is', () => {
  const sanctions = [
    { what: 'suspend' as const, serviceId: 'torch', until: NOON },
    { what: 'freeze-orders' as const, serviceId: 'lamp' },
  ]
  const of = { ...(refunding[0] as PublicNotice), sanctions, points: 0 as const }
  const day = () => '2026-11-22'
  expect(penaltyOf(of, wordsOf('zh'), day)).toBe('暂停业务（业务：手电；至 2026-11-22）；暂停新增订购（业务：lamp）')
  expect(penaltyOf(of, wordsOf('en'), day)).toBe(
    'Suspended (Service: Torch; until 2026-11-22); No new orders (Service: lamp)',
  )
})

it('gives the verifier of archives beside the key', async () => {
  const { body, headers } = await http.inject('/public/verify.mjs')
  expect([headers['content-type'], body]).toEqual([
    'text/javascript; charset=utf-8',
    expect.stringContaining('node verify.mjs OPERATORS-KEY.pem FOLDER'),
  ])
})

it('makes a feed once a change, however many names a flood calls this site by; each reads its own', async () => {
  for (let at = 0; at < 20; at++) {
    const { body, headers } = await feed('json', `h${at}.example`)
    expect(JSON.parse(body).feed_url).toBe(`http://h${at}.example/public/notices.json`)
    expect(headers['etag']).not.toBe((await feed('json', 'other.example')).headers['etag'])
  }
  expect(feeds.made).toBe(1)
})

it('gives no name that is none', async () => {
  for (const kind of ['json', 'rss'] as const) {
    const { body } = await feed(kind, '"><evil>')
    expect(body).not.toContain('evil')
    expect(body).toContain('/public/notices#n10000900')
  }
})

it.each(['/public', '/public/en'])(
  'leads to the oldest notice, page by page, each once, and to each by itself: %s',
  async (base) => {
    const seen: string[] = []
    for (let url: string | undefined = `${base}/notices`; url !== undefined; ) {
      const { body, headers, statusCode }: Awaited<ReturnType<typeof feed>> = await http.inject(url)
      expect([statusCode, headers['cache-control'], body.includes('<script')]).toEqual([
        200,
        'public, max-age=30',
        false,
      ])
      const shown = [...body.matchAll(/<article id="n(\d+)"/g)].map(([, number = '']) => number)
      expect(shown.length).toBeLessThanOrEqual(100)
      seen.push(...shown)
      url = /<a rel="next" href="([^"]+)"/.exec(body)?.[1]
    }
    const all = [...new Set(published.map(({ number }) => number))].sort()
    expect(seen.toSorted()).toEqual(all)
    expect(seen.at(-1)).toBe('10000000')
    expect((await http.inject(`${base}/notices?page=7`)).body).toContain(`rel="prev" href="${base}/notices?page=6"`)
    expect((await http.inject(`${base}/notices/10000000`)).body).toContain('id="n10000000"')
    for (const none of ['notices?page=8', 'notices?page=0', 'notices?page=x', 'notices/10000777'])
      expect((await http.inject(`${base}/${none}`)).headers['location']).toBe(`${base}/notices`)
  },
)

it('leads followers of a feed to the oldest notice as well', async () => {
  const titles: string[] = []
  for (let url: string | undefined = 'http://site.example/public/notices.json'; url !== undefined; ) {
    const page: { items: { id: string; url: string }[]; feed_url: string; next_url?: string } = (
      await http.inject({ url: url.slice('http://site.example'.length), headers: { host: 'site.example' } })
    ).json()
    expect(page.feed_url).toBe(url)
    titles.push(...page.items.map((each) => each.url))
    url = page.next_url
  }
  expect(titles).toHaveLength(new Set(published.map(({ number }) => number)).size)
  expect(titles.at(-1)).toBe('http://site.example/public/notices/10000000')
  const { body } = await feed('rss', 'site.example')
  expect(body).toContain(
    '<atom:link href="http://site.example/public/notices.rss?page=2" rel="next" type="application/rss+xml"/>',
  )
  expect((await http.inject('/public/notices.rss?page=7')).body).not.toContain('rel="next"')
})

it('says of a port that its partner was warned of, however many notices there were since', async () => {
  const { body } = await http.inject('/public/check?q=10661234')
  expect(body).toContain('被公示过，请留意')
})

it.each([
  ['１０６６１２３４', /登记的公司/],
  ['+86 1066 1234', /登记的公司/],
  ['1066123401', /登记的公司/],
  ['  每日笑话 ', /登记的公司/],
  ['DAILY JOKES', /登记的公司/],
  ['华娱互动', /登记的公司/],
  ['10086', /运营商自己的号码/],
  ['10086901', /运营商自己的号码/],
  ['10669999999', /没有登记/],
])('finds a port, a service or a company however it is typed: %s', async (q, said) => {
  const { body, statusCode } = await http.inject(`/public/check?q=${encodeURIComponent(q)}`)
  expect([statusCode, said.test(body)]).toEqual([200, true])
})

it('walks over no catalogue for a question, whatever is asked: a flood of them costs what a flood of pages does', async () => {
  const walks = [vi.spyOn(catalogue, 'services'), vi.spyOn(catalogue, 'partners'), vi.spyOn(catalogue, 'ids')]
  for (const q of ['每日笑话', '华娱互动', '10661234', 'nobody has this name'])
    expect((await http.inject(`/public/check?q=${encodeURIComponent(q)}`)).statusCode).toBe(200)
  expect(walks.map((each) => each.mock.calls.length)).toEqual([0, 0, 0])
  for (const each of walks) each.mockRestore()
})

it('asks a browser for nothing but itself: no script, and what has not changed is not sent again', async () => {
  for (const url of ['/public/notices', '/public/en/notices', '/public/check?q=10661234', '/public/en/check?q=1']) {
    const { body, headers } = await http.inject(url)
    expect(body).not.toMatch(/<script|javascript:|<iframe|\son\w+=/i)
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers['cache-control']).toBe('public, max-age=30')
    const again = await http.inject({ url, headers: { 'if-none-match': headers['etag'] as string } })
    expect([again.statusCode, again.body]).toEqual([304, ''])
  }
})

it('says what a correction corrected and what stood there before, penalty and reason, on the page and in both feeds', async () => {
  const page = (await http.inject('/public/notices')).body
  const own = page.slice(page.indexOf('id="n10000900"')).split('</article>')[0] as string
  expect(own).toContain('扣信用积分 20 分')
  expect(own).toContain('2026-11-23 扣分有误')
  expect(own).toMatch(/<details>.*误写的理由 处罚：扣信用积分 60 分/)
  // It is seen to open: as a flex box it had no mark.
  expect(page).not.toMatch(/summary\{[^}]*flex/)
  const others = page.slice(page.indexOf('id="n10000600"')).split('</article>')[0] as string
  expect(others).not.toContain('<details>')
  const english = (await http.inject('/public/en/notices')).body
  expect(english).toContain('The points were wrong')
  expect(english.slice(english.indexOf('id="n10000900"')).split('</article>')[0]).not.toMatch(/[\u4e00-\u9fff]/)
  for (const [url, said] of [
    ['/public/notices.json', '扣分有误'],
    ['/public/en/notices.json', 'The points were wrong'],
    ['/public/notices.rss', '扣分有误'],
    ['/public/en/notices.rss', 'The points were wrong'],
  ] as const)
    expect((await http.inject(url)).body, url).toContain(said)
})

it('tells followers of a feed what the page tells: service, software, and how many got money back since when', async () => {
  for (const [url, ...said] of [
    ['/public/notices.json', '手电', 'cn.example.torch', '已向 1,203 位用户退费 9,624.00 元（截至 2026-12-22）'],
    [
      '/public/en/notices.json',
      'Torch',
      'cn.example.torch',
      '1,203 subscribers were refunded ¥9,624.00 (as of 2026-12-22)',
    ],
    ['/public/notices.rss', '手电', 'cn.example.torch', '已向 1,203 位用户退费 9,624.00 元（截至 2026-12-22）'],
    [
      '/public/en/notices.rss',
      'Torch',
      'cn.example.torch',
      '1,203 subscribers were refunded ¥9,624.00 (as of 2026-12-22)',
    ],
  ] as const) {
    const { body } = await http.inject(url)
    for (const each of said) expect(body, url).toContain(each)
  }
  const { items } = (await http.inject('/public/notices.json')).json<{
    items: { id: string; date_modified: string }[]
  }>()
  const own = items.find(({ id }) => id.endsWith('n10000970'))
  expect(own?.date_modified).toBe(new Date(NOON + 30 * DAY).toISOString())
})

it('a number of refunded that grew says since when it is so, and what it was; on its way it is none that was final', async () => {
  const page = (await http.inject('/public/en/notices')).body
  const own = page.slice(page.indexOf('id="n10000970"')).split('</article>')[0] as string
  expect(own).toContain('1,203 subscribers were refunded ¥9,624.00 (as of 2026-12-22)')
  const [, earlier = ''] = own.split('<details>')
  expect(earlier).toContain('1,200 subscribers were refunded ¥9,600.00 (as of 2026-11-23)')
  expect(earlier).not.toContain('Being refunded')
})

it.each([
  ['/public/notices', '/public/notices'],
  ['/public/en/notices', '/public/en/notices'],
  ['/public/check?q=1', '/public/notices'],
  ['/public/en/check?q=1', '/public/en/notices'],
])('%s leads to the feeds in its own language', async (url, feeds) => {
  const { body } = await http.inject(url)
  const found = [...body.matchAll(/href="([^"]+\.(?:json|rss))"/g)].map(([, href]) => href)
  expect(new Set(found)).toEqual(new Set([`${feeds}.json`, `${feeds}.rss`]))
})

it('gives readers of feeds text, which is no HTML to them, and XML that holds', async () => {
  const { items } = (await http.inject('/public/en/notices.json')).json<{
    items: { id: string; content_html: string; url: string; date_published: string }[]
  }>()
  const own = items.find(({ id }) => id.endsWith('n10000950'))
  // As JSON Feed says: an id, a content, and moments as RFC 3339.
  expect(own).toMatchObject({ url: expect.stringContaining('/public/en/notices/10000950') })
  expect(own?.date_published).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  expect(own?.content_html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp;')
  expect(own?.content_html).not.toMatch(/<[a-z]/)
  const { body, headers } = await http.inject('/public/en/notices.rss')
  expect(headers['content-type']).toMatch(/^application\/rss\+xml/)
  const item = body.split('<item>').find((each) => each.includes('n10000950')) as string
  const [, description = ''] = /<description><!\[CDATA\[(.*?)\]\]><\/description>/s.exec(item) ?? []
  expect(description).toContain('&lt;script&gt;')
  expect(description).not.toMatch(/<[a-z]/)
  expect(description).not.toContain(']]>')
  expect(item).toMatch(/<pubDate>\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT<\/pubDate>/)
  expect(item).toMatch(/<guid isPermaLink="false">[^<]+<\/guid>/)
  expect(body).toMatch(/<atom:link href="[^"]+\/public\/en\/notices\.rss" rel="self" type="application\/rss\+xml"\/>/)
})

it('gives everybody the public key that a bundle is verified with, the former ones behind it', async () => {
  const { body, headers } = await http.inject('/public/seal-key.pem')
  expect(headers['content-type']).toBe('application/x-pem-file')
  expect(body).not.toMatch(/PRIVATE|seal-key/)
  for (const secret of ['the-new-seal-key-0123', 'the-old-seal-key-0123']) {
    const sealer = makeSealer(secret)
    const bundle = bundleOf('48210371', [], sealer, NOON)
    expect(verifyBundle(bundle, body).keyId).toBe(sealer.keyId)
    expect(verifyBundle(bundle, body).flaws).not.toContainEqual({ of: 'manifest.json', flaw: 'key' })
  }
  const stranger = bundleOf('48210371', [], makeSealer('another-seal-key-0123'), NOON)
  expect(verifyBundle(stranger, body).flaws).toContainEqual({ of: 'manifest.json', flaw: 'key' })
})

it('what an appeal took back is struck out, with its penalty, and stays to be read', () => {
  const shown = [{ notice: { ...notice(990, 'sp-won'), withdrawn: true }, former: [] }]
  const page = noticesPage('zh', { shown, number: 1, last: 1 }, () => '2026-11-22')
  expect(page).toContain('<s>扣信用积分 20 分</s>')
  expect(page).toContain('<s>用户未确认即扣费。</s>')
  expect(page).toContain('经申诉复核，该公示已撤销')
})
