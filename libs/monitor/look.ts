import type { MonitorPolicy } from '#policy'
import type { AllWays, OwnWays } from './all-ways.ts'
import { COUNTERS, at as place } from './counted/counters.ts'
import type { Unit } from './counted/unit.ts'
import type { Counting } from './judged/applicable.ts'
import { type Counted, figuresOf, flagFrom, judge } from './judged/judge.ts'
import type { Peer } from './judged/learnt.ts'
import { keyOf, type Looked, type Picked, subjectOf, togetherOf } from './judged/looked.ts'
import { Peers } from './judged/peers.ts'
import { type Brought, broughtTo, countOf, sharedVictims, smallestOf } from './judged/shared.ts'
import type { Days } from './judged/spans.ts'
import { noPast, type Past, remember, type Standing, standingOf } from './judged/standing.ts'
import { Together } from './judged/together.ts'
import type { Registry } from './registry.ts'

/** This part of all partners is many. */
const MANY = 0.25
const nobody: ReadonlySet<string> = new Set()

/** Among whom it is looked for who stands out. */
const poolOf = ([looked]: readonly Looked[]): 'partner' | 'app' => (looked?.unit?.id.kind === 'app' ? 'app' : 'partner')

/** Everybody beside everybody: what is usual is learnt at the end of days, and holds for what comes after. */
export class Population {
  #policy: MonitorPolicy
  readonly #registry: Registry
  readonly #ways: AllWays
  readonly #peers: Peers
  #shared = new Map<string, { x: number; n: number }>()
  #past = new Map<string, Past>()
  readonly #withVictims = new WithShared()
  /** Of partners with several services, their sums. */
  #sums = new Map<string, Together>()

  constructor(policy: MonitorPolicy, registry: Registry, ways: AllWays) {
    this.#policy = policy
    this.#registry = registry
    this.#ways = ways
    this.#peers = new Peers(policy)
  }

  /** Other figures hold; what is usual is learnt anew from the days that are over, `day` the last of them. */
  adopt(policy: MonitorPolicy, day: number): void {
    this.#policy = policy
    this.#peers.adopt(policy)
    this.#ways.adopt(policy)
    this.learn(day)
  }

  save() {
    return { shared: this.#shared, past: this.#past, peers: this.#peers.save() }
  }
  load({ shared, past, peers }: ReturnType<Population['save']>): void {
    ;[this.#shared, this.#past] = [shared, past]
    this.#peers.load(peers)
  }

  /**
   * All that is looked at, and who of it is to be flagged.
   * @param flagged partners and apps of which a flag stands (`subjectOf`)
   */
  look(
    day: number,
    isDayOver: boolean,
    flagged: ReadonlySet<string>,
  ): { looked: readonly Looked[]; picked: readonly Picked[] } {
    const first = this.#lookOnce(day, isDayOver, flagged)
    const anew = new Set(first.picked.map(subjectOf).filter((each) => !flagged.has(each)))
    if (anew.size === 0) return first
    // What began for all at once, since what is usual was learnt, is no sign against the first of whom it is told.
    // They themselves do not tell what is usual, unless they are many.
    const without = this.#areMany(anew) ? nobody : anew
    // It says what is usual beside those in question, and of nobody else.
    const peers = this.#peersOf(day, isDayOver, without)
    const second = this.#peers.beside(peers, () => this.#lookOnce(day, isDayOver, flagged, without))
    const nameOf = (each: Picked) => `${keyOf(each)} ${each.shadow}`
    const both = new Set(first.picked.map(nameOf))
    return { looked: first.looked, picked: second.picked.filter((each) => both.has(nameOf(each))) }
  }

  #areMany(subjects: ReadonlySet<string>): boolean {
    const apps = [...subjects].filter((each) => each.startsWith('app ')).length
    return apps > MANY * this.#registry.apps.size || subjects.size - apps > MANY * this.#registry.byPartner().size
  }

  /** @param without where what is usual was learnt without these, which ways do when they are looked at */
  #lookOnce(
    day: number,
    isDayOver: boolean,
    flagged: ReadonlySet<string>,
    without?: ReadonlySet<string>,
  ): { looked: readonly Looked[]; picked: readonly Picked[] } {
    const onTrial = Object.values(this.#policy.signals).some(({ on }) => on === 'shadow')
    const counts: readonly Counting[] = onTrial ? ['live', 'tried'] : ['live']
    const ways = isDayOver ? this.#ways.looking({ day, counts, without }) : () => []
    const [live = [], tried] = counts.map((each) => this.#judgeAll(day, isDayOver, each))
    const [liveWays = [], triedWays = []] = ways()
    const looked = [...live.flat(), ...liveWays]
    const picked = this.#pick(live, liveWays, flagged).map((each) => ({ ...each, shadow: false }))
    if (!tried) return { looked, picked }
    const named = new Set(picked.map(keyOf))
    const shadow = this.#pick(tried, triedWays, flagged).filter((each) => !named.has(keyOf(each)))
    return { looked, picked: [...picked, ...shadow.map((each) => ({ ...each, shadow: true }))] }
  }

  /** What sums of partners, and what was learnt of all, take of memory. */
  get bytes(): number {
    return [...this.#sums.values()].reduce((sum, each) => sum + each.bytes, this.#peers.bytes)
  }

  /** At the end of a day. */
  learn(day: number): void {
    this.#ways.learn(day)
    this.#compare()
    this.#peers.fit(this.#peersOf(day, true, nobody))
  }

  #peersOf(day: number, isDayOver: boolean, without: ReadonlySet<string>): readonly Peer[] {
    const ownerOf = ({ id }: Unit) => (id.kind === 'app' ? `app ${id.name}` : `partner ${id.partner ?? '?'}`)
    return this.#registry.all().flatMap((unit) => {
      const by = ownerOf(unit)
      if (without.has(by)) return []
      const figures = figuresOf(this.#counted(unit), day, this.#policy.peersDays, unit.id.kind, isDayOver)
      return [{ circles: this.#registry.circles(unit), figures: { ...figures, by } }]
    })
  }

  /**
   * The day is over: how everybody stands after it. Only afterwards may `learn` be called.
   * @param flagged what a flag stands of (`keyOf`)
   * @param ways those that were looked at
   */
  standings(
    looked: readonly Looked[],
    day: number,
    at: number,
    flagged: ReadonlySet<string>,
    ways: OwnWays,
  ): readonly Standing[] {
    const known = looked.filter(({ partner, unit }) => partner !== '?' || unit?.id.kind === 'app')
    const subjects = Map.groupBy(known, subjectOf)
    for (const name of this.#past.keys()) if (!subjects.has(name)) this.#past.delete(name)
    return [...subjects].map(([key, own]) => {
      const past = this.#past.get(key) ?? noPast(day)
      this.#past.set(key, past)
      remember(past, day, own)
      const first = own[0]?.unit as Unit
      const isApp = first.id.kind === 'app'
      const name = isApp ? first.id.name : (own[0] as Looked).partner
      const partners = isApp ? [...this.#registry.partnersOf(first.id.name)].filter((each) => each !== '?') : []
      // Who came by a way is counted in its service.
      const units = own.flatMap(({ unit }) => (unit && unit.id.kind !== 'way' ? [unit as Unit] : []))
      return standingOf({ subject: isApp ? 'app' : 'partner', name, partners, at, day }, own, past, {
        policy: this.#policy,
        usualOf: ({ unit = first }) => {
          if (unit.id.kind === 'way') return (signal) => ways.usual(unit.id, signal)
          const circles = this.#registry.circles(unit as Unit)
          return (signal) => this.#peers.usual(signal, circles)
        },
        isFlagged: (each) => flagged.has(keyOf(each)),
        countedOf: ({ unit }) => (unit ? this.#counted(unit as Unit) : this.#countedTogether(units)),
      })
    })
  }

  /** Judgements of all that belongs together: a partner’s units and their sum; an app by itself. */
  #judgeAll(day: number, isDayOver: boolean, counts: Counting): readonly (readonly Looked[])[] {
    const { policy, registry, peers } = { policy: this.#policy, registry: this.#registry, peers: this.#peers }
    const all: Looked[][] = []
    for (const [partner, units] of registry.byPartner()) {
      const looked: Looked[] = units.map((unit) => {
        const options = { policy, peers, circles: registry.circles(unit), kind: unit.id.kind, isDayOver, counts }
        return { partner, unit, judgement: judge(this.#counted(unit), day, options) }
      })
      const [first] = units
      if (first && units.length > 1 && partner !== '?') {
        const circles = registry.circles(first)
        const options = { policy, peers, circles, kind: undefined, isDayOver, counts }
        looked.push({
          partner,
          unit: undefined,
          judgement: judge(this.#countedTogether(units), day, options),
        })
      }
      if (partner === '?') for (const each of looked) all.push([each])
      else all.push(looked)
    }
    for (const { unit } of registry.apps.values()) {
      const [[partner] = ['?']] = registry.broughtTo(unit.id.name)
      const options = { policy, peers, circles: ['app'], kind: 'app' as const, isDayOver, counts }
      all.push([{ partner, unit, judgement: judge(unit, day, options) }])
    }
    return all
  }

  /**
   * Partners among partners: whoever invents names of apps, or pages, makes nobody else harder to find. Apps, and ways by which
   * people come, among all that is looked at. (Of a partner that is found its ways say nothing more.)
   */
  #pick(all: readonly (readonly Looked[])[], ways: readonly Looked[], flagged: ReadonlySet<string>): readonly Looked[] {
    const { partner: partners = [], app: apps = [] } = Object.groupBy(all, poolOf)
    const known = partners.flatMap(([each]) => (each && flagged.has(subjectOf(each)) ? subjectOf(each) : []))
    const found = this.#pickOf(partners, flagged, { count: partners.length, standing: new Set(known) })
    const standing = new Set([...flagged, ...found.map(subjectOf)])
    const others = ways.filter((way) => !standing.has(subjectOf(way))).map((way) => [way])
    const count = partners.length + apps.length
    return [
      ...found,
      ...this.#pickOf(apps, flagged, { count, standing }),
      ...this.#pickOf(others, flagged, { count: count + ways.length, standing }),
    ]
  }

  /**
   * e-BH: of each the mean of its e-values. Of those it picks, whatever has something to say. Whose flag stands was picked
   * before, and is one of those among whom so many may be false. Of honest ones only a part (`tail`) of those that an e-value
   * allows have it: so much less of it is enough.
   * @param among how many were looked at, and of whom flags stand, of all among whom so many may be false
   */
  #pickOf(
    all: readonly (readonly Looked[])[],
    flagged: ReadonlySet<string>,
    among: { readonly count: number; readonly standing: ReadonlySet<string> },
  ): readonly Looked[] {
    const logs = all.map(togetherOf)
    const stands = (looked: readonly Looked[]) => looked[0] !== undefined && flagged.has(subjectOf(looked[0]))
    const others = logs.filter((_, index) => !stands(all[index] as readonly Looked[]))
    const { falseFlags, tail } = this.#policy
    const from = flagFrom(others, among.count, Math.min(1, falseFlags / tail), among.standing.size)
    return all.flatMap((looked, index) => {
      if (!((logs[index] as number) >= from)) return []
      const saying = looked.filter(({ judgement }) => judgement.says)
      const own = saying.filter(({ unit }) => unit !== undefined)
      return own.length > 0 ? own : saying
    })
  }

  /** With what is known of victims that it shares with others; it stands, it does not add up. */
  #counted(unit: Unit): Counted {
    return this.#withShared(unit, [unit])
  }

  /** All of a partner: what its services share counts once, however many they are. */
  #countedTogether(units: readonly Unit[]): Counted {
    return this.#withShared(this.#sumOf(units), units)
  }

  #sumOf(units: readonly Unit[]): Together {
    const partner = units[0]?.id.partner ?? '?'
    const known = this.#sums.get(partner)
    if (known?.isOf(units)) return known
    const sum = new Together(units)
    this.#sums.set(partner, sum)
    return sum
  }

  #withShared(counted: Counted, units: readonly Unit[]): Counted {
    const partner = units.find(({ id }) => id.kind === 'service')?.id.partner
    const shared = partner === undefined ? undefined : this.#shared.get(partner)
    return shared ? this.#withVictims.of(counted, shared) : counted
  }

  #compare(): void {
    const smallest: Float64Array[] = []
    const brought = new Map<string, Brought>()
    const partners = this.#registry.byPartner()
    for (const partner of this.#sums.keys()) if (!partners.has(partner)) this.#sums.delete(partner)
    for (const [partner, units] of partners) {
      if (partner === '?') continue
      const samples = units.map(({ sample }) => sample)
      smallest.push(smallestOf(samples))
      brought.set(partner, broughtTo(samples))
    }
    this.#shared.clear()
    for (const [partner, shared] of sharedVictims(brought, countOf(smallest))) this.#shared.set(partner, shared)
  }
}

/** Counts with these subscribers shared of so many, on the latest day that anything happened; used again for the next. */
class WithShared implements Counted {
  readonly #total = new Float64Array(COUNTERS)
  #counted: Counted | undefined
  #shared = { x: 0, n: 0 }
  readonly #latest = new Float32Array(COUNTERS)

  of(counted: Counted, shared: { readonly x: number; readonly n: number }): Counted {
    ;[this.#counted, this.#shared] = [counted, shared]
    return this
  }

  day(day: number, counts?: Float32Array): Float32Array | undefined {
    return this.#counted?.day(day, counts)
  }
  readInto(days: Days, today: number, last: number): void {
    this.#counted?.readInto(days, today, last)
    const { x, n } = this.#shared
    if (days.size === 0) return
    days.withLatest(
      [
        [place.shared, x],
        [place.sharedOf, n],
      ],
      this.#latest,
    )
  }
  lately(): Float32Array | undefined {
    return this.#counted?.lately()
  }
  total(): ArrayLike<number> {
    this.#total.set(this.#counted?.total() ?? [])
    this.#total[place.shared] = this.#shared.x
    this.#total[place.sharedOf] = this.#shared.n
    return this.#total
  }
}
