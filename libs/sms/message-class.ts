import { latinOf } from './look-alikes.ts'

/** The figures of what a one-time password is. Policy data. */
export interface OtpRules {
  /** Length of a code. */
  readonly code: { readonly from: number; readonly to: number }
  /** Last labels of names that are links wherever they stand. */
  readonly domains: readonly string[]
  /** Last labels that are words as well: links in lower case or before a path, where the name is a Latin one. */
  readonly wordDomains: readonly string[]
  /** Last labels in other scripts: links where nothing goes on behind them. */
  readonly nativeDomains: readonly string[]
}

export interface MessageClasses {
  /** Does the text carry a link, also one that is written so that filters miss it? */
  hasLink(text: string): boolean
  /** Does the text carry a code to type? A price, a year, a percentage, a card's last digits or a hotline is none. */
  hasCode(text: string): boolean
  /** What speaks against its being a one-time password; undefined when it is one. */
  otpFlaw(text: string): 'otp.has-link' | 'otp.without-code' | undefined
}

const SCHEME =
  /(?<![a-z])h\s*[tx]\s*[tx]\s*p\s*s?\s*:\s*[/\\]{1,2}|(?<![a-z])[a-z][a-z0-9+-]{2,20}:[/\\]{2}|(?<![a-z0-9])www\s*\./iu
const ADDRESS = /(?<![\d.])(?:\d{1,3}\s*[.。]\s*){3}\d{1,3}\s*(?::\d{2,5}|[/\\]|\?[a-z])/iu
const ADDRESS_6 =
  /\[(?=[^\]]{0,40}:[^\]]{0,40}:)[0-9a-f:.]{2,45}\]|(?<![0-9a-z:])(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}\/[a-z0-9]/iu
/** A name of another script, as it goes over the wire. */
const PUNYCODE = /(?<![a-z0-9])xn--[a-z0-9]/iu
const LETTER = '[\\p{L}\\p{N}]'
const LATIN = '[a-z0-9]'

/** What stands for what was no code: no blank, of which many could come to stand in a row. */
const TAKEN_OUT = '|'

/** As much of a text as is looked at: NFKC may make eighteen characters of one. */
const LOOKED_AT = 5000

/**
 * One narrow shape: the full-width and ideographic dot as a dot, nothing that cannot be seen, one blank for any white space
 * (several would let `\s*` beside `\s*` try each division of them).
 */
const narrow = (text: string): string =>
  text
    .slice(0, LOOKED_AT)
    .normalize('NFKC')
    .slice(0, LOOKED_AT)
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/\s+/g, ' ')

const NAME = /[\p{L}\p{N}.-]+/gu
/** Where Latin letters stand among ones of other scripts that are drawn like them: `a.сom` with a Cyrillic `с`. */
const latinized = (shape: string): string =>
  shape.replace(NAME, (name) =>
    /[a-z]/i.test(name) && /[^\x00-\x7f]/.test(name)
      ? name.replace(/[^\x00-\x7f]/gu, (letter) => latinOf(letter.toLowerCase()))
      : name,
  )

/**
 * What a class of message is, in one place; message-class.test.ts has the examples (docs/rules.md, "0000"). The class that
 * a port says is believed of service notices and marketing; a one-time password has to be one.
 */
export function messageClasses({ code, domains, wordDomains, nativeDomains }: OtpRules): MessageClasses {
  const always = domains.join('|')
  const words = wordDomains.join('|')
  const END = `(?![a-z0-9-]|\\.${LATIN})`
  const links = [
    SCHEME,
    ADDRESS,
    ADDRESS_6,
    PUNYCODE,
    // A name of any script before a sure domain; of an e-mail address only with a path.
    new RegExp(
      `(?<![@.-]|${LATIN})(?<!@[a-z0-9.-]{0,64})(?:${LETTER}|-){1,63}(?:\\.(?:${LETTER}|-){1,63}){0,6}\\.(?:${always})${END}`,
      'iu',
    ),
    new RegExp(`(?<=[^\\x00-\\x7f])(?:${LATIN}|-){1,63}(?:\\.(?:${LATIN}|-){1,63}){0,6}\\.(?:${always})${END}`, 'iu'),
    // A domain that is a word too: `next.me`, not `1234.Me` at the end of a sentence.
    new RegExp(
      `(?<![@.])(?=[a-z0-9-]{0,62}[a-z])(?:${LATIN}|-){1,63}(?:\\.(?:${LATIN}|-){1,63}){0,6}\\.(?:${words})${END}`,
      'u',
    ),
    // The same in capitals throughout.
    new RegExp(
      `(?<![@.])(?=[A-Z0-9-]{0,62}[A-Z])(?:[A-Z0-9]|-){1,63}(?:\\.(?:[A-Z0-9]|-){1,63}){0,6}\\.(?:${words.toUpperCase()})(?![A-Za-z0-9-]|\\.[A-Za-z0-9])`,
      'u',
    ),
    // A comma for the dot: `taobao，com`, `淘宝，com`.
    new RegExp(
      `(?:(?<![a-z0-9])(?=[a-z0-9-]{0,62}[a-z])[a-z0-9-]{1,63}\\s?[,、]\\s?(?:cn|cc)|${LETTER}\\s?[,、]\\s?(?:com|net))(?![a-z0-9])`,
      'iu',
    ),
    // `淘宝.中国`, not `482913.中国移动不会索要`.
    new RegExp(`${LETTER}\\s?[.。]\\s?(?:${nativeDomains.join('|')})(?!\\p{L}|\\p{N})`, 'u'),
    // Whatever its last label, with a path it is one: `u.nu/a1`.
    new RegExp(`${LATIN}\\s?\\.\\s?[a-z]{2,12}(?::\\d{2,5})?[/\\\\]${LATIN}`, 'iu'),
    // `淘宝。com`, where a sentence in Chinese does not go on with a currency.
    new RegExp(`${LETTER}\\s?[。｡]\\s?(?:com|cn|net|cc)(?![a-z0-9¥$€])`, 'iu'),
    // Dots that are not: `a。cn`, `a点cn`, `a[.]com`, `a (dot) com`, `a . com`.
    new RegExp(
      `${LATIN}\\s*(?:[。｡·•‧∙]|点|點|[[({【]\\s*(?:\\.|dot|点|點)\\s*[\\])}】]|\\sdot\\s)\\s*(?:${always})(?![a-z0-9])`,
      'iu',
    ),
    new RegExp(`${LATIN}(?:\\s\\.\\s?|\\.\\s)(?:com|cn|net|cc|vip|xyz|top)(?![a-z0-9])`, 'u'),
  ]
  const length = `{${code.from},${code.to}}`
  const codes = [
    // Small letters where the text says that it is one: `验证码：a1b2c3`, `code is abcd12`.
    new RegExp(
      `(?:(?:验证|驗證|校验|動態|动态)[码碼]|密[码碼]|(?<![a-z])(?:code|password|passcode|pin|otp)(?![a-z]))\\s*(?:是|为|為|is(?![a-z]))?\\s*:?\\s*(?=[a-z]*[0-9])(?=[0-9]*[a-z])[a-z0-9]${length}(?![a-z0-9])`,
      'iu',
    ),
    new RegExp(`(?<![0-9])[0-9]${length}(?![0-9])`, 'u'),
    new RegExp(`(?<![A-Za-z0-9])(?=[A-Z0-9]*[0-9])[A-Z0-9]${length}(?![A-Za-z0-9])`, 'u'),
    /(?<![0-9])[0-9]{3}[ -][0-9]{3}(?![0-9])/u,
  ]
  const classes: MessageClasses = {
    hasLink: (text) => {
      const shape = narrow(text)
      const plain = latinized(shape)
      return links.some((each) => each.test(shape) || (plain !== shape && each.test(plain)))
    },
    hasCode: (text) => {
      const rest = NO_CODES.reduce((shape, each) => shape.replace(each, TAKEN_OUT), narrow(text))
      return codes.some((each) => each.test(rest))
    },
    otpFlaw: (text) => {
      if (classes.hasLink(text)) return 'otp.has-link'
      return classes.hasCode(text) ? undefined : 'otp.without-code'
    },
  }
  return classes
}

const AMOUNT = '(?<!\\d)\\d[\\d,]{0,15}(?:\\.\\d{1,4})?'
const CURRENCY_CODES =
  'rmb|cny|usd|hkd|mop|twd|eur|gbp|jpy|krw|rub|sgd|aud|cad|nzd|chf|thb|myr|php|vnd|idr|inr|yuan|dollars?|bucks?|euros?|pounds?|quid|rubles?|roubles?|rupees?|baht|won(?!\\W?t(?![a-z]))'
const CURRENCIES = [
  '\\p{Sc}',
  '[港美欧歐日韩韓澳加新台][币幣元]',
  '人民[币幣]|澳门[币幣]',
  '英[镑鎊]|[卢盧]布|[卢盧]比|泰[铢銖]|法郎|克朗|越南盾|美[金刀]',
].join('|')
/** A price is told by what stands before it. */
const PRICED =
  '[价價]格?|优惠|優惠|[仅僅只][需要售]|低至|低到|[立再直]?[减減降]|[立再]省|(?<!圆)[满滿]|返|[赠贈]|(?<![发發投传傳推])送|抵扣?|[劲勁]省'

/** Numbers that are something else. */
const NO_CODES = [
  // Who is to be called: `400-800-8888`, `010-82345678`.
  /(?<!\d)[48]00[ -]?\d{3,4}[ -]?\d{3,4}(?!\d)(?:-\d{1,6})?|(?<!\d)0\d{2,3}[ -]\d{7,8}(?!\d)|(?<!\d)\d{3,4}-\d{3,4}-\d{4}(?!\d)/gu,
  // A price: `¥9999`, `9999元`, `1,299.00 yuan`, `5万元`, `原价1999`, `9999英镑`, `返9999积分`.
  new RegExp(
    `(?:${CURRENCIES}|(?<![a-z])(?:rmb|cny|usd|hkd|mop|twd|eur|gbp|jpy|krw|rub|sgd|us\\$|hk\\$)|${PRICED})\\s*[为為是]?\\s*:?\\s*${AMOUNT}`,
    'giu',
  ),
  new RegExp(
    `(?:${AMOUNT}\\s*[-~至到]\\s*)?${AMOUNT}\\s*(?:余|多)?\\s*[百千万亿]?\\s*(?:元(?![旦宵素])|[块塊](?![链鏈])|[圆圓円蚊](?![满滿])|[欧歐](?!\\p{L})|[港澳][币幣]|${CURRENCIES}|[积積]分|金[币幣]|里程|(?:${CURRENCY_CODES})(?![a-z]))`,
    'giu',
  ),
  /\d{4}\s*年|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|(?<!\d)\d{1,15}(?:\.\d{1,4})?\s*(?:%|折|[万亿萬億]|[kmgt]b(?![a-z]))/giu,
  // The last digits of a card, and who is to be called.
  /(?:尾号|末四位|末4位)\s*(?:为|是)?\s*[:(]?\s*\d{3,4}|(?<![a-z])ending (?:in |with )?\d{3,4}/giu,
  /(?:拨打|致电|热线|客服|电话|详询|(?<![a-z])call(?![a-z]))\s*(?:电话|热线|为|是)?\s*[:(]?\s*[\d-]{4,}/giu,
]
