import { smsMo, smsReplies, smsReports } from '#contracts'
import type { Policy } from '#policy'

/** The topic that an MO belongs to, by the number that was texted: whoever answers that number reads it. */
export const topicOfMo = (
  to: string,
  { prompts, reports }: Policy['shortCodes'],
): typeof smsMo | typeof smsReplies | typeof smsReports =>
  to === prompts ? smsReplies : reports.includes(to) ? smsReports : smsMo
