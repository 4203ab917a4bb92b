import type { Observation } from '../observed/observe.ts'

/** Approved tariffs that are kept, the latest. */
const TARIFFS = 8
/** Until its prices are known, what it charges in its first hours is one. */
const FIRST_HOURS = 72

/** What a service may cost: what was approved, and what was agreed to. */
export class Prices {
  #most = 0
  #firstCharge = 0
  #tariffs: number[] = []

  save() {
    return { most: this.#most, firstCharge: this.#firstCharge, tariffs: this.#tariffs }
  }
  load({ most, firstCharge, tariffs }: ReturnType<Prices['save']>): void {
    ;[this.#most, this.#firstCharge, this.#tariffs] = [most, firstCharge, tariffs]
  }

  /** A tariff that was approved or agreed to. */
  know(amount: number | undefined): void {
    if (amount !== undefined) this.#most = Math.max(this.#most, amount)
  }

  approve(amount: number | undefined): void {
    this.know(amount)
    if (amount === undefined || this.#tariffs.includes(amount)) return
    this.#tariffs.unshift(amount)
    this.#tariffs.length = Math.min(this.#tariffs.length, TARIFFS)
  }

  /**
   * A receipt has the prompt word for word, and its terms: whether they are not those that were approved; undefined where nothing
   * is known to have been.
   */
  isUnlike({ amount, what, yes }: Observation, period: string | undefined): boolean | undefined {
    if (this.#tariffs.length === 0) return undefined
    const isApproved = amount === undefined || this.#tariffs.includes(amount)
    return !isApproved || (what !== undefined && period !== undefined && what !== period) || !yes
  }

  /** Whether a charge is above every known price. */
  isAbove(amount: number, hour: number): boolean {
    if (this.#firstCharge === 0) this.#firstCharge = hour
    if (hour - this.#firstCharge >= FIRST_HOURS) return amount > this.#most
    this.know(amount)
    return false
  }
}
