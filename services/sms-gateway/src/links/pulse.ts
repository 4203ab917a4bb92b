/** Who was stopped for so long may have lost its lanes: others take them after 6 s. */
const MOST_MS = 4000
/** Time enough to hear it from the group, which is asked every 300 ms. */
const REST_MS = 4000
/** How often somebody has to look, at least. */
export const LOOK_MS = 500

/**
 * Notices that this process stood still: stopped, suspended, or without a processor. It does not know then that others do
 * its work since, so what it was about to do waits until it would have heard.
 */
export class Pulse {
  readonly #now: () => number
  #seenAt: number
  #restsUntil = 0

  /** @param now a clock that nobody sets, ms */
  constructor(now = () => performance.now()) {
    this.#now = now
    this.#seenAt = now()
  }

  /** True when it stood still a moment ago. */
  rests(): boolean {
    const now = this.#now()
    if (now - this.#seenAt > MOST_MS) this.#restsUntil = now + REST_MS
    this.#seenAt = now
    return now < this.#restsUntil
  }
}
