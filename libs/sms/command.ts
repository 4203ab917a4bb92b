/** What a subscriber's text asks for, before anybody looked at whom it was sent to. */
export type Command =
  | { readonly kind: 'list' | 'block' | 'unblock' | 'subscribe' }
  | {
      readonly kind: 'marketing-off' | 'cancel-all' | 'full-block' | 'more' | 'proof' | 'help' | 'reopen' | 'solved'
    }
  /** `number`: of a complaint or a report, as it was typed behind the word. */
  | { readonly kind: 'status'; readonly number?: string }
  | { readonly kind: 'refund' | 'complain'; readonly rest: string }
  | { readonly kind: 'undo'; readonly code?: string }
  | { readonly kind: 'language'; readonly to?: 'zh-CN' | 'en' }
  /** `number`: of a ward, or of a guardian, as it was typed. */
  | { readonly kind: 'lock' | 'unlock' | 'guardian' | 'no-guardian'; readonly number?: string }
  /** `n` alone is a no to a question, and marketing-off to a port. */
  | { readonly kind: 'yes' | 'no'; readonly word: string }
  | { readonly kind: 'numbers'; readonly numbers: readonly number[] }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unknown'; readonly shape: string }

/** The words of each command, in normalized shape (simplified, lower case, narrow). Policy data, not code. */
export interface CommandWords {
  readonly list: readonly string[]
  readonly block: readonly string[]
  readonly unblock: readonly string[]
  readonly subscribe: readonly string[]
  readonly marketingOff: readonly string[]
  readonly cancelAll: readonly string[]
  readonly fullBlock: readonly string[]
  readonly undo: readonly string[]
  readonly more: readonly string[]
  readonly proof: readonly string[]
  readonly refund: readonly string[]
  readonly complain: readonly string[]
  readonly status: readonly string[]
  readonly reopen: readonly string[]
  readonly solved: readonly string[]
  readonly language: readonly string[]
  readonly lock: readonly string[]
  readonly unlock: readonly string[]
  /** With a number behind them: who is to say yes as well. */
  readonly guardian: readonly string[]
  readonly noGuardian: readonly string[]
  readonly help: readonly string[]
  readonly yes: readonly string[]
  /** More words that say yes to a question of ours, never to a prompt: consent keeps its exact words. */
  readonly agree: readonly string[]
  readonly no: readonly string[]
  /** More words that say no to a question of ours. */
  readonly decline: readonly string[]
}
