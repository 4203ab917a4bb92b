import { headMoved, shardOf } from '#contracts'
import { placeOf, start, versionAfter } from '#evidence'
import type { Decision } from '#process'
import type { AccountState } from './state.ts'

/** What of an account is evidence, and is signed whenever it changes. */
export const moneyOf = ({ tenure, charges, archived, past }: AccountState) => ({ tenure, charges, archived, past })

/** True when there is nothing to prove of an account, and never was. */
export const isBare = ({ charges, archived, version }: AccountState): boolean =>
  charges.length === 0 && archived === undefined && version === undefined

/** An account’s charges were changed by this decision: told to those who sign. */
export function signed(
  before: AccountState | undefined,
  { state, ...decision }: Decision<AccountState>,
  { key, now }: { readonly key: string; readonly now: number },
): Decision<AccountState> {
  if (!state || isBare(state)) return { state, ...decision }
  const { tenure, charges, archived, past } = state
  const isSame = charges === before?.charges && archived === before.archived && past === before.past
  if (isSame && tenure === before?.tenure) return { state, ...decision }
  const since = before ? placeOf(before.version, moneyOf(before)) : start
  const version = versionAfter(since, moneyOf(state), now)
  const { number, digest } = version
  const head = headMoved(shardOf('accounts', key), { chain: key, number, digest, since })
  return { ...decision, state: { ...state, version }, emit: [...(decision.emit ?? []), head] }
}
