/** The blocks of all subscribers in memory, for checks that must not wait: fed from `subscriber.blocks`. */
export class BlockIndex {
  readonly #byPort = new Map<string, Map<string, 'marketing' | 'full'>>()
  readonly #portsOf = new Map<string, readonly string[]>()

  /** The blocks of one subscriber, whole. */
  set(subscriber: string, blocks: readonly { port: string; scope: 'marketing' | 'full' }[]): void {
    for (const port of this.#portsOf.get(subscriber) ?? []) this.#byPort.get(port)?.delete(subscriber)
    if (blocks.length === 0) this.#portsOf.delete(subscriber)
    else
      this.#portsOf.set(
        subscriber,
        blocks.map((each) => each.port),
      )
    for (const { port, scope } of blocks) {
      const subscribers = this.#byPort.get(port) ?? new Map()
      subscribers.set(subscriber, scope)
      this.#byPort.set(port, subscribers)
    }
  }

  /** The strongest of a subscriber’s blocks that hold. */
  scope(subscriber: string, holds: (port: string) => boolean): 'marketing' | 'full' | undefined {
    let found: 'marketing' | 'full' | undefined
    for (const port of this.#portsOf.get(subscriber) ?? []) {
      const scope = found === 'full' || !holds(port) ? undefined : this.#byPort.get(port)?.get(subscriber)
      found = scope ?? found
    }
    return found
  }

  get size(): number {
    return this.#portsOf.size
  }
}
