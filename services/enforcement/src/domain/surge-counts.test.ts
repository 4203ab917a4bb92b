import { expect, it } from 'vitest'
import { exampleCatalogue } from '#reference/example'
import { countSurges } from './surge-counts.ts'

const NOON = Date.parse('2026-11-26T04:20:00Z')

it('counts what happened everywhere and at each port, partner and district, hour by hour', () => {
  const tally = countSurges(exampleCatalogue())
  const sums = tally.begin()
  const say = (type: string, data: object, at = NOON) =>
    tally.add(sums, { id: 'x', type, v: 1, at, corr: '', data }, 'key')
  const subscription = { serviceId: 'joke', since: 1 }
  say('subscriptions.cancelled', { channel: 'sms', subscriptions: [subscription, subscription] })
  say('subscriptions.cancelled', { channel: 'operator', subscriptions: [subscription] })
  say('complaint.changed', { change: 'opened' })
  say('complaint.changed', { change: 'closed', about: 'joke' })
  say('charge.judged', { serviceId: 'ring' }, NOON + 3_600_000)
  say('report.sorted', {
    sender: { kind: 'port', port: '10661234', partnerId: 'huayu' },
    place: { district: '朝阳区' },
  })
  const told = tally.told(sums).map(({ key, data }) => [key, (data as { hour: number; count: number }).count])
  expect(Object.fromEntries(told)).toEqual({
    'unsubscribes all ': 2,
    'unsubscribes port 10661234': 2,
    'unsubscribes partner huayu': 2,
    'complaints all ': 1,
    'charges all ': 1,
    'charges port 10663456': 1,
    'charges partner mellow': 1,
    'reports all ': 1,
    'reports port 10661234': 1,
    'reports partner huayu': 1,
    'reports district 朝阳区': 1,
  })
})

it('takes what was taken back, or not sent by who was taken for its sender, out of the hour in which it was reported', () => {
  const tally = countSurges(exampleCatalogue())
  const sums = tally.begin()
  const say = (type: string, data: object, at: number) =>
    tally.add(sums, { id: 'x', type, v: 1, at, corr: '', data }, 'key')
  const sender = { kind: 'port', port: '10661234', partnerId: 'huayu' }
  const place = { district: '朝阳区' }
  const [first, second] = [NOON, NOON + 1000]
  for (const at of [first, second, NOON + 2000]) say('report.sorted', { sender, place, at }, at)
  say('report.withdrawn', { sender, place, at: first }, NOON + 5 * 3_600_000)
  say('report.resorted', { sender: { kind: 'fake' }, former: sender, place, at: second }, NOON + 3_600_000)
  say('report.withdrawn', { sender: { kind: 'fake' }, place, at: second }, NOON + 26 * 3_600_000)
  const hour = NOON - (NOON % 3_600_000)
  const told = tally.told(sums).map(({ key, data }) => [key, data as { hour: number; count: number }] as const)
  expect(told.map(([key, { count, hour: at }]) => [key, count, at])).toEqual([
    ['reports all ', 1, hour],
    ['reports port 10661234', 1, hour],
    ['reports partner huayu', 1, hour],
    ['reports district 朝阳区', 1, hour],
  ])
  const later = tally.begin()
  tally.add(later, { id: 'x', type: 'report.withdrawn', v: 1, at: NOON, corr: '', data: { sender, at: NOON } }, 'key')
  expect(tally.told(later).map(({ data }) => (data as { count: number }).count)).toEqual([-1, -1, -1])
})
