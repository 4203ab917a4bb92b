import { Tokens } from '#evidence'
import type { Granted, GrantedCharge } from './domain/state.ts'

/** What a grant says: this charge, of this subscriber, for this amount, until then, and what it pays for. */
interface Grant extends Omit<GrantedCharge, 'at'>, Granted {
  readonly until: number
}

/** Billing’s clock may be so much behind ours. */
const SLACK_MS = 60_000

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
  sign({ at, ...charge }: GrantedCharge, pays: Omit<Granted, 'from'>, until: number): string {
    const grant: Grant = { ...charge, ...pays, from: at, until }
    return this.#tokens.sign(grant)
  }

  /** What it grants, when it is ours, for just this charge, and held at the charge’s own time. */
  read(token: string, charge: GrantedCharge): Granted | undefined {
    const grant = this.#tokens.read(token) as Grant | undefined
    if (!grant || charge.at < grant.from - SLACK_MS || charge.at > grant.until) return undefined
    const { id, subscriber, serviceId, amountFen, kind, from, tenure, cycle } = grant
    const isSame =
      id === charge.id &&
      subscriber === charge.subscriber &&
      serviceId === charge.serviceId &&
      amountFen === charge.amountFen &&
      kind === charge.kind
    return isSame
      ? { from, ...(tenure === undefined ? {} : { tenure }), ...(cycle === undefined ? {} : { cycle }) }
      : undefined
  }
}

/** So many valid grants are remembered at once; of those beyond it, the oldest are not. */
const MOST_HELD = 250_000

/**
 * The periods and purchases for which this process gave a grant that is still valid. Other processes’ are not known here:
 * of two such charges the second is judged wrong.
 */
export class HeldPeriods {
  readonly #held = new Map<string, { readonly id: string; readonly until: number }>()

  /** Holds it for this charge; false when another charge’s grant for it is still valid. */
  hold(period: string, id: string, until: number, now: number): boolean {
    const held = this.#held.get(period)
    if (held && held.id !== id && held.until >= now) return false
    this.#held.delete(period)
    for (const [oldest, { until: over }] of this.#held) {
      if (over >= now && this.#held.size < MOST_HELD) break
      this.#held.delete(oldest)
    }
    this.#held.set(period, { id, until })
    return true
  }
}
