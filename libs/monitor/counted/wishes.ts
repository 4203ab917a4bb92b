import type { Observation } from '../observed/observe.ts'
import { Sample } from './sample.ts'

/** Who asked by themselves, of those who did lately; of so many one by one. */
const MOST = 1024
/** A prompt is open for a day, and whoever leaves within a day leaves quickly. */
const LATELY = 49
/** People who were asked by whomever that are followed. */
const ASKED = 256

/**
 * Who asked for it themselves: typed or pressed it with the operator. Whoever is not among them was asked by the partner, or
 * nothing is told of that. Of more than are kept the later ones are taken for those, when they come and when they leave.
 */
export class Wishes {
  #hours = new Map<number, number>()
  readonly #asked = new Sample(ASKED)

  /** Somebody is about to be asked, by their own wish or the partner's. */
  asked(sub: number, hour: number, isOwn: boolean): void {
    this.#hours.delete(sub)
    if (isOwn && this.#hours.size < MOST) this.#hours.set(sub, hour)
    this.#asked.meet(sub, hour)
  }

  /** Whether somebody is of the sample, who came or paid, or was asked; undefined where that is not known. */
  isNear(sub: number, sample: Sample): boolean | undefined {
    if (sample.find(sub) >= 0 || this.#asked.find(sub) >= 0) return true
    return sub <= Math.min(sample.limit, this.#asked.limit) ? false : undefined
  }

  /** Whether they did; of who is activated without a receipt it is not known. */
  isOwn({ sub, kind, what }: Pick<Observation, 'sub' | 'kind' | 'what'>): boolean {
    return !(kind === 'activated' && what === 'bare') && this.#hours.has(sub)
  }

  /** Who asked long ago is forgotten. */
  look(hour: number): void {
    for (const [sub, asked] of this.#hours) if (asked + LATELY < hour) this.#hours.delete(sub)
  }

  /** Nothing is known of this one any more. */
  forget(sub: number): void {
    this.#hours.delete(sub)
    this.#asked.forget(sub)
  }

  save() {
    return { hours: this.#hours, asked: this.#asked.save() }
  }
  load({ hours, asked }: ReturnType<Wishes['save']>): void {
    this.#hours = hours
    this.#asked.load(asked)
  }

  get bytes(): number {
    return this.#hours.size * 48 + this.#asked.bytes
  }
}
