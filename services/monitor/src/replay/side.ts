import type { Flag } from '#contracts'
import type { Archived, Monitor } from '#monitor'

/** Whom one policy flags, and by what first. */
export interface SideTold {
  readonly flags: number
  readonly stops: number
  /** The first flag of each partner. */
  readonly first: Readonly<Record<string, Flag>>
}

/** One policy over the archive: what it would have flagged by the time at which the archive ends. Flags on trial are counted by nobody. */
export class Side {
  readonly #monitor: Monitor
  readonly #first = new Map<string, Flag>()
  #flags = 0
  #stops = 0

  constructor(monitor: Monitor) {
    this.#monitor = monitor
  }

  take({ seen, at }: Archived): void {
    for (const each of seen) this.#monitor.take(each, at)
    if (this.#monitor.hasRaised) this.#collect()
  }

  get partners(): number {
    return this.#monitor.partners
  }

  told(): SideTold {
    return { flags: this.#flags, stops: this.#stops, first: Object.fromEntries(this.#first) }
  }

  #collect(): void {
    for (const { flag } of this.#monitor.raised()) {
      if (flag.shadow) continue
      this.#flags++
      if (flag.stop_first) this.#stops++
      if (!this.#first.has(flag.partner)) this.#first.set(flag.partner, flag)
    }
  }
}
