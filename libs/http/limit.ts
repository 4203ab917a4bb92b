interface Bucket {
  level: number
  at: number
}

/**
 * What a key may ask for a minute, counted in items: a call of 1,000 questions costs 1,000. A call that begins within the
 * limit is answered whole, and what it took too much is waited for before the next.
 */
export class Limits {
  readonly #buckets = new Map<string, Bucket>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** Seconds to wait before the next call; 0: it may begin. */
  waitSeconds(key: string, perMinute: number): number {
    const { level } = this.#bucket(key, perMinute)
    return level >= 1 ? 0 : Math.ceil(((1 - level) * 60) / perMinute)
  }

  spend(key: string, perMinute: number, items: number): void {
    this.#bucket(key, perMinute).level -= items
  }

  /**
   * Spends the rows of a file, which is not refused but read more slowly: it leaves half of the limit to the key’s calls.
   * @returns ms to wait before the next row; 0: none
   */
  spendRows(key: string, perMinute: number, rows: number): number {
    this.spend(key, perMinute, rows)
    const over = perMinute / 2 - this.#bucket(key, perMinute).level
    // By the second: a timer for each row would be slower than the limit.
    return over < perMinute / 60 ? 0 : Math.ceil((over * 60_000) / perMinute)
  }

  #bucket(key: string, perMinute: number): Bucket {
    const now = this.#now()
    const known = this.#buckets.get(key)
    const bucket = known ?? { level: perMinute, at: now }
    bucket.level = Math.min(perMinute, bucket.level + ((now - bucket.at) / 60_000) * perMinute)
    bucket.at = now
    if (!known) this.#buckets.set(key, bucket)
    return bucket
  }
}

interface Lane {
  held: number
  readonly waiting: { readonly weight: number; readonly go: (leave: () => void) => void }[]
}

/**
 * Shares the process between keys: each has only so much in handling at once, and what is more waits in that key’s own
 * line, unread. Nobody waits for another’s.
 */
export class Turnstile {
  readonly #lanes = new Map<string, Lane>()
  readonly #capacity: number
  readonly #line: number

  /** @param capacity weight that a key has in handling at once @param line calls that may wait behind it */
  constructor(capacity: number, line: number) {
    this.#capacity = capacity
    this.#line = line
  }

  /** Resolves when it is this call’s turn, with what ends it; undefined when the line is too long. */
  async enter(key: string, weight: number): Promise<(() => void) | undefined> {
    const lane = this.#lanes.get(key) ?? { held: 0, waiting: [] }
    this.#lanes.set(key, lane)
    if (lane.waiting.length >= this.#line) return undefined
    return new Promise((go) => {
      lane.waiting.push({ weight: Math.min(weight, this.#capacity), go })
      this.#advance(key, lane)
    })
  }

  #advance(key: string, lane: Lane): void {
    for (;;) {
      const next = lane.waiting[0]
      if (!next || (lane.held > 0 && lane.held + next.weight > this.#capacity)) return
      lane.waiting.shift()
      lane.held += next.weight
      let isOver = false
      next.go(() => {
        if (isOver) return
        isOver = true
        lane.held -= next.weight
        if (lane.held === 0 && lane.waiting.length === 0) this.#lanes.delete(key)
        else this.#advance(key, lane)
      })
    }
  }
}

/** What is many is done in slices, so that others have their turn between. */
export async function inSlices<T, R>(items: readonly T[], each: (item: T) => R): Promise<R[]> {
  const done: R[] = []
  for (const item of items) {
    done.push(each(item))
    if (done.length % 200 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  return done
}
