import type { OutRecord, Source } from '#bus'
import type { Stamps } from '#evidence'

export interface LaneId {
  readonly process: string
  readonly lane: number
}

/** Highest (incarnation, seq, index) handled, per `topic<source`; of an edge also the time of that message, ms. */
export type Marks = Readonly<Record<string, readonly [incarnation: string, seq: number, index: number, at?: number]>>

/** Which log each topic’s positions belong to. */
export type LogNames = Readonly<Record<string, string>>

/** What a lane needs to go on where its last owner stopped. */
export interface LaneDocument {
  readonly epoch: number
  readonly seq: number
  readonly incarnation: string
  /** Incarnations of before the store was restored, also such as it knows only from the log. */
  readonly former: readonly string[]
  /** Something of what its lanes will tell stands in the log already (`recalled`). */
  readonly recalls: boolean
  /** Next offset to read, per input topic. Empty for a lane that never committed. */
  readonly positions: Readonly<Record<string, number>>
  readonly marks: Marks
  /** Identity of each topic’s log that the positions belong to; undefined before the first commit. */
  readonly log: LogNames | undefined
  /** It was said on purpose that the log lost what the positions belong to: read what it has. Until the first commit. */
  readonly logLost: boolean
  /** Committed but perhaps not published, in order of seq. Always empty where `emits` is `log`. */
  readonly outbox: readonly { readonly seq: number; readonly records: readonly OutRecord[] }[]
  /** What its last commit said of the lane’s rows; undefined where nobody keeps a roll of them. */
  readonly roll?: string | undefined
}

export interface StateRecord {
  /** Undefined when it is `changed`. */
  readonly body: unknown
  readonly wakeAt: number | undefined
  /** That it is stored under; absent where nobody asks. */
  readonly lane?: unknown
  /** Somebody else wrote it: nothing may be decided from it (`StampedStore`). */
  readonly changed?: true
  /** With `changed`: nobody knows yet whether somebody did, since all rows of its lane are being found. */
  readonly finding?: true
  /** Somebody else wrote it, and it is as if it were not there, or shown as it stands: no timer of it is called. */
  readonly unbelieved?: 'absent' | 'shown'
}

export interface StateWrite {
  readonly key: string
  /** Undefined deletes the state. */
  readonly body: unknown
  readonly wakeAt: number | undefined
  /** Declared index entries, `name=value`; undefined for a process that declares none. */
  readonly tags: readonly string[] | undefined
  /** What a list of the states that carry a tag is sorted by; empty for a process that declares none. */
  readonly sort: string
  /** True when no state was there before. */
  readonly fresh: boolean
}

/** All of it becomes true together, or none of it. */
export interface Commit {
  readonly id: LaneId
  readonly epoch: number
  /** The seq this commit makes: the lane's last seq + 1. */
  readonly seq: number
  readonly log: LogNames
  readonly positions: Readonly<Record<string, number>>
  readonly marks: Marks
  readonly states: readonly StateWrite[]
  readonly emit: readonly OutRecord[]
  /** Outbox entries up to this seq are acknowledged by the log and may go. */
  readonly published: number
  /** What is said of all rows of the lane as this commit leaves them (`Roll`); kept with the lane. */
  readonly roll?: string | undefined
}

export type Remembered = 'new' | 'same' | 'other'

/** A message of a lane, as the log holds it. */
export interface Told {
  readonly id: string
  readonly source: Source
}

export interface Renewal {
  readonly lives: readonly string[]
  readonly logLost: boolean
  /** Lanes are stamped anew whatever they say now. */
  readonly asItStands?: boolean
}

export interface Found {
  readonly key: string
  readonly body: unknown
  readonly wakeAt: number | undefined
  readonly lane?: unknown
  /** Somebody else wrote it: given only to who asked for what is stored. */
  readonly changed?: true
  /** Place in the list that was asked for: where the next page begins. */
  readonly cursor: string
}

/** A lane, and whether a key may be one of its own, for which nothing is read. */
export interface OwnKeys {
  readonly lane: number
  readonly has: (key: string) => boolean
}

export interface End {
  readonly key: string
  /** `TAIL` characters of it, or all of a shorter one. */
  readonly tail: string
  readonly lane: unknown
}

/** A state with what stands beside it, as it is stored: for auditors. */
export interface Beside {
  readonly key: string
  /** Undefined where there is none, or what stands there is no state. */
  readonly body: unknown
  readonly wakeAt: unknown
  /** Undefined where there are list entries and no state. */
  readonly lane: unknown
  readonly entries: readonly (readonly [tag: string, sort: string])[]
  /** Somebody else wrote it (`StampedStore`). */
  readonly changed?: true
}

/** A page of states, by (sort, key) in the order of their characters’ codes; without a tag by key alone. */
export interface Query {
  readonly tag?: string
  /** The `cursor` of the last one that is known; of one that is gone meanwhile too. A key is a cursor of what declares no sort. */
  readonly after?: string
  /** From the end, backwards. */
  readonly descending?: boolean
  /** Bounds of the sort, where a tag is asked for: from this on, and before that. */
  readonly from?: string
  readonly until?: string
  readonly limit: number
  /** For auditors: what was changed in the store too, as it stands there. @throws Finding while nobody knows yet what was */
  readonly asStored?: true
}

/**
 * The states, timers and lane documents. Adapters: embedded (SQLite), mongo, memory (simulation). All pass `contract.ts`.
 */
export interface Loading {
  /** As this process committed them, though others may not read that yet: waits for nothing. */
  readonly asCommitted?: boolean
}

export interface Store {
  /** `log`: a commit's messages are in the log by the same transaction; `outbox`: the lane publishes them after it. */
  readonly emits: 'log' | 'outbox'
  /**
   * Makes the caller the lane's only writer: ends its former owner's session, raises the epoch, reads the document. Who is told
   * to stop while it waits for its turn takes nothing over: whoever is given the lane next is not fenced by it.
   */
  takeOver(id: LaneId, session: string, signal?: AbortSignal): Promise<LaneDocument>
  /** States of one process. What was committed here stands where every process reads it when this answers. */
  load(process: string, keys: readonly string[], how?: Loading): Promise<Map<string, StateRecord>>
  /** Keys whose timer is due at or before `until` (ms), earliest first. */
  due(id: LaneId, until: number, limit: number): Promise<readonly { key: string; wakeAt: number }[]>
  nextWake(id: LaneId): Promise<number | undefined>
  /** The ends of the lane’s states as they are stored, by key: `TAIL` characters of each, or all of a shorter one. */
  tails(id: LaneId, page: { after?: string; limit: number }): Promise<readonly { key: string; tail: string }[]>
  /** The ends of all states of a process, by key, each with the lane that it is stored under. */
  ends(process: string, page: { readonly after?: string | undefined; readonly limit: number }): Promise<readonly End[]>
  /** What came out of the lane’s rows since it was taken over; absent where nobody looks. @throws Changed */
  checkRows?(id: LaneId): void
  /** The rows of a lane that was taken over are being found still: whoever waits for that does not stand still. */
  isFinding?(id: LaneId): boolean
  /** What is known of the lane’s rows stands nowhere yet: its next commit says it, be it one of nothing else. */
  isUnsaid?(id: LaneId): boolean
  /** Who took the lane over with this epoch runs it no more; absent where nobody keeps a roll. */
  release?(id: LaneId, epoch: number): void
  /** This process has the row’s lane, and knows by itself whether the row is what was left last; absent where nobody looks. */
  hasLaneOf?(process: string, key: string): boolean
  /** That nobody took the lane over from who has this epoch. */
  owns(id: LaneId, epoch: number): Promise<boolean>
  /**
   * A commit that has been made already is not made again, and is no error: so what is not known may be asked for again.
   * @throws Fenced when another owner took the lane; any other error means that it is not known or did not happen
   */
  commit(commit: Commit): Promise<void>
  /** A page of a process’s states: the last page of a million costs what the first does. */
  find(process: string, query: Query): Promise<readonly Found[]>
  /**
   * A page of states with the list entries that stand beside each, by key, of which there are `MOST_BESIDE` of each at most;
   * and entries that belong to no state. `next` is what the page that follows comes after; nothing comes before the first. Of one
   * lane: its own states alone, of the keys that it may have; a page that passed by many others has fewer, or none.
   */
  beside(
    process: string,
    page: { readonly after?: string | undefined; readonly limit: number; readonly own?: OwnKeys },
  ): Promise<{ readonly rows: readonly Beside[]; readonly next?: string }>
  /** Former owners committed states that nobody has carried to where they are read; absent where there are none such. */
  isBehind?(process: string): Promise<boolean>
  /** How many states carry a tag, counted up to `most`: who shows it says “more than”. */
  count(process: string, query: { tag: string; from?: string; until?: string; most: number }): Promise<number>
  /**
   * Remembers what an id stood for, durably, until a time (ms): `new` the first time, then `same` or `other` by the digest.
   * What Idempotency-Keys need, whatever process is asked.
   */
  remember(id: string, digest: string, until: number): Promise<Remembered>
  /**
   * Before `renew`: messages of lanes that the log holds. Those that this backup’s lanes have yet to tell are kept for a week:
   * they stand where they belong, and are not told again.
   */
  recall(messages: readonly Told[]): Promise<void>
  /** Which of these messages, by id, the log held when the store was restored. */
  recalled(ids: readonly string[]): Promise<ReadonlySet<string>>
  /**
   * After a restore from a backup: fences all lanes and begins a new incarnation, which is given. `lives` are the incarnations
   * that the log tells of. Repeating it does no harm. What was changed in the database is believed only `asItStands`; rows
   * that were taken away or put back then too.
   * @throws Changed
   */
  renew(options: Renewal): Promise<string>
  ping(): Promise<void>
  /** How many records are known not to be as the gateway left them; absent where nobody looks. */
  changedRecords?(): number
  /** Looks for it until aborted. */
  patrol?(sleep: (ms: number, signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void>
  /** The clock that all processes share, ms; absent where the store has no other than this process’s. */
  time?(): Promise<number>
  close(): Promise<void>
}

/** The stamp of a state stands at its end: `"stamp":"…"}` with 43 characters between. */
export const TAIL = 54

/** More list entries than any state has: whoever put a million beside one has these read. */
export const MOST_BESIDE = 1000

/** A lane’s outbox holds the messages of at most so many commits, the last ones. */
export const OUTBOX = 2

/** More than a lane had owners since any backup: none of them is taken for the present one. */
export const EPOCHS = 1_000_000

export class Fenced extends Error {
  readonly code = 'store.fenced'
  constructor(id: LaneId) {
    super(`lane ${id.process}/${id.lane} has another owner now`)
  }
}

/** Stamps on what only the owners of lanes write, under a secret that no database has. */
export type LaneStamps = Pick<Stamps, 'ofText' | 'ofLines' | 'textHolds'>

/** What only a lane's owner writes does not carry its stamp: somebody must look, nothing is done from it. */
export class Changed extends Error {
  readonly code = 'store.changed'
  constructor(what: string) {
    super(
      `${what} is not as the gateway left it: somebody else wrote the database, or NUMBER_KEY is another. Nothing is done from it. Stop all processes; what to do: docs/operations.md, “Somebody wrote the database”.`,
    )
  }
}

/** All rows of a lane are being found, after a start: what was changed of them is not known yet. */
export class Finding extends Error {
  readonly code = 'store.finding'
  constructor(process: string) {
    super(`the rows of ${process} are being found, and nobody knows yet which of them were changed`)
  }
}

/** Stands between sort and key in a cursor, and in neither. */
const BETWEEN = '\n'

/** Where a state stands in a list that is sorted. */
export const cursorAt = (sort: string, key: string): string => (sort === '' ? key : `${sort}${BETWEEN}${key}`)

/** The place that a cursor names. */
export function placeOf(cursor: string): { readonly sort: string; readonly key: string } {
  const at = cursor.indexOf(BETWEEN)
  return at < 0 ? { sort: '', key: cursor } : { sort: cursor.slice(0, at), key: cursor.slice(at + 1) }
}

/**
 * What a page of a sorted list is between. Of a place and a bound at the same end only the one that is further holds: given
 * both, an index begins at the bound for each page, and the last page of a million costs a million.
 */
export function rangeOf({ after, from, until, descending = false }: Omit<Query, 'limit'>): Range {
  const place = after ? placeOf(after) : undefined
  const bound = descending ? until : from
  if (!place || bound === undefined) return { place, from, until }
  const order = Buffer.compare(Buffer.from(place.sort), Buffer.from(bound))
  if (descending ? order >= 0 : order < 0) return { place: undefined, from, until }
  return descending ? { place, from, until: undefined } : { place, from: undefined, until }
}
export interface Range {
  readonly place: ReturnType<typeof placeOf> | undefined
  readonly from: string | undefined
  readonly until: string | undefined
}

/** What a text stands for; undefined when it is no JSON. */
export function jsonIn(text: unknown): unknown {
  try {
    return JSON.parse(text as string)
  } catch {
    return undefined
  }
}

/** A state as it is stored; what cannot be read was written by somebody else. */
export const recordOf = (text: unknown, wakeAt: number | undefined, lane: unknown): StateRecord => {
  const body = jsonIn(text)
  return { body, wakeAt, lane, ...(body === undefined ? { changed: true as const } : {}) }
}

export const laneName = (id: LaneId): string => `${id.process}/${id.lane}`
