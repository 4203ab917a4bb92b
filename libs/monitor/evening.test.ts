import { expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { Monitor } from './monitor.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const START = Date.parse('2026-07-01T00:00:00+08:00')

/** A partner of twelve people a day, everywhere; and on these evenings of two hundred, in one place. */
function flagged(evenings: readonly number[]): string[] {
  const monitor = new Monitor(defaultPolicy.monitor, defaultPolicy.timeZone)
  const ask = (n: number, at: number, place: number) => {
    const terms = { serviceId: 'songs', partnerId: 'leaf', receiptId: `y${n}`, tariffFen: 800, period: 'month' }
    const origin = { address: `10.0.0.${place}`, cell: `c${place}` }
    const took = Math.round(8000 * 1.17 ** ((n % 18) + ((n * 37) % 101) / 101))
    const data = {
      ...terms,
      msisdn: `8613${String((n * 104_729) % 1_000_000_000).padStart(9, '0')}`,
      origin,
      askedAt: at,
    }
    monitor.read('confirmation.events', `k${(n * 7919).toString(36)}`, { type: 'consent.given', at: at + took, data })
  }
  for (let day = 0; day < 30; day++) {
    for (let n = 0; n < 12; n++) ask(day * 1000 + n, START + day * DAY + (9 + n) * HOUR, (n * 7 + day) % 97)
    if (evenings.includes(day))
      for (let n = 0; n < 200; n++) ask(day * 1000 + 500 + n, START + day * DAY + 21 * HOUR + n * 15_000, 200)
  }
  monitor.end()
  return monitor.raised().flatMap(({ flag }) => flag.signals.map(({ name }) => name))
}

it('whoever fills a stadium for an evening or two is not flagged; who has such evenings every other day is', () => {
  expect(flagged([21])).toEqual([])
  expect(flagged([14, 21])).toEqual([])
  expect(flagged([9, 11, 13, 15, 17, 19, 21, 23, 25])).toEqual(expect.arrayContaining(['same.cell', 'bursts']))
})
