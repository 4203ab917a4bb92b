import { createHmac, timingSafeEqual } from 'node:crypto'
import type { GrantedCharge } from './domain/state.ts'

/** What a grant says: this charge, of this subscriber, for this amount, until then. */
interface Grant extends Omit<GrantedCharge, 'at'> {
  readonly from: number
  readonly until: number
}

/**
 * Signed grants: `payload.signature`, both base64url; HMAC-SHA256 with a key that is in no database. Whoever holds one can
 * show that the charge was allowed, and we know it from a forged one without having kept it.
 */
export class Grants {
  readonly #secret: string

  constructor(secret: string) {
    this.#secret = secret
  }

  /** @param until ms; an allow holds until then */
  sign({ at, ...charge }: GrantedCharge, until: number): string {
    const grant: Grant = { ...charge, from: at, until }
    const payload = Buffer.from(JSON.stringify(grant)).toString('base64url')
    return `${payload}.${this.#signature(payload)}`
  }

  /** True when it is ours, for just this charge, and held at the charge’s own time. */
  holds(token: string, charge: GrantedCharge): boolean {
    const [payload = '', signature = '', ...more] = token.split('.')
    const [given, right] = [Buffer.from(signature), Buffer.from(this.#signature(payload))]
    if (more.length > 0 || given.length !== right.length || !timingSafeEqual(given, right)) return false
    const grant = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Grant
    return (
      grant.id === charge.id &&
      grant.subscriber === charge.subscriber &&
      grant.serviceId === charge.serviceId &&
      grant.amountFen === charge.amountFen &&
      charge.at >= grant.from - 60_000 &&
      charge.at <= grant.until
    )
  }

  #signature(payload: string): string {
    return createHmac('sha256', this.#secret).update(payload).digest('base64url')
  }
}
