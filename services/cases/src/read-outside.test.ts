import { expect, it } from 'vitest'
import { refuseNumbers } from './read-outside.ts'

it.each([
  '用户13800138000未确认即扣费',
  'Charged +86 138-0013-8000 without consent',
  '投诉人1３８ 0013 8000',
  '+852 9123 4567',
])('nobody’s number is in what others read: %s', (text) => {
  expect(() => refuseNumbers('用户未确认即扣费。', text)).toThrow(/verdict/)
})

it.each([
  '端口10661234于2026年11月22日群发广告',
  '端口1065981234567未经许可',
  '客服热线400-810-0000无人接听',
  '向1203位用户扣费8,610.00元',
])('ports, hotlines and figures are: %s', (text) => {
  expect(() => refuseNumbers(text)).not.toThrow()
})
