import type { Counter } from './counters.ts'
import type { Around, Identity, Moment } from './moment.ts'
import type { Observation } from './observe.ts'
import { Unit } from './unit.ts'

/** Subscribers of a way that are followed one by one. */
const SLOTS = 256
/** Ways of one service that are counted apart; and how many more are watched for becoming one. */
const MOST = 6
const WATCHED = 24
/** So many came by one before it is counted apart. */
const SOME = 8
/** A way of which nothing was heard for so many hours gives its place to another. */
const STALE = 16 * 24
/** A prompt is open for so many hours: what becomes of those that were sent before a way was counted apart is not told of it. */
const OPEN = 25
/** In place of a page, an app or an address: whoever came without any. */
const OTHERWISE = 'otherwise'

/** What is told of a person, whom one of the ways may have brought. */
const OF_PEOPLE: ReadonlySet<Observation['kind']> = new Set([
  'activated',
  'cancelled',
  'charge',
  'disputed',
  'complaint',
  'usage',
])

/**
 * The people who came to a service by one page, one app or one address, counted as if that were a service of its own: what a
 * page that deceives does to a twentieth of a service’s people is lost among all of them, and plain among its own.
 */
export class Way extends Unit {
  #weight = 1

  constructor(id: Identity) {
    super(id, SLOTS)
  }

  override take(seen: Observation, moment: Moment, around: Around): void {
    // What became of a request names nobody: so much of it is of those who are followed.
    this.#weight = seen.kind === 'outcome' ? this.sample.share : 1
    super.take(seen, moment, around)
    this.#weight = 1
  }
  override add(counter: Counter, step: number, n = 1): void {
    super.add(counter, step, n * this.#weight)
  }

  /** Whether this is of somebody whom it brought, or who comes by it and can be followed. */
  isOf({ kind, sub }: Observation, hour: number): boolean {
    return kind === 'consent' ? this.sample.place(sub, hour) >= 0 : sub !== 0 && this.sample.find(sub) >= 0
  }
}

/** The ways by which people come to one service: those by which most come, each counted apart. */
export class Ways {
  readonly #id: Identity
  readonly #touched: (way: Way) => void
  readonly #ways = new Map<string, Way>()
  /** Since which hour each is counted apart. */
  #begun = new Map<string, number>()
  /** How many came by what is not counted apart yet. */
  #watched = new Map<string, number>()

  /**
   * @param id of the service, as it stands
   * @param touched hears of each before it changes
   */
  constructor(id: Identity, touched: (way: Way) => void) {
    this.#id = id
    this.#touched = touched
  }

  get units(): Iterable<Way> {
    return this.#ways.values()
  }

  /** What was seen of the service counts for those of its ways that it is of. */
  take(seen: Observation, moment: Moment, around: Around): void {
    const { kind } = seen
    if (kind === 'consent' || kind === 'request' || kind === 'outcome') {
      const way = this.#by(seen, moment.hour)
      if (!way || (kind === 'outcome' && seen.what !== 'asked' && this.#isOfBefore(way, moment.hour))) return
      this.#touched(way)
      if (kind === 'consent' && !way.isOf(seen, moment.hour)) return
      if (kind !== 'request' || seen.sub <= way.sample.limit) way.take(seen, moment, around)
    } else if (OF_PEOPLE.has(kind))
      for (const way of this.#ways.values()) {
        if (!way.isOf(seen, moment.hour)) continue
        this.#touched(way)
        way.take(seen, moment, around)
      }
  }

  #by(seen: Observation, hour: number): Way | undefined {
    const name = nameOf(seen)
    const way = this.#ways.get(name)
    if (way || seen.kind !== 'consent') return way
    const came = (this.#watched.get(name) ?? 0) + 1
    this.#watched.set(name, came)
    if (this.#watched.size > WATCHED) this.#watched.delete(leastOf(this.#watched, name))
    if (came < SOME || !this.#hasRoom(hour)) return undefined
    this.#watched.delete(name)
    return this.#add(name, hour)
  }

  #isOfBefore(way: Way, hour: number): boolean {
    return hour < (this.#begun.get(way.id.name) ?? 0) + OPEN
  }

  /** Page after page is made up and left: what is no more gives its place. */
  #hasRoom(hour: number): boolean {
    for (const [name, { id, lastHour }] of this.#ways) {
      if (this.#ways.size < MOST || lastHour + STALE >= hour) continue
      this.#ways.delete(name)
      this.#begun.delete(id.name)
    }
    return this.#ways.size < MOST
  }

  #add(name: string, hour: number): Way {
    const way = new Way({ kind: 'way', name: `${this.#id.name} ${name}`, service: this.#id.name })
    this.#ways.set(name, way)
    this.#begun.set(way.id.name, hour)
    this.follow()
    return way
  }

  /** What is known of the service is known of its ways. */
  follow(): void {
    const { partner, period, port } = this.#id
    for (const way of this.#ways.values()) {
      this.#touched(way)
      Object.assign(way.id, { ...(partner && { partner }), ...(period && { period }), ...(port && { port }) })
    }
  }

  save() {
    return { names: [...this.#ways.keys()], begun: this.#begun, watched: this.#watched }
  }
  /** @param ways in the order of their names */
  load({ names, begun, watched }: ReturnType<Ways['save']>, ways: readonly Way[]): void {
    for (const [place, name] of names.entries()) this.#ways.set(name, ways[place] as Way)
    ;[this.#begun, this.#watched] = [begun, watched]
  }
}

const nameOf = ({ page, app, address }: Observation): string => {
  if (page !== undefined) return `page ${page.toString(36)}`
  if (app !== undefined) return `app ${app}`
  return address === undefined ? OTHERWISE : `address ${address.toString(36)}`
}

/** By which fewest came, but for one. */
function leastOf(counts: ReadonlyMap<string, number>, but: string): string {
  let [least, count] = [but, Number.POSITIVE_INFINITY]
  for (const [name, n] of counts) if (name !== but && n < count) [least, count] = [name, n]
  return least
}
