import { setImmediate as breath } from 'node:timers/promises'
import { seriesKey, surgeKind } from '#contracts'
import type { Deps, DeskEffect } from '#service'
import { seriesOf } from './alarms.ts'
import { alarmsIn, limitOf, risenHours, type SurgeState } from './domain/surge.ts'

/** Series that are looked at: everywhere, then partners, then ports. */
const MOST = 300

/** How many alarms the last weeks would have been under another number of false ones, by the counts that are kept. */
export const surgeEffect = (deps: Pick<Deps, 'store' | 'clock' | 'catalogue' | 'policy'>): DeskEffect => ({
  figures: ['enforcement.falseAlarmsPerMonth'],
  // Suspected fake base stations are by it too.
  inPart: ['enforcement.falseAlarmsPerMonth'],
  async look(held, after) {
    const { store, clock, catalogue } = deps
    const now = clock.now()
    const series = () => seriesOf(deps)
    const [was, would] = [limitOf({ policy: held, series }), limitOf({ policy: after, series })]
    const places = [
      { kind: 'all' as const, id: '' },
      ...catalogue.ids('partners').map((id) => ({ kind: 'partner' as const, id })),
      ...catalogue.ids('ports').map((id) => ({ kind: 'port' as const, id })),
    ]
    const keys = places.flatMap((where) => surgeKind.options.map((what) => seriesKey(what, where)))
    const found = await store.load('surges', keys.slice(0, MOST))
    // Districts are counted as well, and not looked at.
    const sum = { looked: found.size, all: false, held: 0, after: 0, newly: 0, noLonger: 0 }
    for (const { body } of found.values()) {
      if (!body) continue
      const hours = risenHours(body as SurgeState, now)
      const [before, then] = [alarmsIn(hours, was), alarmsIn(hours, would)]
      sum.held += before.length
      sum.after += then.length
      sum.newly += then.filter((hour) => !before.includes(hour)).length
      sum.noLonger += before.filter((hour) => !then.includes(hour)).length
      await breath()
    }
    return sum
  },
})
