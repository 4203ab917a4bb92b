import { expect, it } from 'vitest'
import { shownSender, textMark } from './stations.ts'

it('shows no number of a person that it sent in the name of', () => {
  expect(['8613800138000', '861082345678', '95588', '10661234', 'ICBC'].map(shownSender)).toEqual([
    ...['•••••••••8000', '••••••••5678', '95588', '10661234', 'ICBC'],
  ])
})

it('knows the same words again, however they are spaced, written and numbered, and no others', () => {
  const mark = textMark('【工商银行】您的积分1200分即将过期，请登录 icbc-vip.com 兑换')
  expect(textMark('[工商銀行] 您的積分 980 分即將過期,請登錄ccb-u.cn兌換!')).toBe(mark)
  expect(textMark('【工商银行】您的账户已被冻结，请登录 icbc-vip.com 解除')).not.toBe(mark)
  expect(textMark('Win 100 now')).toBe(textMark('WIN 200, now!'))
  expect(textMark('Win 100 now')).not.toBe(textMark('Call 100 now'))
})
