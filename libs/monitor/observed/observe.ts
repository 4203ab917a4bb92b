import { monitorObservations, type ObservationKind, observationKind } from '#contracts'
import { hash32 } from './hash.ts'

/**
 * What the monitor keeps of a message: no number, no text. Of a subscriber a hash of the key, and of a number a hash of all
 * but its last two digits, by which neighbours are told.
 */
export interface Observation {
  readonly kind: ObservationKind
  /** The message’s own time, ms. */
  readonly at: number
  readonly service?: string | undefined
  readonly partner?: string | undefined
  readonly port?: string | undefined
  /** The subscriber; 0: not told. */
  readonly sub: number
  /** The hundred of numbers that it is in; 0: not told. */
  readonly block: number
  readonly app?: string | undefined
  readonly address?: number | undefined
  readonly cell?: number | undefined
  readonly page?: number | undefined
  /** Status, rule, change, kind of partner or period: what a kind is told apart by. */
  readonly what?: string | undefined
  /** A charge, dispute or receipt: the same is counted once. */
  readonly id?: string | undefined
  readonly amount?: number | undefined
  /** A time that the message tells of: asked, charged, subscribed since, opened. */
  readonly since?: number | undefined
  readonly yes?: boolean | undefined
  /** What the catalogue said of the service then, where whoever observed it knew. */
  readonly period?: string | undefined
  readonly tariff?: number | undefined
  readonly partnerKind?: string | undefined
}

type Data = Readonly<Record<string, unknown>>
type Reader = (data: Data, at: number, key: string) => readonly Observation[] | undefined

/** A message of a topic; undefined: its fields cannot be read, which is told. An empty list: nothing that is counted. */
export type Read = readonly Observation[] | 'unknown' | 'unreadable'

const YEAR_2000 = 946_684_800_000
const YEAR_2200 = 7_258_118_400_000

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length > 0 && value.length <= 400 ? value : undefined
const time = (value: unknown): number | undefined =>
  typeof value === 'number' && value >= YEAR_2000 && value <= YEAR_2200 ? value : undefined
const amountOf = (value: unknown): number | undefined =>
  typeof value === 'number' && value >= 0 && value <= 1e9 ? value : undefined
const object = (value: unknown): Data | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Data) : undefined
const person = (data: Data, key: string): number => hash32(text(data['subscriber']) ?? key)
const neighbours = (value: unknown): number => {
  const number = text(value)
  return number !== undefined && number.length >= 5 ? hash32(number.slice(0, -2)) : 0
}

const hashOf = (value: string | undefined) => (value === undefined ? undefined : hash32(value))

/** Where a request came from: the app as one word, address, cell and page as hashes. */
function originOf(value: unknown): Pick<Observation, 'app' | 'address' | 'cell' | 'page'> {
  const origin = object(value)
  if (!origin) return {}
  const [address, cell, app] = [text(origin['address']), text(origin['cell']), object(origin['app'])]
  const page = text(origin['page'])
  const name = app && text(app['package'])
  const signature = app && text(app['signature'])
  return {
    address: hashOf(address),
    cell: hashOf(cell),
    page: hashOf(page),
    // Versions of one app are one app; who signs it otherwise makes another one.
    app: name && (signature ? `${name}#${signature.slice(0, 64)}` : name),
  }
}

const PRICES = /(\d+(?:\.\d{1,2})?)\s*元|(?:CNY|¥|￥)\s*(\d+(?:\.\d{1,2})?)/g

/** Whether a prompt that tells prices tells this one. */
function tellsPrice(asked: unknown, tariff: number | undefined): boolean {
  const prices = [...(text(asked)?.matchAll(PRICES) ?? [])].map((each) => Math.round(Number(each[1] ?? each[2]) * 100))
  return tariff === undefined || prices.length === 0 || prices.includes(tariff)
}

/** One that names a service, of a subscriber; undefined where it names none. */
const of = (kind: ObservationKind, data: Data, at: number, key: string, more: object = {}) =>
  ofService(kind, data, person(data, key), at, more)

/** The same, of a subscriber that is told elsewhere, or of none. */
function ofService(
  kind: ObservationKind,
  data: Data,
  sub: number,
  at: number,
  more: object,
): readonly Observation[] | undefined {
  const service = text(data['serviceId'])
  if (service === undefined) return undefined
  return [{ kind, at, service, partner: text(data['partnerId']), sub, block: 0, ...more }]
}

/** A subscription that began a day or more before it is told: a book that is moved. */
export const isMoved = ({ kind, at, since = at }: Observation): boolean =>
  kind === 'activated' && at - since > 86_400_000

function subscriptionsOf(kind: 'activated' | 'cancelled', data: Data, at: number, key: string) {
  const { subscriptions } = data
  if (!Array.isArray(subscriptions)) return undefined
  if (kind === 'cancelled' && data['channel'] === 'operator') return []
  return subscriptions.slice(0, 1000).flatMap((each): readonly Observation[] => {
    const one = object(each)
    const service = one && text(one['serviceId'])
    if (!one || !service || one['once'] === true) return []
    const block = neighbours(data['msisdn'])
    const receipt = text(one['receiptId'])
    const isPackaged = text(one['package']) !== undefined
    const what = isPackaged ? 'package' : receipt === undefined ? 'bare' : undefined
    const seen = { kind, at, service, sub: person(data, key), block, what, since: time(one['since']), id: receipt }
    return [kind === 'cancelled' && data['channel'] === 'partner' ? { ...seen, yes: false } : seen]
  })
}

/** Of a partner’s port; by whom, which is counted once, and not how often. */
function spam(
  data: Data,
  sender: Data | undefined,
  at: number,
  key: string,
  more: Pick<Observation, 'amount' | 'yes'>,
): readonly Observation[] {
  const port = sender && text(sender['port'])
  if (!port || data['honest'] !== undefined) return []
  const partner = text(sender['partnerId'])
  const sub = hash32(text(data['reporter']) ?? key)
  return [{ kind: 'spam', at, port, ...(partner ? { partner } : {}), sub, block: 0, ...more }]
}

/*
 * Spam comes by `reports.sorted`, which knows whose it is and who reports; `report.events` tells the same later. That a number
 * goes to somebody else (`tenure.ended`) speaks for or against no partner, nor do the subscriptions that end by it.
 */
const readers: Readonly<Record<string, Readonly<Record<string, Reader>>>> = {
  catalogue: {
    'service.set': (data, at) =>
      ofService('service', data, 0, at, {
        port: text(data['port']),
        what: text(data['period']),
        amount: amountOf(data['tariffFen']),
      }),
    'partner.set': (data, at) => {
      const partner = text(data['partnerId'])
      return partner ? [{ kind: 'partner', at, partner, sub: 0, block: 0, what: text(data['kind']) }] : undefined
    },
    'port.set': (data, at) => {
      const [partner, port] = [text(data['partnerId']), text(data['port'])]
      return partner && port ? [{ kind: 'port', at, partner, port, sub: 0, block: 0 }] : undefined
    },
  },
  'confirmation.requests': {
    'subscription.requested': (data, at, key) =>
      of('request', data, at, key, {
        block: neighbours(data['msisdn']),
        what: text(data['by']),
        ...originOf(data['origin']),
      }),
  },
  'request.outcomes': {
    'request.changed': (data, at) =>
      ofService('outcome', data, 0, at, {
        what: data['status'] === 'rejected' ? `rejected ${text(data['rule']) ?? ''}` : text(data['status']),
        ...originOf(data['origin']),
      }),
  },
  'confirmation.events': {
    'consent.given': (data, at, key) =>
      of('consent', data, time(data['agreedAt']) ?? at, key, {
        block: neighbours(data['msisdn']),
        id: text(data['receiptId']),
        since: time(data['askedAt']),
        amount: amountOf(data['tariffFen']),
        what: text(data['period']),
        ...originOf(data['origin']),
      }),
  },
  'consent.receipts': {
    'receipt.made': (data, at, key) => {
      const content = object(data['content'])
      if (!content) return undefined
      return ofService('consent', content, person(data, key), time(content['answeredAt']) ?? at, {
        id: key,
        since: time(content['askedAt']),
        amount: amountOf(content['tariffFen']),
        what: text(content['period']),
        yes: tellsPrice(content['asked'], amountOf(content['tariffFen'])),
        ...originOf(content['origin']),
      })
    },
  },
  'subscriber.events': {
    'subscriptions.activated': (data, at, key) => subscriptionsOf('activated', data, at, key),
    'subscriptions.cancelled': (data, at, key) => subscriptionsOf('cancelled', data, at, key),
    'port.blocked': (data, at, key) => {
      const port = text(data['port'])
      return port ? [{ kind: 'blocked', at, port, sub: person(data, key), block: 0 }] : undefined
    },
  },
  'charging.events': {
    'charge.judged': (data, at, key) => {
      const amount = amountOf(data['amountFen'])
      if (amount === undefined) return undefined
      const what = text(data['rule'])
      // Condemned by a verdict: a charge that was counted when it was made.
      if (what === 'proven') return []
      return of('charge', data, at, key, { amount, what, since: time(data['chargedAt']), id: text(data['chargeId']) })
    },
    'charge.conflict': (data, at, key) => of('conflict', data, at, key),
    'dispute.opened': (data, at, key) =>
      of('disputed', data, at, key, { id: text(data['chargeId']), since: at, yes: data['instant'] === true }),
    'dispute.decided': (data, at, key) =>
      of('decided', data, at, key, { id: text(data['chargeId']), yes: data['proven'] === true }),
    'dispute.waiting': (data, at, key) =>
      data['change'] === 'overdue' ? of('overdue', data, at, key, { id: text(data['chargeId']) }) : [],
  },
  'dispute.cases': {
    'case.changed': (data, at, key) => {
      const more = { id: text(data['chargeId']), since: time(data['disputedAt']), yes: data['instant'] === true }
      const opened = of('disputed', data, more.since ?? at, key, more)
      if (!opened || data['status'] === 'open') return opened
      const decided = of('decided', data, time(data['decidedAt']) ?? at, key, {
        ...more,
        yes: data['status'] === 'proven',
      })
      return [...opened, ...(decided ?? [])]
    },
  },
  'complaint.events': {
    'complaint.changed': (data, at, key) => {
      const [service, partner, what] = [text(data['about']), text(data['partnerId']), text(data['change'])]
      const app = text(data['app'])
      const upheld = typeof data['upheld'] === 'boolean' ? { yes: data['upheld'] } : {}
      const more = { what, ...(app ? { app } : {}), ...upheld }
      if (!service && !partner && !app) return []
      const whose = { ...(service ? { service } : {}), ...(partner ? { partner } : {}) }
      return [{ kind: 'complaint', at, ...whose, sub: person(data, key), block: 0, ...more }]
    },
    'refund.rated': (data, at, key) => of('rated', data, at, key, { yes: data['solved'] === true }),
  },
  'mt.decisions': {
    'mt.decided': (data, at) => {
      // What others tried in a port's name says nothing of the port, nor does what it may not sell of who blocked it.
      if (data['rule'] === 'port.unknown' || data['rule'] === 'port.category') return []
      const port = text(data['port'])
      return port ? [{ kind: 'mt', at, port, sub: 0, block: 0, yes: data['allow'] === true }] : undefined
    },
  },
  [monitorObservations.name]: { seen: archived },
  'service.usage': { 'usage.told': (data, at, key) => of('usage', data, at, key) },
  'reports.sorted': {
    'report.sorted': (data, at, key) =>
      spam(data, object(data['sender']), at, key, { amount: amountOf(data['weight']) ?? 1 }),
    // Its sender is another one: of who was taken for it nothing is counted any more.
    'report.resorted': (data, at, key) => spam(data, object(data['former']), at, key, { yes: false }),
    // Who made it took it back.
    'report.withdrawn': (data, at, key) => spam(data, object(data['sender']), at, key, { yes: false }),
  },
  'partner.penalties': {
    'freeze.lifted': (data, at) => {
      const [partner, service] = [text(data['partnerId']), text(data['serviceId'])]
      return partner ? [{ kind: 'lifted', at, partner, service, sub: 0, block: 0 }] : undefined
    },
  },
  'campaign.events': {
    'campaign.proposed': (data, at) => {
      const port = text(data['port'])
      return port ? [{ kind: 'campaign', at, port, sub: 0, block: 0 }] : []
    },
  },
}

const kinds: ReadonlySet<unknown> = new Set(observationKind.options)

/** Fields that an observation need not have, and what they are. */
const fields: readonly (readonly [keyof Observation, (value: unknown) => boolean])[] = [
  ...(['service', 'partner', 'port', 'app', 'what', 'id', 'period', 'partnerKind'] as const).map(
    (name) => [name, (value: unknown) => typeof value === 'string'] as const,
  ),
  ...(['address', 'cell', 'page', 'amount', 'since', 'tariff'] as const).map(
    (name) => [name, (value: unknown) => Number.isFinite(value)] as const,
  ),
  ['yes', (value) => typeof value === 'boolean'],
]

/** What stands in the archive was observed before. */
function archived({ seen }: Data): readonly Observation[] | undefined {
  if (!Array.isArray(seen) || seen.length > 1000) return undefined
  const isOne = (each: unknown): each is Observation => {
    const one = object(each)
    return (
      one !== undefined &&
      kinds.has(one['kind']) &&
      [one['sub'], one['block']].every((hash) => typeof hash === 'number' && hash >= 0) &&
      time(one['at']) !== undefined &&
      fields.every(([name, isSo]) => one[name] === undefined || isSo(one[name]))
    )
  }
  return seen.every(isOne) ? seen : undefined
}

/** Topics and types that the monitor reads, but for its own archive. */
export const observed = Object.entries(readers).flatMap(([topic, types]) =>
  topic === monitorObservations.name ? [] : Object.keys(types).map((type) => ({ topic, type })),
)

/** What a message says that is counted; `unknown` for topics and types that the monitor does not read. */
export function observe(topic: string, key: string, message: { type: string; at: number; data: unknown }): Read {
  const types = Object.hasOwn(readers, topic) ? readers[topic] : undefined
  const read = types && Object.hasOwn(types, message.type) ? types[message.type] : undefined
  if (!read) return 'unknown'
  const data = object(message.data)
  return (data && read(data, message.at, key)) ?? 'unreadable'
}

/** Of a file of the archive: from here until a time so many observations say of nobody any more of whom they are. */
export const isErased = (topic: string, { type }: { readonly type: string }): boolean =>
  topic === monitorObservations.name && type === 'archive.erased'

/** A time that a clock can show. */
export const isTime = (value: unknown): value is number => time(value) !== undefined
