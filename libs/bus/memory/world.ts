/** What the memory adapters stand in: where they may be interrupted, what fails, and how time passes. */
export interface World {
  now(): number
  /** A point at which something else may happen first, or at which the caller dies and never comes back. */
  step(member: string, at: string): Promise<void>
  /** True in about that share of the cases: something goes wrong here that seldom does. */
  mishap(share: number): boolean
  /** Resolves after `ms` of the world's time. */
  sleep(ms: number): Promise<void>
}

/** The ordinary world, for tests that need no scheduler. */
export const plainWorld: World = {
  now: Date.now,
  step: async () => {},
  mishap: () => false,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}
