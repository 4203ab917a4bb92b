import { smsMo, smsReplies } from '#contracts'
import type { Policy } from '#policy'

/** The topic that an MO belongs to, by the number that was texted: whoever answers that number reads it. */
export const topicOfMo = (to: string, { prompts }: Policy['shortCodes']): typeof smsMo | typeof smsReplies =>
  to === prompts ? smsReplies : smsMo
