import { scopeOf } from '#access'
import type { Bus, InRecord, Tail } from '#bus'
import type { Caller } from '#http'
import { news as allNews, newsOf, newsTopics } from '../domain/news.ts'
import { placeId, since } from '../domain/place.ts'
import type { Tab } from './tab.ts'

/** So long what comes is gathered before it is told: the state that it is about is stored meanwhile, and asked for once. */
const GATHER_MS = 300
/** A tab hears something at least so often, so that it knows that it is still heard. */
const BEAT_MS = 15_000
/** So often it is asked whether the sessions behind the tabs hold still. */
const CHECK_MS = 500
/** Tabs that one person has open at once; one more closes the oldest. */
const MOST_TABS = 20

export interface HubOptions {
  readonly bus: Pick<Bus, 'tail' | 'partitions'>
  /** Which of these sessions hold no more. */
  readonly ended: (sessions: readonly string[]) => Promise<ReadonlySet<string>>
}

/**
 * The live streams of this process's tabs. It reads the topics that say there is news once, however many tabs there are, and
 * tells each what its person may see: names only, gathered, never a content. What is kept of a tab is which names it has still
 * to hear, so a slow one costs no memory; one that takes nothing is hung up on, and comes again with the id of what it had.
 */
export class LiveHub {
  readonly #options: HubOptions
  readonly #places = new Map<string, number[]>()
  readonly #tails: Tail[] = []
  readonly #tabs = new Set<Tab>()
  #gathering: ReturnType<typeof setTimeout> | undefined
  #beating: ReturnType<typeof setInterval> | undefined
  #checking: ReturnType<typeof setInterval> | undefined
  #isChecking = false

  constructor(options: HubOptions) {
    this.#options = options
  }

  async start(): Promise<void> {
    for (const topic of newsTopics) {
      const places: number[] = []
      // What comes while it begins is counted from where it began.
      const tail = await this.#options.bus.tail(topic, (record) => this.#take(places, record))
      tail.from.forEach((from, n) => {
        places[n] = Math.max(from, places[n] ?? 0)
      })
      this.#places.set(topic, places)
      this.#tails.push(tail)
    }
    this.#beating = setInterval(() => this.#beat(), BEAT_MS)
    this.#checking = setInterval(() => void this.#check(), CHECK_MS)
  }

  async stop(): Promise<void> {
    clearInterval(this.#beating)
    clearInterval(this.#checking)
    clearTimeout(this.#gathering)
    await Promise.all(this.#tails.map((each) => each.stop()))
    for (const tab of this.#tabs) tab.end()
  }

  /** Tells a tab from now on, and first what it missed since the event that it names. */
  add(tab: Tab, last: string | undefined): void {
    const own = [...this.#tabs].filter((each) => each.person === tab.person)
    if (own.length >= MOST_TABS) own[0]?.end()
    this.#tabs.add(tab)
    tab.whenClosed(() => this.#tabs.delete(tab))
    const missed = last === undefined ? { topics: [] } : since(last, this.#places)
    if (missed === 'unknown') return tab.reset(placeId(this.#places))
    for (const topic of missed.topics) for (const each of allNews) if (each.topic === topic) tab.owe(each.name)
    tab.hello(placeId(this.#places))
  }

  get size(): number {
    return this.#tabs.size
  }

  #take(places: number[], { topic, partition, offset, message }: InRecord): void {
    places[partition] = offset + 1
    const type = (message as { type?: unknown } | undefined)?.type
    const told = newsOf(topic, String(type))
    if (told.length === 0) return
    for (const tab of this.#tabs) for (const each of told) tab.owe(each.name)
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined
      this.#tell()
    }, GATHER_MS)
  }

  #tell(): void {
    const id = placeId(this.#places)
    for (const tab of this.#tabs) tab.tell(id)
  }

  #beat(): void {
    const id = placeId(this.#places)
    for (const tab of this.#tabs) tab.beat(id)
  }

  async #check(): Promise<void> {
    if (this.#isChecking || this.#tabs.size === 0) return
    this.#isChecking = true
    try {
      const ended = await this.#options.ended([...new Set([...this.#tabs].map((each) => each.session))])
      for (const tab of this.#tabs) if (ended.has(tab.session)) tab.over()
    } catch {
      // The store is away: nobody can be asked, and nothing is shown that a call did not give.
    } finally {
      this.#isChecking = false
    }
  }
}

/** The names that somebody may hear. */
export const heardBy = ({ kind, purposes }: Pick<Caller, 'kind' | 'purposes'>): ReadonlySet<string> =>
  new Set(
    allNews.flatMap(({ name, needs: [purpose, resource] }) =>
      purposes.includes(purpose) && scopeOf(kind, purpose, resource) !== undefined ? [name] : [],
    ),
  )
