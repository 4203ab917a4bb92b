import type { Policy } from '#policy'

/** What an SMSC may bring twice: its bytes, whose it is, and when it came: by the clock that stamps it, and monotonic ms. */
export interface Arrival {
  readonly fingerprint: string
  readonly subscriber: string
  readonly stamp: number
  readonly at: number
}

/** Beyond these the oldest is forgotten: then a repetition over the same session acts twice. */
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
  readonly #doubts = new Map<string, number>()
  readonly #latest = new Map<string, Arrival>()

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
    put(this.#latest, subscriber, arrival, MOST_SUBSCRIBERS)
    return { ...(inDoubt ? { answerInDoubt: true } : {}), ...(other ? { anotherAt: other.stamp } : {}) }
  }

  /** It was answered; `well` when it was taken and the answer went out. */
  answered({ fingerprint, at }: Arrival, now: number, well: boolean): void {
    const others = (this.#underWay.get(fingerprint) ?? 1) - 1
    if (others > 0) this.#underWay.set(fingerprint, others)
    else this.#underWay.delete(fingerprint)
    if (well && now - at <= this.#policy.answerLateSeconds * 1000) this.#doubts.delete(fingerprint)
    else put(this.#doubts, fingerprint, now + this.#memoryMs, MOST_DOUBTS)
  }

  get #memoryMs(): number {
    return this.#policy.repetitionSeconds * 1000
  }
}

/** Puts as the newest; beyond `most` the oldest goes. */
function put<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.delete(key)
  map.set(key, value)
  if (map.size > most) map.delete(map.keys().next().value as string)
}
