import { COUNTERS } from './counters.ts'
import type { Counted } from './judge.ts'
import type { Identity } from './moment.ts'
import type { Observation } from './observe.ts'
import { Unit } from './unit.ts'

/** Subscribers of a unit that are followed one by one. */
const SLOTS = 512
const MOST_UNITS = 50_000
const MOST_APPS = 5_000
/** Services of one partner that are counted by themselves; all beyond them are counted as one. */
const MOST_OF_PARTNER = 300
/** Ports and partners that are known. */
const MOST_KNOWN = 100_000
/** Partners that an app is remembered to have asked for. */
const MOST_PARTNERS = 50

export interface App {
  readonly unit: Unit
  /** How many it brought to each partner. */
  readonly partners: Map<string, number>
}

/** Who owns what, as the catalogue and the messages tell it, and a unit for each that something is known of. */
export class Registry {
  readonly units = new Map<string, Unit>()
  readonly apps = new Map<string, App>()
  readonly #kinds = new Map<string, string>()
  /** Units of each partner. */
  readonly #counts = new Map<string, number>()
  readonly #services = new Map<string, { partner?: string; port?: string; period?: string; tariff?: number }>()
  readonly #ports = new Map<string, { partner?: string; services: Set<string> }>()
  /** Told of more services, ports or apps than are kept. */
  beyond = 0

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
        if (partner && unit.id.partner === undefined) this.#counted(partner)
        Object.assign(unit.id, defined({ partner, port, period: what }))
        unit.prices.approve(amount)
      }
    }
  }

  /** The unit that an observation counts in; undefined: there are more than are kept. */
  of(seen: Observation): Unit | undefined {
    const owner = seen.service === undefined && seen.port !== undefined ? this.#ports.get(seen.port) : undefined
    const [only] = owner?.services.size === 1 ? owner.services : []
    const service = seen.service ?? only
    const name = service ?? `port ${seen.port ?? ''}`
    let unit = this.units.get(name)
    if (!unit) {
      const known = service === undefined ? undefined : this.#services.get(service)
      const partner = known?.partner ?? owner?.partner ?? seen.partner
      // One that names services without end fills only what is its own.
      if (partner !== undefined && (this.#counts.get(partner) ?? 0) >= MOST_OF_PARTNER) {
        this.beyond++
        const others = `${partner} *`
        return this.units.get(`port ${others}`) ?? this.#add(`port ${others}`, { kind: 'port', name: others, partner })
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
    if (seen.partner && unit.id.partner === undefined) {
      unit.id.partner = seen.partner
      this.#counted(seen.partner)
    }
    if (seen.port && unit.id.port === undefined) unit.id.port = seen.port
    if (seen.period && unit.id.period === undefined) unit.id.period = seen.period
    if (seen.tariff !== undefined) unit.prices.approve(seen.tariff)
    if (seen.partnerKind && seen.partner) this.#kindOf(seen.partner, seen.partnerKind)
    if (unit.id.period === undefined && seen.kind === 'consent' && seen.what) unit.id.period = seen.what
    return unit
  }

  #add(name: string, id: Identity): Unit {
    const unit = new Unit(id, SLOTS)
    this.units.set(name, unit)
    if (id.partner !== undefined) this.#counted(id.partner)
    return unit
  }

  #counted(partner: string): void {
    this.#counts.set(partner, (this.#counts.get(partner) ?? 0) + 1)
  }

  #kindOf(partner: string, kind: string): void {
    if (this.#kinds.has(partner) || this.#kinds.size < MOST_KNOWN) this.#kinds.set(partner, kind)
  }

  app(name: string, partner: string | undefined): Unit | undefined {
    let app = this.apps.get(name)
    if (!app) {
      if (this.apps.size >= MOST_APPS) {
        this.beyond++
        return undefined
      }
      app = { unit: new Unit({ kind: 'app', name }, SLOTS), partners: new Map() }
      this.apps.set(name, app)
    }
    if (partner !== undefined && (app.partners.has(partner) || app.partners.size < MOST_PARTNERS))
      app.partners.set(partner, (app.partners.get(partner) ?? 0) + 1)
    return app.unit
  }

  /** For whom an app asked: those that it brought a tenth of what it brought the first of them, or more. */
  partnersOf(app: string): readonly string[] {
    const partners = [...(this.apps.get(app)?.partners ?? [])].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    const most = partners[0]?.[1] ?? 0
    const found = partners.filter(([, count]) => count >= Math.max(3, most / 10)).map(([partner]) => partner)
    return found.length > 0 ? found : ['?']
  }

  /** Peers of a unit, the narrowest circle first: kind of partner and of service, and size. */
  circles({ id, users }: Unit): readonly string[] {
    if (id.kind === 'app') return ['app']
    const size = Math.floor(Math.log10(users + 1))
    const kind = (id.partner && this.#kinds.get(id.partner)) ?? ''
    const wide = `${id.kind} ${id.period ?? ''}`
    return [`${wide} ${kind} ${size}`, `${wide} ${kind}`, `${wide} ${size}`, wide, id.kind]
  }

  /** Units by their partner; one whose partner was never told is by itself. */
  byPartner(): Map<string, Unit[]> {
    const partners = new Map<string, Unit[]>()
    for (const unit of this.units.values()) {
      const name = unit.id.partner ?? '?'
      const held = partners.get(name)
      if (held) held.push(unit)
      else partners.set(name, [unit])
    }
    return partners
  }

  /** What nothing is known of any more, is not kept. */
  forget(hour: number): void {
    for (const [name, unit] of this.units)
      if (unit.isEmpty && unit.lastHour + 70 * 24 < hour) {
        this.units.delete(name)
        const { partner } = unit.id
        if (partner !== undefined) this.#counts.set(partner, (this.#counts.get(partner) ?? 1) - 1)
      }
    for (const [name, { unit }] of this.apps) if (unit.isEmpty && unit.lastHour + 70 * 24 < hour) this.apps.delete(name)
  }
}

/** All of a partner together: what each service keeps too small to be seen. */
export function together(units: readonly Counted[]): Counted {
  const sum = (each: (unit: Counted) => Float32Array | undefined): Float32Array | undefined => {
    let all: Float32Array | undefined
    for (const unit of units) {
      const counts = each(unit)
      if (!counts) continue
      all ??= new Float32Array(COUNTERS)
      for (let i = 0; i < COUNTERS; i++) all[i] = (all[i] as number) + (counts[i] as number)
    }
    return all
  }
  return { day: (day) => sum((unit) => unit.day(day)), lately: () => sum((unit) => unit.lately()) }
}

const defined = <T extends object>(value: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as never
