import { z } from 'zod'
import { chargeId } from './charging.ts'
import { appName, msisdn, serviceId, time } from './parts.ts'
import { topic } from './topic.ts'

const partnerId = z.string().max(40)

/**
 * That services are used, as the operator’s systems tell it, never the partner itself, whom it speaks for or against: who pays
 * and never uses is silent. It is told service by service; see libs/monitor/counted/usage-told.ts.
 */
export const serviceUsage = topic({
  name: 'service.usage',
  key: 'subscriber',
  owner: 'operator’s systems',
  summary:
    'A subscriber used a service, as the operator’s systems tell it (never its partner): from three weeks of it on, whoever pays for that service and never uses it is a silent payer. Of a service of which none is told, or none any more, nobody is; that it is told of others, also of the same partner, changes nothing.',
  keep: 30,
  messages: {
    'usage.told': z.object({
      msisdn,
      serviceId,
      /** Uses since it was told last. */
      count: z.number().int().min(1).max(1_000_000).optional(),
    }),
  },
})

const hash = z.number().int().min(0).max(0xffffffff)

export const observationKind = z.enum([
  'service',
  'partner',
  'port',
  'request',
  'outcome',
  'consent',
  'activated',
  'cancelled',
  'charge',
  'conflict',
  'disputed',
  'decided',
  'overdue',
  'complaint',
  'rated',
  'mt',
  'blocked',
  'usage',
  'spam',
  'campaign',
  'lifted',
])
export type ObservationKind = z.infer<typeof observationKind>

/** What the monitor keeps of a message: of a subscriber a hash of the key; no number, no text. */
const observation = z.object({
  kind: observationKind,
  at: time,
  service: z.string().max(400).optional(),
  partner: z.string().max(400).optional(),
  port: z.string().max(400).optional(),
  sub: hash,
  block: hash,
  app: z.string().max(500).optional(),
  address: hash.optional(),
  cell: hash.optional(),
  page: hash.optional(),
  what: z.string().max(500).optional(),
  id: z.string().max(400).optional(),
  amount: z.number().optional(),
  since: time.optional(),
  yes: z.boolean().optional(),
  /** What the catalogue said of the service then. */
  period: z.string().max(20).optional(),
  tariff: z.number().optional(),
  partnerKind: z.string().max(40).optional(),
})

/** What the monitor reads, in the order of arrival; with each commit it archives what it read. */
export const monitorObservations = topic({
  name: 'monitor.observations',
  key: 'any',
  owner: 'monitor',
  summary: 'What was observed of each message that the monitor counts, in one order, without numbers and texts.',
  keep: 30,
  messages: {
    seen: z.object({ seen: z.array(observation).max(1000) }),
    /** From here on these figures hold: the place in this order is the moment at which they begin. */
    'policy.set': z.object({ name: z.string().max(40), figures: z.record(z.string(), z.unknown()) }),
    /** Out of the archive with this subscriber: that something happened stays, to whom is not known any more. */
    'subscriber.erased': z.object({ sub: hash }),
  },
})

/** Somebody was erased: charges with these ids, hashed, are named no more. */
const erasedCharges = z.object({ charges: z.array(hash).max(1000) })

/** One signal of a flag: what was seen, what is usual among peers, and how much that says, in log units. */
export const flagSignal = z.object({
  name: z.string().max(60),
  figure: z.number(),
  baseline: z.number(),
  evidence: z.number(),
})

/** What the monitor finds. `quadzero replay` prints the same with its `charges`, without what only a running gateway has. */
export const flag = z.object({
  at: time,
  partner: partnerId,
  service: serviceId.optional(),
  app: appName.optional(),
  /**
   * By which way those came whose figures these are: `page`, `address` and a hash of it, `app` and its name, or, where they named
   * none, `asked` (by the partner) or `wished` (by themselves); absent where it is of all who came. Partners’ pages and consoles
   * name a way so, too.
   */
  way: z
    .string()
    .max(260)
    .optional()
    .describe(
      'Of those who came by one page or address (`page`, `address` and a hash), one app (`app` and its name), or by none: `asked` by the partner, or `wished` by themselves',
    ),
  signals: z.array(flagSignal).max(60),
  /** Charging is frozen at once, and a person put on it. */
  stop_first: z.boolean(),
  /** By a rule that is on trial: it is only counted. */
  shadow: z.boolean(),
  /** What it would take to clear it. */
  clears: z.string().max(2000),
})
export type Flag = z.infer<typeof flag>

export const monitorFlags = topic({
  name: 'monitor.flags',
  key: 'partner',
  owner: 'monitor',
  summary: 'Findings on partners, their services, and apps, each explained; and that one does not stand any more.',
  keep: 400,
  messages: {
    'flag.raised': flag.extend({
      /** Names the finding for as long as it stands. */
      flag: z.string().max(200),
      policy: z.string().max(40),
      /** Charges that show it best. */
      charges: z.array(chargeId).max(10),
      /** The port, where the service has one. */
      port: z.string().max(21).optional(),
    }),
    'flag.cleared': z.object({ at: time, flag: z.string().max(200), partner: partnerId }),
    'charges.erased': erasedCharges,
  },
})

const daily = z.array(z.number()).max(64)

/** One signal of a unit as reviewers see it: what was seen beside what is usual, and day by day. */
const shownSignal = z.object({
  name: z.string().max(60),
  group: z.string().max(20),
  /** Over the span that says most; over the days that peers are fitted over where nothing does. */
  figure: z.number(),
  baseline: z.number(),
  evidence: z.number(),
  /** Rate up to which it would say nothing; absent where it says nothing now. */
  clearAt: z.number().optional(),
  /** What is usual among peers of its kind and size, and how much alike they are. */
  peers: z.object({ rate: z.number(), shape: z.number() }),
  /** By day, the oldest first, ending with `day`: cases, and what they are of. */
  cases: daily,
  of: daily,
  /** Charges that show it best. */
  charges: z.array(chargeId).max(10),
})

const shownUnit = z.object({
  kind: z.enum(['service', 'way', 'port', 'app', 'together']),
  name: z.string().max(500),
  port: z.string().max(400).optional(),
  users: z.number(),
  risk: z.number(),
  clears: z.string().max(2000).optional(),
  signals: z.array(shownSignal).max(80),
})

/** How a partner, or an app, stands at the end of a day. */
export const monitorStandings = topic({
  name: 'monitor.standings',
  key: 'partner',
  owner: 'monitor',
  summary: 'How each partner and app stands at the end of a day: its risk, and every signal beside its peers.',
  keep: 30,
  messages: {
    'partner.looked': z.object({
      subject: z.enum(['partner', 'app']),
      name: z.string().max(500),
      at: time,
      /** Days since 1970 on the operator’s wall. */
      day: z.number().int(),
      /** Log units, the strongest of its units; by day before, the oldest first, ending with `day`. */
      risk: z.number(),
      series: daily,
      /** Signals that say more or less than a day before. */
      changes: z.array(z.object({ name: z.string().max(60), before: z.number(), now: z.number() })).max(60),
      users: z.number(),
      /** Of an app: for whom it asks. */
      partners: z.array(partnerId).max(50),
      units: z.array(shownUnit).max(20),
      /** Beyond those, of which a flag stands: what most speaks against each, day by day. Absent from builds of 27 November. */
      flagged: z.array(shownUnit).max(80).optional(),
      policy: z.string().max(40),
    }),
    'charges.erased': erasedCharges,
  },
})
