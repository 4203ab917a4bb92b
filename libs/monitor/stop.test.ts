import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { charge, DAY, days, HOUR, type Line, run, START } from './fixtures.ts'
import { Monitor } from './monitor.ts'

/** The same, so much later, of others. */
const later = (line: Line, ms: number): Line => {
  const { at, data } = line.message as { at: number; data: { chargeId: string; chargedAt: number } }
  const moved = { ...data, chargeId: `${data.chargeId}+${ms}`, chargedAt: data.chargedAt + ms }
  return { ...line, message: { ...line.message, at: at + ms, data: moved } }
}

describe('what stops first', () => {
  const { stopFirst } = defaultPolicy.monitor
  const stopped = (day: number): Line[] =>
    day < 2
      ? []
      : Array.from({ length: 100 }, (_, i) =>
          charge('huayu', 50_000 + i, START + 2 * DAY + i * 1000, i % 2 ? 'after.cancel' : undefined),
        )

  it('goes by arrival: at the charge with which the rule is broken', () => {
    const { flags } = run(days(3, stopped), { stopFirst })
    const [first] = flags
    expect(first?.flag).toMatchObject({ partner: 'huayu', service: 'huayu-comics', stop_first: true, shadow: false })
    expect(first?.flag.at).toBe(START + 2 * DAY + 9_000)
    expect(first?.flag.signals[0]).toMatchObject({ name: 'stop.after.cancel', figure: 0.5, baseline: 0.05 })
  })

  it('is raised once, and again where it goes on after a person lifted it', () => {
    const again = [0, 1, 2].flatMap((day) => stopped(2).map((each) => later(each, day * DAY)))
    expect(run(again, { stopFirst, signals: {} }).flags).toHaveLength(1)
    const lift = (service?: string): Line => ({
      topic: 'partner.penalties',
      key: 'huayu',
      message: {
        type: 'freeze.lifted',
        at: START + 3 * DAY - HOUR,
        data: { partnerId: 'huayu', case: '10002000', ...(service ? { serviceId: service } : {}) },
      },
    })
    const withLift = (service?: string) => {
      const [before, after] = [again.slice(0, 100), again.slice(100)]
      const { flags, cleared } = run([...before, lift(service), ...after], { stopFirst, signals: {} })
      return [flags.map(({ flag }) => Math.floor((flag.at - START) / DAY)), cleared.length]
    }
    expect(withLift('huayu-comics')).toEqual([[2, 3], 1])
    expect(withLift()).toEqual([[2, 3], 1])
    expect(withLift('huayu-games')).toEqual([[2], 0])
  })

  it('is not stopped again by what was made before a person let it go on, and held meanwhile; but by what is made since', () => {
    const wrong = (count: number, at: number, made = at) =>
      Array.from({ length: count }, (_, i) => {
        const line = charge('huayu', at / 1000 + i, at + i * 1000, 'after.cancel')
        return { ...line, message: { ...line.message, data: { ...line.message.data, chargedAt: made } } }
      })
    const [stoppedAt, liftedAt] = [START, START + 2 * HOUR]
    const lift: Line = {
      topic: 'partner.penalties',
      key: 'huayu',
      message: { type: 'freeze.lifted', at: liftedAt, data: { partnerId: 'huayu', case: '10002000' } },
    }
    const told = (...since: Line[][]) => {
      const { flags } = run([...wrong(6, stoppedAt), lift, ...since.flat()], { stopFirst, signals: {} })
      return flags.flatMap(({ flag }) => (flag.stop_first ? [flag.at] : []))
    }
    const after = liftedAt + HOUR
    expect(told(wrong(30, after, liftedAt - HOUR))).toEqual([stoppedAt + 4000])
    expect(told(wrong(30, after, liftedAt - HOUR), wrong(4, after + HOUR))).toEqual([stoppedAt + 4000])
    expect(told(wrong(30, after, liftedAt - HOUR), wrong(5, after + HOUR))).toEqual([
      ...[stoppedAt + 4000, after + HOUR + 4000],
    ])
    // Nobody dates charges back for long.
    expect(told(wrong(5, liftedAt + 25 * HOUR, liftedAt - HOUR))).toHaveLength(2)
  })

  it('was on trial only: nothing was stopped, and once the rule is in force it is', () => {
    const trial = stopFirst.map((each) => ({ ...each, on: 'shadow' as const }))
    const monitor = new Monitor({ ...defaultPolicy.monitor, stopFirst: trial, signals: {} }, 'Asia/Shanghai')
    const read = (lines: readonly Line[]) => {
      for (const { topic, key, message } of lines) monitor.read(topic, key, message)
      return monitor.raised().map(({ flag }) => [flag.stop_first, flag.shadow])
    }
    expect(read(stopped(2))).toEqual([[false, true]])
    monitor.adopt({ ...defaultPolicy.monitor, stopFirst, signals: {} })
    expect(read(stopped(2).map((each) => later(each, HOUR)))).toEqual([[true, false]])
  })

  it('only flagged: once the rule stops it does, though the flag stands; and what is stopped stays so until it is lifted', () => {
    const flagging = stopFirst.map((each) => ({ ...each, freezes: false }))
    const policyOf = (rules: typeof stopFirst) => ({ ...defaultPolicy.monitor, stopFirst: rules, signals: {} })
    const monitor = new Monitor(policyOf(flagging), 'Asia/Shanghai')
    const read = (hours: number) => {
      for (const { topic, key, message } of stopped(2).map((each) => later(each, hours * HOUR)))
        monitor.read(topic, key, message)
      return monitor.raised().flatMap(({ flag, id }) => (id.startsWith('stop.') ? [flag.stop_first] : []))
    }
    expect(read(0)).toEqual([false])
    monitor.adopt(policyOf(stopFirst))
    expect(read(1)).toEqual([true])
    monitor.adopt(policyOf(flagging))
    expect(read(2)).toEqual([])
  })

  it('one charge that is told five times is one', () => {
    const told = [0, 1, 2, 3, 4].map((minute) => ({
      ...charge('huayu', 50_000, START, 'no.consent'),
      message: { ...charge('huayu', 50_000, START, 'no.consent').message, at: START + minute * 60_000 },
    }))
    expect(run(told, { stopFirst }).flags).toEqual([])
  })

  it('few of many do not stop', () => {
    const few = (day: number) =>
      Array.from({ length: 400 }, (_, i) =>
        charge('huayu', 50_000 + i, START + day * DAY + i * 1000, i % 40 === 39 ? 'after.cancel' : undefined),
      )
    expect(run(days(1, few), { stopFirst }).flags.filter(({ flag }) => flag.stop_first)).toEqual([])
  })
})

describe('a third charge after a standing unsubscribe', () => {
  const { stopFirst } = defaultPolicy.monitor
  const cancel = (index: number, at: number): Line => ({
    topic: 'subscriber.events',
    key: `k${index}`,
    message: {
      type: 'subscriptions.cancelled',
      at,
      data: { subscriber: `k${index}`, channel: 'sms', subscriptions: [{ serviceId: 'huayu-comics' }] },
    },
  })
  const activate = (index: number, at: number, since = at): Line => ({
    topic: 'subscriber.events',
    key: `k${index}`,
    message: {
      type: 'subscriptions.activated',
      at: Math.max(at, since),
      data: { subscriber: `k${index}`, subscriptions: [{ serviceId: 'huayu-comics', since }] },
    },
  })
  const each = (count: number, from: number, day: number, line: (index: number, at: number) => Line) =>
    Array.from({ length: count }, (_, i) => line(from + day * 100 + i, START + day * DAY + i * 60_000))
  /** So many pay and unsubscribe each day; who unsubscribed is charged on the days that are given. */
  const partner = (cancels: number, charged: readonly number[]) => (day: number) => [
    ...each(30, 50_000, day, (index, at) => charge('huayu', index, at)),
    ...each(cancels, 70_000, day, (index, at) => charge('huayu', index, at - 2 * HOUR)),
    ...each(cancels, 70_000, day, cancel),
    ...(charged.includes(day) ? [charge('huayu', 70_000, START + day * DAY + 2 * HOUR, 'after.cancel')] : []),
  ]
  const told = (count: number, own: (day: number) => Line[]) => {
    const lines = Array.from({ length: count }, (_, day) => own(day)).flat()
    const { flags, cleared } = run(lines, { stopFirst, signals: {} })
    return { flags: flags.map(({ flag }) => flag), cleared: cleared.map((each) => each.id) }
  }

  it('is told as it comes, and freezes nothing', () => {
    const { flags } = told(16, partner(2, [6, 10, 14]))
    expect(flags).toMatchObject([
      { at: START + 14 * DAY + 2 * HOUR, partner: 'huayu', service: 'huayu-comics', stop_first: false, shadow: false },
    ])
    expect(flags[0]?.signals).toMatchObject([{ name: 'proven.after.cancel', figure: 0.1071, baseline: 0.05 }])
    expect(flags[0]?.clears).toBe(
      'None more for 7 days: 3 charges after unsubscribing within 720 h; below 3 or 5 % of who had paid and unsubscribed nothing would have been said',
    )
  })

  const games = ({ message, ...line }: Line): Line => ({
    ...line,
    message: { ...message, data: { ...message.data, serviceId: 'huayu-games' } },
  })

  it('is told of the partner, where each was of another of its services', () => {
    const second = (day: number) => [
      ...partner(2, [6, 10])(day),
      games(charge('huayu', 71_400, START + day * DAY + 2 * HOUR, day === 14 ? 'after.cancel' : undefined)),
    ]
    const { flags } = told(16, second)
    expect(flags).toMatchObject([{ partner: 'huayu', stop_first: false, signals: [{ name: 'proven.after.cancel' }] }])
    expect(flags[0]?.service).toBeUndefined()
  })

  it('is told of its service, and not again with the first of another one', () => {
    const another = (day: number) => [
      ...partner(2, [6, 10, 12])(day),
      ...(day === 14 ? [games(charge('huayu', 71_400, START + day * DAY + 2 * HOUR, 'after.cancel'))] : []),
    ]
    expect(told(16, another).flags.map(({ service }) => service)).toEqual(['huayu-comics'])
  })

  it('stands until there is none for some days', () => {
    const one = 'proven.after.cancel huayu huayu-comics'
    expect(told(24, partner(2, [6, 10, 14])).cleared).toEqual([one])
    expect(told(24, partner(2, [6, 10, 14, 20])).cleared).toEqual([])
  })

  it('is told among any number of those who come and go for nothing', () => {
    const cycles = (day: number) => [...each(60, 90_000, day, activate), ...each(60, 90_000, day, cancel)]
    expect(told(16, (day) => [...partner(2, [6, 10, 14])(day), ...cycles(day)]).flags).toHaveLength(1)
  })

  it('is not told among many who were there before anything is told of them, or came with a book: they had paid', () => {
    const standing = (day: number) => each(4, 90_000, day, cancel)
    expect(told(16, (day) => [...partner(2, [6, 10, 14])(day), ...standing(day)]).flags).toEqual([])
    const book = (day: number) => [
      ...(day === 0 ? each(1600, 90_000, 0, (index, at) => activate(index, at, START - 90 * DAY)) : []),
      ...standing(day),
    ]
    expect(told(16, (day) => [...book(day), ...partner(2, [6, 10, 14])(day)]).flags).toEqual([])
  })

  it.each([
    ['is not told where it is the second', 2, [10, 14]],
    ['is not told where the first was more than 30 days ago', 2, [1, 20, 32]],
    ['is not told among very many who unsubscribed', 10, [6, 10, 14]],
    ['is not told where nobody is known to have unsubscribed', 0, [6, 10, 14]],
  ])('%s', (_, cancels, charged) => {
    expect(told(40, partner(cancels, charged)).flags).toEqual([])
  })
})

it('a third charge without consent within three days is told as it comes, and freezes nothing; of very many it is a mishap', () => {
  const { stopFirst } = defaultPolicy.monitor
  const told = (of: number) => {
    const own = Array.from({ length: 3 }, (_, day) =>
      Array.from({ length: of }, (_, i) =>
        charge('huayu', day * 100 + i, START + day * 20 * HOUR + i * 60_000, i === 0 ? 'no.consent' : undefined),
      ),
    ).flat()
    return run(own, { stopFirst, signals: {} }).flags.map(({ flag }) => flag)
  }
  expect(told(12)).toMatchObject([
    { at: START + 40 * HOUR, signals: [{ name: 'proven.no.consent' }], stop_first: false, shadow: false },
  ])
  expect(told(90)).toEqual([])
})
