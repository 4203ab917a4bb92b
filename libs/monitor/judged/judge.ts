import { type MonitorPolicy, type SignalGroup, type SignalPolicy, signalGroups } from '#policy'
import type { Identity } from '../counted/moment.ts'
import { applicable, type Counting } from './applicable.ts'
import { logRatio, narrowed, type Usual, withChance } from './gamma.ts'
import type { Figures } from './known.ts'
import { beforeIn, casesIn, fillByDay, ofIn, type Peers, sumsOf } from './peers.ts'
import { isOfWholeDays, isToldOf, passesOne, type SignalName, signalNames } from './signals.ts'
import { ByDay, Days, type Span, shift } from './spans.ts'

/** What has counts by day. */
export interface Counted {
  /** Written into `counts`; undefined: nothing happened. */
  day(day: number, counts?: Float32Array): Float32Array | undefined
  /** Adds the last so many days until `today`, the latest first, which are to be read before anything is counted. */
  readInto(days: Days, today: number, last: number): void
  /** What is only told over whole days, over the 24 hours until the last step was closed. */
  lately(): Float32Array | undefined
  /** Counts of all days that are kept: no span of them has more. */
  total(): ArrayLike<number>
}

export interface Finding {
  readonly name: SignalName
  /** The rate that says most, over the span that says most. */
  readonly figure: number
  readonly baseline: number
  /** Log units, at most its cap. */
  readonly evidence: number
  /** What `clearAt` is worked out from. */
  readonly by: { readonly n: number; readonly usual: Usual; readonly figures: SignalPolicy }
}

/** What a unit’s signals come to. */
export interface Judgement {
  /** Log of the mean of its e-values. */
  readonly logE: number
  readonly total: number
  readonly findings: readonly Finding[]
  /** The findings are of the kind that a flag can be made of. */
  readonly says: boolean
}

/** How far own days before narrow what is usual. */
const OWN_SHAPE = 12
/** Spans beyond this many days are too long for a change. */
const CHANGE_DAYS = 16
/** Of the weight of all looks at a signal, those against own days before. */
const CHANGE_SHARE = 0.25
/** The power of its length that a span’s weight is. */
const LONGER = 0.25
const MOST_LOG = 600
/** Sums of what is no whole number. */
const ROUNDING = 0.001
/** With so many times the least evidence, a signal needs no second voice. */
const OVERWHELMING = 2
/** Of the weight of all signals. */
const ALONE_WEIGHT = 0.85

/** Used again for each unit, and each signal. */
const days = new Days()
const shifted = new Days()
const byDay = new ByDay()

/** Fills `days` with the last so many until `today`. */
function daysOf(unit: Counted, today: number, last: number): void {
  days.clear()
  unit.readInto(days, today, last)
}

/**
 * All cases of the last so many days until `today`, signal by signal.
 * @param kind only signals that are told of such a unit
 * @param isDayOver else today is a part of a day, and nothing of it is told of what is only told over whole days
 */
export function figuresOf(
  unit: Counted,
  today: number,
  last: number,
  kind: Identity['kind'] | undefined,
  isDayOver = true,
): Figures {
  const x = new Float64Array(signalNames.length)
  const n = new Float64Array(signalNames.length)
  const before = new Float64Array(signalNames.length)
  const ever = unit.total()
  daysOf(unit, today, last)
  for (let i = 0; i < signalNames.length; i++) {
    // Of what never happened there is nothing to be added up.
    if (!isToldOf(i, kind) || (ofIn(i, ever) === 0 && casesIn(i, ever) === 0)) continue
    const { cases, of } = sumsOf(i, days, byDay)
    ;[x[i], n[i]] = [cases, of]
    if (!isDayOver && isOfWholeDays(i) && days.size > 0 && days.back[0] === 0) {
      const [part, columns] = [days.values[0] as Float32Array, days.columns[0] as Uint8Array]
      x[i] = cases - casesIn(i, part, columns, days.from[0])
      n[i] = of - ofIn(i, part, columns, days.from[0])
    }
    before[i] = beforeIn(i, days) ?? 0
  }
  return { x, n, before }
}

/**
 * What the counts of a unit say against “usual”. Each signal is looked at over spans of several lengths, against peers and
 * against its own days before; the mean of these e-values is one e-value, and the mean over signals is the unit’s.
 * @param kind apps and ways have signals of their own
 */
export function judge(
  unit: Counted,
  today: number,
  {
    policy,
    peers,
    circles,
    kind,
    isDayOver,
    counts,
  }: {
    policy: MonitorPolicy
    peers: Peers
    circles: readonly string[]
    kind: Identity['kind'] | undefined
    /** Else today is a part of a day. */
    isDayOver: boolean
    /** Which signals count. */
    counts: Counting
  },
): Judgement {
  const weights = weightsOf(policy.windowsDays)
  const most = weights.spans.at(-1) as number
  const ever = unit.total()
  const lately = isDayOver ? undefined : unit.lately()
  let [isRead, isWhole] = [false, false]
  const findings: Finding[] = []
  const logs: Log[] = []
  told.clear()
  for (const { place, name, figures, group, wholeDays, lag, isRate } of applicable(policy, counts, kind)) {
    // Of most there are too few to look at them day by day.
    const beside = wholeDays && lately ? casesIn(place, lately) : 0
    // Of fewer occasions than it needs cases nothing could be said, whoever it is: it has no part in the mean.
    const occasions = ofIn(place, ever) + (wholeDays && lately ? ofIn(place, lately) : 0)
    if (occasions < (isRate ? ROUNDING : figures.atLeast - ROUNDING)) continue
    told.add(figures.alone, group)
    if (casesIn(place, ever) + beside < figures.atLeast - ROUNDING) continue
    if (!isRead) {
      daysOf(unit, today, most)
      isRead = true
    }
    if (wholeDays && !isDayOver && !isWhole) {
      shift(days, lately, shifted)
      isWhole = true
    }
    const from = wholeDays && !isDayOver ? shifted : days
    fillByDay(place, from, byDay)
    if (byDay.cases < figures.atLeast) continue
    const { logE, finding } = judgeOne(lag, name, figures, from, weights, peers.usual(place, circles), isRate)
    if (logE > Number.NEGATIVE_INFINITY) logs.push({ log: logE, alone: figures.alone, group })
    if (finding) findings.push(finding)
  }
  findings.sort((a, b) => b.evidence - a.evidence)
  const { total, says } = weigh(findings, policy)
  // A weighted mean: what is enough alone has most of the weight.
  const weight = { alone: Math.log(ALONE_WEIGHT / told.alone), others: Math.log((1 - ALONE_WEIGHT) / told.others) }
  const one = logSum(logs.map((each) => each.log + (each.alone ? weight.alone : weight.others)))
  return { logE: logAdd(one, together(logs)) - Math.log(2), total, findings, says }
}

/** What a signal says. */
interface Log {
  readonly log: number
  readonly alone: boolean
  readonly group: number
}

/** How many signals could say anything of who has as many occasions; used again for each unit. */
class Told {
  alone = 0
  others = 0
  readonly inGroup = new Uint8Array(signalGroups.length)

  clear(): void {
    ;[this.alone, this.others] = [0, 0]
    this.inGroup.fill(0)
  }
  add(alone: boolean, group: number): void {
    if (alone) this.alone++
    else this.others++
    this.inGroup[group] = (this.inGroup[group] as number) + 1
  }
}
const told = new Told()

/**
 * What says a little in several groups: groups tell of different things, so that the product of any two is one e-value as well,
 * and so is the mean of all products of two. (Those of one group count the same things more than once: of them it is the mean.)
 */
function together(logs: readonly Log[]): number {
  let [groups, sum, pairs] = [0, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let group = 0; group < told.inGroup.length; group++) {
    const count = told.inGroup[group] as number
    if (count === 0) continue
    groups++
    ofGroup.length = 0
    for (const each of logs) if (each.group === group) ofGroup.push(each.log)
    if (ofGroup.length === 0) continue
    const one = logSum(ofGroup) - Math.log(count)
    pairs = logAdd(pairs, sum + one)
    sum = logAdd(sum, one)
  }
  return groups < 2 ? Number.NEGATIVE_INFINITY : pairs - Math.log((groups * (groups - 1)) / 2)
}
/** Used again for each group. */
const ofGroup: number[] = []

/**
 * What is usual is a mixture: a few honest ones are odd in one manner, however much. So such a signal’s e-value is against who
 * is like the others or odd as the malicious are, and never above one in so many of them.
 */
const mixed = (log: number, odd: number): number => {
  if (odd === 0 || log === Number.NEGATIVE_INFINITY) return log
  return log - logAdd(Math.log(1 - odd), Math.log(odd) + log)
}

interface SpanWeights {
  /** The shortest first, and what each has. */
  readonly spans: readonly number[]
  readonly whole: readonly number[]
  /** Of each comparison with own days before. */
  readonly change: number
}

/**
 * What each look at a signal has of the mean: longer spans more, for what is quiet shows only in a long one; but not by much,
 * or what is loud would wait for its second day.
 */
function spanWeights(windowsDays: readonly number[]): SpanWeights {
  const spans = windowsDays.toSorted((a, b) => a - b)
  const roots = spans.reduce((sum, span) => sum + span ** LONGER, 0)
  const changes = spans.filter((span) => span <= CHANGE_DAYS).length
  const share = changes === 0 ? 1 : 1 - CHANGE_SHARE
  return {
    spans,
    whole: spans.map((span) => (share * span ** LONGER) / roots),
    change: CHANGE_SHARE / Math.max(1, changes),
  }
}

interface Best {
  readonly log: number
  readonly rate: number
  readonly baseline: number
  readonly span: Span
  readonly usual: Usual
}

let known: { readonly of: readonly number[]; readonly weights: SpanWeights } | undefined
function weightsOf(windowsDays: readonly number[]): SpanWeights {
  if (known?.of !== windowsDays) known = { of: windowsDays, weights: spanWeights(windowsDays) }
  return known.weights
}

function judgeOne(
  lag: number,
  name: SignalName,
  figures: SignalPolicy,
  days: Days,
  weights: SpanWeights,
  usual: Usual,
  isRate: boolean,
): { logE: number; finding: Finding | undefined } {
  const logs: number[] = []
  let best: Best | undefined
  /** Of all looks, those that could say anything of so many occasions. */
  let weighed = 0
  const { spans } = weights
  const all = days.within(spans.at(-1) as number)
  const whole = byDay.span(all, all)
  for (const [place, span] of spans.entries()) {
    const within = days.within(span)
    const recent = byDay.span(within, within)
    const of = lag === 0 ? within : days.within(span + lag)
    const seen = byDay.spanWithoutWorst(within, of, figures.withoutWorst)
    if (seen.n <= 0 || (!isRate && seen.n < figures.atLeast)) continue
    const isChange = span <= CHANGE_DAYS && whole.n > recent.n
    weighed += (weights.whole[place] as number) + (isChange ? weights.change : 0)
    if (seen.x < figures.atLeast) continue
    const rate = seen.x / seen.n
    const hold = (peers: Usual, weight: number) => {
      const against = withChance(peers, seen.n)
      // What is less than usual says nothing against anybody, and nothing for.
      const isUsual = rate <= Math.max(against.rate, figures.healthy)
      const log = isUsual
        ? Number.NEGATIVE_INFINITY
        : Math.min(MOST_LOG, logRatio(seen.x, seen.n, against, figures.atLeast))
      logs.push(log + Math.log(weight))
      if (!best || log > best.log) best = { log, rate, baseline: against.rate, span: seen, usual: against }
    }
    hold(usual, weights.whole[place] as number)
    if (!isChange) continue
    const own = narrowed(usual, whole.x - recent.x, whole.n - recent.n, OWN_SHAPE)
    hold({ ...own, rate: Math.max(own.rate, figures.healthy) }, weights.change)
  }
  if (!best) return { logE: Number.NEGATIVE_INFINITY, finding: undefined }
  const logE = mixed(logSum(logs) - Math.log(weighed), figures.odd)
  const evidence = Math.min(figures.cap, Math.max(0, logE))
  const { rate, baseline, span } = best
  if (evidence === 0) return { logE, finding: undefined }
  return { logE, finding: { name, figure: rate, baseline, evidence, by: { n: span.n, usual: best.usual, figures } } }
}

/** The rate up to which the same number of occasions would say nothing; of a share 1 at most. */
export function clearAt({ name, by: { n, usual, figures } }: Pick<Finding, 'name' | 'by'>): number {
  const { atLeast, healthy } = figures
  let [low, high] = [n * usual.rate, Math.max(n, n * usual.rate * 100)]
  for (let i = 0; i < 40; i++) {
    const x = (low + high) / 2
    if (logRatio(x, n, usual) > 1) high = x
    else low = x
  }
  const rate = Math.max(healthy, Math.max(low, atLeast - 1) / n)
  return passesOne(name) ? rate : Math.min(1, rate)
}

/** The explaining sum: group by group, each at most its cap; and whether it is of the kind that flags are made of. */
export function weigh(findings: readonly Finding[], policy: MonitorPolicy): { total: number; says: boolean } {
  const groups = new Map<SignalGroup, number>()
  let alone = false
  for (const { name, evidence } of findings) {
    const figures = policy.signals[name] as SignalPolicy
    groups.set(
      figures.group,
      Math.min(policy.groupCaps[figures.group] ?? 0, (groups.get(figures.group) ?? 0) + evidence),
    )
    if (evidence >= policy.leastEvidence * (figures.alone ? 1 : OVERWHELMING)) alone = true
  }
  const total = [...groups.values()].reduce((sum, each) => sum + each, 0)
  const saying = [...groups.values()].filter((each) => each >= policy.groupSays).length
  return { total, says: total >= policy.leastEvidence && (alone || saying >= policy.groupsNeeded) }
}

/** log of the sum of what these are logs of. */
export function logSum(logs: readonly number[]): number {
  let most = Number.NEGATIVE_INFINITY
  for (const each of logs) most = Math.max(most, each)
  if (most === Number.NEGATIVE_INFINITY) return most
  let sum = 0
  for (const each of logs) sum += Math.exp(each - most)
  return most + Math.log(sum)
}

function logAdd(a: number, b: number): number {
  const most = Math.max(a, b)
  return most === Number.NEGATIVE_INFINITY ? most : most + Math.log(Math.exp(a - most) + Math.exp(b - most))
}

/**
 * e-BH: whom to flag so that the expected share of false ones is at most `falseFlags`, however they hang together.
 * @param standing how many flags stand already: they are among those whose share it is
 * @returns the log e-value from which on, of `count` that were looked at; Infinity: nobody
 */
export function flagFrom(logs: readonly number[], count: number, falseFlags: number, standing = 0): number {
  const sorted = logs.filter((log) => !Number.isNaN(log)).sort((a, b) => b - a)
  let from = standing > 0 ? Math.log(count / (falseFlags * standing)) : Number.POSITIVE_INFINITY
  sorted.forEach((log, index) => {
    if (log >= Math.log(count / (falseFlags * (standing + index + 1)))) from = log
  })
  return from
}
