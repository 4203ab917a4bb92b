import type { MessageOf, staffProposals } from '#contracts'
import type { Caller, RosterEntry, Staff } from '#http'

/** A person as far as deciding goes. */
export type Decider = Extract<MessageOf<typeof staffProposals>, { type: 'proposal.made' }>['data']['by']
type Roster = Pick<Staff, 'get' | 'list'>

/** Who stands behind a call: a key of a person is that person. */
export const actorOf = ({ personId, keyId }: Caller): string => personId ?? keyId

/**
 * The human behind an account, by the account that stands for them: several accounts of one are one in all that two decide.
 * Where two people said it at once, each of another one of them, the first by name stands for all.
 */
export function humanOf(staff: Roster, id: string): string {
  const said = [id]
  for (let last = id; ; ) {
    const human = staff.get(last)?.human
    if (human === undefined || human === last) return last
    const at = said.indexOf(human)
    if (at !== -1) return said.slice(at).toSorted()[0] as string
    said.push(human)
    last = human
  }
}

/** Partners in which a human has an interest, whichever of their accounts it was said of. */
export function interestsOf(staff: Roster, id: string): readonly string[] {
  const human = humanOf(staff, id)
  const own = staff.list().filter((each) => each.id === id || humanOf(staff, each.id) === human)
  return [...new Set(own.flatMap(({ interests }) => interests))]
}

export function deciderOf(staff: Roster, { id, role, unknown, ...by }: RosterEntry): Decider {
  const { madeBy, resetBy, vouchedBy, vouchers } = by
  const entries = Object.entries({ madeBy, resetBy, vouchedBy }).flatMap(([name, by]) =>
    by === undefined ? [] : [[name, humanOf(staff, by)]],
  )
  return {
    id,
    role,
    interests: [...interestsOf(staff, id)],
    human: humanOf(staff, id),
    ...(unknown ? { unknown } : {}),
    ...Object.fromEntries(entries),
    ...(vouchers
      ? { vouchers: [...new Set([...vouchers.map((each) => humanOf(staff, each)), ...restsOn(staff, id)])] }
      : {}),
  }
}

/**
 * Those without whose word nobody had said who somebody is: whoever vouched for the only ones who vouched, and so on. Else
 * one administrator were two people by the word of an account that they vouched for.
 */
function restsOn(staff: Roster, id: string, path: readonly string[] = []): ReadonlySet<string> {
  const vouchers = (staff.get(id)?.vouchers ?? []).map((each) => humanOf(staff, each))
  const lines = vouchers
    .filter((each) => !path.includes(each))
    .map((each) => new Set([each, ...restsOn(staff, each, [...path, id])]))
  const [first, ...others] = lines
  return new Set([...(first ?? [])].filter((each) => others.every((line) => line.has(each))))
}

/** Who made the accounts that an installation begins with, and holds the key of the environment. */
export const FIRST = 'system'

const spokeFor = ({ madeBy, resetBy, vouchedBy, vouchers = [] }: Decider) => [madeBy, resetBy, vouchedBy, ...vouchers]

/** Whether one of the two could have signed in as the other, or spoke for them. */
export function isTied(left: Decider, right: Decider): boolean {
  const isOf = ({ human: who }: Decider, other: Decider) => who === other.human || spokeFor(other).includes(who)
  return isOf(left, right) || isOf(right, left)
}

/** These stand for no person: makers of accounts of whoever comes, and the key of the environment where it proposes. */
const NOBODY: readonly string[] = [FIRST, 'oidc', 'first.key']

/** Whether a name stands for nobody, and so is no person’s. */
export const isNobodys = (id: string): boolean => NOBODY.includes(id)

/**
 * Whether somebody's account leads back to who spoke last for another one, who made or reset it, or to whoever vouched for it:
 * two accounts of one administrator's giving know nothing of each other that he has not said.
 */
function isOfTheSame(voucher: Decider, { madeBy, resetBy, vouchedBy, vouchers = [] }: Decider): boolean {
  const givers = [resetBy ?? madeBy, vouchedBy, ...vouchers]
  return spokeFor(voucher).some((each) => each !== undefined && !isNobodys(each) && givers.includes(each))
}

/** Whether somebody is an administrator who is known, and neither made nor reset nor is the other. */
function isAnother(staff: Roster, one: RosterEntry, about: string): boolean {
  if (one.disabled || one.unknown || one.role !== 'administrator') return false
  const other = staff.get(about)
  // A key of nobody is the first administrator’s.
  if (!other) return one.madeBy !== FIRST && one.madeBy !== about
  return !isTied(deciderOf(staff, one), deciderOf(staff, other))
}

/** Whether an administrator may say who somebody is: another one, who is not known by the word of the same as the account. */
export function mayVouch(staff: Roster, by: string, about: string): boolean {
  const [voucher, person] = [staff.get(by), staff.get(about)]
  if (!voucher || !isAnother(staff, voucher, about)) return false
  return !person || !isOfTheSame(deciderOf(staff, voucher), deciderOf(staff, person))
}

/**
 * What somebody can decide now, and what was taken from them so lately that it counts as theirs: with the interests of the
 * human, whichever of their accounts they were said of.
 */
export function standingsOf(
  staff: Roster,
  entry: RosterEntry,
  now: number,
): readonly Pick<RosterEntry, 'role' | 'interests'>[] {
  const others = staff.list().filter(({ id }) => id !== entry.id && humanOf(staff, id) === humanOf(staff, entry.id))
  const elsewhere = others.flatMap(({ interests }) => interests)
  return [...(entry.disabled ? [] : [entry]), ...(entry.formerly ?? []).filter(({ until }) => until > now)].map(
    ({ role, interests }) => ({ role, interests: [...interests, ...elsewhere] }),
  )
}

/** An administrator who was lately taken away, as they were before: what is said of them since takes nothing from it. */
function asBefore(entry: RosterEntry, now: number): RosterEntry {
  const isLate = entry.formerly?.some(({ role, until }) => role === 'administrator' && until > now)
  if (!isLate) return entry
  const { unknown: _, resetBy: __, vouchedBy: ___, vouchers: ____, ...rest } = entry
  return { ...rest, role: 'administrator', disabled: false }
}

/**
 * Whether somebody else must say who an account is that an administrator makes or resets, before it decides anything: as soon
 * as there is an administrator who is not theirs, or was lately. Else one administrator would be as many people as they make
 * accounts.
 */
export const needsVoucher = (staff: Roster, by: string, now: number): boolean =>
  staff.list().some((each) => each.id !== by && isAnother(staff, asBefore(each, now), by))
