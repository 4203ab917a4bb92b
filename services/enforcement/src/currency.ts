import type { Bus } from '#bus'
import { type MessageOf, networkCurrency } from '#contracts'
import { followTopic } from '#reference'

type Span = MessageOf<typeof networkCurrency>['data']

/** From when and up to when the network’s record of carried messages is whole: as far as each of its writers says. */
export class Currency {
  readonly #writers = new Map<string, Span>()
  #unfollow: (() => Promise<void>) | undefined

  async start(bus: Bus): Promise<void> {
    this.#unfollow = await followTopic(bus, networkCurrency, ({ data }, writer) => {
      const before = this.#writers.get(writer)
      if (!before || data.until >= before.until) this.#writers.set(writer, data)
    })
  }

  stop = async (): Promise<void> => this.#unfollow?.()

  /** Undefined where nobody writes one. */
  span(): Span | undefined {
    if (this.#writers.size === 0) return undefined
    const spans = [...this.#writers.values()]
    return {
      until: Math.min(...spans.map((each) => each.until)),
      from: Math.max(...spans.map((each) => each.from ?? 0)),
    }
  }
}
