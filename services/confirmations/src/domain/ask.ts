import { monthsLater, quietUntil } from '#calendar'
import type { RefusalRule } from '#contracts'
import { type Service, termsOf } from '#reference'
import { promptFactsOf } from '#texts'
import { freeCode } from './codes.ts'
import { dismissalOf, want } from './dismissal.ts'
import { tellOther } from './ending.ts'
import { isLocked } from './lock.ts'
import { answer, offerOf, outcome, smsEmit, textsFor } from './say.ts'
import { likeness } from './similar.ts'
import {
  type ConfirmationState,
  DAY,
  HOUR,
  MINUTE,
  type Prompt,
  type Refusal,
  type Request,
  type Situation,
  type Turn,
} from './state.ts'

/**
 * Somebody asks for a service on behalf of this subscriber. It is put to them, held until the morning, or rejected with
 * the rule that says why; it never becomes anything by itself (docs/rules.md, "Double confirmation").
 */
export function decideRequest(turn: Turn, request: Request, situation: Situation): Turn {
  const { now, refs } = situation
  const { requestId, serviceId, by, origin } = request
  const service = refs.catalogue.service(serviceId, now)
  const identity = { requestId, serviceId, partnerId: service?.partnerId ?? '', by, origin }
  const open = turn.state.prompts.find((each) => each.serviceId === serviceId)
  if (open && by === 'subscriber') return askAgain(turn, open, situation)
  const rule = ruleAgainst(turn.state, request, service, situation)
  if (rule || !service) {
    const rejected = {
      ...turn,
      emit: [...turn.emit, outcome(identity, 'rejected', { rule: rule ?? 'service.unknown' })],
    }
    return by === 'partner' || rule === 'port.blocked'
      ? rejected
      : answer(rejected, textsFor(turn.state).notPrompted(rule ?? 'service.unknown'), situation)
  }
  const { code, nextCode } = freeCode(turn.state)
  const quiet = by === 'partner' ? quietUntil(now, refs.policy.quietHours, refs.policy.timeZone) : undefined
  const prompt: Prompt = { ...identity, code, by, origin, requestedAt: now, askAt: quiet ?? now }
  const heard = by === 'subscriber' ? want(forgive(turn.state, serviceId), service.port, serviceId) : turn.state
  const askedFor =
    by === 'partner' ? [...recent(heard, now), { partnerId: service.partnerId, at: now }] : heard.askedFor
  const state = { ...heard, nextCode, askedFor, prompts: [...heard.prompts, prompt] }
  if (quiet === undefined) return put({ ...turn, state }, prompt, service, situation)
  return { state, emit: [...turn.emit, outcome(identity, 'waiting')] }
}

/** What waits at once, whoever asked: each needs a code of two digits. Partners have a limit of their own below it. */
const MOST_OPEN = 80

/** The first rule that speaks against putting it to the subscriber; undefined when none does. */
function ruleAgainst(
  state: ConfirmationState,
  { serviceId, by, origin }: Request,
  service: Service | undefined,
  { now, refs }: Situation,
): RefusalRule | undefined {
  if (!service || service.retired || service.from > now) return 'service.unknown'
  if (refs.catalogue.isRestrained('orders', service, now)) return 'partner.restrained'
  if (origin?.app && refs.catalogue.isBarred(origin.app, now)) return 'app.barred'
  if (isLocked(state, now)) return 'locked'
  if (stands(state, service, now, refs.policy.timeZone)) return 'already.subscribed'
  const dismissal = dismissalOf(state, service.port)
  // What they asked for before they blocked it, and is heard of after, is not wanted any more.
  const isWanted = by === 'subscriber' ? dismissal && now > dismissal.since : dismissal?.wanted.includes(serviceId)
  if (dismissal && !isWanted) return 'port.blocked'
  if (state.prompts.some((each) => each.serviceId === serviceId)) return 'already.open'
  const { open, perPartnerDay, perSubscriberDay } = refs.policy.confirmation
  if (by === 'partner') {
    const partners = refs.catalogue.asOne(service.partnerId)
    const refusals = standingRefusals(state, { serviceId, partners }, refs.policy.confirmation.restDays, now)
    if (refusals.some((each) => each.serviceId === serviceId)) return 'refused.before'
    const { similarPercent } = refs.policy.confirmation
    const isSimilar = (each: Refusal) => {
      // Worded as it was then, whatever it is called now.
      const refused = refs.catalogue.service(each.serviceId, each.at)
      return refused !== undefined && likeness(refused, service) * 100 >= similarPercent
    }
    if (refusals.some(isSimilar)) return 'refused.similar'
    const today = recent(state, now)
    if (today.filter((each) => partners.includes(each.partnerId)).length >= perPartnerDay) return 'limit.partner'
    if (today.length >= perSubscriberDay) return 'limit.subscriber'
  }
  return state.prompts.length >= (by === 'partner' ? open : MOST_OPEN) ? 'limit.open' : undefined
}

/** Subscribed now; of marketing, agreed to and not over. */
function stands(state: ConfirmationState, { serviceId, period }: Service, now: number, zone: string): boolean {
  if (period === 'once' || !state.active.includes(serviceId)) return false
  if (period === 'month') return true
  const agreed = state.standing.findLast((each) => each.serviceId === serviceId)
  return agreed !== undefined && monthsLater(agreed.at, agreed.months ?? 0, zone) > now
}

/** Of that service, whoever had it then, and of what else its partner asked for under any of its names. */
const standingRefusals = (
  { refusals }: ConfirmationState,
  { serviceId, partners }: { readonly serviceId: string; readonly partners: readonly string[] },
  restDays: number,
  now: number,
) =>
  refusals.filter(
    (each) =>
      (each.serviceId === serviceId || partners.includes(each.partnerId)) &&
      (restDays === 0 || now - each.at < restDays * DAY),
  )

const recent = (state: ConfirmationState, now: number) => state.askedFor.filter((each) => now - each.at < DAY)

/** What the subscriber asks for themselves is open to the partner again. */
const forgive = (state: ConfirmationState, serviceId: string): ConfirmationState => ({
  ...state,
  refusals: state.refusals.filter((each) => each.serviceId !== serviceId),
})

/** Puts a prompt to the subscriber: from the operator, with partner, service, tariff, and how to refuse. */
export function put(turn: Turn, prompt: Prompt, service: Service, situation: Situation): Turn {
  const text = textsFor(turn.state).prompt(factsOf(prompt, service, turn, situation))
  const { state, emit } = asking(turn, prompt, service, text, situation)
  return { state, emit: [...emit, smsEmit(text, 'prompt', state, situation, { request: prompt.requestId })] }
}

/** On the page of one request its price stands before the subscriber: what quiet hours hold back by SMS is put by that. */
export function putOnPage(turn: Turn, requestId: string, situation: Situation): Turn {
  const prompt = turn.state.prompts.find((each) => each.requestId === requestId && !each.asked && !each.ends)
  const service = prompt && situation.refs.catalogue.service(prompt.serviceId, situation.now)
  if (!service || service.retired) return turn
  const text = textsFor(turn.state).onPage(factsOf(prompt, service, turn, situation))
  return asking(turn, prompt, service, text, situation)
}

/** A service that the catalogue lost since it was asked for. */
const NOWHERE = { port: '', window: '24h' } as const

/** What is left of a window, in whole hours, the last two in minutes. */
const leftOf = (ms: number): { hours: number } | { minutes: number } =>
  ms >= 2 * HOUR ? { hours: Math.floor(ms / HOUR) } : { minutes: Math.max(1, Math.floor(ms / MINUTE)) }

function factsOf(
  { serviceId, code, by }: Prompt,
  { port, window }: Pick<Service, 'port' | 'window'>,
  { state }: Turn,
  situation: Situation,
) {
  const offer = offerOf({ serviceId }, state, situation)
  return promptFactsOf(offer, { code, by, port, window }, situation.refs.policy.confirmation)
}

/** From now on it waits for an answer to these words, for as long as its service says. */
function asking(turn: Turn, prompt: Prompt, service: Service, text: string, { now, key, refs }: Situation): Turn {
  const { windowHours, shortWindowMinutes } = refs.policy.confirmation
  const { guardian, changedAt = 0, prompts: open } = turn.state
  const asked = {
    text,
    // What was said before the line was opened, or the guardian changed, is no answer to it.
    at: Math.max(now, changedAt),
    expiresAt: now + (service.window === '60m' ? shortWindowMinutes * MINUTE : windowHours * HOUR),
    ...termsOf(service),
    serviceVersion: service.version,
  }
  const guarded = guardian ? { guarded: guardian.key } : {}
  const prompts = open.map((each) => (each.requestId === prompt.requestId ? { ...each, asked, ...guarded } : each))
  const emit = [...turn.emit, outcome(prompt, 'asked', { expiresAt: asked.expiresAt })]
  if (guardian) {
    const { requestId, serviceId, partnerId, by } = prompt
    const { expiresAt } = asked
    const request = { requestId, serviceId, partnerId, ...termsOf(service), by, expiresAt }
    emit.push(tellOther(guardian.key, 'ward.prompted', { ward: key, tenure: guardian.tenure, ...request }))
  }
  return { state: { ...turn.state, prompts }, emit }
}

/** The subscriber asks for what waits already: it is put to them now, or told once more. */
function askAgain(turn: Turn, open: Prompt, situation: Situation): Turn {
  const { refs, now } = situation
  const state = forgive(turn.state, open.serviceId)
  const service = refs.catalogue.service(open.serviceId, now)
  if (open.asked) return answer({ ...turn, state }, onceMore(open, open.asked, turn, situation), situation)
  return service ? put({ ...turn, state }, open, service, situation) : turn
}

/** The same words, terms and end; its window does not begin anew, else handset software could keep it open. */
function onceMore(prompt: Prompt, asked: NonNullable<Prompt['asked']>, turn: Turn, situation: Situation): string {
  const service = situation.refs.catalogue.service(prompt.serviceId, situation.now)
  const left = leftOf(asked.expiresAt - situation.now)
  const facts = { ...factsOf(prompt, service ?? NOWHERE, turn, situation), ...termsOf(asked), left }
  return textsFor(turn.state).prompt(facts)
}

/** Its SMS could not be sent so far: it says what is left of its window by now. One that is over is not sent any more. */
export function askUnsent(turn: Turn, requestId: string, attempt: number, situation: Situation): Turn {
  const prompt = turn.state.prompts.find((each) => each.requestId === requestId)
  if (!prompt?.asked) return turn
  const text = onceMore(prompt, prompt.asked, turn, situation)
  const sms = smsEmit(text, 'prompt', turn.state, situation, { request: requestId, attempt })
  return { ...turn, emit: [...turn.emit, sms] }
}

/** Prompts that quiet hours held back and whose time has come; all of them when the subscriber is there and wants to see them. */
export function askDue(turn: Turn, situation: Situation, wanted = false): Turn {
  const due = turn.state.prompts.filter((each) => !each.asked && !each.ends && (wanted || each.askAt <= situation.now))
  return due.reduce((next, prompt) => {
    const service = situation.refs.catalogue.service(prompt.serviceId, situation.now)
    if (service && !service.retired) return put(next, prompt, service, situation)
    const prompts = next.state.prompts.filter((each) => each !== prompt)
    return {
      state: { ...next.state, prompts },
      emit: [...next.emit, outcome(prompt, 'rejected', { rule: 'service.unknown' })],
    }
  }, turn)
}
