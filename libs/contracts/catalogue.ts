import { z } from 'zod'
import { chargeId, chargeRule, reminderKind } from './charging.ts'
import { address, appName, channel, language, msisdn, portClass, serviceId, terms, time } from './parts.ts'
import { topic } from './topic.ts'

/** What a subscriber does on a page, by voice menu or at a counter: by id, with the same result as by SMS. */
const byId = {
  msisdn,
  channel,
  /** In which the phone is told. */
  language,
  fingerprint: z.string().max(64),
}

/** When a number changed hands, as the operator’s systems say it: the same told again changes nothing. */
const changedOn = time.optional()

/** How a port is silenced: `T`, `00000`, `全部屏蔽`. */
export const silence = z.enum(['marketing', 'cancel', 'full'])

/** What systems and staff ask about one subscriber, and what subscribers do by id; keyed like their own messages. */
export const subscriberCommands = topic({
  name: 'subscriber.commands',
  key: 'subscriber',
  owner: 'catalogue',
  summary:
    'Imports and number changes of one subscriber, and what they do by id: on a page, by voice menu, at a counter.',
  keep: 7,
  messages: {
    'subscription.import': z.object({
      msisdn,
      serviceId,
      package: z.string().max(60).optional(),
      since: time,
    }),
    /** Cancelled by web, voice menu or counter, by name instead of by the number of a list. */
    'services.cancel': z.object({
      ...byId,
      /** Services; of a one-off, since there may be two of a service, its receipt. */
      serviceIds: z.array(serviceId).min(1).max(100),
    }),
    /** `恢复` with the code of the action. */
    'action.undo': z.object({ ...byId, code: z.string().regex(/^\d{2}$/) }),
    'port.silence': z.object({ ...byId, port: address, how: silence }),
    /** `11111`. */
    'port.unblock': z.object({ ...byId, port: address }),
    /** `语言`: answered in it, and stays. */
    'language.choose': z.object(byId),
    /** The subscriber asks for a service themselves; a prompt is the answer. */
    'service.ask': z.object({ ...byId, serviceId }),
    /** `满意`, `不满意` of the refund, or the outcome of a dispute, that was told at this moment. */
    'refund.rate': z.object({ ...byId, solved: z.boolean(), toldAt: time }),
    /**
     * A charge is coming, was made, or was refunded: told with numbers that stop it. `which`: several may be meant by a
     * refund, and their numbers name them.
     */
    'reminder.due': z.object({
      msisdn,
      kind: z.enum([...reminderKind.options, 'which']),
      items: z
        .array(
          z.object({
            serviceId,
            /** Of a charge that was made. */
            chargeId: chargeId.optional(),
            amountFen: z.number().int().min(0),
            at: time,
            refundFen: z.number().int().optional(),
            rule: chargeRule.optional(),
          }),
        )
        .min(1),
    }),
    /** A one-off was charged: from now on there is nothing of it to cancel. */
    'purchase.charged': z.object({ msisdn, receiptId: z.string().max(80) }),
    'number.released': z.object({ msisdn, reason: z.enum(['released', 'ported-out']), on: changedOn }),
    'number.assigned': z.object({ msisdn, on: changedOn }),
  },
})

const dated = {
  version: z.number().int().min(1),
  /** From when it holds, ms; absent: from the message’s own time, which is that of the decision to let it hold. */
  from: time.optional(),
  retired: z.boolean().optional(),
}

/** What subscribers read in prompts: no control characters, and nothing that turns the direction of writing round. */
const name = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+$/u)

export const legalId = z.string().regex(/^[0-9A-Z]{5,30}$/)

/** A port’s hours, by the wall of the operator’s zone; `to` before `from` is on the next day. */
export const portHours = z.object({
  from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  to: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/),
})

/**
 * What a partner may be kept from: asking for subscriptions, charging, being paid; `ended`: all of it, and so is whoever is the
 * same legal person; `app`: this software may ask for nothing, whoever’s it says to be.
 */
export const restraint = z.enum(['orders', 'charges', 'settlement', 'ended', 'app'])
export type Restraint = z.infer<typeof restraint>
/** Of one partner: each of its penalties may name services one by one, and none is left out. */
export const MOST_RESTRAINTS = 5000

/** Reference data: partners, services, ports, in force from a date. Each service reads it to its end before it works. */
export const catalogueTopic = topic({
  name: 'catalogue',
  key: 'service',
  owner: 'catalogue',
  summary: 'Partners, their services and ports, each with a version and the date it holds from.',
  keep: 'compact',
  messages: {
    'partner.set': z.object({
      ...dated,
      partnerId: z.string().regex(/^[A-Za-z0-9_.-]{1,40}$/),
      nameZh: name,
      nameEn: name,
      kind: z.string().max(40),
      /** Of the legal person: its unified social credit code (统一社会信用代码), or the like of another country. */
      legalId: legalId.optional(),
    }),
    'service.set': z.object({
      ...dated,
      serviceId,
      partnerId: z.string(),
      port: address,
      nameZh: name,
      nameEn: name,
      ...terms.shape,
      window: z.enum(['24h', '60m']),
      code: z.string().max(20),
    }),
    /** Whose a port is, and what was approved to be sent from it, and when; of no class: nothing. */
    'port.set': z.object({
      ...dated,
      port: address,
      partnerId: z.string(),
      category: z.string().max(40),
      classes: z.array(portClass),
      /** Absent: at any hour. */
      hours: portHours.optional(),
      /** The rate that was approved, messages a minute; absent: none was named. It is kept and shown. */
      perMinute: z.number().int().min(1).max(1_000_000).optional(),
    }),
    /** What cases keep a partner from, all of it; said by `cases`, whose counter the version is. */
    'partner.restrained': z.object({
      ...dated,
      partnerId: z.string().regex(/^[A-Za-z0-9_.-]{1,40}$/),
      restraints: z
        .array(
          z.object({
            what: restraint,
            /** Of one service; absent: of all. */
            serviceId: serviceId.optional(),
            /** Of `app`: its package, and its signer behind a `#`. */
            app: appName.optional(),
            case: z.string().max(20),
          }),
        )
        .max(MOST_RESTRAINTS),
    }),
  },
})
