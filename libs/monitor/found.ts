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

/** A flag as it was told, by whatever build: it stands. */
export interface ToldFlag {
  /** Names it, its first 200 characters. */
  readonly name: string
  /** Of an app each that was told of it. */
  readonly partners: readonly string[]
  readonly service?: string | undefined
  readonly stopFirst: boolean
}

/** What stands is what was told. Of what is known of it nothing is lost; what was told of nobody is found anew. */
export function toldOf(standing: ReadonlyMap<string, Standing>, told: readonly ToldFlag[]): Map<string, Standing> {
  const left = new Map(told.map((each) => [each.name, each]))
  const stands = new Map<string, Standing>()
  for (const [id, known] of standing) {
    const flag = left.get(id.slice(0, 200))
    if (!flag) continue
    left.delete(flag.name)
    stands.set(id, { ...known, ...(known.told ? { told: flag.partners } : {}) })
  }
  for (const { name, partners, service, stopFirst } of left.values()) {
    const [partner = '?'] = partners
    const of = service === undefined ? `partner ${partner}` : `service ${service}`
    const stopped = stopFirst ? { stopped: { service }, of } : {}
    stands.set(name, { partner, ...stopped, ...(name.startsWith('app ') ? { told: partners } : {}) })
  }
  return stands
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

/**
 * What said little for some days at this one’s end stands no more, but for what a person has to lift; remembers since when each
 * does. Of an app each partner that was told of it hears that it is over.
 */
export function ended(
  standing: Map<string, Standing>,
  about: {
    readonly picked: ReadonlySet<string>
    readonly totals: ReadonlyMap<string, number>
    readonly day: number
    readonly at: number
  },
  { clearBelow, clearDays }: MonitorPolicy,
): readonly Cleared[] {
  const { picked, totals, day, at } = about
  return [...standing].flatMap(([id, each]) => {
    const key = id.replace(/ shadow$/, '')
    if (each.stopped || picked.has(key)) return []
    const isLow = (totals.get(key) ?? 0) < clearBelow
    each.lowSince = isLow ? Math.min(each.lowSince ?? day, day) : undefined
    if (each.lowSince === undefined || day - each.lowSince < clearDays) return []
    standing.delete(id)
    return (each.told ?? [each.partner]).map((partner) => ({ id, at, partner }))
  })
}
