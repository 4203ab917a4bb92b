import { z } from 'zod'

/** E.164 digits without a plus, e.g. 8613800138000. */
export const msisdn = z.string().regex(/^\d{5,15}$/)
/** A port or short code, or a number: what stands in an SMPP address field. */
export const address = z.string().regex(/^[0-9A-Za-z]{1,21}$/)
export const serviceId = z.string().regex(/^[A-Za-z0-9_.-]{1,40}$/)
export const language = z.enum(['zh-CN', 'en'])
export type Language = z.infer<typeof language>

/** Where a message came in. Only `sms` and `web` may ever confirm (domain.md, "Double confirmation"). */
export const channel = z.enum(['sms', 'web', 'voice', 'counter', 'partner', 'operator'])
export type Channel = z.infer<typeof channel>

/** What a message to a subscriber is, which decides its priority, its price class and whether a block stops it. */
export const messageClass = z.enum(['answer', 'prompt', 'reminder', 'notice', 'service', 'otp', 'marketing'])
export type MessageClass = z.infer<typeof messageClass>

export const subscription = z.object({
  serviceId,
  /** The package's name when the service came inside one. */
  package: z.string().max(60).optional(),
  /** When it became active, ms since 1970. */
  since: z.number().int(),
})
export type Subscription = z.infer<typeof subscription>
