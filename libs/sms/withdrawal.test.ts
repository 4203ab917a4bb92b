import { expect, it } from 'vitest'
import { withdrawalIn } from './index.ts'

const said = ['报错了', '发错', '撤回', '不举报', '举报', '我', '了', '号码', '号', '能不能', '10661234', '一下']

it('what takes a report back is found out at once, however its words are heaped', () => {
  const heaps = said.flatMap((each) => said.map((other) => `${each}${other}`))
  for (const heap of heaps)
    for (const start of ['', '撤回', '搞错了举报'])
      expect(withdrawalIn(`${start}${heap.repeat(50)}`.slice(0, 57).concat('坏坏'))).toBeUndefined()
  expect(withdrawalIn(`${'报错了'.repeat(19)}坏坏`)).toBeUndefined()
})

it.each([
  ['发错了，是10661234', { what: '10661234', mistaken: true, namesReport: false }],
  ['举报10661234，报错了', { what: '10661234', mistaken: true, namesReport: true }],
  ['报错了，撤回10661234', { what: '10661234', mistaken: false, namesReport: false }],
  ['10661234 was my mistake', { what: '10661234', mistaken: true, namesReport: false }],
  ['Withdraw my report no. 10661234', { what: '10661234', mistaken: false, namesReport: true }],
])('%s', (text, meant) => {
  expect(withdrawalIn(text)).toMatchObject(meant)
})
