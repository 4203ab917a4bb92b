import type { MonitorPolicy } from '#policy'

/** Hours of arrival that are looked back on, at most. */
const HOURS = 73
const kinds = ['no.consent', 'after.cancel', 'free.period', 'above.tariff', 'too.often'] as const

export interface Stop {
  readonly rule: MonitorPolicy['stopFirst'][number]
  readonly count: number
  readonly share: number
}

/** Charges of the last hours by arrival, and the rules that stop first: plain counts, so that everybody can check them. */
export class StopFirst {
  readonly #counts = new Uint32Array(HOURS * (kinds.length + 1))
  #latest = 0

  /** A charge came. The rules that are broken by it, whether or not they were before. */
  charge(hour: number, rule: string | undefined, { stopFirst }: MonitorPolicy): readonly Stop[] {
    this.#turn(hour)
    const place = (hour % HOURS) * (kinds.length + 1)
    this.#counts[place] = (this.#counts[place] as number) + 1
    const kind = kinds.indexOf(rule as (typeof kinds)[number])
    if (kind < 0) return []
    this.#counts[place + kind + 1] = (this.#counts[place + kind + 1] as number) + 1
    return stopFirst.flatMap((each) => {
      if (each.on === 'off' || each.counts !== rule) return []
      const [count, of] = this.#last(each.hours, kind)
      return count >= each.atLeast && count >= each.share * of ? [{ rule: each, count, share: count / of }] : []
    })
  }

  #last(hours: number, kind: number): [count: number, of: number] {
    let [count, of] = [0, 0]
    for (let back = 0; back < hours; back++) {
      const place = ((this.#latest + HOURS - back) % HOURS) * (kinds.length + 1)
      count += this.#counts[place + kind + 1] as number
      of += this.#counts[place] as number
    }
    return [count, of]
  }

  /** Hours since the latest one begin empty. */
  #turn(hour: number): void {
    const from = Math.max(this.#latest + 1, hour - HOURS + 1)
    for (let each = from; each <= hour; each++) {
      const place = (each % HOURS) * (kinds.length + 1)
      this.#counts.fill(0, place, place + kinds.length + 1)
    }
    this.#latest = Math.max(this.#latest, hour)
  }
}
