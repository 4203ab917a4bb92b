import { describe, expect, it } from 'vitest'
import { DAY, HOUR, Lines, people, type Who } from './lines-world.ts'

/* Who holds another’s phone, or a key of a channel, tries what the lock and the guardian are there against. */

const PROMPTS = '10086901'
const outcomeOf = (world: Lines) => {
  const id = world.request('ward', 'joke')
  return world.drain().outcome(id)
}
const locks = (world: Lines) => world.texts('ward', '10086', '锁定').drain()
const names = (world: Lines) => world.texts('ward', '10086', '监护 13900139000').drain()
const agrees = (world: Lines) => world.texts('guardian', PROMPTS, '是').drain()
const later = (world: Lines) => world.pass(HOUR)
const unlocks = (world: Lines) => world.texts('guardian', '10086', '解锁 13800138000').drain()
const entered = (world: Lines, days = 1000, guardian: string = people.guardian) =>
  world.asks('ward', 'guardian.entered', { guardian, guardianTenure: 1, majorityAt: world.now + days * DAY }).drain()
const lost = (world: Lines, who: Who = 'ward', since = world.now) =>
  world.asks(who, 'lock.requested', { lost: { since, case: 'lost-1', by: 'wang.fang', reason: '手机被偷' } })
const opens = (world: Lines, now: 'signed-in' | 'counter') => world.asks('ward', 'unlock.requested', { now }).drain()
const byKey = (world: Lines, who: Who, text: string) => {
  world.read(who)
  const data = { from: people[who], to: '10086', text, channel: 'web', via: 'k', fingerprint: text }
  return world.say(who, 'sms.mo', 'mo.received', data).drain().read(who)
}

describe('an accomplice', () => {
  it.each([
    ['named and agreed while it is locked', [locks, names, agrees]],
    ['named before, agreed while it is locked', [names, locks, agrees]],
    ['named by software an hour before the owner found it and locked', [names, agrees, later, locks]],
  ])('as a guardian, %s, opens the line after a day only; 锁定 takes it back', (_, steps) => {
    const made = () => {
      const world = new Lines()
      for (const step of steps) step(world)
      world.read('ward')
      return unlocks(world)
    }
    const world = made()
    expect(world.read('ward')).toEqual([expect.stringMatching(/^已收到解锁申请，3月2日1[01]:00生效/)])
    expect(outcomeOf(world)).toBe('rejected locked')
    expect(outcomeOf(unlocks(world.pass(23 * HOUR)))).toBe('rejected locked')
    expect(outcomeOf(world.pass(2 * HOUR))).toBe('asked')
    expect(outcomeOf(locks(made()).pass(2 * DAY))).toBe('rejected locked')
  })

  it('with a key of a channel names no guardian, and opens no ward’s line', () => {
    const world = new Lines()
    const told = [expect.stringMatching(/^监护人和被监护人的事只能由本机短信/)]
    expect(byKey(world, 'ward', '监护 13900139000')).toEqual(told)
    expect(world.line('ward')?.asksGuardian).toBeUndefined()
    locks(agrees(names(world)))
    expect(byKey(world, 'guardian', '解锁 13800138000')).toEqual(told)
    expect(outcomeOf(world)).toBe('rejected locked')
  })
})

describe('what only the counter opens', () => {
  it('is held though the page opened it before it was heard that the child has no guardian', () => {
    const world = locks(entered(new Lines()))
    world.assign('guardian').asks('ward', 'unlock.requested', { now: 'signed-in' })
    world.step(1)
    expect(world.line('ward')?.lock).toBeUndefined()
    expect(outcomeOf(world.drain())).toBe('rejected locked')
    expect(outcomeOf(opens(world, 'signed-in'))).toBe('rejected locked')
    expect(outcomeOf(opens(world, 'counter'))).toBe('asked')
  })

  it('is held though the guardian opened it before the loss was heard of', () => {
    const world = locks(agrees(names(new Lines())).pass(8 * DAY))
    const late = lost(world).running[1]?.waiting.splice(0) ?? []
    unlocks(world)
    expect([late.length, world.line('ward')?.lock]).toEqual([1, undefined])
    world.running[1]?.waiting.push(...late)
    expect(outcomeOf(world.drain())).toBe('rejected locked')
  })

  it('lost while a child is without a guardian: no majority opens it', () => {
    const world = entered(new Lines(), 30).assign('guardian').drain()
    lost(world).pass(31 * DAY)
    expect(outcomeOf(opens(world, 'signed-in'))).toBe('rejected locked')
    expect(outcomeOf(opens(world, 'counter'))).toBe('asked')
  })

  it.each(['lost', 'orphaned'])('for two reasons, first %s, is open when both are over', (first) => {
    const made = () => {
      const world = entered(new Lines())
      if (first === 'lost') lost(world).drain().assign('guardian')
      else lost(world.assign('guardian').drain())
      world.drain().read('ward')
      return world
    }
    const found = opens(made(), 'counter')
    expect(found.read('ward')).toEqual([expect.stringMatching(/^此号码因监护人的号码已停用而锁定/)])
    expect(outcomeOf(opens(found, 'signed-in'))).toBe('rejected locked')
    expect(outcomeOf(entered(found, 1000, people.other))).toBe('asked')
    const another = entered(made(), 1000, people.other)
    expect(outcomeOf(another)).toBe('rejected locked')
    expect(outcomeOf(opens(another, 'counter'))).toBe('asked')
  })
})

describe('a guardian', () => {
  it('of long opens the line at once; one whose own line is locked opens none, whoever holds their phone', () => {
    const world = locks(agrees(names(new Lines())).pass(8 * DAY))
    world.texts('guardian', '10086', '锁定').drain().read('guardian')
    expect(unlocks(world).read('guardian')).toEqual([expect.stringMatching(/^您的号码已锁定，不能为他人解锁/)])
    expect(outcomeOf(world)).toBe('rejected locked')
    world.asks('guardian', 'unlock.requested', { now: 'signed-in' }).drain()
    expect(outcomeOf(unlocks(world))).toBe('asked')
  })

  it('whom the counter entered is not ended by the yes to an earlier question', () => {
    const world = names(new Lines())
    world.texts('guardian', PROMPTS, '是')
    const majorityAt = world.now + 1000 * DAY
    world.asks('ward', 'guardian.entered', { guardian: people.guardian, guardianTenure: 1, majorityAt })
    for (const choice of [1, 0]) world.step(choice)
    world.drain()
    expect([world.line('ward')?.guardian?.msisdn, world.line('guardian')?.wards?.length]).toEqual([people.guardian, 1])
  })

  it('whose phone was lost vouched for nothing since, also for who is no ward any more', () => {
    const world = agrees(names(new Lines()))
    const since = world.now
    expect(outcomeOf(world)).toBe('asked')
    world.texts('ward', PROMPTS, '是').texts('guardian', PROMPTS, '是').drain()
    world.texts('guardian', '10086', '取消监护 13800138000').drain()
    expect([world.services('ward'), world.line('guardian')?.wards]).toEqual([['joke'], []])
    lost(world, 'guardian', since).drain()
    expect(world.services('ward')).toEqual([])
  })
})
