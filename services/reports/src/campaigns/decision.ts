import { z } from 'zod'
import { readTime } from '#calendar'
import { type BlockTarget, blockReason, reportOutcomes } from '#contracts'
import { previewOf } from '#enforcement'
import { Problem } from '#http'
import type { Deps } from '#service'
import { maskNumber } from '#sms'
import { type Campaign, isPending, isSettled } from '../domain/campaigns/standing.ts'
import { askedTarget, openTarget } from './targets.ts'

/** The kind of proposal that a decision is which needs two people. */
export const DECIDE = 'campaign.decide'
const MOST_TARGETS = 10
export const note = z.string().trim().min(1).max(500).describe('Why; it is on the audit')

/** How one is decided. */
export const decisionWish = z.object({
  note,
  outcome: reportOutcomes.messages['report.decided'].shape.outcome
    .exclude(['dismissed'])
    .describe('What is done: `blocked` all of it, `limited` its marketing alone; or what others do'),
  proven: z.boolean().describe('Whoever reported it was right'),
  targets: z
    .array(askedTarget)
    .max(MOST_TARGETS)
    .default([])
    .describe('What is blocked, one at least for `blocked` and `limited`; none for the others'),
  until: z.string().max(40).optional().describe('A date of the operator’s zone, or a time; absent: until it is lifted'),
  reason: blockReason.default('spam').describe('Why, as a class'),
})

/** The blocks of a decision hold, or it came to nothing. */
export const isDecided = ({ verdict, undecided, ...rest }: Campaign, at: number): boolean =>
  (undecided?.at ?? 0) >= at || (verdict !== undefined && verdict.at >= at && !isPending({ ...rest, verdict }))
/** The second person’s yes came to something. */
export const isSeen = (state: Campaign, before: Campaign): boolean =>
  state.undecided?.at !== before.undecided?.at || (isSettled(state) && !isPending(state))

const nameOf = ({ kind, value }: BlockTarget): string => `${kind} ${kind === 'number' ? maskNumber(value) : value}`
const protectedOf = ({ network, clock }: Deps, targets: readonly BlockTarget[]) =>
  targets.filter((each) => network.isWhite(each, clock.now())).map(nameOf)

/** What a wish comes to: the command, and what a second person is shown where it takes one. @throws Problem for one that comes to nothing */
export async function decisionOf(
  deps: Deps,
  id: string,
  { tally }: Campaign,
  wish: z.infer<typeof decisionWish>,
  by: string,
) {
  const { policy, clock } = deps
  const { outcome, proven, reason } = wish
  const blocks = outcome === 'blocked' || outcome === 'limited'
  if (blocks !== wish.targets.length > 0)
    throw new Problem('request.invalid', '`blocked` and `limited` name `targets`; other outcomes name none.')
  const said = { by, note: wish.note, outcome, proven }
  if (!blocks) return { command: { type: DECIDE, data: said }, partners: [], stopped: undefined, preview: undefined }
  const until = wish.until ? readTime(wish.until, policy.policy.timeZone) : undefined
  if (wish.until && (until === undefined || until <= clock.now())) throw new Problem('block.dates')
  const scope = outcome === 'blocked' ? ('all' as const) : ('marketing' as const)
  const targets = wish.targets.map((each) => openTarget(deps, each))
  const found = await Promise.all(targets.map((each) => previewOf(deps, each, scope)))
  const dates = { scope, ...(until === undefined ? {} : { until }), reason }
  const stopped = { otp: 0, service: 0, marketing: 0 }
  for (const each of found)
    for (const kind of ['otp', 'service', 'marketing'] as const) stopped[kind] += each.stopped[kind]
  const messages = stopped.otp + stopped.service + stopped.marketing
  const isTwo = found.some((each) => each.two_people) || messages > policy.latest.policy.enforcement.aloneMessages
  const preview = {
    ...{ campaign: id, outcome, proven, note: wish.note, targets: targets.map(nameOf), ...dates },
    protected: protectedOf(deps, targets),
  }
  return {
    command: { type: DECIDE, data: { ...said, block: { targets, ...dates } } },
    partners: [...new Set(found.flatMap((each) => each.ports.map(({ partner }) => partner)))].filter(
      (each) => each !== '',
    ),
    stopped: { ...stopped, reporters: tally.reporters },
    preview: isTwo ? preview : undefined,
  }
}

/** The second person is shown what is protected by now, and whether somebody else decided it meanwhile. */
export function previewDecisions(deps: Deps, find: (id: string) => Promise<Campaign>): void {
  deps.previews.set(DECIDE, async ({ preview, records: [record] }) => {
    const data = record?.data as { block?: { targets: BlockTarget[] } } | undefined
    const state = record && (await find(record.key).catch(() => undefined))
    const isOver = !state || state.into !== undefined || isSettled(state)
    return {
      ...(preview as object),
      protected: protectedOf(deps, data?.block?.targets ?? []),
      ...(isOver ? { over: true } : {}),
    }
  })
}
