import type { World } from '#bus/memory'
import type { Clock } from '../types.ts'

/** A small seeded generator (mulberry32): the same seed gives the same run, always. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

interface Parked {
  readonly member: string
  readonly resume: () => void
}

/**
 * A world with a clock and a scheduler of its own: whoever reaches a step is parked, and a seeded choice says who goes on.
 * Time passes only when nobody can go on, or by chance. A dead member's steps never resume.
 */
export class SimulatedWorld implements World {
  readonly random: () => number
  #now = 1_000_000
  #parked: Parked[] = []
  #timers: { at: number; order: number; wake: () => void }[] = []
  #order = 0
  readonly #dead = new Set<string>()

  constructor(seed: number) {
    this.random = seeded(seed)
  }

  now(): number {
    return this.#now
  }

  chance(share: number): boolean {
    return this.random() < share
  }

  mishap(share: number): boolean {
    return this.chance(share)
  }

  below(limit: number): number {
    return Math.floor(this.random() * limit)
  }

  step(member: string): Promise<void> {
    return new Promise((resume) => {
      if (!this.#dead.has(member)) this.#parked.push({ member, resume })
    })
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      this.#timers.push({ at: this.#now + ms, order: this.#order++, wake: resolve })
      signal?.addEventListener('abort', () => resolve(), { once: true })
    })
  }

  /** For one member: the dead do not wake. */
  clockOf(member: string): Clock {
    return {
      now: () => this.#now,
      sleep: async (ms, signal) => {
        await this.sleep(ms, signal)
        if (this.#dead.has(member)) await new Promise(() => {})
      },
    }
  }

  /** SIGKILL: from here on nothing of it happens any more. */
  kill(member: string): void {
    this.#dead.add(member)
    this.#parked = this.#parked.filter((each) => each.member !== member)
  }

  /** Lets one thing happen. False when nothing can, ever. */
  async advance(): Promise<boolean> {
    const idle = this.#parked.length === 0
    if (idle && this.#timers.length === 0) return false
    if (idle || (this.#timers.length > 0 && this.chance(0.02))) {
      this.#timers.sort((a, b) => a.at - b.at || a.order - b.order)
      const next = this.#timers.shift()
      if (next) {
        this.#now = Math.max(this.#now, next.at)
        next.wake()
      }
    } else {
      const [chosen] = this.#parked.splice(this.below(this.#parked.length), 1)
      chosen?.resume()
    }
    // Everything that follows from it without another step happens now.
    await new Promise((resolve) => setImmediate(resolve))
    return true
  }
}
