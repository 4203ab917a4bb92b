import type { Subscription } from '#contracts'
import { type Action, type Block, MINUTE, type Refs, type SubscriberState } from './state.ts'

/** What an action did, for somebody who may want to undo it. */
export interface Deed {
  readonly code: string
  readonly at: number
  /** Until when `恢复` with its code undoes it. */
  readonly until: number
  readonly cancelled: readonly Subscription[]
  /** What it made of a port: the block that it set, or none. */
  readonly port?: { readonly port: string; readonly block: Block['scope'] | 'none' }
}

/** The actions that can still be undone, the latest first. */
export function deedsOf(
  { actions, blocks }: Pick<SubscriberState, 'actions' | 'blocks'>,
  now: number,
  { policy }: Pick<Refs, 'policy'>,
): Deed[] {
  return actions.flatMap((action, place): Deed[] => {
    const until = action.at + policy.undoMinutes * MINUTE
    if (now > until) return []
    const { code, at, cancelled, blockBefore } = action
    const made = blockBefore && {
      port: blockBefore.port,
      block: madeOf(blockBefore.port, actions.slice(0, place), blocks),
    }
    return [{ code, at, until, cancelled, ...(made ? { port: made } : {}) }]
  })
}

/** How an action left a port: as the next one found it, or as it is. */
function madeOf(port: string, later: readonly Action[], blocks: readonly Block[]): Block['scope'] | 'none' {
  const next = later.findLast((each) => each.blockBefore?.port === port)?.blockBefore?.block
  const block = next ?? blocks.find((each) => each.port === port) ?? 'none'
  return block === 'none' ? 'none' : block.scope
}
