import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { Catalogue } from '#reference'
import { isPersons, senderOf } from './sender.ts'
import { type SortingRefs, sortReport } from './sorting.ts'

const NOW = Date.parse('2026-11-22T10:30:00Z')
const catalogue = new Catalogue()
catalogue.apply({
  id: 'p',
  type: 'port.set',
  v: 1,
  at: 1,
  corr: '',
  data: { version: 1, from: 1, port: '10661234', partnerId: 'joy', category: 'game', classes: ['marketing'] },
})
const refs: SortingRefs = {
  policy: defaultPolicy,
  catalogue,
  keyOf: (address) => `key-of-${address}`,
}
const sorted = (text: string, from?: string) =>
  sortReport(text, from === undefined ? undefined : senderOf(from), NOW, refs)

describe('who sent it', () => {
  it('is masked where it is somebody’s number, also one that a fake base station sent in the name of', () => {
    const masked = (from: string) => {
      const { sender } = sorted('你好', from)
      return [isPersons(sender), isPersons({ ...sender, kind: 'fake' })]
    }
    for (const from of ['13800138000', '010-82345678', '+852 9123 4567']) expect(masked(from)).toEqual([true, true])
    for (const from of ['10661234', '95588', '110', 'ICBC']) expect(masked(from)).toEqual([false, false])
    for (const from of ['13800138000', '+852 9123 4567']) expect(sorted('你好', from).reasons[0]?.words).toBe('')
  })

  it.each([
    ['10661234', { kind: 'port', port: '10661234', partnerId: 'joy', id: 'key-of-10661234' }],
    ['1066123488', { kind: 'port', port: '10661234', partnerId: 'joy', address: '1066123488' }],
    ['10665678', { kind: 'unknown', address: '10665678' }],
    ['10086', { kind: 'own' }],
    ['1008611', { kind: 'own' }],
    ['13800138000', { kind: 'person', address: '8613800138000' }],
    ['+852 9123 4567', { kind: 'foreign', address: '85291234567' }],
    ['ICBC', { kind: 'unknown', address: 'ICBC' }],
    [undefined, { kind: 'unknown' }],
  ])('%s', (from, sender) => {
    expect(sorted('你好', from).sender).toMatchObject(sender)
  })
})

describe('what it is, and why', () => {
  it.each([
    ['恭喜您中奖，请点击dwz.cn/a1领取', '10665678', 'fraud', ['fraud.words 中奖']],
    [
      '【工商银行】您的账户异常，请登录icbc-vip.com认证',
      '13800138000',
      'fraud',
      ['fraud.words 账户异常', 'impersonation.words 工商银行'],
    ],
    [
      '中国移动积分商城：您有18600分，登录 10086-jf.top 兑换',
      '10665678',
      'impersonation',
      ['impersonation.words 中国移动'],
    ],
    [
      '【中国移动】积分兑换请进 user.qzone.qq.com/66828692',
      '10665678',
      'impersonation',
      ['impersonation.words 中国移动'],
    ],
    [
      '澳门新葡京真人荷官，註冊送彩金',
      undefined,
      'gambling',
      ['gambling.words 彩金', 'gambling.words 真人荷官', 'gambling.words 澳门新葡'],
    ],
    ['急 用 钱 找易 贷：最快一天放款', undefined, 'loan', ['loan.words 放款', 'loan.words 急用钱']],
    ['幼女视频加薇信abc12345', undefined, 'minors', ['minors.words 幼女']],
    ['本司可开各种税票，来电13686861254', undefined, 'invoice', ['invoice.words 税票']],
    ['全场5折起，回T退订', '10661234', 'marketing', ['marketing.words 折起', 'marketing.words 回t退订']],
    ['请转账到6222021234567890128', undefined, 'fraud', ['fraud.words 转账到', 'fraud.card …0128']],
    ['You have won a prize, claim now', '+447911123456', 'fraud', ['fraud.words you have won']],
    ['纸袋碰腿2孕妇互殴-中国移动冲浪助手:http://go.10086.cn/nd/mh9', '10665678', 'other', []],
    ['明天开会', undefined, 'other', []],
    ['Ask the salesman', undefined, 'other', []],
  ])('%j from %s is %s', (text, from, kind, reasons) => {
    const found = sorted(text, from)
    expect(found.kind).toBe(kind)
    expect(
      found.reasons.filter(({ rule }) => !rule.startsWith('sender.')).map(({ rule, words }) => `${rule} ${words}`),
    ).toEqual(expect.arrayContaining(reasons))
    expect(found.honest).toBeUndefined()
  })
})

describe('honest messages are known before anything is joined', () => {
  it.each([
    ['【支付宝】验证码482913，5分钟内有效，请勿告诉任何人', '10661234', 'otp'],
    ['482913 is your verification code', undefined, 'otp'],
    ['您尾号4118的储蓄卡27日18:05支出人民币1,204.00元，余额3,000元。【招商银行】', '95555', 'service'],
    ['您的快递已到，取件码8-2-1234【菜鸟】', '10661234', 'otp'],
    ['【京东】您的订单已出库发货', '10661234', 'service'],
  ])('%j from %s: %s', (text, from, honest) => {
    expect(sorted(text, from)).toMatchObject({ honest, kind: 'other' })
  })
  it.each([
    ['【支付宝】验证码482913，如非本人操作请点击dwz.cn/a取消', '10661234'],
    ['验证码482913，请告知客服13800138000', '10665678'],
    ['您尾号4118的储蓄卡支出人民币1,204.00元', '13800138000'],
    ['您尾号4118的卡支出人民币1,204.00元，点击领取积分', '95555'],
    ['您的快递已丢失，加微信kf12345678理赔', '10661234'],
  ])('%j from %s is none', (text, from) => {
    expect(sorted(text, from).honest).toBeUndefined()
  })

  it('and none that somebody hides from machines', () => {
    const code = '【招商银行】验证码341398，您正在登录手机银行，请勿泄露给他人'
    expect(sorted(code, '95555').honest).toBe('otp')
    expect(sorted([...code].join('\u200b'), '95555').honest).toBeUndefined()
  })
})
