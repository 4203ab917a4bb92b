import type { MonitorPolicy } from '#policy'

const kinds = ['no.consent', 'after.cancel', 'free.period', 'above.tariff', 'too.often'] as const
/** Of each hour or day: charges, those who unsubscribed, those of them who had paid, and charges of each kind. */
const [CHARGES, CANCELS, LEFT, OF_KIND] = [0, 1, 2, 3] as const
const WIDTH = OF_KIND + kinds.length
/** Hours, and beyond them days of arrival, that are looked back on, at most; and the one that is not over. */
const HOURS = 72 + 1
const DAYS = 31 + 1

export interface Stop {
  readonly rule: MonitorPolicy['stopFirst'][number]
  readonly count: number
  readonly share: number
}

/** Names what a rule finds of a service, or of all of a partner (`*`). What stands on trial keeps nothing from being stopped. */
export const stopIdOf = ({ name, on }: Stop['rule'], of: string, partner = '?'): string =>
  `${name} ${partner} ${of}${on === 'shadow' ? ' shadow' : ''}`

/** What was made before a person let charging go on, and is told within so long, was held meanwhile: that stops nothing anew. */
const HELD = 24 * 3_600_000

/** A charge as it arrives: the hour of the wall, the time, and when it was made. */
export interface Arrived {
  readonly hour: number
  readonly now: number
  readonly made: number
}

/** Charges of the last hours and days by arrival, and the rules that go by plain counts, so that everybody can check them. */
export class StopFirst {
  #all = new Told()
  /** Since a person last let it go on; undefined: nobody had to. */
  #since: { readonly at: number; readonly told: Told } | undefined

  /** Somebody unsubscribed, which stands for so many who had paid. */
  cancel(hour: number, payers: number): void {
    for (const told of this.#each()) {
      told.add(hour, CANCELS)
      if (payers > 0) told.add(hour, LEFT, payers)
    }
  }

  /** A charge came. The rules that are broken by it, whether or not they were before. */
  charge({ hour, now, made }: Arrived, rule: string | undefined, { stopFirst }: MonitorPolicy): readonly Stop[] {
    const kind = kinds.indexOf(rule as (typeof kinds)[number])
    const wasHeld = this.#since !== undefined && made < this.#since.at && now < this.#since.at + HELD
    for (const told of this.#each()) {
      if (told !== this.#all && wasHeld) continue
      told.add(hour, CHARGES)
      if (kind >= 0) told.add(hour, OF_KIND + kind)
    }
    return kind < 0 ? [] : broken([this], hour, rule, stopFirst)
  }

  /** A person let charging go on: what stopped it was looked at, and only what is made from now on stops it again. */
  lift(at: number): void {
    this.#since = { at, told: new Told() }
  }

  /** So many in the last hours until that one, as far as a rule goes by them; beyond 72, in the days that they begin. */
  sum({ hours, freezes }: Stop['rule'], hour: number, column: number): number {
    return ((freezes && this.#since?.told) || this.#all).sum(hour, hours, column)
  }

  #each(): readonly Told[] {
    return this.#since ? [this.#all, this.#since.told] : [this.#all]
  }

  save() {
    return { all: this.#all.save(), since: this.#since && { at: this.#since.at, told: this.#since.told.save() } }
  }
  load({ all, since }: ReturnType<StopFirst['save']>): void {
    this.#all = Told.of(all)
    this.#since = since && { at: since.at, told: Told.of(since.told) }
  }
}

/** What came hour by hour, and day by day. */
class Told {
  readonly #hours = new Ring(HOURS)
  readonly #days = new Ring(DAYS)

  static of({ hours, days }: ReturnType<Told['save']>): Told {
    const told = new Told()
    told.#hours.load(hours)
    told.#days.load(days)
    return told
  }

  add(hour: number, column: number, n = 1): void {
    this.#hours.add(hour, column, n)
    this.#days.add(Math.floor(hour / 24), column, n)
  }

  sum(hour: number, hours: number, column: number): number {
    return hours < HOURS
      ? this.#hours.sum(hour, hours, column)
      : this.#days.sum(Math.floor(hour / 24), Math.ceil(hours / 24), column)
  }

  save() {
    return { hours: this.#hours.save(), days: this.#days.save() }
  }
}

/** The rules that are broken by what these count together, at a charge against that rule. */
export function broken(
  all: readonly StopFirst[],
  hour: number,
  rule: string | undefined,
  rules: MonitorPolicy['stopFirst'],
): readonly Stop[] {
  const kind = kinds.indexOf(rule as (typeof kinds)[number])
  return rules.flatMap((each) => {
    if (kind < 0 || each.on === 'off' || each.counts !== rule) return []
    const sum = (column: number) => all.reduce((total, own) => total + own.sum(each, hour, column), 0)
    const count = sum(OF_KIND + kind)
    if (count < each.atLeast) return []
    // Of nobody that is known to have unsubscribed there is no share.
    if (each.of === 'cancels' && sum(CANCELS) === 0) return []
    // Subscribing and cancelling is free: only those who had paid make a share small.
    const share = count / Math.max(count, sum(each.of === 'cancels' ? LEFT : CHARGES))
    return share >= each.share ? [{ rule: each, count, share }] : []
  })
}

/** Counts of the last hours, or days. */
class Ring {
  readonly #size: number
  #counts: Uint32Array
  #latest = 0

  constructor(size: number) {
    this.#size = size
    this.#counts = new Uint32Array(size * WIDTH)
  }

  add(now: number, column: number, n: number): void {
    this.#turn(now)
    const place = (now % this.#size) * WIDTH + column
    this.#counts[place] = (this.#counts[place] as number) + n
  }

  save() {
    return { counts: this.#counts, latest: this.#latest }
  }
  load({ counts, latest }: ReturnType<Ring['save']>): void {
    ;[this.#counts, this.#latest] = [counts, latest]
  }

  /** Of the last so many until now, which may be later than the latest of which anything is known. */
  sum(now: number, last: number, column: number): number {
    let sum = 0
    for (let each = Math.min(now, this.#latest); each > now - last && each > this.#latest - this.#size; each--)
      sum += this.#counts[(each % this.#size) * WIDTH + column] as number
    return sum
  }

  /** What is since the latest one begins empty; all of it where the clock went back behind what is kept. */
  #turn(now: number): void {
    if (now <= this.#latest - this.#size) {
      this.#counts.fill(0)
      this.#latest = now
    }
    for (let each = Math.max(this.#latest + 1, now - this.#size + 1); each <= now; each++) {
      const place = (each % this.#size) * WIDTH
      this.#counts.fill(0, place, place + WIDTH)
    }
    this.#latest = Math.max(this.#latest, now)
  }
}
