import { partitionOf } from '#contracts'
import { Stamps } from '#evidence'
import { CountedStore, StampedStore, type Stamping, type Store, Unkept, type Watch } from '#store'
import { ALL } from './monitor/src/domain/all.ts'

/** One a message or a request, a victim or a message of the network: too many for a roll of each. */
const COUNTED = ['requests', 'mt-decisions', 'receipts', 'case-victims', 'carried-messages'] as const

/** Processes that keep nothing: they count turn by turn, carry something out, or tell others. */
export const KEEPS_NOTHING: readonly string[] = [
  ...[
    'billing',
    'port-counts',
    'surge-counts',
    'case-charge-sorter',
    'case-looks',
    'policy-replaying',
    'monitor-observe',
  ],
  ...['alarms-told', 'cases-told', 'surge-told', 'charging-alarms', 'complaint-alarms', 'case-alarms', 'report-alarms'],
  ...['send-answers', 'send-bulk', 'webhook-calls', 'victim-walk', 'case-letters', 'carried-lookups'],
]

/** Processes of whose states whoever writes the database makes none. */
export const STAMPED = {
  // They let somebody in, have two people decide, or are put into the log as they stand.
  absent: [
    ...['staff', 'staff-sessions', 'web-sessions', 'proposals', 'proposal-pages', 'dead-letters'],
    // What waits to be a subscriber’s text, a message to one, or a signed call to a partner.
    ...['assembly', 'retry', 'mt-waiting', 'deliveries', 'case-hearers'],
    // The archive of the monitor: by what is read of it flags are raised after a restart.
    'monitor',
    // What was booked, line by line: it is shown, and nothing is decided from it.
    'ledger-lines',
    // Figures that people look at before they decide, and what was leased of a port’s rate: each is counted anew from nothing.
    ...['traffic', 'port-traffic', 'port-rate', 'surges', 'stations', 'places', 'monitor-standings'],
    // What became of requests and messages; who was counted as a victim; what the network carried.
    ...COUNTED,
  ],
  // Consent, lock and guardian; money; whose number it is; what partners are kept from, who is blocked, points.
  held: [
    ...['confirmation', 'tenures', 'account', 'settlement', 'charge'],
    ...['cases', 'case-subjects', 'partner-standings', 'network-blocks', 'report-rewards'],
    // Whom a verdict refunds; what was put right when a phone was lost.
    ...['case-charges', 'line-cases'],
    // By what charging is frozen at once.
    ...['policies', 'policy-versions', 'policy-drafts', 'policy-replays'],
    // When reports and complaints are due, and what became of them.
    ...['complaints', 'reporters'],
    // What people decide of them is blocked for everybody, and gives points.
    ...['campaigns', 'campaign-placing', 'campaign-reporters', 'campaign-rolls'],
    // What the public reads, and what the monitor found.
    ...['notices', 'flags'],
    // Where the audit’s chain stands, and what is attached to a case.
    ...['audit', 'case-files'],
    // What was taken as it stood: of a log that was lost they tell it.
    'baselines',
  ],
  // By what people find what has a deadline: what is shown of it is the stamped state that it is a list of.
  shown: ['complaint-cases', 'dispute-cases', 'report-cases'],
  // One row a subscriber, and each MO is answered from it: of what was put back nothing is charged, and nobody let in. What
  // waits for a moment is few, and is told when all of it was found.
  behind: [
    ...['assembly', 'retry', 'mt-waiting', 'case-hearers', 'confirmation', 'complaints', 'reporters'],
    ...['complaint-cases', 'dispute-cases', 'report-cases', 'campaign-placing', 'campaign-reporters'],
  ],
  // Ten million, of which the log has the last, and `verify blocks` what was taken away or put back.
  // One a charge and more, for years: each is held against its account and its month (docs/decisions/0091).
  // Events for partners, kept for days; one that is put back is called once more under the id that it had, and counted.
  // A few facts, which are signed.
  unrolled: [...COUNTED, 'deliveries', 'network-blocks', 'charge', 'case-charges', 'ledger-lines', 'baselines'],
  counted: [...COUNTED, 'deliveries'],
  // Letters and attachments.
  large: ['case-files'],
  // The archive: who takes it over reads all of it.
  unpatrolled: ['monitor'],
} as const satisfies Stamping

/**
 * Stamped by builds that took over stores of others: rows without a stamp were left there, and are taken once (decision 85). Of all
 * others nobody left any.
 */
const TAKEN_OVER: readonly string[] = [
  ...['campaigns', 'campaign-placing', 'campaign-reporters', 'campaign-rolls', 'notices', 'flags'],
  ...['complaint-cases', 'dispute-cases', 'report-cases'],
  ...['traffic', 'port-traffic', 'port-rate', 'surges', 'stations', 'places', 'monitor-standings'],
  ...['audit', 'case-files', ...COUNTED],
]

/** Whether rows of a process without a stamp may be of an earlier build; undefined where none is stamped. */
export const stampOf = (process: string): 'new' | 'known' | undefined => {
  const isStamped = [...STAMPED.absent, ...STAMPED.held, ...STAMPED.shown].some((each) => each === process)
  return isStamped ? (TAKEN_OVER.includes(process) ? 'new' : 'known') : undefined
}

/** The lane in which a row belongs: those of the archive in the one that has them all, whatever they are called. */
export const laneFor = (process: string, key: string, partitions: number): number =>
  partitionOf(process === 'monitor' ? ALL : key, partitions)

/** So many changed records are named one by one in a minute; of the others there is one line, and the metric. */
const NAMED_A_MINUTE = 20
const MINUTE_MS = 60_000

interface Alarms {
  error(fields: object, text: string): void
}

/**
 * The store of an installation as its services read it: states that somebody else wrote are not believed, and told.
 * @param keyOf keyed digests of the secret that stays for good: nobody is locked out when another is rotated
 * @param others processes, which are told of what was changed, and tell
 * @param now ms; a monotone clock
 */
export function believed(
  store: Store,
  keyOf: (name: string) => string,
  partitions: number,
  log: Alarms,
  others: Omit<Watch, 'changed'> = {},
  now: () => number = () => performance.now(),
): StampedStore {
  const stamps = new Stamps([keyOf('states')], 'states')
  const laneOf = (key: string, process: string) => laneFor(process, key, partitions)
  let minute = { until: 0, named: 0 }
  const changed = (process: string, key: string, rows?: number) => {
    if (now() >= minute.until) minute = { until: now() + MINUTE_MS, named: 0 }
    minute.named++
    if (minute.named <= NAMED_A_MINUTE)
      log.error(
        { process, key, ...(rows === undefined ? {} : { rows }) },
        'a record was changed, taken away or put back in the database: nothing is done from it',
      )
    else if (minute.named === NAMED_A_MINUTE + 1)
      log.error(
        { process },
        'more records were changed in the database: they are counted in quadzero_changed_records, and not named for a minute',
      )
  }
  const watch = { changed, ...others }
  const counted = new CountedStore(new Unkept(store, KEEPS_NOTHING), stamps, STAMPED.counted, laneOf, watch)
  return new StampedStore(counted, stamps, STAMPED, laneOf, watch)
}
