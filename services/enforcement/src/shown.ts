import { domainToUnicode } from 'node:url'
import { z } from 'zod'
import { type BlockTarget, blockReason, blockScope, whiteKind } from '#contracts'
import type { Caller } from '#http'
import { type Deps, masked, maskedNumber } from '#service'
import { maskNumber } from '#sms'
import type { BlockStep, TargetState } from './domain/block.ts'

export const targetKind = z.enum(['port', 'number', 'prefix', 'domain']).describe('What is blocked')

const dates = {
  from: z.iso.datetime().describe('From when it holds'),
  until: z.iso.datetime().optional().describe('Until when it holds; absent: until it is lifted'),
}

const byWhom = { by: z.string(), by_name: z.string().describe('What they are called') }

/** A target as it is shown: the number of a person is masked. */
export const shownTarget = {
  id: z.string(),
  kind: targetKind,
  value: z.string().describe('The port, the digits or the domain; of a number its mask'),
  written: z
    .string()
    .optional()
    .describe('Of a domain in letters that are not plain: as it is written')
    .meta({ example: 'аpple.com' }),
  number: maskedNumber.optional().describe('Of a number: POST /console/api/sights opens it'),
}

export const shownBlock = z.object({
  ...shownTarget,
  scope: blockScope.describe('`marketing`: nothing else is stopped'),
  ...dates,
  reason: blockReason.describe('Why, as a class'),
  note: z.string().optional().describe('Why, in words'),
  ...byWhom,
  campaign: z.string().optional().describe('The campaign that led to it'),
  over: z.boolean().describe('It was lifted, or has ended'),
  listed: whiteKind.optional().describe('What it is on the white list as'),
  at: z.iso.datetime().describe('When it was last changed'),
})

const step = z.object({
  at: z.iso.datetime(),
  change: z.enum(['placed', 'changed', 'lifted', 'ended', 'refused', 'added', 'removed']).describe('What was done'),
  ...byWhom,
  note: z.string().optional().describe('Why, in words'),
  scope: blockScope.optional().describe('`marketing`: nothing else is stopped'),
  from: z.iso.datetime().optional().describe('From when it held'),
  until: z.iso.datetime().optional().describe('Until when it was to hold'),
  reason: blockReason.optional().describe('Why, as a class'),
})

export const wholeTarget = z.object({
  ...shownTarget,
  block: shownBlock.optional().describe('The block that holds, or held last'),
  listed: whiteKind.optional().describe('What it is on the white list as'),
  protected: z.boolean().describe('Two people are needed to block it'),
  history: z.array(step),
})

export const shownListed = z.object({
  ...shownTarget,
  list: whiteKind.describe('Why it is protected'),
  note: z.string().optional().describe('Why, in words'),
  ...byWhom,
  at: z.iso.datetime().describe('When it was last changed'),
})

const whoDid = ({ staff }: Pick<Deps, 'staff'>, by: string) => ({ by, by_name: staff.get(by)?.name ?? by })

export const iso = (at: number): string => new Date(at).toISOString()

/** The id of a target for people; a number’s tells nobody whose it is. */
export const idOf = ({ ids }: Pick<Deps, 'ids'>, key: string): string => ids.seal('block', 'staff', key)

/** For titles and the audit: a number stands there masked. */
export const nameOf = ({ kind, value }: BlockTarget): string =>
  `${kind} ${kind === 'number' ? maskNumber(value) : value}`

export function showTarget(deps: Deps, caller: Caller, key: string, { kind, value }: BlockTarget) {
  const number = kind === 'number' ? masked(deps, caller, value) : undefined
  const written = kind === 'domain' ? domainToUnicode(value) : value
  return {
    ...{ id: idOf(deps, key), kind, value: number?.masked ?? value },
    ...(written === value ? {} : { written }),
    ...(number ? { number } : {}),
  }
}

export function showBlock(deps: Deps, caller: Caller, key: string, state: TargetState): z.infer<typeof shownBlock>[] {
  const { target, block, white, changedAt } = state
  if (!block) return []
  const { scope, from, until, reason, note, by, campaign } = block
  const over = state.over === true || (until !== undefined && until <= deps.clock.now())
  return [
    {
      ...showTarget(deps, caller, key, target),
      ...{ scope, from: iso(from), reason, ...whoDid(deps, by), over, at: iso(changedAt) },
      ...(until === undefined ? {} : { until: iso(until) }),
      ...(note ? { note } : {}),
      ...(campaign ? { campaign } : {}),
      ...(white ? { listed: white.kind } : {}),
    },
  ]
}

export function showListed(deps: Deps, caller: Caller, key: string, state: TargetState): z.infer<typeof shownListed>[] {
  const { target, white, changedAt } = state
  if (!white) return []
  const { kind, note, by } = white
  return [
    {
      ...showTarget(deps, caller, key, target),
      list: kind,
      ...whoDid(deps, by),
      at: iso(changedAt),
      ...(note ? { note } : {}),
    },
  ]
}

const showStep = (deps: Deps, { at, from, until, note, by, ...rest }: BlockStep): z.infer<typeof step> => ({
  ...rest,
  ...whoDid(deps, by),
  at: iso(at),
  ...(note ? { note } : {}),
  ...(from === undefined ? {} : { from: iso(from) }),
  ...(until === undefined ? {} : { until: iso(until) }),
})

export function showWhole(deps: Deps, caller: Caller, key: string, state: TargetState): z.infer<typeof wholeTarget> {
  const [block] = showBlock(deps, caller, key, state)
  return {
    ...showTarget(deps, caller, key, state.target),
    ...(block ? { block } : {}),
    ...(state.white ? { listed: state.white.kind } : {}),
    protected: deps.network.isWhite(state.target, deps.clock.now()),
    history: state.steps.map((each) => showStep(deps, each)),
  }
}
