import type { MonitorPolicy } from '#policy'
import type { OwnWays } from './all-ways.ts'
import type { Unit } from './counted/unit.ts'
import type { UsageTold } from './counted/usage-told.ts'
import type { Standing } from './found.ts'
import type { Population } from './look.ts'
import type { Registry } from './registry.ts'
import type { Steps } from './steps.ts'
import type { StopFirst } from './stop.ts'

/** What a monitor knows that is not one unit’s. */
export interface Head {
  readonly policy: MonitorPolicy
  readonly steps: ReturnType<Steps['save']>
  readonly usageTold: ReturnType<UsageTold['save']>
  readonly standing: Map<string, Standing>
  readonly left: { unknown: number; unreadable: number; late: number }
  readonly registry: ReturnType<Registry['save']>
  readonly population: ReturnType<Population['save']>
  readonly ways: ReturnType<OwnWays['save']>
}

export interface SavedUnit {
  readonly unit: ReturnType<Unit['save']>
  readonly stops: ReturnType<StopFirst['save']> | undefined
}

export const waysIn = ({ ways }: Head): number => ways.ways.reduce((sum, each) => sum + each.ways.names.length, 0)
/** How many units were saved: of services and ports, of apps, and of ways. */
export const unitsIn = (head: Head): number => head.registry.units.length + head.registry.apps.length + waysIn(head)
