import type { Identity } from './moment.ts'
import type { Observation } from './observe.ts'

/** From so many hours of telling on it is known who uses what they pay for by the month. */
const KNOWN = 21 * 24

/** Of whom use is told, and since which hour: a partner, or a service that is nobody’s. */
export class UsageTold {
  #since = new Map<string, number>()

  /** Of whom no use is told nobody is a silent payer, nor of whom it has been told only lately. */
  isKnown({ partner, name }: Identity, { kind }: Observation, hour: number): boolean {
    const since = this.#since.get(partner ?? name)
    if (since === undefined && kind === 'usage') this.#since.set(partner ?? name, hour)
    return since !== undefined && hour - since >= KNOWN
  }

  save() {
    return this.#since
  }
  load(since: ReturnType<UsageTold['save']>): void {
    this.#since = since
  }
}
