import { decodeGsm, encodeGsm, septetsOf } from './gsm0338.ts'

/** What a link's SMSC means by data_coding 0 and by its own codings; `gsm` is the standard's default alphabet. */
export type DefaultCoding = 'gsm' | 'latin1' | 'gbk' | 'ucs2' | 'utf8'

const GBK_CODING = 15

/**
 * Text of a short_message by its data_coding (SMPP 3.4, 5.2.19; 15 is the GBK of Chinese SMSCs). Wrong octets become
 * U+FFFD; a lone surrogate too, so that what goes on is always well-formed.
 */
export function decodeText(octets: Uint8Array, dataCoding: number, fallback: DefaultCoding = 'gsm'): string {
  switch (codingOf(dataCoding, fallback)) {
    case 'gsm':
      return decodeGsm(octets)
    case 'ascii':
      return Buffer.from(octets)
        .toString('latin1')
        .replace(/[\x80-\xff]/g, '\ufffd')
    case 'latin1':
      return Buffer.from(octets).toString('latin1')
    case 'gbk':
      return new TextDecoder('gb18030').decode(octets)
    case 'utf8':
      return new TextDecoder('utf-8').decode(octets)
    case 'ucs2':
      return new TextDecoder('utf-16be').decode(octets)
    default:
      return '\ufffd'
  }
}

function codingOf(dataCoding: number, fallback: DefaultCoding): DefaultCoding | 'ascii' | 'binary' {
  if (dataCoding === 0) return fallback
  if (dataCoding === 1) return 'ascii'
  if (dataCoding === 3) return 'latin1'
  if (dataCoding === 8) return 'ucs2'
  if (dataCoding === GBK_CODING) return 'gbk'
  // GSM 03.38 message class and general groups: bits 2-3 give the alphabet.
  if ((dataCoding & 0xc0) === 0x00 || (dataCoding & 0xf0) === 0xf0) {
    const alphabet = (dataCoding >> 2) & 0x03
    return alphabet === 0 ? 'gsm' : alphabet === 2 ? 'ucs2' : 'binary'
  }
  if ((dataCoding & 0xf0) === 0xe0) return 'ucs2'
  return fallback
}

export interface Encoded {
  readonly dataCoding: 0 | 8
  /** One short_message per segment, each with its UDH when there is more than one. */
  readonly segments: readonly Buffer[]
}

const GSM_SINGLE = 160
const GSM_PART = 153
/** Of UTF-16, two octets each. */
const UCS2_SINGLE = 70
const UCS2_PART = 67

/** True when GSM 03.38 holds every character of the text. */
export function isGsm(text: string): boolean {
  for (const char of text) if (septetsOf(char) === undefined) return false
  return true
}

/** Segments that a text takes, and its coding: what the texts' budgets are counted in. */
export function measure(text: string): { segments: number; coding: 'gsm' | 'ucs2' } {
  const coding = isGsm(text) ? 'gsm' : 'ucs2'
  return { segments: split(text, coding).length, coding }
}

/**
 * Encodes for submit_sm: GSM 03.38 where it suffices, else UCS-2; split at 153 septets or 67 characters with an 8-bit
 * concatenation UDH. Neither a surrogate pair nor an escape sequence is ever cut.
 * @param reference 0–255, the same for all segments of this message and unlike the last ones to the same recipient.
 */
export function encodeText(text: string, reference: number): Encoded {
  const wellFormed = text.toWellFormed()
  const coding = isGsm(wellFormed) ? 'gsm' : 'ucs2'
  const parts = split(wellFormed, coding)
  const bodies = parts.map((part) => (coding === 'gsm' ? encodeGsm(part) : swap(Buffer.from(part, 'utf16le'))))
  const dataCoding = coding === 'gsm' ? 0 : 8
  if (bodies.length === 1) return { dataCoding, segments: bodies }
  return {
    dataCoding,
    segments: bodies.map((body, index) =>
      Buffer.concat([Buffer.from([5, 0, 3, reference & 0xff, bodies.length, index + 1]), body]),
    ),
  }
}

const swap = (bytes: Buffer): Buffer => bytes.swap16()

const split = (text: string, coding: 'gsm' | 'ucs2'): string[] => (coding === 'gsm' ? splitGsm(text) : splitUcs2(text))

function splitGsm(text: string): string[] {
  let total = 0
  for (const char of text) total += septetsOf(char) ?? 1
  if (total <= GSM_SINGLE) return [text]
  const parts: string[] = []
  let begin = 0
  let end = 0
  let size = 0
  for (const char of text) {
    const more = septetsOf(char) ?? 1
    if (size + more > GSM_PART) {
      parts.push(text.slice(begin, end))
      begin = end
      size = 0
    }
    end += char.length
    size += more
  }
  parts.push(text.slice(begin))
  return parts
}

function splitUcs2(text: string): string[] {
  if (text.length <= UCS2_SINGLE) return [text]
  const parts: string[] = []
  for (let begin = 0; begin < text.length; begin += (parts.at(-1) as string).length) {
    const end = begin + UCS2_PART
    const isPairCut = (text.codePointAt(end - 1) ?? 0) > 0xffff
    parts.push(text.slice(begin, isPairCut ? end - 1 : end))
  }
  return parts
}
