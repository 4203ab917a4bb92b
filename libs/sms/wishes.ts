import { chosenNumbers, numberFirst } from './chosen-numbers.ts'
import type { Command, CommandWords } from './command.ts'

const PARTICLE_ALONE = /^(?:一下)?[吧啊呀啦]?$/u
/** A phone number, spaced as people space it; `为`, `是` and their like may stand before it. */
const PHONE = /^(?:为|是|人|号码|手机号?|to|is)?[\s:,+(-]*([0-9][0-9\s().-]{4,24})$/u

/** Its digits; the letter O is a zero where no other letter stands. */
const numberIn = (text: string): string | undefined =>
  PHONE.exec((/[a-np-z]/.test(text) ? text : text.replace(/o/g, '0')).trim())?.[1]?.replace(/\D/g, '')

/** A refund that is not wished after all; what was not ordered is a reason for one. */
const NOT_WISHED = /不要|不用|不需要|不想|不退|别|勿|算了|取消|don.?t|not/u

type Lines = readonly (readonly ['lock' | 'unlock' | 'guardian' | 'no-guardian', readonly string[]])[]

/**
 * What is wished with something beside its word, a code, a number, a language, a reason; undefined where a text says none of
 * these. No word is matched exactly here: see `commandParser`.
 */
export function wishesOf(words: CommandWords): (wish: string) => Command | undefined {
  // The longest word first: what ends a guardianship holds the word that begins one, and `锁定` begins with `锁`.
  const longest = (list: readonly string[]) => list.toSorted((a, b) => b.length - a.length)
  const lines: Lines = [
    ['no-guardian', longest(words.noGuardian)],
    ['guardian', longest(words.guardian)],
    ['unlock', longest(words.unlock)],
    ['lock', longest(words.lock)],
  ]
  return (wish) =>
    undo(wish, words) ??
    status(wish, words) ??
    language(wish, words) ??
    line(wish, lines) ??
    refund(wish, words) ??
    complain(wish, words)
}

function undo(wish: string, words: CommandWords): Command | undefined {
  const leading = /^([1-9][0-9o])号?\s*(\D+)$/u.exec(wish)
  const behind = leading && words.undo.includes(leading[2] as string) ? (leading[1] as string) : after(wish, words.undo)
  const rest = behind?.replace(/^(?:代码|编码|码|code(?![a-z]))[\s:]*|\s*[吧啊呀啦]$/gu, '')
  if (rest === undefined) return undefined
  if (/^(?:业务|服务|订购|刚才的?(?:业务|操作)?|it|that|this|(?:the )?last(?: one)?)?(?:一下)?$/u.test(rest))
    return { kind: 'undo' }
  const [number] = chosenNumbers(rest, 'alone') ?? []
  if (number !== undefined && /^\p{Script=Han}|^[0-9o]+号?$/u.test(rest)) return { kind: 'undo', code: String(number) }
  return /^[a-z0-9]{1,6}$/.test(rest) ? { kind: 'undo', code: rest } : undefined
}

function status(wish: string, words: CommandWords): Command | undefined {
  const behind = words.status.find((each) => wish.endsWith(each))
  const rest = behind && /^\d/.test(wish) ? wish.slice(0, -behind.length) : after(wish, words.status)
  const number = /^\d{8,9}$/.exec(rest?.replace(/^编号/u, '').replace(/\s/g, '') ?? '')?.[0]
  return number === undefined ? undefined : { kind: 'status', number }
}

function language(wish: string, words: CommandWords): Command | undefined {
  const rest = after(wish, words.language)
  // The name of a language says it all; `en` or `cn` alone does not.
  if (rest === undefined)
    return LANGUAGE_ALONE.test(wish) ? { kind: 'language', to: /中|chi/.test(wish) ? 'zh-CN' : 'en' } : undefined
  const to = languageNamed(rest)
  return to ? { kind: 'language', to } : rest === '' ? { kind: 'language' } : undefined
}

/** The word alone, or a number before or behind it; anything else is no such wish. */
function line(wish: string, lines: Lines): Command | undefined {
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

function refund(wish: string, words: CommandWords): Command | undefined {
  const behind = words.refund.find((each) => wish.endsWith(each))
  const before = behind && chosenNumbers(wish.slice(0, -behind.length).trim())
  if (before) return { kind: 'refund', rest: before.join(',') }
  const rest = after(wish, words.refund)
  if (rest === undefined || NOT_WISHED.test(rest) || rest === '不') return undefined
  const what = rest.replace(/^(?:for|of|no\.)\s*|(?:一下)?[吧啊呀啦]?$/gu, '')
  const numbers = chosenNumbers(what)
  return { kind: 'refund', rest: numbers?.join(',') ?? what }
}

function complain(wish: string, words: CommandWords): Command | undefined {
  const rest = after(wish, words.complain)
  if (rest === undefined || /^(?:不(?!满)|没|别)/u.test(rest)) return undefined
  return { kind: 'complain', rest: numberFirst(rest.replace(/^(?:about|no\.)\s*/u, '')) }
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
