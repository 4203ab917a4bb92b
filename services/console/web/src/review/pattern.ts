import type { ChargeRule as AnyRule } from '#contracts'
import type { Finding } from './api.ts'

export type ChargeRule = Exclude<AnyRule, 'proven'>
/** Rules by which charges are judged wrong: each, in the order in which they are offered. */
const offered: Readonly<Record<ChargeRule, true>> = {
  'no.consent': true,
  'after.cancel': true,
  'free.period': true,
  'above.tariff': true,
  'too.often': true,
  'purchase.used': true,
  'purchase.over': true,
  'partner.ended': true,
  disputed: true,
}
export const chargeRules = Object.keys(offered) as readonly ChargeRule[]

const OF_SEVERAL: Readonly<Record<string, readonly ChargeRule[]>> = {
  'charges.purchase': ['purchase.used', 'purchase.over'],
  'charges.unagreed': ['no.consent', 'after.cancel', 'free.period'],
  'charges.wrong': chargeRules.filter((each) => each !== 'disputed'),
  'charges.proven': ['disputed'],
  'subscribed.bare': ['no.consent'],
  'subscribed.bare.new': ['no.consent'],
}
/** What these speak of was charged as the rules allow: only its days tell the charges of the pattern. */
const BY_DAYS = /^(answers\.|numbers\.|same\.|nights|bursts|prompts\.|apps\.new|payers\.|resubscribed|charges\.creep)/

/** Rules that the charges of a signal broke; none: they are told by their days; undefined: it speaks of no charges. */
export function rulesOf(signal: string): readonly ChargeRule[] | undefined {
  const named = /^(?:charges|stop|proven)\.(.+)$/.exec(signal)?.[1]
  const one = chargeRules.find((each) => each === named && each !== 'disputed')
  return OF_SEVERAL[signal] ?? (one ? [one] : BY_DAYS.test(signal) ? [] : undefined)
}

export interface Pattern {
  /** Only those that were judged wrong by one of these. */
  readonly judged?: readonly ChargeRule[]
  /** Within the day on which it began, as far as its days tell; undefined: they do not. */
  readonly since?: number
}

/** Evidence from which on a signal says something (`monitor.groupSays`), log units. */
const SAYS = 2.2

/**
 * The charges of a pattern, as the signals of its findings name them: by how they were judged, where nothing but that was
 * found. Whatever was judged wrong went back when it was judged, so what the rules found right is left out for no rule that
 * was broken besides: all charges are named then, by the days of what speaks of them.
 */
export function patternOf(findings: readonly Pick<Finding, 'signals' | 'looked'>[]): Pattern {
  const signals = findings.flatMap((each) => each.signals).toSorted((a, b) => b.evidence - a.evidence)
  const speak = signals.filter(({ name }) => rulesOf(name) !== undefined)
  const strongest = speak.find(
    ({ name, evidence }, place) => rulesOf(name)?.length === 0 && (place === 0 || evidence >= SAYS),
  )
  if (!strongest) {
    const broken = new Set(speak.flatMap(({ name }) => rulesOf(name) ?? []))
    return broken.size > 0 ? { judged: chargeRules.filter((each) => broken.has(each)) } : {}
  }
  const begins = findings.flatMap(({ looked }) => beginOf(looked, strongest.name) ?? [])
  return begins.length > 0 ? { since: Math.min(...begins) } : {}
}

const DAY = 86_400_000

/**
 * Within the first of the days that end with the last one and speak most for what was seen and against what is usual. It was
 * looked at when the last of them was over, and what comes late to it was in.
 */
function beginOf(looked: Finding['looked'], signal: string): number | undefined {
  const drawn = looked?.signals.find(({ name }) => name === signal)
  if (!looked || !drawn || !(drawn.figure > drawn.baseline) || drawn.baseline <= 0) return undefined
  const { cases, of, figure, baseline } = drawn
  let [said, most, begin] = [0, 0, cases.length]
  for (let day = cases.length - 1; day >= 0; day--) {
    said += (cases[day] as number) * Math.log(figure / baseline) - (of[day] ?? 0) * (figure - baseline)
    if (said > most) [most, begin] = [said, day]
  }
  return begin < cases.length ? looked.at - (cases.length - begin) * DAY : undefined
}
