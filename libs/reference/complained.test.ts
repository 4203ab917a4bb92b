import { expect, it } from 'vitest'
import { Catalogue } from './catalogue.ts'
import { complainedOf } from './complained.ts'

const catalogue = new Catalogue()
const partner = (partnerId: string, nameZh: string, nameEn: string) =>
  catalogue.apply({
    ...{ id: partnerId, type: 'partner.set', v: 1, at: 1, corr: '' },
    data: { partnerId, nameZh, nameEn, kind: 'sp', version: 1, from: 0 },
  })
partner('sp-days', '天天', 'Day by Day')
partner('sp-joy', '华娱互动', 'Joyful Interactive')
const about = (text: string) => complainedOf(catalogue, { text }, 1)

it('a company whose name is any word is named by none of them, but by its other name', () => {
  expect(about('投诉 天天扣我的钱')).toEqual([])
  expect(about('complain: Day by Day takes my money')).toEqual([{ partnerId: 'sp-days' }])
  expect(about('投诉 华娱 互动天天扣钱')).toEqual([{ partnerId: 'sp-joy' }])
})

it.each([
  '点了wap.joke.cn就扣费',
  '点了http://com.joke.example/a就扣费',
  'https://m.joke.example.com.cn/x?y=1',
  '打开www.joke.com',
  '发到kefu@joke.com没人理',
])('a link is no software: %s', (text) => expect(about(text)).toEqual([]))

it.each(['com.free.torch', 'cn.joke.app', 'tv.danmaku.bili', 'ctrip.android.view', 'Com.Example.App'])(
  'software is named by its package: %s',
  (app) => expect(about(`投诉软件${app}：自己订购`)).toEqual([{ app: app.toLowerCase() }]),
)
