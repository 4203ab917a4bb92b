import type { Policy } from '#policy'
import { Latest } from '#sms'

/** What an SMSC may bring twice: its bytes, whose it is, and when it came: by the clock that stamps it, and monotonic ms. */
export interface Arrival {
  readonly fingerprint: string
  readonly subscriber: string
  readonly stamp: number
  readonly at: number
}

/** Beyond half of these the oldest may be forgotten: then a repetition over the same session acts twice. */
const MOST_DOUBTS = 100_000
const MOST_SUBSCRIBERS = 100_000

/**
 * Which answers to an SMSC may not have reached it, and what a subscriber said last: what the edge knows of a repetition
 * and the lane cannot (docs/rules.md, "Parsing"). In memory: after a start all sessions are others, which says as much.
 */
export class Answers {
  readonly #policy: Pick<Policy, 'repetitionSeconds' | 'answerLateSeconds'>
  readonly #underWay = new Map<string, number>()
  /** Until when an answer is in doubt. */
  readonly #doubts = new Latest<number>(MOST_DOUBTS)
  readonly #latest = new Latest<Arrival>(MOST_SUBSCRIBERS)

  constructor(policy: Pick<Policy, 'repetitionSeconds' | 'answerLateSeconds'>) {
    this.#policy = policy
  }

  /** An MO came: the marks that it takes along. */
  arrived(arrival: Arrival): { answerInDoubt?: true; anotherAt?: number } {
    const { fingerprint, subscriber, at } = arrival
    const inDoubt = this.#underWay.has(fingerprint) || (this.#doubts.get(fingerprint) ?? 0) > at
    const before = this.#latest.get(subscriber)
    const other = before && before.fingerprint !== fingerprint && at - before.at <= this.#memoryMs ? before : undefined
    this.#underWay.set(fingerprint, (this.#underWay.get(fingerprint) ?? 0) + 1)
    this.#latest.set(subscriber, arrival)
    return { ...(inDoubt ? { answerInDoubt: true } : {}), ...(other ? { anotherAt: other.stamp } : {}) }
  }

  /** It was answered; `well` when it was taken and the answer went out. */
  answered({ fingerprint, at }: Arrival, now: number, well: boolean): void {
    const others = (this.#underWay.get(fingerprint) ?? 1) - 1
    if (others > 0) this.#underWay.set(fingerprint, others)
    else this.#underWay.delete(fingerprint)
    if (well && now - at <= this.#policy.answerLateSeconds * 1000) this.#doubts.delete(fingerprint)
    else this.#doubts.set(fingerprint, now + this.#memoryMs)
  }

  get #memoryMs(): number {
    return this.#policy.repetitionSeconds * 1000
  }
}
