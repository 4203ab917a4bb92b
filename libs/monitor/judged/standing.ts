import type { MessageOf, monitorStandings } from '#contracts'
import type { MonitorPolicy } from '#policy'
import { DAYS } from '../counted/day-counts.ts'
import { clearsOf, round } from './explain.ts'
import type { Usual } from './gamma.ts'
import { type Counted, clearAt, figuresOf, type Judgement } from './judge.ts'
import type { Looked } from './looked.ts'
import { casesIn, ofIn } from './peers.ts'
import { type SignalDefinition, signalNames, signals } from './signals.ts'

/** How a partner or an app stands, without what only a running gateway knows. */
export type Standing = Omit<Extract<MessageOf<typeof monitorStandings>, { type: 'partner.looked' }>['data'], 'policy'>
type ShownUnit = Standing['units'][number]

/** Units of a partner that are told; and of how many of them, and of how many of their signals, each day is told. */
const UNITS = 20
const UNITS_BY_DAY = 6
/** Beyond those, units of which a flag stands, and signals of each: a case pins them as they stood. */
const FLAGGED = 80
const SIGNALS_OF_FLAGGED = 4
const SIGNALS_BY_DAY = 12
/** Of what became of those who came in a week each day is told as well, whatever else says more. */
const OF_COHORTS: ReadonlySet<string> = new Set(['cancel.cohort', 'regrets'])
/** A signal has changed when it says so much more or less, log units. */
const CHANGED = 1
/** Spans that a figure is told over where nothing says anything. */
const none: readonly number[] = []

/** What a subject was like on the days before. */
export interface Past {
  /** Its risk day by day, by the day modulo how many are kept. */
  readonly risks: Float32Array
  first: number
  last: number
  /** What each signal said on the day before the last, and on it. */
  before: ReadonlyMap<string, number>
  now: ReadonlyMap<string, number>
}

export const noPast = (day: number): Past => ({
  risks: new Float32Array(DAYS),
  first: day,
  last: day - 1,
  before: new Map(),
  now: new Map(),
})

/** The strongest of what belongs together is its risk. */
export const riskOf = (looked: readonly Looked[]): number =>
  looked.reduce((most, { judgement }) => Math.max(most, judgement.total), 0)

/** The day is over: it is what is compared with tomorrow. */
export function remember(past: Past, day: number, looked: readonly Looked[]): void {
  for (let each = Math.max(past.last + 1, day - DAYS + 1); each < day; each++) past.risks[each % DAYS] = 0
  past.risks[day % DAYS] = riskOf(looked)
  past.last = day
  past.before = past.now
  const now = new Map<string, number>()
  for (const { judgement } of looked)
    for (const { name, evidence } of judgement.findings) now.set(name, Math.max(evidence, now.get(name) ?? 0))
  past.now = now
}

/** How a subject stands after its day was remembered. */
export function standingOf(
  subject: Pick<Standing, 'subject' | 'name' | 'partners'> & { at: number; day: number },
  looked: readonly Looked[],
  past: Past,
  about: {
    readonly policy: MonitorPolicy
    /** What is usual for each signal of it. */
    readonly usualOf: (looked: Looked) => (signal: number) => Usual
    readonly countedOf: (looked: Looked) => Counted
    /** Whether a flag of it stands. */
    readonly isFlagged: (looked: Looked) => boolean
  },
): Standing {
  const { day } = subject
  const series: number[] = []
  for (let each = Math.max(past.first, day - DAYS + 1); each <= day; each++)
    series.push(round(past.risks[each % DAYS] as number))
  const sorted = looked.toSorted((a, b) => b.judgement.total - a.judgement.total)
  const flagged = sorted.slice(UNITS).filter(about.isFlagged).slice(0, FLAGGED)
  return {
    ...subject,
    risk: round(riskOf(looked)),
    series,
    changes: changesOf(past),
    users: Math.round(looked.reduce((sum, { unit }) => sum + (unit?.id.kind === 'way' ? 0 : (unit?.users ?? 0)), 0)),
    units: sorted
      .slice(0, UNITS)
      .map((each, index) => shownUnit(each, index < UNITS_BY_DAY || about.isFlagged(each), day, about)),
    ...(flagged.length > 0
      ? {
          flagged: flagged.map((each) => {
            const { signals, ...unit } = shownUnit(each, true, day, about)
            return { ...unit, signals: signals.slice(0, SIGNALS_OF_FLAGGED) }
          }),
        }
      : {}),
  }
}

function changesOf({ before, now }: Past): Standing['changes'] {
  return [...new Set([...now.keys(), ...before.keys()])]
    .map((name) => ({ name, before: round(before.get(name) ?? 0), now: round(now.get(name) ?? 0) }))
    .filter((each) => Math.abs(each.now - each.before) >= CHANGED)
    .sort((a, b) => Math.abs(b.now - b.before) - Math.abs(a.now - a.before))
}

function shownUnit(
  looked: Looked,
  byDay: boolean,
  day: number,
  { policy, usualOf, countedOf }: Parameters<typeof standingOf>[3],
): ShownUnit {
  const { unit, judgement, partner } = looked
  const counted = countedOf(looked)
  const { x, n } = figuresOf(counted, day, policy.peersDays, unit?.id.kind)
  const usualFor = usualOf(looked)
  const found = new Map(judgement.findings.map((each) => [each.name, each]))
  const told = signalNames.flatMap((name, index) => {
    const figures = policy.signals[name]
    const definition: SignalDefinition = signals[name]
    if (!figures || figures.on === 'off' || !(n[index] as number)) return []
    const usual = usualFor(index)
    const finding = found.get(name)
    const shown = {
      name,
      group: figures.group,
      figure: round(finding?.figure ?? Math.max(0, x[index] as number) / (n[index] as number)),
      baseline: round(finding?.baseline ?? usual.rate),
      evidence: round(finding?.evidence ?? 0),
      ...(finding ? { clearAt: round(clearAt(finding)) } : {}),
      peers: { rate: round(usual.rate), shape: round(usual.shape) },
      charges: [...(unit?.charges(definition.cases) ?? none)] as string[],
    }
    return [{ shown, index }]
  })
  told.sort((a, b) => b.shown.evidence - a.shown.evidence)
  return {
    kind: unit?.id.kind ?? 'together',
    name: unit?.id.name ?? partner,
    ...(unit?.id.port ? { port: unit.id.port } : {}),
    users: Math.round(unit?.users ?? 0),
    risk: round(judgement.total),
    ...(judgement.findings.length > 0 ? { clears: clearsOf(judgement, policy.clearDays) } : {}),
    signals: told.map(({ shown, index }, place) => ({
      ...shown,
      ...(byDay && (place < SIGNALS_BY_DAY || OF_COHORTS.has(shown.name))
        ? seriesOf(counted, index, day)
        : { cases: [], of: [] }),
    })),
  }
}

/** Day by day, from the first that anything is known of. */
function seriesOf(counted: Counted, signal: number, day: number): { cases: number[]; of: number[] } {
  const [cases, of]: [number[], number[]] = [[], []]
  for (let each = day - DAYS + 1; each <= day; each++) {
    const counts = counted.day(each)
    if (!counts && of.length === 0) continue
    cases.push(counts ? round(Math.max(0, casesIn(signal, counts))) : 0)
    of.push(counts ? round(ofIn(signal, counts)) : 0)
  }
  return { cases, of }
}

/** Charges that show best what a flag says: those of its strongest signals. */
export function chargesOf(unit: Looked['unit'], { findings }: Judgement): readonly string[] {
  if (!unit) return none as readonly never[]
  const ids = new Set<string>()
  for (const { name } of findings)
    for (const id of unit.charges((signals[name] as SignalDefinition).cases)) if (ids.size < 10) ids.add(id)
  return [...ids]
}
