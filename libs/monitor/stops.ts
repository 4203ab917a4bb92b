import type { MonitorPolicy } from '#policy'
import type { Unit } from './counted/unit.ts'
import { type Arrived, broken, type Stop, StopFirst, stopIdOf } from './stop.ts'

/** A rule that is broken, by one service or by all of a partner together (`*`). */
export interface Broken {
  readonly stop: Stop
  readonly of: string
  readonly units: readonly Unit[]
}

/** Charges by arrival of each unit. */
export class Stops {
  readonly #stops = new WeakMap<Unit, StopFirst>()

  of(unit: Unit): StopFirst {
    const stops = this.#stops.get(unit) ?? new StopFirst()
    this.#stops.set(unit, stops)
    return stops
  }
  known(unit: Unit): StopFirst | undefined {
    return this.#stops.get(unit)
  }

  /**
   * A charge came: what is broken by it.
   * @param others all units of its partner
   * @param stands whether a finding of that name stands
   */
  charge(
    unit: Unit,
    arrived: Arrived,
    rule: string | undefined,
    policy: MonitorPolicy,
    { others, stands }: { readonly others: () => readonly Unit[]; readonly stands: (id: string) => boolean },
  ): readonly Broken[] {
    const own = this.of(unit).charge(arrived, rule, policy)
    if (own.length > 0 || !rule) return own.map((stop) => ({ stop, of: unit.id.name, units: [unit] }))
    const all = others()
    if (all.length < 2) return []
    // What only flags may be done a little on each service; one of which that is said already is not said again with others.
    return policy.stopFirst
      .filter(({ freezes, counts }) => !freezes && counts === rule)
      .flatMap((each) => {
        const units = all.filter(({ id }) => !stands(stopIdOf(each, id.name, id.partner)))
        if (units.length < 2) return []
        const stops = units.flatMap((other) => this.known(other) ?? [])
        return broken(stops, arrived.hour, rule, [each]).map((stop) => ({ stop, of: '*', units }))
      })
  }
}
