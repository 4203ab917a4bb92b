import type { Envelope, Topic } from '#contracts'

/** Asked for by an earlier `wakeAt`; carries nothing but its due time. */
export interface Wake {
  readonly type: 'wake'
  readonly at: number
}

/** A message for a topic. Its id, time, correlation and partition are added by the runtime, from its cause. */
export interface Emit {
  readonly topic: string
  readonly key: string
  readonly type: string
  readonly data: unknown
}

/** What a decision may know besides state and message. No clock, no randomness, no I/O. */
export interface Context<Refs = unknown> {
  /** The edge's time of the message, or the timer's due time; ms since 1970. */
  readonly now: number
  readonly key: string
  /** Id of the message (or of the timer) that is decided on: ids of what follows derive from it. */
  readonly cause: string
  /** Reference data and policy in force, held in memory. */
  readonly refs: Refs
}

export interface Decision<State> {
  /** The new state; undefined removes it. */
  readonly state: State | undefined
  readonly emit?: readonly Emit[]
  /** Asks to be called again at this time (ms); there is one timer a key. */
  readonly wakeAt?: number | undefined
  /** Known bad input: it goes to the dead letters with this reason, and the state stays. */
  readonly deadLetter?: string
}

/**
 * One pure function over one keyed state, with the topics it reads. A timer comes before later messages only when nothing
 * older can come any more: so a message may find it due and not called yet, and what is over is told by the state's own
 * times, not by the timer. `wakeAt` replaces a timer that is due as well (decision 15).
 */
export interface ProcessDefinition<State = unknown, Message extends Envelope = Envelope, Refs = unknown> {
  readonly name: string
  readonly inputs: readonly Topic[]
  readonly decide: (state: State | undefined, message: Message | Wake, context: Context<Refs>) => Decision<State>
  /**
   * Of a state that is evidence and not signed: signed as it stands, once, in the baseline of its lane. Undefined where nothing is
   * to be signed; `isOrdered` where also what was signed otherwise is.
   */
  readonly baseline?: (state: State, context: Context<Refs>, isOrdered: boolean) => Decision<State> | undefined
  /**
   * What an earlier build left undone: undefined where nothing is. Done once in each state, in a baseline of its lane; `nth` is
   * raised when there is more to do than builds before did.
   */
  readonly catchUp?: {
    readonly nth: number
    readonly decide: (state: State, context: Context<Refs>) => Decision<State> | undefined
  }
  /** Kind of the seals by which its states are signed. */
  readonly seals?: string
  /** Raised when `index` or `sort` comes to something else than before: what stands there is put where it belongs. */
  readonly listed?: number
  /** Of a state that is shown though somebody else wrote it: this message says all of it again, or ends it. Others wait as dead letters. */
  readonly saysAll?: (message: Message) => boolean
  /** Of states without a stamp: one that nothing can be decided from keeps its own messages, as dead letters, and not its lane. */
  readonly setsAside?: boolean
  /** Declared index entries of a state, to be found by: `{ status: 'open' }`. */
  readonly index?: (state: State) => Readonly<Record<string, string>>
  /**
   * What lists of these states are sorted by, compared character by character: an ISO time, a figure with zeros before it.
   * No line break in it. Only with `index`.
   */
  readonly sort?: (state: State) => string
  /**
   * When a state is to be woken at the latest, of a kind whose rows carry no stamp: `decide` asks for it by this, and
   * `verify lists` holds what is stored against it.
   */
  readonly wakes?: (state: State, refs: Refs) => number | undefined
}

export interface Clock {
  now(): number
  /** Resolves after `ms`, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}
