import { cluesIn } from '#clues'
import { Problem } from '#http'

/** A number that a person has: ports and hotlines of companies may be named. */
const isPersons = (phone: string): boolean =>
  phone.startsWith('86') ? /^861[3-9]\d{9}$/.test(phone) : phone.length >= 10 && !/^[48]00/.test(phone)

const HAN = new Map(
  ['零〇○洞', '一壹幺么', '二贰两', '三叁', '四肆', '五伍', '六陆', '七柒拐', '八捌', '九玖勾'].flatMap((row, digit) =>
    [...row].map((each) => [each, String(digit)] as const),
  ),
)

/** A mobile number, in whatever figures and with whatever between them, such as 壹叁捌… or １３８—００１３—８０００. */
function isMobileIn(text: string): boolean {
  const digits = [...text.normalize('NFKC')].map((each) => HAN.get(each) ?? each).join('')
  const close = digits.replace(/(?<=\d)[\s\p{Pd}\p{Pc}\p{Cf}.·•*/\\()]{1,3}(?=\d)/gu, '')
  return /(?<!\d)(?:0{0,2}86)?1[3-9]\d{9}(?!\d)/.test(close)
}

/**
 * What the public, the partner and whoever complained read names nobody’s number (docs/rules.md, "Partners"), nor does what
 * people write into a case: it is evidence, which cannot be erased, and goes to a regulator under names that hold there only.
 * @throws Problem `verdict.invalid`
 */
export function refuseNumbers(...texts: readonly string[]): void {
  if (texts.some((text) => isMobileIn(text) || cluesIn(text).phones.some(isPersons)))
    throw new Problem(
      'verdict.invalid',
      'A number that may be a subscriber’s stands in what others read: leave it out.',
      { why: 'number' },
    )
}
