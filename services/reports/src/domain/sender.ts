import type { ReportedSender } from '#contracts'
import { digitOf, NUMERALS, parseMsisdn } from '#sms'

/** Who a subscriber says sent a message, by the look of it; whose it is stands in the catalogue. */
export interface Sender {
  /** Digits of a port as they are dialled, E.164 digits of a number, letters of a name. */
  readonly address: string
  readonly look: 'port' | 'number' | 'foreign' | 'name' | 'emergency'
}

const EMERGENCY = /^(?:110|112|119|120|122|911)$/
/** Numbers that companies send from: 106…, 95xxx, 96xxx, 10xxx, 12xxx, and what is added behind them. */
const PORT = /^(?:106\d{5,17}|1[02]\d{3,18}|9[56]\d{3,18}|11\d{3,4})$/
const MOBILE = /^1[3-9]\d{9}$/
const FIXED = /^0(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}$/
/** What letters that look like digits may stand in: `lO66l234`; a name of letters and digits stays one. */
const DRAWN = /^(?:106\d{5,11}|1[3-9]\d{9})$/
const NAME = /^(?=.*[A-Za-z]{2})[A-Za-z0-9][A-Za-z0-9 .&_-]{1,14}$/

/**
 * The sender that somebody typed: `+86 138-0013-8000`, `0086…`, `1066 1234`, `95588`, `1O661234`, `+852 …`, `ICBC`.
 * Undefined for what sends no message.
 * @param country of numbers without one; outside of CN any short number is a port
 */
export function senderOf(typed: string, country = 'CN'): Sender | undefined {
  const tidy = typed.trim()
  const compact = tidy.replace(/[\s().\-–—·•‧]/g, '').replace(/(?<=[\d+])[oO]|[oO](?=\d)/g, '0')
  if (!/^\+?\d+$/.test(compact)) {
    const drawn = /^(?=(?:\D*\d){4})[\doOlI]{8,14}$/.test(compact)
      ? compact.replace(/[oO]/g, '0').replace(/[lI]/g, '1')
      : ''
    if (DRAWN.test(drawn)) return senderOf(drawn, country)
    return NAME.test(tidy) ? named(tidy) : undefined
  }
  if (EMERGENCY.test(compact)) return { address: compact, look: 'emergency' }
  const national = country === 'CN' ? compact.replace(/^(?:\+|00)86(?=\d{5})/, '') : compact
  if (country === 'CN') {
    if (MOBILE.test(national)) return { address: `86${national}`, look: 'number' }
    if (/^86/.test(national) && MOBILE.test(national.slice(2))) return { address: national, look: 'number' }
    if (FIXED.test(national)) return { address: `86${national.slice(1)}`, look: 'number' }
    if (national !== compact && FIXED.test(`0${national}`)) return { address: `86${national}`, look: 'number' }
    if (PORT.test(national)) return { address: national, look: 'port' }
    if (/^86106\d{5,17}$/.test(national)) return { address: national.slice(2), look: 'port' }
    if (!/^(?:\+|00)/.test(compact) || national !== compact) return undefined
  } else if (/^\d{3,8}$/.test(compact)) return { address: compact, look: 'port' }
  const number = parseMsisdn(compact, country)
  if (!number) return undefined
  return { address: number, look: country === 'CN' ? 'foreign' : 'number' }
}

/** From a number of somebody, here or abroad, who sends nobody’s notices. */
export const isFromPerson = ({ kind }: Pick<ReportedSender, 'kind'>): boolean => kind === 'person' || kind === 'foreign'

/** Whether its address is somebody’s number, also one in whose name a fake base station sent: who sees it sees a mask. */
export function isPersons(sender: Pick<ReportedSender, 'kind' | 'address'>, country = 'CN'): boolean {
  const { kind, address = '' } = sender
  if (kind !== 'fake') return isFromPerson(sender)
  const look = senderOf(address, country)?.look
  return /^\d+$/.test(address) && look !== 'port' && look !== 'emergency'
}

const named = (typed: string): Sender => ({ address: typed.replace(/[^A-Za-z0-9]/g, ''), look: 'name' })

/** A number in words, spoken digit by digit: `一零六六一二三四`, `幺三八…`; digits may stand among them. */
const SPOKEN_DIGITS = new RegExp(`[${NUMERALS}\\d](?:[ -]?[${NUMERALS}\\d]){4,24}`, 'gu')
const NUMERAL = new RegExp(`[${NUMERALS}]`, 'u')
/** `10661234一直…`: behind a number in digits a sentence goes on. */
const GOES_ON = new RegExp(`^(?<number>[\\d -]*\\d)[ -]?[${NUMERALS}](?:[ -]?[${NUMERALS}])*$`, 'u')
/** What of those is a sender beyond doubt: `二零二六一一二七` is a day. */
const SURE_SENDER = /^(?:106\d{5,17}|(?:86)?1[3-9]\d{9}|9[56]\d{3,4}|100\d{2})$/

/**
 * Full-width forms, digits of any script and senders spelled in Chinese numerals as ASCII, one for one: what is found in it
 * stands at the same place in the text.
 */
export const folded = (text: string): string => {
  const narrow = narrowed(text)
  return NUMERAL.test(narrow) ? narrow.replace(SPOKEN_DIGITS, spelledOut) : narrow
}

const isSure = (digits: string): boolean => SURE_SENDER.test(digits.replace(/[ -]/g, ''))

function spelledOut(words: string): string {
  if (isSure(GOES_ON.exec(words)?.groups?.['number'] ?? '')) return words
  const digits = words.replace(/[^\d -]/gu, (each) => digitOf(each) ?? each)
  return isSure(digits) ? digits : words
}

const narrowed = (text: string): string =>
  text.replace(/[\uff01-\uff5e\u3000\u00a0\u2000-\u200a\u202f]|\p{Nd}/gu, (each) => {
    const code = each.charCodeAt(0)
    if (each.length > 1 || code < 0x80) return each
    if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0)
    return digitOf(each) ?? (/\s/.test(each) ? ' ' : each)
  })

/** Turned writing and controls: they hide what is read, and say nothing themselves. */
export const UNSEEN =
  /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\ufffc\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g
