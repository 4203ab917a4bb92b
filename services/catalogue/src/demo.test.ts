import { expect, it } from 'vitest'
import type { OutRecord } from '#bus'
import { Catalogue } from '#reference'
import type { Deps } from '#service'
import { seedDemo } from './demo.ts'

it('the demo is seeded before any lane runs, and waits for none', async () => {
  const told: string[] = []
  await seedDemo({
    config: { COUNTRY: 'CN' },
    policy: { policy: { timeZone: 'Asia/Shanghai' } },
    clock: { now: () => Date.parse('2026-11-26T12:00:00+08:00') },
    keyOf: (number: string) => number,
    log: { info: () => {} },
    catalogue: new Catalogue(),
    store: {
      load: async () => {
        told.push('states are looked at')
        return new Map()
      },
    },
    bus: {
      partitions: 4,
      publish: async (records: readonly OutRecord[]) => void told.push(...records.map(({ message }) => message.type)),
    },
  } as unknown as Deps)
  expect(told.filter((each) => each === 'partner.set')).toHaveLength(7)
  // Nothing more is asked for once the last of it is in the log.
  expect(told.at(-1)).toBe('subscription.import')
})
