import type { MonitorPolicy, SignalGroup, SignalPolicy } from '#policy'
import { at, COUNTERS } from './counters.ts'
import { logRatio, narrowed, type Usual } from './gamma.ts'
import { casesIn, type Figures, ofIn, type Peers } from './peers.ts'
import { type SignalDefinition, type SignalName, signalNames, signals } from './signals.ts'

/** What has counts by day. */
export interface Counted {
  day(day: number): Float32Array | undefined
  /** What is only told over whole days, over the 24 hours until the last step was closed. */
  lately(): Float32Array | undefined
}

export interface Finding {
  readonly name: SignalName
  /** The rate that says most, over the span that says most. */
  readonly figure: number
  readonly baseline: number
  /** Log units, at most its cap. */
  readonly evidence: number
  /** Rate up to which it would say nothing. */
  readonly clearAt: number
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
const MOST_LOG = 600
/** Days that are looked back on, at most. */
const MOST_DAYS = 64
/** How much of a group’s e-value is staked where groups are taken together. */
const STAKE = 0.3
/** Of the weight of all signals. */
const ALONE_WEIGHT = 0.85

const definitions: readonly SignalDefinition[] = signalNames.map((name) => signals[name])

/** All cases of the last `days` days until `today`, signal by signal. */
export function figuresOf(unit: Counted, today: number, days: number): Figures {
  const x = new Float64Array(signalNames.length)
  const n = new Float64Array(signalNames.length)
  for (let back = 0; back < days; back++) {
    const counts = unit.day(today - back)
    if (!counts) continue
    for (let i = 0; i < signalNames.length; i++) {
      x[i] = (x[i] as number) + casesIn(i, counts)
      n[i] = (n[i] as number) + ofIn(i, counts)
    }
  }
  return { x, n }
}

/** Cases of one signal day by day, the latest first, and what they are of; used again for the next signal. */
class ByDay {
  size = 0
  readonly back = new Int32Array(MOST_DAYS)
  readonly x = new Float64Array(MOST_DAYS)
  readonly n = new Float64Array(MOST_DAYS)

  add(back: number, x: number, n: number): void {
    this.back[this.size] = back
    this.x[this.size] = x
    this.n[this.size++] = n
  }
}
const byDay = new ByDay()

interface Span {
  readonly x: number
  readonly n: number
}

/**
 * What the counts of a unit say against “usual”. Each signal is looked at over spans of several lengths, against peers and
 * against its own days before; the mean of these e-values is one e-value, and the mean over signals is the unit’s.
 * @param isApp apps have signals of their own
 */
export function judge(
  unit: Counted,
  today: number,
  {
    policy,
    peers,
    circles,
    isApp,
    isDayOver,
    counts,
  }: {
    policy: MonitorPolicy
    peers: Peers
    circles: readonly string[]
    isApp: boolean
    /** Else today is a part of a day. */
    isDayOver: boolean
    /** Which signals count. */
    counts: (signal: SignalPolicy) => boolean
  },
): Judgement {
  const weights = spanWeights(policy.windowsDays)
  const most = [...weights.whole.keys()].at(-1) as number
  const days: { back: number; counts: Float32Array }[] = []
  const all = new Float32Array(COUNTERS)
  for (let back = 0; back < most; back++) {
    const counts = unit.day(today - back)
    if (!counts) continue
    days.push({ back, counts })
    for (let i = 0; i < COUNTERS; i++) all[i] = (all[i] as number) + (counts[i] as number)
  }
  const whole = isDayOver ? days : wholeDays(unit.lately(), days)
  const findings: Finding[] = []
  const logs: { log: number; alone: boolean; group: SignalGroup }[] = []
  const applied = { alone: 0, others: 0 }
  const inGroup = new Map<SignalGroup, number>()
  for (let i = 0; i < signalNames.length; i++) {
    const name = signalNames[i] as SignalName
    const figures = policy.signals[name]
    if (!figures || !counts(figures) || (isApp && !definitions[i]?.apps)) continue
    applied[figures.alone ? 'alone' : 'others']++
    inGroup.set(figures.group, (inGroup.get(figures.group) ?? 0) + 1)
    const wholeDays = definitions[i]?.wholeDays === true
    // Of most there are too few to look at them day by day.
    if (!wholeDays && casesIn(i, all) < figures.atLeast) continue
    let total = 0
    byDay.size = 0
    for (const { back, counts } of wholeDays ? whole : days) {
      const x = casesIn(i, counts)
      total += x
      byDay.add(back, x, ofIn(i, counts))
    }
    if (total < figures.atLeast) continue
    const { logE, finding } = judgeOne(
      definitions[i]?.lagDays ?? 0,
      name,
      figures,
      byDay,
      weights,
      peers.usual(i, circles),
    )
    if (logE > Number.NEGATIVE_INFINITY) logs.push({ log: logE, alone: figures.alone, group: figures.group })
    if (finding) findings.push(finding)
  }
  findings.sort((a, b) => b.evidence - a.evidence)
  const { total, says } = weigh(findings, policy)
  // A weighted mean: what is enough alone has most of the weight.
  const weight = (alone: boolean) =>
    alone ? Math.log(ALONE_WEIGHT / applied.alone) : Math.log((1 - ALONE_WEIGHT) / applied.others)
  const one = logSum(logs.map(({ log, alone }) => log + weight(alone)))
  return { logE: logSum([one, together(logs, inGroup)]) - Math.log(2), total, findings, says }
}

/**
 * What says a little in several groups: groups tell of different things, so that a part of each one’s e-value can be staked
 * on the next. (Those of one group count the same things more than once: of them it is the mean.)
 */
function together(
  logs: readonly { log: number; group: SignalGroup }[],
  inGroup: ReadonlyMap<SignalGroup, number>,
): number {
  let sum = 0
  for (const [group, count] of inGroup) {
    const mean = logSum(logs.flatMap((each) => (each.group === group ? [each.log] : []))) - Math.log(count)
    sum += logSum([Math.log(1 - STAKE), Math.log(STAKE) + mean])
  }
  return sum
}

/** A morning may be the beginning of a day of so many times as much as usual: a campaign’s, say. */
const CAMPAIGN = 10
/** Days that must be known for the usual of one. */
const KNOWN_DAYS = 7

/**
 * While today is not over, the last 24 hours stand for it, of at least what a day of campaign would bring; the day before,
 * of which they hold a part, does not count.
 */
function wholeDays(
  lately: Float32Array | undefined,
  days: readonly { back: number; counts: Float32Array }[],
): readonly { back: number; counts: Float32Array }[] {
  const before = days.filter(({ back }) => back > 0)
  const shifted = before.map((each) => ({ ...each, back: each.back - 1 }))
  const week = before.filter(({ back }) => back <= KNOWN_DAYS)
  if (!lately || week.length < KNOWN_DAYS) return shifted
  const counts = new Float32Array(lately)
  for (const place of [at.timed, at.charges]) {
    const usual = week.reduce((sum, each) => sum + (each.counts[place] as number), 0) / week.length
    counts[place] = Math.max(counts[place] as number, CAMPAIGN * usual)
  }
  return [{ back: 0, counts }, ...shifted.filter(({ back }) => back > 0)]
}

interface SpanWeights {
  /** Logs, by span, the shortest first. */
  readonly whole: ReadonlyMap<number, number>
  /** Of each comparison with own days before. */
  readonly change: number
}

/**
 * What each look at a signal has of the mean: longer spans more, for what is loud shows in a short one all the same, and
 * what is quiet only in a long one.
 */
function spanWeights(windowsDays: readonly number[]): SpanWeights {
  const spans = windowsDays.toSorted((a, b) => a - b)
  const roots = spans.reduce((sum, span) => sum + Math.sqrt(span), 0)
  const changes = spans.filter((span) => span <= CHANGE_DAYS).length
  const share = changes === 0 ? 1 : 1 - CHANGE_SHARE
  return {
    whole: new Map(spans.map((span) => [span, Math.log((share * Math.sqrt(span)) / roots)])),
    change: Math.log(CHANGE_SHARE / Math.max(1, changes)),
  }
}

function judgeOne(
  lag: number,
  name: SignalName,
  figures: SignalPolicy,
  days: ByDay,
  weights: SpanWeights,
  usual: Usual,
): { logE: number; finding: Finding | undefined } {
  const logs: number[] = []
  let best: { log: number; rate: number; baseline: number; span: Span; usual: Usual } | undefined
  const spans = [...weights.whole.keys()]
  const whole = spanOf(days, { span: spans.at(-1) as number })
  for (const span of spans) {
    const seen = spanOf(days, { span, lag, without: figures.withoutWorst })
    if (seen.x < figures.atLeast || seen.n <= 0) continue
    const against = [{ ...usual, weight: weights.whole.get(span) as number }]
    if (span <= CHANGE_DAYS) {
      const recent = spanOf(days, { span })
      const own = narrowed(usual, whole.x - recent.x, whole.n - recent.n, OWN_SHAPE)
      if (whole.n > recent.n)
        against.push({ ...own, rate: Math.max(own.rate, figures.healthy), weight: weights.change })
    }
    for (const each of against) {
      const rate = seen.x / seen.n
      // What is less than usual says nothing against anybody, and nothing for.
      const isUsual = rate <= Math.max(each.rate, figures.healthy)
      const log = isUsual ? Number.NEGATIVE_INFINITY : Math.min(MOST_LOG, logRatio(seen.x, seen.n, each))
      logs.push(log + each.weight)
      if (!best || log > best.log) best = { log, rate, baseline: each.rate, span: seen, usual: each }
    }
  }
  if (!best) return { logE: Number.NEGATIVE_INFINITY, finding: undefined }
  const logE = logSum(logs)
  const evidence = Math.min(figures.cap, Math.max(0, logE))
  const { rate, baseline, span } = best
  if (evidence === 0) return { logE, finding: undefined }
  return { logE, finding: { name, figure: rate, baseline, evidence, clearAt: clearRate(span, best.usual, figures) } }
}

/**
 * Cases within a span, and what they are of: so many days before as well as cases come late; without the days that had
 * most of them, where a mishap is no pattern.
 */
function spanOf(days: ByDay, { span, lag = 0, without = 0 }: { span: number; lag?: number; without?: number }): Span {
  let [x, n] = [0, 0]
  const worst: number[] = []
  for (let i = 0; i < days.size; i++) {
    const back = days.back[i] as number
    if (back >= span + lag) break
    n += days.n[i] as number
    if (back >= span) continue
    const cases = days.x[i] as number
    x += cases
    if (without > 0 && cases > 0) worst.push(cases)
  }
  // What they had beyond the day after them.
  worst.sort((a, b) => b - a)
  for (const day of worst.slice(0, without)) x -= day - (worst[without] ?? 0)
  return { x, n }
}

/** The rate below which the same number of occasions would say nothing. */
function clearRate({ n }: Span, usual: Usual, { atLeast, healthy }: SignalPolicy): number {
  let [low, high] = [n * usual.rate, Math.max(n, n * usual.rate * 100)]
  for (let i = 0; i < 40; i++) {
    const x = (low + high) / 2
    if (logRatio(x, n, usual) > 1) high = x
    else low = x
  }
  return Math.max(healthy, Math.max(low, atLeast - 1) / n)
}

/** The explaining sum: group by group, each at most its cap; and whether it is of the kind that flags are made of. */
function weigh(findings: readonly Finding[], policy: MonitorPolicy): { total: number; says: boolean } {
  const groups = new Map<SignalGroup, number>()
  let alone = false
  for (const { name, evidence } of findings) {
    const figures = policy.signals[name] as SignalPolicy
    groups.set(
      figures.group,
      Math.min(policy.groupCaps[figures.group] ?? 0, (groups.get(figures.group) ?? 0) + evidence),
    )
    if (figures.alone && evidence >= policy.leastEvidence) alone = true
  }
  const total = [...groups.values()].reduce((sum, each) => sum + each, 0)
  const saying = [...groups.values()].filter((each) => each >= policy.groupSays).length
  return { total, says: total >= policy.leastEvidence && (alone || saying >= policy.groupsNeeded) }
}

/** log of the sum of what these are logs of. */
export function logSum(logs: readonly number[]): number {
  const most = Math.max(Number.NEGATIVE_INFINITY, ...logs)
  if (most === Number.NEGATIVE_INFINITY) return most
  let sum = 0
  for (const each of logs) sum += Math.exp(each - most)
  return most + Math.log(sum)
}

/**
 * e-BH: whom to flag so that the expected share of false ones is at most `falseFlags`, however they hang together.
 * @returns the log e-value from which on, of `count` that were looked at; Infinity: nobody
 */
export function flagFrom(logs: readonly number[], count: number, falseFlags: number): number {
  const sorted = logs.toSorted((a, b) => b - a)
  let from = Number.POSITIVE_INFINITY
  sorted.forEach((log, index) => {
    if (log >= Math.log(count / (falseFlags * (index + 1)))) from = log
  })
  return from
}
