import { z } from 'zod'
import { type Purpose, type Resource, scopeOf } from '#access'
import { type Caller, Problem, type RosterEntry } from '#http'
import { interestsOf } from './humans.ts'
import type { Deps } from './service.ts'
import { sightReason } from './subject.ts'

/** What a hand-over says: to whom, and why. */
export const handOver = z.object({
  to: z.string().max(60).describe('A person who works on such cases; GET /console/api/colleagues lists them'),
  reason: sightReason,
  away: z.boolean().default(false).describe('Of an administrator: its owner is away and cannot hand it over'),
})

type Roster = Pick<Deps['staff'], 'get' | 'list'>
interface Asked {
  readonly owner: string | undefined
  readonly resource: Resource
  /** The partner that it is about, under all names of its legal person. */
  readonly partners: readonly string[]
}

const worksOn = (each: RosterEntry | undefined, resource: Resource): each is RosterEntry =>
  each !== undefined && !each.disabled && scopeOf(each.role, 'review', resource) !== undefined

/** Who works on such cases. */
export const colleagues = (staff: Roster, purpose: Purpose, resource: Resource): readonly RosterEntry[] =>
  staff.list().filter((each) => !each.disabled && scopeOf(each.role, purpose, resource) !== undefined)

/**
 * Who took a case first keeps it until it is closed (docs/rules.md, 首问责任制); handed over it is by its owner, or by an
 * administrator when the owner's account has ended, or who says that the owner is away.
 * @throws Problem `hand-over.refused`
 */
export function checkHandOver(
  staff: Roster,
  { keyId, kind }: Caller,
  { to, away }: z.output<typeof handOver>,
  { owner, resource, partners }: Asked,
): void {
  const next = staff.get(to)
  const isFree = () => away || !worksOn(staff.get(owner as string), resource)
  const why =
    owner === undefined
      ? 'nobody'
      : to === owner
        ? 'same'
        : !worksOn(next, resource)
          ? 'unknown'
          : partners.some((each) => interestsOf(staff, to).includes(each))
            ? 'interest'
            : owner === keyId || (kind === 'administrator' && isFree())
              ? undefined
              : kind === 'administrator'
                ? 'present'
                : 'owner'
  if (why) throw new Problem('hand-over.refused', undefined, { why })
}
