import {
  chargingEvents,
  complaintEvents,
  type MessageOf,
  type SurgeKind,
  type SurgePlace,
  seriesKey,
  sortedReports,
  subscriberEvents,
} from '#contracts'
import type { Emit, Tally } from '#process'
import type { CatalogueView } from '#reference'

type Event =
  | MessageOf<typeof sortedReports>
  | MessageOf<typeof subscriberEvents>
  | MessageOf<typeof complaintEvents>
  | MessageOf<typeof chargingEvents>
type Sums = Map<string, { what: SurgeKind; where: SurgePlace; hour: number; count: number }>

const HOUR = 3_600_000

/**
 * Reports, unsubscribes, complaints and charges, counted by hour: everywhere, and at each port, partner and district. What was
 * taken back is taken out of the hour in which it was reported.
 */
export const countSurges = (catalogue: Pick<CatalogueView, 'service'>): Omit<Tally<Sums>, 'refuse'> => ({
  name: 'surge-counts',
  inputs: [sortedReports, subscriberEvents, complaintEvents, chargingEvents],
  begin: () => new Map(),
  add(sums, message) {
    for (const { what, places, at = message.at, by = 1 } of happened(message as Event, catalogue)) {
      const hour = at - (at % HOUR)
      for (const where of places) {
        const name = `${hour} ${seriesKey(what, where)}`
        const sum = sums.get(name) ?? { what, where, hour, count: 0 }
        sum.count += by
        sums.set(name, sum)
      }
    }
  },
  told: (sums) =>
    [...sums.values()]
      .filter(({ count }) => count !== 0)
      .map(
        (data): Emit => ({ topic: 'surge.counts', key: seriesKey(data.what, data.where), type: 'surge.counted', data }),
      ),
})

interface Happened {
  readonly what: SurgeKind
  readonly places: readonly SurgePlace[]
  /** Other than when it was told. */
  readonly at?: number
  readonly by?: -1
}

const EVERYWHERE: SurgePlace = { kind: 'all', id: '' }

function happened(event: Event, catalogue: Pick<CatalogueView, 'service'>): readonly Happened[] {
  const ofService = (serviceId: string | undefined): SurgePlace[] => {
    const service = serviceId === undefined ? undefined : catalogue.service(serviceId, event.at)
    return [EVERYWHERE, ...(service ? placesOf({ port: service.port, partner: service.partnerId }) : [])]
  }
  switch (event.type) {
    case 'report.sorted':
    case 'report.withdrawn': {
      const { sender, place, at } = event.data
      const { port, partnerId: partner } = sender
      const places = [EVERYWHERE, ...placesOf({ port, partner, district: place?.district })]
      return [{ what: 'reports', places, ...(event.type === 'report.withdrawn' ? { at, by: -1 } : {}) }]
    }
    case 'report.resorted': {
      const { former, at } = event.data
      return [{ what: 'reports', places: placesOf({ port: former.port, partner: former.partnerId }), at, by: -1 }]
    }
    case 'subscriptions.cancelled':
      // What the operator ended is nobody's wish.
      if (event.data.channel === 'operator') return []
      return event.data.subscriptions.map(({ serviceId }) => ({ what: 'unsubscribes', places: ofService(serviceId) }))
    case 'complaint.changed':
      return event.data.change === 'opened' ? [{ what: 'complaints', places: ofService(event.data.about) }] : []
    case 'charge.judged':
      return [{ what: 'charges', places: ofService(event.data.serviceId) }]
    default:
      return []
  }
}

const placesOf = (named: Partial<Record<'port' | 'partner' | 'district', string | undefined>>): SurgePlace[] =>
  (['port', 'partner', 'district'] as const).flatMap((kind) => {
    const id = named[kind]
    return id === undefined || id === '' ? [] : [{ kind, id: id.slice(0, 60) }]
  })
