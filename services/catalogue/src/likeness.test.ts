import { expect, it } from 'vitest'
import { Catalogue } from '#reference'
import { bannedAt, coreOf, outsAt } from './likeness.ts'

it.each([
  ['华娱互动', '華娛互動'],
  ['华娱互动', ' 华 娱·互 动（北京）有限公司'.replace('（北京）', '')],
  ['华娱互动科技有限公司', '华娱互动'],
  ['Huayu Interactive', 'ＨＵＡＹＵ Interactive Co., Ltd.'],
  ['Huayu Interactive', 'Нuауu Intеrасtivе'],
])('a company is the same however it is written: %s and %s', (one, other) => {
  expect(coreOf(one)).toBe(coreOf(other))
})

it('a name of nothing but what a company is called is a name', () => {
  expect(coreOf('网络科技有限公司')).not.toBe('')
})

it('partners that are out are found by names that they had, or have a part of; others are not', () => {
  const catalogue = new Catalogue()
  const message = { v: 1 as const, at: 1, corr: '' }
  const partner = (partnerId: string, version: number, nameZh: string, nameEn: string) =>
    catalogue.apply({
      ...{ ...message, id: `${partnerId}${version}`, type: 'partner.set' },
      data: { partnerId, version, nameZh, nameEn, kind: 'music', from: version },
    })
  partner('sp-out', 1, '华娱互动', 'Huayu Interactive')
  partner('sp-out', 2, '新声音乐', 'New Sound')
  partner('sp-in', 1, '美乐科技', 'Mellow')
  const out = { partnerId: 'sp-out', version: 1, restraints: [{ what: 'ended' as const, case: '10000001' }] }
  catalogue.apply({ ...message, id: 'r', type: 'partner.restrained', data: { ...out, from: 3 } })
  const like = (nameZh: string, nameEn: string, id = 'sp-new') =>
    bannedAt(catalogue, 9)(id, { nameZh, nameEn }).map(({ partnerId, isSame }) => [partnerId, isSame])
  expect(like('華娛互動', 'Anything')).toEqual([['sp-out', true]])
  expect(like('别的', 'ＮＥＷ　ＳＯＵＮＤ Ltd')).toEqual([['sp-out', true]])
  expect(like('北京华娱互动文化', 'Beijing')).toEqual([['sp-out', false]])
  expect(like('美乐', 'Mellow')).toEqual([])
  // A brand of two letters is told at the beginning and at the end of a name, and is a part of many in between.
  expect(['新声', '北京新声音乐', '新声文化', '重新声明'].map((name) => like(name, 'Sound').length)).toEqual([
    1, 1, 0, 0,
  ])
  expect(like('华娱互动', 'Huayu Interactive', 'sp-out')).toEqual([])
  expect(bannedAt(catalogue, 2)('sp-new', { nameZh: '华娱互动', nameEn: '' })).toEqual([])
})

it('a brand of two letters is told where a name begins or ends with it; who is the same legal person is compared by all of its names', () => {
  const catalogue = new Catalogue()
  const message = { v: 1 as const, at: 1, corr: '' }
  const partner = (partnerId: string, nameZh: string, nameEn: string, legalId?: string) => {
    const data = { partnerId, version: 1, nameZh, nameEn, kind: 'music', from: 1, ...(legalId ? { legalId } : {}) }
    catalogue.apply({ ...message, id: partnerId, type: 'partner.set', data })
  }
  partner('sp-out', '乐动科技有限公司', 'Ledong', '91310000MA1FL0001R')
  partner('sp-brand', '星海娱乐', 'Xinghai', '91310000MA1FL0001R')
  const out = { partnerId: 'sp-out', version: 1, restraints: [{ what: 'ended' as const, case: '10000001' }] }
  catalogue.apply({ ...message, id: 'r', type: 'partner.restrained', data: { ...out, from: 3 } })
  const like = (nameZh: string) =>
    bannedAt(catalogue, 9)('sp-new', { nameZh, nameEn: 'Any' }).map((each) => each.partnerId)
  expect(['乐动互娱', '北京乐动', '快乐动漫', '星海娱乐'].map(like)).toEqual([['sp-out'], ['sp-out'], [], ['sp-brand']])
  const outs = outsAt(catalogue, 9)
  expect(outs({ partnerId: 'a', nameZh: '乐动互娱', nameEn: 'A', legalId: '91310000MA1FL0001R' })).toEqual({
    puts_out: true,
    like_out: [{ partner: 'sp-out', name_zh: '乐动科技有限公司', name_en: 'Ledong' }],
  })
  expect(outs({ partnerId: 'a', nameZh: '好雨', nameEn: 'A' })).toEqual({})
})
