import type { confirmationRequests, MessageOf, Terms } from '#contracts'
import type { Emit } from '#process'
import { termsOf } from '#reference'
import { localNumber } from '#texts'
import { freeCode } from './codes.ts'
import { tellOther } from './ending.ts'
import { changed, dismissGuardian, isOfNext } from './guardian.ts'
import { isLocked } from './lock.ts'
import { dutyClosesAt } from './over.ts'
import { answer, linesFor, notice, offerOf, smsEmit } from './say.ts'
import {
  type Between,
  type ConfirmationState,
  type Duty,
  HOUR,
  type Situation,
  type Turn,
  type Ward,
  type Yes,
} from './state.ts'

type Command = MessageOf<typeof confirmationRequests>
type Dismissed = Extract<Command, { type: 'guardian.dismissed' }>['data']
type Of<Type extends Between['type']> = Extract<Between, { type: Type }>['data']

/** What waits for one guardian at once, of all wards. */
const MOST_DUTIES = 40
/** More than the wards that one guardian has in the time that a lost phone is locked back. */
const KEPT_VOUCHED = 200

/* The guardian’s side: says who said yes, and when. What that makes true is the ward’s to decide. */

/** What this phone was asked by then, and can still answer. */
export const openDuties = ({ duties = [] }: Pick<ConfirmationState, 'duties'>, now: number): readonly Duty[] =>
  duties.filter((each) => each.at <= now && dutyClosesAt(each) > now)

/** Somebody names this number as their guardian. */
export function askedToGuard(
  turn: Turn,
  { msisdn, ward, number, id, expiresAt }: Of<'guardian.asked'>,
  situation: Situation,
): Turn {
  const state = { ...turn.state, msisdn }
  const { now, refs } = situation
  const { tenureSince = 0, wards = [], duties = [] } = state
  // The former owner was meant; a child is nobody’s guardian.
  const cannot =
    now < tenureSince ||
    state.guardian?.majorityAt !== undefined ||
    wards.length >= refs.policy.guardian.wards ||
    duties.length >= MOST_DUTIES
  if (cannot) return { ...turn, emit: [...turn.emit, answered({ id, ward }, false, state, situation)] }
  const { code, nextCode } = freeCode(state)
  const hours = Math.max(1, Math.round((expiresAt - now) / HOUR))
  const text = linesFor(state).beGuardian({ ward: localNumber(number), code, hours })
  const duty: Duty = { id, code, ward, number, text, at: Math.max(now, state.changedAt ?? 0), expiresAt }
  return {
    state: { ...state, nextCode, duties: [...duties, duty] },
    emit: [...turn.emit, smsEmit(text, 'prompt', state, situation)],
  }
}

/** A request of a ward is put to this phone too. */
export function askedToVouch(turn: Turn, asked: Of<'ward.prompted'>, situation: Situation): Turn {
  const { state } = turn
  const { now } = situation
  const { ward: key, requestId, tenure, expiresAt, serviceId, partnerId } = asked
  const ward = state.wards?.find((each) => each.key === key && each.since <= now)
  const say = (word: Of<'request.vouched'>['word'], more: readonly ReturnType<typeof tellOther>[] = []): Turn => ({
    ...turn,
    emit: [...turn.emit, ...more, vouch({ id: requestId, ward: key }, word, undefined, situation)],
  })
  if (!ward && tenure < state.tenure) return say('silence', [gone(key, state, situation)])
  if (!ward || (state.duties ?? []).length >= MOST_DUTIES) return say('silence')
  if (isLocked(state, now)) return say('locked')
  const { code, nextCode } = freeCode(state)
  const request = { serviceId, partnerId, ...termsOf(asked as Terms) }
  const at = Math.max(now, state.changedAt ?? 0)
  const hours = Math.max(1, Math.round((expiresAt - now) / HOUR))
  const offer = wardOffer({ number: ward.msisdn, request }, state, situation)
  const text = linesFor(state).wardPrompt({ ...offer, code, hours })
  const duty: Duty = { id: requestId, code, ward: key, number: ward.msisdn, text, at, expiresAt, request }
  return {
    state: { ...state, nextCode, duties: [...(state.duties ?? []), duty] },
    emit: [...turn.emit, smsEmit(text, 'prompt', state, situation)],
  }
}

const wardOffer = (duty: Pick<Duty, 'number' | 'request'>, state: ConfirmationState, situation: Situation) => {
  const request = duty.request as NonNullable<Duty['request']>
  return { ...offerOf({ ...request, terms: termsOf(request) }, state, situation), ward: localNumber(duty.number) }
}

/** What of one’s duties is told among what is open. */
export const dutyOpen = (duty: Duty, state: ConfirmationState, situation: Situation) =>
  duty.request
    ? { ...wardOffer(duty, state, situation), code: duty.code }
    : { code: duty.code, guardianOf: localNumber(duty.number) }

/** This phone’s yes or no to one of them: it counts with its own stamp. */
export function answerDuty(turn: Turn, duty: Duty, said: Yes | undefined, situation: Situation): Turn {
  const { state, emit } = turn
  const left = (state.duties ?? []).filter((each) => each !== duty)
  const vouched = said ? vouchedSince(state.vouched, duty.ward, said.at) : state.vouched
  const next = { ...state, duties: left, ...(vouched ? { vouched } : {}) }
  const { request } = duty
  if (!request) {
    const told = { state: next, emit: [...emit, answered(duty, said !== undefined, state, situation)] }
    return said ? told : answer(told, linesFor(next).notGuardian(localNumber(duty.number)), situation)
  }
  const told = { state: next, emit: [...emit, vouch(duty, said ? 'yes' : 'no', said, situation)] }
  return said ? answer(told, linesFor(next).wardAgreed(wardOffer(duty, next, situation)), situation) : told
}

/** An earlier yes may be read after a later one. */
function vouchedSince(known: ConfirmationState['vouched'] = [], ward: string, at: number) {
  const latest = known.find((each) => each.ward === ward)?.at ?? at
  return [...known.filter((each) => each.ward !== ward), { ward, at: Math.max(at, latest) }].slice(-KEPT_VOUCHED)
}

/** What was not answered in time: the ward’s process waits for this word. */
export function dutiesOver(turn: Turn, situation: Situation): Turn {
  const { duties = [] } = turn.state
  const over = duties.filter((each) => dutyClosesAt(each) <= situation.now)
  if (over.length === 0) return turn
  return {
    state: { ...turn.state, duties: duties.filter((each) => !over.includes(each)) },
    emit: [...turn.emit, ...over.map((each) => silent(each, turn.state, situation))],
  }
}

const silent = (duty: Duty, state: ConfirmationState, situation: Situation) =>
  duty.request
    ? vouch(duty, duty.ends?.rule ?? 'silence', undefined, situation)
    : answered(duty, false, state, situation)

const vouch = (
  { id, ward }: Pick<Duty, 'id' | 'ward'>,
  word: Of<'request.vouched'>['word'],
  said: Yes | undefined,
  { key }: Situation,
) => {
  const { text: answer = '', channel = 'sms', via = '' } = said ?? {}
  return tellOther(ward, 'request.vouched', {
    guardian: key,
    requestId: id,
    word,
    answer: answer.slice(0, 2000),
    channel,
    via,
  })
}

const answered = (
  { id, ward }: Pick<Duty, 'id' | 'ward'>,
  yes: boolean,
  { tenure }: ConfirmationState,
  { key }: Situation,
) => tellOther(ward, 'guardian.answered', { guardian: key, id, yes, tenure })

/** This number is somebody else’s since then; who became a guardian after it is that somebody. */
const gone = (ward: string, { tenure, tenureSince = 0 }: ConfirmationState, { key }: Situation) =>
  tellOther(ward, 'guardian.out', { guardian: key, since: tenureSince, tenure, gone: true })

/** This phone is a guardian from now on, if it is still that owner’s, or was the next one’s already when it said so. */
export function becomeGuardian(
  turn: Turn,
  { msisdn, ward, number, tenure, majorityAt }: Of<'guardianship.began'>,
  situation: Situation,
): Turn {
  const state = { ...turn.state, msisdn }
  const { now } = situation
  const { tenureSince: since = 0 } = state
  const isStale = tenure < state.tenure
  const emit = isStale ? [...turn.emit, gone(ward, state, situation)] : turn.emit
  const began = { since: now, tenure, ...(majorityAt === undefined ? {} : { majorityAt }) }
  if (isStale && !isOfNext(began, { since, tenure: state.tenure })) return { state, emit }
  const others = (state.wards ?? []).filter((each) => each.key !== ward)
  const made: Ward = {
    ...began,
    key: ward,
    msisdn: number,
    tenure: Math.max(tenure, state.tenure),
  }
  const next = { ...state, wards: [...others, made] }
  const facts = { ward: localNumber(number), until: majorityAt, zone: situation.refs.policy.timeZone }
  return { state: next, emit: [...emit, notice(next, linesFor(next).wardIs(facts), situation)] }
}

/** It has ended; requests of that ward with it. */
export function endDuties(turn: Turn, { ward, number, tell }: Of<'guardianship.ended'>, situation: Situation): Turn {
  const wards = (turn.state.wards ?? []).filter((each) => each.key !== ward)
  const mine = (turn.state.duties ?? []).filter((each) => each.ward === ward)
  const left: Turn = { ...turn, state: { ...turn.state, wards } }
  const ended = mine.reduce((next, each) => endDuty(next, each, situation.now), left)
  if (!tell || (ended.state.tenureSince !== undefined && situation.now < ended.state.tenureSince)) return ended
  return {
    ...ended,
    emit: [...ended.emit, notice(ended.state, linesFor(ended.state).wardEnded(localNumber(number)), situation)],
  }
}

/** Not waited for any more from that moment on: its timer says the last word. */
export const dutyOver = (turn: Turn, { ward, requestId, at }: Of<'ward.over'>): Turn => {
  const duty = turn.state.duties?.find((each) => each.ward === ward && each.id === requestId)
  return duty ? endDuty(turn, duty, at) : turn
}

const endDuty = ({ state, emit }: Turn, duty: Duty, at: number): Turn => ({
  state: {
    ...state,
    duties: (state.duties ?? []).map((each) =>
      each.id === duty.id && dutyClosesAt(each) > at ? { ...each, ends: { at } } : each,
    ),
  },
  emit,
})

/** `取消监护`, by either side: with the other’s number, or without where it is clear who is meant. */
export function dismiss(turn: Turn, request: Dismissed, situation: Situation): Turn {
  const { number, from, by } = request
  const { guardian, asksGuardian, wards = [] } = turn.state
  const words = linesFor(turn.state)
  const say = (text: string) => answer(turn, text, situation, from)
  if (!by) return say(words.onlyThere)
  const mine = [guardian?.msisdn, asksGuardian?.msisdn]
  const isMine = number === undefined ? mine.some((each) => each !== undefined) : mine.includes(number)
  if (isMine || (number === undefined && wards.length === 0)) return dismissGuardian(turn, request, situation)
  const meant = number === undefined ? wards : wards.filter((each) => each.msisdn === number)
  const [ward] = meant
  if (!ward) return say(words.noWard)
  if (meant.length > 1) return say(words.whichWard(meant.map((each) => localNumber(each.msisdn))))
  if (ward.majorityAt !== undefined) return say(words.guardianOfChild)
  return { ...turn, emit: [...turn.emit, tellOther(ward.key, 'guardian.left', { guardian: situation.key })] }
}

/** The guardian hears of the ward’s charges, while they are the guardian. */
export function tellCharges(turn: Turn, { ward: key, kind, items }: Of<'ward.charged'>, situation: Situation): Turn {
  const { state } = turn
  const { policy } = situation.refs
  const ward = state.wards?.find((each) => each.key === key)
  if (!ward) return turn
  const lines = items.map((each) => ({ ...each, service: offerOf(each, state, situation).service }))
  const facts = { ward: localNumber(ward.msisdn), kind, lines }
  const text = linesFor(state).wardCharges(facts, policy.timeZone, policy.segments.answer)
  return {
    ...turn,
    emit: [...turn.emit, smsEmit(text, 'reminder', state, situation, { from: policy.shortCodes.query[0] })],
  }
}

/**
 * The number goes to somebody else: whoever waits for its word is told, and wards have no guardian any more. So is for whom
 * it ever said yes: they may have agreed since, on a yes of before, and have another guardian by the time this is heard.
 */
export function leaveAll(state: ConfirmationState, situation: Situation): readonly Emit[] {
  const next = { ...state, tenure: state.tenure + 1, tenureSince: situation.now }
  const { key, now } = situation
  const guardian = state.guardian && state.guardian.named <= now ? state.guardian : undefined
  const asks = state.asksGuardian && state.asksGuardian.at <= now ? state.asksGuardian : undefined
  const said = (state.vouched ?? []).map((each) => each.ward)
  const wards = new Set([...(state.wards ?? []).map((each) => each.key), ...said])
  return [
    ...(state.duties ?? []).map((each) => silent({ ...each, ends: undefined }, state, situation)),
    ...[...wards].map((ward) => gone(ward, next, situation)),
    ...(guardian
      ? [
          tellOther(guardian.key, 'guardianship.ended', { ward: key, number: state.msisdn, tell: true }),
          changed(key, state.msisdn),
        ]
      : []),
    ...(asks ? [tellOther(asks.key, 'ward.over', { ward: key, requestId: asks.id, at: now })] : []),
  ]
}
