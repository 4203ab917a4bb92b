import type { Identity } from './moment.ts'
import type { Observation } from './observe.ts'

/** From so many hours of telling on it is known who uses what they pay for by the month. */
const KNOWN = 21 * 24

/** Of which services use is told, and since which hour; whose they are makes no difference. */
export class UsageTold {
  #since = new Map<string, number>()

  /** Of a service of which no use is told nobody is a silent payer, nor of one of which it has been told only lately. */
  isKnown({ kind: of, name }: Identity, { kind }: Observation, hour: number): boolean {
    // What is counted of several together may be told for some of them only.
    if (of !== 'service') return false
    const since = this.#since.get(name)
    if (since === undefined && kind === 'usage') this.#since.set(name, hour)
    return since !== undefined && hour - since >= KNOWN
  }

  save() {
    return this.#since
  }
  load(since: ReturnType<UsageTold['save']>): void {
    this.#since = since
  }
}
