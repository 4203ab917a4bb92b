import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { measure } from '#sms'
import { caseTextsIn } from './index.ts'

const sanctions = (['warning', 'freeze-orders', 'freeze-settlement', 'suspend', 'terminate', 'bar-app'] as const).map(
  (what) => ({ what }),
)
const longest = {
  'zh-CN': {
    ...{ partner: '十二个字的合作方名称啊', service: '十二个字的业务名称在此' },
    reason: '用户退订之后仍然按月继续扣费，'.repeat(30),
  },
  en: {
    ...{ partner: 'A Long Partner Name Ltd.', service: 'A Long Service Name' },
    reason: 'Charged subscribers each month after they had cancelled, '.repeat(9),
  },
} as const

describe.each(['zh-CN', 'en'] as const)('what whoever complained hears of a case (%s)', (language) => {
  const texts = caseTextsIn(language)
  const given = { number: '48210371', outcome: 'proven', points: 80, refunds: true, withdrawn: false } as const
  it.each([
    ['proven, with every sanction that there is', { sanctions: [...sanctions] }],
    ['nothing was wrong', { outcome: 'cleared' as const, points: 0 as const, refunds: false, sanctions: [] }],
    ['an appeal took it back', { withdrawn: true, sanctions: [] }],
  ])('fits the messages of an answer, however long reason and names are: %s', (_, more) => {
    const text = texts.told({ ...given, ...longest[language], ...more })
    expect(measure(text).segments, text).toBeLessThanOrEqual(defaultPolicy.segments.answer)
    expect(text).toContain('48210371')
  })
})
