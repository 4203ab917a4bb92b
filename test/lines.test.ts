import { describe, expect, it } from 'vitest'
import { DAY, HOUR, Lines, people } from './lines-world.ts'

const PROMPTS = '10086901'
const at = (world: Lines, days: number) => world.now + days * DAY
/** Of a child, until three years from now; entered at the counter. */
const entered = (world: Lines, more: object = {}) =>
  world
    .asks('ward', 'guardian.entered', {
      guardian: people.guardian,
      guardianTenure: 1,
      majorityAt: at(world, 1000),
      ...more,
    })
    .drain()
const named = (world: Lines) => {
  world.texts('ward', '10086', '监护 13900139000').drain()
  world.texts('guardian', PROMPTS, '是').drain()
  for (const who of ['ward', 'guardian'] as const) world.read(who)
  return world
}

describe('锁定', () => {
  it('ends what is open, and nothing that costs is put to the number by anybody', () => {
    const world = new Lines()
    const open = world.request('ward', 'joke')
    world.drain().read('ward')
    world.texts('ward', '10086', '锁定').drain()
    expect(world.read('ward')).toEqual([
      '已锁定您的号码：任何人都不能再为您办理收费业务，待确认的申请均已作废。已有业务照旧，发送0000查询退订。解锁请登录网页办理，或发送“解锁”到10086，24小时后生效。',
    ])
    const kept = world.request('ward', 'weather')
    world.texts('ward', PROMPTS, '是').texts('ward', '10661234', 'XH').pass(HOUR)
    expect([world.outcome(open), world.outcome(kept)]).toEqual(['ended locked', 'rejected locked'])
    expect([world.services('ward'), world.read('ward').at(-1)]).toEqual([
      [],
      expect.stringMatching(/^您的号码已锁定，未办理/),
    ])
  })

  it('in reply to a prompt locks as well', () => {
    const world = new Lines()
    world.request('ward', 'joke')
    world.drain().texts('ward', PROMPTS, '锁定').texts('ward', PROMPTS, '是').pass(HOUR)
    expect(world.services('ward')).toEqual([])
    expect(world.line('ward')?.lock).toBeDefined()
  })

  it('ends a yes that was said after it and heard of before; one that was said before it stays', () => {
    const late = new Lines()
    late.request('ward', 'joke')
    late.drain()
    // The lock is said first, and comes by the longer way.
    late.texts('ward', '10086', '锁定').texts('ward', PROMPTS, '是')
    late.step(1)
    expect(late.emitted.filter((each) => each.type === 'consent.given')).toHaveLength(1)
    late.drain()
    expect([late.services('ward'), late.read('ward').at(-1)]).toEqual([
      [],
      expect.stringContaining('锁定之后确认的1项已取消'),
    ])
    const early = new Lines()
    early.request('ward', 'joke')
    early.drain().texts('ward', PROMPTS, '是').texts('ward', '10086', '锁定')
    // The yes is read last.
    early.step(1)
    while (early.running[1]?.waiting.some((each) => each.topic === 'confirmation.requests')) early.step(1)
    early.drain()
    expect(early.services('ward')).toEqual(['joke'])
  })

  it('恢复 never unlocks', () => {
    const world = new Lines().texts('ward', '10086', '锁定').texts('ward', '10086', '恢复').drain()
    expect(world.outcome(world.drain().request('ward', 'joke')) ?? world.drain().outcome('r3')).toBe('rejected locked')
  })
})

describe('解锁', () => {
  const locked = () => new Lines().texts('ward', '10086', '锁定').drain()
  const asked = (world: Lines) => {
    const id = world.request('ward', 'joke')
    return world.drain().outcome(id)
  }

  it('by SMS is told at once and holds after 24 hours; 锁定 takes it back', () => {
    const world = locked()
    world.read('ward')
    world.texts('ward', '10086', '解锁').drain()
    expect(world.read('ward')).toEqual([
      '已收到解锁申请，3月2日10:00生效，在此之前仍然锁定。如非您本人所发（手机软件也会发短信），请立即发送“锁定”到10086取消。',
    ])
    expect(asked(world.pass(23 * HOUR))).toBe('rejected locked')
    expect(asked(world.pass(2 * HOUR))).toBe('asked')
    const kept = locked().texts('ward', '10086', '解锁').texts('ward', '10086', '锁定')
    expect(asked(kept.pass(2 * DAY))).toBe('rejected locked')
  })

  it.each(['signed-in', 'counter'])('%s: at once', (now) => {
    expect(asked(locked().asks('ward', 'unlock.requested', { now }).drain())).toBe('asked')
  })

  it('by the guardian: at once; by nobody else', () => {
    const world = named(new Lines()).pass(8 * DAY)
    world.texts('ward', '10086', '锁定').texts('other', '10086', '解锁 13800138000').drain()
    expect(world.read('other')).toEqual(['您没有担任该号码的监护人，未作变更。'])
    expect(asked(world)).toBe('rejected locked')
    expect(asked(world.texts('guardian', '10086', '解锁 13800138000').drain())).toBe('asked')
  })
})

describe('a phone that was lost', () => {
  const lost = (world: Lines, since: number, id = 'lost-1') =>
    world.asks('ward', 'lock.requested', { lost: { since, case: id, by: 'wang.fang', reason: '手机被偷' } }).drain()
  /** A one-off is bought, and charged; a monthly service agreed to; both by whoever holds the phone. */
  const stolen = () => {
    const world = new Lines()
    world.request('ward', 'weather')
    world.drain().texts('ward', PROMPTS, '是').pass(DAY)
    const since = world.now
    world.request('ward', 'song')
    world.drain().texts('ward', PROMPTS, '是').drain()
    const charge = { id: 'c1', msisdn: people.ward, serviceId: 'song', amountFen: 200, kind: 'once' }
    world.say('ward', 'subscriber.charges', 'charge.received', { ...charge, at: world.now })
    world.request('ward', 'joke')
    world.drain().texts('ward', PROMPTS, '是').pass(HOUR)
    world.read('ward')
    return { world, since }
  }

  it('is locked from then: what was confirmed since is cancelled, what was charged on it goes back at once, as one case', () => {
    const { world, since } = stolen()
    expect(world.services('ward')).toEqual(['weather', 'joke'])
    lost(world, since)
    expect(world.services('ward')).toEqual(['weather'])
    expect(world.case('lost-1')).toMatchObject({
      since,
      by: 'wang.fang',
      reason: '手机被偷',
      consents: [{ serviceId: 'song' }, { serviceId: 'joke' }],
      charges: [{ chargeId: 'c1', serviceId: 'song', amountFen: 200, refundFen: 200, status: 'open' }],
    })
    // Whoever holds the phone learns nothing of the case.
    expect(world.read('ward')).toEqual([expect.stringMatching(/^已按机主要求锁定此号码/)])
    world.texts('ward', '10086', '恢复').drain()
    expect(world.services('ward')).toEqual(['weather'])
  })

  it('the same again changes nothing; an earlier moment is the same case', () => {
    const { world, since } = stolen()
    lost(world, since)
    const before = JSON.stringify(world.case('lost-1'))
    lost(world, since, 'lost-2')
    expect([JSON.stringify({ ...world.case('lost-1') }), world.case('lost-2')]).toEqual([before, undefined])
    expect(world.account('ward')?.charges.map((each) => each.moves?.length)).toEqual([1])
    lost(world, since - 2 * DAY, 'lost-3')
    expect([world.services('ward'), world.case('lost-1')?.consents.length]).toEqual([[], 3])
  })

  it('a charge that billing tells of only afterwards is disputed as a part of the case', () => {
    const world = new Lines()
    const since = world.now
    world.request('ward', 'song')
    world.drain().texts('ward', PROMPTS, '是').pass(HOUR)
    const at = world.now
    lost(world.pass(HOUR), since)
    expect(world.case('lost-1')?.charges).toEqual([])
    const late = { id: 'late', msisdn: people.ward, serviceId: 'song', amountFen: 200, kind: 'once', at }
    world.say('ward', 'subscriber.charges', 'charge.received', late).pass(HOUR)
    expect(world.account('ward')?.charges).toMatchObject([{ id: 'late', dispute: { lineCase: 'lost-1' } }])
    expect(world.account('ward')?.charges[0]?.rule).toBeUndefined()
    expect(world.case('lost-1')?.charges).toMatchObject([{ chargeId: 'late', refundFen: 200, status: 'open' }])
  })

  it('a charge on a purchase that was used up is wrong by the rule, and no part of the case', () => {
    const { world, since } = stolen()
    lost(world, since)
    const late = { msisdn: people.ward, kind: 'once', at: world.now - HOUR / 2, amountFen: 200, serviceId: 'song' }
    world.say('ward', 'subscriber.charges', 'charge.received', { ...late, id: 'second' }).pass(HOUR)
    expect(world.account('ward')?.charges.find((each) => each.id === 'second')).toMatchObject({ rule: 'purchase.used' })
    expect(world.case('lost-1')?.charges.map((each) => each.chargeId)).toEqual(['c1'])
  })

  it('a decision on it is told to the case', () => {
    const { world, since } = stolen()
    lost(world, since)
    world.say('ward', 'charging.commands', 'dispute.decided', { chargeId: 'c1', proven: true, by: 'li.na' }).drain()
    expect(world.case('lost-1')?.charges).toMatchObject([{ refundFen: 400, status: 'proven' }])
  })

  it('is opened by the counter alone', () => {
    const { world, since } = stolen()
    lost(world, since)
      .asks('ward', 'unlock.requested', { now: 'signed-in' })
      .texts('ward', '10086', '解锁')
      .pass(2 * DAY)
    expect(world.outcome(world.request('ward', 'star')) ?? world.drain().line('ward')?.lock?.case).toBe('lost-1')
    world.asks('ward', 'unlock.requested', { now: 'counter' }).drain()
    expect(world.line('ward')?.lock).toBeUndefined()
  })
})

describe('监护', () => {
  it('is asked of the other phone, and holds with its yes', () => {
    const world = new Lines()
    world.texts('ward', '10086', '监护 139 0013 9000').drain()
    expect(world.read('ward')).toEqual([expect.stringMatching(/^已请13900139000担任您的监护人，24小时内/)])
    expect(world.read('guardian')).toEqual([
      '【监护】13800138000请您担任其监护人：其收费业务须您也同意才办理，扣费会告知您，您不承担费用。同意请回复“是”或10，不同意请回复“否”；24小时内不回复即不同意。',
    ])
    expect(world.line('ward')?.guardian).toBeUndefined()
    world.texts('guardian', PROMPTS, '10').drain()
    expect([world.read('ward'), world.read('guardian')]).toEqual([
      [expect.stringMatching(/^13900139000现在是您的监护人/)],
      [expect.stringMatching(/^您现在是13800138000的监护人/)],
    ])
  })

  it.each(['否', 'silence'])('with %s there is none', (word) => {
    const world = new Lines().texts('ward', '10086', '监护 13900139000').drain()
    if (word === '否') world.texts('guardian', PROMPTS, word)
    world.pass(2 * DAY)
    expect([world.line('ward')?.guardian, world.read('ward').at(-1)]).toEqual([
      undefined,
      '13900139000未同意担任您的监护人，未作变更。',
    ])
    expect(world.line('ward')?.asksGuardian).toBeUndefined()
  })

  it('one consents only with both yes, in any order, within the window', () => {
    for (const order of [
      ['ward', 'guardian'],
      ['guardian', 'ward'],
    ] as const) {
      const world = named(new Lines())
      const id = world.request('ward', 'joke')
      world.drain()
      expect(world.read('guardian')).toEqual([
        '【监护】您监护的13800138000申请订购华娱互动“每日笑话”，5元/月。同意请回复“是”或11，不同意请回复“否”；24小时内双方都同意才办理，不回复即不办理。',
      ])
      world.texts(order[0], PROMPTS, '是').drain()
      expect([world.services('ward'), world.outcome(id)]).toEqual([[], 'asked'])
      world.texts(order[1], PROMPTS, '是').drain()
      expect([world.services('ward'), world.outcome(id)]).toEqual([['joke'], 'confirmed'])
      const made = world.emitted.find((each) => each.type === 'receipt.made')
      expect(made?.data).toMatchObject({ content: { answer: '是', guardian: { answer: '是', channel: 'sms' } } })
    }
  })

  it('a no of either, or a silence of the guardian, is a no', () => {
    for (const [who, status] of [
      ['ward', 'refused'],
      ['guardian', 'refused'],
      [undefined, 'expired'],
    ] as const) {
      const world = named(new Lines())
      const id = world.request('ward', 'joke')
      world
        .drain()
        .texts(who === 'ward' ? 'guardian' : 'ward', PROMPTS, '是')
        .drain()
      if (who) world.texts(who, PROMPTS, '否').drain()
      world.pass(2 * DAY)
      expect([world.services('ward'), world.outcome(id)]).toEqual([[], status])
      expect(world.outcome(world.request('ward', 'joke')) ?? world.drain().outcome('r9')).not.toBe('asked')
    }
  })

  it('a guardian’s yes of before the end counts, though it is read after the ward’s timer', () => {
    const world = named(new Lines())
    const id = world.request('ward', 'joke')
    world.drain().texts('ward', PROMPTS, '是').drain().texts('guardian', PROMPTS, '是')
    const confirming = world.running[1]
    const held = confirming?.waiting.splice(0) ?? []
    // The guardian’s lane stands while the window of the ward’s runs out.
    const wake = confirming?.states.get('key-13900139000')
    world.now += 2 * DAY
    confirming?.states.set('key-13900139000', { body: wake?.body, wakeAt: undefined })
    world.pass(0, false)
    confirming?.states.set('key-13900139000', { body: wake?.body, wakeAt: wake?.wakeAt })
    confirming?.waiting.push(...held)
    expect(world.outcome(id)).toBe('asked')
    world.drain()
    expect([world.outcome(id), world.services('ward')]).toEqual(['confirmed', ['joke']])
  })

  it('the guardian hears of the ward’s charges', () => {
    const world = named(new Lines())
    const items = [{ serviceId: 'joke', amountFen: 500, at: world.now, chargeId: 'c1' }]
    world.say('ward', 'subscriber.commands', 'reminder.due', { msisdn: people.ward, kind: 'after', items }).drain()
    expect(world.read('guardian')).toEqual([
      '【监护】您监护的13800138000已扣费：\n每日笑话 5元 3月1日10:00\n退订或退费由其本人发送0000到10086办理。',
    ])
  })

  it('an adult ward or the guardian ends it by SMS; what was put to both ends', () => {
    for (const [who, text] of [
      ['ward', '取消监护'],
      ['guardian', '取消监护 13800138000'],
      ['guardian', '取消监护'],
    ] as const) {
      const world = named(new Lines())
      const id = world.request('ward', 'joke')
      world.drain().texts('ward', PROMPTS, '是').drain()
      world.read('guardian')
      world.read('ward')
      world.texts(who, '10086', text).drain()
      expect(world.read('ward').at(-1)).toMatch(/^13900139000不再是您的监护人/)
      expect(world.read('guardian').at(-1)).toBe('您不再是13800138000的监护人。')
      world.texts('guardian', PROMPTS, '是').pass(HOUR)
      expect([world.services('ward'), world.outcome(id)]).toEqual([[], 'ended'])
      const next = world.request('ward', 'weather')
      world.drain().texts('ward', PROMPTS, '是').drain()
      expect(world.outcome(next)).toBe('confirmed')
    }
  })

  it('a child’s is entered at the counter, and ended there or by majority, not by SMS', () => {
    const world = entered(new Lines(), { majorityAt: at(new Lines(), 30) })
    expect(world.read('guardian').at(-1)).toMatch(/^您现在是13800138000的监护人.*至2026年3月31日止/)
    world.texts('ward', '10086', '取消监护').texts('guardian', '10086', '取消监护').drain()
    expect(world.read('ward').at(-1)).toBe('未成年人的监护由营业厅登记和变更，请监护人持证件到营业厅办理。')
    expect(world.read('guardian').at(-1)).toBe('未成年人的监护由营业厅凭证件变更，未作变更。')
    expect(world.line('ward')?.guardian).toBeDefined()
    world.pass(31 * DAY)
    expect([world.line('ward')?.guardian, world.line('guardian')?.wards]).toEqual([undefined, []])
    const counter = entered(new Lines())
    counter.asks('ward', 'guardian.dismissed', { number: people.guardian, by: 'counter' }).drain()
    expect(counter.line('ward')?.guardian).toBeUndefined()
  })

  it('the next owner of the guardian’s number is nobody’s guardian: an adult has none, a child is locked', () => {
    const adult = named(new Lines())
    const open = adult.request('ward', 'joke')
    adult.drain().texts('ward', PROMPTS, '是').drain().assign('guardian').drain()
    adult.texts('guardian', PROMPTS, '是').pass(2 * DAY)
    expect([adult.services('ward'), adult.outcome(open)]).toEqual([[], 'expired'])
    expect([adult.line('ward')?.guardian, adult.line('ward')?.lock]).toEqual([undefined, undefined])
    const child = entered(new Lines()).assign('guardian').drain()
    const asked = child.request('ward', 'joke')
    child.drain()
    expect([child.outcome(asked), child.line('ward')?.lock?.childUntil]).toEqual([
      'rejected locked',
      expect.any(Number),
    ])
    expect(child.read('ward').at(-1)).toMatch(/^您监护人的号码已停用/)
    // Another guardian opens it again.
    entered(child, { guardian: people.other })
    const next = child.request('ward', 'joke')
    child.drain().texts('ward', PROMPTS, '是').texts('other', PROMPTS, '是').drain()
    expect(child.outcome(next)).toBe('confirmed')
  })

  it('entered for a number that went to somebody else meanwhile is none: the child is locked', () => {
    const world = entered(new Lines().assign('guardian').drain(), { guardianTenure: 1 })
    expect([world.line('ward')?.guardian, world.line('ward')?.lock?.childUntil]).toEqual([
      undefined,
      expect.any(Number),
    ])
    expect(world.line('guardian')?.wards).toBeUndefined()
  })

  it('ends with the ward’s number; the next owner has no guardian', () => {
    const world = named(new Lines()).assign('ward').drain()
    expect([world.line('guardian')?.wards, world.read('guardian').at(-1)]).toEqual([
      [],
      '您不再是13800138000的监护人。',
    ])
    const id = world.request('ward', 'joke')
    world.drain().texts('ward', PROMPTS, '是').drain()
    expect(world.outcome(id)).toBe('confirmed')
  })

  it('a locked guardian vouches for nothing, nor did they since it was lost', () => {
    const world = named(new Lines())
    const since = world.now
    const bought = world.request('ward', 'joke')
    world.drain().texts('ward', PROMPTS, '是').texts('guardian', PROMPTS, '是').drain()
    expect(world.outcome(bought)).toBe('confirmed')
    world
      .asks('guardian', 'lock.requested', { lost: { since, case: 'lost-g', by: 'wang.fang', reason: '丢失' } })
      .drain()
    expect([world.services('ward'), world.outcome(bought)]).toEqual([[], 'ended'])
    const next = world.request('ward', 'weather')
    world.drain()
    expect(world.outcome(next)).toBe('ended locked')
  })

  it.each([
    ['监护 13800138000', '您不能担任自己的监护人，未作变更。'],
    ['监护 12345678901234567890', '未能识别监护人的手机号，未作变更。请发送如“监护 13800138000”。'],
    ['监护', expect.stringMatching(/^请发送“监护”加监护人的手机号/)],
    ['取消监护', '您没有监护人，也没有提出监护请求，未作变更。'],
    ['锁定 13900139000', expect.stringMatching(/^锁定和解锁只对本机有效/)],
  ])('%s is told why not', (text, answer) => {
    const world = new Lines().texts('ward', '10086', text).drain()
    expect(world.read('ward')).toEqual([answer])
  })
})
