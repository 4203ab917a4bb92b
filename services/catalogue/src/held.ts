import type { OutRecord } from '#bus'
import { dayOf, readTime } from '#calendar'
import type { MessageOf, serviceUsage, subscriberCommands } from '#contracts'
import type { Intake } from '#intake'
import { type Deps, heldBy, repeated } from '#service'
import type { Kind } from './kinds.ts'

interface Standing {
  readonly serviceId: string
  readonly since: number
  readonly package?: string
  readonly receiptId?: string
  readonly once?: boolean
}
interface Subscriber {
  readonly subscriptions: readonly Standing[]
  readonly blocks: readonly { since: number }[]
  readonly marketing?: readonly { since: number }[]
  readonly tenure?: number
  readonly ownedSince?: number
  readonly ended?: readonly { serviceId: string; at: number }[]
  readonly changes?: readonly { what: string; on: number }[]
}
/** What stands on a line that has been locked, or has to do with a guardian. */
interface Line {
  readonly tenure: number
  readonly lock?: { readonly since: number }
  readonly opened?: { readonly said: number }
  readonly guardian?: { readonly since: number }
  readonly asksGuardian?: { readonly at: number }
  readonly wards?: readonly { readonly since: number }[]
}
type Command<T extends string> = Extract<MessageOf<typeof subscriberCommands>, { type: T }>['data']
type Imported = Command<'subscription.import'>
type Changed = Command<'number.assigned'> & { readonly reason?: string }

/**
 * How an import of a kind knows the rows that bring nothing new: subscriptions and changes of numbers by their subscribers’
 * states; use of services, which no state keeps row by row, by what came lately. Reference data knows it by itself.
 */
export function heldRows(
  kind: Kind,
  deps: Pick<Deps, 'store' | 'clock' | 'policy'>,
): Pick<Intake, 'known' | 'settled' | 'doubtful'> {
  if (kind === 'subscriptions')
    return {
      ...heldBy<Subscriber, Imported>(deps.store, {
        process: 'subscriber',
        subject: ({ serviceId }) => serviceId,
        // What stands by consent no file changes. What stood before it was cancelled is known, and stays cancelled.
        holds: (body, { serviceId, since, package: name }) =>
          (body?.subscriptions ?? []).some(
            (each) =>
              !each.once &&
              each.serviceId === serviceId &&
              (each.receiptId !== undefined || (each.since === since && each.package === name)),
          ) || (body?.ended ?? []).some((each) => each.serviceId === serviceId && since <= each.at),
      }),
      doubtful: (records) => ofFormerOwners(records, deps),
    }
  if (kind === 'numbers')
    return {
      ...heldBy<Subscriber, Changed>(deps.store, {
        process: 'subscriber',
        subject: ({ reason = 'assigned', on }) => `${reason} ${on}`,
        // What came before a change that is known ends nothing any more.
        holds: (body, { reason = 'assigned', on = Number.POSITIVE_INFINITY }) =>
          (body?.changes ?? []).some((each) => each.on > on || (each.what === reason && each.on === on)),
      }),
      doubtful: (records) => maybeAnother(records, deps),
    }
  if (kind === 'usage')
    return repeated(
      deps,
      ({ key, message }) => `usage:${key}:${(message.data as Used).serviceId}`,
      ({ message }) => String((message.data as Used).count ?? ''),
    )
  return {}
}
type Used = MessageOf<typeof serviceUsage>['data']

/** Subscriptions that began before whoever has the number now had it. */
async function ofFormerOwners(
  records: readonly OutRecord[],
  { store }: Pick<Deps, 'store'>,
): Promise<ReadonlyMap<OutRecord, string>> {
  const states = await store.load('subscriber', [...new Set(records.map(({ key }) => key))])
  const isFormer = ({ key, message }: OutRecord) => {
    const { ownedSince = Number.NEGATIVE_INFINITY } = (states.get(key)?.body ?? {}) as Partial<Subscriber>
    return (message.data as Imported).since < ownedSince
  }
  return new Map(records.filter(isFormer).map((each) => [each, 'since: before the number’s present owner had it']))
}

/**
 * Changes of a day, without a time, that are known of that day already, where whoever has the number since has done something
 * the same day: told again, or a second change? Taken for the first, they would give the next owner what is the former's.
 */
async function maybeAnother(
  records: readonly OutRecord[],
  { store, policy }: Pick<Deps, 'store' | 'policy'>,
): Promise<ReadonlyMap<OutRecord, string>> {
  const keys = [...new Set(records.map(({ key }) => key))]
  const states = await store.load('subscriber', keys)
  const lines = await store.load('confirmation', keys)
  const zone = policy.policy.timeZone
  const doubts = new Map<OutRecord, string>()
  for (const record of records) {
    const { on, reason = 'assigned' } = record.message.data as Changed
    const body = states.get(record.key)?.body as Subscriber | undefined
    if (!body || on === undefined || readTime(dayOf(on, zone), zone) !== on) continue
    const last = body.changes?.at(-1)
    if (last?.on !== on || last.what !== reason) continue
    const line = lines.get(record.key)
    const done = [...body.subscriptions, ...body.blocks, ...(body.marketing ?? [])].map(({ since }) => since)
    const used = [...done, ...usesOf(line?.body as Line | undefined, body.tenure)]
    // What was changed in the database tells neither.
    if (line?.changed || used.some((at) => dayOf(at, zone) === dayOf(on, zone)))
      doubts.set(record, 'changed_at: say the time: it is told of that day already, and the number was used since')
  }
  return doubts
}

/** When whoever has the number now locked or opened it, or began something with a guardian or a ward. */
function usesOf(line: Line | undefined, tenure = 1): number[] {
  if (line?.tenure !== tenure) return []
  const { lock, opened, guardian, asksGuardian, wards = [] } = line
  const since = [lock, guardian, ...wards].map((each) => each?.since)
  return [...since, opened?.said, asksGuardian?.at].filter((each) => each !== undefined)
}
