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

/** Reports, unsubscribes, complaints and charges, counted by hour: everywhere, and at each port, partner and district. */
export const countSurges = (catalogue: Pick<CatalogueView, 'service'>): Omit<Tally<Sums>, 'refuse'> => ({
  name: 'surge-counts',
  inputs: [sortedReports, subscriberEvents, complaintEvents, chargingEvents],
  begin: () => new Map(),
  add(sums, message) {
    for (const { what, places } of happened(message as Event, catalogue)) {
      const hour = message.at - (message.at % HOUR)
      for (const where of [{ kind: 'all', id: '' } as const, ...places]) {
        const name = `${hour} ${seriesKey(what, where)}`
        const sum = sums.get(name) ?? { what, where, hour, count: 0 }
        sum.count++
        sums.set(name, sum)
      }
    }
  },
  told: (sums) =>
    [...sums.values()].map(
      (data): Emit => ({ topic: 'surge.counts', key: seriesKey(data.what, data.where), type: 'surge.counted', data }),
    ),
})

interface Happened {
  readonly what: SurgeKind
  readonly places: readonly SurgePlace[]
}

function happened(event: Event, catalogue: Pick<CatalogueView, 'service'>): readonly Happened[] {
  const ofService = (serviceId: string | undefined): SurgePlace[] => {
    const service = serviceId === undefined ? undefined : catalogue.service(serviceId, event.at)
    return service ? placesOf({ port: service.port, partner: service.partnerId }) : []
  }
  switch (event.type) {
    case 'report.sorted': {
      const { sender, place } = event.data
      return [
        {
          what: 'reports',
          places: placesOf({ port: sender.port, partner: sender.partnerId, district: place?.district }),
        },
      ]
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
