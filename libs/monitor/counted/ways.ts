import type { Observation } from '../observed/observe.ts'
import type { Counter } from './counters.ts'
import type { Around, Identity, Moment } from './moment.ts'
import { Unit } from './unit.ts'

/** Subscribers of a way that are followed one by one. */
const SLOTS = 256
/** Ways of one service that are counted apart, those by which most come; and how many more are watched for becoming one. */
const MOST = 6
const WATCHED = 24
/** So many came by one before it is counted apart. */
const SOME = 8
/** By what more than so many times as many come takes the place of the least; what came before so many hours counts half. */
const MUCH_MORE = 2
const PART = 16 * 24
/** A prompt is open for so many hours: what becomes of those that were sent before a way was counted apart is not told of it. */
const OPEN = 25
/** In place of a page, an app or an address, of whoever came without any: whom the partner asked, and who asked it themselves. */
const ASKED = 'asked'
const WISHED = 'wished'

/** A page or, from here on, an address, each by its hash; or an app, or one of the two in their place. */
type By = number | string
const ADDRESS = 2 ** 32

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
  readonly #ways = new Map<By, Way>()
  /** Since which hour each is counted apart. */
  #begun = new Map<string, number>()
  /** How many came by each lately, and by what is not counted apart yet. */
  #came = new Map<By, number>()
  #part = 0

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
      const way = this.#by(seen, moment.hour, around)
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

  #by(seen: Observation, hour: number, { isOwn }: Around): Way | undefined {
    const by = byOf(seen, isOwn)
    if (by === undefined) return undefined
    if (seen.kind !== 'consent') return this.#ways.get(by)
    this.#fade(hour)
    const came = (this.#came.get(by) ?? 0) + 1
    this.#came.set(by, came)
    const way = this.#ways.get(by)
    if (way) return way
    if (this.#came.size > MOST + WATCHED) this.#came.delete(this.#least((each) => each !== by && !this.#ways.has(each)))
    return came >= SOME && this.#hasRoom(came) ? this.#add(by, hour) : undefined
  }

  #fade(hour: number): void {
    const part = Math.floor(hour / PART)
    if (part <= this.#part) return
    this.#part = part
    for (const [by, came] of this.#came) this.#came.set(by, came / 2)
  }

  #isOfBefore(way: Way, hour: number): boolean {
    return hour < (this.#begun.get(way.id.name) ?? 0) + OPEN
  }

  /** Page after page is made up and left, and whoever fills all places with a few people each hides nothing. */
  #hasRoom(came: number): boolean {
    if (this.#ways.size < MOST) return true
    const least = this.#least((each) => this.#ways.has(each))
    if (came <= MUCH_MORE * (this.#came.get(least) ?? 0)) return false
    this.#begun.delete(this.#ways.get(least)?.id.name ?? '')
    return this.#ways.delete(least)
  }

  /** By which of these fewest came lately. */
  #least(isOne: (by: By) => boolean): By {
    let [least, count]: [By, number] = ['', Number.POSITIVE_INFINITY]
    for (const [by, came] of this.#came) if (came < count && isOne(by)) [least, count] = [by, came]
    return least
  }

  #add(by: By, hour: number): Way {
    const way = new Way({ kind: 'way', name: `${this.#id.name} ${nameOf(by)}`, service: this.#id.name })
    this.#ways.set(by, way)
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
    return { names: [...this.#ways.keys()], begun: this.#begun, came: this.#came, part: this.#part }
  }
  /** @param ways in the order of their names */
  load({ names, begun, came, part }: ReturnType<Ways['save']>, ways: readonly Way[]): void {
    for (const [place, name] of names.entries()) this.#ways.set(name, ways[place] as Way)
    ;[this.#begun, this.#came, this.#part] = [begun, came, part]
  }
}

/** By which way that comes; what became of a request by none names nobody, and so not who asked. */
function byOf({ kind, what, page, app, address }: Observation, isOwn: boolean): By | undefined {
  if (page !== undefined) return page
  if (app !== undefined) return `app ${app}`
  if (address !== undefined) return ADDRESS + address
  if (kind === 'outcome') return undefined
  const isWish = kind === 'request' ? what === 'subscriber' : isOwn
  return isWish ? WISHED : ASKED
}

function nameOf(by: By): string {
  if (typeof by === 'string') return by
  return by < ADDRESS ? `page ${by.toString(36)}` : `address ${(by - ADDRESS).toString(36)}`
}
