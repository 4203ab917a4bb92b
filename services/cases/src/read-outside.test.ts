import { expect, it } from 'vitest'
import { refuseNumbers } from './read-outside.ts'

it.each([
  '用户13800138000未确认即扣费',
  'Charged +86 138-0013-8000 without consent',
  '投诉人1３８ 0013 8000',
  '+852 9123 4567',
  '用户１３８—００１３—８０００反映',
  '壹叁捌零零壹叁捌零零零',
  '幺三八 洞洞幺三 八洞洞洞',
  '86（138）0013/8000',
])('nobody’s number is in what others read: %s', (text) => {
  expect(() => refuseNumbers('用户未确认即扣费。', text)).toThrow(/verdict/)
})

it.each([
  '端口10661234于2026年11月22日群发广告',
  '端口1065981234567未经许可',
  '客服热线400-810-0000无人接听',
  '向1203位用户扣费8,610.00元',
  '自2026-11-01至2026-11-22，每日13时至18时扣费',
  '共扣费1380笔、013元，合计80000元',
  '案号48210371，业务joke-daily，端口10661234',
])('ports, hotlines and figures are: %s', (text) => {
  expect(() => refuseNumbers(text)).not.toThrow()
})
