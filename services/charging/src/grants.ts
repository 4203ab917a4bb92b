import { Tokens } from '#evidence'
import type { GrantedCharge } from './domain/state.ts'

/** What a grant says: this charge, of this subscriber, for this amount, until then. */
interface Grant extends Omit<GrantedCharge, 'at'> {
  readonly from: number
  readonly until: number
}

/**
 * Signed grants, with a key that is in no database. Whoever holds one can
 * show that the charge was allowed, and we know it from a forged one without having kept it.
 */
export class Grants {
  readonly #tokens: Tokens

  /** @param secrets the newest first */
  constructor(secrets: readonly string[]) {
    this.#tokens = new Tokens(secrets, 'charge-grant')
  }

  /** @param until ms; an allow holds until then */
  sign({ at, ...charge }: GrantedCharge, until: number): string {
    const grant: Grant = { ...charge, from: at, until }
    return this.#tokens.sign(grant)
  }

  /** True when it is ours, for just this charge, and held at the charge’s own time. */
  holds(token: string, charge: GrantedCharge): boolean {
    const grant = this.#tokens.read(token) as Grant | undefined
    return (
      grant !== undefined &&
      grant.id === charge.id &&
      grant.subscriber === charge.subscriber &&
      grant.serviceId === charge.serviceId &&
      grant.amountFen === charge.amountFen &&
      charge.at >= grant.from - 60_000 &&
      charge.at <= grant.until
    )
  }
}
