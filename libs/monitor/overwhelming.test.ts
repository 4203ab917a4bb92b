import { expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { COUNTERS, at as place } from './counted/counters.ts'
import { Unit } from './counted/unit.ts'
import { countedOn } from './fixtures.ts'
import { judge } from './judged/judge.ts'
import { type Looked, togetherOf } from './judged/looked.ts'
import { Peers } from './judged/peers.ts'

const policy = defaultPolicy.monitor

/** Of 900 users so many complained, and all were found unfounded. */
function judged(cases: number) {
  const counts = new Float32Array(COUNTERS)
  ;[counts[place.dismissed], counts[place.users]] = [cases, 900]
  const unit = countedOn((day) => (day === 49 ? counts : undefined), counts)
  const options = { policy, peers: new Peers(policy), circles: [], kind: 'service', isDayOver: true } as const
  return judge(unit, 49, { ...options, counts: 'live' })
}

it('what needs a second voice needs none where it is overwhelming', () => {
  expect(policy.signals['complaints.unfounded']?.alone).toBe(false)
  const [some, most] = [judged(14), judged(120)]
  expect(some.findings.map(({ name }) => name)).toEqual(['complaints.unfounded'])
  expect(some.total).toBeGreaterThan(policy.leastEvidence)
  expect(some.says).toBe(false)
  expect(most.findings.map(({ name }) => name)).toEqual(['complaints.unfounded'])
  expect(most.says).toBe(true)
})

/** Of a way that brought 200 so many disputed, and so many left at their first bill. */
function wayOf(disputes: number, left: number): number {
  const counts = new Float32Array(COUNTERS)
  ;[counts[place.disputes], counts[place.charges]] = [disputes, 300]
  ;[counts[place.leftCharged], counts[place.firstCharged]] = [left, 150]
  ;[counts[place.consents], counts[place.sampledNew], counts[place.asked]] = [200, 200, 250]
  const unit = countedOn((day) => (day === 49 ? counts : undefined), counts)
  const options = {
    policy,
    peers: new Peers(policy),
    circles: [],
    kind: 'way',
    isDayOver: true,
    counts: 'live',
  } as const
  return judge(unit, 49, options).logE
}

it('what two groups say a little of is said by both together, and by one of them alone hardly', () => {
  const [voice, leaving, both] = [wayOf(16, 8), wayOf(1, 52), wayOf(16, 52)]
  expect(Math.max(voice, leaving)).toBeLessThan(4.5)
  expect(both).toBeGreaterThan(Math.max(voice, leaving) + 1)
  expect(wayOf(1, 8)).toBeLessThan(0)
})

it('ports, of which hardly anything is told, take little of what their partner comes to', () => {
  const of = (kind: 'service' | 'port', logE: number): Looked => ({
    partner: 'huayu',
    unit: new Unit({ kind, name: kind }, 16),
    judgement: { logE, total: 0, findings: [], says: false },
  })
  const service = of('service', 8)
  const ports = [of('port', -1), of('port', -1)]
  expect(togetherOf([service, ...ports])).toBeGreaterThan(8 - 0.4)
  expect(togetherOf(ports)).toBeCloseTo(-1)
  expect(togetherOf([service, { ...service, unit: undefined }])).toBeCloseTo(8)
})
