import { cluesIn } from '#clues'
import { Problem } from '#http'

/** A number that a person has: ports and hotlines of companies may be named. */
const isPersons = (phone: string): boolean =>
  phone.startsWith('86') ? /^861[3-9]\d{9}$/.test(phone) : phone.length >= 10 && !/^[48]00/.test(phone)

/**
 * What the public, the partner and whoever complained read names nobody’s number (docs/rules.md, "Partners").
 * @throws Problem `verdict.invalid`
 */
export function refuseNumbers(...texts: readonly string[]): void {
  if (texts.some((text) => cluesIn(text).phones.some(isPersons)))
    throw new Problem(
      'verdict.invalid',
      'A number that may be a subscriber’s stands in what others read: leave it out.',
    )
}
