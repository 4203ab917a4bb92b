import type { catalogueTopic, MessageOf, Restraint, Terms } from '#contracts'

type CatalogueMessage = MessageOf<typeof catalogueTopic>
/** A record as it is held: from when it holds is known. */
type Held<Type extends CatalogueMessage['type']> = Extract<CatalogueMessage, { type: Type }>['data'] & Dated
export type Service = Held<'service.set'>
export type PortApproval = Held<'port.set'>
export type Partner = Held<'partner.set'>
type Restrained = Held<'partner.restrained'>

export type CatalogueKind = 'partners' | 'services' | 'ports'

/** What was in force at a time. Decisions see only this. */
export interface CatalogueView {
  service(serviceId: string, at: number): Service | undefined
  partner(partnerId: string, at: number): Partner | undefined
  /** Services of a port in force at a time; empty for a port nobody registered. */
  port(port: string, at: number): readonly Service[]
  /** Whose a port is and what may be sent from it; undefined before the date that it was approved for. */
  approval(port: string, at: number): PortApproval | undefined
  /** Whether a case keeps a partner from it, for all of its services or for this one. */
  isRestrained(what: Restraint, of: { readonly partnerId: string; readonly serviceId?: string }, at: number): boolean
}

/** Partners and services with their history, in memory, fed from the compacted topic. Readers keep the highest version. */
export class Catalogue implements CatalogueView {
  readonly #services = new Map<string, Service[]>()
  readonly #partners = new Map<string, Partner[]>()
  readonly #ports = new Map<string, Set<string>>()
  readonly #approvals = new Map<string, PortApproval[]>()
  readonly #restrained = new Map<string, Restrained[]>()

  apply(message: CatalogueMessage): void {
    const from = message.data.from ?? message.at
    if (message.type === 'service.set') {
      insert(this.#services, message.data.serviceId, { ...message.data, from })
      const ids = this.#ports.get(message.data.port) ?? new Set()
      ids.add(message.data.serviceId)
      this.#ports.set(message.data.port, ids)
    } else if (message.type === 'port.set') {
      insert(this.#approvals, message.data.port, { ...message.data, from })
    } else if (message.type === 'partner.restrained') {
      insert(this.#restrained, message.data.partnerId, { ...message.data, from })
    } else {
      insert(this.#partners, message.data.partnerId, { ...message.data, from })
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

  isRestrained(what: Restraint, { partnerId, serviceId }: { partnerId: string; serviceId?: string }, at: number) {
    const held = this.#restrained.get(partnerId)?.findLast((each) => each.from <= at)
    return (held?.restraints ?? []).some(
      (each) => each.what === what && (each.serviceId === undefined || each.serviceId === serviceId),
    )
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
