import { type Bus, BusError, publishing } from '#bus'
import { ClockGuard, LoneClock, systemClock } from '#process'
import type { Logger } from '#telemetry'
import type { Adapters } from './adapters.ts'

const DATABASE_MS = 1000
/** A broker is asked by a record that is written to it. */
const BROKERS_MS = 5000

/** Why no work may be taken because of the clock; undefined when well. */
interface Watch {
  trouble(): string | undefined
  stop(): void
}

/** Watches this process's clock, by those that others go by, or by itself. Resolves when it is right. */
export async function watchClock(adapters: Pick<Adapters, 'bus' | 'store' | 'newest'>, log: Logger): Promise<Watch> {
  const watch = watching(adapters, log)
  // A process that starts with a wrong clock is not up until it is right.
  for (await watch.checkAll(); watch.trouble(); await watch.checkAll()) await systemClock.sleep(DATABASE_MS)
  const end = new AbortController()
  for (const { check, everyMs } of watch.checks) void repeat(check, everyMs, end.signal)
  return { trouble: () => watch.trouble(), stop: () => end.abort() }
}

async function repeat(check: () => Promise<void>, everyMs: number, end: AbortSignal): Promise<void> {
  for (await systemClock.sleep(everyMs, end); !end.aborted; await systemClock.sleep(everyMs, end)) await check()
}

function watching({ bus, store, newest }: Pick<Adapters, 'bus' | 'store' | 'newest'>, log: Logger) {
  const clock = systemClock
  if (!store.time) {
    const lone = new LoneClock(clock, newest?.() ?? 0, log)
    return watchOf([{ everyMs: DATABASE_MS, check: async () => lone.check(), trouble: () => lone.trouble() }])
  }
  const database = { name: 'database', time: () => (store.time as () => Promise<number>)() }
  const guards = [
    { everyMs: DATABASE_MS, guard: new ClockGuard({ clock, log, references: async () => [database] }) },
    {
      everyMs: BROKERS_MS,
      guard: new ClockGuard({ clock, log, references: async () => (await bus.clocks?.()) ?? [] }),
    },
  ]
  return watchOf(
    guards.map(({ everyMs, guard }) => ({ everyMs, check: () => guard.check(), trouble: () => guard.trouble() })),
  )
}

interface Check {
  readonly everyMs: number
  check(): Promise<void>
  trouble(): string | undefined
}

const watchOf = (checks: readonly Check[]) => ({
  checks,
  checkAll: () => Promise.all(checks.map((each) => each.check())),
  trouble: () => checks.map((each) => each.trouble()).find((each) => each !== undefined),
})

/** Edges stamp what they publish: while the clock is wrong their callers are told to send the same again. */
export const heldBus = (bus: Bus, guard: Pick<Watch, 'trouble'>): Bus =>
  publishing(bus, (records, options) => {
    const trouble = options?.withinMs === undefined ? undefined : guard.trouble()
    if (trouble) return Promise.reject(new BusError('clock.off', trouble, { retriable: true }))
    return bus.publish(records, options)
  })
