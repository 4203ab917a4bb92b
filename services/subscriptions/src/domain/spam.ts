import { cluesIn } from '#clues'
import { reportNumber } from '#contracts'
import type { Policy } from '#policy'
import { normalizeText } from '#sms'

/** As short as no message is that somebody got and passes on. */
const SHORTEST = 12
const PASSED_ON = /^(?:[【[]|转发|轉發|fwd?\s*[:：]|forwarded|\+?[\d\s-]{5,25}\s*[*#＊＃:：]\s*\S{4})/iu

/** Whether it is a message that somebody got: with a link, signed by its sender, or with who sent it before. */
export const isPassedOn = (text: string): boolean =>
  text.length >= SHORTEST && (PASSED_ON.test(text.trimStart().replace(/\s+/g, ' ')) || cluesIn(text).links.length > 0)

const SENDER = /^(?:106\d{5,17}|1[02]\d{3,8}|9[56]\d{3,8}|(?:86)?1[3-9]\d{9})$/

/**
 * Who sends spam, as a complaint says that names one number and speaks of messages, not of a charge nor of how reports are
 * handled. It stays a complaint: its writer is told of reports as well.
 * @param from who complains: nobody reports their own number
 */
export function spammerIn(rest: string, from: string, { reports }: Pick<Policy, 'reports'>): string | undefined {
  const shape = normalizeText(rest)
  const bare = shape.replace(/\d+/g, '')
  if (ELSE.test(bare) || OWN.test(bare) || reports.charge.some((word) => bare.includes(word))) return undefined
  if (!reports.spam.some((word) => bare.includes(word)) && !MESSAGES.test(bare)) return undefined
  const named = (shape.match(/\d[\d -]{3,20}\d/g) ?? []).map((each) => each.replace(/[ -]/g, ''))
  const [sender, ...others] = [...new Set(named)]
  if (sender === undefined || others.length > 0 || !SENDER.test(sender)) return undefined
  // A receipt's number looks like a short code.
  return reportNumber.safeParse(sender).success || sender === from || `86${sender}` === from ? undefined : sender
}
const ELSE = /扣|退费|收费|收了?我|举报|检举|refund|charge/u
const OWN = /(?:我|俺|本人)(?:的|这个?)?(?:手机|电话|号码?|卡)|本机|\bmy (?:own )?(?:phone|number|mobile)/u
const MESSAGES =
  /(?:垃圾|骚扰|广告|诈骗|推销)(?:短信|信息)|(?:天天|老是?|总是?|一直|不停地?|每天)[^没不未]{0,4}发.{0,6}(?:短信|信息|广告)|\bspam\b/u

/** Whether somebody says that they report spam. */
export function speaksOfSpam(text: string, { reports }: Pick<Policy, 'reports'>): boolean {
  const shape = normalizeText(text)
  return (
    /举报|检举|^report\b|骗子.{0,4}(?:给|向)我?.{0,4}发|(?:收到|接到).{0,4}骗/u.test(shape) ||
    reports.spam.some((word) => shape.includes(word))
  )
}
