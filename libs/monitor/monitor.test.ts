import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import type { Unit } from './counted/unit.ts'
import { charge, DAY, days, HOUR, type Line, run, START, silent } from './fixtures.ts'
import type { Judgement } from './judged/judge.ts'
import { chargesOf } from './judged/standing.ts'
import { Monitor } from './monitor.ts'
import { observe } from './observed/observe.ts'

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
    // What policy says, and the others of that day have none.
    expect(signal?.baseline).toBeLessThanOrEqual(0.0005)
    expect(signal?.baseline).toBeGreaterThan(0.0004)
    expect(signal?.evidence).toBeGreaterThan(12)
    expect(first?.flag.clears).toMatch(/^charges without consent: at most [\d.]+ % \(now 9 %\).*; for 7 days$/)
    expect(first?.charges.length).toBeGreaterThan(5)
    expect(first?.flag.stop_first).toBe(false)
  })

  it('names the ten charges that show it best: the latest of its strongest signal, then those of the next', () => {
    const monitor = new Monitor({ ...defaultPolicy.monitor, stopFirst: [] }, 'Asia/Shanghai')
    const oneInFive = (day: number) =>
      Array.from({ length: 100 }, (_, i) =>
        charge('huayu', day * 100 + i, START + day * DAY + i * 60_000, i % 5 === 0 ? 'no.consent' : undefined),
      )
    const wrong: string[] = []
    for (const { topic, key, message } of days(6, oneInFive)) {
      monitor.read(topic, key, message)
      if (monitor.hasRaised) break
      const { rule, chargeId } = message.data as { rule?: string; chargeId: string }
      if (rule) wrong.unshift(chargeId)
    }
    const [raised] = monitor.raised()
    expect(raised?.flag.signals[0]?.name).toBe('charges.no.consent')
    expect(wrong.length).toBeGreaterThan(10)
    expect(raised?.charges).toEqual(wrong.slice(0, 10))

    const known = { afterCancel: ['a1', 'a2', 'both'], disputes: ['both', ...'123456789'] }
    const unit = { charges: ([counter]: (keyof typeof known)[]) => known[counter as keyof typeof known] ?? [] }
    const findings = ['charges.after.cancel', 'nights', 'disputes'].map((name) => ({ name }))
    const shown = chargesOf(unit as unknown as Unit, { findings } as unknown as Judgement)
    expect(shown).toEqual(['a1', 'a2', 'both', ...'1234567'])
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

it('what others tried in the name of a port, and what a verdict condemned anew, is counted of nobody', () => {
  const decided = { type: 'mt.decided', at: START, data: { port: '10661', allow: false, rule: 'port.unknown' } }
  expect(observe('mt.decisions', 'm1', decided)).toEqual([])
  expect(observe('mt.decisions', 'm1', { ...decided, data: { ...decided.data, rule: 'port.blocked' } })).toHaveLength(1)
  expect(observe('charging.events', 'k1', charge('huayu', 1, START, 'proven').message)).toEqual([])
  expect(observe('charging.events', 'k1', charge('huayu', 1, START, 'after.cancel').message)).toHaveLength(1)
})

describe('what was told stands, and nothing else does', () => {
  const lines = days(20, (day) => (day < 8 ? silent(day) : []))
  const half = lines.findIndex(({ message }) => message.at >= START + 7 * DAY)
  const hear = (monitor: Monitor, from: number, to: number) => {
    for (const { topic, key, message } of lines.slice(from, to)) monitor.read(topic, key, message)
    return { raised: monitor.raised().map(({ id }) => id), cleared: monitor.cleared() }
  }
  const begun = () => {
    const monitor = new Monitor({ ...defaultPolicy.monitor, stopFirst: [] }, 'Asia/Shanghai')
    return { monitor, raised: hear(monitor, 0, half).raised }
  }

  it('what another build did not find is told when it is found next', () => {
    const { monitor, raised } = begun()
    expect(raised).toEqual(['service huayu-comics'])
    monitor.stand([])
    expect(hear(monitor, half, lines.length).raised).toEqual(raised)
  })

  it('what was told is not told again; what is found no more is cleared, of an app for each that was told of it', () => {
    const { monitor } = begun()
    const [own, other] = ['service huayu-comics', 'service honest3-comics']
    monitor.stand([
      { name: other, partners: ['honest3'], service: 'honest3-comics', stopFirst: false },
      { name: own, partners: ['huayu'], service: 'huayu-comics', stopFirst: false },
      { name: 'app cn.torch.free', partners: ['honest1', 'honest2'], stopFirst: false },
      { name: 'stop honest4', partners: ['honest4'], service: 'honest4-comics', stopFirst: true },
    ])
    const { raised, cleared } = hear(monitor, half, lines.length)
    expect(raised).toEqual([])
    expect(cleared.map(({ id, partner }) => `${id} · ${partner}`)).toEqual([
      `${other} · honest3`,
      'app cn.torch.free · honest1',
      'app cn.torch.free · honest2',
    ])
  })
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
