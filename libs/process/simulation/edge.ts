import type { MemoryBus } from '#bus/memory'
import { partitionOf } from '#contracts'
import { answers, orders } from './app.ts'
import type { SimulatedWorld } from './world.ts'

export interface Sent {
  readonly account: string
  readonly n: number
  readonly at: number
  /** When the answer was stamped; undefined for none. */
  answeredAt?: number
  /** The log had it so late that a caller would have been told to send it again: it need not count as answered in time. */
  isLate?: boolean
}

interface EdgeOptions {
  readonly window: number
  readonly patienceMs: number
  /** Who was asked: nobody answers before. */
  readonly wasAsked: (account: string, n: number) => boolean
}

const ACCOUNTS = 9

/** Takes orders and answers, stamps them, and gives them to the log, which may take them a while later. */
export class Edge {
  readonly sent: Sent[] = []
  /** Answers to nothing, stamped far ahead. */
  readonly odd: Sent[] = []
  readonly #id: string
  readonly #bus: MemoryBus
  readonly #world: SimulatedWorld
  readonly #options: EdgeOptions
  readonly #counts = new Map<string, number>()

  constructor(id: string, bus: MemoryBus, world: SimulatedWorld, options: EdgeOptions) {
    this.#id = id
    this.#bus = bus
    this.#world = world
    this.#options = options
  }

  /** Somebody orders, or answers what is open. */
  converse(): void {
    const world = this.#world
    const { window, wasAsked } = this.#options
    const open = this.sent.filter(
      ({ account, n, at, answeredAt }) =>
        answeredAt === undefined && world.now() - at < window * 1.5 && wasAsked(account, n),
    )
    const asked = open[world.below(open.length)]
    if (asked && world.chance(0.4)) return this.#answer(asked)
    // Each edge has accounts of its own, so that what one stamps later is later.
    const account = `a${world.below(ACCOUNTS)}.${this.#id}`
    const n = (this.#counts.get(account) ?? 0) + 1
    this.#counts.set(account, n)
    const order = { account, n, at: world.now() }
    this.sent.push(order)
    void this.#publish(orders.name, 'ordered', order, order.at)
    if (world.chance(0.3)) void this.#answerLast(order)
    // Somebody's clock is far ahead: that fires no timer, and answers nothing.
    if (world.chance(0.1)) {
      const odd = { account, n: -n, at: world.now() }
      this.odd.push(odd)
      void this.#publish(answers.name, 'answered', odd, odd.at + 10 * window)
    }
  }

  #answer(asked: Sent): void {
    const at = this.#world.now()
    asked.answeredAt = at
    void this.#publish(answers.name, 'answered', asked, at).then((after) => {
      asked.isLate = after > this.#options.patienceMs
    })
  }

  /** In the last moment. */
  async #answerLast(order: Sent): Promise<void> {
    const { window, wasAsked } = this.#options
    await this.#world.sleep(window - 1 - this.#world.below(5))
    if (order.answeredAt === undefined && wasAsked(order.account, order.n)) this.#answer(order)
  }

  /** Gives how long after its stamp the log had it. */
  async #publish(topic: string, type: string, { account, n }: Sent, at: number): Promise<number> {
    const world = this.#world
    const began = world.now()
    const data = { account, n }
    const message = { id: `${type}-${account}-${n}`, type, v: 1, at, corr: 'sim', data }
    if (world.chance(0.3)) await world.sleep(world.below(this.#options.patienceMs))
    const partition = partitionOf(account, this.#bus.partitions)
    await this.#bus.publish([{ topic, partition, key: account, message }])
    return world.now() - began
  }
}
