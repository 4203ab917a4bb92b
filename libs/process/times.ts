import type { Envelope } from '#contracts'

/** How long an edge waits for the log before it asks its caller to try again, ms. */
export const EDGE_PATIENCE_MS = 5000

/** How long a process that starts waits for the log to take what it has to say before it ends, ms: nobody waits for an answer. */
export const START_PATIENCE_MS = 120_000

/** A process whose clock is further than this from the store's takes no work, ms. */
export const MOST_SKEW_MS = 1000

/**
 * Timers fire so much after their due time, ms: what an edge stamped just before it may be under way to the log for all of
 * the edge's patience, and the edge's clock may be behind by the skew when the lane's is ahead by it.
 */
export const TIMER_GRACE_MS = EDGE_PATIENCE_MS + 2 * MOST_SKEW_MS

/** A stamp from the future would postpone what its key waits for, and count in an hour to come: it counts as now. */
export const notAfter = (now: number, message: Envelope): Envelope =>
  message.at <= now + MOST_SKEW_MS ? message : { ...message, at: now + MOST_SKEW_MS }
