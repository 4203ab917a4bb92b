import { cluesIn } from '#clues'
import type { Policy } from '#policy'
import { normalizeText } from '#sms'

/** As short as no message is that somebody got and passes on. */
const SHORTEST = 12
const PASSED_ON = /^\s*(?:[【[]|转发|轉發|fwd?\s*[:：]|forwarded|\+?[\d\s-]{5,25}\s*[*#＊＃:：]\s*\S{4})/iu

/** Whether it is a message that somebody got: with a link, signed by its sender, or with who sent it before. */
export const isPassedOn = (text: string): boolean =>
  text.length >= SHORTEST && (PASSED_ON.test(text) || cluesIn(text).links.length > 0)

/** Whether somebody says that they report spam. */
export function speaksOfSpam(text: string, { reports }: Pick<Policy, 'reports'>): boolean {
  const shape = normalizeText(text)
  return /举报|检举|^report\b/u.test(shape) || reports.spam.some((word) => shape.includes(word))
}
