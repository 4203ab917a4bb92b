import { setTimeout } from 'node:timers/promises'
import { type LaneId, TAIL } from './port.ts'

/** What becomes of a state that somebody else wrote. */
export interface Stamping {
  /** As if it were not there: who is let in by it is not. */
  readonly absent: readonly string[]
  /** Nothing is decided from it, not even that there is none: consent, money and whose number it is stand by it. */
  readonly held: readonly string[]
  /** It is told, and given as it stands: whoever shows it holds it against what it is a list of. */
  readonly shown?: readonly string[]
  /**
   * Of these a large lane begins to decide before all its rows were found, so that nobody waits for an answer: they grant
   * nothing by themselves. All others wait.
   */
  readonly behind?: readonly string[]
  /** Of these no roll is kept, since they are too many: what is taken away or put back is told by their seals. */
  readonly unrolled?: readonly string[]
  /** Of those without a roll: of these each lane keeps how many rows it has, and their sum (`CountedStore`). */
  readonly counted?: readonly string[]
  /** Of these a patrol looks at one row a second: they are large. */
  readonly large?: readonly string[]
  /** Of these what is taken away is told when their lane is taken over: their rows are large, and not read all the time. */
  readonly unpatrolled?: readonly string[]
}

/** Whom a store tells of rows that are not as they were left, and what it hears from others of them. */
export interface Watch {
  /**
   * What of a lane is taken as it stands by now, since its baseline has yet to be made: what carries no stamp, or all where people
   * ordered it, by who has the lane alone.
   */
  takes?(process: string, lane: number): 'unstamped' | 'all' | undefined
  /**
   * For people: once of each row, until it is right again; of a lane whose rows are counted again whenever it is off by something
   * else. @param rows how many more there are than were left, of a lane
   */
  changed(process: string, key: string, rows?: number): void
  /** For other processes, by who has the lane: each minute while it is so. */
  over?(process: string, key: string): void
  right?(process: string, key: string): void
  /** The same of all rows of a lane, where nobody can say which of them it is. */
  laneOver?(id: LaneId): void
  laneRight?(id: LaneId): void
  /** Others were told that, be it by an owner of before, and not that it is right. */
  isLaneOver?(id: LaneId): boolean
  /** Others know that this is not what the row’s lane left last; asked about lanes that this process has not. */
  isOver?(process: string, key: string, body: unknown, lane: number): boolean
}

/** A state as it is stored: its stamp stands last, so that what is before it is the text that was stamped. */
export function unstamped(body: unknown): { readonly stamp: string | undefined; readonly rest: unknown } {
  const { stamp, ...rest } = (body ?? {}) as Record<string, unknown> & { readonly stamp?: string }
  return { stamp, rest }
}

/** The stamp that a stored state ends with; of one that has none, its end. */
export const stampIn = (tail: string): string => /"stamp":"([\w-]{43})"\}$/.exec(tail)?.[1] ?? tail

/** The same of a state that was read. */
export const markOf = (body: unknown): string =>
  stampIn([...(JSON.stringify(body) ?? '').slice(-2 * TAIL)].slice(-TAIL).join(''))

/** The same, without making its text where it carries a stamp at its end. */
export function markIn(body: unknown): string {
  const stamp = (body as { readonly stamp?: unknown } | undefined)?.stamp
  return typeof stamp === 'string' && /^[\w-]{43}$/.test(stamp) ? stamp : markOf(body)
}

/** Resolves with it, or when it takes too long; what it throws is told on the watch of the lane (`checkRows`). */
export async function withPatience(built: Promise<void>, ms: number): Promise<void> {
  const over = new AbortController()
  const late = setTimeout(ms, undefined, { signal: over.signal, ref: false })
  await Promise.race([built, late]).catch(() => undefined)
  over.abort()
  late.catch(() => undefined)
}

/** Names and JSON hold no line break, so that no two states are one text. */
export const textOf = (
  process: string,
  key: string,
  { body, wakeAt = '' }: { body: unknown; wakeAt?: unknown },
): string => `${process}\n${key}\n${wakeAt}\n${JSON.stringify(body)}`
