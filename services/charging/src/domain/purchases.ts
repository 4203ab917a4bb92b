import type { Subscription } from '#contracts'
import type { AccountState, Purchase } from './state.ts'

const oneOffs = (subscriptions: readonly Subscription[]) =>
  subscriptions.flatMap(({ once, receiptId, serviceId, since, tariffFen = 0 }) =>
    once && receiptId ? [{ receiptId, serviceId, tariffFen, at: since, unheard: true } satisfies Purchase] : [],
  )

/** A one-off is agreed to; its cancel may have been heard of before, and the terms are those of the consent. */
export function bought(state: AccountState, purchase: Purchase): AccountState {
  const known = state.purchases.find((each) => each.receiptId === purchase.receiptId)
  if (!known) return { ...state, purchases: [...state.purchases, purchase] }
  if (!known.unheard || purchase.unheard) return state
  const { unheard: _, ...ends } = known
  const heard = { ...ends, ...purchase, ...(ends.until === undefined ? {} : { until: ends.until }) }
  return { ...state, purchases: state.purchases.map((each) => (each === known ? heard : each)) }
}

/** One-offs that the subscriber cancelled before they were charged: no charge of theirs is right from then on. */
export function cancelPurchases(state: AccountState, cancelled: readonly Subscription[], at: number): AccountState {
  const ended = oneOffs(cancelled)
  if (ended.length === 0) return state
  const known = ended.reduce(bought, state)
  const ids = new Set(ended.map((each) => each.receiptId))
  return {
    ...known,
    purchases: known.purchases.map((each) =>
      ids.has(each.receiptId) && each.until === undefined ? { ...each, until: at, cancelled: true } : each,
    ),
  }
}

/** Brought back by an undo: the same consent, its hours as before, and not in between. */
export function restorePurchases(state: AccountState, restored: readonly Subscription[], at: number): AccountState {
  const back = oneOffs(restored)
  if (back.length === 0) return state
  const known = back.reduce(bought, state)
  const ids = new Set(back.map((each) => each.receiptId))
  return {
    ...known,
    purchases: known.purchases.map(({ cancelled, until, ...each }): Purchase => {
      if (!ids.has(each.receiptId) || !cancelled || until === undefined)
        return { ...each, ...(until === undefined ? {} : { until }), ...(cancelled ? { cancelled } : {}) }
      return { ...each, gaps: [...(each.gaps ?? []), { from: until, to: at }].slice(-20) }
    }),
  }
}
