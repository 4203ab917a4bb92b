import type { MonitorPolicy } from '#policy'
import { AppShares } from './app-shares.ts'
import type { Counter } from './counted/counters.ts'
import { type Around, type Moment, NOBODY_TOLD } from './counted/moment.ts'
import { Unit } from './counted/unit.ts'
import { Way } from './counted/ways.ts'
import type { Observation } from './observed/observe.ts'

/** All that is kept of an app: as of a service, and partner by partner besides. */
export class AppUnit extends Unit {
  readonly shares = new AppShares()

  constructor(name: string, slots: number) {
    super({ kind: 'app', name }, slots)
  }

  /** What it did itself; what services know of whom it brought, they tell it. That it was asked for is its own word. */
  takeOwn({ app: _, ...seen }: Observation, moment: Moment, around: Around): void {
    this.take(seen, moment, { ...around, isOwn: false, ...NOBODY_TOLD })
  }

  override add(counter: Counter, step: number, n = 1): void {
    super.add(counter, step, n)
    this.shares.add(counter, n)
  }
  override addTo(counter: Counter, hour: number, policy: MonitorPolicy, n = 1): void {
    super.addTo(counter, hour, policy, n)
    this.shares.add(counter, n)
  }

  override close(step: number, policy: MonitorPolicy): void {
    this.shares.of(undefined, step * policy.stepHours)
    super.close(step, policy)
  }

  override save() {
    return { ...super.save(), shares: this.shares.save() }
  }
  override load(saved: ReturnType<AppUnit['save']>): void {
    super.load(saved)
    this.shares.load(saved.shares)
  }
}

/** A unit as it was saved. */
export function opened(saved: ReturnType<Unit['save']>, slots: number): Unit {
  if (saved.id.kind !== 'app') {
    const unit = saved.id.kind === 'way' ? new Way(saved.id) : new Unit(saved.id, slots)
    unit.load(saved)
    return unit
  }
  const app = new AppUnit(saved.id.name, slots)
  app.load(saved as ReturnType<AppUnit['save']>)
  return app
}
