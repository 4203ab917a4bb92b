/** Letters of a unified social credit code (GB 32100): none that looks like a digit or like V. */
const LETTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY'
/** Registrar, kind, six digits of a place, nine of the organisation, the check. */
const LENGTH = 18
/** So long, with the digits of a place in it, it is meant to be one, though a letter was lost or typed twice. */
const MEANT = /^[1-9ANY][1-9A-Z]\d{6}[0-9A-Z]{9,11}$/

/** Whether it was meant to be a unified social credit code, and is none: by its length, its letters, or its check digit. */
export function isMistyped(legalId: string): boolean {
  if (!MEANT.test(legalId)) return legalId.length === LENGTH
  if (legalId.length !== LENGTH) return true
  const values = [...legalId].map((each) => LETTERS.indexOf(each))
  if (values.includes(-1)) return true
  let weight = 1
  let sum = 0
  for (const value of values.slice(0, -1)) {
    sum += value * weight
    weight = (weight * 3) % LETTERS.length
  }
  return values.at(-1) !== (LETTERS.length - (sum % LETTERS.length)) % LETTERS.length
}
