import type { MonitorPolicy } from '#policy'
import { ArrivalClock } from './clock.ts'
import { DAYS } from './counted/day-counts.ts'
import { HOUR, type Moment } from './counted/moment.ts'
import { Wall } from './wall.ts'

/** Steps by the time of arrival on the operator’s wall: which are over, and in which a message counts. */
export class Steps {
  #policy: MonitorPolicy
  readonly #clock: ArrivalClock
  readonly #wall: Wall
  readonly #close: (step: number) => void
  /** The oldest that is open; 0: nothing came yet. */
  #open = 0

  /** @param close hears of each step that is over */
  constructor(policy: MonitorPolicy, zone: string, close: (step: number) => void) {
    this.#policy = policy
    this.#clock = new ArrivalClock(policy.jumpHours)
    this.#wall = new Wall(zone)
    this.#close = close
  }

  /** Other figures hold from now on. Where steps are of another length, those that are open have been ended. */
  adopt(policy: MonitorPolicy): void {
    const isOtherLength = policy.stepHours !== this.#policy.stepHours
    this.#policy = policy
    this.#clock.adopt(policy.jumpHours)
    if (isOtherLength && this.#open > 0) this.#open = this.#at(this.now)
  }

  save() {
    return { step: this.#open, clock: this.#clock.save() }
  }
  load({ step, clock }: ReturnType<Steps['save']>): void {
    this.#open = step
    this.#clock.load(clock)
  }

  /** The time of arrival. */
  get now(): number {
    return this.#clock.now
  }
  /** How far the wall is ahead of it, ms. */
  get ahead(): number {
    return this.#wall.ahead(this.now)
  }
  /** The hour of the wall. */
  get hour(): number {
    return Math.floor((this.now + this.ahead) / HOUR)
  }
  /** The last day that is over; 0: none is. */
  get lastDay(): number {
    return this.#open > 0 ? Math.floor((this.#open * this.#policy.stepHours) / 24) - 1 : 0
  }
  /** Messages whose clocks had jumped. */
  get jumped(): number {
    return this.#clock.jumped
  }

  /** When the lateness of a step is over. */
  overAt(step: number): number {
    return (step + 1) * this.#policy.stepHours * HOUR - this.ahead + this.#policy.latenessMinutes * 60_000
  }

  /** Time goes on: steps whose lateness is over are closed, as far as that time is certain. */
  arrive(at: number): void {
    const before = this.now
    const now = this.#clock.tick(at)
    const { certain } = this.#clock
    const open = this.#at((certain || now) - this.#policy.latenessMinutes * 60_000)
    // A clock was set, and set right: what is open is what was open then.
    if (this.#open === 0 || (now < before && open < this.#open)) this.#open = open
    if (certain > 0 && open > this.#open) this.#closeUntil(open)
  }

  /** Nothing more comes: those that are open are closed. */
  end(): void {
    if (this.#open > 0) this.#closeUntil(this.#at(this.now) + 1)
  }

  /** The step of its own time while that is open, else, when it is late, that of its arrival. */
  momentOf(at: number): Moment & { readonly isLate: boolean } {
    const { now, ahead } = this
    const step = this.#at(Math.min(at, now))
    if (step >= this.#open) return { step, hour: Math.floor((Math.min(at, now) + ahead) / HOUR), isLate: false }
    return { step: this.#at(now), hour: this.hour, isLate: true }
  }

  #at(time: number): number {
    return Math.floor((time + this.ahead) / (this.#policy.stepHours * HOUR))
  }

  #closeUntil(open: number): void {
    const close = (until: number) => {
      for (; this.#open < until; this.#open++) this.#close(this.#open)
    }
    const inADay = 24 / this.#policy.stepHours
    // After a gap that is longer than anything is kept, there is nothing to be looked at between what was open and that.
    if (open - this.#open > (DAYS + 1) * inADay) {
      close(this.#open + inADay)
      this.#open = open - DAYS * inADay
    }
    close(open)
  }
}
