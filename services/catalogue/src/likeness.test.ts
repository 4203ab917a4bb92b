import { expect, it } from 'vitest'
import { Catalogue } from '#reference'
import { coreOf, likeBanned } from './likeness.ts'

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
    likeBanned(catalogue, id, { nameZh, nameEn }, 9).map(({ partnerId, isSame }) => [partnerId, isSame])
  expect(like('華娛互動', 'Anything')).toEqual([['sp-out', true]])
  expect(like('别的', 'ＮＥＷ　ＳＯＵＮＤ Ltd')).toEqual([['sp-out', true]])
  expect(like('北京华娱互动文化', 'Beijing')).toEqual([['sp-out', false]])
  expect(like('美乐', 'Mellow')).toEqual([])
  expect(like('新声', 'Sound')).toEqual([])
  expect(like('华娱互动', 'Huayu Interactive', 'sp-out')).toEqual([])
  expect(likeBanned(catalogue, 'sp-new', { nameZh: '华娱互动', nameEn: '' }, 2)).toEqual([])
})
