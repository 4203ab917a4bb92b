import {
  type Account,
  type Envelope,
  headBroken,
  headMoved,
  ledgerPostings,
  type MessageOf,
  type PostingKind,
  postingAccounts,
} from '#contracts'
import { type Place, placeOf, type Stamps, type Standing, standingOf, type Version, versionAfter } from '#evidence'
import type { Policy } from '#policy'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'
import type { CatalogueView } from '#reference'

export interface Line {
  readonly count: number
  readonly amountFen: number
}

/** One partner's month: what was posted, by service and kind, and the balance of each account. */
export interface SettlementState {
  readonly partnerId: string
  readonly month: string
  /** Per `service|kind`, and `service|kind|month` for what belongs to a month that was closed. */
  readonly lines: Readonly<Record<string, Line>>
  /** Debits and credits of each account, fen. */
  readonly accounts: Readonly<Partial<Record<Account, { readonly debit: number; readonly credit: number }>>>
  readonly closed?: { readonly at: number; readonly by: string }
  /** Of all of it, as those who sign were told last. */
  readonly version?: Version
  /** What changed since: many postings are one change to them, and one digest. */
  readonly untold?: Untold
}

interface Untold {
  readonly since: Place
  /** What that place followed: it was told, and may not be signed yet. */
  readonly before: string
  readonly at: number
  readonly dueAt: number
  /** Of that, and of the closing: what nobody signed yet, and charges do not prove. */
  readonly stamp: string
}

export interface SettlementRefs {
  readonly policy: Pick<Policy, 'evidence'>
  readonly stamps: Pick<Stamps, 'of' | 'holds'>
}

type Booked = Omit<SettlementState, 'version' | 'untold'>
const MINUTE = 60_000

/** What the versions of a settlement are of. */
export const bookedOf = ({ partnerId, month, lines, accounts, closed }: Booked) => ({
  partnerId,
  month,
  lines,
  accounts,
  closed,
})

/** Share of seals: partners’ months are few. */
const MONTHS = 'months'

type Posting = Extract<MessageOf<typeof ledgerPostings>, { type: 'posting.made' }>['data']

/** A closed month never changes: what comes for it later is booked in the next, as an entry that says so. */
function decide(
  state: SettlementState | undefined,
  message: Envelope | Wake,
  { now, key, cause, refs }: Context<SettlementRefs>,
): Decision<SettlementState> {
  if (message.type === 'wake') return state?.untold ? tell(state, state.untold, key, now, refs) : { state }
  const input = message as MessageOf<typeof ledgerPostings>
  const { partnerId, month } = input.data
  if (key !== `${partnerId}|${month}`) return { state, deadLetter: 'its key is not that of its partner and month' }
  const same = { state, wakeAt: state?.untold?.dueAt }
  const changed = (next: Booked): Decision<SettlementState> => {
    const dueAt = now + refs.policy.evidence.sealMinutes * MINUTE
    const fresh = (): Untold => {
      const since = placeOf(state?.version, state ? bookedOf(state) : {})
      return { since, before: state?.version?.before ?? '', at: now, dueAt, stamp: '' }
    }
    const { stamp: _, ...begun } = state?.untold ?? fresh()
    const isSame = state?.untold && next.closed === state.closed
    const stamp = isSame ? state.untold.stamp : refs.stamps.of(untoldOf(key, begun, next))
    const untold = { ...begun, stamp }
    return { state: { ...next, untold }, wakeAt: untold.dueAt }
  }
  const known: Booked = state ?? { partnerId, month, lines: {}, accounts: {} }
  if (input.type === 'month.close') {
    if (known.closed) return same
    return changed({ ...known, closed: { at: now, by: input.data.by } })
  }
  if (known.closed) return { ...same, emit: [correction(input.data)] }
  const line = { topic: 'ledger.lines', key: cause, type: 'line.booked', data: input.data }
  return { ...changed(post(known, input.data)), emit: [line] }
}

const untoldOf = (key: string, { since, before, at, dueAt }: Omit<Untold, 'stamp'>, { closed }: Booked) => [
  key,
  since,
  before,
  at,
  dueAt,
  closed,
]

/** Whether what was not told yet of a month is what was booked, as far as its charges do not prove it. */
const isUntoldWhole = (key: string, state: SettlementState, stamps: Pick<Stamps, 'holds'>): boolean =>
  state.untold === undefined || stamps.holds(untoldOf(key, state.untold, state), state.untold.stamp)

/** Where a month stands, as an auditor asks; `untold`: it changed since, and is where it was told to be. */
export function standingOfMonth(
  key: string,
  state: SettlementState,
  stamps: Pick<Stamps, 'holds'>,
): Standing & { readonly untold?: true } {
  const { untold } = state
  if (!untold) return standingOf(key, state.version, bookedOf(state))
  const { since, before, at } = untold
  return { chain: key, ...since, before, at, whole: isUntoldWhole(key, state, stamps), untold: true }
}

function tell(
  { untold: _, ...state }: SettlementState,
  untold: Untold,
  key: string,
  now: number,
  { stamps }: SettlementRefs,
): Decision<SettlementState> {
  const { since } = untold
  const isOurs = isUntoldWhole(key, { ...state, untold }, stamps)
  const version = versionAfter(since, bookedOf(state), now)
  const { number, digest } = version
  const head = headMoved(MONTHS, { chain: key, number, digest, since })
  return { state: { ...state, version }, emit: isOurs ? [head] : [head, headBroken(MONTHS, key)] }
}

function post(state: Booked, posting: Posting): Booked {
  const { serviceId, kind, debit, credit, amountFen, correctionOf } = posting
  const name = [serviceId, kind, ...(correctionOf ? [correctionOf] : [])].join('|')
  const line = state.lines[name] ?? { count: 0, amountFen: 0 }
  const from = state.accounts[debit] ?? { debit: 0, credit: 0 }
  const accounts = { ...state.accounts, [debit]: { ...from, debit: from.debit + amountFen } }
  const to = accounts[credit] ?? { debit: 0, credit: 0 }
  return {
    ...state,
    lines: { ...state.lines, [name]: { count: line.count + 1, amountFen: line.amountFen + amountFen } },
    accounts: { ...accounts, [credit]: { ...to, credit: to.credit + amountFen } },
  }
}

function correction(posting: Posting) {
  const month = monthAfter(posting.month)
  const data = { ...posting, month, correctionOf: posting.correctionOf ?? posting.month }
  return { topic: 'ledger.postings', key: `${posting.partnerId}|${month}`, type: 'posting.made', data }
}

export function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}

export const settlement: ProcessDefinition<SettlementState, Envelope, SettlementRefs> = {
  name: 'settlement',
  inputs: [ledgerPostings],
  decide,
  index: ({ month, partnerId }) => ({ month, partner: partnerId }),
}

/** What of this month the operator owes the partner; negative when the partner owes. */
export const owedFen = ({ accounts }: SettlementState): number =>
  (accounts.partner?.credit ?? 0) - (accounts.partner?.debit ?? 0)

/** Whether a case keeps a month from being settled: all of its partner, or a service that is in it. */
export const isFrozen = (state: SettlementState, catalogue: Pick<CatalogueView, 'isRestrained'>, at: number): boolean =>
  [{}, ...rowsOf(state).map(({ serviceId }) => ({ serviceId }))].some((of) =>
    catalogue.isRestrained('settlement', { partnerId: state.partnerId, ...of }, at),
  )

export interface Row {
  readonly serviceId: string
  readonly kind: PostingKind
  readonly correctionOf: string
  readonly count: number
  /** What was posted, whoever it was for. */
  readonly movedFen: number
  /** Positive: to the partner’s good. */
  readonly amountFen: number
}

/** The lines of a settlement, as they are exported: by service and kind, corrections by themselves. */
export const rowsOf = ({ lines }: SettlementState): Row[] =>
  Object.entries(lines)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { count, amountFen }]) => {
      const [serviceId = '', kind = '', correctionOf = ''] = name.split('|')
      return {
        serviceId,
        kind: kind as PostingKind,
        correctionOf,
        count,
        movedFen: amountFen,
        amountFen: amountFen * signOf(kind as PostingKind),
      }
    })

/** What a posting does to what the partner is owed. */
export const signOf = (kind: PostingKind): number => {
  const [debit, credit] = postingAccounts[kind]
  return (credit === 'partner' ? 1 : 0) - (debit === 'partner' ? 1 : 0)
}
