import type { MonitorPolicy } from '#policy'
import type { AllWays } from './all-ways.ts'
import { AppUnit } from './app-unit.ts'
import { type Brought, bring, broughtBy } from './brought.ts'
import { at } from './counted/counters.ts'
import type { Identity } from './counted/moment.ts'
import { Unit } from './counted/unit.ts'
import type { Judgement } from './judged/judge.ts'
import type { Observation } from './observed/observe.ts'

/** Subscribers of a unit that are followed one by one. */
export const SLOTS = 512
const MOST_UNITS = 50_000
const MOST_APPS = 5_000
/** Services of one partner that are counted by themselves, and of whom nobody knows the partner; all beyond them are counted as one. */
const MOST_OF_PARTNER = 300
const MOST_OF_NOBODY = 2_000
/** Apps that one partner was the first to name. */
const MOST_APPS_OF_PARTNER = 50
/** Ports and partners that are known. */
const MOST_KNOWN = 100_000
/** Partners that an app is remembered to have asked for. */
const MOST_PARTNERS = 50

export interface App {
  readonly unit: AppUnit
  /** How many it brought to each partner lately. */
  readonly partners: Map<string, Brought>
  /** Who was the first to name it. */
  readonly namedBy: string
}

/** So many by one app are no chance. */
const MUCH = 10

/** In place of a partner that was never told. */
const NOBODY = '?'

/** Who owns what, as the catalogue and the messages tell it, and a unit for each that something is known of. */
export class Registry {
  readonly units = new Map<string, Unit>()
  readonly apps = new Map<string, App>()
  readonly #ways: AllWays
  #kinds = new Map<string, string>()
  /** Units of each partner. */
  #counts = new Map<string, number>()
  /** As `byPartner` found them; undefined: one is new, or is another’s. */
  #own: Map<string, Unit[]> | undefined
  /** Names of apps, by who named them first. */
  #named = new Map<string, Set<string>>()
  #services = new Map<string, { partner?: string; port?: string; period?: string; tariff?: number }>()
  #ports = new Map<string, { partner?: string; services: Set<string> }>()
  /** Told of more services, ports or apps than are kept. */
  beyond = 0
  /** Hears of each unit before it changes. */
  touched: ((unit: Unit) => void) | undefined

  /** @param ways hear of what is known of services and partners */
  constructor(ways: AllWays) {
    this.#ways = ways
  }

  /** Reference data: what is told of services, ports and partners. */
  learn({ kind, service, partner, port, what, amount }: Observation): void {
    if (kind === 'partner') {
      if (partner && what) this.#kindOf(partner, what)
    } else if (kind === 'port') {
      if (port && (this.#ports.has(port) || this.#ports.size < MOST_KNOWN))
        this.#ports.set(port, { services: new Set(), ...this.#ports.get(port), ...(partner ? { partner } : {}) })
    } else if (service) {
      if (!this.#services.has(service) && this.#services.size >= MOST_UNITS) return void this.beyond++
      const known = { ...this.#services.get(service), ...defined({ partner, port, period: what, tariff: amount }) }
      this.#services.set(service, known)
      if (port && (this.#ports.has(port) || this.#ports.size < MOST_KNOWN)) {
        const entry = this.#ports.get(port) ?? { services: new Set<string>() }
        entry.services.add(service)
        this.#ports.set(port, { ...entry, ...(partner ? { partner } : {}) })
      }
      const unit = this.units.get(service)
      if (unit) {
        this.touched?.(unit)
        if (partner) this.#owned(unit.id, partner)
        Object.assign(unit.id, defined({ port, period: what }))
        this.#ways.follow(unit.id)
        unit.prices.approve(amount)
      }
    }
  }

  /** The unit that an observation counts in; undefined: there are more than are kept. */
  of(seen: Observation): Unit | undefined {
    if (seen.service === undefined && seen.port === undefined) return this.#whole(seen.partner)
    const owner = seen.service === undefined && seen.port !== undefined ? this.#ports.get(seen.port) : undefined
    const [only] = owner?.services.size === 1 ? owner.services : []
    const service = seen.service ?? only
    const name = service ?? `port ${seen.port ?? ''}`
    let unit = this.units.get(name)
    if (unit) this.touched?.(unit)
    else {
      const known = service === undefined ? undefined : this.#services.get(service)
      const partner = known?.partner ?? owner?.partner ?? seen.partner
      // One that names services without end fills only what is its own.
      const most = partner === undefined ? MOST_OF_NOBODY : MOST_OF_PARTNER
      if ((this.#counts.get(partner ?? NOBODY) ?? 0) >= most) {
        this.beyond++
        return this.#restOf(partner)
      }
      if (this.units.size >= MOST_UNITS) {
        this.beyond++
        return undefined
      }
      const id: Identity = {
        kind: service === undefined ? 'port' : 'service',
        name: service ?? (seen.port as string),
        ...defined({
          partner,
          port: known?.port ?? seen.port,
          period: known?.period,
        }),
      }
      unit = this.#add(name, id)
      unit.prices.approve(known?.tariff)
    }
    if (seen.partner && unit.id.partner === undefined) this.#owned(unit.id, seen.partner)
    if (seen.port && unit.id.port === undefined) unit.id.port = seen.port
    if (seen.period && unit.id.period === undefined) unit.id.period = seen.period
    if (seen.tariff !== undefined) unit.prices.approve(seen.tariff)
    if (seen.partnerKind && seen.partner) this.#kindOf(seen.partner, seen.partnerKind)
    if (unit.id.period === undefined && seen.kind === 'consent' && seen.what) unit.id.period = seen.what
    return unit
  }

  /** What is of no service: of a partner as a whole, with what else is known of it; of whom nothing is known, nothing. */
  #whole(partner: string | undefined): Unit | undefined {
    const isKnown = partner !== undefined && (this.#counts.get(partner) ?? 0) > 0
    return isKnown && this.units.size < MOST_UNITS ? this.#restOf(partner) : undefined
  }

  #restOf(partner: string | undefined): Unit {
    const name = `${partner ?? NOBODY} *`
    const rest = this.units.get(`port ${name}`)
    if (rest) this.touched?.(rest)
    return rest ?? this.#add(`port ${name}`, { kind: 'port', name, ...defined({ partner }) })
  }

  #add(name: string, id: Identity): Unit {
    const unit = new Unit(id, SLOTS)
    this.units.set(name, unit)
    this.#count(id.partner, 1)
    return unit
  }

  #count(partner = NOBODY, n: 1 | -1): void {
    this.#own = undefined
    this.#counts.set(partner, (this.#counts.get(partner) ?? 0) + n)
  }

  /** A unit that was nobody’s, or another partner’s, is this one’s from now on. */
  #owned(id: Identity, partner: string): void {
    if (id.partner === partner) return
    this.#count(id.partner, -1)
    this.#count(partner, 1)
    id.partner = partner
    if (id.kind === 'service') this.#ways.follow(id)
  }

  #kindOf(partner: string, kind: string): void {
    if (!this.#kinds.has(partner) && this.#kinds.size >= MOST_KNOWN) return
    if (this.#kinds.get(partner) !== kind) this.#ways.kindOf(partner, kind)
    this.#kinds.set(partner, kind)
  }

  /**
   * The unit of an app, by which somebody asked; undefined: there are more than are kept. Whoever invents names fills only
   * what is its own: there its apps that brought nobody go first.
   * @param by the partner whose request names it
   * @param hour of the wall
   * @param brought the partner whose it brought a subscriber
   */
  app(name: string, by: string | undefined, hour: number, brought?: string): AppUnit | undefined {
    const app = this.apps.get(name) ?? this.#addApp(name, by ?? NOBODY)
    if (!app) return undefined
    const { partners, unit } = app
    this.touched?.(unit)
    unit.shares.of(by, hour)
    if (brought === undefined) return unit
    if (partners.size >= MOST_PARTNERS && !partners.has(brought))
      for (const [each, known] of partners) if (broughtBy(known, hour) === 0) partners.delete(each)
    if (partners.has(brought) || partners.size < MOST_PARTNERS)
      partners.set(brought, bring(partners.get(brought), hour))
    return unit
  }

  /** The unit of an app that is known already, which is told something of that partner. */
  known(app: string, by: string | undefined): AppUnit | undefined {
    const unit = this.apps.get(app)?.unit
    if (!unit) return undefined
    this.touched?.(unit)
    unit.shares.of(by, unit.lastHour)
    return unit
  }

  /** Units of the apps of that package, whoever signed them: who complains of one knows no signature. */
  packaged(name: string, by: string | undefined): readonly AppUnit[] {
    const own = this.known(name, by)
    const signed = [...this.apps.keys()].flatMap((each) =>
      each.startsWith(`${name}#`) ? (this.known(each, by) ?? []) : [],
    )
    return own ? [own, ...signed] : signed
  }

  #addApp(name: string, by: string): App | undefined {
    const own = this.#named.get(by)
    if (own && own.size >= MOST_APPS_OF_PARTNER) this.#dropApp(own)
    else if (this.apps.size >= MOST_APPS) {
      const [most] = [...this.#named.values()].sort((a, b) => b.size - a.size)
      // Who has fewer takes a place of who has most.
      if (!most || most.size <= (own?.size ?? 0) + 1) {
        this.beyond++
        return undefined
      }
      this.#dropApp(most)
    }
    const app = { unit: new AppUnit(name, SLOTS), partners: new Map(), namedBy: by }
    this.apps.set(name, app)
    const held = this.#named.get(by)
    if (held) held.add(name)
    else this.#named.set(by, new Set([name]))
    return app
  }

  /** That which brought fewest goes, and of these the one that was not heard of longest. */
  #dropApp(names: Set<string>): void {
    this.beyond++
    let least: { name: string; brought: number; hour: number } | undefined
    for (const name of names) {
      const { partners, unit } = this.apps.get(name) as App
      const hour = unit.lastHour
      const brought = [...partners.values()].reduce((sum, each) => sum + broughtBy(each, hour), 0)
      if (!least || brought < least.brought || (brought === least.brought && hour < least.hour))
        least = { name, brought, hour }
    }
    if (least) this.#forgetApp(least.name)
  }

  #forgetApp(name: string): void {
    const namedBy = this.apps.get(name)?.namedBy ?? NOBODY
    this.apps.delete(name)
    const own = this.#named.get(namedBy)
    own?.delete(name)
    if (own?.size === 0) this.#named.delete(namedBy)
  }

  /** How many an app brought lately, as of when it was heard of last, to whom it brought most first. */
  broughtTo(app: string): readonly (readonly [partner: string, count: number])[] {
    const known = this.apps.get(app)
    return [...(known?.partners ?? [])]
      .map(([partner, brought]) => [partner, broughtBy(brought, known?.unit.lastHour ?? 0)] as const)
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  }

  /**
   * For whom an app asked lately: those that it brought a tenth of what it brought the first of them, or of all that they have; a
   * small one is not hidden by a large one.
   */
  partnersOf(app: string): readonly string[] {
    const partners = this.broughtTo(app)
    const most = partners[0]?.[1] ?? 0
    const isMuch = (partner: string, count: number) =>
      count >= Math.max(3, most / 10) || count >= Math.max(MUCH, this.#consentsOf(partner) / 10)
    const found = partners.filter(([partner, count]) => isMuch(partner, count)).map(([partner]) => partner)
    return found.length > 0 ? found : [NOBODY]
  }

  /** Of which of them what was found of it is told: those whose own part of it shows it. */
  shownBy(app: string, { findings }: Pick<Judgement, 'findings'>, policy: MonitorPolicy): readonly string[] {
    const partners = this.partnersOf(app)
    const brought = this.broughtTo(app).filter(([partner]) => partners.includes(partner))
    if (brought.length === 0) return partners
    return this.apps.get(app)?.unit.shares.shown(brought, findings, policy) ?? partners
  }

  #consentsOf(partner: string): number {
    const units = this.byPartner().get(partner) ?? []
    return units.reduce((sum, unit) => sum + (unit.total()[at.consents] as number), 0)
  }

  /** Peers of a unit, the narrowest circle first: kind of partner and of service, and size. */
  circles({ id, users }: Unit): readonly string[] {
    if (id.kind === 'app') return ['app']
    const kind = (id.partner && this.#kinds.get(id.partner)) ?? ''
    const size = Math.floor(Math.log10(users + 1))
    const wide = `${id.kind} ${id.period ?? ''}`
    return [`${wide} ${kind} ${size}`, `${wide} ${kind}`, `${wide} ${size}`, wide, id.kind]
  }

  /** Units by their partner; one whose partner was never told is by itself. */
  byPartner(): ReadonlyMap<string, readonly Unit[]> {
    if (this.#own) return this.#own
    const partners = new Map<string, Unit[]>()
    for (const unit of this.units.values()) {
      const name = unit.id.partner ?? NOBODY
      const held = partners.get(name)
      if (held) held.push(unit)
      else partners.set(name, [unit])
    }
    this.#own = partners
    return partners
  }

  /** Whether a subscriber paid or came: of a port, or a partner as a whole, to any of the partner’s services. */
  isCustomer(unit: Unit | undefined, sub: number): boolean {
    return this.#allOf(unit).some(({ sample }) => sample.mayHold(sub))
  }
  /** The same, or was asked; undefined where that is not known. */
  isNear(unit: Unit | undefined, sub: number): boolean | undefined {
    const heard = this.#allOf(unit).filter(({ sample }) => sample.size > 0)
    const near = heard.map(({ wishes, sample }) => wishes.isNear(sub, sample))
    return near.includes(true) || (near.length === 0 || near.includes(undefined) ? undefined : false)
  }
  #allOf(unit: Unit | undefined): readonly Unit[] {
    if (!unit) return []
    const { kind, partner } = unit.id
    return kind === 'port' && partner !== undefined ? (this.byPartner().get(partner) ?? []) : [unit]
  }

  /** How many partners anything was counted of, and how many are named at all. */
  partners(): { readonly counted: number; readonly named: number } {
    const counted = new Set(this.byPartner().keys())
    counted.delete(NOBODY)
    const named = new Set([...counted, ...this.#kinds.keys()])
    for (const { partner } of [...this.#services.values(), ...this.#ports.values()]) if (partner) named.add(partner)
    return { counted: counted.size, named: named.size }
  }

  /** What is known, without what each unit is; `load` is given the units in the order of `all`. */
  save() {
    return {
      units: [...this.units.keys()],
      apps: [...this.apps].map(([name, { partners, namedBy }]) => ({ name, partners, namedBy })),
      maps: [this.#kinds, this.#counts, this.#named, this.#services, this.#ports] as const,
      beyond: this.beyond,
    }
  }
  load({ units, apps, maps, beyond }: ReturnType<Registry['save']>, all: readonly Unit[]): void {
    for (const [place, name] of units.entries()) this.units.set(name, all[place] as Unit)
    for (const [place, { name, ...app }] of apps.entries())
      this.apps.set(name, { ...app, unit: all[units.length + place] as AppUnit })
    ;[this.#kinds, this.#counts, this.#named, this.#services, this.#ports] = maps
    this.beyond = beyond
    this.#own = undefined
  }
  all(): readonly Unit[] {
    return [...this.units.values(), ...[...this.apps.values()].map(({ unit }) => unit)]
  }

  /** What nothing is known of any more, is not kept. */
  forget(hour: number): void {
    for (const [name, unit] of this.units)
      if (unit.isEmpty && unit.lastHour + 70 * 24 < hour) {
        this.units.delete(name)
        this.#ways.drop(name)
        this.#count(unit.id.partner, -1)
      }
    for (const [name, { unit }] of this.apps) if (unit.isEmpty && unit.lastHour + 70 * 24 < hour) this.#forgetApp(name)
  }
}

const defined = <T extends object>(value: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as never
