import type { MonitorPolicy } from '#policy'
import { at } from '../counted/counters.ts'
import { lasts, type Usual } from './gamma.ts'
import { Learnt, type Peer, type Prior, priorOf } from './learnt.ts'
import { type SignalDefinition, type SignalName, signalNames, signals } from './signals.ts'
import { ALL, type ByDay, type Days } from './spans.ts'

const cases: readonly (readonly number[])[] = signalNames.map((name) => signals[name].cases.map((each) => at[each]))
const unlesses: readonly (readonly number[])[] = signalNames.map((name) =>
  ((signals[name] as SignalDefinition).unless ?? []).map((each) => at[each]),
)
const ofs: readonly (readonly number[])[] = signalNames.map((name) =>
  (signals[name] as SignalDefinition).of.map((each) => at[each]),
)

/**
 * What a signal counts in these counters; less than nothing where more is taken away.
 * @param columns where each counter stands, from `from` on
 */
export function casesIn(signal: number, counts: ArrayLike<number>, columns: Uint8Array = ALL, from = 0): number {
  const places = cases[signal] as readonly number[]
  let sum = 0
  for (const place of places) sum += counts[from + (columns[place] as number)] as number
  for (const place of unlesses[signal] as readonly number[])
    sum -= 2 * (counts[from + (columns[place] as number)] as number)
  return sum
}
/** What a signal counts of these days before any cases are taken away; undefined: it takes none away. */
export function beforeIn(signal: number, days: Days): number | undefined {
  const unless = unlesses[signal] as readonly number[]
  if (unless.length === 0) return undefined
  let sum = 0
  for (let each = 0; each < days.size; each++) {
    sum += casesIn(signal, days.values[each] as Float32Array, days.columns[each], days.from[each])
    for (const place of unless) sum += 2 * days.of(each, place)
  }
  return sum
}
export function ofIn(signal: number, counts: ArrayLike<number>, columns: Uint8Array = ALL, from = 0): number {
  const places = ofs[signal] as readonly number[]
  let most = counts[from + (columns[places[0] as number] as number)] as number
  for (let each = 1; each < places.length; each++)
    most = Math.max(most, counts[from + (columns[places[each] as number] as number)] as number)
  return most
}

/** Of signals that are one counter of another, which most are, these two. */
const ofOne = signalNames.map((_, signal) => {
  const [own, others] = [cases[signal] as readonly number[], ofs[signal] as readonly number[]]
  const isOne = own.length === 1 && others.length === 1 && unlesses[signal]?.length === 0
  return isOne ? { x: own[0] as number, n: others[0] as number } : undefined
})

/** A signal day by day. */
export function fillByDay(signal: number, days: Days, byDay: ByDay): void {
  byDay.clear()
  const one = ofOne[signal]
  for (let each = 0; each < days.size; each++) {
    const [values, columns] = [days.values[each] as Float32Array, days.columns[each] as Uint8Array]
    const from = days.from[each] as number
    if (one)
      byDay.add(
        values[from + (columns[one.x] as number)] as number,
        values[from + (columns[one.n] as number)] as number,
      )
    else byDay.add(casesIn(signal, values, columns, from), ofIn(signal, values, columns, from))
  }
}

/** A signal’s cases on all these days, and what they are of; `byDay` is used for it. */
export function sumsOf(signal: number, days: Days, byDay: ByDay): { readonly cases: number; readonly of: number } {
  const one = ofOne[signal]
  if (one) return { cases: days.sum(one.x), of: days.sum(one.n) }
  fillByDay(signal, days, byDay)
  return byDay
}

/** What is usual for a signal among peers of a kind and size: the policy’s figure, or theirs where they have more. */
export class Peers {
  #policy: MonitorPolicy
  /** What policy says of each signal. */
  #priors: Prior[] = []
  #learnt: Pick<Learnt, 'usual' | 'save' | 'bytes'>

  constructor(policy: MonitorPolicy) {
    this.#policy = policy
    this.#learnt = this.#of([])
  }

  /** Other figures hold; what was learnt stands until it is learnt anew. */
  adopt(policy: MonitorPolicy): void {
    this.#policy = policy
    this.#priors = []
  }

  save() {
    return this.#learnt.save()
  }
  load(saved: ReturnType<Peers['save']>): void {
    this.#learnt = { usual: (circle, signal) => saved.get(circle)?.[signal], save: () => saved, bytes: 0 }
  }

  /** What was learnt takes so much of memory, about. */
  get bytes(): number {
    return this.#learnt.bytes
  }

  /** The usual of the narrowest circle that is large enough. */
  usual(signal: number, circles: readonly string[]): Usual {
    for (const each of circles) {
      const usual = this.#learnt.usual(each, signal)
      if (usual) return usual
    }
    return this.#prior(signal)
  }

  /** Learns from what is known until now; it holds for what comes from now on. */
  fit(peers: readonly Peer[]): void {
    this.#learnt = this.#of(peers)
  }

  /** What `work` gives while what is usual is learnt from these alone; afterwards it is what it was. */
  beside<T>(peers: readonly Peer[], work: () => T): T {
    const learnt = this.#learnt
    this.fit(peers)
    try {
      return work()
    } finally {
      this.#learnt = learnt
    }
  }

  #of(peers: readonly Peer[]): Learnt {
    const [priors, policy] = [this.#priors, this.#policy]
    return new Learnt(peers, policy, (signal) => priorIn(priors, signal, policy))
  }
  #prior(signal: number): Prior {
    return priorIn(this.#priors, signal, this.#policy)
  }
}

function priorIn(priors: Prior[], signal: number, policy: MonitorPolicy): Prior {
  priors[signal] ??= lasts(priorOf(signalNames[signal] as SignalName, policy))
  return priors[signal]
}
