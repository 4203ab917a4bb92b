import type { Policy } from './desk.ts'

export interface Acted {
  readonly fingerprint: string
  readonly at: number
}

/**
 * What acted under an Idempotency-Key lately, with this one; undefined when it is among it: handling it twice would act
 * twice. What came without a key is never a repetition here.
 */
export function remembering(
  acted: readonly Acted[],
  fingerprint: string,
  now: number,
  policy: Pick<Policy, 'idempotencyHours'>,
): readonly Acted[] | undefined {
  if (!fingerprint.startsWith('key:')) return acted
  const still = acted.filter((each) => now - each.at <= policy.idempotencyHours * 3_600_000)
  if (still.some((each) => each.fingerprint === fingerprint)) return undefined
  return [...still, { fingerprint, at: now }].slice(-50)
}

/** More binds to one SMSC than anybody has. */
const MOST_SESSIONS = 50

/** The latest thing that a subscriber said over an SMSC link. */
export interface Heard extends Acted {
  /** The sessions that brought it, and brought it again. */
  readonly sessions: readonly string[]
}

/** What an MO says of itself and of its way; `brought` is missing where no SMSC link brought it. */
interface Brought {
  readonly fingerprint: string
  readonly brought?:
    | {
        readonly session: string
        readonly answerInDoubt?: boolean | undefined
        readonly anotherAt?: number | undefined
      }
    | undefined
}

/**
 * Is this MO the last one once more? The same bytes within a minute, nothing else from that subscriber in between, and
 * the answer to the first may not have arrived: another session brings it, or the edge doubts its answer. Who writes `1`,
 * `恢复`, `1` is heard three times (docs/rules.md, "Parsing").
 */
export function hearing(
  last: Heard | undefined,
  { fingerprint, brought }: Brought,
  now: number,
  policy: Pick<Policy, 'repetitionSeconds'>,
): { repeats: boolean; heard: Heard | undefined } {
  if (!brought) return { repeats: false, heard: undefined }
  const { session, answerInDoubt, anotherAt = -Infinity } = brought
  const same =
    last?.fingerprint === fingerprint && now - last.at <= policy.repetitionSeconds * 1000 && anotherAt < last.at
  if (!same) return { repeats: false, heard: { fingerprint, at: now, sessions: [session] } }
  const known = last.sessions.includes(session)
  if (known && !answerInDoubt) return { repeats: false, heard: { fingerprint, at: now, sessions: [session] } }
  return {
    repeats: true,
    heard: known ? last : { ...last, sessions: [...last.sessions, session].slice(-MOST_SESSIONS) },
  }
}
