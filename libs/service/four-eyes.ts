import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Purpose, type Resource, scopeOf } from '#access'
import { type MessageOf, pageKey, proposalPages, staffProposals } from '#contracts'
import { canonical } from '#evidence'
import { type Caller, Problem, type RosterEntry } from '#http'
import { takePlace } from './codes.ts'
import { type Decider, deciderOf, FIRST, interestsOf, isTied, standingsOf } from './humans.ts'
import { type Deps, edgeRecord, publishFromEdge } from './service.ts'
import { settled } from './settled.ts'

type Made = Extract<MessageOf<typeof staffProposals>, { type: 'proposal.made' }>['data']

/** What somebody wants to do that needs a second person. */
export interface Wish {
  readonly kind: string
  readonly needs: readonly [Purpose, Resource]
  /** Whose second yes it would take away: while anybody else may do this, nobody is alone, and it waits for a person who may approve. */
  readonly frees?: readonly [Purpose, Resource] | undefined
  /** For people: what it is about. Never a number of a subscriber. */
  readonly title: string
  readonly partners: readonly string[]
  /**
   * Humans who took part in what it undoes: they do not approve it. Nobody waits for them, nor for who could have signed in as
   * who proposes it: else what is undone could never be.
   */
  readonly apart?: readonly string[] | undefined
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

/** Records that one proposal holds itself; more lie in pages beside it. */
const OF_ITS_OWN = 50
const OF_A_PAGE = 50
/** More than this is a file to be split. */
export const MOST_RECORDS = 100_000

const ALL_INTERESTED =
  'Everybody else who could approve it has an interest in a partner that it touches: it needs one more person of such a role without one.'

/**
 * Whether nobody else could approve it: an installation with one person, and the demo, act at once. Who could until lately
 * counts as there, so that nobody takes the others away, acts, and puts them back; and so does who has an interest, so that
 * nobody sends the others away by the partners that a proposal names.
 */
export function isAlone(
  deps: Pick<Deps, 'staff' | 'config' | 'clock'>,
  caller: Caller,
  { needs, frees, apart }: Pick<Wish, 'needs' | 'frees' | 'apart'>,
): boolean {
  if (deps.config.DEMO === 'on') return true
  return [needs, ...(frees ? [frees] : [])].every((each) => othersFor(deps, caller, each, apart).length === 0)
}

/** What each other one who could approve it may do, or could until lately. */
const othersFor = (deps: Pick<Deps, 'staff' | 'clock'>, caller: Caller, needs: Wish['needs'], apart?: Wish['apart']) =>
  deps.staff
    .list()
    // The key of the environment is the first administrator’s own.
    .filter(({ id, madeBy }) => id !== caller.personId && !(caller.personId === undefined && madeBy === FIRST))
    .filter((each) => apart === undefined || isFreeFor(deps.staff, caller, each, apart))
    .flatMap((each) => standingsOf(deps.staff, each, deps.clock.now()))
    .filter(({ role }) => scopeOf(role, ...needs) !== undefined)

/** Whether somebody took no part in what is undone, and is another than who proposes that. */
function isFreeFor(staff: Deps['staff'], caller: Caller, each: RosterEntry, apart: readonly string[]): boolean {
  const first = caller.personId === undefined ? undefined : staff.get(caller.personId)
  const second = deciderOf(staff, each)
  return !apart.includes(second.human) && !(first && isTied(deciderOf(staff, first), second))
}

/**
 * Who proposes, whether alone, and which partners it touches under whatever name.
 * @throws Problem `proposal.key` when nobody stands behind the key although there are people; `proposal.refused` when everybody
 * else who could approve it has an interest
 */
export function proposerOf(deps: Deps, caller: Caller, wish: Pick<Wish, 'needs' | 'frees' | 'partners' | 'apart'>) {
  const person = caller.personId === undefined ? undefined : deps.staff.get(caller.personId)
  const alone = isAlone(deps, caller, wish)
  if (!person && !alone) throw new Problem('proposal.key')
  const partners = wish.partners.flatMap((each) => deps.catalogue.asOne(each))
  const isFree = ({ interests }: { readonly interests: readonly string[] }) =>
    !partners.some((partner) => interests.includes(partner))
  const others = alone ? [] : othersFor(deps, caller, wish.needs, wish.apart)
  if (others.length > 0 && !others.some(isFree))
    throw new Problem('proposal.refused', ALL_INTERESTED, { why: 'all.interested' })
  return { person, alone, partners: [...new Set(partners)] }
}

/**
 * Proposes what needs four eyes (docs/rules.md, "Partners"). Where nobody else could approve it, it is applied at once, and
 * the audit says so; as soon as a second person could, it waits for one.
 * @throws Problem `proposal.key`; `proposal.refused` when who proposes it has an interest in a partner
 */
export async function propose(deps: Deps, caller: Caller, wish: Wish, corr: string): Promise<Proposed> {
  const { policy, bus, clock } = deps
  const { person, alone, partners } = proposerOf(deps, caller, wish)
  // Who somebody is has still to be said: they could be the second person as well.
  if (person?.unknown && !alone) throw new Problem('proposal.refused', undefined, { why: 'unknown' })
  const interests = person ? interestsOf(deps.staff, person.id) : []
  if (partners.some((each) => interests.includes(each)))
    throw new Problem('proposal.refused', undefined, { why: 'interest' })
  const id = `pr-${corr}`
  const at = clock.now()
  const own = wish.records.length <= OF_ITS_OWN ? [...wish.records] : []
  const paged = own.length > 0 ? [] : wish.records
  const pages = Math.ceil(paged.length / OF_A_PAGE)
  for (let page = 0; page < pages; page++) {
    const records = paged.slice(page * OF_A_PAGE, (page + 1) * OF_A_PAGE)
    const key = pageKey(id, page)
    const held = { id: key, at, corr, type: 'page.held', data: { records } }
    await publishFromEdge(bus, [edgeRecord(proposalPages, bus, key, held)])
  }
  const data: Made = {
    kind: wish.kind,
    needs: [...wish.needs],
    title: wish.title,
    partners,
    ...(wish.apart ? { apart: [...wish.apart] } : {}),
    digest: digestOfWish(wish, policy.version),
    preview: wish.preview,
    ...(wish.live === undefined ? {} : { live: wish.live }),
    policyVersion: policy.latest.version,
    records: own,
    pages,
    by: person
      ? deciderOf(deps.staff, person)
      : { id: 'first.key', role: 'administrator', interests: [], human: 'first.key' },
    alone,
  }
  const message = { id, at, corr, type: 'proposal.made', data }
  await publishFromEdge(bus, [edgeRecord(staffProposals, bus, id, message)])
  // Whoever is told of it can look at it; where no lane comes to it for a while, later.
  if (!alone) await settled(deps, 'proposals', id, (each) => each !== undefined).catch(() => undefined)
  return { proposal: id, status: alone ? 'applied' : 'open' }
}

/** Open proposals, and pages of records, that are read at once. */
const OPEN_PAGE = 100

/** A proposal that waits for a second person: who made it, and when. */
export interface Waiting {
  readonly id: string
  readonly by: string
  readonly at: number
}

/** The proposal of a kind that waits for a second person, and becomes a message of this key; a large one has them in pages. */
export async function openProposalFor(
  { store }: Pick<Deps, 'store'>,
  kind: string,
  key: string,
): Promise<Waiting | undefined> {
  const isFor = (records: Made['records']): boolean => records.some((each) => each.key === key)
  for (let after: string | undefined; ; ) {
    const found = await store.find('proposals', {
      tag: 'status=open',
      limit: OPEN_PAGE,
      ...(after === undefined ? {} : { after }),
    })
    for (const { key: id, body } of found) {
      const made = body as Made & { readonly madeAt: number }
      if (made.kind !== kind) continue
      const waiting = { id, by: made.by.id, at: made.madeAt }
      if (isFor(made.records)) return waiting
      for (let page = 0; page < made.pages; page += OPEN_PAGE) {
        const pages = Array.from({ length: Math.min(OPEN_PAGE, made.pages - page) }, (_, n) => pageKey(id, page + n))
        for (const held of (await store.load('proposal-pages', pages)).values())
          if (isFor((held.body as { records: Made['records'] }).records)) return waiting
      }
    }
    if (found.length < OPEN_PAGE) return undefined
    after = found.at(-1)?.cursor
  }
}

const HOUR = 3_600_000
/** How long what two people agreed to show may be looked at. */
const SIGHT_HOURS = 24

/**
 * Asks for sight of more numbers than one person may see at once. The audit has the reason, and both names.
 * @throws as `propose`
 */
export const askForSight = (
  deps: Deps,
  caller: Caller,
  what: string,
  reason: string,
  corr: string,
): Promise<Proposed> =>
  propose(
    deps,
    caller,
    { kind: SIGHT, needs: ['import', 'catalogue'], title: what, partners: [], preview: { what, reason }, records: [] },
    corr,
  )

export const SIGHT = 'numbers.shown'

const SIGHTS_OF_HOUR = 'numbers of an hour'

/**
 * One more number that a person sees this hour: so many each sees on their own, and beyond it when a second person agreed.
 * @throws Problem `sight.many`
 */
export async function countSight(deps: Deps, caller: Caller, proposal: string | undefined): Promise<void> {
  const { store, clock, policy } = deps
  const hour = Math.floor(clock.now() / HOUR)
  const name = `sights:${caller.personId ?? caller.keyId}:${hour}`
  const until = (hour + 2) * HOUR
  if ((await takePlace(store, name, policy.policy.staff.sightsPerHour, until)) !== undefined) return
  const isAgreed = proposal !== undefined && (await holdsSight(deps, caller, SIGHTS_OF_HOUR, proposal))
  if (!isAgreed) throw new Problem('sight.many')
}

/** Asks for sight of more numbers than those of an hour. @throws as `propose` */
export const askForSights = (deps: Deps, caller: Caller, reason: string, corr: string): Promise<Proposed> =>
  askForSight(deps, caller, SIGHTS_OF_HOUR, reason, corr)

/**
 * That somebody may be given a file with so many numbers: as many as they may see of an hour count as such, more take a
 * second person. @throws Problem `sight.many`, `sight.missing`
 */
export async function checkFile(
  deps: Deps,
  caller: Caller,
  file: { readonly numbers: number; readonly what: string },
  proposal: string | undefined,
): Promise<void> {
  if (caller.personId === undefined && caller.kind === 'operator') return
  if (file.numbers > deps.policy.policy.staff.sightsPerHour) return checkSight(deps, caller, file.what, proposal)
  for (let n = 0; n < file.numbers; n++) await countSight(deps, caller, proposal)
}

/**
 * That a person may see them all now: a proposal of theirs that was applied within the day. Systems of the operator have
 * the numbers anyway. @throws Problem `sight.missing`
 */
export async function checkSight(
  deps: Deps,
  caller: Caller,
  what: string,
  proposal: string | undefined,
): Promise<void> {
  if (caller.personId === undefined && isAlone(deps, caller, { needs: ['import', 'catalogue'] })) return
  if (caller.personId === undefined && caller.kind === 'operator') return
  if (proposal === undefined || !(await holdsSight(deps, caller, what, proposal))) throw new Problem('sight.missing')
}

async function holdsSight(deps: Deps, caller: Caller, what: string, proposal: string): Promise<boolean> {
  const found = (await deps.store.load('proposals', [proposal])).get(proposal)?.body
  const agreed = found as { kind: string; title: string; status: string; by: Decider; decidedAt?: number } | undefined
  return (
    agreed?.kind === SIGHT &&
    agreed.title === what &&
    agreed.status === 'applied' &&
    agreed.by.id === caller.personId &&
    deps.clock.now() - (agreed.decidedAt ?? 0) < SIGHT_HOURS * HOUR
  )
}
