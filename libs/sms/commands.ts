import { normalizeText } from './normalize.ts'

/** What a subscriber's text asks for, before anybody looked at whom it was sent to. */
export type Command =
  | { readonly kind: 'list' | 'block' | 'unblock' | 'subscribe' }
  | {
      readonly kind:
        | 'marketing-off'
        | 'cancel-all'
        | 'full-block'
        | 'more'
        | 'proof'
        | 'help'
        | 'status'
        | 'reopen'
        | 'solved'
    }
  | { readonly kind: 'refund' | 'complain'; readonly rest: string }
  | { readonly kind: 'undo'; readonly code?: string }
  | { readonly kind: 'language'; readonly to?: 'zh-CN' | 'en' }
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
  readonly help: readonly string[]
  readonly yes: readonly string[]
  readonly no: readonly string[]
}

type Exact = Extract<
  Command,
  {
    kind:
      | 'list'
      | 'block'
      | 'unblock'
      | 'subscribe'
      | 'marketing-off'
      | 'cancel-all'
      | 'full-block'
      | 'more'
      | 'proof'
      | 'help'
      | 'status'
      | 'reopen'
      | 'solved'
  }
>['kind']

/** A number's list: `2`, `2,3`, `2、3 5`, `退订2和3`, `cancel 2 & 3`. */
const NUMBERS =
  /^(?:(?:退订|取消|退|回复|cancel|unsubscribe)\s*)?(?:第\s*)?([1-9]\d{0,3}(?:(?:\s*[,、;/&+]\s*|\s*(?:和|跟|及|and)\s*|\s+)[1-9]\d{0,3})*)(?:\s*(?:项|号|个))?$/
const ZEROS_AND_ONES = /^[0o〇零1]+$/

/**
 * Makes the parser of one set of words. It understands full-width digits, the letter O for zero, spaces and line
 * breaks, trailing punctuation and politeness, simplified and traditional, any case (docs/rules.md, "Parsing").
 */
export function commandParser(words: CommandWords): (text: string) => Command {
  const exact = new Map<string, Exact>()
  const add = (kind: Exact, list: readonly string[]) => {
    for (const word of list) exact.set(word.replace(/\s/g, ''), kind)
  }
  add('marketing-off', words.marketingOff)
  add('list', words.list)
  add('block', words.block)
  add('unblock', words.unblock)
  add('subscribe', words.subscribe)
  add('cancel-all', words.cancelAll)
  add('full-block', words.fullBlock)
  add('more', words.more)
  add('proof', words.proof)
  add('help', words.help)
  add('status', words.status)
  add('reopen', words.reopen)
  add('solved', words.solved)
  const yes = new Set(words.yes)
  const no = new Set(words.no)

  return (text) => {
    const shape = normalizeText(text)
    if (shape === '') return { kind: 'empty' }
    const tight = shape.replace(/[\s,、-]/g, '')
    if (ZEROS_AND_ONES.test(tight)) {
      const kind = exact.get(tight.replace(/[o〇零]/g, '0'))
      if (kind) return { kind }
    }
    if (no.has(shape)) return { kind: 'no', word: shape }
    if (yes.has(shape)) return { kind: 'yes', word: shape }
    const kind = exact.get(shape.replace(/\s/g, ''))
    if (kind) return { kind }
    const numbers = NUMBERS.exec(shape)
    if (numbers) {
      const all = (numbers[1] as string).match(/\d+/g)?.map(Number) ?? []
      return { kind: 'numbers', numbers: [...new Set(all)] }
    }
    const undo = after(shape, words.undo)
    if (undo !== undefined && /^[a-z0-9]{0,6}$/.test(undo))
      return undo ? { kind: 'undo', code: undo } : { kind: 'undo' }
    const language = after(shape, words.language)
    if (language !== undefined) {
      const to = languageNamed(language)
      if (to) return { kind: 'language', to }
      if (language === '') return { kind: 'language' }
    }
    const refund = after(shape, words.refund)
    if (refund !== undefined) return { kind: 'refund', rest: refund }
    const complain = after(shape, words.complain)
    if (complain !== undefined) return { kind: 'complain', rest: complain }
    return { kind: 'unknown', shape }
  }
}

/** What follows one of the words; undefined when none leads the text. A Latin word must end where it ends. */
function after(shape: string, words: readonly string[]): string | undefined {
  for (const word of words) {
    if (!shape.startsWith(word)) continue
    const rest = shape.slice(word.length)
    if (/[a-z]$/.test(word) && /^[a-z]/.test(rest)) continue
    return rest.replace(/^[\s:,*#+-]+/, '')
  }
  return undefined
}

function languageNamed(word: string): 'zh-CN' | 'en' | undefined {
  if (/^(?:中文|汉语|普通话|简体|简体中文|zh|zh-cn|cn|chinese)$/.test(word)) return 'zh-CN'
  if (/^(?:英文|英语|en|eng|english)$/.test(word)) return 'en'
  return undefined
}

/** What an answer to a prompt means. Anything but these exact words is no answer: `不是`, `好的吧`, `Y N`. */
export type Reply =
  | { readonly kind: 'yes' | 'no'; readonly code?: string }
  | { readonly kind: 'help' }
  | { readonly kind: 'other' }

/**
 * Makes the parser of answers to prompts (docs/rules.md, "Double confirmation"). Yes: one of the words, `1`, or the prompt's
 * code alone; a word and a code name one prompt among several: `是 37`, `Y37`, `否37`.
 */
export function replyParser(words: Pick<CommandWords, 'yes' | 'no' | 'help'>): (text: string) => Reply {
  const kinds = new Map<string, 'yes' | 'no'>([
    ...words.yes.map((word) => [word, 'yes'] as const),
    ...words.no.map((word) => [word, 'no'] as const),
    ['1', 'yes'],
  ])
  const help = new Set(words.help)
  return (text) => {
    const shape = normalizeText(text)
    if (help.has(shape)) return { kind: 'help' }
    const bare = kinds.get(shape)
    if (bare) return { kind: bare }
    if (/^\d{2}$/.test(shape)) return { kind: 'yes', code: shape }
    const named = /^(\D+?)[\s,:]*(\d{2})$/.exec(shape) ?? /^(\d{2})[\s,:]*(\D+)$/.exec(shape)
    if (!named) return { kind: 'other' }
    const [word, code] = /^\d/.test(shape) ? [named[2], named[1]] : [named[1], named[2]]
    const kind = kinds.get((word as string).trim())
    return kind && code ? { kind, code } : { kind: 'other' }
  }
}
