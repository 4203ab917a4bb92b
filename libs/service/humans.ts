import type { MessageOf, staffProposals } from '#contracts'
import type { Caller, RosterEntry, Staff } from '#http'

/** A person as far as deciding goes. */
export type Decider = Extract<MessageOf<typeof staffProposals>, { type: 'proposal.made' }>['data']['by']
type Roster = Pick<Staff, 'get' | 'list'>

/** Who stands behind a call: a key of a person is that person. */
export const actorOf = ({ personId, keyId }: Caller): string => personId ?? keyId

/** The human behind an account, by the account that stands for them: several accounts of one are one in all that two decide. */
export function humanOf(staff: Roster, id: string): string {
  const human = staff.get(id)?.human
  return human === undefined || human === id ? id : humanOf(staff, human)
}

export function deciderOf(staff: Roster, { id, role, interests, unknown, ...by }: RosterEntry): Decider {
  const { madeBy, resetBy, vouchedBy } = by
  const entries = Object.entries({ madeBy, resetBy, vouchedBy }).flatMap(([name, by]) =>
    by === undefined ? [] : [[name, humanOf(staff, by)]],
  )
  return {
    id,
    role,
    interests,
    human: humanOf(staff, id),
    ...(unknown ? { unknown } : {}),
    ...Object.fromEntries(entries),
  }
}

/** Who made the accounts that an installation begins with, and holds the key of the environment. */
export const FIRST = 'system'

/** Whether one of the two could have signed in as the other, or spoke for them. */
function isTied(left: Decider, right: Decider): boolean {
  const spokeFor = ({ human: who }: Decider, { human, madeBy, resetBy, vouchedBy }: Decider) =>
    who === human || [madeBy, resetBy, vouchedBy].includes(who)
  return spokeFor(left, right) || spokeFor(right, left)
}

/** Whether an administrator may say who somebody is: one who is known, and neither made nor reset nor is either of the two. */
export function mayVouch(staff: Roster, by: string, about: string): boolean {
  const [voucher, person] = [staff.get(by), staff.get(about)]
  if (!voucher || voucher.disabled || voucher.unknown || voucher.role !== 'administrator') return false
  // A key of nobody is the first administrator’s.
  if (!person) return voucher.madeBy !== FIRST && voucher.madeBy !== about
  return !isTied(deciderOf(staff, voucher), deciderOf(staff, person))
}

/**
 * Whether somebody else must say who an account is that an administrator makes or resets, before it decides anything: as soon
 * as there is an administrator who is not theirs. Else one administrator would be as many people as they make accounts.
 */
export const needsVoucher = (staff: Roster, by: string): boolean =>
  staff.list().some((each) => mayVouch(staff, each.id, by) && each.id !== by)
