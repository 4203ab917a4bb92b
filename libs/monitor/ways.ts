import type { Counter } from './counters.ts'
import type { Around, Identity, Moment } from './moment.ts'
import type { Observation } from './observe.ts'
import { Unit } from './unit.ts'

/** Subscribers of a way that are followed one by one. */
const SLOTS = 256
/** Ways of one service that are counted apart; and beyond them, how many are watched for becoming one. */
const MOST = 6
const WATCHED = 24
/** So many came by one before it is counted apart. */
const SOME = 8
/** In place of a page, an app or an address that many share: whoever names none. */
const OTHERWISE = 'otherwise'

/** What is told of whom it brought, or of what it asked. */
const OF_PEOPLE: ReadonlySet<Observation['kind']> = new Set([
  'activated',
  'cancelled',
  'charge',
  'disputed',
  'complaint',
  'usage',
])

/** The people who came to a service by one page, app or address: as of a service of their own. */
export class Way extends Unit {
  #weight = 1

  constructor(id: Identity) {
    super(id, SLOTS)
  }

  override take(seen: Observation, moment: Moment, around: Around): void {
    // Of what became of a request nobody is named: so much of it is of those who are followed.
    this.#weight = seen.kind === 'outcome' ? this.sample.share : 1
    super.take(seen, moment, around)
    this.#weight = 1
  }
  override add(counter: Counter, step: number, n = 1): void {
    super.add(counter, step, n * this.#weight)
  }

  /** Whether it brought this one, or, of one who comes now, may follow them. */
  isOf({ kind, sub }: Observation, hour: number): boolean {
    return kind === 'consent' ? this.sample.place(sub, hour) >= 0 : sub !== 0 && this.sample.find(sub) >= 0
  }
}

/** The ways by which people come to one service: those by which most come, each counted by itself. */
export class Ways {
  readonly #id: Identity
  readonly #ways = new Map<string, Way>()
  #watched = new Map<string, number>()

  constructor(id: Identity) {
    this.#id = id
  }

  get units(): Iterable<Way> {
    return this.#ways.values()
  }

  /** What was seen of the service counts for these of its ways. */
  take(seen: Observation, moment: Moment, around: Around): void {
    const { kind } = seen
    if (kind === 'consent' || kind === 'request' || kind === 'outcome') {
      const way = this.#by(seen)
      if (!way || (kind === 'consent' && !way.isOf(seen, moment.hour))) return
      if (kind === 'request' && seen.sub > way.sample.limit) return
      way.take(seen, moment, around)
    } else if (OF_PEOPLE.has(kind))
      for (const way of this.#ways.values()) if (way.isOf(seen, moment.hour)) way.take(seen, moment, around)
  }

  #by(seen: Observation): Way | undefined {
    const name = nameOf(seen)
    const way = this.#ways.get(name)
    if (way || seen.kind !== 'consent') return way
    const came = (this.#watched.get(name) ?? 0) + 1
    this.#watched.set(name, came)
    if (this.#watched.size > WATCHED) this.#forgetLeast(name)
    if (came < SOME || this.#ways.size >= MOST) return undefined
    this.#watched.delete(name)
    const { partner, period, port } = this.#id
    const id: Identity = { kind: 'way', name: `${this.#id.name} ${name}`, service: this.#id.name }
    Object.assign(id, { ...(partner && { partner }), ...(period && { period }), ...(port && { port }) })
    const made = new Way(id)
    this.#ways.set(name, made)
    return made
  }

  #forgetLeast(but: string): void {
    let [least, count] = ['', Number.POSITIVE_INFINITY]
    for (const [name, n] of this.#watched) if (name !== but && n < count) [least, count] = [name, n]
    this.#watched.delete(least)
  }

  /** Ways by which nobody comes any more are not kept. */
  forget(hour: number): void {
    for (const [name, way] of this.#ways) if (way.isEmpty && way.lastHour + 70 * 24 < hour) this.#ways.delete(name)
  }
}

const nameOf = ({ page, app, address }: Observation): string =>
  page !== undefined ? `page ${page.toString(36)}` : app !== undefined ? `app ${app}` : address !== undefined ? `address ${address.toString(36)}` : OTHERWISE
