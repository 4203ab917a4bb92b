import { type Bus, BusError } from '#bus'
import { ClockGuard, systemClock } from '#process'
import type { Store } from '#store'
import type { Logger } from '#telemetry'

const EVERY_MS = 1000

/** Watches this process's clock where the store has one that all share. */
export async function watchClock(store: Store, log: Logger): Promise<{ guard?: ClockGuard; stop: () => void }> {
  if (!store.time) return { stop: () => {} }
  const guard = new ClockGuard({ clock: systemClock, reference: () => (store.time as () => Promise<number>)(), log })
  // A process that starts with a wrong clock is not up until it is right.
  for (await guard.check(); guard.trouble(); await guard.check()) await systemClock.sleep(EVERY_MS)
  const timer = setInterval(() => void guard.check(), EVERY_MS)
  return { guard, stop: () => clearInterval(timer) }
}

/** Edges stamp what they publish: while the clock is wrong their callers are told to send the same again. */
export function heldBus(bus: Bus, guard: ClockGuard): Bus {
  // What is set on it stays here: the log beneath is never told to publish through itself.
  const own: Partial<Bus> = {
    async publish(records, options) {
      const trouble = options?.withinMs === undefined ? undefined : guard.trouble()
      if (trouble) throw new BusError('clock.off', trouble, { retriable: true })
      return bus.publish(records, options)
    },
  }
  return new Proxy(own as Bus, {
    get(_, name) {
      if (Object.hasOwn(own, name)) return Reflect.get(own, name)
      const found: unknown = Reflect.get(bus, name, bus)
      return typeof found === 'function' && name !== 'constructor' ? found.bind(bus) : found
    },
  })
}
