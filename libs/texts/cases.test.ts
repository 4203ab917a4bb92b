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
    ['proven, with every sanction but the last', { sanctions: sanctions.filter(({ what }) => what !== 'terminate') }],
    [
      'proven, with those that leave the service',
      { sanctions: sanctions.filter(({ what }) => !['terminate', 'suspend'].includes(what)) },
    ],
    ['nothing was wrong', { outcome: 'cleared' as const, points: 0 as const, refunds: false, sanctions: [] }],
    ['an appeal took it back', { withdrawn: true, sanctions: [] }],
  ])('fits the messages of an answer, however long reason and names are: %s', (_, more) => {
    const text = texts.told({ ...given, ...longest[language], ...more })
    expect(measure(text).segments, text).toBeLessThanOrEqual(defaultPolicy.segments.answer)
    expect(text).toContain('48210371')
  })

  it('says whose points they are and what happens to the company, in no words of who runs partners; the hardest alone', () => {
    const text = texts.told({ ...given, ...longest[language], reason: 'x', sanctions: [...sanctions] })
    expect(text).toContain(language === 'en' ? 'the company lost 80' : '扣该公司信用分80分')
    expect(text).toContain(language === 'en' ? 'we ended our contract with it' : '终止与其合作')
    expect(text).not.toMatch(/settlement|orders|结算|订购|warned|警告|suspend|暂停/i)
  })

  it.each([
    [
      ...['one service is stopped, and the whole company is not paid'],
      ...[[{ what: 'suspend', serviceId: 'joke' }, { what: 'freeze-settlement' }, { what: 'freeze-orders' }]],
      language === 'en'
        ? 'that service is stopped for now; we pay it nothing for now; it may sign up nobody new'
        : '暂停该业务；暂不付给其业务收入；不准其再发展新用户',
    ],
    [
      ...[
        'another service',
        [
          { what: 'suspend', serviceId: 'news' },
          { what: 'warning', serviceId: 'news' },
        ],
      ],
      language === 'en' ? 'another service is stopped for now' : '暂停其另一业务',
    ],
    [
      ...['all services, and one', [{ what: 'suspend' }, { what: 'suspend', serviceId: 'joke' }]],
      language === 'en' ? 'all its services are stopped for now' : '暂停其全部业务',
    ],
  ] as const)(
    'a sanction of one service is said of that one, and hides none of the whole company: %s',
    (_, of, said) => {
      const facts = { ...given, ...longest[language], reason: 'x', points: 0 as const, serviceId: 'joke' }
      expect(texts.told({ ...facts, sanctions: [...of] })).toContain(
        `${language === 'en' ? ': ' : '：'}${said}${language === 'en' ? '.' : '。'}`,
      )
    },
  )

  it('fits whatever sanctions of whatever services there are', () => {
    const facts = { ...given, ...longest[language], serviceId: 'joke' }
    const kinds = ['warning', 'freeze-orders', 'freeze-settlement', 'suspend', 'bar-app'] as const
    const scopes = [[], [{}], [{ serviceId: 'joke' }], [{ serviceId: 'joke' }, { serviceId: 'news' }]]
    for (let chosen = 0; chosen < 4 ** kinds.length; chosen++) {
      const of = kinds.flatMap((what, n) =>
        (scopes[Math.floor(chosen / 4 ** n) % 4] ?? []).map((each) => ({ what, ...each })),
      )
      const text = texts.told({ ...facts, sanctions: of })
      expect(measure(text).segments, text).toBeLessThanOrEqual(defaultPolicy.segments.answer)
    }
  })
})
