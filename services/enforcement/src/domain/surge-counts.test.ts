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
  say('report.resorted', { sender: { kind: 'fake' } })
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
