import type { Observation } from '../observed/observe.ts'
import type { Identity } from './moment.ts'

/** From so many hours of telling on it is known who uses what they pay for by the month. */
const KNOWN = 21 * 24

/** Who has told no use for twice the longest pause of late, and for a week, tells none any more; a file of each month has been waited for. */
const [LEAST, MOST] = [7 * 24, 35 * 24]
/** A pause counts less from one hour of telling to the next. */
const FADES = 0.98
/** Of what was told no use for so many hours nothing is remembered. */
const FORGOTTEN = 2 * MOST
/** What is told of one or two alone is told of some, and not of who pays. */
const SEVERAL = 3

/** Since when use of a service is told. */
export interface Telling {
  readonly since: number
  readonly last: number
  /** Hours that it once was told nothing, of late. */
  readonly pause: number
  /** The latest of different subscribers, each by a mark that many share. */
  readonly lately: readonly { readonly mark: number; readonly hour: number }[]
}
const patience = ({ pause }: Telling): number => Math.min(MOST, Math.max(LEAST, 2 * pause))

/** Of which services use is told, since which hour and of whom lately; whose they are makes no difference. */
export class UsageTold {
  #told = new Map<string, Telling>()
  #swept = 0

  /** Of charges: of a service of which no use is told, or is told no more, nobody is a silent payer, nor of one of which it has been told only lately. */
  isKnown({ kind: of, name }: Identity, { kind, sub }: Observation, hour: number): boolean {
    // What is counted of several together may be told for some of them only.
    if (of !== 'service' || (kind !== 'usage' && kind !== 'charge')) return false
    if (kind === 'usage') this.#tell(name, sub & 0xff, hour)
    const telling = this.of(name, hour)
    return telling !== undefined && hour - telling.since >= KNOWN
  }

  /** Since when use of it is told, where it still is. */
  of(name: string, hour: number): Pick<Telling, 'since' | 'pause'> | undefined {
    const telling = this.#told.get(name)
    const isTold = telling !== undefined && telling.lately.length >= SEVERAL
    return isTold && telling.lately.every((each) => hour - each.hour < patience(telling)) ? telling : undefined
  }

  /** Services of which use is told. */
  all(hour: number): ReadonlyMap<string, Telling> {
    return new Map([...this.#told].filter(([name]) => this.of(name, hour)))
  }

  #tell(name: string, mark: number, hour: number): void {
    this.#sweep(hour)
    const known = this.#told.get(name)
    const told: Telling =
      known && hour - known.last <= FORGOTTEN ? known : { since: hour, last: hour, pause: 0, lately: [] }
    const paused = hour - told.last
    const others = told.lately.filter((each) => each.mark !== mark).slice(1 - SEVERAL)
    this.#told.set(name, {
      // Who used it in a pause that nobody expected is not known: it has to be told for as long anew.
      since: paused < patience(told) ? told.since : hour,
      last: Math.max(hour, told.last),
      pause: paused > 0 ? Math.max(Math.min(paused, MOST), told.pause * FADES) : told.pause,
      lately: [...others, { mark, hour }],
    })
  }

  /** Once a day; what is told goes by none that is too old, whether it is still here or not. */
  #sweep(hour: number): void {
    if (hour < this.#swept + 24) return
    this.#swept = hour
    for (const [name, { last }] of this.#told) if (hour - last > FORGOTTEN) this.#told.delete(name)
  }

  save() {
    return { told: this.#told, swept: this.#swept }
  }
  load({ told, swept }: ReturnType<UsageTold['save']>): void {
    ;[this.#told, this.#swept] = [told, swept]
  }
}
