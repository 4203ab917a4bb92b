import type { Flag } from '#contracts'
import type { Archived, Monitor } from '#monitor'

/** Whom one policy flags, and by what first. */
export interface SideTold {
  readonly flags: number
  readonly stops: number
  /** The first flag of each partner. */
  readonly first: Readonly<Record<string, Flag>>
  /** Partners that it stops first. */
  readonly stopped: readonly string[]
}

/** One policy over the archive: what it would have flagged by the time at which the archive ends. Flags on trial are counted by nobody. */
export class Side {
  readonly #monitor: Monitor
  readonly #first = new Map<string, Flag>()
  readonly #stopped = new Set<string>()
  #flags = 0
  #stops = 0

  constructor(monitor: Monitor) {
    this.#monitor = monitor
  }

  take({ seen, at }: Archived): void {
    for (const each of seen) this.#monitor.take(each, at)
    if (this.#monitor.hasRaised) this.#collect()
  }

  /** What it flagged until now is not told any more. */
  forget(): void {
    this.#first.clear()
    this.#stopped.clear()
    this.#flags = 0
    this.#stops = 0
  }

  get partners(): number {
    return this.#monitor.partners.counted
  }

  told(): SideTold {
    const first = Object.fromEntries(this.#first)
    return { flags: this.#flags, stops: this.#stops, first, stopped: [...this.#stopped] }
  }

  #collect(): void {
    for (const { flag } of this.#monitor.raised()) {
      if (flag.shadow) continue
      this.#flags++
      if (flag.stop_first) {
        this.#stops++
        this.#stopped.add(flag.partner)
      }
      if (!this.#first.has(flag.partner)) this.#first.set(flag.partner, flag)
    }
  }
}
