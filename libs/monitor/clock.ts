import { HOUR } from './counted/moment.ts'

const DAY = 24 * HOUR
/** So many in a row that agree make a jump the time that it is. */
const AGREE = 5
/** And, once they have for so long, a time that steps are closed by. */
const LASTS = HOUR
/** Nobody pauses for so long, nor is anything kept: the time of before such a jump may still come back, for so long after it. */
const LONG = 64 * DAY
const REMEMBERED = 30 * DAY

/** Some in a row that agree on another time. */
interface Run {
  readonly from: number
  readonly until: number
  readonly count: number
}

/** The time as it was before a jump; 0 where there was none before. */
interface Jump {
  readonly before: number
  readonly to: number
}

/**
 * The time of arrival, from the times of messages as they come. One that is far ahead of all others is a clock that jumped,
 * until some more in a row agree with it (a pause in the traffic looks the same). It goes back only to where it was before such
 * a jump: within an hour when some in a row agree on that; after a jump beyond all that is kept later too, when they do for an
 * hour. What is late besides moves nothing.
 */
export class ArrivalClock {
  #now = 0
  #ahead: Run | undefined
  #behind: Run | undefined
  #last: Jump | undefined
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
    return { now: this.#now, ahead: this.#ahead, behind: this.#behind, last: this.#last, jumped: this.jumped }
  }
  load({ now, ahead, behind, last, jumped }: ReturnType<ArrivalClock['save']>): void {
    ;[this.#now, this.#ahead, this.#behind, this.#last, this.jumped] = [now, ahead, behind, last, jumped]
  }

  get now(): number {
    return this.#now
  }

  /** The time by which steps are closed: for an hour after a jump the one of before it, or none. */
  get certain(): number {
    return this.#last && this.#isNew(this.#last) ? this.#last.before : this.#now
  }

  /** The time after a message with this one came. */
  tick(at: number): number {
    if (this.#now === 0) [this.#now, this.#last] = [at, { before: 0, to: at }]
    else if (at > this.#now + this.#jump) this.#goAhead(at)
    else if (at <= this.#now - this.#jump) this.#goBack(at)
    else {
      ;[this.#ahead, this.#behind] = [undefined, undefined]
      this.#now = Math.max(this.#now, at)
      if (this.#last && this.#now - this.#last.to > REMEMBERED) this.#last = undefined
    }
    return this.#now
  }

  #goAhead(at: number): void {
    this.jumped++
    this.#ahead = this.#joined(this.#ahead, at)
    const { count, from } = this.#ahead
    if (count < AGREE) return
    // Of several jumps without an hour between them the time of before the first may come back.
    this.#last = { before: this.certain, to: from }
    this.#settle(this.#ahead)
  }

  #goBack(at: number): void {
    const jump = this.#last
    if (!jump || at < jump.before - this.#jump) return
    const isNew = this.#isNew(jump)
    if (!isNew && (jump.before === 0 || jump.to - jump.before < LONG)) return
    this.#behind = this.#joined(this.#behind, at)
    const { count, from, until } = this.#behind
    if (count < AGREE || (!isNew && until - from < LASTS)) return
    this.#last = jump.before === 0 ? { before: 0, to: from } : undefined
    this.#settle(this.#behind)
  }

  #isNew({ to }: Jump): boolean {
    return this.#now - to < LASTS
  }

  #settle({ until }: Run): void {
    ;[this.#now, this.#ahead, this.#behind] = [until, undefined, undefined]
  }

  /** One more that agrees (where little is told each is some days later), or the first of others. */
  #joined(run: Run | undefined, at: number): Run {
    const agrees = run && at > run.until - this.#jump && at <= run.until + LONG
    if (!agrees) return { from: at, until: at, count: 1 }
    return { from: Math.min(run.from, at), until: Math.max(run.until, at), count: run.count + 1 }
  }
}
