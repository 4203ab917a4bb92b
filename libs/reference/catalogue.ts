import type { catalogueTopic, MessageOf, Restraint, Terms } from '#contracts'
import { portsBehind } from '#sms'
import { Likely } from './likely.ts'
import { TELLING } from './telling.ts'

type CatalogueMessage = MessageOf<typeof catalogueTopic>
/** A record as it is held: from when it holds is known. */
type Held<Type extends CatalogueMessage['type']> = Extract<CatalogueMessage, { type: Type }>['data'] & Dated
export type Service = Held<'service.set'>
export type PortApproval = Held<'port.set'>
export type Partner = Held<'partner.set'>
type Restrained = Held<'partner.restrained'>
type Kept = Exclude<Restraint, 'app'>

export type CatalogueKind = 'partners' | 'services' | 'ports'

/** What was in force at a time. Decisions see only this. */
export interface CatalogueView {
  service(serviceId: string, at: number): Service | undefined
  partner(partnerId: string, at: number): Partner | undefined
  /** Services of a port in force at a time; empty for a port nobody registered. */
  port(port: string, at: number): readonly Service[]
  /** Whose a port is and what may be sent from it; undefined before the date that it was approved for. */
  approval(port: string, at: number): PortApproval | undefined
  /**
   * The port that an address is of: itself where it has a record of its own, else the longest beginning that is somebody's
   * port then, whose digits behind it are that port's extension (docs/rules.md, "Short codes and words"); itself where there is none,
   * and where it is a number of the operator’s own.
   */
  portOf(address: string, at: number): string
  /**
   * Whether a case keeps a partner from it, for all of its services or for this one; or ended whoever is the same legal person.
   * What began while a service, or a port, was somebody else’s stays with it: nobody moves it out of a verdict’s reach.
   */
  isRestrained(what: Kept, of: Restrainable, at: number): boolean
  /** A partner, and all that are the same legal person under another name: whoever has an interest in one has it in all. */
  asOne(partnerId: string): readonly string[]
  /** Whether handset software may ask for nothing, for whomever. */
  isBarred(app: { readonly package: string; readonly signature?: string | undefined }, at: number): boolean
}

/** A partner; one of its services; one of its ports, as it was approved. */
export interface Restrainable {
  readonly partnerId: string
  readonly serviceId?: string
  readonly port?: string
}

/** Letters that no code of a legal person has (GB 32100), for the digits that they look like: one is found by either. */
const LOOKS: Readonly<Record<string, string>> = { O: '0', I: '1', Z: '2', S: '5' }
const alike = (legalId: string): string => legalId.replace(/[OIZS]/g, (each) => LOOKS[each] as string)

/** Partners and services with their history, in memory, fed from the compacted topic. Readers keep the highest version. */
export class Catalogue implements CatalogueView {
  readonly #services = new Map<string, Service[]>()
  readonly #partners = new Map<string, Partner[]>()
  readonly #ports = new Map<string, Set<string>>()
  readonly #approvals = new Map<string, PortApproval[]>()
  readonly #restrained = new Map<string, Restrained[]>()
  /** Partners of one legal person, by what it was called in any record: a ban is not left behind by a change. */
  readonly #persons = new Map<string, Set<string>>()
  /** Partners whose cases barred software, by its package. */
  readonly #bars = new Map<string, Set<string>>()
  /** Services and partners by what any record of theirs calls them: nobody who asks walks over all of them. */
  readonly #named = { services: new Map<string, Set<string>>(), partners: new Map<string, Set<string>>() }
  readonly #likely = { services: new Likely(), partners: new Likely() }
  readonly #own: ReadonlySet<string>

  /** @param own numbers that are nobody’s extension: short codes, emergency numbers */
  constructor(own: readonly string[] = []) {
    this.#own = new Set(own)
  }

  apply(message: CatalogueMessage): void {
    const from = message.data.from ?? message.at
    if (message.type === 'service.set') {
      insert(this.#services, message.data.serviceId, { ...message.data, from })
      for (const name of namesOfService(message.data))
        collect(this.#named.services, asTyped(name), message.data.serviceId)
      for (const name of [message.data.nameZh, message.data.nameEn])
        this.#likely.services.add(name, message.data.serviceId)
      const ids = this.#ports.get(message.data.port) ?? new Set()
      ids.add(message.data.serviceId)
      this.#ports.set(message.data.port, ids)
    } else if (message.type === 'port.set') {
      insert(this.#approvals, message.data.port, { ...message.data, from })
    } else if (message.type === 'partner.restrained') {
      const { partnerId, restraints } = message.data
      insert(this.#restrained, partnerId, { ...message.data, from })
      for (const { app } of restraints) if (app) collect(this.#bars, packageOf(app), partnerId)
    } else {
      const { legalId, partnerId } = message.data
      if (legalId) collect(this.#persons, alike(legalId), partnerId)
      insert(this.#partners, partnerId, { ...message.data, from })
      for (const name of namesOfPartner(message.data)) {
        collect(this.#named.partners, asTyped(name), partnerId)
        this.#likely.partners.add(name, partnerId)
      }
    }
  }

  service(serviceId: string, at: number): Service | undefined {
    return inForce(this.#services.get(serviceId), at)
  }

  partner(partnerId: string, at: number): Partner | undefined {
    return inForce(this.#partners.get(partnerId), at)
  }

  port(port: string, at: number): readonly Service[] {
    const found: Service[] = []
    for (const id of this.#ports.get(port) ?? []) {
      const service = this.service(id, at)
      if (service && service.port === port && !service.retired) found.push(service)
    }
    return found
  }

  approval(port: string, at: number): PortApproval | undefined {
    const found = this.#approvals.get(port)?.findLast((each) => each.from <= at)
    return found?.retired ? undefined : found
  }

  /** Whether an address has a record of its own, or had one, or will. */
  isRegistered(address: string): boolean {
    return this.#approvals.has(address) || this.#ports.has(address)
  }

  portOf(address: string, at: number): string {
    if (this.#own.has(address) || this.isRegistered(address)) return address
    for (const port of portsBehind(address))
      if (this.approval(port, at) !== undefined || this.port(port, at).length > 0) return port
    return address
  }

  isRestrained(what: Kept, of: Restrainable, at: number): boolean {
    const { partnerId, serviceId } = of
    return (
      this.#held(partnerId, at).some(
        (each) => each.what === what && (each.serviceId === undefined || each.serviceId === serviceId),
      ) ||
      this.#othersOf(partnerId).some((other) => this.#isEnded(other, at)) ||
      this.#formerOf(of).some((former) => this.#isKeptFrom(what, former, of, at))
    )
  }

  /** Whose else a service, or a port, was before it came to this partner for the last time: who handed it on answers for nobody after it. */
  #formerOf({ partnerId, serviceId, port }: Restrainable): string[] {
    const records =
      serviceId !== undefined
        ? this.#services.get(serviceId)
        : port !== undefined
          ? this.#approvals.get(port)
          : undefined
    if (!records?.some((each) => each.partnerId !== partnerId)) return []
    const last = records.findLastIndex((each) => each.partnerId === partnerId)
    const before = last < 0 ? records : records.slice(0, last)
    return [...new Set(before.map((each) => each.partnerId))].filter((each) => each !== partnerId)
  }

  /** Whether a case about a former owner names the service, or was about all that was its own when it began. */
  #isKeptFrom(what: Kept, former: string, { serviceId, port }: Restrainable, at: number): boolean {
    const wasOwn = (since: number) =>
      (serviceId !== undefined ? this.service(serviceId, since) : this.approval(port ?? '', since))?.partnerId ===
      former
    return this.asOne(former).some((partnerId) =>
      this.#held(partnerId, at).some((each) => {
        if (each.serviceId !== undefined) return each.what === what && each.serviceId === serviceId
        const isMeant = each.what === 'ended' || (each.what === what && partnerId === former)
        return isMeant && wasOwn(this.#since(partnerId, each.what, at))
      }),
    )
  }

  /** Since when a partner has been kept from something at a time, by whichever case of it. */
  #since(partnerId: string, what: Restraint, at: number): number {
    const told = (this.#restrained.get(partnerId) ?? []).filter(({ from }) => from <= at)
    const isFree = ({ restraints }: Restrained) =>
      !restraints.some((each) => each.what === what && each.serviceId === undefined)
    return told[told.findLastIndex(isFree) + 1]?.from ?? at
  }

  /** Whether a legal person is banned, under whatever name. */
  isBanned(legalId: string, at: number): boolean {
    return [...(this.#persons.get(alike(legalId)) ?? [])].some((partnerId) =>
      this.isRestrained('ended', { partnerId }, at),
    )
  }

  /** Named without its signer, all of that package are barred; software that does not say who signed it is taken for the one that is. */
  isBarred(app: { package: string; signature?: string | undefined }, at: number): boolean {
    const name = plainly(app.package)
    const signer = plainly(app.signature ?? '')
    return [...(this.#bars.get(name) ?? [])].some((partnerId) =>
      this.#held(partnerId, at).some(
        (each) => each.app !== undefined && packageOf(each.app) === name && isSigner(signerOf(each.app), signer),
      ),
    )
  }

  #held(partnerId: string, at: number): Restrained['restraints'] {
    return this.#restrained.get(partnerId)?.findLast((each) => each.from <= at)?.restraints ?? []
  }

  #isEnded(partnerId: string, at: number): boolean {
    return this.#held(partnerId, at).some(({ what }) => what === 'ended')
  }

  /** Partners that are out: by a verdict of their own, or as the same legal person under another name. */
  ended(at: number): string[] {
    const own = [...this.#restrained.keys()].filter((partnerId) => this.#isEnded(partnerId, at))
    return [...new Set(own.flatMap((partnerId) => this.asOne(partnerId)))]
  }

  asOne(partnerId: string): string[] {
    return [partnerId, ...this.#othersOf(partnerId)]
  }

  /** Partners that are the same legal person by any name, also by one that only another of them had. */
  #othersOf(partnerId: string): string[] {
    const found = new Set([partnerId])
    for (const each of found)
      for (const { legalId } of this.#partners.get(each) ?? [])
        for (const other of (legalId && this.#persons.get(alike(legalId))) || []) found.add(other)
    found.delete(partnerId)
    return [...found]
  }

  approvals(at: number): PortApproval[] {
    return [...this.#approvals.keys()].flatMap((port) => this.approval(port, at) ?? [])
  }

  services(at: number): Service[] {
    return [...this.#services.keys()].flatMap((id) => this.service(id, at) ?? [])
  }

  partners(at: number): Partner[] {
    return [...this.#partners.keys()].flatMap((id) => this.partner(id, at) ?? [])
  }

  /** Services that are called so, by id, code or name, however it is typed. */
  servicesNamed(name: string, at: number): Service[] {
    const named = asTyped(name)
    return [...(this.#named.services.get(named) ?? [])].flatMap((id) => {
      const service = this.service(id, at)
      return service && namesOfService(service).some((each) => asTyped(each) === named) ? service : []
    })
  }

  /** Partners that are called so, however it is typed. */
  partnersNamed(name: string, at: number): Partner[] {
    const named = asTyped(name)
    return [...(this.#named.partners.get(named) ?? [])].flatMap((id) => {
      const partner = this.partner(id, at)
      return partner && namesOfPartner(partner).some((each) => asTyped(each) === named) ? partner : []
    })
  }

  /** Services and partners that what is typed may mean: a part of a name they have, or had, or a text in which one stands. */
  likely(typed: string, at: number): { readonly services: readonly Service[]; readonly partners: readonly Partner[] } {
    const { services, partners } = this.#likely
    return {
      services: [...services.find(typed)].flatMap((id) => this.service(id, at) ?? []),
      partners: [...partners.find(typed)].flatMap((id) => this.partner(id, at) ?? []),
    }
  }

  /** Partners whose name stands in a text; of names of which one holds another, the longest. A short one is any word. */
  partnersIn(text: string, at: number): Partner[] {
    return standingIn(text, this.#named.partners, TELLING).flatMap((name) => this.partnersNamed(name, at))
  }

  /** Services of a text, in the same way; ids and codes name none. */
  servicesIn(text: string, at: number): Service[] {
    return standingIn(text, this.#named.services, 2).flatMap((name) =>
      this.servicesNamed(name, at).filter(({ nameZh, nameEn }) =>
        [nameZh, nameEn].some((each) => asTyped(each) === name),
      ),
    )
  }

  /** All records of one, oldest first: what held, holds and will hold. */
  history(kind: 'partners', id: string): readonly Partner[]
  history(kind: 'services', id: string): readonly Service[]
  history(kind: 'ports', id: string): readonly PortApproval[]
  history(kind: CatalogueKind, id: string): readonly (Partner | Service | PortApproval)[] {
    return this.#of(kind).get(id) ?? []
  }

  /** Ids of all that there are or were, in order. */
  ids(kind: CatalogueKind): string[] {
    return [...this.#of(kind).keys()].sort()
  }

  #of(kind: CatalogueKind): ReadonlyMap<string, readonly (Partner | Service | PortApproval)[]> {
    return kind === 'partners' ? this.#partners : kind === 'services' ? this.#services : this.#approvals
  }

  /** The newest record of each, whatever the date: what the next version is made from. */
  newestService(serviceId: string): Service | undefined {
    return this.#services.get(serviceId)?.at(-1)
  }

  newestApproval(port: string): PortApproval | undefined {
    return this.#approvals.get(port)?.at(-1)
  }

  newestPartner(partnerId: string): Partner | undefined {
    return this.#partners.get(partnerId)?.at(-1)
  }
}

/** As people type it: full-width figures, spaces and capitals are nothing. */
export const asTyped = (text: string): string => text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()

/** Han of so many letters as a part of what is typed, spaces or not; Latin as whole words. */
function standingIn(text: string, names: ReadonlyMap<string, unknown>, least: number): string[] {
  const typed = asTyped(text)
  const [close, apart] = [typed.replace(/\s/g, ''), ` ${typed.replace(/[^\p{L}\p{N}]+/gu, ' ')} `]
  const found = [...names.keys()].filter((name) =>
    /\p{Script=Han}/u.test(name)
      ? name.length >= least && close.includes(name.replace(/\s/g, ''))
      : name.length > 2 && apart.includes(` ${name.replace(/[^\p{L}\p{N}]+/gu, ' ')} `),
  )
  return found.filter((name) => !found.some((other) => other !== name && other.includes(name)))
}

const namesOfService = ({
  serviceId,
  code,
  nameZh,
  nameEn,
}: Pick<Service, 'serviceId' | 'code' | 'nameZh' | 'nameEn'>) => [...[serviceId, code, nameZh, nameEn]]
const namesOfPartner = ({ nameZh, nameEn }: Pick<Partner, 'nameZh' | 'nameEn'>) => [nameZh, nameEn]

/** As it is compared: a hash is the same with colons and in capitals. */
export const plainly = (text: string): string => text.normalize('NFKC').replace(/[\s:]/g, '').toLowerCase()

const packageOf = (app: string): string => plainly(app.split('#')[0] as string)
const signerOf = (app: string): string => plainly(app.split('#')[1] ?? '')

/** Names of apps keep no more of a signer than this has. */
const LEAST_SIGNER = 32
const isSigner = (barred: string, signer: string): boolean =>
  barred === '' || signer === '' || barred === signer || (barred.length >= LEAST_SIGNER && signer.startsWith(barred))

function collect(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key) ?? new Set()
  known.add(value)
  map.set(key, known)
}

interface Dated {
  readonly version: number
  readonly from: number
}

function insert<T extends Dated>(map: Map<string, T[]>, id: string, record: T): void {
  const history = map.get(id)
  if (!history) {
    map.set(id, [record])
    return
  }
  if (history.some((each) => each.version === record.version)) return
  history.push(record)
  history.sort((a, b) => a.version - b.version)
}

/** The highest version whose date has come; before the first date, the first: a name must be shown all the same. */
function inForce<T extends Dated>(history: readonly T[] | undefined, at: number): T | undefined {
  if (!history) return undefined
  return history.findLast((each) => each.from <= at) ?? history[0]
}

/** What a subscriber agrees to when they say yes to a service. */
export const termsOf = ({ tariffFen, period, trialDays, perWeek, months }: Terms): Terms => ({
  tariffFen,
  period,
  ...(trialDays === undefined ? {} : { trialDays }),
  ...(perWeek === undefined ? {} : { perWeek }),
  ...(months === undefined ? {} : { months }),
})

/** Why terms cannot be offered, each with its field first. */
export const termFlaws = {
  marketingOnly: 'per_week, months: only marketing has them',
  marketingLacks: 'per_week, months: marketing says how often it comes and for how long',
  marketingCosts: 'tariff_fen: marketing costs the subscriber nothing',
  trial: 'trial_days: only a monthly service has a trial',
} as const

/** What is wrong with terms; undefined when they can be offered. */
export function flawOf({ tariffFen, period, trialDays, perWeek, months }: Terms): string | undefined {
  if (period !== 'marketing' && (perWeek !== undefined || months !== undefined)) return termFlaws.marketingOnly
  if (period === 'marketing' && (perWeek === undefined || months === undefined)) return termFlaws.marketingLacks
  if (period === 'marketing' && tariffFen > 0) return termFlaws.marketingCosts
  return period !== 'month' && trialDays !== undefined ? termFlaws.trial : undefined
}
