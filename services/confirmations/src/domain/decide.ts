import {
  confirmationRequests,
  type Envelope,
  guardianships,
  lineRequests,
  smsReplies,
  subscriberEvents,
  subscriberTenures,
} from '#contracts'
import { remembering } from '#policy'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'
import { askDue, askUnsent, decideRequest } from './ask.ts'
import { letExpire } from './ending.ts'
import { follow } from './events.ts'
import { decideBetween, decideLine, dueOnLine, nextOnLine } from './line.ts'
import { lockedBefore } from './lock.ts'
import { nextOf, withoutOver } from './over.ts'
import { decideReply, decideWebAnswer, tellProof, tellWhere } from './reply.ts'
import { outcome } from './say.ts'
import {
  type Between,
  type ConfirmationRequest,
  type ConfirmationState,
  type Mo,
  newState,
  type Outcome,
  type Refs,
  type Request,
  type Situation,
  type SubscriberEvent,
  type Turn,
} from './state.ts'

type Input = Envelope<'mo.received', Mo> | ConfirmationRequest | SubscriberEvent | Between

/** One subscriber's prompts: asked, waited for, answered or not, and not asked again. */
function decide(
  state: ConfirmationState | undefined,
  message: Envelope | Wake,
  { now, key, cause, refs }: Context<Refs>,
): Decision<ConfirmationState> {
  const situation: Situation = { now, key, cause, refs }
  if (message.type === 'wake') {
    if (!state) return { state }
    const due = dueOnLine(letExpire({ state, emit: [] }, situation), situation)
    return settle(askDue(due, situation))
  }
  const input = message as Input
  const known = state ?? newState('msisdn' in input.data ? input.data.msisdn : '')
  if (isOfFormerOwner(known, input, now)) {
    // Whoever asked is told that it came to nothing; the present owner is told nothing.
    if (input.type === 'subscription.requested') return settle({ state: known, emit: [ended(input.data, situation)] })
    const since = lockedSince(input, situation)
    return settle(since === undefined ? { state: known, emit: [] } : lockedBefore(known, since, situation))
  }
  const heard = answers.includes(input.type) ? withoutOver(known, now) : undefined
  const turn = handle({ state: heard?.state ?? known, emit: [] }, input, situation)
  if (!turn) return { state, wakeAt: state && wakeOf(state) }
  return settle(heard?.putBack(turn) ?? turn)
}

const personal: readonly string[] = ['mo.received', ...Object.keys(confirmationRequests.messages)]

/** What finds a prompt over whose timer has not come; what is asked of the line ends those as well. */
const answers = personal.filter((type) => !(type in lineRequests))

/** Said by, or asked of, the former owner of the number, and heard after it changed hands. */
const isOfFormerOwner = ({ tenureSince }: ConfirmationState, { type }: Input, now: number): boolean =>
  tenureSince !== undefined && now < tenureSince && personal.includes(type)

/** From when on this locks a line. */
function lockedSince(input: Input, { now, refs }: Situation): number | undefined {
  if (input.type === 'lock.requested') return input.data.lost?.since ?? now
  return input.type === 'mo.received' && refs.parseReply(input.data.text).kind === 'lock' ? now : undefined
}

const ended = ({ requestId, serviceId }: Request, { refs, now }: Situation) =>
  outcome({ requestId, serviceId, partnerId: refs.catalogue.service(serviceId, now)?.partnerId ?? '' }, 'ended')

function handle(turn: Turn, input: Input, situation: Situation): Turn | undefined {
  switch (input.type) {
    case 'mo.received':
      return decideReply({ ...turn, state: { ...turn.state, msisdn: input.data.from } }, input.data, situation)
    case 'subscription.requested': {
      const { msisdn, language, fingerprint } = input.data
      const acted = remembering(turn.state.acted, fingerprint, situation.now, situation.refs.policy)
      if (!acted) return undefined
      const state = { ...turn.state, msisdn, acted, ...(language ? { language } : {}) }
      return decideRequest({ ...turn, state }, input.data, situation)
    }
    case 'prompt.answered':
      return decideWebAnswer(turn, input.data, situation)
    case 'prompts.wanted':
      return askDue(turn, situation, true)
    case 'prompt.unsent':
      return askUnsent(turn, input.data.requestId, input.data.attempt, situation)
    case 'answer.astray': {
      const { msisdn, language, from, noList } = input.data
      return tellWhere({ ...turn, state: { ...turn.state, msisdn, language } }, from, noList, situation)
    }
    case 'proof.requested': {
      const { msisdn, language, from } = input.data
      return tellProof({ ...turn, state: { ...turn.state, msisdn, language } }, from, situation)
    }
    case 'lock.requested':
    case 'unlock.requested':
    case 'guardian.requested':
    case 'guardian.entered':
    case 'guardian.dismissed':
      return decideLine(turn, input, situation)
    default:
      return isBetween(input) ? decideBetween(turn, input, situation) : follow(turn, input, situation)
  }
}

const between = Object.keys(guardianships.messages)
const isBetween = (input: Between | SubscriberEvent): input is Between => between.includes(input.type)

const KEPT_OUTCOMES = 20

/** What a turn comes to. What became of requests is remembered for a while, for who waits at a page. */
function settle({ state, emit }: Turn): Decision<ConfirmationState> {
  const ended = emit.flatMap(({ type, data }): Outcome[] => {
    if (type !== 'request.changed') return []
    const { requestId, status, rule } = data as Outcome
    return status === 'waiting' || status === 'asked' ? [] : [{ requestId, status, ...(rule ? { rule } : {}) }]
  })
  const outcomes = ended.length > 0 ? [...(state.outcomes ?? []), ...ended].slice(-KEPT_OUTCOMES) : state.outcomes
  return { state: { ...state, ...(outcomes ? { outcomes } : {}) }, emit, wakeAt: wakeOf(state) }
}

/** The next prompt that is due to be put, or runs out, and what else waits for its time. */
function wakeOf(state: ConfirmationState): number | undefined {
  const times = [...state.prompts.flatMap(nextOf), ...nextOnLine(state)]
  return times.length > 0 ? Math.min(...times) : undefined
}

export const confirmation: ProcessDefinition<ConfirmationState, Envelope, Refs> = {
  name: 'confirmation',
  inputs: [smsReplies, confirmationRequests, subscriberEvents, subscriberTenures, guardianships],
  decide,
}
