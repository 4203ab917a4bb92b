import { expect, it } from 'vitest'
import { clearsInChinese } from './clears.ts'

it.each([
  [
    'charges above tariff: at most 0.6431 % (now 1.929 %); complaints a month of active users: at most 3.2 of 10,000 (now 11.4 of 10,000); for 7 days',
    ['超过资费的扣费', '每月投诉'],
    '超过资费的扣费：至多 0.6431%（现为 1.929%）；每月投诉：至多 3.2/万用户（现为 11.4/万用户）；持续 7 天',
  ],
  [
    'A person decides: 12 charges after unsubscribing within 72 h; below 5 or 5 % of all charges it would not have stopped',
    ['退订后仍扣费'],
    '须由人裁定：72 小时内 12 笔退订后仍扣费；少于 5 笔或不足全部扣费的 5%时不会先行停止',
  ],
  [
    'None more for 7 days: 2 charges after unsubscribing within 720 h; below 2 or 2 % of who had paid and unsubscribed nothing would have been said',
    ['退订后仍扣费'],
    '7 天内不再发生：720 小时内 2 笔退订后仍扣费；少于 2 笔或不足付过费又退订的用户的 2%时不会预警',
  ],
  ['A person decides', ['退订后仍扣费'], 'A person decides'],
])('what would clear a finding reads in Chinese: %s', (clears, names, said) => {
  expect(clearsInChinese(clears, names)).toBe(said)
})
