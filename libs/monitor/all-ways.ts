import type { MonitorPolicy } from '#policy'
import type { Around, Identity, Moment } from './counted/moment.ts'
import type { Unit } from './counted/unit.ts'
import type { UsageTold } from './counted/usage-told.ts'
import { type Way, Ways } from './counted/ways.ts'
import type { Counting } from './judged/applicable.ts'
import type { Usual } from './judged/gamma.ts'
import { figuresOf, judge } from './judged/judge.ts'
import type { Peer } from './judged/learnt.ts'
import type { Looked } from './judged/looked.ts'
import { Peers } from './judged/peers.ts'
import type { Observation } from './observed/observe.ts'

/** How ways are to be looked at. */
export interface AboutWays {
  /** The day that is over. */
  readonly day: number
  /** Which signals count, one look after the other. */
  readonly counts: readonly Counting[]
  /** Beside what is usual without these partners (`subjectOf`); absent: what was learnt. */
  readonly without?: ReadonlySet<string> | undefined
}

/**
 * The ways by which people come to all services: counted beside these, and looked at, among themselves, when a day is over.
 * They hear of everything in its order, and tell nothing until they are looked at: so they may be counted elsewhere.
 */
export interface AllWays {
  adopt(policy: MonitorPolicy): void
  /** What kind of partner that is. */
  kindOf(partner: string, kind: string): void
  /** What is known of a service that is something else now. */
  follow(service: Identity): void
  /** What was seen of a service. */
  take(service: Identity, seen: Observation, moment: Moment, around: Around): void
  /** A service of which nothing is known any more. */
  drop(service: string): void
  /** A step is over. */
  close(step: number, usage: UsageTold): void
  /** The day is over: what is usual holds for what comes from now on. */
  learn(day: number): void
  /** Begins to look at all of them; their judgements, look by look, when these are asked for. */
  looking(about: AboutWays): () => readonly (readonly Looked[])[]
}

/** All of them, counted here. */
export class OwnWays implements AllWays {
  #policy: MonitorPolicy
  readonly #touched: (way: Way) => void
  readonly #ways = new Map<string, Ways>()
  #kinds = new Map<string, string>()
  readonly #peers: Peers

  /** @param touched hears of each before it changes */
  constructor(policy: MonitorPolicy, touched: (way: Way) => void = () => undefined) {
    this.#policy = policy
    this.#touched = touched
    this.#peers = new Peers(policy)
  }

  /** Each that is counted apart. */
  get units(): readonly Way[] {
    return [...this.#ways.values()].flatMap((each) => [...each.units])
  }

  adopt(policy: MonitorPolicy): void {
    this.#policy = policy
    this.#peers.adopt(policy)
  }
  kindOf(partner: string, kind: string): void {
    this.#kinds.set(partner, kind)
  }
  follow({ name }: Identity): void {
    this.#ways.get(name)?.follow()
  }
  take(service: Identity, seen: Observation, moment: Moment, around: Around): void {
    this.#of(service).take(seen, moment, around)
  }
  drop(service: string): void {
    this.#ways.delete(service)
  }
  close(step: number, usage: Pick<UsageTold, 'of'>): void {
    for (const each of this.units) each.close(step, this.#policy, usage)
  }

  learn(day: number): void {
    this.#peers.fit(this.#peersOf(day, new Set()))
  }

  looking({ day, counts, without }: AboutWays): () => readonly (readonly Looked[])[] {
    const look = () => counts.map((each) => this.units.map((unit) => this.#look(unit, day, each)))
    const looks = without ? this.#peers.beside(this.#peersOf(day, without), look) : look()
    return () => looks
  }

  /** What is usual for a signal of that one. */
  usual(way: Identity, signal: number): Usual {
    return this.#peers.usual(signal, this.#circles(way))
  }

  #of(service: Identity): Ways {
    const known = this.#ways.get(service.name)
    if (known) return known
    const ways = new Ways(service, this.#touched)
    this.#ways.set(service.name, ways)
    return ways
  }

  #look(unit: Way, day: number, counts: Counting): Looked {
    const beside = { policy: this.#policy, peers: this.#peers, circles: this.#circles(unit.id) }
    const judgement = judge(unit, day, { ...beside, kind: 'way', isDayOver: true, counts })
    return { partner: unit.id.partner ?? '?', unit, judgement }
  }

  #peersOf(day: number, without: ReadonlySet<string>): readonly Peer[] {
    return this.units.flatMap((unit) => {
      const by = `partner ${unit.id.partner ?? '?'}`
      if (without.has(by)) return []
      const figures = figuresOf(unit, day, this.#policy.peersDays, 'way')
      return [{ circles: this.#circles(unit.id), figures: { ...figures, by } }]
    })
  }

  /** Peers of a way, the narrowest circle first. */
  #circles({ partner, period = '' }: Identity): readonly string[] {
    const kind = (partner && this.#kinds.get(partner)) ?? ''
    return [`way ${period} ${kind}`, `way ${period}`, 'way']
  }

  /** What is known, without what each way is; `load` is given the ways in the order of `units`. */
  save() {
    const ways = [...this.#ways].map(([name, ways]) => ({ name, ways: ways.save() }))
    return { ways, kinds: this.#kinds, peers: this.#peers.save() }
  }
  /** @param serviceOf the services as they stand */
  load(
    { ways, kinds, peers }: ReturnType<OwnWays['save']>,
    units: readonly Unit[],
    serviceOf: (name: string) => Identity,
  ): void {
    let next = 0
    for (const { name, ways: saved } of ways) {
      const own = units.slice(next, next + saved.names.length) as Way[]
      this.#of(serviceOf(name)).load(saved, own)
      next += own.length
    }
    this.#kinds = kinds
    this.#peers.load(peers)
  }

  get bytes(): number {
    return this.units.reduce((sum, each) => sum + each.bytes, this.#peers.bytes)
  }
}
