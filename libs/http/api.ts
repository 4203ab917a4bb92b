import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import type { Access, Needs, RouteNeeds } from './access.ts'
import type { Caller } from './keys.ts'
import type { ProblemCode } from './problem.ts'
import type { Session } from './session.ts'

/** The server that services put their routes on. */
export type Api = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>

/** An event that partners are called with. */
export interface WebhookDoc {
  readonly name: string
  readonly summary: string
  readonly description: string
  readonly body: z.ZodType
}

export interface Noted {
  readonly target: string
  readonly reason: string
}

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller
    access?: Access
    subscriber?: Session
    /** What the audit says of this call besides its route: whose, and why. Never a number or a text of a subscriber. */
    noted?: Noted
    /** To be called for each row of a file: it counts as an item of the key, and a file over the limit waits here. */
    tookRow(): Promise<void>
  }
  interface FastifyContextConfig {
    /** The purpose that the route needs, and what it touches (libs/access). A route without it does not start. */
    needs?: Needs
    /** What it may be refused with, besides what every call may be; /docs lists them. */
    problems?: readonly ProblemCode[]
    /** A call that is no GET and changes nothing all the same: refused, it is on the audit as any; else it is not. */
    onlyShows?: true
  }
  interface FastifyInstance {
    /** Every route with what it needs. */
    routeNeeds: readonly RouteNeeds[]
    /** What we call, for /docs: events that go to the webhooks of partners. */
    webhookDocs: WebhookDoc[]
  }
}
