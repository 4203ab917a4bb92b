import { z } from 'zod'

/** A time, ms since 1970, that calendars can show: what lies beyond stops whoever writes it out, and comes from no clock. */
export const time = z.number().int().min(0).max(253_402_300_799_999)

/** E.164 digits without a plus, e.g. 8613800138000. */
export const msisdn = z.string().regex(/^\d{5,15}$/)
/** A port or short code, or a number: what stands in an SMPP address field. */
export const address = z.string().regex(/^[0-9A-Za-z]{1,21}$/)
export const serviceId = z.string().regex(/^[A-Za-z0-9_.-]{1,40}$/)
export const language = z.enum(['zh-CN', 'en'])
export type Language = z.infer<typeof language>

/** Where a message came in. Only `sms` and `web` may ever confirm (docs/rules.md, "Double confirmation"). */
export const channel = z.enum(['sms', 'web', 'voice', 'counter', 'app', 'partner', 'operator'])
export type Channel = z.infer<typeof channel>

/** What a message to a subscriber is, which decides its priority, its price class and whether a block stops it. */
export const messageClass = z.enum(['answer', 'prompt', 'reminder', 'notice', 'service', 'otp', 'marketing'])
export type MessageClass = z.infer<typeof messageClass>

/** What a partner can send from a port, where that class was approved for it. */
export const portClass = z.enum(['service', 'otp', 'marketing'])
export type PortClass = z.infer<typeof portClass>

/**
 * What is agreed to. A monthly service may be free at first; marketing costs nothing, and says how often it comes and for
 * how long (docs/rules.md, "Double confirmation").
 */
export const terms = z.object({
  tariffFen: z.number().int().min(0).max(1_000_000),
  period: z.enum(['month', 'once', 'marketing']),
  /** Free days of a monthly service, where they are more than the policy’s free period: a trial. */
  trialDays: z.number().int().min(1).max(366).optional(),
  /** Of marketing: messages a week, at most. */
  perWeek: z.number().int().min(1).max(50).optional(),
  /** Of marketing: months after which the consent ends. */
  months: z.number().int().min(1).max(60).optional(),
})
export type Terms = z.infer<typeof terms>

export const subscription = z.object({
  serviceId,
  /** The package's name when the service came inside one. */
  package: z.string().max(60).optional(),
  /** When it became active, ms since 1970. */
  since: time,
  /** The consent receipt it stands on; none when it was imported, then the operator’s own records vouch for it. */
  receiptId: z.string().max(80).optional(),
  /** What was agreed to, fen; of an imported one, what is approved holds. */
  tariffFen: z.number().int().min(0).optional(),
  /** Free days that were agreed to. */
  trialDays: z.number().int().min(1).max(366).optional(),
  /** A one-off that was agreed to and is not charged yet: it stands on its receipt, several of a service side by side. */
  once: z.literal(true).optional(),
})
export type Subscription = z.infer<typeof subscription>

/** Handset software as cases and the monitor name it: its package, and who signs it behind a `#`, where that is told. */
export const appName = z.string().max(240)

/**
 * A package as handsets name it, `com.example.app`: what is taken from outside, for verdicts may publish it. Digits in a row as
 * long as a telephone number are no name.
 */
export const packageName = z
  .string()
  .max(120)
  .regex(/^[A-Za-z][\w-]*(?:\.[\w-]+)+$/, 'a package name such as com.example.app')
  .refine((name) => !/\d(?:[._-]?\d){6}/.test(name), 'seven digits in a row: nobody’s number is a package name')
/** Who signed it: a digest in hex or base64. A short one of digits alone might be a number. */
export const signerDigest = z
  .string()
  .max(128)
  .regex(/^[\w:+/=-]+$/, 'a digest in hex or base64')
  .refine((text) => text.length >= 32 || !/\d(?:[:_-]?\d){6}/.test(text), 'the whole digest: 32 characters or more')

/** Where a request for a subscription came from; stays with the consent receipt, and the monitor counts by it. */
export const origin = z.object({
  channel,
  campaign: z.string().max(60).optional(),
  page: z.string().max(200).optional(),
  /** The address that the request was made from, as the partner saw it. */
  address: z.string().max(60).optional(),
  /** The cell that the handset was in, where the channel tells it. */
  cell: z.string().max(60).optional(),
  /** The district, where it is told. */
  district: z.string().max(60).optional(),
  /** Handset software, where the channel tells it. */
  app: z
    .object({
      package: z.string().max(120),
      version: z.string().max(40).optional(),
      signature: z.string().max(128).optional(),
    })
    .optional(),
})
export type Origin = z.infer<typeof origin>

/** Stands for the operator where endpoints have a partner: no partner is called so. */
export const OPERATOR = 'operator'
