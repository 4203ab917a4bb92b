import { type MessageOf, parseMessage, recordsRead } from '#contracts'
import { type Deps, edgeRecord, publishFromEdge } from './service.ts'

/** What was read is told together after this. */
const TOGETHER_MS = 50
const MOST_AT_ONCE = 500

type Given = Pick<Deps, 'bus' | 'store' | 'clock'>

/**
 * Rows of a process by which something was granted here: where their lane is not, whoever has it is told to look at them at
 * once, so that a row that was put back in the database grants something until then, and not until a patrol comes by.
 */
export class RowsRead {
  readonly #deps: Given
  readonly #process: string
  #keys = new Set<string>()

  constructor(deps: Given, process: string) {
    this.#deps = deps
    this.#process = process
  }

  granted(key: string): void {
    if (this.#deps.store.hasLaneOf?.(this.#process, key) ?? true) return
    if (this.#keys.size === 0) setTimeout(() => this.#tell(), TOGETHER_MS).unref()
    this.#keys.add(key)
  }

  #tell(): void {
    const { bus, clock } = this.#deps
    const [all, at] = [[...this.#keys], clock.now()]
    this.#keys = new Set()
    const records = Array.from({ length: Math.ceil(all.length / MOST_AT_ONCE) }, (_, n) => {
      const keys = all.slice(n * MOST_AT_ONCE, (n + 1) * MOST_AT_ONCE)
      const id = `read-${keys[0]}-${at}`
      const data = { process: this.#process, keys }
      return edgeRecord(recordsRead, bus, keys[0] as string, { id, at, corr: id, type: 'records.read', data })
    })
    // With the log away nothing is charged by what was granted either.
    void publishFromEdge(bus, records).catch(() => undefined)
  }
}

/** Looks at what was granted by elsewhere, where this process has the lane: what is not as it left it is told by the store. */
export async function lookAtRead({ bus, store }: Pick<Deps, 'bus' | 'store'>): Promise<() => Promise<void>> {
  const { stop } = await bus.tail(recordsRead.name, ({ message, trusted }) => {
    const told = trusted ? message : parseMessage(recordsRead, message)
    const { process, keys } = (told as MessageOf<typeof recordsRead>).data
    const own = keys.filter((key) => store.hasLaneOf?.(process, key))
    if (own.length > 0) void store.load(process, own).catch(() => undefined)
  })
  return stop
}
