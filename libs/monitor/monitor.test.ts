import { describe, expect, it } from 'vitest'
import { defaultPolicy, type MonitorPolicy } from '#policy'
import { Monitor } from './monitor.ts'
import { observe } from './observe.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** 09:00 in Shanghai. */
const START = Date.parse('2026-07-01T01:00:00Z')

interface Line {
  topic: string
  key: string
  message: { type: string; at: number; data: object }
}

const charge = (partner: string, index: number, at: number, rule?: string): Line => ({
  topic: 'charging.events',
  key: `k${index}`,
  message: {
    type: 'charge.judged',
    at,
    data: {
      chargeId: `${partner}-${index}`,
      subscriber: `k${index}`,
      serviceId: `${partner}-comics`,
      partnerId: partner,
      amountFen: 800,
      chargedAt: at - 1000,
      ...(rule ? { rule } : {}),
      refundFen: rule ? 1600 : 0,
      granted: !rule,
    },
  },
})

/** Twenty honest partners with 40 charges a day, and one that does something else. */
function days(count: number, own: (day: number) => Line[]): Line[] {
  return Array.from({ length: count }, (_, day) => {
    const at = START + day * DAY
    const honest = Array.from({ length: 20 }, (_, p) =>
      Array.from({ length: 40 }, (_, i) => charge(`honest${p}`, p * 1000 + i + day * 17, at + i * 60_000)),
    ).flat()
    return [...honest, ...own(day)].sort((a, b) => a.message.at - b.message.at)
  }).flat()
}

/** The same, so much later, of others. */
const later = (line: Line, ms: number): Line => {
  const { at, data } = line.message as { at: number; data: { chargeId: string; chargedAt: number } }
  const moved = { ...data, chargeId: `${data.chargeId}+${ms}`, chargedAt: data.chargedAt + ms }
  return { ...line, message: { ...line.message, at: at + ms, data: moved } }
}

/** Without rules that stop first, unless they are asked for. */
function run(lines: readonly Line[], policy: Partial<MonitorPolicy> = {}) {
  const monitor = new Monitor({ ...defaultPolicy.monitor, stopFirst: [], ...policy }, 'Asia/Shanghai')
  for (const { topic, key, message } of lines) monitor.read(topic, key, message)
  monitor.end()
  return { monitor, flags: monitor.raised(), cleared: monitor.cleared() }
}

/** A few of a hundred charges a day are made of people who never agreed. */
const silent = (day: number): Line[] =>
  Array.from({ length: 100 }, (_, i) =>
    charge('huayu', 50_000 + day * 100 + i, START + day * DAY + i * 60_000, i % 12 === 0 ? 'no.consent' : undefined),
  )

describe('a flag', () => {
  it('names partner and service, and says with which figures, against what, and what would clear it', () => {
    const { flags } = run(days(6, silent))
    const [first] = flags
    expect(flags.map(({ flag }) => flag.service)).toEqual(['huayu-comics'])
    expect(Object.keys(first?.flag ?? {})).toEqual([
      'at',
      'partner',
      'service',
      'signals',
      'stop_first',
      'shadow',
      'clears',
    ])
    const [signal] = first?.flag.signals ?? []
    expect(signal?.name).toBe('charges.no.consent')
    expect(signal?.figure).toBeCloseTo(0.09, 2)
    expect(signal?.baseline).toBe(0.0005)
    expect(signal?.evidence).toBeGreaterThan(12)
    expect(first?.flag.clears).toMatch(/^charges without consent: at most [\d.]+ % \(now 9 %\).*; for 7 days$/)
    expect(first?.charges.length).toBeGreaterThan(5)
    expect(first?.flag.stop_first).toBe(false)
  })

  it('is raised once while it stands, and cleared when little was said for a week', () => {
    const { flags, cleared } = run(
      days(90, (day) => (day < 6 ? silent(day) : silent(day).filter((_, i) => i % 12 !== 0))),
    )
    expect(flags).toHaveLength(1)
    expect(cleared.map((each) => each.partner)).toEqual(['huayu'])
  })

  it('is not raised by one bad day of a thing that happens', () => {
    const mishap = (day: number) =>
      Array.from({ length: 100 }, (_, i) =>
        charge(
          'huayu',
          50_000 + day * 100 + i,
          START + day * DAY + i * 60_000,
          day === 4 && i < 40 ? 'too.often' : undefined,
        ),
      )
    expect(run(days(12, mishap)).flags).toEqual([])
  })

  it('by a rule that is on trial is marked', () => {
    const { signals } = defaultPolicy.monitor
    const trial = Object.fromEntries(
      Object.entries(signals).map(([name, each]) => [name, { ...each, on: 'shadow' as const }]),
    )
    const { flags } = run(days(6, silent), { signals: trial })
    expect(flags.map(({ flag }) => [flag.partner, flag.shadow])).toEqual([['huayu', true]])
  })
})

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

  it('few of many do not stop', () => {
    const few = (day: number) =>
      Array.from({ length: 400 }, (_, i) =>
        charge('huayu', 50_000 + i, START + day * DAY + i * 1000, i % 40 === 39 ? 'after.cancel' : undefined),
      )
    expect(run(days(1, few), { stopFirst }).flags.filter(({ flag }) => flag.stop_first)).toEqual([])
  })
})

it('what others tried in the name of a port, and what a verdict condemned anew, is counted of nobody', () => {
  const decided = { type: 'mt.decided', at: START, data: { port: '10661', allow: false, rule: 'port.unknown' } }
  expect(observe('mt.decisions', 'm1', decided)).toEqual([])
  expect(observe('mt.decisions', 'm1', { ...decided, data: { ...decided.data, rule: 'port.blocked' } })).toHaveLength(1)
  expect(observe('charging.events', 'k1', charge('huayu', 1, START, 'proven').message)).toEqual([])
  expect(observe('charging.events', 'k1', charge('huayu', 1, START, 'after.cancel').message)).toHaveLength(1)
})

describe('a second charge after a standing unsubscribe', () => {
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
    const { flags } = told(16, partner(3, [10, 14]))
    expect(flags).toMatchObject([
      { at: START + 14 * DAY + 2 * HOUR, partner: 'huayu', service: 'huayu-comics', stop_first: false, shadow: false },
    ])
    expect(flags[0]?.signals).toMatchObject([{ name: 'proven.after.cancel', figure: 0.04255, baseline: 0.02 }])
    expect(flags[0]?.clears).toBe(
      'None more for 7 days: 2 charges after unsubscribing within 720 h; below 2 or 2 % of who had paid and unsubscribed nothing would have been said',
    )
  })

  it('stands until there is none for some days', () => {
    const one = 'proven.after.cancel huayu huayu-comics'
    expect(told(24, partner(3, [10, 14])).cleared).toEqual([one])
    expect(told(24, partner(3, [10, 14, 20])).cleared).toEqual([])
  })

  it('is told among any number of those who come and go for nothing', () => {
    const cycles = (day: number) => each(60, 90_000, day, cancel)
    expect(told(16, (day) => [...partner(3, [10, 14])(day), ...cycles(day)]).flags).toHaveLength(1)
  })

  it.each([
    ['is not told where it is the first', 3, [14]],
    ['is not told where the first was more than 30 days ago', 3, [1, 31]],
    ['is not told among very many who unsubscribed', 10, [10, 14]],
    ['is not told where nobody is known to have unsubscribed', 0, [10, 14]],
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

describe('bad input', () => {
  const good = days(6, silent)

  it('the same messages give the same flags, byte for byte', () => {
    const text = () => JSON.stringify(run(good).flags)
    expect(text()).toBe(text())
  })

  it('what is not read is counted and changes nothing; what cannot be read is told', () => {
    const odd: Line[] = [
      { topic: 'sms.mo', key: 'k', message: { type: 'mo.received', at: START, data: {} } },
      { topic: 'charging.events', key: 'k', message: { type: 'charge.invented', at: START, data: {} } },
      { topic: 'charging.events', key: 'k', message: { type: 'charge.judged', at: START, data: { amountFen: -1 } } },
      {
        topic: 'charging.events',
        key: 'k',
        message: { type: 'charge.judged', at: START, data: { amountFen: 1e300, serviceId: 'x' } },
      },
      {
        topic: 'charging.events',
        key: 'k',
        message: { type: 'charge.judged', at: 1e18, data: { amountFen: 1, serviceId: 'x' } },
      },
      {
        topic: 'subscriber.events',
        key: 'k',
        message: { type: 'subscriptions.cancelled', at: START, data: { subscriptions: 7 } },
      },
      {
        topic: 'complaint.events',
        key: 'k',
        message: { type: 'complaint.changed', at: START, data: { change: 'opened' } },
      },
    ]
    const { monitor, flags } = run(good.flatMap((line, i) => (i % 700 === 0 ? [line, ...odd] : [line])))
    expect(flags).toEqual(run(good).flags)
    const times = Math.ceil(good.length / 700)
    expect(monitor.left).toMatchObject({ unknown: 2 * times, unreadable: 4 * times })
  })

  it('a clock that jumped ten years moves nothing', () => {
    const jumped = charge('huayu', 1, START + 3650 * DAY)
    const { monitor, flags } = run(good.flatMap((line, i) => (i % 100 === 50 ? [line, jumped] : [line])))
    expect(flags[0]?.flag.at).toBe(run(good).flags[0]?.flag.at)
    expect(monitor.jumped).toBeGreaterThan(10)
  })

  it('out of order within the lateness makes no difference', () => {
    const mixed = good.map((_, i) => good[i % 2 === 0 ? Math.min(good.length - 1, i + 1) : i - 1] as Line)
    expect(run(mixed).flags.map(({ flag }) => flag)).toEqual(run(good).flags.map(({ flag }) => flag))
  })

  it('days late: it counts in the window of its arrival', () => {
    const late = good.filter((line) => (line.message.data as { partnerId: string }).partnerId === 'huayu')
    const rest = good.filter((line) => !late.includes(line))
    const { monitor, flags } = run([...rest, ...late])
    expect(monitor.left.late).toBeGreaterThan(400)
    expect(flags.map(({ flag }) => flag.partner)).toContain('huayu')
  })

  it('services without end are not kept without end', () => {
    const lines = Array.from({ length: 60_000 }, (_, i) => charge(`p${i}`, i, START + i))
    const monitor = new Monitor(defaultPolicy.monitor, 'Asia/Shanghai')
    for (const { topic, key, message } of lines) monitor.read(topic, key, message)
    expect([monitor.units, monitor.beyond]).toEqual([50_000, 10_000])
  })

  it('ports that are nobody’s are not kept without end, and take no place of those that are somebody’s', () => {
    const decided = (i: number): Line => ({
      topic: 'mt.decisions',
      key: `m${i}`,
      message: { type: 'mt.decided', at: START + i, data: { port: `9${i}`, allow: true } },
    })
    const lines = [...Array.from({ length: 5000 }, (_, i) => decided(i)), charge('huayu', 1, START + 6000)]
    const { monitor } = run(lines)
    expect([monitor.units, monitor.beyond]).toEqual([2002, 3000])
  })

  it('a partner that names services, numbers and apps without end takes little room, and is flagged all the same', () => {
    const flood = (day: number): Line[] =>
      Array.from({ length: 5000 }, (_, i) => {
        const line = charge('huayu', 100_000 + day * 5000 + i, START + day * DAY + i * 1000, 'no.consent')
        return { ...line, message: { ...line.message, data: { ...line.message.data, serviceId: `s${day}.${i}` } } }
      })
    const { monitor, flags } = run(days(6, flood))
    expect([monitor.units, monitor.beyond]).toEqual([20 + 301, 30_000 - 300])
    const unit = 60_000
    expect(monitor.bytes).toBeLessThan(monitor.units * unit)
    expect(new Set(flags.map(({ flag }) => flag.partner))).toEqual(new Set(['huayu']))
    expect(flags.some(({ flag }) => flag.service === undefined)).toBe(true)
  })
})

describe('an app', () => {
  const asked = (day: number): Line[] =>
    Array.from({ length: 60 }, (_, i) => {
      const at = START - 7 * HOUR + day * DAY + i * 60_000
      const partnerId = `front${i % 3}`
      const receiptId = `c${day}.${i}`
      const data = {
        requestId: receiptId,
        receiptId,
        msisdn: `86139${String(day * 100_003 + i * 7919).padStart(8, '0')}`,
        serviceId: `${partnerId}-s`,
        partnerId,
        tariffFen: 500,
        period: 'month',
        origin: { channel: 'partner', app: { package: 'cn.torch.free', version: '1' } },
        askedAt: at - 1500 - (i % 5) * 10,
      }
      return { topic: 'confirmation.events', key: receiptId, message: { type: 'consent.given', at, data } }
    })
  const found = (own: (day: number) => Line[]) => {
    const { flags, monitor } = run(days(6, own))
    const apps = flags.filter(({ flag }) => flag.app === 'cn.torch.free').map(({ flag }) => flag.partner)
    return { apps: apps.sort(), beyond: monitor.beyond }
  }

  it('is flagged for each partner that it asked for', () => {
    expect(found(asked).apps).toEqual(['front0', 'front1', 'front2'])
  })

  it('is flagged also where somebody invents names without end', () => {
    const invented = (day: number): Line[] =>
      Array.from({ length: 3000 }, (_, i) => ({
        topic: 'confirmation.requests',
        key: `k${i}`,
        message: {
          type: 'subscription.requested',
          at: START - 9 * HOUR + day * DAY + i * 1000,
          data: {
            serviceId: i % 3 === 0 ? 'huayu-comics' : 'front0-s',
            by: 'partner',
            msisdn: '8613900000000',
            origin: { channel: 'partner', app: { package: `cn.invented.n${day}.${i}`, version: '1' } },
          },
        },
      }))
    const { apps, beyond } = found((day) => [...silent(day), ...invented(day), ...asked(day)])
    expect(apps).toEqual(['front0', 'front1', 'front2'])
    expect(beyond).toBeGreaterThan(17_000)
  })
})
