import { expect } from 'vitest'

/** A partner with one thing of each kind. */
export interface Side {
  readonly partner: string
  readonly port: string
  readonly service: string
  readonly subscriber: string
}

export interface Things extends Side {
  readonly request: string
  readonly decision: string
  readonly delivery: string
  /** A case about it that was decided. */
  readonly decided: string
  readonly webhook: () => Promise<string>
}

/** A request that a route is tried with. */
export interface Sample {
  readonly path: (things: Things) => string | Promise<string>
  readonly body?: (things: Things) => unknown
  readonly type?: string
  /** How another’s thing is refused; usually as if it were not there. */
  readonly refusal?: (answer: { status: number; text: string }, others: Things) => void
}
export type Samples = Readonly<Record<string, Sample>>

/** This month as the operator’s calendar has it, which is eight hours ahead of UTC. */
export const month = Temporal.Now.plainDateISO('Asia/Shanghai').toString().slice(0, 7)
/** The same however often it is told, and over. */
export const chargedAt = new Date().toISOString()

/** A list that may be looked at, and has nothing of another. */
export const showsNothingOf = ({ status, text }: { status: number; text: string }, { partner, service }: Things) => {
  expect(status).toBe(200)
  expect(text).not.toContain(partner)
  expect(text).not.toContain(service)
}

/** A request for a thing that is nobody’s. */
export const plain = (path: string, body?: unknown): Sample => ({
  path: () => path,
  ...(body === undefined ? {} : { body: () => body }),
})

export const charge = ({ subscriber, service, partner }: Side) => ({
  id: `matrix-${partner}`,
  subscriber,
  service,
  amount_fen: 100,
  charged_at: chargedAt,
})
