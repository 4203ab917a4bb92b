import { isMoved, type Observation } from '../observed/observe.ts'
import type { Counter } from './counters.ts'
import { HOUR } from './moment.ts'

/** What a subscription that began counts as; `isOwn`: they had asked for it themselves. */
export const ofBeginning = (seen: Observation, isOwn: boolean): readonly Counter[] => [
  'activated',
  isOwn ? 'activatedOwn' : 'activatedBrought',
  ...(seen.what === 'bare' ? (['bare'] as const) : []),
  ...(seen.what === 'bare' && !isMoved(seen) ? (['bareNew'] as const) : []),
]

/** Somebody began as it was told, and of no receipt: nothing was heard of them before. */
export const isFirstHeardOf = ({ what, at, since }: Observation): boolean =>
  what === 'bare' && since !== undefined && Math.abs(at - since) < HOUR
