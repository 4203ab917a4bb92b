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
  ])('%s (%s): %s', (text, from, kind) => {
    expect(sorted(text, from).kind).toBe(kind)
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
