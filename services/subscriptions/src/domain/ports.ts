import type { Refs, SubscriberState } from './state.ts'

/**
 * The port that somebody means by a number: what is asked of an extension is asked of its port; not of what was blocked by
 * itself, before the port was somebody's.
 */
export function portMeant(address: string, state: SubscriberState | undefined, refs: Refs, now: number): string {
  return state?.blocks.some(({ port }) => port === address) ? address : refs.catalogue.portOf(address, now)
}
