import { BusError, publishing } from '#bus'
import { EDGE_PATIENCE_MS, pause, START_PATIENCE_MS } from '#process'
import type { Deps } from './service.ts'

const PAUSE_MS = 1000

/**
 * For what a process says to the log while it starts: a log that is busy, with the start of others or with its own, is waited
 * for, and that is said once it takes long. @returns what was given, whose `bus` throws `bus.late` only after START_PATIENCE_MS
 */
export function patientAtStart<Of extends Pick<Deps, 'bus' | 'log'>>(deps: Of): Of {
  const { bus, log } = deps
  const patient: Deps['bus']['publish'] = async (records, options) => {
    if (options?.withinMs === undefined) return bus.publish(records)
    const end = performance.now() + START_PATIENCE_MS
    const told = setTimeout(
      () => log.warn({ waitsMs: START_PATIENCE_MS }, 'the log does not take what this start says yet; waiting for it'),
      EDGE_PATIENCE_MS,
    )
    try {
      for (;;) {
        const withinMs = Math.max(1, Math.round(end - performance.now()))
        try {
          return await bus.publish(records, { withinMs })
        } catch (error) {
          // Late, all the patience was in the one call: what is under way is not sent a second time.
          const isOver = performance.now() + PAUSE_MS > end
          if (isOver || !(error instanceof BusError && error.retriable && error.code !== 'bus.closed')) throw error
        }
        await pause(PAUSE_MS)
      }
    } finally {
      clearTimeout(told)
    }
  }
  return { ...deps, bus: publishing(bus, patient) }
}
