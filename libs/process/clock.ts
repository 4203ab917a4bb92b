import { MOST_SKEW_MS } from './times.ts'
import type { Clock } from './types.ts'

/**
 * The wall clock as processes can bear it. Set forward, it is followed: what became due is due. Set back, time does not
 * turn back; it goes on at half speed until the wall clock has caught up, or `correct` says that nobody relied on it.
 */
export class SteadyClock implements Clock {
  readonly wall: () => number
  readonly #monotonic: () => number
  #last: number
  #lastMonotonic: number

  constructor(wall: () => number = Date.now, monotonic: () => number = () => performance.now()) {
    this.wall = wall
    this.#monotonic = monotonic
    this.#last = wall()
    this.#lastMonotonic = monotonic()
  }

  now(): number {
    const now = this.wall()
    const elapsed = this.#monotonic()
    this.#last = now >= this.#last ? now : this.#last + (elapsed - this.#lastMonotonic) / 2
    this.#lastMonotonic = elapsed
    return Math.floor(this.#last)
  }

  correct(): void {
    this.#last = this.wall()
    this.#lastMonotonic = this.#monotonic()
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return pause(ms, signal)
  }
}

/** Resolves after `ms`, or at once when the signal aborts. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done)
  })
}

export const systemClock = new SteadyClock()

interface GuardOptions {
  readonly clock: SteadyClock
  /** The clock that all processes share: the database's. Rejects when it cannot be asked. */
  readonly reference: () => Promise<number>
  readonly log: { error(fields: object, text: string): void; info(fields: object, text: string): void }
}

/**
 * Compares a process's clock with the one that all share. What is off by more than the skew stamps messages wrongly and
 * fires timers at the wrong time, so the process says so and takes no work until it is right again.
 */
export class ClockGuard {
  readonly #options: GuardOptions
  #off = 0

  constructor(options: GuardOptions) {
    this.#options = options
  }

  /** Why no work may be taken. */
  trouble(): string | undefined {
    if (this.#off === 0) return undefined
    const seconds = (Math.abs(this.#off) / 1000).toFixed(1)
    const way = this.#off > 0 ? 'ahead of' : 'behind'
    return `the clock is ${seconds} s ${way} the database's, which is more than ${MOST_SKEW_MS / 1000} s: no work is taken; set this machine's clock (NTP)`
  }

  /** Looks once. When the reference cannot be asked, what was known stays. */
  async check(): Promise<void> {
    const { clock, reference, log } = this.#options
    const [before, wallBefore] = [clock.now(), clock.wall()]
    let theirs: number
    try {
      theirs = await reference()
    } catch {
      return
    }
    // It was read somewhere between: a slow answer is no difference.
    let off = beyond(theirs, before, clock.now())
    if (off !== 0 && beyond(theirs, wallBefore, clock.wall()) === 0) {
      clock.correct()
      off = 0
    }
    if (off !== 0 && this.#off === 0) log.error({ offMs: off }, "the clock is not the database's; taking no work")
    if (off === 0 && this.#off !== 0) log.info({}, 'the clock is right again; taking work')
    this.#off = off
  }
}

/** By how much [from, to] lies after (positive) or before a time, when that is more than the skew; else 0. */
function beyond(time: number, from: number, to: number): number {
  if (from - time > MOST_SKEW_MS) return from - time
  return time - to > MOST_SKEW_MS ? to - time : 0
}
