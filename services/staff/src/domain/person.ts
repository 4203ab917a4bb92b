import { type Envelope, type MessageOf, staffCommands } from '#contracts'
import type { Policy } from '#policy'
import { type Context, type Decision, type Emit, MOST_SKEW_MS, type ProcessDefinition, type Wake } from '#process'
import { noted } from './audit.ts'
import { isClosed, isCopied, type Person } from './person-state.ts'
import { isCredential, type Vouched, vouch } from './provider.ts'

type Message = MessageOf<typeof staffCommands>
type Data<T extends Message['type']> = Extract<Message, { type: T }>['data']
export interface PersonRefs {
  readonly policy: Pick<Policy, 'staff'>
  /** Of an account, as the roster in the log has it. */
  readonly versionOf: (id: string) => number | undefined
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/**
 * The account of one person: how they sign in, and when they may not. Each change is told on the roster with its version.
 * What the roster knew before this message came, the account must have: else somebody took it away in the database, or put
 * it back to what it was, and only an administrator sets it anew.
 */
function decide(state: Person | undefined, message: Envelope | Wake, context: Context<PersonRefs>): Decision<Person> {
  if (message.type === 'wake') return { state }
  const { now, key, refs } = context
  const known = refs.versionOf(key) ?? 0
  const isPutBack = (state?.version ?? 0) < known && known < now - MOST_SKEW_MS
  if (isPutBack && message.type !== 'person.set')
    return { state, deadLetter: 'the account is not as it was left: an administrator sets it anew' }
  const { emit = [], ...decision } = change(isPutBack ? undefined : state, message as Message, context)
  const { state: next } = decision
  if (next === undefined || next === state) return { ...decision, emit }
  const version = Math.max((state?.version ?? 0) + 1, now)
  const roster = changed(key, { ...next, version })
  return { ...decision, state: { ...next, version }, emit: [roster, ...emit] }
}

function change(
  state: Person | undefined,
  command: Message,
  { now, key, refs }: Context<PersonRefs>,
): Decision<Person> {
  if (command.type === 'person.set') return setPerson(state, command.data, key, now, refs)
  if (command.type === 'provider.vouched') return signInByProvider(state, command.data, key, now, refs)
  if (!state) return { state, deadLetter: 'there is no such person' }
  if (state.provider && isCredential(command.type))
    return { state, deadLetter: 'this person signs in with the provider' }
  switch (command.type) {
    case 'password.set': {
      const { hash, temporary, unknown, by } = command.data
      const password = { hash, temporary }
      const more = unknown ? { unknown } : {}
      // Whoever resets a password could sign in with it: that is remembered, and all that was open ends.
      const reset = { ...state, password, ...more, resetBy: by, signedOutBefore: now }
      // A first password takes nothing from anybody.
      const given = state.password === undefined ? reset : remembering(state, reset, now, refs)
      const next = by === key ? { ...state, password } : given
      return {
        state: unlocked(next),
        emit: [did(by, 'password.set', key)],
      }
    }
    case 'person.vouched': {
      const { interests, human, by } = command.data
      const { unknown: _, human: __, ...known } = state
      const vouchers = [...new Set([...(state.vouchers ?? []), by])]
      const said = { ...known, interests, vouchedBy: by, vouchers, ...(human === undefined ? {} : { human }) }
      const next = remembering(state, said, now, refs)
      return { state: next, emit: [did(by, 'person.vouched', key, human && `is ${human}`)] }
    }
    case 'totp.set': {
      const { box, by } = command.data
      const { totp: _, ...without } = state
      const next = { ...(box === undefined ? without : { ...without, totp: box }), ...marked(by, key) }
      return {
        state: next,
        emit: [did(by, box === undefined ? 'totp.removed' : 'totp.set', key)],
      }
    }
    case 'recovery.set': {
      const { digests, by } = command.data
      return { state: { ...state, recovery: digests }, emit: [did(by, 'recovery.set', key)] }
    }
    case 'passkey.added': {
      const passkeys = [...state.passkeys.filter(({ id }) => id !== command.data.passkey.id)]
      if (passkeys.length >= refs.policy.staff.passkeys) return { state, deadLetter: 'this person has passkeys enough' }
      passkeys.push({ ...command.data.passkey, addedAt: now })
      return { state: { ...state, passkeys }, emit: [did(command.data.by, 'passkey.added', key)] }
    }
    case 'passkey.removed': {
      const { id, by } = command.data
      const passkeys = state.passkeys.filter((each) => each.id !== id)
      // Recovery codes stand in for a second factor, and are none.
      const recovery = passkeys.length === 0 && state.totp === undefined ? [] : state.recovery
      const next = { ...state, passkeys, recovery, ...marked(by, key) }
      return { state: next, emit: [did(by, 'passkey.removed', key)] }
    }
    case 'signed-out': {
      const next = { ...state, signedOutBefore: now }
      return { state: next, emit: [did(command.data.by, 'signed-out.everywhere', key)] }
    }
    case 'sign-in.tried':
      return trySignIn(state, command.data, key, now, refs)
  }
}

function setPerson(
  state: Person | undefined,
  { name, role, interests, disabled, unknown, by }: Data<'person.set'>,
  key: string,
  now: number,
  refs: PersonRefs,
): Decision<Person> {
  const before = state ?? {
    madeBy: by,
    recovery: [],
    passkeys: [],
    failures: 0,
    lockedUntil: 0,
    signedOutBefore: now,
    ...(unknown ? { unknown } : {}),
  }
  // A right that is taken away ends what was opened with it.
  const ends = state !== undefined && (disabled || role !== state.role)
  const set = { ...before, name, role, interests, disabled, ...(ends ? { signedOutBefore: now } : {}) }
  // The installation itself closes what the demo began with: there was nobody.
  const next = by === SYSTEM ? set : remembering(state, set, now, refs)
  return { state: next, emit: [did(by, state ? 'person.changed' : 'person.made', key, `${role}`)] }
}

const SYSTEM = 'system'

/**
 * A person after a change, with what it took away of what they could decide: whoever takes the others away is not alone at
 * once (docs/rules.md, "Partners"). Of a role the fewest interests count.
 */
function remembering(before: Person | undefined, next: Person, now: number, { policy }: PersonRefs): Person {
  const { formerly: kept = [], ...rest } = next
  const live = kept.filter(({ until }) => until > now)
  const isNarrowed =
    before !== undefined &&
    !isClosed(before) &&
    !before.unknown &&
    (isClosed(next) ||
      next.unknown === true ||
      next.role !== before.role ||
      next.resetBy !== before.resetBy ||
      next.vouchers?.length !== before.vouchers?.length ||
      next.interests.some((each) => !before.interests.includes(each)))
  if (!isNarrowed) return live.length === 0 ? rest : { ...rest, formerly: live }
  const { role } = before
  const same = live.find((each) => each.role === role)
  const interests = same ? before.interests.filter((each) => same.interests.includes(each)) : before.interests
  const until = now + policy.staff.presentDays * DAY
  return { ...rest, formerly: [...live.filter((each) => each !== same), { role, interests, until }] }
}

/**
 * One try to sign in. Failures are counted in the order in which they came; after some the account is locked for a while,
 * whoever tries, and a right password then opens nothing.
 */
function trySignIn(
  state: Person,
  { how, ok, session, recovery, passkey, address }: Data<'sign-in.tried'>,
  key: string,
  now: number,
  { policy }: PersonRefs,
): Decision<Person> {
  const { failures, lockMinutes } = policy.staff
  const refused = (reason: string): Emit =>
    noted({ actor: key, role: state.role, action: 'sign-in', target: how, outcome: 'refused', reason, address })
  if (isClosed(state)) return { state, emit: [refused('disabled')] }
  if (state.lockedUntil > now) return { state, emit: [refused('locked')] }
  if (!ok) {
    const count = state.failures + 1
    const locked = count >= failures
    const next = { ...state, failures: locked ? 0 : count, lockedUntil: locked ? now + lockMinutes * MINUTE : 0 }
    return { state: next, emit: [refused(locked ? 'wrong, and locked for a while' : 'wrong')] }
  }
  if (recovery !== undefined && !state.recovery.includes(recovery)) return { state, emit: [refused('used before')] }
  const used = passkey && state.passkeys.find((each) => each.id === passkey.id)
  if (passkey && !used) return { state, emit: [refused('no such passkey')] }
  if (passkey && used && isCopied(used, passkey.counter))
    return { state, emit: [refused('its counter went back: there is a copy of this passkey')] }
  const next: Person = {
    ...unlocked(state),
    recovery: state.recovery.filter((each) => each !== recovery),
    passkeys: state.passkeys.map((each) => (each.id === passkey?.id ? { ...each, counter: passkey.counter } : each)),
  }
  const mustChange = how !== 'passkey' && state.password?.temporary === true
  return {
    state: next,
    emit: [
      ...(session === undefined ? [] : [opened(session, key, how, mustChange)]),
      noted({ actor: key, role: state.role, action: 'sign-in', target: how, outcome: 'done', address }),
    ],
  }
}

/** Somebody whom the provider vouched for: their account as it is by that, and a session, or why there is none. */
function signInByProvider(
  state: Person | undefined,
  said: Vouched,
  key: string,
  now: number,
  refs: PersonRefs,
): Decision<Person> {
  const { next: vouched, refused } = vouch(state, said, now)
  const next = vouched && vouched !== state ? remembering(state, vouched, now, refs) : vouched
  const role = next?.role ?? 'nobody'
  const tried = { actor: key, role, action: 'sign-in', target: 'oidc', address: said.address } as const
  const made = next && !state ? [did(key, 'person.made', key, next.role)] : []
  const moved = state && next && state.role !== next.role ? [did(key, 'person.changed', key, next.role)] : []
  const emit = [...made, ...moved]
  if (refused) return { state: next, emit: [...emit, noted({ ...tried, outcome: 'refused', reason: refused })] }
  return {
    state: next,
    emit: [...emit, opened(said.session, key, 'oidc', false), noted({ ...tried, outcome: 'done' })],
  }
}

const opened = (session: string, personId: string, how: string, mustChange: boolean): Emit => ({
  topic: 'staff.sessions',
  key: session,
  type: 'session.opened',
  data: { personId, how, mustChange },
})

const unlocked = (state: Person): Person => ({ ...state, failures: 0, lockedUntil: 0 })

/** Somebody else who takes a factor away could sign in instead: remembered like a reset. */
const marked = (by: string, key: string) => (by === key ? {} : { resetBy: by })
function changed(id: string, person: Person & { readonly version: number }): Emit {
  const { version, name, role, interests, madeBy, signedOutBefore, provider } = person
  const { resetBy, vouchedBy, vouchers, formerly, unknown, human } = person
  const given = Object.entries({ resetBy, vouchedBy, vouchers, formerly, unknown, human }).filter(
    ([, value]) => value !== undefined,
  )
  const more = { ...Object.fromEntries(given), ...(provider ? { byProvider: true } : {}) }
  const data = { id, version, name, role, interests, disabled: isClosed(person), madeBy, signedOutBefore, ...more }
  return { topic: 'staff.roster', key: id, type: 'person.changed', data }
}

const did = (actor: string, action: string, person: string, reason?: string): Emit =>
  noted({ actor, role: 'staff', action, target: `person ${person}`, outcome: 'done', ...(reason ? { reason } : {}) })

export const persons: ProcessDefinition<Person, Envelope, PersonRefs> = {
  name: 'staff',
  inputs: [staffCommands],
  decide,
  index: (person) => ({ role: person.role, disabled: String(isClosed(person)) }),
}
