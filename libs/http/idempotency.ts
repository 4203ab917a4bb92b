import { createHash } from 'node:crypto'
import { Problem } from './problem.ts'

interface Seen {
  readonly digest: string
  readonly id: string
  readonly at: number
}

/**
 * Ids of calls that carry an Idempotency-Key: the same key of the same caller gives the same id, from which everything
 * downstream derives, so that a repetition acts once even after a restart. The content is compared while it is remembered
 * here, and a key used for another content is refused.
 */
export class Idempotency {
  readonly #seen = new Map<string, Seen>()
  readonly #keepMs: number
  readonly #limit = 200_000

  constructor(keepMs: number) {
    this.#keepMs = keepMs
  }

  /** @throws Problem `idempotency.conflict` */
  idOf(caller: string, key: string, content: unknown, now: number): { id: string; repeated: boolean } {
    const name = createHash('sha256').update(`${caller}\n${key}`).digest('base64url').slice(0, 27)
    const digest = createHash('sha256').update(JSON.stringify(content)).digest('base64url')
    const seen = this.#seen.get(name)
    if (seen && now - seen.at <= this.#keepMs) {
      if (seen.digest !== digest) throw new Problem('idempotency.conflict')
      return { id: seen.id, repeated: true }
    }
    for (const [old, { at }] of this.#seen) {
      if (this.#seen.size < this.#limit && now - at <= this.#keepMs) break
      this.#seen.delete(old)
    }
    this.#seen.set(name, { digest, id: name, at: now })
    return { id: name, repeated: false }
  }
}
