import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { Monitor } from '../monitor.ts'
import {
  approved,
  cancelled,
  consent,
  DAY,
  type Example,
  findingsOf,
  HOUR,
  isOne,
  type Line,
  MINUTE,
  person,
  request,
  SECOND,
  START,
  spread,
  subscribed,
  unitOf,
  used,
  wished,
} from '../told-fixtures.ts'
import { at } from './counters.ts'
import { Wishes } from './wishes.ts'

const comes = (i: number, at: number, by: 'partner' | 'subscriber') => [
  by === 'partner' ? request(i, at - MINUTE) : wished(i, at),
  subscribed(i, at),
]
const ended = (i: number, at: number, since: number, channel: string) => {
  const told = cancelled(i, at, since)
  return { ...told, message: { ...told.message, data: { ...told.message.data, channel } } }
}

describe('who comes back after leaving', () => {
  const returns =
    (by: 'partner' | 'subscriber'): Example['bad'] =>
    (i, at) => [...comes(i % 100, at, by), cancelled(i % 100, at + 2 * DAY, at)]

  it('was brought back by the partner that asked them; whoever asked for it anew wants it, as often as they do', () => {
    const of = (by: 'partner' | 'subscriber') => findingsOf(returns(by), 60).filter((name) => name.startsWith('resub'))
    expect(of('partner').toSorted()).toEqual(['resubscribed', 'resubscribed.left'])
    expect(of('subscriber')).toEqual([])
  })

  it('nor by which page: of the one by which they came first they are not brought back either', () => {
    const by = (page: string) => ({ page, channel: 'web' })
    const anew: Example['bad'] = (i, at, day) => {
      const who = i % 100
      const origin = by(`https://a.cn/${Math.floor(day / 5) % 4}`)
      return [wished(who, at, origin), consent(who, at, spread(i), origin, `y${i}`), cancelled(who, at + 2 * DAY, at)]
    }
    expect(findingsOf(anew, 60).filter((name) => name.startsWith('resub'))).toEqual([])
  })

  it('was brought back though they once came by themselves, or are activated without a word', () => {
    const loops: Example['bad'] = (i, at, day) => [
      ...comes(i % 100, at, day < 5 ? 'subscriber' : 'partner'),
      cancelled(i % 100, at + 2 * DAY, at),
    ]
    const bare: Example['bad'] = (i, at) => [
      ...comes(i, at, 'subscriber'),
      cancelled(i, at + 2 * HOUR, at),
      subscribed(i, at + 9 * HOUR, {}),
    ]
    expect(findingsOf(loops, 60)).toContain('resubscribed.left')
    expect(findingsOf(bare)).toContain('resubscribed')
  })
})

describe('who leaves the same day', () => {
  const quick =
    (by: 'partner' | 'subscriber', each: number): Example['bad'] =>
    (i, at) => [...comes(i, at, by), ...(isOne(i, each) ? [cancelled(i, at + 2 * HOUR, at)] : [])]

  it('is told apart by who asked: of who did themselves it takes another sign as well', () => {
    const of = (...[by, each]: Parameters<typeof quick>) =>
      findingsOf(quick(by, each)).filter((name) => name === 'cancel.quick' || name === 'cancel.own')
    expect(of('partner', 2)).toEqual(['cancel.quick'])
    expect(of('subscriber', 2)).toEqual(['cancel.own'])
    expect(of('subscriber', 20)).toEqual([])
  })

  it('counts of those who were brought, however many come by themselves', () => {
    const few: Example['bad'] = (i, at) => (isOne(i, 5) ? quick('partner', 10)(i, at, 0) : comes(i, at, 'subscriber'))
    expect(findingsOf(few)).toEqual(['cancel.quick'])
  })
})

describe('who leaves within weeks', () => {
  const leaves =
    (channel: string, use = false): Example['bad'] =>
    (i, at, day) => [
      ...(i === 0 ? [approved] : []),
      ...comes(i, at, 'partner'),
      ...(use ? [used('comics', at + DAY, person(i))] : []),
      ...(day >= 10 ? [ended(i - 200, at, at - 10 * DAY, channel)] : []),
    ]

  it('leaves what was not wanted: not who has used it, nor whom the partner ends it for', () => {
    expect(findingsOf(leaves('sms'), 26)).toContain('cancel.cohort')
    expect(findingsOf(leaves('sms', true), 26)).not.toContain('cancel.cohort')
    expect(findingsOf(leaves('partner'), 26)).not.toContain('cancel.cohort')
  })
})

describe('who answers at once', () => {
  const atNight =
    (by: 'partner' | 'subscriber', origin: object = {}, took = 4000): Example['bad'] =>
    (i, at) => {
      const night = at - 7 * HOUR
      const asks = by === 'partner' ? request(i, night) : wished(i, night)
      const answers = consent(i, night + took + SECOND, took + (i % 5) * 200, origin)
      return [asks, answers, consent(i + 500, at, spread(i))]
    }
  const odd = ['answers.rushed', 'nights']
  const told = (each: Example['bad']) => findingsOf(each).filter((name) => odd.includes(name))

  it('at night is asleep where the partner asked, or software did; whoever asks for it themselves is awake', () => {
    expect(told(atNight('partner'))).toEqual(odd)
    expect(told(atNight('subscriber', {}, 20_000))).toEqual([])
    // Who has not read it may be software that texts in its owner's name: a sign beside others, and none by itself.
    expect(told(atNight('subscriber'))).toEqual(['nights'])
    // Of the service and of the app.
    expect(told(atNight('subscriber', { app: { package: 'cn.lamp' } }))).toHaveLength(4)
  })

  it('is as alike as people are; later, whoever is so is a machine', () => {
    const after =
      (ms: number): Example['bad'] =>
      (i, at) => [consent(i, at, ms * 1.45 ** ((i % 17) / 17))]
    expect(findingsOf(after(3600))).not.toContain('answers.regular')
    expect(findingsOf(after(9000))).toContain('answers.regular')
  })

  it('and uses it in the days after, as the operator tells, knew what it is', () => {
    const origin = { app: { package: 'cn.lamp' } }
    const fast =
      (uses: boolean): Example['bad'] =>
      (i, at) => [
        request(i, at, origin),
        consent(i, at + 3 * SECOND, isOne(i, 3) ? 2600 : spread(i), origin),
        ...(uses ? [used('comics', at + DAY, person(i))] : []),
      ]
    expect(findingsOf(fast(false)).filter((name) => name === 'answers.fast')).toHaveLength(2)
    expect(findingsOf(fast(true))).not.toContain('answers.fast')
  })

  it('and uses it is followed, and stands for others, where there are many', () => {
    const monitor = new Monitor(defaultPolicy.monitor, defaultPolicy.timeZone)
    const read = ({ topic, key, message }: Line) => monitor.read(topic, key, message)
    for (let i = 0; i < 3000; i++) read(consent(i, START + i * 10 * SECOND, 2000))
    for (let i = 0; i < 3000; i += 2) read(used('comics', START + 30 * HOUR + i * SECOND, person(i)))
    monitor.end()
    const unit = unitOf(monitor, 'service')
    expect(unit?.total()[at.answers]).toBe(3000)
    expect(unit?.total()[at.fast]).toBeGreaterThan(1500 - 300)
    expect(unit?.total()[at.fast]).toBeLessThan(1500 + 300)
  })
})

describe('what is kept of wishes', () => {
  it('is the last word of each, for two days, of so many', () => {
    const wishes = new Wishes()
    const isOwn = (sub: number) => wishes.isOwn({ kind: 'activated', sub })
    wishes.asked(7, 100, true)
    wishes.look(149)
    expect(isOwn(7)).toBe(true)
    wishes.asked(7, 120, false)
    expect(isOwn(7)).toBe(false)

    for (let sub = 1; sub <= 5000; sub++) wishes.asked(sub, 200, true)
    expect([isOwn(1024), isOwn(1025), wishes.bytes]).toEqual([true, false, 1024 * 48 + 4096])
    wishes.look(250)
    expect([isOwn(1), wishes.bytes]).toEqual([false, 4096])
  })
})
