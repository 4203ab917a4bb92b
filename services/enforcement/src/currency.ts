import type { Bus } from '#bus'
import { networkCurrency } from '#contracts'
import { followTopic } from '#reference'

/** Up to when the network’s record of carried messages is whole: as far as its slowest writer says. */
export class Currency {
  readonly #writers = new Map<string, number>()
  #unfollow: (() => Promise<void>) | undefined

  async start(bus: Bus): Promise<void> {
    this.#unfollow = await followTopic(bus, networkCurrency, ({ data }, writer) => {
      this.#writers.set(writer, Math.max(data.until, this.#writers.get(writer) ?? 0))
    })
  }

  stop = async (): Promise<void> => this.#unfollow?.()

  /** Undefined where nobody writes one. */
  until(): number | undefined {
    return this.#writers.size === 0 ? undefined : Math.min(...this.#writers.values())
  }
}
