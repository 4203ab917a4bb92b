import type { MonitorPolicy } from '#policy'
import { COUNTERS, type Counter, at as place } from './counted/counters.ts'
import { logRatio } from './judged/gamma.ts'
import { type Finding, weigh } from './judged/judge.ts'
import { casesIn, ofIn } from './judged/peers.ts'
import { signalNames } from './judged/signals.ts'

/** Hours of which one count is kept, and the one before it. */
const PART = 32 * 24
/** Partners for whom an app is counted apart; what it does for others counts as nobody’s. */
const MOST = 50
const NOBODY = '?'

interface Share {
  part: number
  now: Float32Array
  before: Float32Array
}
/** Of so few that fewer than so many were to be expected, nothing is known. */
const FEW = 3
/** Of what is found, the share that is all of it. */
const MOSTLY = 0.9
/** What is asked for by more partners than these is a shop, a browser, an operator’s own: of one of them it takes more to say that it is it. */
const EVERYBODYS = 10

/**
 * What is counted of an app, partner by partner. One partner may cheat by software that honest ones are asked for by as well;
 * what is found of the app is told of those whose own part of it shows it.
 */
export class AppShares {
  #of = new Map<string, Share>()
  #current: Share | undefined

  /** What is counted from now on is what the app did for that partner; undefined: for nobody that is known. */
  of(partner: string | undefined, hour: number): void {
    this.#current = this.#at(partner ?? NOBODY, Math.floor(hour / PART))
  }
  add(counter: Counter, n: number): void {
    const now = this.#current?.now
    if (now) now[place[counter]] = (now[place[counter]] as number) + n
  }

  #at(partner: string, part: number): Share {
    let share = this.#of.get(partner)
    if (!share) {
      if (this.#of.size >= MOST && partner !== NOBODY) this.#forget(part)
      if (this.#of.size >= MOST && partner !== NOBODY) return this.#at(NOBODY, part)
      share = { part, now: new Float32Array(COUNTERS), before: new Float32Array(COUNTERS) }
      this.#of.set(partner, share)
    }
    if (part > share.part) {
      const before = part === share.part + 1 ? share.now : new Float32Array(COUNTERS)
      Object.assign(share, { part, before, now: new Float32Array(COUNTERS) })
    }
    return share
  }
  #forget(part: number): void {
    for (const [partner, share] of this.#of) if (share.part < part - 1) this.#of.delete(partner)
  }

  /**
   * Of which of these partners it is to be told: of whom what is found of their own part would be enough for a flag. What
   * says little beside what the flag is made of is found of many.
   * @param brought how many subscribers it brought to each
   */
  shown(
    brought: readonly (readonly [partner: string, count: number])[],
    findings: readonly Finding[],
    policy: MonitorPolicy,
  ): readonly string[] {
    const all = brought.map(([partner]) => partner)
    const shown = new Map(findings.map((finding) => [finding, new Set(this.#shownBy(brought, finding))]))
    const shownBy = (partner: string) => findings.filter((finding) => shown.get(finding)?.has(partner))
    const told = all.filter((partner) => weigh(shownBy(partner), policy).says)
    if (told.length > 0) return told
    const showing = all.filter((partner) => shownBy(partner).length > 0)
    return showing.length > 0 ? showing : all
  }

  #shownBy(brought: readonly (readonly [partner: string, count: number])[], { name, figure, by }: Finding): string[] {
    const signal = signalNames.indexOf(name)
    const last = Math.max(...[...this.#of.values()].map(({ part }) => part))
    const lately = [...this.#of].filter(([, { part }]) => part >= last - 1)
    const parts = new Map(lately.map(([partner, share]) => [partner, countOf(signal, share)]))
    const sum = [...parts.values()].reduce((a, b) => ({ x: a.x + b.x, n: a.n + b.n }), { x: 0, n: 0 })
    const nobody = parts.get(NOBODY) ?? { x: 0, n: 0 }
    const all = brought.map(([partner]) => partner)
    // What is only counted of the app as a whole is of all.
    if (nobody.x * 2 >= sum.x) return all
    const people = brought.reduce((total, [, count]) => total + count, 0)
    const isOfWhole = nobody.n * 2 >= sum.n
    const casesOf = (partner: string) => parts.get(partner)?.x ?? 0
    const ofEach = (partner: string, count: number) =>
      isOfWhole ? (sum.n * count) / people : (parts.get(partner)?.n ?? 0)
    const unknown: string[] = []
    const showing = brought.flatMap(([partner, count]) => {
      const [x, of] = [casesOf(partner), ofEach(partner, count)]
      if (x < FEW && figure * of < FEW) unknown.push(partner)
      else if (x / of > by.usual.rate && logRatio(x, of, by.usual) > 0) return [partner]
      return []
    })
    // Where somebody shows all of it, those of whom too little is known are told when they do.
    const beyond = brought.map(([partner, count]) =>
      Math.max(0, casesOf(partner) - by.usual.rate * ofEach(partner, count)),
    )
    const whole = beyond.reduce((total, each) => total + each, 0)
    const shown = beyond.reduce((total, each, place) => total + (showing.includes(all[place] as string) ? each : 0), 0)
    if (all.length > EVERYBODYS || (showing.length > 0 && shown >= MOSTLY * whole)) return showing
    return [...showing, ...unknown]
  }

  save() {
    return this.#of
  }
  load(of: ReturnType<AppShares['save']>): void {
    this.#of = of
  }
}

const countOf = (signal: number, { now, before }: Share): { x: number; n: number } => ({
  x: casesIn(signal, now) + casesIn(signal, before),
  n: ofIn(signal, now) + ofIn(signal, before),
})
