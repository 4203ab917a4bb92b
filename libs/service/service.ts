import type { Bus, InRecord, OutRecord } from '#bus'
import type { Config, Secrets } from '#config'
import { baselineKey, type Envelope, evidenceBaselines, letterRecord, partitionOf, type Topic } from '#contracts'
import type { OpaqueIds } from '#evidence'
import type { Api, KeyRing, Staff } from '#http'
import type { LivePolicy, VersionedPolicy, WholePolicy } from '#policy'
import {
  type Assignment,
  type Clock,
  catchUpSign,
  DecideWork,
  EDGE_PATIENCE_MS,
  listingOf,
  type ProcessDefinition,
} from '#process'
import type { Baselines, Catalogue, NetworkBlocks, Over, Processes } from '#reference'
import type { Command } from '#sms'
import type { Store } from '#store'
import type { Logger, Metrics } from '#telemetry'

/** What main gives every service: the adapters that the environment chose, and what they all read. */
export interface Deps {
  readonly bus: Bus
  readonly store: Store
  readonly config: Config
  /** By what is decided: the file, and what was released since. */
  readonly policy: LivePolicy
  readonly clock: Clock
  readonly log: Logger
  readonly metrics: Metrics
  readonly keys: KeyRing
  /** The operator’s people, and who of them is signed in. */
  readonly staff: Staff
  readonly catalogue: Catalogue
  /** Who is blocked for everybody, and the white list. */
  readonly network: NetworkBlocks
  /** Rows of the store that nobody may believe any more. */
  readonly over: Over
  /** From when on states are held against what their lanes left. */
  readonly baselines: Baselines
  /** Those of the gateway, as they tell of themselves. */
  readonly processes: Processes
  readonly http: Api
  /** By kind of proposal, what it would do as things are now; each service adds its own, and of no other kind any is approved. */
  readonly previews: Map<string, Preview>
  /** What other figures of the desk would change, by their group; each service adds its own. */
  readonly effects: Map<string, DeskEffect>
  readonly secrets: Secrets
  /** Ids as they leave the house. */
  readonly ids: OpaqueIds
  /** HMAC of a number, for keys. */
  readonly keyOf: (number: string) => string
  /** Parser of the policy's words. */
  readonly parse: (text: string) => Command
}

/** Looks again at what a proposal would do. @returns the same as was shown, unless the world has changed */
export type Preview = (proposal: {
  readonly preview: unknown
  readonly records: readonly { readonly key: string; readonly data?: unknown }[]
}) => Promise<unknown>

/** Of what hangs on nothing that changes: it would still do what was shown. */
export const asShown: Preview = async ({ preview }) => preview

/** What other figures would come to, on what is stored now. */
export interface DeskEffect {
  /** The figures that it tells of, by their path. */
  readonly figures: readonly string[]
  /** Those of them of which more follows than it tells. */
  readonly inPart?: readonly string[]
  readonly look: (held: WholePolicy, after: WholePolicy) => Promise<Looked>
}

export interface Looked {
  /** So many were looked at, and whether those are all. */
  readonly looked: number
  readonly all: boolean
  readonly held: number
  readonly after: number
  readonly newly: number
  readonly noLonger: number
  /** Whose things those two are, as far as they are a partner’s. */
  readonly partners?: readonly string[]
}

/** A link to an SMSC, for those who watch. */
export interface LinkState {
  readonly name: string
  readonly bind: string
  readonly bound: boolean
  readonly window: number
  /** Places of the window that are taken. */
  readonly used: number
}

/** What runs beside the lanes or the routes of a service while they are there. */
export interface Part {
  start?(): Promise<void>
  stop?(): Promise<void>
  /** Why it cannot do its work now; undefined when ready. */
  unready?(): string | undefined
  links?(): readonly LinkState[]
}

/** What a service owns: its processes and effects, in the groups. */
export interface Lanes extends Part {
  readonly assignments: readonly Assignment[]
}

/**
 * A service in two halves, each of which any process may run: lanes own keys, so the groups share them out (SERVICES);
 * edges are routes that read the store and write the log, so as many processes as wanted serve them (EDGES). `start` and
 * `stop` are of what both halves need.
 */
export interface Service extends Part {
  readonly name: string
  lanes?(): Lanes
  /** Puts its routes on `deps.http`. */
  edges?(): Part
}

/**
 * The assignment of a `decide` process. `refs` is given the policy of the time that is decided at, the message’s or the
 * timer’s: here, and nowhere else, is said which version a decision is made by.
 */
export function decides<State, Refs>(
  definition: ProcessDefinition<State, Envelope, Refs>,
  deps: Deps,
  refs: (inForce: VersionedPolicy) => Refs,
): Assignment {
  const erased = definition as unknown as ProcessDefinition
  const refsAt = (at: number) => refs(deps.policy.at(at))
  return {
    name: definition.name,
    inputs: definition.inputs.map((each) => each.name),
    listing: (state) => listingOf(erased, state),
    signs: [
      ...(definition.baseline ? ['seal'] : []),
      ...(definition.index ? [`lists ${definition.listed ?? 1}`] : []),
      ...(definition.catchUp ? [catchUpSign(definition.catchUp)] : []),
    ],
    seals: definition.seals,
    wakes: (state) => erased.wakes?.(state, refsAt(deps.clock.now())),
    work: (lane) =>
      new DecideWork(erased, lane, deps.store, {
        refs: refsAt,
        partitions: deps.bus.partitions,
        largest: deps.bus.largest,
        cacheSize: Math.ceil(deps.config.STATE_CACHE / deps.bus.partitions),
        now: () => deps.clock.now(),
        baseline: {
          due: (lane) => deps.baselines.due(definition.name, lane),
          made: (lane, number, taken) => {
            const at = deps.clock.now()
            const data = { process: definition.name, number, at, lane, taken }
            const key = baselineKey(data)
            return edgeRecord(evidenceBaselines, deps.bus, key, { id: key, at, corr: key, type: 'baseline.made', data })
          },
        },
      }),
  }
}

/** A record for a topic, made at an edge: stamped with its time, its id the start of all that it causes. */
export function edgeRecord(topic: Topic, bus: Bus, key: string, message: Omit<Envelope, 'v'>): OutRecord {
  return { topic: topic.name, partition: partitionOf(key, bus.partitions), key, message: { v: 1, ...message } }
}

/** A dead letter made at an edge, for what never became a message. */
export function edgeDeadLetter(
  bus: Bus,
  letter: { id: string; process: string; topic: string; key: string; reason: string; value: string; at: number },
): OutRecord {
  const { id, at, ...data } = letter
  return letterRecord({ id, at }, { ...data, partition: 0, offset: 0 }, bus)
}

/** A record that is no contract, of an effect: what stands for it in the dead letters. */
export const refuseRecord = (
  { bus, clock }: Pick<Deps, 'bus' | 'clock'>,
  process: string,
  record: InRecord,
  reason: string,
): OutRecord =>
  edgeDeadLetter(bus, {
    id: `${process}-${record.topic}-${record.partition}-${record.offset}`,
    at: clock.now(),
    process,
    topic: record.topic,
    key: record.key,
    reason,
    value: record.raw(),
  })

/** Publishes from an edge. @throws BusError, retriable: the caller is told to send the same again. */
export const publishFromEdge = (bus: Bus, records: readonly OutRecord[]): Promise<void> =>
  bus.publish(records, { withinMs: EDGE_PATIENCE_MS })
