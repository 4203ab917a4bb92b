import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { Catalogue } from '#reference'
import { reportedTexts } from './reported-texts.ts'
import { senderOf } from './sender.ts'
import { signsIn } from './signs.ts'
import { sortReport } from './sorting.ts'

const refs = { policy: defaultPolicy, catalogue: new Catalogue(), keyOf: (address: string) => `key-of-${address}` }
const sorted = (text: string, from: string) =>
  sortReport(text, senderOf(from), Date.parse('2026-11-27T09:00:00Z'), refs)

describe('what a reported text is', () => {
  it.each(Object.keys(reportedTexts))('%s', (kind) => {
    const texts = reportedTexts[kind]?.map((line) => line.split(' | ') as [from: string, text: string]) ?? []
    expect(texts.length).toBeGreaterThan(8)
    expect(texts.filter(([from, text]) => sorted(text, from).kind !== kind)).toEqual([])
  })

  it('a swindle says by what it is told', () => {
    const { reasons } = sorted('妈，我手机掉水里了，这是我同学的号，你先转3800到老师账上', '13512345678')
    expect(reasons.filter(({ rule }) => rule.startsWith('fraud.'))).toEqual([
      { rule: 'fraud.claims', words: '妈我 老师' },
      { rule: 'fraud.asks', words: '转3800' },
      { rule: 'fraud.haste', words: '手机掉 同学的号' },
    ])
  })

  it.each([
    ['妈我手机掉水里了，晚上再打给你', '13512345678', 'other'],
    ['妈，先转3800到老师账上，晚上给你', '13512345678', 'fraud'],
    ['谨防诈骗：凡自称客服要您转账、索要验证码的，请立即挂断并拨打96110', '10665678', 'other'],
    ['谨防诈骗：您的账户异常，请立即登录 icbc-rz.top 核实', '10665678', 'fraud'],
    ['贷款利率低，银行直批，随借随还，加微信dk886699', '10665678', 'loan'],
    ['您申请的贷款已被冻结，请先交保证金500元到银行卡解冻', '10665678', 'fraud'],
    ['我是反诈中心民警，您的卡涉嫌洗钱，请转到安全账户，否则今天逮捕', '10665678', 'fraud'],
    ['我是反诈中心民警，您的卡涉嫌洗钱，请转到安全账户，否则今天逮捕，谨防诈骗', '10665678', 'fraud'],
    ['谨防诈骗请转到安全账户，您的卡涉嫌洗钱，否则今天逮捕', '10665678', 'fraud'],
    ['近期骗子冒充公安，称您的银行卡涉嫌洗钱，要求转账到安全账户，请谨防诈骗', '10665678', 'other'],
    ['谨防诈骗：银行不会要求您转账、提供卡号、验证码，请勿泄露', '10665678', 'other'],
    ['凡是让您转账到安全账户的都是诈骗', '10665678', 'other'],
    ['验证码提供给他人将导致账号被盗，请勿转发。此验证码只用于登录微信', '13512345678', 'other'],
    ['订单已发货。京东不会以订单无效为由要求您提供银行卡操作退款，谨防诈骗', '13512345678', 'other'],
    ['妈，谨防诈骗，我手机掉水里了，先转3800到老师账上，勿告诉爸', '13512345678', 'fraud'],
    ['请把收到的验证码发给本号码不要告诉任何人', '10665678', 'fraud'],
    ['【邮政速递】您的包裹配送签收失败，请把收到的验证码发过来，今晚前不发将退回', '10665678', 'fraud'],
    ['【工商银行】您尾号8812的账户今日异常，请提供银行卡号和验证码解冻', '95588', 'fraud'],
  ])('%s (%s): %s', (text, from, kind) => {
    const found = sorted(text, from)
    expect(found.kind).toBe(kind)
    if (kind === 'fraud') expect(found.honest).toBeUndefined()
  })

  it('a number to call is its sender’s own only where the owner of the port is of the kind that the text names', () => {
    const of = (nameZh: string) => {
      const catalogue = new Catalogue()
      const told = { v: 1, at: 1, corr: '' } as const
      const [whose, dated] = [{ partnerId: 'joy' }, { version: 1, from: 1 }]
      const name = { nameZh, nameEn: 'Joy', kind: 'sp' }
      const port = { port: '10661234', category: 'game', classes: ['marketing' as const] }
      catalogue.apply({ id: 'joy', type: 'partner.set', ...told, data: { ...dated, ...whose, ...name } })
      catalogue.apply({ id: 'port', type: 'port.set', ...told, data: { ...dated, ...whose, ...port } })
      const text = '【社保中心】您的医保今日停用，请速致电4008123456'
      return sortReport(text, senderOf('10661234'), Date.parse('2026-11-27T09:00:00Z'), { ...refs, catalogue }).kind
    }
    expect([of('乐动'), of('某市社保服务')]).toEqual(['fraud', 'other'])
  })
})

it('words stand for a few characters, figures, and the beginning', () => {
  const of = (text: string) => ({ loose: text, tight: text.replace(/[^\p{L}\p{N}%]/gu, '') })
  expect(signsIn(['转?#', '^妈', '注销…征信', 'pay…bitcoin', 'fee'], of('妈，转我三千，不注销影响征信'))).toEqual([
    '妈',
    '转我三千',
    '注销影响征信',
  ])
  expect(signsIn(['^妈', 'fee', 'pay…bitcoin'], of('告诉妈 coffee pay 900 in bitcoin'))).toEqual(['pay 900 in bitcoin'])
})

it('is quick with the longest, also where one character stands for several', () => {
  const parts = [
    '1',
    '㉑',
    '1,',
    '1.1',
    '一',
    '1 ',
    '$1',
    'earn ',
    '转',
    'ﷺ',
    '您',
    '请',
    'call 1',
    '验证码',
    '勿',
    '谨防,转给',
  ]
  for (const part of parts)
    for (const behind of ['', '!x', '谨防诈骗'])
      expect(sorted(part.repeat(4000 / part.length) + behind, '10665678').kind).toBeDefined()
  // Each figure is tried where it begins: what takes the square of its length takes minutes here.
  const { signs, swindles } = defaultPolicy.reports
  for (const text of ['1'.repeat(100_000), '一'.repeat(100_000)])
    for (const words of [signs.fraud, swindles.earnings, swindles.asks])
      expect(signsIn(words, { loose: text, tight: text })).toEqual([])
})
