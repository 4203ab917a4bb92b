import type { Clock } from './types.ts'

/** No page follows for so many times as long as the last one took: pages have a fifth of a lane’s time at most. */
const REST = 4
/** A page that took longer is followed by a smaller one, ms. */
const PAGE_MS = 10
const SIZE = { least: 16, first: 64, most: 256 }

/** Keeps what a lane does beside its work, page by page, from holding its messages up. */
export class Brake {
  readonly #clock: Pick<Clock, 'now'>
  #ended = 0
  #took = 0
  #size = SIZE.first
  #isMore = false

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  get isOn(): boolean {
    return this.#rest > 0
  }

  get #rest(): number {
    const since = this.#clock.now() - this.#ended
    // The clock may have been set back.
    return since < 0 ? 0 : Math.max(0, REST * this.#took - since)
  }

  /** Less than so long, ms, where the next page comes earlier. */
  patience(ms: number): number {
    return this.#isMore ? Math.max(1, Math.min(this.#rest, ms)) : ms
  }

  /** @param make a page of this size; undefined when there is none */
  async page<Page>(make: (size: number) => Promise<Page | undefined>): Promise<Page | undefined> {
    const began = this.#clock.now()
    const page = await make(this.#size)
    this.#isMore = page !== undefined
    this.#ended = this.#clock.now()
    this.#took = Math.max(0, this.#ended - began)
    const next = this.#took > PAGE_MS ? Math.floor(this.#size / 2) : 2 * this.#size
    this.#size = Math.min(SIZE.most, Math.max(SIZE.least, next))
    return page
  }
}
