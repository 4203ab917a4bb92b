import { createHmac } from 'node:crypto'
import { type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { digitOf, digitsIn, eitherWay } from './digits.ts'
import { Latest } from './latest.ts'

const PLAIN_CN = /^86(1[3-9]\d{9})$/

/**
 * E.164 digits of a number in any spelling: `+86 138-0013-8000`, `0086…`, `138…`, full-width digits.
 * @param country ISO code for numbers without a country, default CN. Undefined when it cannot be a subscriber's number.
 */
export function parseMsisdn(input: string, country: 'CN' | (string & {}) = 'CN'): string | undefined {
  const narrow = input.normalize('NFKC').trim()
  if (narrow.length === 0 || narrow.length > 40) return undefined
  if (PLAIN_CN.test(narrow)) return narrow
  const compact = narrow.replace(/[\s().·•\-–—]/g, '')
  if (!/^\+?\d{5,20}$/.test(compact)) return undefined
  if (PLAIN_CN.test(compact)) return compact
  const international = compact.startsWith('+') ? compact : compact.startsWith('00') ? `+${compact.slice(2)}` : compact
  const parsed = parsePhoneNumberFromString(international, country as 'CN') ?? parsePhoneNumberFromString(`+${compact}`)
  if (parsed?.isPossible()) return e164(parsed.number)
  const foreign = parsePhoneNumberFromString(`+${compact.replace(/^\+/, '')}`)
  return foreign?.isPossible() ? e164(foreign.number) : undefined
}

/** Some countries have longer numbers than E.164 has room for; none of them is a handset's. */
const e164 = (number: string): string | undefined => (number.length <= 16 ? number.slice(1) : undefined)

/** For screens: the last four digits, the rest as dots. */
export const maskNumber = (number: string): string => `${'•'.repeat(Math.max(0, number.length - 4))}${number.slice(-4)}`

/** What may be somebody’s number where people write: with a country, of the mainland, eleven digits and more that are no port. */
const SOMEBODYS = new RegExp(
  [
    String.raw`(?<!\d)(?:\+|00)[1-9](?:[\s().·-]{0,2}\d){6,18}`,
    String.raw`(?<!\d)(?:86[\s-]?)?1[3-9](?:[\s.·-]{0,2}\d){9}`,
    String.raw`(?<!\d)0\d{2,3}[\s-]{0,2}[2-8]\d{6,7}`,
    // Short codes begin with 10, 12, 95 or 96: so do a carrier's prefix and a number, identity and bank cards, and are longer.
    String.raw`(?<!\d)(?!106|(?:1[02]|9[56])(?:[\s-]?\d){0,12}(?![\s-]?\d))\d(?:[\s-]?\d){10,}(?:[xX](?!\w))?`,
  ]
    .map((each) => `${each}(?!\\d)`)
    .join('|'),
  'g',
)
const WIDE = /[０-９＋]/g

/**
 * A text that stays (a reason on the audit) with every number of a person in it masked, however it is written; ports, short
 * codes and our own numbers of reports and complaints stay.
 */
export const maskNumbers = (text: string): string =>
  text
    .replace(WIDE, (each) => each.normalize('NFKC'))
    .replace(SOMEBODYS, (number) => maskNumber(number.replace(/[^\dxX]/g, '')))

/** So many digits at the end of a number are of no country's prefix. */
const SURELY_OWN = 4
/** What is dialled before a number for a cheaper call, and travels with it. */
const CARRIERS = ['12593', '12520', '17951', '17909', '17911', '10193']
/** What people write between the digits of a number. */
const MOST_BETWEEN = 2
const BETWEEN = `[ +]{0,${MOST_BETWEEN}}`
const spaced = (number: string): string => [...number].join(BETWEEN)

/**
 * A text in which one number is masked, however it is written there: `尊敬的138 0013 8000用户`. None of its digits stays:
 * the last four would be taken for a code that the message brings.
 */
export function withoutNumber(text: string, msisdn: string): string {
  // Nearly no text has it, and a pattern of its own costs more than all else that is done with a report.
  if (!mayHave(text, msisdn.slice(-SURELY_OWN))) return text
  const points = [...text]
  const shape = digitsIn(points)
  const parsed = parsePhoneNumberFromString(`+${msisdn}`)
  if (!parsed) return text
  const mask = '•'.repeat(String(parsed.nationalNumber).length)
  let [masked, from] = ['', 0]
  for (const { index, 0: found } of shape.matchAll(patternOf(parsed))) {
    masked += points.slice(from, index).join('') + mask
    from = index + found.length
  }
  return masked + points.slice(from).join('')
}

/** Whether these digits stand there, with no more between them than people write. */
function mayHave(text: string, digits: string): boolean {
  let [last, gap] = ['', 0]
  for (const each of text) {
    const digit = digitOf(each)
    if (digit === undefined) {
      if (++gap > MOST_BETWEEN) last = ''
      continue
    }
    gap = 0
    last = (last + digit).slice(-digits.length)
    if (last === digits) return true
  }
  return false
}

function patternOf({ nationalNumber, countryCallingCode }: Pick<PhoneNumber, 'nationalNumber' | 'countryCallingCode'>) {
  const carrier = `(?:(?:${CARRIERS.map(spaced).join('|')})${BETWEEN})?`
  const country = `(?:(?:\\+${BETWEEN}|${spaced('00')}${BETWEEN})?${spaced(countryCallingCode)}${BETWEEN})?`
  const own = [...String(nationalNumber)].map(eitherWay).join(BETWEEN)
  return new RegExp(`(?<!\\d)${carrier}${country}(?:0${BETWEEN})?${own}(?!\\d)`, 'g')
}

/** Port or short code as it is compared: NFKC, without spaces and a plus. Undefined when it is neither digits nor a word. */
export function parseAddress(input: string): string | undefined {
  const address = input.normalize('NFKC').replace(/[\s+-]/g, '')
  return /^[0-9A-Za-z]{1,21}$/.test(address) ? address : undefined
}

const EXTENSIBLE = /^(?:1[02]|9[56])\d{3,18}$/
/** Digits of an address, at most: what its field in SMPP holds. */
const MOST_DIGITS = 20

/**
 * Beginnings that may be the port of an address with digits behind it (`1066123401` of 10661234), the longest first: numbers
 * that companies send from begin with 10, 12, 95 or 96 and have five digits at least. None for a person's number.
 */
export function* portsBehind(address: string): Generator<string> {
  if (address.length > MOST_DIGITS || !EXTENSIBLE.test(address)) return
  for (let length = address.length - 1; length >= 5; length--) yield address.slice(0, length)
}

/**
 * Makes keys of numbers: HMAC-SHA256 under NUMBER_KEY, 132 bits in base64url. Such a key may stand in an error, a log
 * or a topic; without the secret it cannot be turned back by trying all numbers.
 */
export function numberKeys(secret: string, cacheSize = 50_000): (number: string) => string {
  const latest = new Latest<string>(cacheSize)
  return (number) => {
    const known = latest.get(number)
    if (known) return known
    const key = createHmac('sha256', secret).update(number).digest('base64url').slice(0, 22)
    latest.set(number, key)
    return key
  }
}
