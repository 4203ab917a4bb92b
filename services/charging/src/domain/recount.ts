import { backFen, balanceOf } from './refund.ts'
import type { AccountState, Judged, Past } from './state.ts'

/**
 * What the settlements must come to, from the charges as the accounts keep them: fen by `partner|month|service|kind`. It
 * knows nothing of what was posted, so that it finds a posting that was lost, doubled or changed.
 */
export function recount(accounts: readonly Pick<AccountState, 'charges' | 'archived'>[]): Record<string, number> {
  const sums: Record<string, number> = {}
  const add = (name: string, amountFen: number) => {
    sums[name] = (sums[name] ?? 0) + amountFen
  }
  for (const { charges, archived = {} } of accounts) {
    for (const [name, fen] of Object.entries(archived)) add(name, fen)
    for (const { partnerId, serviceId, month, amountFen, moves = [] } of charges) {
      add(`${partnerId}|${month}|${serviceId}|charge`, amountFen)
      for (const each of moves) add(`${partnerId}|${each.month}|${serviceId}|${each.kind}`, each.amountFen)
    }
  }
  return sums
}

/**
 * What is wrong with where a charge’s money went: a wrong one goes back as many times as was the policy then, at the partner’s cost; a
 * disputed one once, at nobody’s until it is decided, then at the operator’s; one of a verdict that was taken back as often as
 * that said, at the operator’s; any other not at all.
 */
export function flawOf(charge: Judged): string | undefined {
  const { id, amountFen, rule, dispute, cases, refundTimes = 0 } = charge
  const advanced = dispute?.instant && rule === undefined ? amountFen : 0
  const all = rule === undefined ? advanced : amountFen * refundTimes
  const borne = rule === 'proven' && cases?.length === 0 ? all : 0
  const expected = [
    ['went back', backFen(charge), all],
    ['is disputed', -balanceOf(charge, 'disputed'), dispute?.status === 'open' ? advanced : 0],
    ['is the operator’s', -balanceOf(charge, 'operator'), dispute?.status === 'disproven' ? advanced : borne],
  ] as const
  const wrong = expected.find(([, is, should]) => is !== should)
  return wrong && `charge ${id}: ${wrong[1]} fen ${wrong[0]}, not ${wrong[2]}`
}

/** Charges of which the subscriber has still to hear what became of them: the last ones, which keeps a state small. */
const toBeTold = ({ notices }: AccountState): ReadonlySet<string> => {
  const ofOutcome = notices.filter(({ kind }) => kind !== 'charged')
  return new Set(ofOutcome.slice(-MOST_PAST).map(({ chargeId }) => chargeId))
}

/** An account without these charges: what they came to is kept, they are not. */
export function archive(state: AccountState, old: readonly Judged[]): AccountState {
  // What a person has still to decide, the rule to look at once more, or the subscriber to hear of, stays until they have.
  const [rechecked, told] = [new Set(state.rechecks.map(({ chargeId }) => chargeId)), toBeTold(state)]
  const dropped = old.filter(({ id, dispute }) => dispute?.status !== 'open' && !rechecked.has(id) && !told.has(id))
  if (dropped.length === 0) return state
  return {
    ...state,
    charges: state.charges.filter((each) => !dropped.includes(each)),
    archived: recount([{ charges: dropped, ...(state.archived ? { archived: state.archived } : {}) }]),
  }
}

/** One-offs of which no more is kept than they are given back from: the oldest go first, which keeps a state below 200 KB. */
const MOST_PAST = 1000

/**
 * As `archive`, but for time: what was right is still known to a verdict. So is what the operator pays of a dispute, whole:
 * these are few, since what goes back at once is limited (docs/rules.md, "Charges").
 */
export function archiveBeyond(state: AccountState, old: readonly Judged[]): AccountState {
  const kept = archive(
    state,
    old.filter(({ rule, moves }) => rule !== undefined || moves === undefined),
  )
  const dropped = old.filter((each) => !kept.charges.includes(each))
  const right = dropped.filter(({ kind, rule }) => kind === 'once' && rule === undefined)
  if (right.length === 0) return kept
  const small = right.map(
    ({ id, serviceId, partnerId, amountFen, at, month, tenure }): Past => [
      ...([id, serviceId, partnerId, amountFen, at, month, tenure] as const),
    ],
  )
  return { ...kept, past: [...(state.past ?? []), ...small].slice(-MOST_PAST) }
}

/** The account with this charge whole again, as it was judged; undefined where nothing is known of it any more. */
export function recalled(state: AccountState, chargeId: string): AccountState | undefined {
  const found = state.past?.find(([id]) => id === chargeId)
  if (!found) return undefined
  const [id, serviceId, partnerId, amountFen, at, month, tenure] = found
  const charge: Judged = { id, serviceId, partnerId, amountFen, at, kind: 'once', month, tenure }
  const name = `${partnerId}|${month}|${serviceId}|charge`
  return {
    ...state,
    charges: [charge, ...state.charges],
    archived: { ...state.archived, [name]: (state.archived?.[name] ?? 0) - amountFen },
    past: (state.past ?? []).filter((each) => each !== found),
  }
}
