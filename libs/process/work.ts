import type { OutRecord } from '#bus'
import type { StateWrite } from '#store'
import type { Batch } from './merge.ts'

/** What one turn of a lane came to; the lane commits it with the positions. */
export interface Turn {
  readonly states: readonly StateWrite[]
  /** Without source; the lane numbers them. */
  readonly emit: readonly OutRecord[]
  /** How many of the batch’s records it is of, when it could not go on after them; all when absent. */
  readonly done?: number
  /** So many states were looked at, of a baseline. */
  readonly looked?: number
  /** Why it could not, when nobody told it to stop: the lane stores what was done, and stops loudly. */
  readonly failure?: unknown
}

/** What a lane does with its records: decide on them (processes), or carry them out (effects such as sending an SMS). */
export interface LaneWork {
  readonly process: string
  readonly inputs: readonly string[]
  /** True when a turn needs nothing that the commit before it makes: the next may begin while that one is being stored. */
  readonly ahead?: boolean
  /** Before the first turn: reads what it must know. */
  start?(): Promise<void>
  /** Handles the records in order. Throws only for what nobody foresaw: the lane then stops loudly and nothing is lost. */
  records(batch: Batch, signal: AbortSignal): Promise<Turn>
  /** Whether its baseline has yet to be made. */
  isBehind?(): boolean
  /** Takes some more of what stands there as it is, while its baseline has yet to be made; undefined when there is none. */
  bringUp?(size: number): Promise<Turn | undefined>
  /** Calls the timers that are due at or before `until`; absent where there are none. */
  wake?(until: number): Promise<Turn & { readonly more: boolean }>
  /** The earliest timer of the lane, when known. */
  nextWake?(): number | undefined
  /** After timers were called and committed: finds out which is the earliest now. */
  settleWake?(): Promise<void>
  /** Why it rightly makes no progress now (no link is bound, say), so that the watchdog lets it wait. */
  excuse?(): string | undefined
  /** After a commit: what was decided is now true. */
  committed(): void
}
