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

/** Charges of the last hours and days by arrival, and the rules that go by plain counts, so that everybody can check them. */
export class StopFirst {
  readonly #hours = new Ring(HOURS)
  readonly #days = new Ring(DAYS)

  /** Somebody unsubscribed, which stands for so many who had paid. */
  cancel(hour: number, payers: number): void {
    this.#add(hour, CANCELS)
    if (payers > 0) this.#add(hour, LEFT, payers)
  }

  /** A charge came. The rules that are broken by it, whether or not they were before. */
  charge(hour: number, rule: string | undefined, { stopFirst }: MonitorPolicy): readonly Stop[] {
    this.#add(hour, CHARGES)
    const kind = kinds.indexOf(rule as (typeof kinds)[number])
    if (kind < 0) return []
    this.#add(hour, OF_KIND + kind)
    return broken([this], hour, rule, stopFirst)
  }

  /** So many in the last hours until that one; beyond 72, in the days that they begin. */
  sum(hour: number, hours: number, column: number): number {
    return hours < HOURS
      ? this.#hours.sum(hour, hours, column)
      : this.#days.sum(Math.floor(hour / 24), Math.ceil(hours / 24), column)
  }

  save() {
    return { hours: this.#hours.save(), days: this.#days.save() }
  }
  load({ hours, days }: ReturnType<StopFirst['save']>): void {
    this.#hours.load(hours)
    this.#days.load(days)
  }

  #add(hour: number, column: number, n = 1): void {
    this.#hours.add(hour, column, n)
    this.#days.add(Math.floor(hour / 24), column, n)
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
    const sum = (column: number) => all.reduce((total, own) => total + own.sum(hour, each.hours, column), 0)
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

  /** What is since the latest one begins empty. */
  #turn(now: number): void {
    for (let each = Math.max(this.#latest + 1, now - this.#size + 1); each <= now; each++) {
      const place = (each % this.#size) * WIDTH
      this.#counts.fill(0, place, place + WIDTH)
    }
    this.#latest = Math.max(this.#latest, now)
  }
}
