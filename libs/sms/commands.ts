import { chosenNumbers, numberFirst } from './chosen-numbers.ts'
import { asksInstead, isQuestion, normalizeText } from './normalize.ts'
import { withoutWish } from './wish.ts'

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

const CODE = '[0o〇零1]'
/** The numbers that are commands, with what people type around them: `查询0000`, `发送0000到10086`, `00000屏蔽`. */
const DECORATED = new RegExp(
  `^(?:发送|发短信|发|回复|回|编辑|输入)?(?:(查询|查|屏蔽|解除|订购|开通|办理)(?:一下)?)?(${CODE}{4,5})(查询|查|查询业务|退订|屏蔽|解除|解除屏蔽|取消屏蔽|订购|开通)?(?:一下)?(?:[到至给]\\d{5,20})?$`,
  'u',
)
const DECORATIONS: Partial<Record<Exact, RegExp>> = {
  list: /^(?:查询|查|查询业务|退订)*$/,
  block: /^(?:屏蔽|退订)*$/,
  unblock: /^(?:解除|解除屏蔽|取消屏蔽)*$/,
  subscribe: /^(?:订购|开通|办理)*$/,
}
const PARTICLE = /(?:一下)?[吧啊呀啦]?$/u
const PARTICLE_ALONE = /^(?:一下)?[吧啊呀啦]?$/u
/** A phone number, spaced as people space it; `为`, `是` and their like may stand before it. */
const PHONE = /^(?:为|是|人|号码|手机号?|to|is)?[\s:,+(-]*([0-9][0-9\s().-]{4,24})$/u

/** Its digits; the letter O is a zero where no other letter stands. */
const numberIn = (text: string): string | undefined =>
  PHONE.exec((/[a-np-z]/.test(text) ? text : text.replace(/o/g, '0')).trim())?.[1]?.replace(/\D/g, '')

/** A refund that is not wished after all; what was not ordered is a reason for one. */
const NOT_WISHED = /不要|不用|不需要|不想|不退|别|勿|算了|取消|don.?t|not/u

/** What answers a question, however it is put, without changing anything. */
const HARMLESS: readonly Command['kind'][] = [
  'list',
  'more',
  'proof',
  'help',
  'status',
  'language',
  'cancel-all',
  'complain',
  'empty',
  'unknown',
]

/**
 * Makes the parser of one set of words. It understands full-width digits, the letter O for zero, spaces and line breaks
 * also inside words, trailing punctuation, emoji and politeness, simplified and traditional, any case, and what people say
 * instead of what they were told; a negation or a question does nothing (docs/rules.md, "Parsing"). What is understood,
 * and what is not, is listed in dictionary.test.ts.
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
  // The longest word first: what ends a guardianship holds the word that begins one, and `锁定` begins with `锁`.
  const longest = (list: readonly string[]) => list.toSorted((a, b) => b.length - a.length)
  const lines = [
    ['no-guardian', longest(words.noGuardian)],
    ['guardian', longest(words.guardian)],
    ['unlock', longest(words.unlock)],
    ['lock', longest(words.lock)],
  ] as const
  const yes = new Set([...words.yes, ...words.agree])
  const no = new Set([...words.no, ...words.decline])

  const understand = (shape: string): Command => {
    const wish = withoutWish(shape)
    const decorated = codeIn(shape) ?? (wish === shape ? undefined : codeIn(wish))
    if (decorated) return { kind: decorated }
    const word = shape.replace(/[\s-]/g, '')
    if (no.has(word)) return { kind: 'no', word }
    if (yes.has(word)) return { kind: 'yes', word }
    const kind =
      exact.get(word) ?? exact.get(wish.replace(/\s/g, '')) ?? exact.get(wish.replace(/\s/g, '').replace(PARTICLE, ''))
    if (kind) return { kind }
    // `我要2` may wish for it.
    const numbers = chosenNumbers(shape) ?? chosenNumbers(wish, 'to cancel')
    if (numbers) return { kind: 'numbers', numbers }
    return (
      undo(wish) ??
      status(wish) ??
      language(wish) ??
      line(wish) ??
      refund(wish) ??
      complain(wish) ??
      spelled(shape) ?? { kind: 'unknown', shape }
    )
  }

  const codeIn = (shape: string): Exact | undefined => {
    const code = DECORATED.exec(shape.replace(/[\s,、-]/g, ''))
    const kind = code && exact.get((code[2] as string).replace(/[o〇零]/g, '0'))
    return kind && DECORATIONS[kind]?.test(`${code[1] ?? ''}${code[3] ?? ''}`) ? kind : undefined
  }

  /** `L O C K`, `un do 12`: a Latin word with spaces inside. */
  const spelled = (shape: string): Command | undefined => {
    const joined = shape.replace(/(?<=[a-z]) (?=[a-z])/g, '')
    const command = joined === shape ? undefined : understand(joined)
    return command?.kind === 'unknown' ? undefined : command
  }

  const undo = (wish: string): Command | undefined => {
    const leading = /^([1-9][0-9o])号?\s*(\D+)$/u.exec(wish)
    const behind =
      leading && words.undo.includes(leading[2] as string) ? (leading[1] as string) : after(wish, words.undo)
    const rest = behind?.replace(/^(?:代码|编码|码|code(?![a-z]))[\s:]*|\s*[吧啊呀啦]$/gu, '')
    if (rest === undefined) return undefined
    if (/^(?:业务|服务|订购|刚才的?(?:业务|操作)?|it|that|this|(?:the )?last(?: one)?)?(?:一下)?$/u.test(rest))
      return { kind: 'undo' }
    const [number] = chosenNumbers(rest, 'alone') ?? []
    if (number !== undefined && /^\p{Script=Han}|^[0-9o]+号?$/u.test(rest))
      return { kind: 'undo', code: String(number) }
    return /^[a-z0-9]{1,6}$/.test(rest) ? { kind: 'undo', code: rest } : undefined
  }

  const status = (wish: string): Command | undefined => {
    const behind = words.status.find((each) => wish.endsWith(each))
    const rest = behind && /^\d/.test(wish) ? wish.slice(0, -behind.length) : after(wish, words.status)
    const number = /^\d{8,9}$/.exec(rest?.replace(/^编号/u, '').replace(/\s/g, '') ?? '')?.[0]
    return number === undefined ? undefined : { kind: 'status', number }
  }

  const language = (wish: string): Command | undefined => {
    const rest = after(wish, words.language)
    // The name of a language says it all; `en` or `cn` alone does not.
    if (rest === undefined)
      return LANGUAGE_ALONE.test(wish) ? { kind: 'language', to: /中|chi/.test(wish) ? 'zh-CN' : 'en' } : undefined
    const to = languageNamed(rest)
    return to ? { kind: 'language', to } : rest === '' ? { kind: 'language' } : undefined
  }

  /** The word alone, or a number before or behind it; anything else is no such wish. */
  const line = (wish: string): Command | undefined => {
    for (const [kind, own] of lines) {
      const word = own.find((each) => wish.endsWith(each))
      const before = word && numberIn(wish.slice(0, -word.length))
      if (before) return { kind, number: before }
      const rest = after(wish, own)
      if (rest === undefined) continue
      if (PARTICLE_ALONE.test(rest)) return { kind }
      const number = numberIn(rest)
      if (number) return { kind, number }
    }
    return undefined
  }

  const refund = (wish: string): Command | undefined => {
    const behind = words.refund.find((each) => wish.endsWith(each))
    const before = behind && chosenNumbers(wish.slice(0, -behind.length).trim())
    if (before) return { kind: 'refund', rest: before.join(',') }
    const rest = after(wish, words.refund)
    if (rest === undefined || NOT_WISHED.test(rest) || rest === '不') return undefined
    const what = rest.replace(/^(?:for|of|no\.)\s*|(?:一下)?[吧啊呀啦]?$/gu, '')
    const numbers = chosenNumbers(what)
    return { kind: 'refund', rest: numbers?.join(',') ?? what }
  }

  const complain = (wish: string): Command | undefined => {
    const rest = after(wish, words.complain)
    if (rest === undefined || /^(?:不(?!满)|没|别)/u.test(rest)) return undefined
    return { kind: 'complain', rest: numberFirst(rest.replace(/^(?:about|no\.)\s*/u, '')) }
  }

  return (text) => {
    const shape = normalizeText(text)
    if (shape === '') return { kind: 'empty' }
    const command = understand(shape)
    if (HARMLESS.includes(command.kind) || /^[0-9, ]+$/.test(text)) return command
    const asked = command.kind === 'yes' ? isQuestion(text) : asksInstead(text)
    return asked ? { kind: 'unknown', shape } : command
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

const LANGUAGE_ALONE = /^(?:(?:换成?|切换[到为成]?|用)?(?:中文|英文|英语)|(?:use |in |speak )?(?:chinese|english))$/u

function languageNamed(word: string): 'zh-CN' | 'en' | undefined {
  if (/^(?:中文|汉语|普通话|简体|简体中文|繁体|繁体中文|zh|zh-cn|cn|chinese)$/.test(word)) return 'zh-CN'
  if (/^(?:英文|英语|en|eng|english)$/.test(word)) return 'en'
  return undefined
}
