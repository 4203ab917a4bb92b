import { expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { COUNTERS, type Counter, at as place } from './counted/counters.ts'
import { countedOn } from './fixtures.ts'
import { judge } from './judged/judge.ts'
import { Peers } from './judged/peers.ts'

/** mulberry32 */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
const random = randomOf(26)
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
/** Marsaglia and Tsang, of a shape of 1 and more. */
function gamma(shape: number): number {
  const d = shape - 1 / 3
  for (;;) {
    const x = normal()
    const v = (1 + x / Math.sqrt(9 * d)) ** 3
    if (v > 0 && Math.log(1 - random()) < x * x * 0.5 + d - d * v + d * Math.log(v)) return d * v
  }
}
/** So many of n at this rate. */
function drawn(n: number, rate: number): number {
  let count = 0
  for (let i = 0; i < n; i++) if (random() < rate) count++
  return count
}

const { monitor: policy } = defaultPolicy
/** What an honest partner has, each at what policy calls healthy, as various as policy says. */
const habits: readonly (readonly [Counter, of: Counter, signal: string, part?: number])[] = [
  ['noConsent', 'charges', 'charges.no.consent', 0.4],
  ['afterCancel', 'charges', 'charges.after.cancel', 0.4],
  ['aboveTariff', 'charges', 'charges.above.tariff'],
  ['tooOften', 'charges', 'charges.too.often'],
  ['disputes', 'charges', 'disputes'],
  ['sampledRegret', 'sampledNew', 'regrets'],
  ['quick', 'consentsBrought', 'cancel.quick'],
  ['sampledAgain', 'sampledLeft', 'resubscribed'],
  ['fast', 'answers', 'answers.fast'],
  ['refused', 'asked', 'prompts.refused'],
  ['unwanted', 'requests', 'requests.unwanted'],
  ['silent', 'payers', 'payers.silent'],
  ['near', 'nearOf', 'numbers.near'],
  ['apart', 'apartOf', 'numbers.apart'],
  ['address', 'addressOf', 'same.address'],
  ['night', 'timed', 'nights'],
  ['slow', 'decided', 'refunds.slow'],
  ['unsolved', 'rated', 'unsolved'],
]
const sizes: Partial<Record<Counter, number>> = {
  decided: 0.02,
  rated: 0.04,
  payers: 0.4,
  sampledLeft: 0.3,
  apartOf: 3,
  charges: 1.2,
  asked: 3,
  requests: 3,
}

function honest(): Float32Array[] {
  const size = 40 * 2 ** (random() * 4)
  const rates = habits.map(([, , signal, part = 1]) => {
    const { healthy = 0, shape = 1 } = policy.signals[signal] ?? {}
    return Math.min(0.95, (part * healthy * gamma(shape)) / shape)
  })
  return Array.from({ length: 8 }, () => {
    const counts = new Float32Array(COUNTERS)
    for (const [index, [counter, of, ,]] of habits.entries()) {
      counts[place[of]] ||= Math.round((size * (sizes[of] ?? 1)) / 8)
      counts[place[counter]] = drawn(counts[place[of]] as number, rates[index] as number)
    }
    counts[place.wrong] = (['noConsent', 'afterCancel', 'aboveTariff', 'tooOften'] as const).reduce(
      (sum, each) => sum + (counts[place[each]] as number),
      0,
    )
    return counts
  })
}

it('of honest partners, fewer have an e-value than policy says (`tail`)', () => {
  const peers = new Peers(policy)
  const logs = Array.from({ length: 1500 }, () => {
    const days = honest()
    const total = days[0]?.map((_, i) => days.reduce((sum, day) => sum + (day[i] as number), 0)) as Float32Array
    // Eight days of a week each have as much as two months.
    const unit = countedOn((day) => (day % 7 === 0 ? days[day / 7] : undefined), total)
    return judge(unit, 49, { policy, peers, circles: [], kind: 'service', isDayOver: true, counts: 'live' }).logE
  })
  for (const e of [4, 8, 16, 32]) {
    const share = logs.filter((log) => log >= Math.log(e)).length / logs.length
    expect(share * e, `${e}`).toBeLessThanOrEqual(policy.tail)
  }
})

it('cases of what was never told say nothing, and leave a number', () => {
  const counts = new Float32Array(COUNTERS)
  counts[place.shared] = 40
  counts[place.sharedOf] = 50
  const total = new Float32Array(COUNTERS)
  total[place.shared] = 40
  const unit = countedOn((day) => (day === 49 ? counts : undefined), total)
  const options = {
    policy,
    peers: new Peers(policy),
    circles: [],
    kind: 'service',
    isDayOver: true,
    counts: 'live',
  } as const
  expect(judge(unit, 49, options).logE).toBeLessThan(0)
})
