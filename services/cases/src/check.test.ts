import { beforeAll, describe, expect, it } from 'vitest'
import { defaultPolicy as policy } from '#policy'
import { exampleCatalogue } from '#reference/example'
import type { Deps } from '#service'
import { check } from './check.ts'
import type { PublicNotice } from './domain/notice.ts'
import { checkPage } from './notice-page.ts'
import { PublishedNotices } from './notices-kept.ts'

const NOON = Date.parse('2026-11-22T12:00:00+08:00')
const catalogue = exampleCatalogue()
catalogue.apply({
  ...{ id: 'p', type: 'partner.set', v: 1, at: 1, corr: 'p' },
  data: { partnerId: 'tianyu', nameZh: '天宇无线', nameEn: 'Tianyu', kind: 'sp', version: 1, from: 0 },
})
const huayu = catalogue.partnersNamed('华娱互动', NOON)[0]?.partnerId ?? ''
const notice = (number: string, more: Partial<PublicNotice>): PublicNotice => ({
  number,
  version: 1,
  publishedAt: NOON,
  subject: { partnerId: huayu },
  partnerZh: '华娱互动',
  partnerEn: 'Huayu',
  reasonZh: '用户未确认即扣费。',
  reasonEn: 'Charged without consent.',
  points: 20,
  sanctions: [],
  withdrawn: false,
  ...more,
})
const notices = [
  notice('10000001', {}),
  notice('10000002', { subject: { partnerId: 'gone' }, partnerZh: '星河无线传媒', partnerEn: 'Xinghe Wireless' }),
  notice('10000003', {
    subject: { app: 'cn.example.lamp' },
    partnerZh: 'cn.example.lamp',
    partnerEn: 'cn.example.lamp',
  }),
  notice('10000004', { subject: { partnerId: 'cleared' }, partnerZh: '清白无线', partnerEn: 'Clean', withdrawn: true }),
]

describe('what a subscriber remembers is enough for the check of a port or a service', () => {
  let published: PublishedNotices
  beforeAll(async () => {
    const follow = async (_topic: string, each: (record: object) => void) => {
      for (const data of notices) each({ trusted: true, key: data.number, message: { data } })
      return async () => undefined
    }
    published = new PublishedNotices({ bus: { follow }, policy: { policy } } as unknown as Deps)
    await published.start()
  })
  const asked = (q: string, language: 'zh' | 'en' = 'zh') => {
    const found = check({ catalogue, shortCodes: policy.shortCodes, published }, q, language, NOON)
    return { ...found, page: checkPage(language, q, found, () => '2026-11-22') }
  }
  const whom = (q: string) => asked(q).exact.flatMap((each) => (each.own ? [] : each.partner))

  it.each([
    ['a part of the company’s name', '华娱', '华娱互动'],
    ['the name with spaces in it', '每 日 笑 话', '华娱互动'],
    ['traditional characters', '華娛', '华娱互动'],
    ['more than it is called', '华娱互动有限公司', '华娱互动'],
    ['a company that no record has any more', '星河', '星河无线传媒'],
    ['a part of the name of software', 'example.lamp', 'cn.example.lamp'],
  ])('%s: %s', (_, q, partner) => {
    expect(whom(q)).toEqual([partner])
    expect(asked(q).page).toContain('没有完全同名的，最接近的是')
  })

  it('the message that they got, put in whole: by the names and the port that stand in it', () => {
    const { near, page } = asked('【华娱互动】您已成功订购每日笑话，资费5元/月，回复TD退订')
    expect(near.map(({ name }) => name)).toEqual(['每日笑话', '华娱互动'])
    expect(page).toContain('您要找的是不是')
    expect(whom('10661234 发来的，说我订了东西')).toEqual([
      catalogue.partner(catalogue.port('10661234', NOON)[0]?.partnerId ?? '', NOON)?.nameZh,
    ])
  })

  it('a word that several have lists them, those that were warned of first, each a link to itself', () => {
    const { exact, near, page } = asked('无线')
    expect(exact).toEqual([])
    expect(near).toEqual([
      { name: '星河无线传媒', warned: true },
      { name: '天宇无线', warned: false },
    ])
    for (const { name } of near) expect(page).toContain(`/public/check?q=${encodeURIComponent(name)}`)
    expect(page.match(/被公示过/g)).toHaveLength(1)
    expect(page).not.toContain('清白无线')
  })

  it('what is called just so stands before what is called alike', () => {
    const { exact, page } = asked('华娱互动')
    expect(exact).toHaveLength(1)
    expect(page).not.toContain('没有完全同名的')
  })

  it('too little says so, and what nobody is called is not registered; nothing that was typed is run', () => {
    expect(asked('华').page).toContain('请多输入一两个字')
    expect(asked('不存在的公司').page).toContain('没有登记')
    expect(asked('<b>华娱</b>').page).not.toContain('<b>')
    expect(asked('Daily', 'en').page).toMatch(/nearest|Did you mean/)
  })
})
