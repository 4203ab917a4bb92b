import { z } from 'zod'
import { address, portClass, time } from './parts.ts'
import { mtRequests } from './sms.ts'
import { topic } from './topic.ts'

const count = z.number().int().min(0).max(100_000)

/** A replica asks for its share of a port’s rate, for as many messages as wait there. */
export const sendingAsks = topic({
  name: 'sending.asks',
  key: 'port',
  owner: 'sms-gateway',
  summary: 'A replica asks how many messages of a port it may send now, and when those in bulk may go.',
  keep: 1,
  messages: {
    'share.asked': z.object({
      port: address,
      /** Names the replica and its question. */
      ask: z.string().max(60),
      /** Of people who wait: service and otp. */
      now: count,
      /** What can wait. */
      bulk: count,
    }),
  },
})

/** Places in time for messages in bulk: the first at `from`, one every `everyMs`. */
export const bulkPlaces = z.object({ from: time, everyMs: z.number().min(0), count })
export type BulkPlaces = z.infer<typeof bulkPlaces>

export const sendingShares = topic({
  name: 'sending.shares',
  key: 'port',
  owner: 'enforcement',
  summary: 'Leased shares of a port’s rate; all that was leased for any minute is never more than the rate.',
  keep: 1,
  messages: {
    'share.granted': z.object({
      ask: z.string().max(60),
      now: count,
      /** Until when `now` holds, ms. */
      until: time,
      bulk: bulkPlaces,
      /** Version of the policy by which it was leased. */
      policy: z.string().max(60).optional(),
    }),
  },
})

/** Messages in bulk beyond the rate wait in the store until their place, and are judged then. */
export const mtWaiting = topic({
  name: 'mt.waiting',
  key: 'message',
  owner: 'sms-gateway',
  summary: 'A port’s message that waits for its place within the port’s rate.',
  keep: 3,
  messages: {
    'mt.held': z.object({ due: time, key: z.string(), request: mtRequests.messages['mt.requested'] }),
  },
})

/** What a turn counted of `mt.decisions`, by port. */
export const portTraffic = topic({
  name: 'port.traffic',
  key: 'port',
  owner: 'enforcement',
  summary: 'How many messages of a port were let through and refused in an hour, by class.',
  keep: 7,
  messages: {
    'port.counted': z.object({
      /** When the hour began, ms. */
      hour: time,
      counts: z.partialRecord(portClass, z.object({ allowed: count, refused: count })),
    }),
  },
})
