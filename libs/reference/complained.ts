import type { Partner, Service } from './catalogue.ts'
import { asTyped, type Catalogue } from './catalogue.ts'
import { TELLING } from './telling.ts'

/** Whom or what a complaint is about: a partner, one of its services, or handset software, each where it is known. */
export interface Complained {
  readonly partnerId?: string
  readonly serviceId?: string
  readonly app?: string
}

export type Named = Pick<Catalogue, 'service' | 'port' | 'portOf' | 'approval' | 'partnersIn' | 'servicesIn'>

/** So many are heard of by one complaint. */
const MOST = 3
const PORT = /(?<!\d)\d{4,20}(?!\d)/g
const PACKAGE = /(?<![\w@.-]|:\/\/)[a-z][\w-]*(?:\.[\w-]+)+/gi
/** What links end with; and what packages begin with, whatever they end with. */
const LINK =
  /\.(?:com|cn|net|org|cc|vip|xyz|top|info|shop|club|site|link|io|app|im|hk|tw|tv|mobi|icu|online|store|biz)$/i
const REVERSED = /^(?:com|cn|net|org|io|me)\./i

/**
 * What is said to be complained about; else what the text names: a port, a company by its registered name, a service by its
 * own, software by its package. Nothing is guessed: of two that fit a name alike none is meant.
 */
export function complainedOf(
  catalogue: Named,
  said: {
    readonly about?: string | undefined
    readonly against?:
      | { partnerId?: string | undefined; port?: string | undefined; app?: string | undefined }
      | undefined
    readonly text: string
  },
  at: number,
): readonly Complained[] {
  const { about, against, text } = said
  if (about !== undefined) {
    const partnerId = catalogue.service(about, at)?.partnerId
    return partnerId === undefined ? [] : [{ partnerId, serviceId: about }]
  }
  if (against) {
    const { partnerId, port, app } = against
    const ofPort = port === undefined ? undefined : owner(catalogue, port, at)
    return [
      ...(partnerId ? [{ partnerId }] : []),
      ...(ofPort ? [ofPort] : []),
      ...(app ? [{ app: packageOf(app) }] : []),
    ]
  }
  const ports = [...text.normalize('NFKC').matchAll(PORT)].flatMap(([port]) => owner(catalogue, port, at) ?? [])
  const partners = catalogue.partnersIn(text, at)
  const services = catalogue.servicesIn(text, at)
  const apps = [...text.normalize('NFKC').matchAll(PACKAGE)].flatMap(([app]) =>
    LINK.test(app) && !REVERSED.test(app) ? [] : [{ app: packageOf(app) }],
  )
  const found: readonly Complained[] = [
    ...ports,
    ...partners.map(({ partnerId }: Partner) => ofPartner(partnerId, services)),
    ...(ports.length + partners.length === 0 ? alone(services) : []),
    ...apps,
  ]
  const once = new Map(found.map((each) => [each.partnerId ?? each.app, each]))
  return [...once.values()].slice(0, MOST)
}

function owner(catalogue: Named, typed: string, at: number): Complained | undefined {
  const port = catalogue.portOf(typed, at)
  const services = catalogue.port(port, at)
  const partnerId = catalogue.approval(port, at)?.partnerId ?? services[0]?.partnerId
  if (partnerId === undefined) return undefined
  return { partnerId, ...(services.length === 1 && services[0] ? { serviceId: services[0].serviceId } : {}) }
}

function ofPartner(partnerId: string, services: readonly Service[]): Complained {
  const own = services.filter((each) => each.partnerId === partnerId)
  return { partnerId, ...(own.length === 1 && own[0] ? { serviceId: own[0].serviceId } : {}) }
}

function alone(services: readonly Service[]): Complained[] {
  const [only, ...others] = services.filter(({ nameZh }) => nameZh.length >= TELLING)
  return only && others.length === 0 ? [{ partnerId: only.partnerId, serviceId: only.serviceId }] : []
}

/** Whoever signed it: people name the package. */
export const packageOf = (app: string): string => asTyped(app.split('#')[0] as string)
