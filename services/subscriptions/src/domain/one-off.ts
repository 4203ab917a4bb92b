import type { Subscription } from '#contracts'
import { HOUR, type ListItem, type Refs, type SubscriberState } from './state.ts'

/** A line of a list: a one-off goes by its receipt, since there may be two of a service. */
export const itemOf = ({ serviceId, package: name, once, receiptId }: Subscription): ListItem => ({
  serviceId,
  ...(name ? { package: name } : {}),
  ...(once && receiptId ? { receiptId } : {}),
})

export const isOf = (item: { serviceId: string; receiptId?: string }, each: Subscription): boolean =>
  item.receiptId === undefined ? !each.once && each.serviceId === item.serviceId : each.receiptId === item.receiptId

/** What a question or an undo means: this one, and no other of its service. */
export const idOf = ({ serviceId, once, receiptId }: Subscription): string =>
  once && receiptId ? receiptId : serviceId

/** A one-off that may not be charged any more is nothing that one pays for. */
export const isOver = ({ once, since }: Subscription, now: number, { policy }: Refs): boolean =>
  once === true && now > since + policy.confirmation.purchaseHours * HOUR

export function withoutOver(state: SubscriberState | undefined, now: number, refs: Refs): SubscriberState | undefined {
  if (!state?.subscriptions.some((each) => isOver(each, now, refs))) return state
  return { ...state, subscriptions: state.subscriptions.filter((each) => !isOver(each, now, refs)) }
}
