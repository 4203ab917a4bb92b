import { createHash } from 'node:crypto'
import { merged } from './merge.ts'
import { type MonitorPolicy, monitorFiguresSchema, monitorPolicySchema } from './monitor.ts'
import { defaultMonitorPolicy } from './monitor-figures.ts'
import { type FigureProblem, problem, problemsIn, whys } from './wrong.ts'

/** A part of the monitor’s figures, of the shape that stands under `monitor` in a POLICY_FILE. */
export type MonitorChanges = Readonly<Record<string, unknown>>

/** One figure that is another one now. */
export interface FigureChange {
  readonly name: string
  /** Absent where there was none. */
  readonly from?: unknown
  readonly to?: unknown
}

/** These figures with changes on top: whole, or each thing that is wrong with them. */
export function changed(
  figures: MonitorPolicy,
  changes: MonitorChanges,
): { readonly figures: MonitorPolicy; readonly problems: readonly FigureProblem[] } {
  const parsed = monitorPolicySchema.safeParse(merged(figures, changes))
  const own = [
    ...unknownSignals(changes).map((name) => problem(name, whys.noSignal())),
    ...(parsed.success && isAllOff(parsed.data) ? [problem('signals', whys.nobodyEver())] : []),
  ]
  if (parsed.success && own.length === 0) return { figures: parsed.data, problems: [] }
  return { figures, problems: [...own, ...(parsed.error ? problemsIn(parsed.error.issues) : [])] }
}

/** A file may try that; nobody releases it. */
const isAllOff = ({ signals, stopFirst }: MonitorPolicy): boolean =>
  Object.values(signals).every(({ on }) => on === 'off') && !stopFirst.some(({ on }) => on === 'live')

/** Signals that there are not, by their paths: what is said of one would follow from nothing, a slip of the pen. */
export function unknownSignals({ signals }: MonitorChanges): readonly string[] {
  const names = isNode(signals) ? Object.keys(signals) : []
  return names.filter((name) => !Object.hasOwn(defaultMonitorPolicy.signals, name)).map((name) => `signals.${name}`)
}

/**
 * Figures as a log or a store holds them: they held once, so whether they hold together is not asked again. What a later
 * version of ours knows and they do not say is as it is by default.
 * @throws Error that names what is wrong
 */
export function figuresOf(stored: unknown): MonitorPolicy {
  const parsed = monitorFiguresSchema.safeParse(merged(defaultMonitorPolicy, stored))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Error(`${issue?.path.join('.')}: ${issue?.message}`)
}

/** The figures that differ, one by one; rules and lists as a whole. */
export function changesBetween(before: unknown, after: unknown, name = ''): readonly FigureChange[] {
  if (!isNode(before) || !isNode(after)) {
    if (JSON.stringify(before) === JSON.stringify(after)) return []
    return [{ name, ...(before === undefined ? {} : { from: before }), ...(after === undefined ? {} : { to: after }) }]
  }
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
    changesBetween(before[key], after[key], name === '' ? key : `${name}.${key}`),
  )
}

/** What figures are known by: the same for the same, whatever order they are written in. */
export const digestOfFigures = (figures: MonitorPolicy): string =>
  createHash('sha256')
    .update(JSON.stringify(monitorFiguresSchema.parse(figures)))
    .digest('hex')
    .slice(0, 10)

const isNode = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
