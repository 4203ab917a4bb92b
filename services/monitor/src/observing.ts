import {
  campaignEvents,
  chargingEvents,
  complaintEvents,
  confirmationEvents,
  confirmationRequests,
  consentReceipts,
  type Envelope,
  monitorObservations,
  mtDecisions,
  partitionOf,
  partnerPenalties,
  requestOutcomes,
  serviceUsage,
  sortedReports,
  subscriberEvents,
} from '#contracts'
import { hash32, type Observation, observe } from '#monitor'
import type { Effect } from '#process'
import type { Catalogue } from '#reference'
import { type Deps, refuseRecord } from '#service'
import { numberKeys } from '#sms'
import { ALL } from './domain/all.ts'

/**
 * From what the services publish to what is kept of it: no number, no text; with what the catalogue says of the service at
 * that time, so that what is kept needs no other record to be replayed.
 */
export const observing = (deps: Deps): Effect => {
  const keyed = keyedBy(deps)
  return {
    name: 'monitor-observe',
    inputs: [
      confirmationRequests,
      requestOutcomes,
      confirmationEvents,
      consentReceipts,
      subscriberEvents,
      chargingEvents,
      complaintEvents,
      mtDecisions,
      serviceUsage,
      sortedReports,
      campaignEvents,
      partnerPenalties,
    ],
    carryOut: async ({ topic, key, message }) => {
      const seen = observe(topic, key, message)
      if (typeof seen === 'string' || seen.length === 0) return []
      const { id, at, corr } = message
      const data = { seen: seen.map((each) => keyed(withCatalogue(each, at, deps.catalogue))) }
      const told: Envelope = { id: `${id}.seen`, type: 'seen', v: 1, at, corr, data }
      return [
        { topic: monitorObservations.name, partition: partitionOf(ALL, deps.bus.partitions), key: ALL, message: told },
      ]
    },
    refuse: (record, reason) => refuseRecord(deps, 'monitor-observe', record, reason),
  }
}

/**
 * Hundreds of numbers, addresses, cells and pages are few, so that their hashes are turned back by trying all: they are
 * kept under a secret, as subscribers are.
 */
function keyedBy({ keyOf }: Pick<Deps, 'keyOf'>): (seen: Observation) => Observation {
  const secret = numberKeys(keyOf('monitor-observations'))
  const of = (what: string, hash: number) => hash32(secret(`${what} ${hash}`))
  return (seen) => ({
    ...seen,
    block: seen.block && of('block', seen.block),
    ...(seen.address === undefined ? {} : { address: of('address', seen.address) }),
    ...(seen.cell === undefined ? {} : { cell: of('cell', seen.cell) }),
    ...(seen.page === undefined ? {} : { page: of('page', seen.page) }),
  })
}

function withCatalogue(seen: Observation, at: number, catalogue: Catalogue): Observation {
  const only = seen.service === undefined && seen.port !== undefined ? catalogue.port(seen.port, at) : []
  const service = seen.service ?? (only.length === 1 ? only[0]?.serviceId : undefined)
  const known = service === undefined ? undefined : catalogue.service(service, at)
  const partner =
    known?.partnerId ?? (seen.port === undefined ? undefined : catalogue.approval(seen.port, at)?.partnerId)
  const kindOf = partner === undefined ? undefined : catalogue.partner(partner, at)?.kind
  return {
    ...seen,
    ...(service === undefined ? {} : { service }),
    ...(known ? { port: known.port, period: known.period, tariff: known.tariffFen } : {}),
    ...(partner === undefined ? {} : { partner: seen.partner ?? partner }),
    ...(kindOf === undefined ? {} : { partnerKind: kindOf }),
  }
}
