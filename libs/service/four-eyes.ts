import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Purpose, type Resource, scopeOf } from '#access'
import { type MessageOf, staffProposals } from '#contracts'
import { canonical } from '#evidence'
import { type Caller, Problem, type RosterEntry } from '#http'
import { type Deps, edgeRecord, publishFromEdge } from './service.ts'

type Made = Extract<MessageOf<typeof staffProposals>, { type: 'proposal.made' }>['data']
export type Decider = Made['by']

/** What somebody wants to do that needs a second person. */
export interface Wish {
  readonly kind: string
  readonly needs: readonly [Purpose, Resource]
  /** For people: what it is about. Never a number of a subscriber. */
  readonly title: string
  readonly partners: readonly string[]
  /** What it would do, as it is shown; when that changes until the second yes, it is stale. */
  readonly preview: unknown
  /** Shown beside, and allowed to move: counts that live. */
  readonly live?: unknown
  /** The messages that it becomes. */
  readonly records: Made['records']
}

/** What a wish came to: applied at once where nobody else could approve it, else it waits. */
export const proposed = z.object({
  proposal: z.string().describe('GET /v1/proposals/{id}'),
  status: z.enum(['applied', 'open']).describe('`open`: it waits for a second person'),
})
export type Proposed = z.infer<typeof proposed>

/** The digest of what is shown: content, preview, and the policy by which it was made. */
export const digestOfWish = ({ kind, preview, records }: Pick<Wish, 'kind' | 'preview' | 'records'>, policy: string) =>
  createHash('sha256').update(canonical({ kind, preview, records, policy })).digest('base64url')

/** A person as far as deciding goes. */
export const deciderOf = ({ id, role, interests, madeBy, resetBy }: RosterEntry): Decider => ({
  id,
  role,
  interests,
  ...(madeBy === undefined ? {} : { madeBy }),
  ...(resetBy === undefined ? {} : { resetBy }),
})

/**
 * Proposes what needs four eyes (docs/rules.md, "Partners"). An installation with one person, and the demo, act at once,
 * and the audit says so; as soon as a second person could approve it, it waits for one.
 * @throws Problem `proposal.key` when nobody stands behind the key although there are people
 */
export async function propose(deps: Deps, caller: Caller, wish: Wish, corr: string): Promise<Proposed> {
  const { staff, config, policy, bus, clock } = deps
  const person = caller.personId === undefined ? undefined : staff.get(caller.personId)
  const people = staff.list().filter((each) => !each.disabled)
  const seconds = people.filter(
    (each) =>
      each.id !== person?.id &&
      scopeOf(each.role, ...wish.needs) !== undefined &&
      !wish.partners.some((partner) => each.interests.includes(partner)),
  )
  const alone = config.DEMO === 'on' || seconds.length === 0
  if (!person && !alone) throw new Problem('proposal.key')
  const id = `pr-${corr}`
  const data: Made = {
    kind: wish.kind,
    needs: [...wish.needs],
    title: wish.title,
    partners: [...wish.partners],
    digest: digestOfWish(wish, policy.version),
    preview: wish.preview,
    ...(wish.live === undefined ? {} : { live: wish.live }),
    policyVersion: policy.version,
    records: [...wish.records],
    by: person ? deciderOf(person) : { id: 'first.key', role: 'administrator', interests: [] },
    alone,
  }
  const message = { id, at: clock.now(), corr, type: 'proposal.made', data }
  await publishFromEdge(bus, [edgeRecord(staffProposals, bus, id, message)])
  return { proposal: id, status: alone ? 'applied' : 'open' }
}
