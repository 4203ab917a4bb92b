import type { CommandWords } from './command.ts'
import { isQuestion, normalizeText, PICTURES } from './normalize.ts'

/** What an answer to a prompt means. Anything but these exact words is no answer: `不是`, `好的`, `是？`, `Y N`. */
export type Reply =
  | { readonly kind: 'yes' | 'no'; readonly code?: string }
  | { readonly kind: 'help' }
  /** Nothing is to be put to them any more, instead of an answer. */
  | { readonly kind: 'lock' }
  | { readonly kind: 'other' }

/** Pictures that leave a yes what it is; any other may turn it round. */
const HARMLESS = new Set('😊😀😃😄😁😆☺😇🥰😍😘🤗👍👌🙆👏🤝💪🙏✅✔☑🆗🉑⭐🌟🌹🌸💐🎉❤♥💕💖💗💙💚💛💜🧡'.match(PICTURES))
/** The colour of a hand. */
const SHADE = /\p{Emoji_Modifier}/u

/** Something is drawn that is not known to be harmless, or came broken. */
function isDoubtful(text: string): boolean {
  const narrow = text.slice(0, 2000).toWellFormed().normalize('NFKC')
  const drawn = narrow.match(PICTURES) ?? []
  return narrow.includes('\ufffd') || drawn.some((each) => !HARMLESS.has(each) && !SHADE.test(each))
}

/**
 * Makes the parser of answers to prompts (docs/rules.md, "Double confirmation"). Yes: one of the words, `1`, or the
 * prompt's code alone; a word and a code name one prompt among several: `是 37`, `Y37`, `否37`. A question
 * is no yes, and locks nothing; a picture that may turn a yes round makes it none. A no is a no.
 */
export function replyParser(words: Pick<CommandWords, 'yes' | 'no' | 'help' | 'lock'>): (text: string) => Reply {
  const kinds = new Map<string, 'yes' | 'no'>([
    ...words.yes.map((word) => [word, 'yes'] as const),
    ...words.no.map((word) => [word, 'no'] as const),
    ['1', 'yes'],
  ])
  const help = new Set(words.help)
  const lock = new Set(words.lock)
  const said = (text: string): Reply => {
    const words = normalizeText(text)
    if (help.has(words)) return { kind: 'help' }
    if (lock.has(words)) return { kind: 'lock' }
    // Two numbers side by side are not one; the letter O behind a digit is a zero.
    const shape = /\d \d/.test(words) ? words : words.replace(/\s/g, '').replace(/([1-9])o(?![a-z])/g, '$10')
    const bare = kinds.get(shape)
    if (bare) return { kind: bare }
    if (/^\d{2}$/.test(shape)) return { kind: 'yes', code: shape }
    const named = /^(\D+?)[,:]*(\d{2})$/.exec(shape) ?? /^(\d{2})[,:]*(\D+)$/.exec(shape)
    if (!named) return { kind: 'other' }
    const [word, code] = /^\d/.test(shape) ? [named[2], named[1]] : [named[1], named[2]]
    const kind = kinds.get(word as string)
    return kind && code ? { kind, code } : { kind: 'other' }
  }
  return (text) => {
    const reply = said(text)
    const isAsked = (reply.kind === 'yes' || reply.kind === 'lock') && isQuestion(text)
    return isAsked || (reply.kind === 'yes' && isDoubtful(text)) ? { kind: 'other' } : reply
  }
}
