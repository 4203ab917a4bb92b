import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { Monitor } from './monitor.ts'
import { type SignalName, signalNames } from './signals.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** 00:00 of a Wednesday in Shanghai. */
const START = Date.parse('2026-07-01T00:00:00+08:00')

interface Line {
  topic: string
  key: string
  message: { type: string; at: number; data: object }
}
interface Example {
  /** What one of that day, the i-th of some, says; the same signal is to be found in `bad`, and not in `good`. */
  readonly bad: (i: number, at: number, day: number) => Line[]
  readonly good: (i: number, at: number, day: number) => Line[]
  readonly days?: number
}

const line = (topic: string, key: string, type: string, at: number, data: object): Line => ({
  topic,
  key,
  message: { type, at, data },
})
const service = { serviceId: 'comics', partnerId: 'huayu' }
const person = (i: number) => `k${(i * 7919).toString(36)}`
const number = (i: number) => `8613${String((i * 104_729) % 1_000_000_000).padStart(9, '0')}`

const charge = (i: number, at: number, more: object = {}) =>
  line('charging.events', person(i), 'charge.judged', at, {
    ...service,
    subscriber: person(i),
    chargeId: `c${i}`,
    amountFen: 800,
    chargedAt: at - 60_000,
    refundFen: 0,
    granted: true,
    ...more,
  })
const wrong = (rule: string, each = 5): Example => ({
  bad: (i, at) => [charge(i, at, i % each === 0 ? { rule } : {})],
  good: (i, at) => [charge(i, at)],
})
const request = (i: number, at: number, origin: object = {}, msisdn = number(i)) =>
  line('confirmation.requests', person(i), 'subscription.requested', at, { ...service, by: 'partner', msisdn, origin })
const outcome = (i: number, at: number, status: string, rule?: string) =>
  line('request.outcomes', `r${i}`, 'request.changed', at, { ...service, requestId: `r${i}`, status, rule })
const consent = (i: number, at: number, took: number, origin: object = {}) =>
  line('confirmation.events', person(i), 'consent.given', at, {
    ...service,
    receiptId: `y${i}`,
    msisdn: number(i),
    tariffFen: 800,
    period: 'month',
    askedAt: at - took,
    origin,
  })
const receipt = (i: number, at: number, content: object) =>
  line('consent.receipts', `y${i}`, 'receipt.made', at, {
    subscriber: person(i),
    content: { ...service, tariffFen: 800, period: 'month', askedAt: at - 30_000, answeredAt: at, ...content },
  })
const approved = line('catalogue', 'comics', 'service.set', START, {
  ...service,
  port: '10661',
  tariffFen: 800,
  period: 'month',
})
const subscribed = (i: number, at: number, more: object = { receiptId: `y${i}` }, msisdn = number(i)) =>
  line('subscriber.events', person(i), 'subscriptions.activated', at, {
    subscriber: person(i),
    msisdn,
    subscriptions: [{ serviceId: 'comics', since: at, ...more }],
  })
const cancelled = (i: number, at: number, since: number) =>
  line('subscriber.events', person(i), 'subscriptions.cancelled', at, {
    subscriber: person(i),
    channel: 'sms',
    subscriptions: [{ serviceId: 'comics', since }],
  })
const dispute = (i: number, at: number, type: string, more: object = {}) =>
  line('charging.events', person(i), type, at, { ...service, subscriber: person(i), chargeId: `c${i}`, ...more })
const complaint = (i: number, at: number, change: string) =>
  line('complaint.events', person(i), 'complaint.changed', at, { subscriber: person(i), change, about: 'comics' })
const message = (i: number, at: number, allow: boolean) =>
  line('mt.decisions', `m${i}`, 'mt.decided', at, { port: '10661', allow })
const reported = (i: number, at: number, more: object = {}) =>
  line('reports.sorted', `s${i}`, 'report.sorted', at, { sender: { kind: 'port', port: '10661' }, weight: 1, ...more })
const isOne = (i: number, of: number) => i % of === 0
const spread = (i: number) => 4 * SECOND * 1.35 ** (i % 17)

const examples: Readonly<Record<SignalName, Example>> = {
  'charges.no.consent': wrong('no.consent'),
  'charges.after.cancel': wrong('after.cancel'),
  'charges.free.period': wrong('free.period'),
  'charges.above.tariff': wrong('above.tariff'),
  'charges.too.often': wrong('too.often'),
  'charges.purchase': wrong('purchase.used'),
  'charges.unagreed': wrong('after.cancel'),
  'charges.wrong': wrong('purchase.over'),
  'charges.proven': wrong('disputed'),
  'charges.creep': {
    bad: (i, at, day) => [charge(i, at, { amountFen: 800 + (day > 5 ? day * 10 : 0) })],
    good: (i, at) => [charge(i, at)],
  },
  'charges.late': {
    bad: (i, at) => [charge(i, at, isOne(i, 3) ? { chargedAt: at - 20 * DAY } : {})],
    good: (i, at) => [charge(i, at, isOne(i, 3) ? { chargedAt: at - 2 * DAY } : {})],
  },
  'charges.conflict': {
    bad: (i, at) => [charge(i, at), ...(isOne(i, 5) ? [dispute(i, at, 'charge.conflict')] : [])],
    good: (i, at) => [charge(i, at)],
  },
  complaints: {
    bad: (i, at) => [charge(i, at), ...(isOne(i, 5) ? [complaint(i, at, 'opened')] : [])],
    good: (i, at, day) => [charge(i, at), ...(i === 3 && day === 3 ? [complaint(i, at, 'opened')] : [])],
  },
  refunds: {
    bad: (i, at) => [charge(i, at), ...(isOne(i, 4) ? [dispute(i, at, 'dispute.opened', { instant: true })] : [])],
    good: (i, at) => [charge(i, at), ...(isOne(i, 4) ? [dispute(i, at, 'dispute.opened', { instant: false })] : [])],
  },
  disputes: {
    bad: (i, at) => [charge(i, at), ...(isOne(i, 5) ? [dispute(i, at, 'dispute.opened')] : [])],
    good: (i, at) => [charge(i, at), ...(isOne(i, 200) ? [dispute(i, at, 'dispute.opened')] : [])],
  },
  regrets: {
    bad: (i, at) => [subscribed(i, at), ...(isOne(i, 5) ? [complaint(i, at + 3 * HOUR, 'opened')] : [])],
    good: (i, at) => [subscribed(i, at), ...(isOne(i, 200) ? [complaint(i, at + 3 * HOUR, 'opened')] : [])],
  },
  'cancel.quick': {
    bad: (i, at) => [subscribed(i, at), ...(isOne(i, 2) ? [cancelled(i, at + 2 * HOUR, at)] : [])],
    good: (i, at) => [subscribed(i, at), ...(isOne(i, 20) ? [cancelled(i, at + 2 * HOUR, at)] : [])],
  },
  'cancel.cohort': {
    // They leave when they have been charged for the second time.
    bad: (i, at, day) => [subscribed(i, at), ...(day >= 10 ? [cancelled(i - 200, at, at - 10 * DAY)] : [])],
    good: (i, at, day) => [
      subscribed(i, at),
      ...(day >= 10 && isOne(i, 10) ? [cancelled(i - 200, at, at - 10 * DAY)] : []),
    ],
    days: 26,
  },
  'answers.fast': {
    bad: (i, at) => [consent(i, at, isOne(i, 3) ? 900 : spread(i))],
    good: (i, at) => [consent(i, at, spread(i))],
  },
  'answers.regular': {
    bad: (i, at) => [consent(i, at, 9000 + (i % 9) * 15)],
    good: (i, at) => [consent(i, at, spread(i))],
  },
  'answers.hasty': {
    bad: (i, at) => [consent(i, at, 3500 + (i % 3) * 800)],
    good: (i, at) => [consent(i, at, spread(i))],
  },
  'answers.rushed': {
    // At one in the morning, each within 5 s; the same by day, and at night as people do.
    bad: (i, at) => [consent(i, at - 7 * HOUR, 4000 + (i % 5) * 200)],
    good: (i, at) => [isOne(i, 2) ? consent(i, at, 4000 + (i % 5) * 200) : consent(i, at - 7 * HOUR, spread(i))],
  },
  'prompts.agreed': {
    bad: (i, at) => [outcome(i, at, 'asked'), consent(i, at + 30_000, spread(i))],
    good: (i, at) => [outcome(i, at, 'asked'), ...(isOne(i, 3) ? [consent(i, at + 30_000, spread(i))] : [])],
  },
  'apps.new': {
    bad: (i, at, day) => [consent(i, at, spread(i), { app: { package: `cn.lamp${day}` } })],
    good: (i, at) => [consent(i, at, spread(i), { app: { package: 'cn.lamp' } })],
  },
  'prompts.refused': {
    bad: (i, at) => [outcome(i, at, 'asked'), ...(isOne(i, 10) ? [] : [outcome(i, at, 'refused')])],
    good: (i, at) => [outcome(i, at, 'asked'), ...(isOne(i, 5) ? [outcome(i, at, 'refused')] : [])],
  },
  'prompts.silent': {
    bad: (i, at) => [outcome(i, at, 'asked'), outcome(i, at + HOUR, 'expired')],
    good: (i, at) => [outcome(i, at, 'asked'), ...(isOne(i, 2) ? [outcome(i, at + HOUR, 'expired')] : [])],
  },
  'prompts.unlike': {
    bad: (i, at, day) => [
      ...(i === 0 && day === 0 ? [approved] : []),
      receipt(i, at, isOne(i, 4) ? { tariffFen: 1000 } : isOne(i, 3) ? { asked: '漫画，8.50元/月，回复“是”' } : {}),
    ],
    good: (i, at, day) => [
      ...(i === 0 && day === 0 ? [approved] : []),
      receipt(i, at, isOne(i, 2) ? { asked: '漫画，8元/月，回复“是”' } : { asked: 'Comics, CNY 8/month' }),
    ],
  },
  'requests.unwanted': {
    bad: (i, at) => [request(i, at), ...(isOne(i, 2) ? [outcome(i, at, 'rejected', 'refused.before')] : [])],
    good: (i, at) => [request(i, at), ...(isOne(i, 2) ? [outcome(i, at, 'rejected', 'service.unknown')] : [])],
  },
  'subscribed.bare': {
    bad: (i, at) => [subscribed(i, at, isOne(i, 2) ? {} : { receiptId: `y${i}` })],
    // A service that was moved here, in ten days.
    good: (i, at, day) => [subscribed(i, at, day < 10 ? {} : { receiptId: `y${i}` })],
  },
  resubscribed: {
    bad: (i, at, day) => {
      const who = (day % 2) * 100 + (i % 20)
      return [cancelled(who, at, at - 2 * DAY), subscribed(who, at + 5 * HOUR)]
    },
    // One in ten who leave comes back.
    good: (i, at, day) => [
      subscribed(i, at),
      ...(day >= 4 ? [cancelled(i - 80, at, at - 4 * DAY)] : []),
      ...(day >= 5 && isOne(i, 10) ? [subscribed(i - 100, at + HOUR)] : []),
    ],
  },
  'numbers.apart': {
    bad: (i, at) => [request(i, at, { cell: `c${i % 150}` }, `8613700${String(i).padStart(6, '0')}`)],
    // A company’s, of one site.
    good: (i, at) => [request(i, at, { cell: `c${i % 20}` }, `8613700${String(i).padStart(6, '0')}`)],
  },
  'numbers.unwilling': {
    // Whatever they say of places: one in four agrees. A company’s: three in four do.
    bad: (i, at) => [walks(i, at), ...(isOne(i, 4) ? [agrees(i, at)] : [])],
    good: (i, at) => [walks(i, at), ...(isOne(i, 4) ? [] : [agrees(i, at)])],
  },
  'numbers.near': {
    bad: (i, at) => [subscribed(i, at, undefined, `86137000${String(i).padStart(5, '0')}`)],
    good: (i, at) => [subscribed(i, at)],
  },
  'same.address': {
    bad: (i, at) => [request(i, at, { address: isOne(i, 10) ? `10.0.0.${i % 200}` : '10.9.9.9' })],
    good: (i, at) => [request(i, at, { address: `10.0.${i % 7}.${i % 199}` })],
  },
  'same.cell': {
    bad: (i, at) => [request(i, at, { cell: isOne(i, 10) ? `460-${i % 200}` : '460-1' })],
    good: (i, at) => [request(i, at, { cell: `460-${i % 199}` })],
  },
  'same.page': {
    bad: (i, at) => [request(i, at, { page: 'https://win.example/1' })],
    good: (i, at) => [request(i, at, { page: `https://huayu.example/${i % 5}` })],
  },
  'same.buyers': {
    bad: (i, at) => [charge(i, at), charge(i % 4, at + SECOND, { chargeId: `x${i}` })],
    good: (i, at) => [charge(i, at)],
  },
  'victims.shared': {
    bad: (i, at) => [charge(i, at), charge(i, at, { serviceId: 'songs', partnerId: 'tianle', chargeId: `t${i}` })],
    good: (i, at) => [
      charge(i, at),
      charge(i + 50_000, at, { serviceId: 'songs', partnerId: 'tianle', chargeId: `t${i}` }),
    ],
  },
  'payers.silent': {
    // They came before; somebody uses another service, so that use is told at all.
    bad: (i, at, day) => (day === 0 ? [subscribed(i, at), used('songs', at)] : [charge(i % 20, at)]),
    good: (i, at, day) =>
      day === 0 ? [subscribed(i, at)] : [used('comics', at - 60_000, person(i % 20)), charge(i % 20, at)],
  },
  nights: {
    bad: (i, at) => [request(i, isOne(i, 5) ? at : at - 7 * HOUR)],
    good: (i, at) => [request(i, at)],
  },
  'nights.charges': {
    bad: (i, at) => [charge(i, at, { chargedAt: at - 7 * HOUR })],
    good: (i, at) => [charge(i, at)],
  },
  bursts: {
    bad: (i, at, day) => (day < 20 ? [request(i, at)] : [0, 1, 2, 3, 4, 5].map((n) => request(i * 6 + n, at + n))),
    good: (i, at) => [request(i, at)],
    days: 22,
  },
  'refunds.slow': {
    bad: (i, at, day) =>
      day < 6
        ? [dispute(i, at, 'dispute.opened', { instant: false })]
        : [dispute(i - 6 * 20, at, 'dispute.decided', { proven: true })],
    good: (i, at) => [
      dispute(i, at, 'dispute.opened', { instant: false }),
      dispute(i, at + HOUR, 'dispute.decided', { proven: true }),
    ],
    days: 12,
  },
  unsolved: {
    bad: (i, at) => [complaint(i, at, 'closed'), ...(isOne(i, 2) ? [complaint(i, at + HOUR, 'reopened')] : [])],
    good: (i, at) => [complaint(i, at, 'closed'), ...(isOne(i, 12) ? [complaint(i, at + HOUR, 'reopened')] : [])],
  },
  'mt.refused': {
    bad: (i, at) => [message(i, at, !isOne(i, 3))],
    good: (i, at) => [message(i, at, !isOne(i, 40))],
  },
  blocks: {
    bad: (i, at, day) => [
      ...(i === 0 && day === 0 ? [approved] : []),
      charge(i, at),
      ...(isOne(i, 4) ? [blockOf(i, at)] : []),
    ],
    good: (i, at) => [charge(i, at)],
  },
  spam: {
    bad: (i, at, day) => [...(i === 0 && day === 0 ? [approved] : []), charge(i, at), reported(i, at)],
    good: (i, at, day) => [
      ...(i === 0 && day === 0 ? [approved] : []),
      charge(i, at),
      // Codes and notices of honest senders, and those whose reporters never proved right.
      isOne(i, 2) ? reported(i, at, { honest: 'otp' }) : reported(i, at, { weight: 0 }),
    ],
  },
  campaigns: {
    bad: (i, at, day) => [
      ...(i === 0 && day === 0 ? [approved] : []),
      charge(i, at),
      ...(i % 20 === 1 && isOne(day, 3)
        ? [line('campaign.events', `c${day}`, 'campaign.proposed', at, { port: '10661' })]
        : []),
    ],
    good: (i, at, day) => [...(i === 0 && day === 0 ? [approved] : []), charge(i, at)],
  },
}

const next = (i: number) => `8613700${String(i).padStart(6, '0')}`
const walks = (i: number, at: number) => request(i, at, { cell: 'c1', address: 'a1' }, next(i))
const agrees = (i: number, at: number) =>
  line('confirmation.events', person(i), 'consent.given', at + MINUTE, {
    ...service,
    receiptId: `y${i}`,
    msisdn: next(i),
    tariffFen: 800,
    period: 'month',
    askedAt: at,
    origin: {},
  })
const used = (serviceId: string, at: number, who = 'k1') => line('service.usage', who, 'usage.told', at, { serviceId })
const blockOf = (i: number, at: number) =>
  line('subscriber.events', person(i), 'port.blocked', at, { subscriber: person(i), port: '10661' })

/** Twenty a day between 08:00 and 12:00. */
function findingsOf(each: Example['bad'], days = 14): string[] {
  const { signals } = defaultPolicy.monitor
  const all = Object.fromEntries(Object.entries(signals).map(([name, it]) => [name, { ...it, on: 'live' as const }]))
  const monitor = new Monitor({ ...defaultPolicy.monitor, signals: all, stopFirst: [] }, 'Asia/Shanghai')
  const lines: Line[] = []
  for (let day = 0; day < days; day++)
    for (let i = 0; i < 20; i++) lines.push(...each(day * 20 + i, START + day * DAY + 8 * HOUR + i * 12 * 60_000, day))
  lines.sort((a, b) => a.message.at - b.message.at)
  for (const { topic, key, message: told } of lines) expect(monitor.read(topic, key, told), topic).toBe(true)
  monitor.end()
  return monitor.looked.flatMap(({ judgement }) => judgement.findings.map((finding) => finding.name))
}

describe('reports of spam', () => {
  const port = (more: (i: number, at: number) => Line[]) =>
    findingsOf((i, at, day) => [...(i === 0 && day === 0 ? [approved] : []), message(i, at, true), ...more(i, at)])

  it('one who forwards thirty texts a day is one reporter', () => {
    expect(port((i, at) => [reported(i, at, { reporter: 'k1' })])).not.toContain('spam')
    expect(port((i, at) => [reported(i, at, { reporter: person(i) })])).toContain('spam')
  })

  it('of whom a fake station sent it, nothing is counted any more', () => {
    const sender = { kind: 'port', port: '10661' }
    const again = (i: number, at: number) =>
      line('reports.sorted', `s${i}`, 'report.resorted', at, {
        sender: { kind: 'fake' },
        former: sender,
        reporter: person(i),
      })
    const by = (i: number, at: number) => reported(i, at, { reporter: person(i) })
    expect(port((i, at) => [by(i, at), again(i, at + 7 * HOUR)])).not.toContain('spam')
    // Of two of theirs one is still of that port.
    expect(port((i, at) => [by(i, at), by(i, at + HOUR), again(i, at + 7 * HOUR)])).toContain('spam')
  })

  it('of what its reporters took back, nothing is counted any more', () => {
    const sender = { kind: 'port', port: '10661' }
    const by = (i: number, at: number) => reported(i, at, { reporter: person(i) })
    const back = (i: number, at: number) =>
      line('reports.sorted', `s${i}`, 'report.withdrawn', at, { sender, reporter: person(i) })
    expect(port((i, at) => [by(i, at)])).toContain('spam')
    expect(port((i, at) => [by(i, at), back(i, at + HOUR)])).not.toContain('spam')
  })
})

describe('complaints of no service', () => {
  const against = (i: number, at: number, partnerId: string) =>
    line('complaint.events', person(i), 'complaint.changed', at, { subscriber: person(i), change: 'opened', partnerId })
  const lines = (partnerId: string) => (i: number, at: number) => [
    charge(i, at, isOne(i, 2) ? { serviceId: 'jokes' } : {}),
    ...(isOne(i, 5) ? [against(i, at, partnerId)] : []),
  ]

  it('are of the partner as a whole, beside the users of all its services; of whom nothing is known, of nobody', () => {
    expect(findingsOf(lines('huayu'))).toEqual(['complaints'])
    expect(findingsOf(lines('another'))).toEqual([])
  })
})

describe('what comes on the days after', () => {
  /** A day of a campaign, ten times as many as on others. */
  const campaign = (day: number) => (day === 10 ? 10 : 1)
  const times = (count: number, each: (n: number) => Line[]) => Array.from({ length: count }, (_, n) => each(n)).flat()

  it('of prompts refused a day later, after a campaign, is none of that day’s', () => {
    const names = findingsOf((i, at, day) =>
      times(campaign(day), (n) => [
        outcome(i * 10 + n, at, 'asked'),
        ...(isOne(i * 7 + n * 3, 4) ? [outcome(i * 10 + n, at + 23 * HOUR, 'refused')] : []),
      ]),
    )
    expect(names).not.toContain('prompts.refused')
  })

  it('of outcomes that solved nothing, days after many were closed, is none of these days’', () => {
    const names = findingsOf((i, at, day) =>
      times(campaign(day), (n) => [
        complaint(i * 10 + n, at, 'closed'),
        ...(isOne(i * 7 + n * 3, 10) ? [complaint(i * 10 + n, at + 60 * HOUR, 'reopened')] : []),
      ]),
    )
    expect(names).not.toContain('unsolved')
  })

  it('of who left at the end of a season and comes back in the next, is no loop', () => {
    const names = findingsOf(
      (i, at, day) => [
        subscribed(i, at),
        ...(day >= 10 && day < 15 ? times(3, (n) => [cancelled((i - 200) * 3 + n, at, at - 9 * DAY)]) : []),
        ...(day >= 15 && isOne(i, 10) ? [cancelled(i, at + 2 * HOUR, at)] : []),
        ...(day >= 30 && isOne(i, 3) ? [subscribed((i - 600) / 3, at + HOUR)] : []),
      ],
      45,
    )
    expect(names).not.toContain('resubscribed')
  })
})

it.each(signalNames)('%s is told of who does it, and not of who does not', (name) => {
  const { bad, good, days } = examples[name]
  expect(findingsOf(bad, days)).toContain(name)
  expect(findingsOf(good, days)).not.toContain(name)
})
