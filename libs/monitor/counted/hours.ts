import type { MonitorPolicy } from '#policy'
import type { Counter } from './counters.ts'
import { isNight } from './moment.ts'
import { middleOf, Season } from './small.ts'

/** Of how many of its answers by day it is known how many are hasty, before its own count; and how many are remembered. */
const PRIOR = { answers: 10, hasty: 1 } as const
const MOST = 1000
/** So many times what any other two hours of its 24 h have, two hours of a night may have; and nights before that are known. */
const SEASON = 3
const NIGHTS = 7

/** Those who came in an hour, and those of them whom a partner is known to have taken. */
interface Hour {
  readonly people: number
  readonly taken: number
  /** Without a receipt. */
  readonly came: number
}
const NOBODY: Hour = { people: 0, taken: 0, came: 0 }

/** What came hour by hour, until its step is over: what of it was beyond the season, what was answered in a rush, and what fell on two hours of a night. */
export class Hours {
  #timed = new Map<number, number>()
  #answers = new Map<number, number>()
  #hasty = new Map<number, number>()
  /** In hours like others. */
  #usual = { answers: 0, hasty: 0 }
  readonly #season = new Season()
  #came = new Map<number, number>()
  #asked = new Map<number, number>()
  #agreed = new Map<number, number>()
  #wanted = new Map<number, number>()
  /** Hour by hour the last 24. */
  #day = new Map<number, Hour>()
  /** Who came without being asked, until the last of these; nobody once anybody was asked or agreed: then they were moved. */
  #bare: number | undefined = 0
  /** What the fullest two hours of each night had. */
  #nights: readonly number[] = []

  /** Somebody was asked, or agreed. */
  timed(hour: number): void {
    this.#timed.set(hour, (this.#timed.get(hour) ?? 0) + 1)
  }
  /** Somebody began as it was told, and of no receipt: where none are told it is known by these who came. */
  came(hour: number): void {
    this.#came.set(hour, (this.#came.get(hour) ?? 0) + 1)
  }
  /** A partner asked somebody, or somebody did of their own accord; or one of both agreed. */
  asked(hour: number, byPartner: boolean): void {
    const counts = byPartner ? this.#asked : this.#wanted
    counts.set(hour, (counts.get(hour) ?? 0) + 1)
  }
  agreed(hour: number): void {
    this.#agreed.set(hour, (this.#agreed.get(hour) ?? 0) + 1)
  }
  /** Somebody answered, or sooner than most read; of who is awake that is as at other hours. */
  answered(hour: number, isHasty: boolean, isAwake = false): void {
    if (isAwake) return this.#learn(1, isHasty ? 1 : 0)
    this.#answers.set(hour, (this.#answers.get(hour) ?? 0) + 1)
    if (isHasty) this.#hasty.set(hour, (this.#hasty.get(hour) ?? 0) + 1)
  }

  /** The step is over. */
  close(step: number, policy: MonitorPolicy, add: (counter: Counter, n: number) => void): void {
    for (let hour = step * policy.stepHours; hour < (step + 1) * policy.stepHours; hour++) {
      const [count, answers, hasty] = [take(this.#timed, hour), take(this.#answers, hour), take(this.#hasty, hour)]
      const excess = this.#season.excess(hour, count)
      if (excess > 0) add('burst', excess)
      const odd = isNight(hour, policy) ? 1 : Math.min(1, excess / Math.max(1, count))
      // As many of them are hasty as of its people at other hours: that says nothing.
      const rushed = odd * (hasty - answers * this.#usualShare())
      if (rushed > 0) add('rushed', rushed)
      if (odd === 0) this.#learn(answers, hasty)
      const people = this.#take(hour)
      if (people) this.#day.set(hour, people)
      if (hour % 24 === (policy.nightHours.to + 11) % 24) this.#night(hour, policy, add)
    }
  }

  #take(hour: number): Hour | undefined {
    const [came, asked] = [take(this.#came, hour), take(this.#asked, hour)]
    const [wanted, agreed] = [take(this.#wanted, hour), take(this.#agreed, hour)]
    const people = Math.max(came, asked + wanted, agreed)
    const ofAsked = Math.min(asked, Math.max(0, agreed - wanted))
    if (asked + wanted + agreed > 0) this.#bare = undefined
    if (people > 0) return { people, came, taken: 2 * ofAsked - asked }
  }

  /**
   * Twelve hours after the night: who was asked in two hours of it and agreed (less those who did not: people sleep), or came
   * without being asked, beyond thrice as many as came in any others of its 24 h, and in its nights before.
   */
  #night(last: number, policy: MonitorPolicy, add: (counter: Counter, n: number) => void): void {
    if (this.#day.size === 0) return this.#nightOver(0)
    const of = (hour: number) => this.#day.get(hour) ?? NOBODY
    const two = (hour: number) => of(hour).people + of(hour + 1).people
    const pairs = Array.from({ length: 23 }, (_, i) => last - 23 + i)
    const night = pairs.filter((hour) => isNight(hour, policy) && isNight(hour + 1, policy))
    const fullest = night.reduce((most, hour) => (two(hour) > two(most) ? hour : most), night[0] ?? last)
    const others = pairs.flatMap((hour) => (Math.abs(hour - fullest) > 2 ? [two(hour)] : []))
    const usual = Math.max(...others, middleOf(Array.from({ length: NIGHTS }, (_, i) => this.#nights[i] ?? 0)))
    const taken = of(fullest).taken + of(fullest + 1).taken
    const [came, before] = [of(fullest).came + of(fullest + 1).came, this.#bare ?? 0]
    // More than ever came before are no manner: a stock that was moved.
    const beyond = taken + (came > before ? 0 : came) - SEASON * usual
    if (this.#bare !== undefined) this.#bare += [...this.#day.values()].reduce((sum, each) => sum + each.came, 0)
    const all = [...this.#day.values()].reduce((sum, { people }) => sum + people, 0)
    if (all > 0) add('nightHourOf', all)
    if (beyond > 0) add('nightHour', beyond)
    this.#nightOver(two(fullest))
    this.#day.clear()
  }
  #nightOver(fullest: number): void {
    this.#nights = [...this.#nights.slice(1 - NIGHTS), fullest]
  }

  #usualShare(): number {
    return (this.#usual.hasty + PRIOR.hasty) / (this.#usual.answers + PRIOR.answers)
  }

  #learn(answers: number, hasty: number): void {
    const { answers: before, hasty: hastyBefore } = this.#usual
    if (answers === 0 && before <= MOST) return
    const part = before > MOST ? 0.5 : 1
    this.#usual = { answers: before * part + answers, hasty: hastyBefore * part + hasty }
  }

  save() {
    const [timed, answers, hasty, usual] = [this.#timed, this.#answers, this.#hasty, this.#usual]
    const asking = { came: this.#came, asked: this.#asked, agreed: this.#agreed, wanted: this.#wanted }
    return {
      timed,
      answers,
      hasty,
      usual,
      ...asking,
      day: this.#day,
      bare: this.#bare,
      nights: this.#nights,
      season: this.#season.save(),
    }
  }
  load({ timed, answers, hasty, usual, season, ...asking }: ReturnType<Hours['save']>): void {
    ;[this.#timed, this.#answers, this.#hasty, this.#usual] = [timed, answers, hasty, usual]
    ;[this.#came, this.#asked, this.#agreed, this.#wanted] = [asking.came, asking.asked, asking.agreed, asking.wanted]
    ;[this.#day, this.#bare, this.#nights] = [asking.day, asking.bare, asking.nights]
    this.#season.load(season)
  }

  get bytes(): number {
    return this.#season.bytes + (this.#timed.size + this.#answers.size + this.#hasty.size + this.#day.size) * 40
  }
}

function take(counts: Map<number, number>, hour: number): number {
  if (counts.size === 0) return 0
  const count = counts.get(hour) ?? 0
  counts.delete(hour)
  return count
}
