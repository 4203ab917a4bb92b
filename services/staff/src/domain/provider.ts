import type { MessageOf, staffCommands } from '#contracts'
import type { Person } from './person-state.ts'

export type Vouched = Extract<MessageOf<typeof staffCommands>, { type: 'provider.vouched' }>['data']

/** Who made accounts of people whom the provider vouched for. */
export const PROVIDER = 'oidc'

/** What the provider’s word makes of an account: as it is then, and why it opens nothing, where it does not. */
export interface Vouching {
  readonly next: Person | undefined
  readonly refused?: 'another account' | 'disabled' | 'no role'
}

/**
 * The provider said who somebody is. An account of theirs is made at the first time; the role is what they are there now, and
 * another than before, or none, ends what is open here. An account that is bound to nobody or to another is never opened.
 */
export function vouch(state: Person | undefined, { issuer, subject, name, role }: Vouched, now: number): Vouching {
  const isTheirs = state?.provider?.issuer === issuer && state.provider.subject === subject
  if (state && !isTheirs) return { next: state, refused: 'another account' }
  if (role === undefined) {
    if (!state) return { next: undefined, refused: 'no role' }
    return { next: { ...state, signedOutBefore: now, provider: { issuer, subject, isLost: true } }, refused: 'no role' }
  }
  const before = state ?? {
    interests: [],
    disabled: false,
    madeBy: PROVIDER,
    // The provider does not say who of them has an account here as well, nor what they have an interest in.
    unknown: true as const,
    recovery: [],
    passkeys: [],
    failures: 0,
    lockedUntil: 0,
    // The session that is opened now comes after it.
    signedOutBefore: now - 1,
  }
  const ends = state !== undefined && state.role !== role
  const next: Person = {
    ...before,
    name,
    role,
    provider: { issuer, subject, isLost: false },
    ...(ends ? { signedOutBefore: now - 1 } : {}),
  }
  return state?.disabled ? { next, refused: 'disabled' } : { next }
}

/** Whoever signs in with the provider has no credential here: it would hold on when the provider’s word does not. */
export const isCredential = (type: string): boolean =>
  type === 'password.set' || type === 'totp.set' || type === 'recovery.set' || type === 'passkey.added'
