import { hasNews, type LaneReader, type Pending, type Range } from '../port.ts'
import type { MemoryLog } from './log.ts'

/** How often a fetch brings nothing of a topic, or only some of what is there. */
const PARTIAL = 0.3
const NEXT_FETCH_MS = 10

export class MemoryReader implements LaneReader {
  readonly #log: MemoryLog
  readonly #member: string
  readonly #topics: readonly string[]
  readonly #lane: number
  #positions: Record<string, number> = {}
  /** Of each topic, what has been fetched, and its end as far as it is known. */
  readonly #fetched = new Map<string, { upTo: number; end: number }>()
  #wake: (() => void) | undefined
  #woken = false
  #closed = false

  constructor(log: MemoryLog, member: string, topics: readonly string[], lane: number) {
    this.#log = log
    this.#member = member
    this.#topics = topics
    this.#lane = lane
  }

  async identity(): Promise<Record<string, string>> {
    return Object.fromEntries(this.#topics.map((topic) => [topic, this.#log.identity]))
  }

  async ranges(): Promise<Record<string, Range>> {
    const ranges = Object.fromEntries(this.#topics.map((topic) => [topic, this.#log.range(topic, this.#lane)]))
    await this.#log.world.step(this.#member, 'ranges')
    return ranges
  }

  seek(positions: Readonly<Record<string, number>>): void {
    this.#positions = { ...positions }
    this.#fetched.clear()
  }

  async poll(max: number, waitMs: number): Promise<readonly Pending[]> {
    await this.#log.world.step(this.#member, 'poll')
    const now = this.#read(max)
    if (hasNews(now) || this.#closed) return now
    if (this.#woken) {
      this.#woken = false
      return now
    }
    let stop = () => {}
    await Promise.race([
      this.#log.world.sleep(this.#isBehind() ? Math.min(waitMs, NEXT_FETCH_MS) : waitMs),
      new Promise<void>((resolve) => {
        this.#wake = resolve
        stop = this.#log.onGrowth(resolve)
      }),
    ])
    stop()
    this.#woken = false
    return this.#read(max)
  }

  advance(positions: Readonly<Record<string, number>>): void {
    Object.assign(this.#positions, positions)
  }

  wake(): void {
    this.#woken = true
    this.#wake?.()
  }

  close(): void {
    this.#closed = true
    this.wake()
  }

  #isBehind(): boolean {
    return this.#topics.some((topic) => (this.#positions[topic] ?? 0) < this.#log.partition(topic, this.#lane).length)
  }

  /** A fetch asks for all topics, and may be answered for some. */
  #fetch(topic: string, from: number): void {
    const { world } = this.#log
    if (world.mishap(PARTIAL)) return
    const end = this.#log.partition(topic, this.#lane).length
    this.#fetched.set(topic, { upTo: world.mishap(PARTIAL) ? Math.min(from + 1, end) : end, end })
  }

  #read(max: number): Pending[] {
    return this.#topics.map((topic) => {
      const from = this.#positions[topic] ?? 0
      this.#fetch(topic, from)
      const { upTo, end } = this.#fetched.get(topic) ?? { upTo: from, end: Number.POSITIVE_INFINITY }
      const records = this.#log.partition(topic, this.#lane).slice(from, Math.min(from + max, Math.max(from, upTo)))
      return { topic, records, more: from + records.length < end }
    })
  }
}
