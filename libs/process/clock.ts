import type { Reference } from '#bus'
import { MOST_SKEW_MS } from './times.ts'
import type { Clock } from './types.ts'

/**
 * The wall clock as processes can bear it. Set forward, it is followed: what became due is due. Set back, time does not
 * turn back; it goes on at half speed until the wall clock has caught up, or `correct` says that nobody relied on it.
 */
export class SteadyClock implements Clock {
  readonly wall: () => number
  readonly monotonic: () => number
  #last: number
  #lastMonotonic: number

  constructor(wall: () => number = Date.now, monotonic: () => number = () => performance.now()) {
    this.wall = wall
    this.monotonic = monotonic
    this.#last = wall()
    this.#lastMonotonic = monotonic()
  }

  now(): number {
    const now = this.wall()
    const elapsed = this.monotonic()
    this.#last = now >= this.#last ? now : this.#last + (elapsed - this.#lastMonotonic) / 2
    this.#lastMonotonic = elapsed
    return Math.floor(this.#last)
  }

  correct(): void {
    this.#last = this.wall()
    this.#lastMonotonic = this.monotonic()
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

interface ClockLog {
  error(fields: object, text: string): void
  info(fields: object, text: string): void
}

interface GuardOptions {
  readonly clock: SteadyClock
  /** Clocks that others go by: the database’s, each broker’s. Rejects when nobody can be asked. */
  readonly references: () => Promise<readonly Reference[]>
  readonly log: ClockLog
}

/**
 * Compares a process's clock with those that others go by. What is off by more than the skew stamps messages wrongly and
 * fires timers at the wrong time, so the process says so and takes no work until it is right again.
 */
export class ClockGuard {
  readonly #options: GuardOptions
  /** By how much this clock is ahead, of those that it is off from. */
  #off = new Map<string, number>()

  constructor(options: GuardOptions) {
    this.#options = options
  }

  /** Why no work may be taken. */
  trouble(): string | undefined {
    const [first] = this.#off
    if (!first) return undefined
    const [name, off] = first
    return `the clock is ${apart(off)} that of the ${name}, which is more than ${MOST_SKEW_MS / 1000} s: no work is taken; set the clock of the one that is wrong (NTP)`
  }

  /** Looks once. Of who cannot be asked, what was known stays. */
  async check(): Promise<void> {
    const { clock, references, log } = this.#options
    const all = await references().catch(() => undefined)
    if (!all) return
    const looks = await Promise.all(all.map((each) => this.#look(each)))
    const answered = looks.filter((each) => each !== undefined)
    const isOff = looks.some((each) => each && each.off !== 0)
    const wallIsRight = answered.length > 0 && answered.every(({ wallOff }) => wallOff === 0)
    if (isOff && wallIsRight) clock.correct()
    const off = new Map<string, number>()
    all.forEach(({ name }, i) => {
      const look = looks[i]
      const by = look ? (wallIsRight ? 0 : look.off) : (this.#off.get(name) ?? 0)
      if (by !== 0) off.set(name, by)
    })
    for (const [name, offMs] of off)
      if (!this.#off.has(name))
        log.error({ offMs, from: name }, 'the clock is not the one that others go by; taking no work')
    if (off.size === 0 && this.#off.size > 0) log.info({}, 'the clock is right again; taking work')
    this.#off = off
  }

  async #look({ time }: Reference): Promise<{ off: number; wallOff: number } | undefined> {
    const { clock } = this.#options
    const [before, wallBefore] = [clock.now(), clock.wall()]
    try {
      const theirs = await time()
      // It was read somewhere between: a slow answer is no difference.
      return { off: beyond(theirs, before, clock.now()), wallOff: beyond(theirs, wallBefore, clock.wall()) }
    } catch {
      return undefined
    }
  }
}

/** By how much [from, to] lies after (positive) or before a time, when that is more than the skew; else 0. */
function beyond(time: number, from: number, to: number): number {
  if (from - time > MOST_SKEW_MS) return from - time
  return time - to > MOST_SKEW_MS ? to - time : 0
}

const apart = (off: number): string => `${(Math.abs(off) / 1000).toFixed(1)} s ${off > 0 ? 'ahead of' : 'behind'}`

/**
 * What can be known of a clock where there is no other: it stands before what was stamped already, or it jumps while the
 * clock that only counts does not.
 */
export class LoneClock {
  readonly #clock: SteadyClock
  readonly #newest: number
  readonly #log: Pick<ClockLog, 'error'>
  #ahead: number

  /** @param newest the latest stamp of the log when it was opened, ms */
  constructor(clock: SteadyClock, newest: number, log: Pick<ClockLog, 'error'>) {
    this.#clock = clock
    this.#newest = newest
    this.#log = log
    this.#ahead = clock.wall() - clock.monotonic()
    const trouble = this.trouble()
    if (trouble) log.error({}, trouble)
  }

  /** Why no work may be taken. */
  trouble(): string | undefined {
    const behind = this.#clock.wall() - this.#newest
    if (behind >= -MOST_SKEW_MS) return undefined
    return `the clock is ${apart(behind)} the newest message of the data folder: no work is taken; set this machine's clock (NTP). If it is right, and was wrong when that was written, start with CLOCK_CHECK=off`
  }

  /** Says a jump once. */
  check(): void {
    const ahead = this.#clock.wall() - this.#clock.monotonic()
    const byMs = Math.round(ahead - this.#ahead)
    this.#ahead = ahead
    if (Math.abs(byMs) <= MOST_SKEW_MS) return
    const text = 'the clock jumped: it was set, or this machine slept. What became due meanwhile is due now'
    this.#log.error(
      { byMs },
      byMs > 0 ? text : 'the clock was set back: until it has caught up, time goes at half speed',
    )
  }
}
