import type { Flag } from '#contracts'
import type { MonitorPolicy } from '#policy'

/** A flag, with what reviewers see besides. */
export interface Raised {
  readonly flag: Flag
  /** Names the finding for as long as it stands. */
  readonly id: string
  readonly charges: readonly string[]
  readonly port?: string | undefined
}

export interface Cleared {
  readonly id: string
  readonly at: number
  readonly partner: string
}

/** A finding that stands. */
export interface Standing {
  readonly partner: string
  /** What a rule stopped, a service or `undefined` for all of the partner: a person lifts that. */
  readonly stopped?: { readonly service: string | undefined } | undefined
  /** By a rule that stops first: what it is of, as `keyOf` names it. */
  readonly of?: string
  /** Of an app: the partners that were told of it. */
  told?: readonly string[] | undefined
  /** The day since which its evidence is low. */
  lowSince?: number | undefined
}

/** Of whom a flag stands, apps and partners as `subjectOf` names them; those on trial do not count. */
export function flaggedOf(standing: ReadonlyMap<string, Standing>): ReadonlySet<string> {
  const flagged = new Set<string>()
  for (const [id, { partner }] of standing)
    if (!id.endsWith(' shadow') && partner !== '?') flagged.add(id.startsWith('app ') ? id : `partner ${partner}`)
  return flagged
}

/** What a flag stands of, as `keyOf` names it. */
export function namesOf(standing: ReadonlyMap<string, Standing>): ReadonlySet<string> {
  const own = [...standing].filter(([id]) => !id.endsWith(' shadow'))
  return new Set(own.map(([id, { of = id }]) => of))
}

/** What said little for some days at this one’s end, but for what a person has to lift; remembers since when each does. */
export function endedOf(
  standing: ReadonlyMap<string, Standing>,
  {
    picked,
    totals,
    day,
  }: { readonly picked: ReadonlySet<string>; readonly totals: ReadonlyMap<string, number>; readonly day: number },
  { clearBelow, clearDays }: MonitorPolicy,
): readonly (readonly [id: string, standing: Standing])[] {
  return [...standing].filter(([id, each]) => {
    const key = id.replace(/ shadow$/, '')
    if (each.stopped || picked.has(key)) return false
    const isLow = (totals.get(key) ?? 0) < clearBelow
    each.lowSince = isLow ? Math.min(each.lowSince ?? day, day) : undefined
    return each.lowSince !== undefined && day - each.lowSince >= clearDays
  })
}
