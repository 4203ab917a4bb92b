import { isWithin, nextTimeOf } from '#calendar'
import { type BulkPlaces, type Envelope, type MessageOf, sendingAsks } from '#contracts'
import type { WholePolicy } from '#policy'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'
import type { CatalogueView, PortApproval } from '#reference'

type Asked = MessageOf<typeof sendingAsks>['data']

export interface PortRateRefs {
  readonly catalogue: Pick<CatalogueView, 'approval'>
  readonly policy: Pick<WholePolicy, 'enforcement' | 'timeZone'>
  readonly policyVersion: string
}

/** What was leased of a port’s rate of late. */
export interface PortRate {
  /** The latest time that was heard: clocks of replicas differ a little. */
  readonly at: number
  /** Shares for at once, of the last minute or so. */
  readonly given: readonly { readonly at: number; readonly count: number }[]
  /** The last place in bulk that was given. */
  readonly bulkLast?: number
}

const MINUTE = 60_000
/** A message in bulk goes at its place or within this. */
export const BULK_GRACE_MS = 1000
/** Clocks of two replicas differ by less. */
const SKEW_MS = 1000
const HOUR = 60 * MINUTE

/**
 * Leases a port’s approved rate to the replicas that send for it (群发管控): whatever they do, no minute has more of its messages
 * than the rate. Marketing never takes the part that is kept for what people wait for, and has places in time, one after the
 * other, within the port’s hours (docs/rules.md, "Partners").
 */
function decide(
  state: PortRate | undefined,
  message: Envelope | Wake,
  { now: at, key, refs }: Context<PortRateRefs>,
): Decision<PortRate> {
  if (message.type === 'wake') return { state: undefined }
  const asked = (message as MessageOf<typeof sendingAsks>).data
  const now = Math.max(at, state?.at ?? 0)
  const approval = refs.catalogue.approval(asked.port, now)
  const leased = lease(state, asked, { now, approval, refs })
  const { share, next } = leased
  const until = now + refs.policy.enforcement.shareSeconds * 1000
  return {
    state: next,
    wakeAt: endOf(next),
    emit: [
      {
        topic: 'sending.shares',
        key,
        type: 'share.granted',
        data: { ask: asked.ask, until, ...share, policy: refs.policyVersion },
      },
    ],
  }
}

/** Nothing of it counts any more. */
const endOf = ({ at, bulkLast = 0 }: Pick<PortRate, 'at' | 'bulkLast'>): number => Math.max(at, bulkLast) + 5 * MINUTE

interface Situation {
  readonly now: number
  readonly approval: PortApproval | undefined
  readonly refs: PortRateRefs
}

function lease(state: PortRate | undefined, asked: Asked, situation: Situation) {
  const { now, approval, refs } = situation
  const { urgentPercent, shareSeconds } = refs.policy.enforcement
  const rate = approval?.perMinute
  // None was approved, or it was lifted since it was asked.
  if (rate === undefined)
    return {
      share: { now: asked.now, bulk: { from: now, everyMs: 0, count: asked.bulk } },
      next: {
        at: now,
        given: state?.given ?? [],
        ...(state?.bulkLast === undefined ? {} : { bulkLast: state.bulkLast }),
      },
    }
  /** A share of a minute ago may be used until it ends. */
  const span = MINUTE + shareSeconds * 1000 + SKEW_MS
  const given = (state?.given ?? []).filter((each) => each.at > now - span)
  const used = given.reduce((sum, { count }) => sum + count, 0)
  const urgent = Math.ceil((rate * urgentPercent) / 100)
  const bulk = placesOf(asked.bulk, { ...situation, state, most: rate - urgent, isFull: used > urgent, span })
  const bulkLast = bulk.count > 0 ? lastOf(bulk) : state?.bulkLast
  const isBulkNear = bulkLast !== undefined && bulkLast + BULK_GRACE_MS + MINUTE + SKEW_MS > now
  const free = Math.min(asked.now, Math.max(0, (isBulkNear ? urgent : rate) - used))
  const next: PortRate = {
    at: now,
    given: free > 0 ? added(given, now, free) : given,
    ...(bulkLast === undefined ? {} : { bulkLast }),
  }
  return { share: { now: free, bulk }, next }
}

const lastOf = ({ from, everyMs, count }: BulkPlaces): number => Math.ceil(from + everyMs * (count - 1))

/** Places after those that were given, none of them outside the port’s hours or further away than what waits may wait. */
function placesOf(
  wanted: number,
  {
    now,
    approval,
    refs,
    state,
    most,
    isFull,
    span,
  }: Situation & { state: PortRate | undefined; most: number; isFull: boolean; span: number },
): BulkPlaces {
  const none = { from: now, everyMs: 0, count: 0 }
  if (wanted === 0 || most <= 0) return none
  const everyMs = (MINUTE + BULK_GRACE_MS) / most
  const after = state?.bulkLast === undefined ? 0 : state.bulkLast + everyMs
  // People took more than is theirs while no marketing was there: it begins when that is a minute ago.
  const begin = isFull && (state?.bulkLast ?? 0) + MINUTE < now ? now + span : now
  const { timeZone, enforcement } = refs.policy
  const hours = approval?.hours
  const wish = Math.ceil(Math.max(after, begin))
  const isOpen = (time: number) => !hours || isWithin(time, hours, timeZone)
  const from = hours && !(isOpen(wish) && isOpen(wish + BULK_GRACE_MS)) ? nextTimeOf(hours.from, wish, timeZone) : wish
  const end = Math.min(now + enforcement.bulkHours * HOUR, closing(hours, from, timeZone))
  if (from >= end) return none
  return { from, everyMs, count: Math.min(wanted, Math.ceil((end - from) / everyMs)) }
}

function closing(hours: PortApproval['hours'], at: number, zone: string): number {
  if (!hours) return Number.POSITIVE_INFINITY
  return nextTimeOf(hours.to === '24:00' ? '00:00' : hours.to, at, zone) - BULK_GRACE_MS
}

/** Shares of one second are one entry. */
function added(given: PortRate['given'], now: number, count: number): PortRate['given'] {
  const second = Math.ceil(now / 1000) * 1000
  const last = given.at(-1)
  if (last?.at === second) return [...given.slice(0, -1), { at: second, count: last.count + count }]
  return [...given, { at: second, count }]
}

export const portRate: ProcessDefinition<PortRate, Envelope, PortRateRefs> = {
  name: 'port-rate',
  inputs: [sendingAsks],
  decide,
  wakes: endOf,
}
