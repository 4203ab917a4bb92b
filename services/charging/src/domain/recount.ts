import type { AccountState, Judged } from './state.ts'

/**
 * What the settlements must come to, from the charges as the accounts keep them: fen by `partner|month|kind`. It knows
 * nothing of postings, so that it finds one that was lost, doubled or changed.
 */
export function recount(accounts: readonly Pick<AccountState, 'charges' | 'archived'>[]): Record<string, number> {
  const sums: Record<string, number> = {}
  const add = (name: string, amountFen: number) => {
    if (amountFen > 0) sums[name] = (sums[name] ?? 0) + amountFen
  }
  for (const { charges, archived = {} } of accounts) {
    for (const [name, fen] of Object.entries(archived)) add(name, fen)
    for (const { partnerId, month, refundMonth, amountFen, refundFen, dispute } of charges) {
      add(`${partnerId}|${month}|charge`, amountFen)
      if (refundFen === 0) continue
      // What went back at once, on a dispute, was the operator’s until it was proven.
      if (!dispute?.instant) add(`${partnerId}|${refundMonth ?? month}|refund`, amountFen)
      add(`${partnerId}|${refundMonth ?? month}|compensation`, refundFen - amountFen)
    }
  }
  return sums
}

/** An account without these charges: what they came to is kept, they are not. */
export function archive(state: AccountState, old: readonly Judged[]): AccountState {
  // What a person has still to decide stays until they have.
  const dropped = old.filter((each) => each.dispute?.status !== 'open')
  if (dropped.length === 0) return state
  return {
    ...state,
    charges: state.charges.filter((each) => !dropped.includes(each)),
    archived: recount([{ charges: dropped, ...(state.archived ? { archived: state.archived } : {}) }]),
  }
}
