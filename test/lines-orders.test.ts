import { describe, expect, it } from 'vitest'
import { DAY, HOUR, Lines, people } from './lines-world.ts'

/* One word each, read in another order than it was said: the stamps decide (docs/rules.md, "By the stamps"). */

const PROMPTS = '10086901'
const YES = '是'
const asked = (world: Lines, service = 'joke') => {
  const id = world.request('ward', service)
  return world.drain().outcome(id)
}
const named = (world = new Lines()) => {
  world.texts('ward', '10086', '监护 13900139000').drain().texts('guardian', PROMPTS, YES).drain()
  return world
}
const enters = (world: Lines, whom: 'guardian' | 'other') =>
  world.asks('ward', 'guardian.entered', {
    guardian: people[whom],
    guardianTenure: 1,
    majorityAt: world.now + 1000 * DAY,
  })
/** Put to both, and the ward has said yes. */
const agreedByWard = (world: Lines) => {
  const id = world.request('ward', 'joke')
  world.drain().texts('ward', PROMPTS, YES).drain()
  return id
}

describe('解锁 and 锁定', () => {
  it('解锁 that comes after a later 锁定 opens nothing, by SMS or by a new guardian', () => {
    for (const [who, text] of [
      ['ward', '解锁'],
      ['guardian', '解锁 13800138000'],
    ] as const) {
      const world = named().texts('ward', '10086', '锁定').drain()
      const comes = world.texts(who, '10086', text).late('subscriptions')
      world.texts('ward', PROMPTS, '锁定').drain()
      world.read('ward')
      comes().drain()
      expect([world.line('ward')?.lock?.opens, world.read('ward').join()]).toEqual([
        undefined,
        expect.not.stringMatching(/解锁申请/),
      ])
      expect(asked(world.pass(2 * DAY))).toBe('rejected locked')
    }
  })

  it('锁定 that was said within the day, and comes after it, takes 解锁 back all the same', () => {
    const world = new Lines()
      .texts('ward', '10086', '锁定')
      .texts('ward', '10086', '解锁')
      .drain()
      .pass(23 * HOUR)
    const comes = world.texts('ward', PROMPTS, '锁定').late('confirmations')
    world.now += 2 * HOUR
    world.pass(0)
    expect(world.line('ward')?.lock).toBeUndefined()
    expect(asked(comes().drain())).toBe('rejected locked')
  })

  it('解锁 holds after a day though an earlier 锁定 comes after it', () => {
    const world = new Lines().texts('ward', '10086', '锁定').drain()
    const comes = world.texts('ward', PROMPTS, '锁定').late('confirmations')
    world.texts('ward', '10086', '解锁').drain()
    expect(
      asked(
        comes()
          .drain()
          .pass(23 * HOUR),
      ),
    ).toBe('rejected locked')
    expect(asked(world.pass(2 * HOUR))).toBe('asked')
  })
})

it('锁定 and the word that opened it, both heard of after a yes to what was asked before them, undo it', () => {
  const world = new Lines()
  const id = world.request('ward', 'joke')
  world.drain()
  const lock = world.texts('ward', PROMPTS, '锁定').late('confirmations')
  const opens = world.asks('ward', 'unlock.requested', { now: 'signed-in' }).late('confirmations')
  world.texts('ward', PROMPTS, YES).drain()
  expect(world.outcome(id)).toBe('confirmed')
  world.texts('ward', PROMPTS, '锁定').drain()
  opens().drain()
  lock().drain()
  expect([world.outcome(id), world.services('ward')]).toEqual(['ended locked', []])
})

describe('two guardians at once', () => {
  it('there are none: who has one, or asked one, asks no other', () => {
    const asking = new Lines().texts('ward', '10086', '监护 13900139000').drain()
    for (const [world, why] of [
      [asking, /^您已向他人提出监护请求/],
      [named(), /^您已有监护人/],
    ] as const) {
      world.texts('ward', '10086', '监护 13700137000').drain()
      expect([world.read('ward').at(-1), world.read('other')]).toEqual([expect.stringMatching(why), []])
    }
    asking.texts('guardian', PROMPTS, YES).drain()
    expect(asking.line('ward')?.guardian?.msisdn).toBe(people.guardian)
  })

  it('whom the counter replaced is told, vouches for nothing, opens nothing and hears of no charge', () => {
    const world = enters(named(), 'other').drain()
    expect(world.read('guardian').at(-1)).toBe('您不再是13800138000的监护人。')
    expect([world.line('guardian')?.wards, world.line('other')?.wards?.length]).toEqual([[], 1])
    const id = agreedByWard(world)
    world.texts('guardian', PROMPTS, YES).texts('guardian', '10086', '解锁 13800138000').drain()
    expect(world.outcome(id)).toBe('asked')
    world.texts('other', PROMPTS, YES).drain()
    expect(world.outcome(id)).toBe('confirmed')
    world.read('guardian')
    const items = [{ serviceId: 'joke', amountFen: 500, at: world.now, chargeId: 'c1' }]
    world.say('ward', 'subscriber.commands', 'reminder.due', { msisdn: people.ward, kind: 'after', items }).drain()
    expect([world.read('guardian'), world.read('other').length > 0]).toEqual([[], true])
  })

  it('the yes of who was asked, and comes after the counter entered another, makes them none', () => {
    const world = new Lines().texts('ward', '10086', '监护 13900139000').drain()
    const comes = world.texts('guardian', PROMPTS, YES).late('confirmations')
    enters(world, 'other')
    const over = world.late('confirmations')
    comes().drain()
    over().drain()
    expect([world.line('ward')?.guardian?.msisdn, world.line('guardian')?.wards]).toEqual([people.other, []])
    expect(world.read('guardian').at(-1)).toBe('您不再是13800138000的监护人。')
  })

  it.each([
    ['is entered', 1],
    ['is entered twice', 2],
  ])('what both said since stands, though a child’s guardian of before %s, and ended, after it', (_, times) => {
    const world = new Lines()
    const entries = Array.from({ length: times }, () => enters(world, 'other').late('confirmations'))
    const end = world.asks('ward', 'guardian.dismissed', { by: 'counter' }).late('confirmations')
    named(world)
    for (const entry of entries) entry().drain()
    expect(world.line('ward')?.guardian?.msisdn).toBe(people.other)
    end().drain()
    expect([world.line('ward')?.guardian?.msisdn, world.line('guardian')?.wards?.length]).toEqual([people.guardian, 1])
    const id = agreedByWard(world)
    expect(world.outcome(id)).toBe('asked')
    world.texts('guardian', PROMPTS, YES).drain()
    expect(world.outcome(id)).toBe('confirmed')
  })
})

it('a subscriber asks so many phones a day to be their guardian, and again the next day', () => {
  const world = new Lines(1, { asksPerDay: 2 })
  const asks = () => {
    world.texts('ward', '10086', '监护 13900139000').drain()
    const told = world.read('ward').at(-1)
    world.texts('ward', '10086', '取消监护').drain().read('ward')
    return told
  }
  const isAsked = expect.stringMatching(/^已请13900139000担任/)
  expect([asks(), asks(), asks()]).toEqual([isAsked, isAsked, '今日提出的监护请求过多，请明日再试。'])
  world.pass(DAY)
  expect(asks()).toEqual(isAsked)
})

describe('a yes of after the end', () => {
  it('as a guardian counts for nothing, though it is read before the guardian’s phone hears of the end', () => {
    for (const end of ['leave', 'counter'] as const) {
      const world = end === 'leave' ? named() : enters(new Lines(), 'guardian').drain()
      const id = agreedByWard(world)
      if (end === 'leave') world.texts('ward', '10086', '取消监护')
      else world.asks('ward', 'guardian.dismissed', { by: 'counter' })
      // The end is read by the ward’s process; the word of it to the guardian’s is under way.
      while (world.line('ward')?.guardian) world.step(0)
      const comes = world.late('confirmations')
      world.texts('guardian', PROMPTS, YES).drain()
      expect(world.emitted.at(-1)?.type).not.toBe('guardian.changed')
      comes().drain()
      expect([world.outcome(id), world.services('ward')]).toEqual(['ended', []])
    }
  })

  it.each(['ended', 'entered anew'])(
    'to what was put before the guardianship was %s undoes a consent that was made of it',
    (how) => {
      const world = enters(new Lines(), 'guardian').drain()
      const id = world.request('ward', 'joke')
      world.drain().texts('guardian', PROMPTS, YES).drain()
      const change =
        how === 'ended' ? world.asks('ward', 'guardian.dismissed', { by: 'counter' }) : enters(world, 'guardian')
      const comes = change.late('confirmations')
      world.texts('ward', PROMPTS, YES).drain()
      expect(world.outcome(id)).toBe('confirmed')
      comes().drain()
      expect([world.outcome(id), world.services('ward')]).toEqual(['ended', []])
    },
  )

  it.each([
    ['ward', 'guardian'],
    ['guardian', 'ward'],
  ] as const)('by the %s is not kept for a yes of before by the %s', (after, before) => {
    const world = named()
    const id = world.request('ward', 'joke')
    world.drain()
    const first = world.texts(before, PROMPTS, YES).late('confirmations')
    const lock = world.texts('ward', PROMPTS, '锁定').late('confirmations')
    world.texts(after, PROMPTS, YES).drain()
    lock().drain()
    first().pass(HOUR)
    expect([world.outcome(id), world.services('ward')]).toEqual(['ended locked', []])
  })
})

describe('the number of a guardian', () => {
  it('a lock of its former owner, heard of by whichever way after the number changed hands, undoes their yes since', () => {
    for (const to of ['10086', PROMPTS]) {
      const world = named()
      const id = world.request('ward', 'joke')
      world.drain()
      const lock = world.texts('guardian', to, '锁定').late(to === PROMPTS ? 'confirmations' : 'subscriptions')
      world.texts('ward', PROMPTS, YES).texts('guardian', PROMPTS, YES).drain()
      expect(world.outcome(id)).toBe('confirmed')
      world.assign('guardian').drain()
      expect(world.services('ward')).toEqual(['joke'])
      lock().drain()
      expect([world.services('ward'), world.line('guardian')?.lock]).toEqual([[], undefined])
    }
  })

  it('is locked after a yes, of which an earlier one is read last: neither counts', () => {
    const world = named()
    const first = world.request('ward', 'joke')
    const second = world.request('ward', 'weather')
    world.drain()
    const codes = world.line('guardian')?.duties?.map((each) => each.code) ?? []
    const early = world.texts('guardian', PROMPTS, codes[0] as string).late('confirmations')
    const lock = world.texts('guardian', PROMPTS, '锁定').late('confirmations')
    world.texts('guardian', PROMPTS, codes[1] as string).drain()
    early().drain()
    lock().drain()
    for (const requestId of [first, second])
      world.say('ward', 'confirmation.requests', 'prompt.answered', { requestId, yes: true, session: 's' })
    expect(world.pass(HOUR).services('ward')).toEqual([])
  })

  it('its next owner’s yes makes them the guardian, though the change of hands is heard of after it', () => {
    const world = new Lines()
    const change = world.assign('guardian').late('subscriptions')
    named(world)
    const early = agreedByWard(world)
    world.texts('guardian', PROMPTS, YES).drain()
    change().drain()
    expect([world.outcome(early), world.services('ward')]).toEqual(['confirmed', ['joke']])
    expect([world.line('ward')?.guardian?.tenure, world.line('guardian')?.wards?.length]).toEqual([2, 1])
    const id = world.request('ward', 'weather')
    world.drain().texts('ward', PROMPTS, YES).drain()
    expect(world.outcome(id)).toBe('asked')
    world.texts('guardian', PROMPTS, YES).drain()
    expect(world.outcome(id)).toBe('confirmed')
  })

  it('that vouched since it changed hands did so for nothing, though the counter entered another guardian meanwhile', () => {
    const world = enters(new Lines(), 'guardian').drain()
    const id = agreedByWard(world)
    const change = world.assign('guardian').late('subscriptions')
    world.texts('guardian', PROMPTS, YES).drain()
    expect(world.outcome(id)).toBe('confirmed')
    enters(world, 'other').drain()
    change().drain()
    expect([world.outcome(id), world.services('ward')]).toEqual(['ended', []])
  })

  it('that vouched before it changed hands: the ward’s yes of after it is none, though the counter entered another meanwhile', () => {
    const world = enters(new Lines(), 'guardian').drain()
    const id = world.request('ward', 'joke')
    world.drain().texts('guardian', PROMPTS, YES).drain()
    const change = world.assign('guardian').late('subscriptions')
    world.texts('ward', PROMPTS, YES).drain()
    expect(world.outcome(id)).toBe('confirmed')
    enters(world, 'other').drain()
    change().drain()
    expect([world.outcome(id), world.services('ward')]).toEqual(['ended', []])
  })

  it('of a child’s guardian: 锁定 and 解锁 by the child, heard of before it changed hands, do not open what the counter opens', () => {
    const world = enters(new Lines(), 'guardian').drain()
    const change = world.assign('guardian').late('subscriptions')
    world.texts('ward', PROMPTS, '锁定').texts('ward', '10086', '解锁').drain()
    change()
      .drain()
      .pass(2 * DAY)
    expect(asked(world)).toBe('rejected locked')
    world.texts('ward', '10086', '解锁').drain()
    expect(world.read('ward').at(-1)).toMatch(/营业厅/)
    world.asks('ward', 'unlock.requested', { now: 'counter' }).drain()
    expect(asked(world)).toBe('asked')
  })

  it('of a ward: who was named by its former owner, and said yes since, is not the next one’s guardian', () => {
    for (const heardAt of ['subscriptions', 'confirmations'] as const) {
      const world = new Lines().texts('ward', '10086', '监护 13900139000').drain().assign('ward')
      // The one that keeps subscriptions knows of it, the one that keeps prompts does not.
      if (heardAt === 'confirmations') world.step(0)
      const change = world.late(heardAt)
      world.texts('guardian', PROMPTS, YES).drain()
      expect(world.line('ward')?.guardian?.msisdn).toBe(people.guardian)
      change().drain().read('guardian')
      expect([world.line('ward')?.guardian, world.line('guardian')?.wards]).toEqual([undefined, []])
      const items = [{ serviceId: 'joke', amountFen: 500, at: world.now, chargeId: 'c1' }]
      world.say('ward', 'subscriber.commands', 'reminder.due', { msisdn: people.ward, kind: 'after', items }).drain()
      expect([heardAt, world.read('guardian'), world.subscriber('ward')?.guardian]).toEqual([heardAt, [], undefined])
    }
  })

  it('of a ward: whom its former owner asked is not the next one’s guardian, though they name them too while that is open', () => {
    const world = new Lines().texts('ward', '10086', '监护 13900139000').drain().assign('ward')
    const change = world.late('subscriptions')
    world.texts('ward', '10086', '监护 13900139000').drain()
    expect(world.read('ward').at(-1)).toMatch(/^您已向他人提出监护请求/)
    world.texts('guardian', PROMPTS, YES).drain()
    change().drain()
    expect([world.line('ward')?.guardian, world.line('guardian')?.wards]).toEqual([undefined, []])
    world.texts('ward', '10086', '监护 13900139000').drain().texts('guardian', PROMPTS, YES).drain()
    expect(world.line('ward')?.guardian?.msisdn).toBe(people.guardian)
  })

  it('is entered for its next owner before the change is heard of: the child is asked with them, and stays so', () => {
    const world = new Lines()
    const change = world.assign('guardian').late('subscriptions')
    const majorityAt = world.now + 1000 * DAY
    world.asks('ward', 'guardian.entered', { guardian: people.guardian, guardianTenure: 2, majorityAt }).drain()
    const bought = agreedByWard(world)
    world.texts('guardian', PROMPTS, YES).drain()
    expect(world.outcome(bought)).toBe('confirmed')
    change().drain()
    expect([world.services('ward'), world.line('ward')?.lock]).toEqual([['joke'], undefined])
    expect(world.line('ward')?.guardian?.msisdn).toBe(people.guardian)
  })
})

it('a lost phone that is heard of after 锁定 and a later 解锁 is opened by the counter alone', () => {
  const world = new Lines().texts('ward', PROMPTS, '锁定').drain()
  const lost = { since: world.now, case: 'lost-1', by: 'wang.fang', reason: '丢失' }
  const comes = world.asks('ward', 'lock.requested', { lost }).late('confirmations')
  world.texts('ward', '10086', '解锁').drain()
  comes()
    .drain()
    .pass(2 * DAY)
  expect([world.line('ward')?.lock?.case, asked(world)]).toEqual(['lost-1', 'rejected locked'])
})

it('a lost phone from an earlier moment than was said first: line, case and late charges go by the earlier one', () => {
  const world = new Lines()
  const start = world.now
  world.request('ward', 'song')
  world.drain().texts('ward', PROMPTS, YES).pass(DAY)
  const bought = world.now - DAY
  const lose = (since: number, id: string) =>
    world.asks('ward', 'lock.requested', { lost: { since, case: id, by: 'wang.fang', reason: '丢失' } }).drain()
  lose(world.now, 'lost-1')
  expect([world.case('lost-1')?.consents, world.line('ward')?.lock?.case]).toEqual([[], 'lost-1'])
  lose(start, 'lost-2')
  // Said later once more, from a later moment: the earlier one stands.
  lose(world.now, 'lost-3')
  expect(world.line('ward')?.lock).toMatchObject({ since: start, case: 'lost-1' })
  expect([world.case('lost-1')?.since, world.case('lost-2'), world.case('lost-3')]).toEqual([
    start,
    undefined,
    undefined,
  ])
  expect(world.case('lost-1')?.consents.map((each) => each.serviceId)).toEqual(['song'])
  const late = { id: 'late', msisdn: people.ward, serviceId: 'song', amountFen: 200, kind: 'once', at: bought + HOUR }
  world.say('ward', 'subscriber.charges', 'charge.received', late).pass(HOUR)
  expect(world.case('lost-1')?.charges).toMatchObject([{ chargeId: 'late', status: 'open' }])
})
