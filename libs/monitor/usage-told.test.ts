import { expect, it } from 'vitest'
import type { Observation } from './observe.ts'
import { UsageTold } from './usage-told.ts'

const seen = (kind: Observation['kind']): Observation => ({ kind, at: 0, sub: 1, block: 0 })
const service = (name: string, partner?: string) => ({
  kind: 'service' as const,
  name,
  ...(partner ? { partner } : {}),
})

it('use is known of the service of which it has been told for three weeks, whoever’s it is by now, and of no other', () => {
  const told = new UsageTold()
  told.isKnown(service('comics', 'huayu'), seen('usage'), 1000)
  const known = (name: string, partner: string | undefined, hours: number) =>
    told.isKnown(service(name, partner), seen('charge'), 1000 + hours)
  expect([known('comics', 'huayu', 24), known('comics', 'huayu', 21 * 24)]).toEqual([false, true])
  expect(known('comics', 'yehua', 900)).toBe(true)
  // One that its partner took over, and of which nobody ever told.
  expect([known('songs', 'huayu', 900), known('tales', 'yehua', 900), known('huayu', undefined, 900)]).toEqual([
    false,
    false,
    false,
  ])
  const after = new UsageTold()
  after.load(told.save())
  expect(after.isKnown(service('comics', 'huayu'), seen('charge'), 1900)).toBe(true)
})
