import { chosenNumbers } from './chosen-numbers.ts'
import type { Command, CommandWords } from './command.ts'
import { asksInstead, isQuestion, normalizeText } from './normalize.ts'
import { withoutWish } from './wish.ts'
import { wishesOf } from './wishes.ts'

/** Commands that a word says alone, and the list that has their words; a word of two lists is the later one's. */
const EXACT = {
  'marketing-off': 'marketingOff',
  list: 'list',
  block: 'block',
  unblock: 'unblock',
  subscribe: 'subscribe',
  'cancel-all': 'cancelAll',
  'full-block': 'fullBlock',
  more: 'more',
  proof: 'proof',
  help: 'help',
  status: 'status',
  reopen: 'reopen',
  solved: 'solved',
} as const satisfies Record<string, keyof CommandWords>
type Exact = keyof typeof EXACT

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
  const exact = new Map(
    Object.entries(EXACT).flatMap(([kind, list]) =>
      words[list].map((word) => [word.replace(/\s/g, ''), kind as Exact]),
    ),
  )
  const yes = new Set([...words.yes, ...words.agree])
  const no = new Set([...words.no, ...words.decline])
  const wishes = wishesOf(words)

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
    return wishes(wish) ?? spelled(shape) ?? { kind: 'unknown', shape }
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

  return (text) => {
    const shape = normalizeText(text)
    if (shape === '') return { kind: 'empty' }
    const command = understand(shape)
    if (HARMLESS.includes(command.kind) || /^[0-9, ]+$/.test(text)) return command
    const asked = command.kind === 'yes' ? isQuestion(text) : asksInstead(text)
    return asked ? { kind: 'unknown', shape } : command
  }
}
