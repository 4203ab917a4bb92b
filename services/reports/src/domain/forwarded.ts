import { sendersSaid } from './said.ts'
import { isPicture, withoutChrome } from './screenshot.ts'
import { folded, type Sender, senderOf, UNSEEN } from './sender.ts'
import { ITS_OWN, isTold, SAID_BEHIND, TOLD_BEHIND, toldOf } from './told.ts'
import { FROM, UNMARKED } from './unmarked.ts'

/** What somebody who texts the number for reports has sent. `text` is the reported message, wholly and as it was. */
export type Forwarded =
  | { readonly kind: 'report'; readonly sender: Sender; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'sender'; readonly sender: Sender }
  /** Several senders: which of them it was is a question. */
  | { readonly kind: 'senders'; readonly senders: readonly Sender[]; readonly text?: string }
  /** What stands in a sender’s place and sends no message. */
  | { readonly kind: 'no-sender'; readonly typed: string; readonly text?: string }
  /** A picture, or only that there was one. */
  | { readonly kind: 'picture'; readonly sender?: Sender }
  | { readonly kind: 'empty' }

const DIGITS = '\\+?[0-9oO(][0-9oO().\\-–—]{1,29}'
/** What apps and people put before what they pass on. */
const PREFIX =
  /^\s*(?:[【[<(《]\s*(?:转发|轉發|转|fwd?|forward(?:ed)?)(?:的)?(?:短信|信息|訊息)?\s*[】\]>)》]|(?:转发|轉發)(?:的)?(?:短信|信息|消息|訊息)?\s*[:,]|fwd?\s*[:：]|forwarded(?: message)?\s*[:：]|-{2,20}\s*(?:forwarded message|转发的?(?:短信|信息|邮件)|原始(?:短信|信息))\s*-{2,20})\s*/iu
/** Only as a field of its own: `号码` stands in many a text. */
const FIELD = `(?:${FROM}|号码|號碼|number)`
const CONTENT = '(?:短信内容|信息内容|举报内容|内容|內容|正文|短信|message|content|text|body)'
const ASIDE =
  '(?:收件人|收信人|接收人|to|时间|時間|日期|收到时间|接收时间|发送时间|收件时间|主题|date|time|sent|received|subject)'
const FIELDS = new RegExp(`(?:^|[\\s,，;；。])(?<name>${FIELD}|${CONTENT}|${ASIDE})\\s*:`, 'giu')
/** What may stand before the first field. */
const RECEIVED = /^\s*(?:我?(?:刚才?|今天|昨天|又)*收到(?:了|的)?(?:一条)?(?:垃圾|诈骗)?(?:短信|信息)?[\s:,。]*)?$/u
const IS_FIELD = new RegExp(`^${FIELD}$`, 'iu')
const IS_CONTENT = new RegExp(`^${CONTENT}$`, 'iu')
/** That somebody reports, also as a keyboard guesses it. */
const REPORTS = '(?:举[报報抱暴爆保]|[检檢][举舉]|投[诉訴]|jubao)'
/** `来自10661234：`, `<Forwarded from 88877>`, `举报10661234发来的短信：`: what stands before a text and names its sender. */
const LEAD = new RegExp(
  `^\\s*[<\\[(【「]?\\s*(?:我?要?(?:${REPORTS}|report)(?:[这那]个?)?\\s*|(?:转发|轉發|forwarded)\\s*)?(?:收到|${FROM})?\\s*(?:号码|號碼|为|是|:)?\\s*(?<number>${DIGITS})\\s*[>\\])】」]?\\s*(?:(?:给我)?(?:发来|發來|发送|發送|发|說|说)(?:的|了|过来)?(?:一?条)?(?:垃圾|诈骗|骚扰|广告)?(?:短信|信息|訊息|消息|内容)?|的(?:垃圾|诈骗|骚扰|广告)?(?:短信|信息|内容)|(?:saying|says?|said|sent)(?![a-z])(?: me)?(?: (?:this|the following)(?: message| sms)?)?)\\s*(?:内容)?(?:是|为|如下|说)?\\s*[:,，]?\\s*(?<rest>[\\s\\S]*)$`,
  'iu',
)
const TAGGED = new RegExp(
  `^\\s*[<\\[(【]?\\s*(?:(?:举报|转发|轉發|forwarded|fwd?|report|sent|(?:i )?(?:got|received)(?: (?:this|it|a message|an sms|spam))?|(?:spam )?(?:sms|text|message))\\s*)?${FROM}\\s*:?\\s*(?<number>${DIGITS})(?=[\\s>\\])】:,]|$)\\s*[>\\])】]?\\s*[:,]?\\s*(?<rest>[\\s\\S]*)$`,
  'iu',
)
/** A number at the end: after `*`, dashes or `来自`, in brackets, in a line of its own, or a port after a space. */
const BEHIND = new RegExp(
  `^(?<rest>[\\s\\S]*?\\S)\\s*(?:[*#]\\s*|[-—]{2,6}\\s*|[(\\[【<]\\s*${FROM}\\s*:?\\s*|(?<bracket>[(\\[【<]\\s*)|[,;。]?\\s*${FROM}\\s*:?\\s*|\\n\\s*|\\s(?=106\\d))(?<number>\\+?[0-9oO][0-9oO\\-–—.]{2,28}(?: [0-9oO\\-]{2,5}){0,4})\\s*[)\\]】>]?\\s*$`,
  'iu',
)
/** What reporters say themselves before the number. */
const OWN_WORDS = new RegExp(
  `^\\s*(?:我?要?${REPORTS}(?:[这那]个?)?|i (?:want to |would like to )?report|report|我?收到)?\\s*(?:垃圾|诈骗|骚扰|广告|spam|scam)?\\s*(?:短信|信息|訊息|号码|(?<=诈骗|骚扰|广告)电话|sms|message)?\\s*(?:from|来自|發自)?\\s*[:,]?\\s*(?=[+\\d])`,
  'iu',
)
const SAYS = /^\s*(?:短信|信息)?(?:内容|內容|正文|message|text|content)\s*(?:(?:是|为|is)\s*[:,]?|[:,])\s*/iu
/** `这个号码老给我发这种短信：`, behind the number. */
const OFTEN =
  /^\s*(?:(?:这|那)(?:个|两个|些)?(?:号码?|人|端口)?)?(?:都|也|老是?|总是?|天天|经常|一直|刚才?|昨天|今天|又|不停地?|在)*(?:给|向)我(?:发来?|发送|群发)(?:的|了|过来)?(?:这种|这样的?|的)?(?:垃圾|诈骗|骚扰|广告)?(?:短信|信息|消息)?\s*(?:说|内容)?\s*[:,]\s*/u
/** `我是王秀英，10661234给我发：`: the number stands in what is said before the text. */
const SPOKEN =
  /^[^\n]{0,60}?(?<!\d)(?<number>106\d{5,17}|(?:\+?86)?1[3-9]\d{9})\s*(?:这个号码?)?(?:老是?|总是?|天天|一直|又)*[给向]我(?:发来?|发送)[^:\n]{0,12}:\s*(?=\S)/u
/** `号码10661234，内容是：`. */
const ANNOUNCED = /^(?<before>[^\n]{4,60}?)(?:短信|信息)?内容(?:(?:是|为|如下)\s*:?|\s*:)\s*(?=\S)/u
/** `1 0 6 6 1 2 3 4`. */
const SPACED = /^\s*(?<number>(?:\d ){4,20}\d)(?=[^\d.]|$)[ *#:,]*/u
const EMOJI = /^(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}\s]|\u200d|\ufe0f)+(?=[+\d])/u
/** `您有未接来电，来自13912345678`: who called sent no message. */
const CALLER = /主叫|caller/iu
const MISSED = /未接|漏接|来电提醒|missed call/iu
/** Every line is quoted, as mails quote. */
const QUOTED = /^\s*>(?:[^\n]*\n\s*>)*[^\n]*$/
const QUOTE_MARKS = /^\s*(?:>\s?)+/gm
/** A port of partners or a mobile number in brackets; `【12306】` is how senders sign. */
const BRACKETED =
  /^\s*[[<(【「]\s*(?<number>106[\d -]{5,20}|(?:\+?86[ -]?)?1[3-9][\d -]{9,13})\s*[\]>)】」]\s*[:,]?\s*(?=\S)/
/** `106575****0196`: part of it is hidden, so nobody knows whose it is. `10661234**50元` is a whole number, and its text. */
const HIDDEN =
  /^\s*(?!(?:106\d{5,8}|(?:1[02](?!6)|9[56])\d{3,9}|1[3-9]\d{9}|0\d{9,10})\*\*\d)(\+?\d{2,11}[*•x]{2,8}\d{2,8})\s*[*#:,]?\s*/
const QUOTES = /^\s*(?:"([\s\S]*)"|“([\s\S]*)”|「([\s\S]*)」|『([\s\S]*)』|《([\s\S]*)》|'([\s\S]*)'|‘([\s\S]*)’)\s*$/u

/** More white space in a row says no more, and lets `\s*` beside `\s*` try each division of it. */
const EMPTINESS = /\s{17,}/gu
const shorter = (run: string): string => (run.includes('\n') ? '\n\n' : ' '.repeat(16))

/**
 * Reads what people forward or type: `number*text` with `*`, `#`, `:` or a space between, either first; forwarded with its
 * sender or without, quoted, with the fields of a mail, as the text of a screenshot. What it takes for a frame it takes
 * off; what it does not know it leaves in the text, so that no text is lost (docs/rules.md, "Spam reports").
 */
export function forwarded(message: string, country = 'CN'): Forwarded {
  const whole = message.toWellFormed().replace(UNSEEN, '').trim().replace(EMPTINESS, shorter)
  if (whole === '') return isPicture(message) ? { kind: 'picture' } : { kind: 'empty' }
  const read = new Reader(country)
  read.frame(whole)
  return read.result()
}

class Reader {
  readonly #country: string
  readonly #senders: Sender[] = []
  /** The text has begun: a further number is one of its own, unless it is set off as a sender is. */
  #begun = false
  #bad: string | undefined
  #text = ''

  constructor(country: string) {
    this.#country = country
  }

  /** Peels a text from outside to inside, until nothing more of it is a frame. */
  frame(whole: string): void {
    let text = QUOTED.test(whole) ? whole.replace(QUOTE_MARKS, '') : whole
    let before = ''
    const isCall = CALLER.test(text) && MISSED.test(text)
    for (let round = 0; round < MOST_FRAMES && before !== text && text !== ''; round++) {
      before = text
      const shape = folded(text)
      const prefix = PREFIX.exec(shape)?.[0].length ?? 0
      text = unquoted(text.slice(prefix).trim()).trim()
      if (this.#senders.length > 0) {
        text = text.slice(OFTEN.exec(folded(text))?.[0].length ?? 0)
        text = text.slice(SAYS.exec(folded(text))?.[0].length ?? 0)
      }
      const framed = isCall ? undefined : (this.#fields(text) ?? this.#unmarked(text) ?? this.#lead(text))
      text = framed ?? this.#ahead(text) ?? this.#spoken(text) ?? this.#screen(text) ?? text
    }
    this.#text = this.#behind(text) ?? text
  }

  result(): Forwarded {
    const text = this.#text.trim()
    const [sender, ...others] = this.#senders
    if (isPicture(text)) return { kind: 'picture', ...(sender ? { sender } : {}) }
    const said = text === '' ? {} : { text }
    if (others.length > 0) return { kind: 'senders', senders: this.#senders.slice(0, 3), ...said }
    if (!sender && this.#bad !== undefined) return { kind: 'no-sender', typed: this.#bad.trim().slice(0, 30), ...said }
    if (text === '' && !sender) return { kind: 'empty' }
    const told = sender ? undefined : senderOf(toldOf(folded(text)) ?? '', this.#country)
    if (told) return { kind: 'report', sender: told, text }
    if (!sender) return { kind: 'text', text }
    return text === '' ? { kind: 'sender', sender } : { kind: 'report', sender, text }
  }

  /** @returns whether it is a sender, which is kept */
  #take(typed: string): boolean {
    const sender = senderOf(folded(typed), this.#country)
    if (!sender) return false
    if (!this.#senders.some(({ address }) => address === sender.address)) this.#senders.push(sender)
    return true
  }

  /** Fields as of a mail: a line each, or one behind the other. */
  #fields(text: string): string | undefined {
    const shape = folded(text)
    const marks = [...shape.matchAll(FIELDS)]
    if (this.#senders.length > 0) return undefined
    const from = marks.find(({ groups }) => IS_FIELD.test(groups?.['name'] ?? ''))
    if (!from || !RECEIVED.test(shape.slice(0, marks[0]?.index))) return undefined
    let rest = ''
    for (const [index, mark] of marks.entries()) {
      const name = mark.groups?.['name'] ?? ''
      const start = (mark.index ?? 0) + mark[0].length
      if (IS_CONTENT.test(name)) {
        const last = marks.at(-1) as RegExpExecArray
        const isBehind = this.#senders.length === 0 && IS_FIELD.test(last.groups?.['name'] ?? '')
        const isTaken = isBehind && this.#take(text.slice(last.index + last[0].length))
        return `${rest}${rest ? '\n' : ''}${text.slice(start, isTaken ? last.index : undefined).trim()}`
      }
      const end = marks[index + 1]?.index ?? text.length
      const value = text.slice(start, end)
      if (!IS_FIELD.test(name)) {
        // A field beside the text: its own line at most; what follows is the text.
        const line = /\n([\s\S]*)$/u.exec(value.trimStart())?.[1]
        if (line?.trim()) rest += `${rest ? '\n' : ''}${line.trim()}`
        continue
      }
      const found = wholly(value, this.#country) ?? leading(value, this.#country) ?? nameAhead(value)
      if (!found || !this.#take(found.typed)) return undefined
      const left = value.slice(found.length).replace(/^[\s,，;；>)】\]]+/u, '')
      if (left.trim()) rest += `${rest ? '\n' : ''}${left.trim()}`
    }
    return rest
  }

  /** The same fields as somebody writes or says them, without a mark: with nothing of the time kept. */
  #unmarked(text: string): string | undefined {
    if (this.#senders.length > 0) return undefined
    for (const pattern of UNMARKED) {
      const found = pattern.exec(folded(text))
      if (!found || !this.#take(found.groups?.['number'] ?? '')) continue
      this.#begun = true
      return text.slice(found[0].length)
    }
    return undefined
  }

  #lead(text: string): string | undefined {
    const shape = folded(text)
    for (const pattern of [LEAD, TAGGED]) {
      const found = pattern.exec(shape)?.groups
      const number = found?.['number'] ?? ''
      const rest = found?.['rest'] ?? ''
      if (found && this.#senders.length === 0 && this.#take(number)) {
        this.#begun = true
        return rest === '' ? '' : text.slice(text.length - rest.length)
      }
    }
    return undefined
  }

  /** A number ahead, and what separates it from its text. */
  #ahead(text: string): string | undefined {
    const hidden = HIDDEN.exec(folded(text))
    if (hidden && this.#senders.length === 0) {
      this.#bad ??= hidden[1] as string
      return text.slice(hidden[0].length)
    }
    const signed = BRACKETED.exec(folded(text))
    if (signed && this.#senders.length === 0 && !this.#begun && this.#take(signed.groups?.['number'] ?? ''))
      return text.slice(signed[0].length)
    const emoji = EMOJI.exec(text)?.[0].length ?? 0
    if (emoji > 0) text = text.slice(emoji)
    const own = OWN_WORDS.exec(folded(text))?.[0].length ?? 0
    const number = this.#number(text) ?? (own > 0 && !this.#begun ? this.#number(text.slice(own)) : undefined)
    if (number !== undefined) return number
    const shape = folded(text)
    const name = /^\s*([A-Za-z][A-Za-z0-9 ._&-]{1,14}?|[0-9oOlI]{8,14})\s*[*#]\s*(?=\S)/u.exec(shape)
    if (name && this.#senders.length === 0 && this.#take(name[1] as string)) return text.slice(name[0].length)
    // What was meant as a number, and is none.
    const meant = /^\s*(\+?[0-9oO][0-9oO\s\-().]{0,29})\s*[*#]\s*/u.exec(shape)
    if (meant && this.#senders.length === 0) {
      this.#bad ??= meant[1] as string
      return text.slice(meant[0].length)
    }
    if (this.#senders.length === 0 && /^\+?[\d\s\-().]{2,40}$/u.test(shape) && /\d/.test(shape)) {
      this.#bad ??= text
      return ''
    }
    return undefined
  }

  #number(text: string): string | undefined {
    const found = leading(text, this.#country)
    if (!found) return undefined
    const behind = folded(text).slice(found.length)
    const gap = gapOf(behind, found.typed)
    const isSet = gap !== undefined && /[*#]/.test(gap)
    const fits = gap !== undefined && (isSet || !this.#begun) && (gap.trim() !== '' || isSure(found.typed))
    if (found.length === text.length ? !this.#begun : fits) {
      this.#take(found.typed)
      this.#begun ||= isSet || /[:：]/.test(gap ?? '')
      return text.slice(found.length + (gap?.length ?? 0))
    }
    return undefined
  }

  /** What somebody says of it before the text, the number within. */
  #spoken(text: string): string | undefined {
    if (this.#senders.length > 0) return undefined
    const shape = folded(text)
    for (const pattern of [SPACED, SPOKEN, ANNOUNCED]) {
      const found = pattern.exec(shape)
      if (!found) continue
      const { number, before = '' } = found.groups ?? {}
      const [said, ...others] = number === undefined ? (sendersSaid(before, this.#country) ?? []) : []
      const typed = number?.replace(/ /g, '') ?? (others.length === 0 ? said?.address : undefined)
      if (typed !== undefined && this.#take(typed)) return text.slice(found[0].length)
    }
    return undefined
  }

  #screen(text: string): string | undefined {
    const found = withoutChrome(text, (line) => leading(line, this.#country)?.length === line.length)
    if (!found) return undefined
    for (const each of found.senders) this.#take(each)
    return found.text
  }

  /** A number behind, where nothing before the text was one. */
  #behind(text: string): string | undefined {
    if (this.#senders.length > 0) return undefined
    const shape = folded(text)
    const told = TOLD_BEHIND.exec(shape)
    if (told && !isTold(told.groups?.['rest'] as string)) return undefined
    const found = (SAID_BEHIND.exec(shape) ?? told ?? BEHIND.exec(shape))?.groups
    const number = found?.['number'] ?? ''
    const sender = senderOf(number, this.#country)
    if (!found || !sender || (found['bracket'] && sender.look !== 'port')) return undefined
    const rest = found['rest'] as string
    const isSet = /^\s*[*#]|^\s*\n/.test(shape.slice(rest.length))
    if (!isSet && (ITS_OWN.test(rest) || (sender.look === 'number' && MISSED.test(rest)))) return undefined
    this.#senders.push(sender)
    return unquoted(text.slice(0, rest.length).trim())
  }
}

/** Frames within frames that anybody sends. */
const MOST_FRAMES = 8

const unquoted = (text: string): string =>
  QUOTES.exec(text)
    ?.slice(1)
    .find((each) => each !== undefined) ?? text

interface Leading {
  readonly typed: string
  readonly length: number
}

/**
 * The number that a text begins with, spaced as people space numbers. A first run of digits that is a sender by itself is
 * the number; else runs of two to five digits are joined (`138 0013 8000`, `1069 0123 4567`).
 */
function leading(text: string, country: string): Leading | undefined {
  const runs = RUNS.exec(folded(text))?.[0]
  if (runs === undefined) return undefined
  const groups = [...runs.matchAll(/[0-9oO]+\)?/g)].map(({ index, 0: run }) => ({
    end: index + run.length,
    size: run.length,
  }))
  for (const [index, { end }] of groups.entries()) {
    const typed = runs.slice(0, end)
    const sender = /\d/.test(typed) ? senderOf(typed, country) : undefined
    if (!sender) continue
    if (index === 0 || sender.look !== 'port') return { typed, length: end }
    const after = groups.slice(index + 1)
    const odd = after.findIndex(({ size }) => size > 5)
    const longest = (odd === -1 ? after : after.slice(0, odd)).at(-1)?.end ?? end
    return { typed: runs.slice(0, longest), length: longest }
  }
  return undefined
}
/** What separates a number from its text, or from another number. */
const GAP = /^(?:\s*[*#:：;；,，|｜]+\s*|\s+[-–—]+\s+|\s+|(?=["“「『【[<])|\s*(?:和|跟|与|还有)\s*(?=[+\d]))/u
/** The same behind a sender beyond doubt. */
const LOOSE_GAP = /^(?:\s*[。、/=×~～\\]+\s*|\s*[-–—_]+\s*(?=\D)|\s*\+\s*(?=\D))/u
/** Nothing at all stands behind it, and it is counted in nothing: `10661234元` is a price. */
const NO_GAP = /^(?=\p{Script=Han})(?![元块万亿千百角分折倍人名位次点个年月日号条件款台斤米平岁小时期届的]|天(?!天))/u
const MOBILE_OR_PORT = /^(?:(?<port>106\d{5,17})|(?:86)?1[3-9]\d{9})$/

function gapOf(behind: string, typed: string): string | undefined {
  const usual = GAP.exec(behind)?.[0]
  if (usual !== undefined) return usual
  const sure = MOBILE_OR_PORT.exec(folded(typed).replace(/\D/g, ''))
  return sure
    ? (LOOSE_GAP.exec(behind)?.[0] ?? (sure.groups?.['port'] ? NO_GAP.exec(behind)?.[0] : undefined))
    : undefined
}
const RUNS = /^\s*(?:\+\s?)?[(]?[0-9oO]+[)]?(?:[ \-–—.]{1,2}[(]?[0-9oO]{2,12}[)]?){0,6}(?![0-9A-Za-z])/u

/** Stands for a sender with nothing but a space behind it; `123456 is your code` does not. */
const isSure = (typed: string): boolean => !/^1(?!06)\d{5,6}$/.test(folded(typed).replace(/\D/g, ''))

/** `lO66l234`, `106 6123 4`: all of a field in one number. Digits that stand apart may be two numbers, and words a text. */
function wholly(value: string, country: string): Leading | undefined {
  const whole = folded(value)
  const sender = senderOf(whole, country)
  const [first = '', ...more] = whole.trim().split(/\s+/)
  if (!sender || (sender.look === 'name' && more.length > 0)) return undefined
  return more.length > 0 && senderOf(first, country) ? undefined : { typed: value, length: value.length }
}

function nameAhead(value: string): Leading | undefined {
  const found = /^\s*([A-Za-z][A-Za-z0-9&_-]{1,14}(?: [A-Z][A-Za-z0-9]{1,8})?)(?=\s*(?:[\n,，;；]|$))/u.exec(
    folded(value),
  )
  return found ? { typed: found[1] as string, length: found[0].length } : undefined
}
