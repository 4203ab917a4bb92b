const HOUR = 3_600_000
/** So many in a row that agree make a jump the time that it is. */
const AGREE = 5

/**
 * The time of arrival, from the times of messages as they come. It never goes back; one that is far ahead of all others is a
 * clock that jumped, until some more in a row agree with it (a pause in the traffic looks the same).
 */
export class ArrivalClock {
  #now = 0
  #ahead: { from: number; count: number } | undefined
  #jump: number
  /** Messages that were ahead, and did not move the time. */
  jumped = 0

  constructor(jumpHours: number) {
    this.#jump = jumpHours * HOUR
  }

  /** A jump is so much from now on. */
  adopt(jumpHours: number): void {
    this.#jump = jumpHours * HOUR
  }

  save() {
    return { now: this.#now, ahead: this.#ahead, jumped: this.jumped }
  }
  load({ now, ahead, jumped }: ReturnType<ArrivalClock['save']>): void {
    ;[this.#now, this.#ahead, this.jumped] = [now, ahead, jumped]
  }

  get now(): number {
    return this.#now
  }

  /** The time after a message with this one came. */
  tick(at: number): number {
    if (this.#now === 0 || at <= this.#now + this.#jump) {
      if (this.#now === 0 || at > this.#now) this.#now = at
      if (at > this.#now - this.#jump) this.#ahead = undefined
      return this.#now
    }
    const { from, count } = this.#ahead ?? { from: at, count: 0 }
    const agrees = Math.abs(at - from) <= this.#jump
    this.#ahead = agrees ? { from: Math.min(from, at), count: count + 1 } : { from: at, count: 1 }
    this.jumped++
    if (this.#ahead.count >= AGREE) {
      this.#now = this.#ahead.from
      this.#ahead = undefined
      return this.tick(at)
    }
    return this.#now
  }
}
