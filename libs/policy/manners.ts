import type { Policy } from './desk.ts'

/** What is remembered of one subscriber so that two machines never talk for ever. */
export interface Manners {
  /** Times of the help texts of the last day. */
  readonly helped: readonly number[]
  /** Answers in the hour that began at `hour`. */
  readonly answers?: { readonly hour: number; readonly count: number }
}

type Limits = Pick<Policy, 'answersPerHour' | 'helpEveryMinutes' | 'help'>
const HOUR = 3_600_000

/**
 * May this be answered? A subscriber gets only so many answers an hour: `last` is the one that says so, then `silence`;
 * what was asked for is still done.
 */
export function answering<M extends Manners>(
  manners: M,
  now: number,
  limits: Limits,
): { manners: M; say: 'answer' | 'last' | 'silence' } {
  const hour = Math.floor(now / HOUR) * HOUR
  const before = manners.answers?.hour === hour ? manners.answers.count : 0
  if (before > limits.answersPerHour) return { manners, say: 'silence' }
  return {
    manners: { ...manners, answers: { hour, count: before + 1 } },
    say: before === limits.answersPerHour ? 'last' : 'answer',
  }
}

/**
 * May a help text be sent? At most once in a while, and a few times a day. Undefined: no. What may be the answer to a
 * question of ours that is open (`asked`) is not lost to that pause, as far as two machines are kept from talking for ever.
 */
export function helping<M extends Manners>(manners: M, now: number, limits: Limits, asked = false): M | undefined {
  const helped = manners.helped.filter((at) => at > now - 24 * HOUR)
  if (asked) return helped.length >= limits.help.whileAsked ? undefined : { ...manners, helped: [...helped, now] }
  const last = helped.at(-1)
  const tooSoon = last !== undefined && now - last < limits.helpEveryMinutes * 60_000
  return tooSoon || helped.length >= limits.help.perDay ? undefined : { ...manners, helped: [...helped, now] }
}
