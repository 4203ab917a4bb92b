import { z } from 'zod'
import { address, msisdn, time } from './parts.ts'
import { topic } from './topic.ts'

/** A registrable name or one below it, lower case, in ASCII (`xn--…`). */
export const domainName = z
  .string()
  .regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/)

/** What can be blocked for everybody: a port, a person’s number, all senders that begin alike, the domain of a link. */
export const blockTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('port'), value: address }),
  z.object({ kind: z.literal('number'), value: msisdn }),
  z.object({ kind: z.literal('prefix'), value: z.string().regex(/^\d{2,12}$/) }),
  z.object({ kind: z.literal('domain'), value: domainName }),
])
export type BlockTarget = z.infer<typeof blockTarget>

/** The key of all that is said of a target; a number’s is an HMAC. */
export const blockKey = ({ kind, value }: BlockTarget, keyOf: (number: string) => string): string =>
  `${kind} ${kind === 'number' ? keyOf(value) : value}`

/** `marketing`: nothing else of the sender is stopped. A domain is blocked wholly. */
export const blockScope = z.enum(['all', 'marketing'])
export type NetworkScope = z.infer<typeof blockScope>

export const blockReason = z.enum(['spam', 'fraud', 'obscene', 'malware', 'no-approval', 'authority', 'other'])
export const whiteKind = z.enum(['bank', 'emergency', 'government', 'operator', 'other'])

/** In whole seconds as it is kept in memory: what is between is earlier. */
const span = { scope: blockScope, from: time, until: time.optional() }
/** Who said it, in which words. Never a number or a text of a subscriber. */
const said = { by: z.string().max(60), note: z.string().max(300).optional() }

export const enforcementCommands = topic({
  name: 'enforcement.commands',
  key: 'target',
  owner: 'enforcement',
  summary: 'Block and unblock a sender or a domain for everybody, and protect one by the white list.',
  keep: 30,
  messages: {
    'block.place': z.object({
      ...said,
      target: blockTarget,
      scope: blockScope,
      /** Absent: at once. */
      from: time.optional(),
      until: time.optional(),
      reason: blockReason,
      /** Two people said so: else a sender of the white list is not blocked. */
      twoPeople: z.literal(true).optional(),
      /** The campaign that led to it. */
      campaign: z.string().max(100).optional(),
    }),
    'block.lift': z.object({ ...said, target: blockTarget }),
    'white.add': z.object({ ...said, target: blockTarget, kind: whiteKind }),
    'white.remove': z.object({ ...said, target: blockTarget }),
  },
})

export const enforcementEvents = topic({
  name: 'enforcement.events',
  key: 'target',
  owner: 'enforcement',
  summary: 'Blocks for everybody that were placed, changed, lifted or refused; changes of the white list.',
  keep: 200,
  messages: {
    'block.changed': z.object({
      target: blockTarget,
      change: z.enum(['placed', 'changed', 'lifted', 'refused']),
      ...span,
      reason: blockReason,
      by: said.by,
      campaign: z.string().max(100).optional(),
    }),
    'white.changed': z.object({
      target: blockTarget,
      change: z.enum(['added', 'removed']),
      kind: whiteKind,
      by: said.by,
    }),
  },
})

/**
 * What every process holds in memory before it takes work, and what the operator’s own SMS firewall reads: the last record
 * of each target, dated. One that ended stays, with its `until`.
 */
export const networkBlocks = topic({
  name: 'network.blocks',
  key: 'target',
  owner: 'enforcement',
  summary:
    'Blocks for everybody and the white list, each with its version and dates; a block of a port is of its extensions as well; a beat a second tells that it is current.',
  keep: 'compact',
  messages: {
    'block.set': z.object({
      target: blockTarget,
      version: z.number().int().min(1),
      ...span,
      /** What held before this one, where it held until it. */
      before: z.object(span).optional(),
    }),
    'white.set': z.object({
      target: blockTarget,
      version: z.number().int().min(1),
      kind: whiteKind,
      /** Taken off the list. */
      retired: z.literal(true).optional(),
    }),
    'blocks.current': z.object({}),
  },
})
