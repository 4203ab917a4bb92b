import { expect } from 'vitest'
import { defaultPolicy } from '#policy'
import type { Identity } from './counted/moment.ts'
import type { Unit } from './counted/unit.ts'
import { Monitor } from './monitor.ts'

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
/** 00:00 of a Wednesday in Shanghai. */
export const START = Date.parse('2026-07-01T00:00:00+08:00')

export interface Line {
  topic: string
  key: string
  message: { type: string; at: number; data: object }
}
export interface Example {
  /** What one of that day, the i-th of some, says; the same signal is to be found in `bad`, and not in `good`. */
  readonly bad: (i: number, at: number, day: number) => Line[]
  readonly good: (i: number, at: number, day: number) => Line[]
  readonly days?: number
}

export const line = (topic: string, key: string, type: string, at: number, data: object): Line => ({
  topic,
  key,
  message: { type, at, data },
})
export const service = { serviceId: 'comics', partnerId: 'huayu' }
export const person = (i: number) => `k${(i * 7919).toString(36)}`
export const number = (i: number) => `8613${String((i * 104_729) % 1_000_000_000).padStart(9, '0')}`

export const charge = (i: number, at: number, more: object = {}) =>
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
export const wrong = (rule: string, each = 5): Example => ({
  bad: (i, at) => [charge(i, at, i % each === 0 ? { rule } : {})],
  good: (i, at) => [charge(i, at)],
})
export const request = (i: number, at: number, origin: object = {}, msisdn = number(i)) =>
  line('confirmation.requests', person(i), 'subscription.requested', at, { ...service, by: 'partner', msisdn, origin })
/** Somebody asks for it themselves. */
export const wished = (i: number, at: number, origin: object = {}) =>
  line('confirmation.requests', person(i), 'subscription.requested', at - MINUTE, {
    ...service,
    by: 'subscriber',
    msisdn: number(i),
    origin,
  })
export const outcome = (i: number, at: number, status: string, rule?: string, origin: object = {}) =>
  line('request.outcomes', `r${i}`, 'request.changed', at, { ...service, requestId: `r${i}`, status, rule, origin })
export const consent = (i: number, at: number, took: number, origin: object = {}, receiptId = `y${i}`) =>
  line('confirmation.events', person(i), 'consent.given', at, {
    ...service,
    receiptId,
    msisdn: number(i),
    tariffFen: 800,
    period: 'month',
    askedAt: at - took,
    origin,
  })
/** What is bought once, by that person, there. */
export const buys = (i: number, at: number, who: number, cell: string) =>
  line('confirmation.events', person(who), 'consent.given', at, {
    ...service,
    receiptId: `y${i}`,
    msisdn: number(who),
    tariffFen: 800,
    period: 'once',
    askedAt: at - spread(i),
    origin: { cell },
  })
export const receipt = (i: number, at: number, content: object) =>
  line('consent.receipts', `y${i}`, 'receipt.made', at, {
    subscriber: person(i),
    content: { ...service, tariffFen: 800, period: 'month', askedAt: at - 30_000, answeredAt: at, ...content },
  })
export const approved = line('catalogue', 'comics', 'service.set', START, {
  ...service,
  port: '10661',
  tariffFen: 800,
  period: 'month',
})
export const sold = line('catalogue', 'comics', 'service.set', START, { ...service, tariffFen: 800, period: 'once' })
export const subscribed = (i: number, at: number, more: object = { receiptId: `y${i}` }, msisdn = number(i)) =>
  line('subscriber.events', person(i), 'subscriptions.activated', at, {
    subscriber: person(i),
    msisdn,
    subscriptions: [{ serviceId: 'comics', since: at, ...more }],
  })
export const cancelled = (i: number, at: number, since: number) =>
  line('subscriber.events', person(i), 'subscriptions.cancelled', at, {
    subscriber: person(i),
    channel: 'sms',
    subscriptions: [{ serviceId: 'comics', since }],
  })
export const dispute = (i: number, at: number, type: string, more: object = {}) =>
  line('charging.events', person(i), type, at, { ...service, subscriber: person(i), chargeId: `c${i}`, ...more })
export const complaint = (i: number, at: number, change: string, more: object = {}) =>
  line('complaint.events', person(i), 'complaint.changed', at, {
    subscriber: person(i),
    change,
    about: 'comics',
    ...more,
  })
export const message = (i: number, at: number, allow: boolean) =>
  line('mt.decisions', `m${i}`, 'mt.decided', at, { port: '10661', allow })
export const reported = (i: number, at: number, more: object = {}) =>
  line('reports.sorted', `s${i}`, 'report.sorted', at, { sender: { kind: 'port', port: '10661' }, weight: 1, ...more })
export const isOne = (i: number, of: number) => i % of === 0
/** As people answer: from 4 s to ten minutes, none at the very same time. */
export const spread = (i: number) => Math.round(4 * SECOND * 1.35 ** ((i % 17) + ((i * 37) % 101) / 101))

export const next = (i: number) => `8613700${String(i).padStart(6, '0')}`
export const walks = (i: number, at: number) => request(i, at, { cell: 'c1', address: 'a1' }, next(i))
export const agrees = (i: number, at: number) =>
  line('confirmation.events', person(i), 'consent.given', at + MINUTE, {
    ...service,
    receiptId: `y${i}`,
    msisdn: next(i),
    tariffFen: 800,
    period: 'month',
    askedAt: at,
    origin: {},
  })
export const used = (serviceId: string, at: number, who = 'k1') =>
  line('service.usage', who, 'usage.told', at, { serviceId })
export const blockOf = (i: number, at: number) =>
  line('subscriber.events', person(i), 'port.blocked', at, { subscriber: person(i), port: '10661' })

/** The first of that kind that was looked at, and is not of that name. */
export const unitOf = (monitor: Monitor, kind: Identity['kind'], notOf?: string) =>
  monitor.looked.find(({ unit }) => unit?.id.kind === kind && unit.id.name !== notOf)?.unit as Unit | undefined

/** Twenty a day between 08:00 and 12:00. */
export function findingsOf(each: Example['bad'], days = 14): string[] {
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

export const HOME = 'https://huayu.example/comics'
export const PRIZE = 'https://prize.example/you-have-won'

/** Of twenty a day so many come by the other page; of these every second one leaves the day after the first charge. */
export function houseOf(byPrize: number, { days = 30, pageOf = (_: number): string => PRIZE } = {}): Line[] {
  const lines: Line[] = []
  for (let i = 0; i < days * 20; i++) {
    const at = START + Math.floor(i / 20) * DAY + 8 * HOUR + (i % 20) * 12 * 60_000
    const isDeceived = i % 20 < byPrize
    lines.push(consent(i, at, spread(i), { page: isDeceived ? pageOf(i) : HOME }))
    lines.push(subscribed(i, at + 1000), charge(i, at + 3 * DAY))
    if (isDeceived ? i % 2 === 0 : i % 31 === 0) lines.push(cancelled(i, at + 4 * DAY, at + 1000))
  }
  return lines.sort((a, b) => a.message.at - b.message.at)
}
