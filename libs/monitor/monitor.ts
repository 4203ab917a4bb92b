import { figuresOf, type MonitorPolicy, monitorPart } from '#policy'
import { plainly } from '#reference'
import { type AllWays, OwnWays } from './all-ways.ts'
import { opened } from './app-unit.ts'
import { type Counter, ofRule } from './counted/counters.ts'
import { type Around, NOBODY_TOLD } from './counted/moment.ts'
import type { Unit } from './counted/unit.ts'
import { UsageTold } from './counted/usage-told.ts'
import { type Cleared, ended, flaggedOf, namesOf, type Raised, type Standing, type ToldFlag, toldOf } from './found.ts'
import { findingFlag, stopFlag } from './judged/explain.ts'
import { keyOf, type Looked, type Picked } from './judged/looked.ts'
import { chargesOf, type Standing as PartnerStanding } from './judged/standing.ts'
import { Population } from './look.ts'
import { type Heard, heardIn } from './observed/heard.ts'
import type { Observation } from './observed/observe.ts'
import { Registry, SLOTS } from './registry.ts'
import { type Head, type SavedUnit, unitsIn, waysIn } from './saved.ts'
import { type Packed, Snapshot } from './snapshot.ts'
import { Steps } from './steps.ts'
import { stopIdOf } from './stop.ts'
import { type Broken, Stops } from './stops.ts'

export interface MonitorOptions {
  readonly standings?: boolean
  readonly follows?: boolean
  readonly ways?: AllWays
}

/**
 * The monitor: messages in the order of their arrival in, flags out. The same messages give the same flags wherever it runs:
 * it has no clock but theirs. Windows are closed at a stated lateness after their time; what comes later counts in the window
 * of its arrival. Rules that stop first go by arrival.
 */
export class Monitor {
  #policy: MonitorPolicy
  readonly #ways: AllWays
  /** The same, unless they are counted elsewhere. */
  readonly #ownWays: OwnWays
  readonly #registry: Registry
  readonly #population: Population
  readonly #steps: Steps
  readonly #stops = new Stops()
  #standing = new Map<string, Standing>()
  readonly #usageTold = new UsageTold()
  readonly #raised: Raised[] = []
  readonly #cleared: Cleared[] = []
  #looked: readonly Looked[] = []
  #standings: readonly PartnerStanding[] = []
  readonly #tellsStandings: boolean
  readonly #follows: boolean
  /** What units are told besides; used again for each message. */
  readonly #around: { -readonly [K in keyof Around]: Around[K] }
  /** The same, for the ways of a service; used again for each message. */
  readonly #aroundWays = {} as Around
  /** Whose the message is that is being taken. */
  #by: string | undefined
  /** What was read and not counted: of no topic or type of ours; without the fields it needs; and what came too late. */
  left = { unknown: 0, unreadable: 0, late: 0 }
  #snapshot: Snapshot | undefined

  /**
   * @param standings tells at each day’s end how everybody stands, which takes a little more
   * @param follows takes up the figures that were released where they stand in the log, as the live one did
   * @param ways counted elsewhere: then no snapshot is taken, nobody is forgotten, and no standings are told
   */
  constructor(policy: MonitorPolicy, zone: string, { standings = false, follows = false, ways }: MonitorOptions = {}) {
    this.#policy = policy
    this.#tellsStandings = standings
    this.#follows = follows
    this.#ownWays = new OwnWays(policy, (way) => this.#registry.touched?.(way))
    this.#ways = ways ?? this.#ownWays
    if (standings) this.#needsOwnWays()
    this.#registry = new Registry(this.#ways)
    this.#population = new Population(policy, this.#registry, this.#ways)
    this.#steps = new Steps(policy, zone, (step) => this.#close(step))
    this.#around = {
      policy,
      ahead: 0,
      usageTold: false,
      isCustomer: false,
      isNear: undefined,
      isOwn: false,
      tellApp: (app, counter, step) => this.#registry.known(app, this.#by)?.add(counter, step),
      tellCohort: (app, counter, hour, n) => this.#registry.known(app, this.#by)?.addTo(counter, hour, this.#policy, n),
    }
  }

  /**
   * Other figures hold for what comes from now on. What was counted stays as it was counted; what is usual is learnt anew from
   * the days that are over. Where steps are of another length, those that are open are looked at as they stand.
   */
  adopt(policy: MonitorPolicy): void {
    if (policy.stepHours !== this.#policy.stepHours) this.end()
    this.#policy = policy
    this.#steps.adopt(policy)
    this.#population.adopt(policy, this.#steps.lastDay)
  }

  /**
   * All that it knows at this moment. It goes on meanwhile: a unit is packed before it changes, the others when their part is
   * asked for. Flags and standings that were not asked for yet are not in it.
   */
  snapshot(): Snapshot {
    this.#needsOwnWays()
    const head: Head = {
      policy: this.#policy,
      steps: this.#steps.save(),
      usageTold: this.#usageTold.save(),
      standing: this.#standing,
      left: this.left,
      registry: this.#registry.save(),
      population: this.#population.save(),
      ways: this.#ownWays.save(),
    }
    const saved = (unit: Unit): SavedUnit => ({ unit: unit.save(), stops: this.#stops.known(unit)?.save() })
    const snapshot = new Snapshot(head, this.#units, saved)
    this.#snapshot = snapshot
    this.#registry.touched = (unit) => snapshot.before(unit)
    return snapshot
  }

  /**
   * One that goes on from what a snapshot holds as if it had heard all that led there; yields after some units each, so that
   * others may go on meanwhile. @throws Error where the snapshot is damaged
   */
  static *open(packed: Packed, zone: string, options: Omit<MonitorOptions, 'ways'> = {}): Generator<void, Monitor> {
    const head = packed.head() as Head
    const { policy, steps, usageTold, standing, left, registry, population, ways } = head
    const monitor = new Monitor(policy, zone, options)
    ;[monitor.#standing, monitor.left] = [standing, left]
    monitor.#usageTold.load(usageTold)
    monitor.#steps.load(steps)
    monitor.#population.load(population)
    const units: Unit[] = []
    for (let place = 0; place < unitsIn(head); place++) {
      const { unit: saved, stops } = packed.unit(place) as SavedUnit
      const unit = opened(saved, SLOTS)
      if (stops) monitor.#stops.of(unit).load(stops)
      units.push(unit)
      if (place % 64 === 63) yield
    }
    monitor.#registry.load(registry, units)
    const serviceOf = (name: string) => (monitor.#registry.units.get(name) as Unit).id
    monitor.#ownWays.load(ways, units.slice(unitsIn(head) - waysIn(head)), serviceOf)
    return monitor
  }

  /** What was told stands, and nothing else does: another build, or who was erased meanwhile, makes one find other things. */
  stand(told: readonly ToldFlag[]): void {
    this.#standing = toldOf(this.#standing, told)
  }

  /** Nothing is known of this subscriber any more, nor of charges with these ids (`hash32`); what was counted stays. */
  forget(sub: number, charges: ReadonlySet<number> = new Set()): void {
    this.#needsOwnWays()
    this.#finishSnapshot()
    for (const unit of this.#units) unit.forget(sub, charges)
  }

  #finishSnapshot(): void {
    this.#snapshot?.finish()
    this.#snapshot = undefined
    this.#registry.touched = undefined
  }

  #needsOwnWays(): void {
    if (this.#ways !== this.#ownWays)
      throw new Error('A monitor whose ways are counted elsewhere does not know all of itself.')
  }
  get #units(): readonly Unit[] {
    return [...this.#registry.all(), ...this.#ownWays.units]
  }

  /** Messages whose clocks had jumped. */
  get jumped(): number {
    return this.#steps.jumped
  }
  /** Told of services, ports or apps beyond what is kept. */
  get beyond(): number {
    return this.#registry.beyond
  }
  get units(): number {
    return this.#registry.units.size
  }
  /** What all units, of services with their ways and of ports, the sums of partners, and what was learnt take of memory. */
  get bytes(): number {
    const units = [...this.#registry.units.values()].reduce((sum, each) => sum + each.bytes, 0)
    return units + this.#ownWays.bytes + this.#population.bytes
  }
  get partners(): ReturnType<Registry['partners']> {
    return this.#registry.partners()
  }
  /** Everybody, as of the last step. */
  get looked(): readonly Looked[] {
    return this.#looked
  }

  /**
   * One message of the log.
   * @returns whether it could be read; what is of no topic or type that is counted, could
   */
  read(topic: string, key: string, message: { type: string; at: number; data: unknown }): boolean {
    return this.hear(heardIn(topic, key, message), message.at)
  }

  /** The same, of what is in it (`heardIn`). */
  hear(heard: Heard, at: number): boolean {
    if (heard === 'unreadable') this.left.unreadable++
    else if (heard === 'unknown') this.left.unknown++
    else if (heard === 'erased') return true
    else if ('set' in heard) return this.#released(heard.set)
    else for (const each of heard) this.take(each, at)
    return heard !== 'unreadable'
  }

  #released(data: unknown): boolean {
    const figures = (data as { figures?: unknown } | null)?.figures
    const own = this.#follows && monitorPart(figures)
    let read: MonitorPolicy | undefined
    try {
      read = own ? figuresOf(own) : undefined
    } catch {
      this.left.unreadable++
      return false
    }
    if (read) this.adopt(read)
    return figures !== undefined
  }

  /** What was observed of one message that came at that time. What is not counted, and the catalogue, moves no time. */
  take(seen: Observation, at: number): void {
    if (seen.kind === 'service' || seen.kind === 'partner' || seen.kind === 'port') return this.#registry.learn(seen)
    this.#steps.arrive(at)
    // One app however its name is spelt: complaints are, and who is barred is, compared so.
    this.#take(seen.app === undefined ? seen : { ...seen, app: plainly(seen.app) }, at)
  }

  get hasRaised(): boolean {
    return this.#raised.length > 0
  }
  /** Flags that were raised since this was last asked, in order. */
  raised(): readonly Raised[] {
    return this.#raised.splice(0)
  }
  cleared(): readonly Cleared[] {
    return this.#cleared.splice(0)
  }
  /** How everybody stood at the end of the last day, if that was since this was last asked. */
  standings(): readonly PartnerStanding[] {
    const standings = this.#standings
    this.#standings = []
    return standings
  }

  /** Nothing more comes: what is open is looked at as it stands. */
  end(): void {
    this.#steps.end()
  }

  #take(seen: Observation, at: number): void {
    if (seen.kind === 'lifted') return this.#lifted(seen)
    const unit = this.#registry.of(seen)
    const by = seen.partner ?? unit?.id.partner
    this.#by = by
    const apps = seen.app === undefined || seen.kind !== 'complaint' ? [] : this.#registry.packaged(seen.app, by)
    if (!unit && apps.length === 0) return
    const moment = this.#steps.momentOf(at)
    if (moment.isLate) this.left.late++
    const around = this.#around
    around.policy = this.#policy
    around.ahead = this.#steps.ahead
    around.usageTold = unit !== undefined && this.#usageTold.isKnown(unit.id, seen, moment.hour)
    around.isCustomer = seen.kind === 'complaint' && this.#registry.isCustomer(unit, seen.sub)
    around.isNear = seen.kind === 'complaint' ? this.#registry.isNear(unit, seen.sub) : undefined
    around.isOwn = unit?.wishes.isOwn(seen) === true
    for (const each of apps) each.takeOwn(seen, moment, around)
    if (!unit?.isNew(seen)) return
    unit.take(seen, moment, around)
    if (unit.id.kind === 'service')
      this.#ways.take(unit.id, seen, moment, Object.assign(this.#aroundWays, around, NOBODY_TOLD))
    if (seen.app !== undefined && seen.kind !== 'complaint') {
      const app = this.#registry.app(seen.app, by, moment.hour, seen.kind === 'consent' ? by : undefined)
      app?.takeOwn(seen, moment, around)
    }
    if (seen.kind === 'charge') this.#stopFirst(unit, seen)
    else if (seen.kind === 'cancelled') this.#stops.of(unit).cancel(this.#steps.hour, unit.sample.payersLeft(seen.sub))
  }

  #stopFirst(unit: Unit, { what: rule, at, since: made = at }: Observation): void {
    const arrived = { hour: this.#steps.hour, now: this.#steps.now, made }
    const beside = {
      others: () => this.#registry.byPartner().get(unit.id.partner ?? '') ?? [],
      stands: (id: string) => this.#standing.has(id),
    }
    for (const each of this.#stops.charge(unit, arrived, rule, this.#policy, beside)) this.#stop(each)
  }

  #stop({ stop, of, units }: Broken): void {
    const { on, freezes, counts } = stop.rule
    const { partner = '?', port, kind } = (units[0] as Unit).id
    const id = stopIdOf(stop.rule, of, partner)
    const service = units.length === 1 && kind === 'service' ? of : undefined
    const stopped = freezes && on === 'live' ? { service } : undefined
    // What only flagged, and is in force now as a rule that stops, stops.
    const isStopped = this.#standing.get(id)?.stopped !== undefined
    if (this.#stands(id) && (isStopped || !stopped)) return
    this.#standing.set(id, { partner, stopped, of: units.length === 1 ? `${kind} ${of}` : `partner ${partner}` })
    const flag = stopFlag(this.#steps.now, { partner, service }, stop, this.#policy.clearDays)
    const charges = units.flatMap((each) => each.charges([ofRule[counts] as Counter])).slice(0, 10)
    this.#raised.push({ flag, id, charges, port: units.length === 1 ? port : undefined })
  }

  /** A step is over: its counts join their days, and everybody is looked at. */
  #close(step: number): void {
    const { stepHours } = this.#policy
    const registry = this.#registry
    this.#finishSnapshot()
    this.#ways.close(step, this.#usageTold)
    for (const unit of registry.all()) unit.close(step, this.#policy, this.#usageTold)
    const day = Math.floor((step * stepHours) / 24)
    const isDayOver = ((step + 1) * stepHours) % 24 === 0
    const { looked, picked } = this.#population.look(day, isDayOver, flaggedOf(this.#standing))
    this.#looked = looked
    const over = this.#steps.overAt(step)
    for (const each of picked) this.#raise(each, over)
    this.#clear(new Set(picked.map(keyOf)), day, over)
    if (!isDayOver) return
    if (this.#tellsStandings)
      this.#standings = this.#population.standings(looked, day, over, namesOf(this.#standing), this.#ownWays)
    this.#population.learn(day)
    registry.forget((step + 1) * stepHours)
  }

  #raise(picked: Picked, at: number): void {
    const { unit, judgement, shadow } = picked
    const id = `${keyOf(picked)}${shadow ? ' shadow' : ''}`
    const told = this.#standing.get(id)?.told
    if (this.#stands(id) && told === undefined) return
    // An app that goes on with another partner is told of that one as well.
    const asks = unit?.id.kind === 'app' ? this.#registry.shownBy(unit.id.name, judgement, this.#policy) : undefined
    const partners = asks?.filter((partner) => !told?.includes(partner)) ?? [picked.partner]
    if (!this.#standing.has(id)) this.#standing.set(id, { partner: picked.partner })
    Object.assign(this.#standing.get(id) as Standing, { told: asks && [...(told ?? []), ...partners] })
    for (const partner of partners) {
      const flag = findingFlag(at, partner, unit?.id, judgement, { shadow, clearDays: this.#policy.clearDays })
      this.#raised.push({ flag, id, charges: chargesOf(unit, judgement), port: unit?.id.port })
    }
  }

  /** Whether it is raised already; if so, it is seen again. */
  #stands(id: string): boolean {
    const standing = this.#standing.get(id)
    if (standing) standing.lowSince = undefined
    return standing !== undefined
  }

  /** A person lifted what a rule had stopped: it stands no more, and what goes on is stopped anew. */
  #lifted({ partner, service }: Observation): void {
    for (const [id, standing] of this.#standing) {
      const { stopped } = standing
      if (!stopped || standing.partner !== partner || (service !== undefined && stopped.service !== service)) continue
      this.#standing.delete(id)
      this.#cleared.push({ id, at: this.#steps.now, partner })
      for (const unit of this.#registry.byPartner().get(partner) ?? []) {
        if (stopped.service !== undefined && unit.id.name !== stopped.service) continue
        this.#registry.touched?.(unit)
        this.#stops.of(unit).lift(this.#steps.now)
      }
    }
  }

  /** What said little for some days does not stand any more. */
  #clear(picked: ReadonlySet<string>, day: number, at: number): void {
    if (this.#standing.size === 0) return
    const totals = new Map(this.#looked.map((each) => [keyOf(each), each.judgement.total]))
    this.#cleared.push(...ended(this.#standing, { picked, totals, day, at }, this.#policy))
  }
}
