import { defaultPolicy, type MonitorPolicy } from '#policy'
import type { Counted } from './judged/judge.ts'
import { Monitor } from './monitor.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
/** 09:00 in Shanghai. */
export const START = Date.parse('2026-07-01T01:00:00Z')

export interface Line {
  topic: string
  key: string
  message: { type: string; at: number; data: object }
}

export const charge = (partner: string, index: number, at: number, rule?: string): Line => ({
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
export function days(count: number, own: (day: number) => Line[]): Line[] {
  return Array.from({ length: count }, (_, day) => {
    const at = START + day * DAY
    const honest = Array.from({ length: 20 }, (_, p) =>
      Array.from({ length: 40 }, (_, i) => charge(`honest${p}`, p * 1000 + i + day * 17, at + i * 60_000)),
    ).flat()
    return [...honest, ...own(day)].sort((a, b) => a.message.at - b.message.at)
  }).flat()
}

/** Without rules that stop first, unless they are asked for. */
export function run(lines: readonly Line[], policy: Partial<MonitorPolicy> = {}) {
  const monitor = new Monitor({ ...defaultPolicy.monitor, stopFirst: [], ...policy }, 'Asia/Shanghai')
  for (const { topic, key, message } of lines) monitor.read(topic, key, message)
  monitor.end()
  return { monitor, flags: monitor.raised(), cleared: monitor.cleared() }
}

/** A few of a hundred charges a day are made of people who never agreed. */
export const silent = (day: number): Line[] =>
  Array.from({ length: 100 }, (_, i) =>
    charge('huayu', 50_000 + day * 100 + i, START + day * DAY + i * 60_000, i % 12 === 0 ? 'no.consent' : undefined),
  )

/** Counts of the days that `on` has any of, and of all of them. */
export const countedOn = (on: (day: number) => Float32Array | undefined, total: Float32Array): Counted => ({
  day: on,
  readInto: (days, today, last) => {
    for (let back = 0; back < last; back++) {
      const counts = on(today - back)
      if (counts) days.add(back, counts)
    }
  },
  lately: () => undefined,
  total: () => total,
})
