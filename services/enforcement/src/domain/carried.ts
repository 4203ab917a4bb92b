import { carriedAsks, type Envelope, type MessageOf, networkCarried } from '#contracts'
import type { Policy } from '#policy'
import type { Context, Decision, Emit, ProcessDefinition, Wake } from '#process'

type Ask = MessageOf<typeof carriedAsks>['data']

export interface CarriedRefs {
  readonly policy: Pick<Policy, 'enforcement'>
  /** From and up to which time the network’s record is whole, ms; undefined: none is connected. */
  readonly span: () => { readonly until: number; readonly from?: number | undefined } | undefined
}

/** One digest: when messages of it were carried, and the questions about it that wait. */
export interface CarriedState {
  readonly carried: readonly number[]
  readonly asks: readonly (Ask & { readonly askedAt: number })[]
}

const DAY = 86_400_000
const SECOND = 1000
/** A network carries a message many times when it is sent to many; for one receiver a few are as good as all. */
const MOST_TIMES = 20

/**
 * Did the network carry this message? Known only where its record is connected, and current beyond the time at which the message
 * was got; else nothing is said, and nobody is taken for a fake base station (docs/rules.md, "Carried messages").
 */
function decide(
  state: CarriedState | undefined,
  message: Envelope | Wake,
  { now, refs }: Context<CarriedRefs>,
): Decision<CarriedState> {
  const before = state ?? { carried: [], asks: [] }
  if (message.type === 'message.carried') {
    const { carriedAt } = (message as MessageOf<typeof networkCarried>).data
    return settle({ ...before, carried: [...before.carried, carriedAt].slice(-MOST_TIMES) }, now, refs)
  }
  if (message.type === 'wake') return settle(before, now, refs)
  const ask = { ...(message as MessageOf<typeof carriedAsks>).data, askedAt: now }
  return settle({ ...before, asks: [...before.asks, ask].slice(-MOST_TIMES) }, now, refs)
}

function settle({ carried, asks }: CarriedState, now: number, { policy, span }: CarriedRefs): Decision<CarriedState> {
  const { carriedDays, carriedMinutes, carriedPatienceSeconds } = policy.enforcement
  const within = carriedMinutes * 60 * SECOND
  const kept = carried.filter((at) => now - at <= carriedDays * DAY)
  const record = span()
  const begun = Math.max(record?.from ?? 0, now - carriedDays * DAY)
  const emit: Emit[] = []
  const patience = record === undefined ? UNCONNECTED : carriedPatienceSeconds * SECOND
  const open = asks.filter((ask) => {
    const { receivedAt, reportedAt, askedAt } = ask
    const last = receivedAt ?? reportedAt
    // Who does not say when they got it may have got it at any time before.
    const isCarried = kept.some((at) => at <= last + within && (receivedAt === undefined || at >= last - within))
    // What was got before the record began, or is kept, may have been carried.
    const isKnown = record !== undefined && record.until >= last + within && last - within > begun
    if (isCarried || isKnown) emit.push(told(ask, isCarried))
    return !isCarried && !isKnown && now - askedAt < patience
  })
  if (kept.length === 0 && open.length === 0) return { state: undefined, emit }
  const first = kept.at(0)
  const forget = first === undefined ? [] : [first + carriedDays * DAY + SECOND]
  const look = open.length > 0 ? [now + Math.max(LOOK, now - (open.at(-1)?.askedAt ?? now))] : []
  return { state: { carried: kept, asks: open }, wakeAt: Math.max(now + SECOND, Math.min(...forget, ...look)), emit }
}

/** It is looked whether the record has become current after so long, and again whenever as long has passed once more. */
const LOOK = 5 * SECOND
/** Where none is connected it is waited for so long, in case one is just being connected. */
const UNCONNECTED = 60 * SECOND

/** What was carried is forgotten, or a question has waited for as long as any may, and as long again. */
function endOf({ carried, asks }: CarriedState, { policy }: Pick<CarriedRefs, 'policy'>): number {
  const { carriedDays, carriedPatienceSeconds } = policy.enforcement
  const waits = 2 * Math.max(UNCONNECTED, carriedPatienceSeconds * SECOND) + LOOK
  const [[first = Number.POSITIVE_INFINITY], { askedAt } = { askedAt: Number.POSITIVE_INFINITY }] = [
    carried,
    asks.at(-1),
  ]
  return Math.min(first + carriedDays * DAY + SECOND, askedAt + waits)
}

const told = ({ number, reporter }: Ask, carried: boolean): Emit => ({
  topic: 'report.commands',
  key: reporter,
  type: 'report.checked',
  data: { number, carried },
})

export const carriedMessages: ProcessDefinition<CarriedState, Envelope, CarriedRefs> = {
  name: 'carried-messages',
  inputs: [networkCarried, carriedAsks],
  decide,
  wakes: endOf,
}
