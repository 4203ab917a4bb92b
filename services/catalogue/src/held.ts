import type { MessageOf, serviceUsage, subscriberCommands } from '#contracts'
import type { Intake } from '#intake'
import { type Deps, heldBy, repeated } from '#service'
import type { Kind } from './imports.ts'

interface Subscriber {
  readonly subscriptions: readonly { serviceId: string; since: number; package?: string; once?: boolean }[]
  readonly changes?: readonly { what: string; on: number }[]
}
type Command<T extends string> = Extract<MessageOf<typeof subscriberCommands>, { type: T }>['data']
type Changed = Command<'number.assigned'> & { readonly reason?: string }

/**
 * How an import of a kind knows the rows that bring nothing new: subscriptions and changes of numbers by their subscribers’
 * states; use of services, which no state keeps row by row, by what came lately. Reference data knows it by itself.
 */
export function heldRows(kind: Kind, deps: Pick<Deps, 'store' | 'clock'>): Pick<Intake, 'known' | 'settled'> {
  if (kind === 'subscriptions')
    return heldBy<Subscriber, Command<'subscription.import'>>(deps.store, {
      process: 'subscriber',
      subject: ({ serviceId }) => serviceId,
      holds: (body, { serviceId, since, package: name }) =>
        (body?.subscriptions ?? []).some(
          (each) => !each.once && each.serviceId === serviceId && each.since === since && each.package === name,
        ),
    })
  if (kind === 'numbers')
    return heldBy<Subscriber, Changed>(deps.store, {
      process: 'subscriber',
      subject: ({ reason = 'assigned', on }) => `${reason} ${on}`,
      // What came before a change that is known ends nothing any more.
      holds: (body, { reason = 'assigned', on = Number.POSITIVE_INFINITY }) =>
        (body?.changes ?? []).some((each) => each.on > on || (each.what === reason && each.on === on)),
    })
  if (kind === 'usage')
    return repeated(
      deps,
      ({ key, message }) => `usage:${key}:${(message.data as Used).serviceId}`,
      ({ message }) => String((message.data as Used).count ?? ''),
    )
  return {}
}
type Used = MessageOf<typeof serviceUsage>['data']
