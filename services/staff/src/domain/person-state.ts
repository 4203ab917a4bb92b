import type { MessageOf, staffCommands } from '#contracts'

export type Role = Extract<MessageOf<typeof staffCommands>, { type: 'person.set' }>['data']['role']

export interface Passkey {
  readonly id: string
  readonly publicKey: string
  readonly counter: number
  readonly name: string
  readonly addedAt: number
}

/** Who a person is at the provider that they sign in with: what their account is bound to, for good. */
export interface Binding {
  readonly issuer: string
  readonly subject: string
  /** They had no role there when they came last. */
  readonly isLost: boolean
}

/** One of the operator’s people, with what they sign in by. */
export interface Person {
  /** Of the account: each change has a higher one, which the roster tells, so that a row that is put back is known. */
  readonly version?: number
  readonly name: string
  readonly role: Role
  readonly interests: readonly string[]
  readonly disabled: boolean
  /** Who could have known a first password: nobody approves what such a person proposed. */
  readonly madeBy: string
  readonly resetBy?: string
  /** Who said, after them, whose account it is. */
  readonly vouchedBy?: string
  /** All who did. */
  readonly vouchers?: readonly string[]
  /** What this person could decide until it was taken away, by role; kept until they count as gone. */
  readonly formerly?: readonly Former[]
  /** Nobody has said yet whose account it is: it decides nothing. */
  readonly unknown?: true
  /** The account that stands for the human, where this is another one of theirs. */
  readonly human?: string
  readonly provider?: Binding
  readonly password?: { readonly hash: string; readonly temporary: boolean }
  readonly totp?: string
  readonly recovery: readonly string[]
  readonly passkeys: readonly Passkey[]
  readonly failures: number
  readonly lockedUntil: number
  readonly signedOutBefore: number
}

/** What somebody could decide, and until when they count as there for it. */
export interface Former {
  readonly role: Role
  readonly interests: readonly string[]
  readonly until: number
}

/** Closed by an administrator, or because the provider gives them no role any more. */
export const isClosed = ({ disabled, provider }: Person): boolean => disabled || provider?.isLost === true

/** Whether a passkey’s counter does not go on: somebody else has it too. Those that are kept in step by a cloud count nothing. */
export const isCopied = ({ counter }: Passkey, next: number): boolean => (counter > 0 || next > 0) && next <= counter
