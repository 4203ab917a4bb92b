import { complaintEvents, seriesKey, surgeCounts } from '#contracts'
import { edgeRecord } from '#service'
import type { TestGateway } from './gateway.ts'
import { until } from './until.ts'

const HOUR = 3_600_000
export const everywhere = { kind: 'all', id: '' } as const

/** Four complaints an hour for nine weeks, then sixty in one: waits until there is an alarm. */
export async function complaintsRise(on: TestGateway): Promise<void> {
  const { bus, clock } = on.gateway.deps
  const now = clock.now()
  const hour = now - (now % HOUR)
  const key = seriesKey('complaints', everywhere)
  const weeks = Array.from({ length: 9 * 168 }, (_, n) => hour - (9 * 168 - n) * HOUR)
  await bus.publish(
    weeks.map((each, n) =>
      edgeRecord(surgeCounts, bus, key, {
        ...{ id: `honest-${n}`, at: now, corr: 'honest', type: 'surge.counted' },
        data: { what: 'complaints', where: everywhere, hour: each, count: 4 },
      }),
    ),
  )
  await bus.publish(
    Array.from({ length: 60 }, (_, n) =>
      edgeRecord(complaintEvents, bus, `subscriber-${n}`, {
        ...{ id: `complaint-${n}`, at: hour + 1000, corr: 'surge', type: 'complaint.changed' },
        data: { number: String(20_000_000 + n), subscriber: `subscriber-${n}`, change: 'opened' },
      }),
    ),
  )
  const alarms = async () => (await on.call('GET', '/v1/alarms')).body
  await until('the alarm is there', async () => (await alarms()).items?.length === 1)
}
