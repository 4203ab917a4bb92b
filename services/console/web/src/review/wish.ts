import { localOf, momentOf } from '../shell/zone.ts'
import type { SanctionName, WholeCase } from './api.ts'
import { type ChargeRule, patternOf } from './pattern.ts'

/** A verdict as it stands in its form. */
export interface Typed {
  readonly outcome?: 'proven' | 'cleared'
  readonly points?: number
  readonly sanctions?: readonly SanctionName[]
  readonly scope?: 'all' | 'service'
  /** A day: sanctions that are not for ever end then. */
  readonly ends?: string
  readonly refund?: boolean
  /** All charges, or those that were judged wrong by some rules. */
  readonly which?: 'all' | 'judged'
  readonly judged?: readonly ChargeRule[]
  readonly services?: readonly string[]
  readonly from?: string
  readonly until?: string
  readonly kind?: 'any' | 'month' | 'once'
  readonly least?: string
  readonly hourFrom?: string
  readonly hourUntil?: string
  readonly times?: number
  readonly reasonZh?: string
  readonly reasonEn?: string
  readonly note?: string
  readonly publish?: boolean
}

const DAY = 86_400_000

/**
 * Where one begins: proven, the charges of the pattern: those that broke the rules that its signals name since a month before
 * it was first found, or all since the day on which it began, until the verdict holds.
 */
export function usualOf({ findings, subject, opened_at }: WholeCase, zone: string): Typed {
  const first = Math.min(Date.parse(opened_at), ...findings.map(({ at }) => at))
  const { judged, since } = patternOf(findings)
  return {
    outcome: 'proven',
    points: 20,
    sanctions: ['warning'],
    scope: subject.serviceId ? 'service' : 'all',
    refund: subject.partnerId !== undefined,
    which: judged ? 'judged' : 'all',
    judged: judged ?? [],
    services: subject.serviceId ? [subject.serviceId] : [],
    from: since === undefined ? localOf(first - 32 * DAY, zone) : `${localOf(since, zone).slice(0, 10)}T00:00`,
    kind: 'any',
    times: 2,
    publish: true,
  }
}

/** What ends by itself; a warning is said once, and a termination has its own ban. */
const lasting: readonly SanctionName[] = ['freeze-orders', 'freeze-settlement', 'suspend']

/** What the API is asked, days and times being the operator’s: `undefined` while it makes no sense yet. */
export function wishOf(typed: Typed, { subject }: Pick<WholeCase, 'subject'>, zone: string): object | undefined {
  const { outcome = 'proven', reasonZh = '', reasonEn = '', note = '' } = typed
  const said = { reason_zh: reasonZh.trim(), reason_en: reasonEn.trim(), note }
  if (outcome === 'cleared') return { outcome, ...said }
  const { points = 0, sanctions = [], scope, ends, publish = true } = typed
  const refund = typed.refund ? ruleOf(typed, zone) : undefined
  if (typed.refund && refund === undefined) return undefined
  return {
    outcome,
    points,
    sanctions: sanctions.map((what) => ({
      what,
      ...(scope === 'service' && subject.serviceId && what !== 'terminate' && what !== 'bar-app'
        ? { serviceId: subject.serviceId }
        : {}),
      ...(what === 'bar-app' && subject.app ? { app: subject.app } : {}),
      ...(ends && lasting.includes(what) ? { until: momentOf(`${ends}T00:00`, zone) } : {}),
    })),
    ...(refund ? { refund } : {}),
    publish,
    ...said,
  }
}

function ruleOf(
  { which, judged = [], services = [], from = '', until = '', kind, least, hourFrom, hourUntil, times = 2 }: Typed,
  zone: string,
): object | undefined {
  const [begin, end] = [momentOf(from, zone), until === '' ? undefined : momentOf(until, zone)]
  if (Number.isNaN(begin) || (end !== undefined && !(begin < end))) return undefined
  if (which === 'judged' && judged.length === 0) return undefined
  const fen = Math.round(Number(least ?? '') * 100)
  const hours = hourOf(hourFrom) !== undefined && hourOf(hourUntil) !== undefined
  return {
    ...(services.length > 0 ? { services } : {}),
    from: new Date(begin).toISOString(),
    ...(end === undefined ? {} : { until: new Date(end).toISOString() }),
    ...(kind === 'month' || kind === 'once' ? { kind } : {}),
    ...(which === 'judged' ? { judged } : {}),
    ...(fen > 0 ? { min_fen: fen } : {}),
    ...(hours ? { hours: { from: hourOf(hourFrom), until: hourOf(hourUntil) } } : {}),
    times,
  }
}

function hourOf(typed: string | undefined): number | undefined {
  const hour = Number(typed)
  return typed && Number.isInteger(hour) && hour >= 0 && hour <= 23 ? hour : undefined
}
