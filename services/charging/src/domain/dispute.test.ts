import { describe, expect, it } from 'vitest'
import { defaultPolicy, type WholePolicy } from '#policy'
import { Account, at, KEY, LIN, refs } from './fixtures.ts'
import { flawOf, recount } from './recount.ts'
import { backFen, refundWrong } from './refund.ts'
import type { Judged } from './state.ts'

/** Charged 5 yuan for 每日笑话 by the rules, on 26 November at noon. */
function charged(): Account {
  const account = new Account().confirms('joke', 500).until('2026-11-26T12:00')
  account.charged('c1', 'joke', 500)
  return account
}
/** At once, so many a month and no more than this amount. */
const limits = (perMonth: number, amountFen = 2000) =>
  refs({ disputes: { ...defaultPolicy.disputes, perMonth, amountFen } })
const decided = (account: Account, chargeId: string, proven: boolean) =>
  account.says('dispute.decided', { chargeId, proven, by: 'reviewer' }).hours(1)

describe('退费: refund first, verify after', () => {
  it('goes back at once, at the cost of nobody yet', () => {
    const account = charged()
    expect(account.disputes('笑话')).toBe(
      '已先行退还“每日笑话”11月26日12:00的扣费5元，计入您的话费账户。我们将核查，属实则补足为双倍，结果以短信通知您。不再需要该业务请发送0000退订。',
    )
    expect(account.posted('c1')).toEqual(['charge 500', 'dispute 500'])
  })

  it('of a charge that the rule is still looking at is told so, and not that there is none', () => {
    const account = new Account()
    account.says('charge.received', {
      id: 'c1',
      msisdn: LIN,
      serviceId: 'joke',
      amountFen: 500,
      at: account.play.now,
      kind: 'month',
    })
    const told = '该业务的扣费正在核查，如有误将自动双倍退还，无需申请，结果以短信通知您。'
    expect(account.disputes('笑话')).toBe(told)
    expect(account.disputes('', { serviceId: 'joke' })).toBe(told)
    expect(account.disputes('', { chargeId: 'c1' })).toBe(told)
    expect(account.disputes('彩铃')).toContain('没有找到')
    account.hours(1)
    expect(account.posted('c1')).toEqual(['charge 500', 'refund 500', 'compensation 500'])
  })

  it('proven, it is made up to twice the amount, and the partner pays', () => {
    const account = charged()
    account.disputes('joke', { serviceId: 'joke' })
    decided(account, 'c1', true)
    expect(account.posted('c1')).toEqual(['charge 500', 'dispute 500', 'dispute-proven 500', 'compensation 500'])
    expect(account.told()).toContain('refund: joke 500 back 1000')
  })

  it('disproven, it stands, the operator pays, and the next one is not refunded at once when trust is used up', () => {
    const account = new Account(limits(1))
    account.confirms('joke', 500).until('2026-11-26T12:00').charged('c1', 'joke', 500)
    account.disputes('笑话')
    decided(account, 'c1', false)
    expect(account.posted('c1').slice(1)).toEqual(['dispute 500', 'dispute-disproven 500'])
    expect(account.told()).toContain('disproven: joke 500')
    account.until('2026-12-26T12:00').charged('c2', 'joke', 500)
    expect(account.disputes('笑话')).toMatch(/^已受理您对“每日笑话”/)
    expect(account.posted('c2')).toEqual(['charge 500'])
    decided(account, 'c2', true)
    expect(account.posted('c2')).toEqual(['charge 500', 'refund 500', 'compensation 500'])
  })

  it('disproven and asked for again, is told that it was decided, how, and how to complain', () => {
    const account = charged()
    account.disputes('笑话')
    decided(account, 'c1', false)
    expect(account.disputes('笑话')).toBe(
      '“每日笑话”11月26日12:00的扣费5元已于2026年11月26日核查，符合规定，先行退还的无需归还。不服请发送“投诉”加原因到10086。',
    )
    const waited = new Account(limits(0)).confirms('joke', 500).until('2026-11-26T12:00')
    waited.charged('c1', 'joke', 500)
    waited.disputes('笑话')
    decided(waited, 'c1', false)
    expect(waited.disputes('笑话')).toContain('符合规定，未予退费。')
  })

  it('of more than a person must look at first, or more often than that a month, waits for the person', () => {
    const dear = new Account(limits(3, 549)).imported('ring', '2026-01-01')
    dear.charged('c1', 'ring', 550)
    expect(dear.disputes('彩铃')).toMatch(/^已受理您对“彩铃包月”/)
    expect(dear.disputes('彩铃')).toBe('该业务的扣费您已申请退费，结果会以短信通知您。')
    const often = new Account(limits(1)).imported('ring', '2026-01-01').imported('joke', '2026-01-01')
    often.charged('c1', 'ring', 550)
    often.charged('c2', 'joke', 500)
    expect([often.disputes('彩铃').slice(0, 5), often.disputes('笑话').slice(0, 5)]).toEqual([
      '已先行退还',
      '已受理您对',
    ])
    expect([dear.posted('c1'), often.posted('c1'), often.posted('c2')]).toEqual([
      ['charge 550'],
      ['charge 550', 'dispute 550'],
      ['charge 500'],
    ])
  })

  it('the number’s next owner begins with trust of their own', () => {
    const account = new Account(limits(1)).imported('joke', '2026-01-01')
    account.charged('c1', 'joke', 500)
    account.disputes('笑话')
    decided(account, 'c1', false)
    account.says('tenure.ended', { tenure: 1, reason: 'released' }).hours(1)
    account.imported('weather', '2026-01-01').charged('c2', 'weather', 200)
    expect(account.disputes('气象')).toMatch(/^已先行退还/)
  })

  it('that waits for a person stays, whatever comes after it', () => {
    const account = charged()
    account.disputes('笑话')
    for (let i = 0; i < 410; i++) account.charged(`n${i}`, 'star', 800)
    expect(account.play.state?.charges.map((each) => each.id).slice(0, 2)).toEqual(['c1', 'n10'])
    decided(account, 'c1', true)
    expect(account.posted('c1')).toContain('dispute-proven 500')
  })

  it('is due by what held when it was made, though another figure is released meanwhile', () => {
    const quick = { ...defaultPolicy, disputes: { ...defaultPolicy.disputes, warnHours: 2, decideHours: 6 } }
    const released = at('2026-11-26T12:30')
    const warned = (before: WholePolicy, after: WholePolicy, isLate: boolean) => {
      let since = released
      const policyAt = (time: number) => (time < since ? before : after)
      const account = new Account({ ...refs(), policyAt }).confirms('joke', 500).until('2026-11-26T12:00')
      account.charged('c1', 'joke', 500)
      account.disputes('笑话')
      // What is read of a release only now holds from its approval on.
      if (isLate) since = 0
      return account.hours(6).warnings
    }
    for (const isLate of [false, true]) {
      expect(warned(defaultPolicy, quick, isLate)).toEqual([])
      expect(warned(quick, defaultPolicy, isLate)).toEqual(['c1 due-soon', 'c1 overdue'])
    }
  })

  it('that nobody decides is not forgotten: staff are warned after a day, and when two are over', () => {
    const account = charged()
    account.disputes('笑话')
    expect(account.hours(23).warnings).toEqual([])
    expect(account.hours(1).warnings).toEqual(['c1 due-soon'])
    expect(account.hours(24).warnings).toEqual(['c1 due-soon', 'c1 overdue'])
    expect(account.hours(240).warnings).toHaveLength(2)
    const quick = charged()
    quick.disputes('笑话')
    decided(quick, 'c1', true)
    expect(quick.hours(240).warnings).toEqual([])
  })

  it('is not given twice: what was wrong went back already', () => {
    const account = new Account()
    account.charged('c1', 'joke', 500)
    expect(account.disputes('每日笑话')).toBe('该业务的扣费已经退还，无需再次申请。')
  })

  it('the same SMS twice is one dispute, and a decision is made once', () => {
    const account = charged()
    account.disputes('笑话', { fingerprint: 'key:same' })
    expect(account.disputes('笑话', { fingerprint: 'key:same' })).toBe('')
    decided(account, 'c1', true)
    decided(account, 'c1', false)
    expect(account.posted('c1').filter((each) => each.startsWith('dispute'))).toEqual([
      'dispute 500',
      'dispute-proven 500',
    ])
  })

  it('is not for a charge of half a year ago, nor for the former owner’s', () => {
    const old = new Account().imported('joke', '2025-01-01')
    old.charged('c1', 'joke', 500, { at: at('2026-05-30') })
    expect(old.disputes('笑话')).toMatch(/^已先行退还/)
    const account = charged()
    account.says('tenure.ended', { tenure: 1, reason: 'released' })
    expect(account.disputes('笑话')).toMatch(/^没有找到/)
  })

  it('that may mean several charges asks which, and gives none back; one that is left is meant', () => {
    const account = charged()
    account.until('2026-12-26T12:00').charged('c2', 'joke', 500)
    account.told()
    for (const about of [{}, { serviceId: 'joke' }]) {
      expect(account.disputes('笑话', about)).toBe('')
      expect(account.told()).toEqual(['which: joke 500, joke 500'])
    }
    expect([account.posted('c1'), account.posted('c2')]).toEqual([['charge 500'], ['charge 500']])
    // Nobody who is not answered any more this hour can be asked.
    account.disputes('笑话', { silent: true })
    expect(account.posted('c2')).toEqual(['charge 500', 'dispute 500'])
    expect(account.disputes('笑话')).toMatch(/^已先行退还“每日笑话”11月26日/)
  })

  it('names its charge: that one goes back, and no later one of the service', () => {
    const account = charged()
    account.until('2026-12-26T12:00').charged('c2', 'joke', 500)
    expect(account.disputes('', { chargeId: 'c1' })).toMatch(/^已先行退还“每日笑话”11月26日/)
    expect([account.posted('c1'), account.posted('c2')]).toEqual([['charge 500', 'dispute 500'], ['charge 500']])
    expect(account.disputes('', { chargeId: 'c1' })).toBe('该业务的扣费您已申请退费，结果会以短信通知您。')
    expect(account.disputes('', { chargeId: 'nobody’s' })).toMatch(/^没有找到/)
  })
})

describe('a charge goes back twice its amount at most, once', () => {
  /** Charged for a moment that is still to come; then cancelled, before that moment. */
  function ahead(): Account {
    const account = new Account().confirms('joke', 500).until('2026-11-26T12:00')
    account.says('charge.received', charge(account.play.now + 300_000)).cancels('joke')
    return account
  }
  const charge = (at: number) => ({ id: 'c1', msisdn: '1', serviceId: 'joke', amountFen: 500, at, kind: 'month' })
  const back = (account: Account) =>
    account.postings
      .filter((each) => ['refund', 'compensation', 'dispute'].includes(each.kind))
      .reduce((sum, each) => sum + each.amountFen, 0)
  const counted = (account: Account): Record<string, number> => {
    const sums: Record<string, number> = {}
    for (const { partnerId, month, serviceId, kind, amountFen } of account.postings) {
      const name = `${partnerId}|${month}|${serviceId}|${kind}`
      sums[name] = (sums[name] ?? 0) + amountFen
    }
    return sums
  }

  it('disputed while the rule is about to look once more, and proven by a person after it', () => {
    const account = ahead()
    account.disputes('笑话')
    account.hours(1)
    decided(account, 'c1', true)
    expect(account.posted('c1')).toEqual(['charge 500', 'dispute 500', 'dispute-proven 500', 'compensation 500'])
    expect(account.play.state?.charges).toMatchObject([{ rule: 'after.cancel', dispute: { status: 'proven' } }])
  })

  it('and of a period’s two the one that was right is right, whichever came first', () => {
    const account = ahead()
    const right = { ...charge(account.play.now - 3_600_000), id: 'c2' }
    account.says('charge.received', right).hours(1)
    expect(account.judged.map(({ chargeId, rule = 'right' }) => `${chargeId} ${rule}`)).toEqual([
      'c1 right',
      'c1 after.cancel',
      'c2 right',
    ])
    expect([account.posted('c1'), account.posted('c2')]).toEqual([
      ['charge 500', 'refund 500', 'compensation 500'],
      ['charge 500'],
    ])
  })

  it('disproven by a person before the rule finds it wrong: the partner pays the operator back', () => {
    const account = ahead()
    account.disputes('笑话')
    account.says('dispute.decided', { chargeId: 'c1', proven: false, by: 'reviewer' }).hours(1)
    expect(account.posted('c1').slice(1)).toEqual([
      'dispute 500',
      'dispute-disproven 500',
      'dispute-reversed 500',
      'compensation 500',
    ])
    expect(account.play.state?.charges).toMatchObject([{ rule: 'after.cancel', dispute: { status: 'proven' } }])
  })

  it.each([
    [['dispute', 'recheck', 'proven'], 1000],
    [['dispute', 'proven', 'recheck'], 1000],
    [['recheck', 'dispute', 'proven'], 1000],
    [['dispute', 'disproven', 'recheck', 'dispute'], 1000],
    [['dispute', 'recheck', 'disproven'], 1000],
    [['recheck', 'recheck', 'dispute'], 1000],
  ])('%j: %d fen', (steps, fen) => {
    const account = ahead()
    for (const step of steps) {
      if (step === 'dispute') account.disputes('笑话')
      else if (step === 'recheck') account.hours(1)
      else account.says('dispute.decided', { chargeId: 'c1', proven: step === 'proven', by: 'reviewer' })
    }
    account.hours(1)
    expect(back(account)).toBe(fen)
    const state = account.play.state as NonNullable<typeof account.play.state>
    expect(recount([state])).toEqual(counted(account))
    expect(state.charges.map((each) => flawOf(each))).toEqual([undefined])
  })

  it('by the policy in force when it was found wrong, whatever is in force when the ledger is checked', () => {
    const account = new Account(refs({ charging: { ...defaultPolicy.charging, refundTimes: 3 } }))
    account.charged('c1', 'joke', 500)
    const { charges } = account.play.state as NonNullable<Account['play']['state']>
    const [charge] = charges as [Judged]
    expect([charge.refundTimes, backFen(charge), flawOf(charge)]).toEqual([3, 1500, undefined])
    const today = { now: account.play.now, key: KEY, refs: refs() }
    expect(refundWrong(charge, today).emit).toEqual([])
    const { refundTimes: _, ...without } = charge
    expect(flawOf(without)).toBe('charge c1: 1500 fen went back, not 0')
  })

  it('and what the ledger’s check says of a charge whose money went elsewhere', () => {
    const state = ahead().hours(1).play.state as NonNullable<Account['play']['state']>
    const [wrong] = state.charges as [Judged]
    const without = (kind: string) => ({ ...wrong, moves: (wrong.moves ?? []).filter((each) => each.kind !== kind) })
    expect(flawOf(wrong)).toBeUndefined()
    expect(flawOf(without('refund'))).toBe('charge c1: 500 fen went back, not 1000')
    const { rule: _, ...right } = wrong
    expect(flawOf(right)).toBe('charge c1: 1000 fen went back, not 0')
  })
})

it.each(['每日笑話', '每日 笑话', '“每日笑话”', '【每日笑话】。', 'ＤＡＩＬＹ　ＪＯＫＥＳ', 'dailyjokes', 'xh'])(
  'a charge is named however its service is written: %s',
  (name) => {
    const account = new Account().imported('joke', '2026-01-05')
    account.charged('c1', 'joke', 500)
    expect(account.disputes(name)).toMatch(/^已先行退还“每日笑话”/)
  },
)
