import type { Clock } from './types.ts'

/** No page follows for so many times as long as the last one took: a fifth of the time, and a fiftieth beside full batches. */
const REST = { usual: 4, full: 49 }
/** A page that kept all else waiting for longer is followed by a smaller one, ms. */
const PAGE_MS = 10
const SIZE = { least: 16, first: 64, most: 256 }
/** A page that has not ended after so long keeps the others from theirs no more, ms. */
const LOST_MS = 30_000
/** Who waits while another lane’s page is under way looks again after this, ms. */
const LOOK_MS = 10

/** What the lanes of a member have together of the time beside their work: one page at a time, of whichever lane. */
export class Pace {
  readonly #clock: Pick<Clock, 'now'>
  #began: number | undefined
  #ended = 0
  #took = 0

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  /** So long no page follows, ms. */
  rest(isFull = false): number {
    const now = this.#clock.now()
    if (this.#began !== undefined && now >= this.#began && now < this.#began + LOST_MS) return LOOK_MS
    const since = now - this.#ended
    // The clock may have been set back.
    return since < 0 ? 0 : Math.max(0, (isFull ? REST.full : REST.usual) * this.#took - since)
  }

  begin(): void {
    this.#began = this.#clock.now()
  }

  /** @param took so much of it nothing else could use */
  end(took: number): void {
    this.#began = undefined
    this.#ended = this.#clock.now()
    this.#took = took
  }
}

/** Keeps what a lane does beside its work, page by page, from holding messages up. */
export class Brake {
  readonly #clock: Pick<Clock, 'now'>
  readonly #pace: Pace
  #size = SIZE.first

  constructor(clock: Pick<Clock, 'now'>, pace = new Pace(clock)) {
    this.#clock = clock
    this.#pace = pace
  }

  /** @param isFull messages fill the lane’s batches */
  isOn(isFull: boolean): boolean {
    return this.#pace.rest(isFull) > 0
  }

  /** Until the next page there are so many ms, and no more than these. */
  patience(ms: number): number {
    return Math.max(1, Math.min(this.#pace.rest(), ms))
  }

  /**
   * @param make a page of this size
   * @param store what came of it: to wait for a disk costs nobody else anything, so at most as much of it is counted
   */
  async page<Page>(make: (size: number) => Promise<Page>, store: (page: Page) => Promise<void>): Promise<void> {
    const began = this.#clock.now()
    this.#pace.begin()
    let [made, stored] = [0, 0]
    try {
      const page = await make(this.#size)
      made = Math.max(0, this.#clock.now() - began)
      await store(page)
      stored = Math.max(0, this.#clock.now() - began - made)
    } finally {
      this.#pace.end(made + Math.min(stored, made))
    }
    const next = made > PAGE_MS ? Math.floor(this.#size / 2) : 2 * this.#size
    this.#size = Math.min(SIZE.most, Math.max(SIZE.least, next))
  }
}
